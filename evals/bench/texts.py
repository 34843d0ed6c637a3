"""The documents that both read: real ones, and as many as it takes from their sentences; imports evals and text.

Only Markdown and plain text, which a tutorial's loader reads as they are.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.corpora import SAMPLE, SHARED
from vectorstore.text.sentences import sentences

SEED = 17
KINDS = (".md", ".txt")
SMALL = 420_000
"""Bytes that make about 1,000 of our passages."""
SENTENCES = 8
PARAGRAPHS = 12
"""A written episode: about twenty passages."""


@dataclass(frozen=True, slots=True)
class Texts:
    """A folder of documents, and which of them is changed."""

    folder: Path
    bytes: int

    def change(self) -> Path:
        """Add a sentence to the first document, and return it."""
        first = sorted(path for path in self.folder.rglob("*") if path.is_file())[0]
        with first.open("a", encoding="utf-8") as file:
            file.write("\n\nAfter the recording the beekeeper told us that one hive of the four had swarmed.\n")
        return first


def real(folder: Path, most: int | None = None) -> Texts:
    """Copy the real documents into a folder, from each show in turn, up to `most` bytes."""
    shutil.rmtree(folder, ignore_errors=True)
    total = 0
    for path, base in in_turn(documents()):
        size = path.stat().st_size
        if most is not None and total + size > most:
            continue
        target = folder / path.relative_to(base)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        total += size
    return Texts(folder, total)


def documents() -> list[tuple[Path, Path]]:
    """Return the documents with the folder that they lie in; the sample show's where there are no others."""
    bases = [SHARED / "episodes", SHARED / "seed"] if SHARED.is_dir() else [SAMPLE]
    return [(path, base.parent) for base in bases for path in sorted(base.rglob("*")) if path.suffix in KINDS]


def in_turn(found: Sequence[tuple[Path, Path]]) -> list[tuple[Path, Path]]:
    """Return the documents so that each folder has its turn."""
    by_folder: dict[Path, list[tuple[Path, Path]]] = {}
    for path, base in found:
        by_folder.setdefault(path.parent, []).append((path, base))
    longest = max(map(len, by_folder.values()), default=0)
    return [row[at] for at in range(longest) for row in by_folder.values() if at < len(row)]


def written(folder: Path, episodes: int) -> Texts:
    """Write so many episodes of drawn sentences of the real documents, each with a number and a title."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    draw = np.random.default_rng(SEED)
    pool = sentences_of([path.read_text("utf-8") for path, _ in documents()])
    total = 0
    for number in range(1, episodes + 1):
        words = [pool[int(at)] for at in draw.integers(len(pool), size=SENTENCES * PARAGRAPHS)]
        paragraphs = (" ".join(words[at : at + SENTENCES]) for at in range(0, len(words), SENTENCES))
        heading = f"---\ntitle: Written episode {number}\nnumber: {number}\n---\n\n"
        total += (folder / f"{number:03}.md").write_text(heading + "\n\n".join(paragraphs) + "\n", "utf-8")
    return Texts(folder, total)


def sentences_of(texts: Sequence[str]) -> list[str]:
    """Return plain sentences of some length."""
    found = (text[begin:end].strip() for text in texts for begin, end in sentences(text))
    return [one for one in found if 40 <= len(one) <= 300 and "\n" not in one and one[0].isalpha()]
