"""What can go wrong on the ground floor, as a tree; imports nothing.

    StoreError                 says what happened and what to do, in one or two sentences
    ├── NoIndex                nothing has been published yet
    ├── DamagedIndex           a generation does not open or fails its probe
    ├── IndexMismatch          built with another model or recipe than the one configured
    │   └── NewerVersion       a newer version of the program wrote a file of DATA_DIR (names it)
    ├── Busy                   another process is writing (names its pid and since when)
    ├── DiskFull               no room, or the device reports an error
    ├── Unreachable            the Chroma server at STORE_URL does not answer, or is none
    ├── NotOwner               another machine publishes to the shared store (names it)
    ├── NoPermission           a path that may not be read or written
    └── BadSetting             a setting that does not parse or contradicts another

EXIT_CODES maps each class to the exit code of docs/commands.md.
"""

from __future__ import annotations


class StoreError(Exception):
    """Base of all expected failures; its text is fit for a person."""


class NoIndex(StoreError):
    """Nothing has been published yet."""


class DamagedIndex(StoreError):
    """A generation does not open, or does not hold what its manifest says."""


class IndexMismatch(StoreError):
    """The index was built with another model or recipe than is configured."""


class NewerVersion(IndexMismatch):
    """A newer version of the program wrote a file of DATA_DIR, which is left as it is."""


class Busy(StoreError):
    """Another process holds the writer's lock."""


class DiskFull(StoreError):
    """No room on the device, or it reports an input/output error."""


class Unreachable(StoreError):
    """The Chroma server does not answer, or what answers is none; the text names STORE_URL."""


class NotOwner(StoreError):
    """Another machine owns the shared store; the text names it, and --take-over."""


class NoPermission(StoreError):
    """A path that this process may not read or write."""


class BadSetting(StoreError):
    """A setting that does not parse; the text names it."""


EXIT_CODES: dict[type[StoreError], int] = {
    NoIndex: 1,
    DamagedIndex: 1,
    IndexMismatch: 78,
    NewerVersion: 78,
    Busy: 75,
    DiskFull: 74,
    Unreachable: 1,
    NotOwner: 78,
    NoPermission: 77,
    BadSetting: 78,
}


def exit_code(error: StoreError) -> int:
    """Return the exit code of docs/commands.md for an expected failure."""
    return next((EXIT_CODES[kind] for kind in type(error).__mro__ if kind in EXIT_CODES), 1)
