"""From a Transcript to the chunks that are embedded; pure, imports records, transcript and text.

A chunk lies inside one section and ends, where it can, with a sentence or a turn. Sizes are counted in
cl100k tokens (tiktoken): about 180 of them are 160 tokens of the embedder in Dutch and 200 in English,
the flat part of what was measured (docs/decisions/0003-chunks.md). The finished text is counted once more
with the embedder's own counter, and halved while it is longer than what the embedder reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.transcript import Segment, Transcript
from vectorstore.records import Chunk, Episode, Span
from vectorstore.text.folding import clean
from vectorstore.text.language import language_of
from vectorstore.text.sentences import sentences
from vectorstore.text.tokens import count_tokens

TARGET_TOKENS = 180
MAX_TOKENS = 240
"""A section up to this size stays whole."""
OVERLAP_TOKENS = 40
PREFIX_TOKENS = 30
LONGEST_ATOM = 1200
"""Characters; what holds no sentence end for that long is cut at words, and without words anywhere."""

RECIPE = f"chunks-5/{TARGET_TOKENS}/{MAX_TOKENS}/{OVERLAP_TOKENS}/{PREFIX_TOKENS}"
"""Names this way of chunking in the manifest; change it when chunks or their embedded text change."""


@dataclass(frozen=True, slots=True)
class Atom:
    """The smallest stretch that is never divided: a cue or a sentence, with its size in tokens."""

    text: str
    tokens: int
    segment: Segment

    @property
    def closes(self) -> bool:
        """Whether a reader would accept an end here."""
        return self.text.rstrip("\"'”’)]»").endswith((".", "!", "?", "…", ":"))


def chunk_transcript(
    transcript: Transcript, document: str, episode: Episode, first: int, fits: Callable[[str], bool]
) -> list[Chunk]:
    """Return the chunks of one episode of a document, numbered from `first`.

    `fits` says whether the embedder reads the whole of an embedded text (see `embedded_text`).
    """
    language = episode.language or language_of(" ".join(s.text for s in transcript.segments[:200]))
    bodies = said_once(
        part
        for section, group in groupby(transcript.segments, key=lambda s: s.section)
        for atoms in pack([atom for segment in group for atom in atomise(segment)])
        for part in shrink(atoms, within_reach(episode.title, section, fits))
    )
    heading = heading_chunk(transcript, document, episode, first, language, fits)
    return [
        heading,
        *(
            apart(body_chunk(atoms, document, episode, first + 1 + n, language), left_out)
            for n, (atoms, left_out) in enumerate(bodies)
        ),
    ]


def said_once(chunks: Iterable[list[Atom]]) -> Iterator[tuple[list[Atom], int]]:
    """Yield the chunks without the ones whose words came in the same section before, and how many were left out so far.

    A chunk costs more than it tells when it repeats another to the letter (a caption that ran in a loop, filler):
    it floods the results, and some hundred equal vectors tear the index's graph apart, so that other rows are no
    longer found (measured: 666 equal rows of 1,075 hid up to 37 others).
    """
    known: set[tuple[str | None, str]] = set()
    left_out = 0
    for atoms in chunks:
        said = (atoms[0].segment.section, " ".join(atom.text for atom in atoms))
        if said in known:
            left_out += 1
            continue
        known.add(said)
        yield atoms, left_out


def within_reach(title: str, section: str | None, fits: Callable[[str], bool]) -> Callable[[Sequence[Atom]], bool]:
    """Return the test whether a chunk of these atoms is read whole, title and section before it."""
    return lambda atoms: fits(prefixed(title, section, joined(atoms)[0]))


def apart(chunk: Chunk, left_out: int) -> Chunk:
    """Return the chunk with its turns numbered on by what was left out before it.

    What stood between two chunks and was left out parts them: no quotation may run across the gap.
    """
    spans = tuple(replace(span, turn=span.turn + left_out) for span in chunk.spans) if left_out else chunk.spans
    return replace(chunk, spans=spans) if left_out else chunk


def embedded_text(chunk: Chunk, episode: Episode) -> str:
    """Return what is embedded for a chunk: its title and heading, then its text."""
    return chunk.text if chunk.role == "heading" else prefixed(episode.title, chunk.section, chunk.text)


def prefixed(title: str, section: str | None, text: str) -> str:
    """Return `text` below a line with title and section, that line within PREFIX_TOKENS."""
    line = shortened(" · ".join(part for part in (title, section) if part), PREFIX_TOKENS)
    return f"{line}\n{text}" if line else text


def shortened(line: str, tokens: int) -> str:
    """Return the longest beginning of `line`, whole words, within `tokens`."""
    words = line[: tokens * 12].split()
    while words and count_tokens(" ".join(words)) > tokens:
        words.pop()
    return " ".join(words)


def heading_chunk(
    transcript: Transcript,
    document: str,
    episode: Episode,
    ordinal: int,
    language: str | None,
    fits: Callable[[str], bool],
) -> Chunk:
    """Return the passage of the episode's heading lines, put together from metadata where there are none."""
    text = beginning(clean("\n".join(transcript.heading)) or "\n".join(described(episode)), fits)
    lines, at = [], 0
    for turn, line in enumerate(text.split("\n")):
        lines.append(Span(at, at + len(line), turn))
        at += len(line) + 1
    return Chunk(
        document,
        ordinal,
        episode.key,
        "heading",
        text,
        tuple(lines),
        language=language,
        quotable=bool(transcript.heading),
    )


