"""The file side of documents that moderators add: names made safe, sizes, kept whole or not at all; imports layout.

What is added lies below DATA_DIR/inbox, which ingestion reads as a root of its own. What has not been accepted yet
waits in a folder there whose name begins with a dot, which ingestion passes over. No document is overwritten unless
the caller says so.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from vectorstore.layout import said_plainly, sync_folder, write_atomically
from vectorstore.text.folding import squeeze, visible

INBOX = "inbox"
WAITING = ".waiting"
LARGEST = 10_000_000
"""Bytes of a document: as many as ingestion takes by default (INGEST_MAX_FILE_MB)."""
ENDINGS = frozenset(
    (".txt", ".md", ".markdown", ".vtt", ".srt", ".json", ".json3", ".xml", ".ttml", ".srv3", ".html", ".htm")
)
LONGEST_NAME = 120
"""Bytes of a name in UTF-8; file systems take 255."""
KEPT_WAITING = 3600.0
"""Seconds that a document waits for a moderator's answer."""

_UNSAFE = re.compile(r"[^\w .+()-]+")
_TOKEN = re.compile(r"[0-9a-f]{16}")
_TIMED = re.compile(r"\s*\d+\s*\n\s*\d{1,2}:\d\d:\d\d[,.]\d{3} --> ")

Reason = Literal["type", "large", "empty"]


class Unsuitable(Exception):
    """A file that cannot be a document; `reason` is the rest of the key of its sentence."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document that waits to be kept: the token that a button carries, its name, and where it lies."""

    token: str
    name: str
    path: Path

    @property
    def document(self) -> str:
        """What ingestion will call it."""
        return f"{INBOX}/{self.name}"


def check_file(name: str, size: int) -> None:
    """Raise Unsuitable for a file that is no document by its ending or its size, before it is downloaded."""
    if PurePosixPath(name.lower()).suffix not in ENDINGS:
        raise Unsuitable("type")
    if size > LARGEST:
        raise Unsuitable("large")
    if size <= 0:
        raise Unsuitable("empty")


def safe_name(name: str) -> str:
    """Return a file's name without folders, without what is unseen or means something elsewhere, and not too long.

    It never begins with a dot, as such files are passed over. Letters of all languages stay.
    """
    last = re.split(r"[/\\]", name)[-1]
    clean = _UNSAFE.sub("-", squeeze(visible(last))).strip(" .-")
    stem, ending = os.path.splitext(clean)
    stem = (stem if ending.lower() in ENDINGS else clean).strip(" .-") or "document"
    ending = ending.lower() if ending.lower() in ENDINGS else ".txt"
    return shortened(stem, LONGEST_NAME - len(ending)) + ending


def shortened(text: str, most: int) -> str:
    """Return the beginning of a text that takes at most so many bytes in UTF-8."""
    return text.encode("utf-8", "ignore")[:most].decode("utf-8", "ignore").rstrip(" .-")


def pasted(title: str, text: str) -> tuple[str, bytes]:
    """Return the name and content of a document that was pasted; its ending is that of what the text looks like."""
    body = text.replace("\r\n", "\n").strip("\n")
    heading = squeeze(visible(title))
    start = body.lstrip("\ufeff \n")
    if start.startswith("WEBVTT"):
        return safe_name(f"{heading}.vtt"), f"{start}\n".encode()
    if _TIMED.match(start):
        return safe_name(f"{heading}.srt"), f"{start}\n".encode()
    if start.startswith(("# ", "---\n", "+++\n")):  # it states its title itself
        return safe_name(f"{heading}.md"), f"{start}\n".encode()
    return safe_name(f"{heading}.md"), f"# {heading}\n\n{body}\n".encode()


def put_aside(inbox: Path, name: str, content: bytes) -> Waiting:
    """Keep a document until it is accepted; its folder is called as the inbox, so that --check names it alike."""
    clear_waiting(inbox, time.time() - KEPT_WAITING)
    token = secrets.token_hex(8)
    path = inbox / WAITING / token / INBOX / safe_name(name)
    write_atomically(path, content)
    return Waiting(token, path.name, path)


def waiting(inbox: Path, token: str) -> Waiting | None:
    """Return the document with this token; None when it waits no longer."""
    folder = inbox / WAITING / token / INBOX
    if not _TOKEN.fullmatch(token) or not folder.is_dir():
        return None
    found = [path for path in folder.iterdir() if path.is_file()]
    return Waiting(token, found[0].name, found[0]) if found else None


def free_name(inbox: Path, name: str, taken: frozenset[str] = frozenset()) -> str:
    """Return the name, or the first of "NAME-2", "NAME-3" ... that no file and no document in `taken` has."""
    stem, ending = os.path.splitext(name)
    candidate, number = name, 1
    while (inbox / candidate).exists() or f"{INBOX}/{candidate}" in taken:
        number += 1
        candidate = f"{stem}-{number}{ending}"
    return candidate


def keep(inbox: Path, one: Waiting, name: str, replace: bool = False) -> str:
    """Move a waiting document into the inbox, whole or not at all; return what ingestion will call it.

    FileExistsError when the name is taken and `replace` is not given.
    """
    target = inbox / name
    if replace:
        with said_plainly(target):
            os.replace(one.path, target)
    else:
        _linked(one.path, target)
    sync_folder(inbox)
    discard(inbox, one.token)
    return f"{INBOX}/{name}"


def _linked(source: Path, target: Path) -> None:
    """Give a file a second name that nothing had; a link fails where a rename would overwrite."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if target.exists():
            raise FileExistsError(str(target)) from None
        with said_plainly(target):
            os.replace(source, target)


def discard(inbox: Path, token: str) -> None:
    """Forget a waiting document."""
    if _TOKEN.fullmatch(token):
        shutil.rmtree(inbox / WAITING / token, ignore_errors=True)
        with suppress(OSError):
            (inbox / WAITING).rmdir()  # only when nothing else waits


def clear_waiting(inbox: Path, before: float = float("inf")) -> None:
    """Forget what has waited since before a moment (unix seconds)."""
    folder = inbox / WAITING
    for path in list(folder.iterdir()) if folder.is_dir() else []:
        with suppress(OSError):
            if path.stat().st_mtime < before:
                discard(inbox, path.name)


def file_of(inbox: Path, document: str) -> Path | None:
    """Return the file that a document of the inbox was read from; None for any other document, or when it is gone.

    Only a regular file inside the inbox counts, whatever a name or a link says.
    """
    root, _, below = document.partition("/")
    path = inbox / below
    if root != INBOX or not below or path.is_symlink() or not path.is_file():
        return None
    inside = Path(os.path.realpath(inbox)) in Path(os.path.realpath(path)).parents
    return path if inside else None
