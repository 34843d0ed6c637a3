"""What can go wrong on the ground floor, as a tree; imports nothing.

    StoreError                 says what happened and what to do, in one or two sentences
    ├── NoIndex                nothing has been published yet
    ├── DamagedIndex           a generation does not open or fails its probe
    ├── IndexMismatch          built with another model or recipe than the one configured
    ├── Busy                   another process is writing (names its pid and since when)
    ├── DiskFull               no room, or the device reports an error
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


class Busy(StoreError):
    """Another process holds the writer's lock."""


class DiskFull(StoreError):
    """No room on the device, or it reports an input/output error."""


class NoPermission(StoreError):
    """A path that this process may not read or write."""


class BadSetting(StoreError):
    """A setting that does not parse; the text names it."""


EXIT_CODES: dict[type[StoreError], int] = {
    NoIndex: 1,
    DamagedIndex: 1,
    IndexMismatch: 78,
    Busy: 75,
    DiskFull: 74,
    NoPermission: 77,
    BadSetting: 78,
}


def exit_code(error: StoreError) -> int:
    """Return the exit code of docs/commands.md for an expected failure."""
    return EXIT_CODES.get(type(error), 1)