def beginning(heading: str, fits: Callable[[str], bool]) -> str:
    """Return the heading lines that the embedder reads together, and of a first line that is too long its beginning."""
    if fits(heading):
        return heading
    first, *others = heading.split("\n")
    while first and not fits(first):
        first = first[: len(first) // 2].rstrip()
    kept = first
    for line in others:
        if not fits(f"{kept}\n{line}"):
            break
        kept = f"{kept}\n{line}"
    return kept


def described(episode: Episode) -> Iterator[str]:
    """Yield the lines that stand in for heading lines where a document has none."""
    yield f"{episode.number}. {episode.title}" if episode.number is not None else episode.title
    facts = [episode.show, episode.date, f"Views: {episode.views}" if episode.views is not None else None, episode.url]
    yield " · ".join(fact for fact in facts if fact)


def body_chunk(atoms: Sequence[Atom], document: str, episode: Episode, ordinal: int, language: str | None) -> Chunk:
    """Return the chunk that `atoms` make; its speaker is named when only one speaks."""
    text, spans = joined(atoms)
    speakers = {span.speaker for span in spans}
    starts = [span.start for span in spans if span.start is not None]
    ends = [span.stop for span in spans if span.stop is not None]
    return Chunk(
        document=document,
        ordinal=ordinal,
        episode=episode.key,
        role="body",
        text=text,
        spans=spans,
        section=atoms[0].segment.section,
        speaker=speakers.pop() if len(speakers) == 1 else None,
        start=min(starts, default=None),
        end=max(ends, default=None),
        language=language_of(text) or language,
    )


def atomise(segment: Segment) -> Iterator[Atom]:
    """Yield the sentences of a segment; a cue that is a piece of one stays whole."""
    text = clean(segment.text).strip()
    for begin, end in sentences(text) if len(text) > 200 else [(0, len(text))]:
        for piece in bounded(text[begin:end].strip()):
            if piece:
                yield Atom(piece, count_tokens(piece), segment)


def bounded(sentence: str) -> Iterator[str]:
    """Yield `sentence` in pieces of at most LONGEST_ATOM characters, cut at white space where there is any."""
    while len(sentence) > LONGEST_ATOM or (len(sentence) > 200 and count_tokens(sentence[:LONGEST_ATOM]) > MAX_TOKENS):
        limit = min(LONGEST_ATOM, len(sentence) // 2 + 1)
        cut = sentence.rfind(" ", limit // 2, limit)
        cut = cut if cut > 0 else limit
        yield sentence[:cut].strip()
        sentence = sentence[cut:].strip()
    yield sentence


def pack(atoms: Sequence[Atom]) -> Iterator[list[Atom]]:
    """Yield the atoms of one section in chunks of about TARGET_TOKENS, each opened by the end of the one before."""
    if sum(atom.tokens for atom in atoms) <= MAX_TOKENS:
        if atoms:
            yield list(atoms)
        return
    begin = 0
    while begin < len(atoms):
        end = chunk_end(atoms, begin)
        yield list(atoms[begin:end])
        if end >= len(atoms):
            return
        begin = overlap_begin(atoms, begin, end)


def chunk_end(atoms: Sequence[Atom], begin: int) -> int:
    """Return where the chunk that begins at `begin` should end: at a sentence near TARGET_TOKENS."""
    size, end, best = 0, begin, 0
    while end < len(atoms) and (end == begin or size + atoms[end].tokens <= TARGET_TOKENS):
        size += atoms[end].tokens
        end += 1
        if size >= TARGET_TOKENS * 0.6 and atoms[end - 1].closes:
            best = end
    rest = sum(atom.tokens for atom in atoms[end : end + 40])
    if end < len(atoms) and size + rest <= MAX_TOKENS and end + 40 >= len(atoms):
        return len(atoms)  # what is left would make a chunk of a few words
    return end if end >= len(atoms) else best or end


def overlap_begin(atoms: Sequence[Atom], begin: int, end: int) -> int:
    """Return where the next chunk begins: one sentence back, when that is short and progress remains."""
    at, size = end, 0
    while at - 1 > begin and size + atoms[at - 1].tokens <= OVERLAP_TOKENS:
        at -= 1
        size += atoms[at].tokens
        if at > begin and atoms[at - 1].closes:
            return at
    return at if size and atoms[end - 1].segment.start is not None else end


def shrink(atoms: list[Atom], fits: Callable[[Sequence[Atom]], bool]) -> Iterator[list[Atom]]:
    """Yield `atoms` whole when the embedder reads them whole, else in halves."""
    if fits(atoms) or (len(atoms) == 1 and len(atoms[0].text) < 40):
        yield atoms
        return
    if len(atoms) == 1:
        half = len(atoms[0].text) // 2
        cut = atoms[0].text.rfind(" ", 1, half) if " " in atoms[0].text[1:half] else half
        pieces = (atoms[0].text[:cut].strip(), atoms[0].text[cut:].strip())
        atoms = [Atom(piece, count_tokens(piece), atoms[0].segment) for piece in pieces]
    middle = len(atoms) // 2
    yield from shrink(atoms[:middle], fits)
    yield from shrink(atoms[middle:], fits)


def joined(atoms: Sequence[Atom]) -> tuple[str, tuple[Span, ...]]:
    """Return the chunk's text and its spans: one for each stretch of one segment."""
    text = ""
    spans: list[Span] = []
    for segment, group in groupby(atoms, key=lambda atom: atom.segment):
        piece = " ".join(atom.text for atom in group)
        if spans:
            text += " " if spans[-1].turn == segment.turn else "\n"
        spans.append(Span(len(text), len(text) + len(piece), segment.turn, segment.speaker, segment.start, segment.end))
        text += piece
    return text, tuple(spans)
