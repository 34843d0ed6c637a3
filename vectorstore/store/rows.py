"""A chunk as a row of Chroma and back: a document and flat metadata; imports records alone.

Chroma's metadata holds strings, numbers and booleans, so spans are one compact JSON list. The show, number,
title, date and url of the episode are copied into each row for other programs that read the collection; what
belongs to this project reads them from the manifest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from vectorstore.records import Chunk, Episode, Span

Metadata = dict[str, str | int | float | bool]

_WORDS = ("section", "speaker", "language")
_TIMES = ("start", "end")
_OF_THE_EPISODE = ("show", "number", "title", "date", "url")


def metadata_of(chunk: Chunk, episode: Episode) -> Metadata:
    """Return the metadata of a chunk's row; what is None is left out."""
    row: Metadata = {
        "document": chunk.document,
        "ordinal": chunk.ordinal,
        "episode": chunk.episode,
        "role": chunk.role,
        "quotable": chunk.quotable,
        "spans": _packed(chunk),
    }
    stated = {name: getattr(chunk, name) for name in (*_WORDS, *_TIMES)}
    stated |= {name: getattr(episode, name) for name in _OF_THE_EPISODE}
    return row | {name: value for name, value in stated.items() if value is not None}


def chunk_of(text: str, row: Mapping[str, Any]) -> Chunk:
    """Return the chunk in a row; KeyError, ValueError or TypeError when the row is not one of ours."""
    (start, end), *spans = json.loads(row["spans"])
    return Chunk(
        document=row["document"],
        ordinal=row["ordinal"],
        episode=row["episode"],
        role=row["role"],
        text=text,
        spans=tuple(Span(*span) for span in spans),
        start=start,
        end=end,
        quotable=row["quotable"],
        **{name: row.get(name) for name in _WORDS},
    )


def _packed(chunk: Chunk) -> str:
    """Return [[start, end], [begin, end, turn, speaker, start, stop], ...]: its times, then its spans.

    A span's trailing nulls are left out. The chunk's times stand here too because a float in Chroma's
    metadata may come back another in its last digit, and then a span would begin before its chunk.
    """
    lists: list[list[Any]] = [[chunk.start, chunk.end]]
    for span in chunk.spans:
        values = [span.begin, span.end, span.turn, span.speaker, span.start, span.stop]
        while values[-1] is None:
            values.pop()
        lists.append(values)
    return json.dumps(lists, ensure_ascii=False, separators=(",", ":"))
