"""What a root is and how roots lie beside each other; looks at the file system, changes nothing.

A root is a folder or a file given to the ingestion. Its name is how its documents' names begin. Paths are
absolute and kept as they were given; they are compared as what they lead to, so that a link to a folder and
the folder itself are one root.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.errors import RootProblem

INBOX = "inbox"  # the name of DATA_DIR/inbox, which no other root may bear


@dataclass(frozen=True, slots=True)
class Root:
    """A folder (`file` is False) or a file that is ingested; `path` is absolute, and may be a link."""

    name: str
    path: Path
    file: bool

    @property
    def real(self) -> Path:
        """What the path leads to once every link in it is followed."""
        return Path(os.path.realpath(self.path))

    @property
    def family(self) -> Path:
        """The folder whose documents bear the root's name; files given side by side have one family."""
        return Path(os.path.realpath(self.path.parent)) if self.file else self.real


def parse_root(text: str) -> tuple[Root, bool]:
    """Return the root that PATH or NAME=PATH stands for, and whether it was given a name.

    An existing path that holds "=" is a path. Raises RootProblem for a path that does not exist, that is
    neither file nor folder, or that cannot carry a name.
    """
    name, separator, path = text.partition("=")
    if not separator or os.path.lexists(os.path.expanduser(text)):
        return _root_at(text, None), False
    if name in ("", ".", "..") or any(ord(letter) < 32 or letter in "/\\" for letter in name):
        raise RootProblem(f'"{name}" in {text} is no name for a root: use a word without slashes in NAME=PATH.')
    return _root_at(path, name), True


def _root_at(text: str, name: str | None) -> Root:
    path = absolute(text)
    kind = _kind_of(path)
    folder = path.name if stat.S_ISDIR(kind) else path.parent.name
    if not (stat.S_ISDIR(kind) or stat.S_ISREG(kind)):
        raise RootProblem(f"{path} is neither a folder nor a file.")
    if not (name or folder):
        raise RootProblem(f"{path} has no name of its own; give it one with NAME={path}.")
    try:
        f"{name}{path}".encode()
    except UnicodeEncodeError as error:
        raise RootProblem(f"The name {os.fsencode(path)!r} is not valid UTF-8; rename it first.") from error
    return Root(name or folder, path, file=not stat.S_ISDIR(kind))


def _kind_of(path: Path) -> int:
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise RootProblem(f"{path} does not exist, so it cannot be ingested. Nothing was changed.") from error
    except (OSError, ValueError) as error:
        raise RootProblem(f"{path} cannot be read ({error}). Nothing was changed.") from error


def absolute(text: str) -> Path:
    """Return the path that a person's text names, absolute, its own last link not followed."""
    return Path(os.path.abspath(os.path.expanduser(text)))


def is_alive(root: Root) -> bool:
    """Whether the root's path is still there; one that may not be looked at counts as there."""
    try:
        root.path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def covers(upper: Root, lower: Root) -> bool:
    """Whether the documents of `lower` are all documents of `upper`: the same path, or below its folder.

    A linked file counts where its link lies and where it leads; a linked folder only where it leads, because
    a walk of the upper folder would not follow it.
    """
    if upper.file:
        return lower.file and (lower.real == upper.real)
    places = [lower.real, lower.family / lower.path.name] if lower.file else [lower.real]
    return any(upper.real == place or upper.real in place.parents for place in places)


def join(known: Sequence[Root], new: Root, named: bool = False) -> tuple[Root, ...]:
    """Return the known roots with one more.

    A root below a known folder adds nothing; a folder absorbs known roots below it; the same path again
    changes the name if it was `named`. Of two roots with one name the living one stays; RootProblem when
    both live, unless they are files of one folder.
    """
    if holder := next((root for root in known if covers(root, new)), None):
        if not named or holder.real != new.real or holder.name == new.name:
            return tuple(known)
        return _take_name(replace(holder, name=new.name), [root for root in known if root is not holder])
    return _take_name(new, [root for root in known if not covers(new, root)])


def _take_name(new: Root, others: Sequence[Root]) -> tuple[Root, ...]:
    rivals = [root for root in others if root.name == new.name and not _side_by_side(root, new)]
    if living := [root for root in rivals if is_alive(root)]:
        if not is_alive(new):
            return tuple(others)
        raise RootProblem(name_taken(new, living[0]))
    return (*(root for root in others if root not in rivals), new)


def _side_by_side(one: Root, other: Root) -> bool:
    return one.file and other.file and one.family == other.family


def name_taken(new: Root, holder: Root) -> str:
    """Return the sentence for two living roots with one name, with the way out."""
    return (
        f'The name "{new.name}" belongs to {holder.path} already. '
        f"Give {new.path} another one: python -m ingest OTHER-NAME={new.path}"
    )


def highest_first(roots: Iterable[tuple[Root, bool]]) -> list[tuple[Root, bool]]:
    """Return roots so that a folder comes before what lies below it; their order makes no difference then."""
    return sorted(roots, key=lambda pair: len(pair[0].real.parts))
