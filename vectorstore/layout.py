"""Shape and place of the files in DATA_DIR, and how they are replaced; imports only errors.

Every file here is replaced atomically: written beside, fsynced, renamed, and its folder fsynced.
"""

from __future__ import annotations

import errno
import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vectorstore.errors import DiskFull, NewerVersion, NoPermission, StoreError

UNFINISHED = 3600.0
"""Seconds after which nobody is still writing a file."""
GENERATION_NAME = re.compile(r"^gen-(\d{6,})$")


@dataclass(frozen=True, slots=True)
class Server:
    """A Chroma server that holds the generations; `url` is scheme, host and port alone."""

    url: str
    tenant: str = "default_tenant"
    database: str = "default_database"
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Layout:
    """Names the files below one DATA_DIR; makes nothing by itself.

    With a `server` the generations and what names the published one lie there, and everything else here.
    """

    root: Path
    server: Server | None = None

    @property
    def lock(self) -> Path:
        """The writer's lock (flock)."""
        return self.root / "LOCK"

    @property
    def current(self) -> Path:
        """Names the published generation."""
        return self.root / "CURRENT"

    @property
    def state(self) -> Path:
        """The embedding cache and run journal, sqlite in WAL mode."""
        return self.root / "state.sqlite"

    @property
    def library(self) -> Path:
        """The roots and exclusions of the library."""
        return self.root / "library.json"

    @property
    def inbox(self) -> Path:
        """Documents added from Discord; an implicit root."""
        return self.root / "inbox"

    @property
    def calibration(self) -> Path:
        """An operator's own fit of the evidence bands."""
        return self.root / "calibration.json"

    @property
    def ledger(self) -> Path:
        """What the bot keeps of conversations on Discord, sqlite in WAL mode; its key lies beside it."""
        return self.root / "ledger.sqlite"

    @property
    def golden(self) -> Path:
        """The show's own test questions, which a new generation has to answer as well as the one before."""
        return self.root / "golden.jsonl"

    @property
    def errata(self) -> Path:
        """Corrections that are laid over the documents at ingestion."""
        return self.root / "errata.jsonl"

    @property
    def last_run(self) -> Path:
        """How the last run of ingestion went."""
        return self.root / "last_run.json"

    @property
    def machine(self) -> Path:
        """The name under which this DATA_DIR owns a shared store."""
        return self.root / "machine.json"

    @property
    def served(self) -> Path:
        """Copies of what a shared store holds beside its rows, by their sha256; may be deleted at any time."""
        return self.root / "served"

    @property
    def settings_file(self) -> Path:
        """What moderators set from Discord."""
        return self.root / "settings.json"

    def generation(self, name: str) -> Path:
        """Return the folder of a generation such as "gen-000054"."""
        return self.root / name

    def generations(self) -> list[str]:
        """Return the names of all generation folders, oldest first, finished or not."""
        if not self.root.is_dir():
            return []
        found = [(int(m[1]), p.name) for p in self.root.iterdir() if (m := GENERATION_NAME.match(p.name))]
        return [name for _, name in sorted(found)]


@contextmanager
def said_plainly(path: Path) -> Iterator[None]:
    """Turn the operating system's errors on `path` into sentences with what to do."""
    try:
        yield
    except OSError as error:
        raise plain_error(error, path) from error


def plain_error(error: OSError, path: Path) -> StoreError:
    """Return the project's error for an OSError on `path`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG):
        return DiskFull(
            f"The disk that holds {path} is full or failing ({error.strerror}). Free space, then run again."
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return NoPermission(f"No permission for {path} ({error.strerror}). Change its owner or mode, or set DATA_DIR.")
    return StoreError(f"{path}: {error.strerror or error}")


def write_atomically(path: Path, content: bytes) -> None:
    """Replace `path` with `content` so that a reader sees the old or the new file, whole, also after a crash."""
    with said_plainly(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def sweep_unfinished(layout: Layout, now: float) -> list[Path]:
    """Delete what killed processes had begun to write in DATA_DIR, and return it; `now` is in unix seconds.

    What is younger than an hour may be somebody's who is still writing.
    """
    names = (layout.current, layout.library, layout.last_run, layout.calibration, layout.settings_file)
    every = (*names, layout.golden, layout.errata, layout.ledger.with_suffix(".key"))
    left = [file for path in every for file in layout.root.glob(f".{path.name}.*") if file.is_file()]
    gone = []
    for file in left:
        with suppress(OSError):
            if file.stat().st_mtime < now - UNFINISHED:
                file.unlink()
                gone.append(file)
    return gone


def write_json(path: Path, value: Any) -> None:
    """Replace `path` atomically with `value` as JSON."""
    write_atomically(path, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())


def refuse_newer(path: Path, schema: object, known: int, otherwise: str = "") -> None:
    """Raise NewerVersion when a file states a schema beyond the newest one known; `otherwise` is what helps, too."""
    if type(schema) is int and schema > known:
        raise NewerVersion(
            f"{path} was written by a newer version of this program (schema {schema}, this one knows {known}). "
            f"Update the program{', or ' + otherwise if otherwise else ''}."
        )


def check_schema(path: Path, known: int, otherwise: str = "") -> None:
    """Raise NewerVersion when a newer version wrote the JSON at `path`, which must not be replaced then.

    A file that is damaged, or not there, is nothing to keep.
    """
    try:
        value = read_json(path)
    except StoreError:
        return
    refuse_newer(path, value.get("schema") if isinstance(value, dict) else None, known, otherwise)


def read_json(path: Path) -> Any:
    """Return the JSON value in `path`; None when there is no such file."""
    with said_plainly(path):
        try:
            return json.loads(path.read_bytes())
        except FileNotFoundError:
            return None
        except (ValueError, RecursionError) as error:
            raise StoreError(
                f"{path} is not readable as JSON ({error}). Delete it, or restore it from a backup."
            ) from error


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
