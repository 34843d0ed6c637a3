"""What lies below a folder: files once each, links inside it, and what is refused with a reason.

Imports which files are passed over and which are sidecars. A link that stays inside the folder is another
name of its target: the target is taken once, by its own name, or by the link's when its own is passed over.
Folders behind links are not entered, so no walk goes round in a circle or out of the folder.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from ingest.passing import is_passed_over
from ingest.sidecars import may_be_sidecar


@dataclass(slots=True)
class Walk:
    """What was found so far: paths below the folder (POSIX), for `refused` with the reason."""

    files: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def walk(folder: Path, apart: Collection[Path] = ()) -> Walk:
    """Return the files below a folder, sorted, and what is refused; the real paths `apart` are not entered.

    A link that is taken stands in `files` and in `links`. Raises OSError when the folder itself cannot be
    listed.
    """
    real = Path(os.path.realpath(folder))
    found = Walk()
    pending = _scan(real, "", found, apart)
    while pending:
        below = pending.pop()
        try:
            pending += _scan(real, below, found, apart)
        except OSError as error:
            found.refused[below] = f"the folder cannot be listed ({error.strerror or error})"
    _settle_links(real, found)
    found.files.sort()
    return found


def _scan(real: Path, below: str, found: Walk, apart: Collection[Path]) -> list[str]:
    """Sort the entries of one folder into `found`; return the folders in it."""
    folders = []
    with os.scandir(real / below) as entries:
        for entry in entries:
            path = f"{below}/{entry.name}" if below else entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_passed_over(entry.name, is_folder):
                continue
            if not is_sayable(path):
                found.refused[as_said(path)] = "its name is not valid UTF-8; rename it"
            elif is_folder:
                folders += [path] if real / path not in apart else []
            elif entry.is_symlink():
                found.links.append(path)
            elif entry.is_file(follow_symlinks=False):
                found.files.append(path)
            else:
                found.refused[path] = "not a regular file but a device, pipe or socket"
    return folders


def is_sayable(path: str) -> bool:
    """Whether a path can be written as UTF-8; the bytes of some names on a disk cannot."""
    return not any("\ud800" <= letter <= "\udfff" for letter in path)


def as_said(path: str) -> str:
    """Return the path as it can be shown, with "?" for bytes that are no UTF-8."""
    return path.encode("utf-8", "replace").decode()


def _settle_links(real: Path, found: Walk) -> None:
    """Take links whose target inside the folder has no other name; refuse those that lead nowhere or out."""
    taken = set(found.files)
    links, found.links = sorted(found.links), []
    for link in links:
        reason, target = _follow(real, link)
        if reason:
            found.refused[link] = reason
        elif target is not None and (target not in taken or may_be_sidecar(link)):
            # One sidecar may describe several documents by links; only documents would be doubled.
            taken.add(target)
            found.links.append(link)
            found.files.append(link)


def _follow(real: Path, link: str) -> tuple[str, str | None]:
    """Return why a link is refused, or the file it leads to; neither for a folder that is walked anyway."""
    try:
        mode = (real / link).stat().st_mode
    except OSError as error:
        if error.errno == errno.ELOOP:
            return "a link that leads in a circle", None
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            return "a link whose target is gone", None
        return f"a link that cannot be followed ({error.strerror})", None
    target = Path(os.path.realpath(real / link))
    if target != real and real not in target.parents:
        return "a link that leads out of the root is not followed", None
    below = target.relative_to(real).as_posix() if target != real else ""
    if stat.S_ISDIR(mode):
        hidden = any(is_passed_over(part, folder=True) for part in below.split("/") if part)
        return ("a link to a hidden folder is not followed" if hidden else ""), None
    if not stat.S_ISREG(mode):
        return "a link to a device, pipe or socket", None
    return "", below
