"""Whether quotations stand word for word in the document itself, read from its file; imports the readers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from ingest.readers.registry import read_document
from vectorstore.text.folding import squeeze


def word_for_word(quotations: Iterable[tuple[str, str]], folder: Path) -> list[tuple[str, str]]:
    """Return the (document, quotation) pairs that do not stand in their document, apart from white space."""
    said = cache(lambda document: text_of(folder / document, document))
    return [(document, quote) for document, quote in quotations if squeeze(quote) not in said(document)]


def text_of(path: Path, name: str) -> str:
    """Return everything that a document says, heading lines and segments, squeezed."""
    parts = []
    for transcript in read_document(name, path.read_bytes()):
        parts += [*transcript.heading, *(segment.text for segment in transcript.segments)]
    return squeeze(" ".join(parts))
