"""Reads Markdown: summaries, show notes and transcripts, one episode or several; imports what it joins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.readers import transcript_list
from ingest.readers.blocks import Block, markdown_blocks
from ingest.readers.frontmatter import FrontMatter, split_front_matter
from ingest.readers.mapping import stated_by_mapping
from ingest.readers.prose import Prose, tell
from ingest.readers.titles import is_metadata, stated_by_heading
from ingest.transcript import Metadata, Segment, Transcript
from vectorstore.records import Kind

FORMAT = "markdown"
SUFFIXES = (".md", ".markdown", ".mdx", ".mdown", ".mkd", ".qmd")
HEADED = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
SPOKEN_CHARACTERS = 6000
"""More running text than this without headings or lists, about eight minutes of speech, is no summary."""


@dataclass(slots=True)
class _Part:
    """The blocks of one episode, with its title and metadata lines as they stand."""

    title: str | None = None
    metadata: str | None = None
    blocks: list[Block] = field(default_factory=list)
    sectioned: bool = False


def recognises(name: str, head: str) -> bool:
    """Whether the name says Markdown, or the text has front matter or headings."""
    known = name.lower().endswith(SUFFIXES)
    return known or head.lstrip().startswith(("---\n", "+++\n")) or HEADED.search(head) is not None


def read(name: str, text: str) -> tuple[Transcript, ...]:
    """Return one transcript for each episode in the document."""
    front = split_front_matter(text)
    parts = _parts(markdown_blocks(front.body))
    return tuple(_transcript(part, front, first=index == 0) for index, part in enumerate(parts))


def _parts(blocks: Sequence[Block]) -> list[_Part]:
    """Return the episodes: each begins with a "#" heading and its metadata, the first also without."""
    parts = [_Part()]
    seen_heading = False
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        described = following is not None and following.kind == "text" and is_metadata(following.lines[0])
        starts = block.kind == "heading" and block.level == 1 and (described or not seen_heading)
        if starts and seen_heading:
            parts.append(_Part())
        seen_heading = seen_heading or block.kind == "heading"
        if starts:
            parts[-1].title = block.lines[0]
        elif _is_metadata_of(parts[-1], block):
            parts[-1].metadata = block.lines[0].strip()
            if len(block.lines) > 1:
                parts[-1].blocks.append(Block("text", block.lines[1:]))
        else:
            parts[-1].blocks.append(block)
            parts[-1].sectioned = parts[-1].sectioned or block.kind == "heading"
    told = [part for part in parts if part.blocks or part.metadata]
    return told or parts


def _is_metadata_of(part: _Part, block: Block) -> bool:
    """Whether the block begins with the metadata line of `part`, which stands before its sections."""
    return not part.sectioned and part.metadata is None and block.kind == "text" and is_metadata(block.lines[0])


def _transcript(part: _Part, front: FrontMatter, first: bool) -> Transcript:
    by_front, front_warnings = stated_by_mapping(front.values)
    by_heading, heading_warnings = stated_by_heading(part.title, part.metadata)
    shared = by_front if first else Metadata(show=by_front.show, language=by_front.language, license=by_front.license)
    stated = shared.or_else(by_heading)
    prose = tell(part.blocks, stated.link)
    listed = transcript_list.segments(front.values) if first else ()
    segments = _joined(listed, prose.segments)
    warnings = (*front.warnings, *front_warnings) if first else ()
    return Transcript(
        FORMAT,
        stated.kind or _kind(part, prose, segments, bool(listed)),
        segments,
        stated,
        tuple(line for line in (part.title, part.metadata) if line),
        (*warnings, *heading_warnings),
    )


def _kind(part: _Part, prose: Prose, segments: Sequence[Segment], listed: bool) -> Kind:
    """Return "transcript" for what has speakers or timed lines, or is long running text."""
    if listed or prose.cued or any(segment.speaker for segment in segments):
        return "transcript"
    shaped = part.metadata is not None or any(block.kind != "text" for block in part.blocks)
    long = sum(len(segment.text) for segment in segments) >= SPOKEN_CHARACTERS
    return "transcript" if long and not shaped else "summary"


def _joined(listed: Sequence[Segment], told: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return the segments of the front matter's transcript and, after them, those of the body."""
    if not listed:
        return tuple(told)
    first = listed[-1].turn + 1
    return (*listed, *(Segment(s.text, s.turn + first, s.section, s.speaker, s.start, s.end) for s in told))
