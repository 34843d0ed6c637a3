"""From found documents to planned rows: read, identify, chunk; imports readers, episodes and chunking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.chunking import chunk_transcript
from ingest.discover import FoundDocument
from ingest.episodes import Told, identify, tell
from ingest.errors import Unreadable
from ingest.outcome import Progress
from ingest.readers.registry import read_document
from vectorstore.records import Chunk, DocumentRecord, Episode, Note
from vectorstore.text.language import language_of


@dataclass(frozen=True, slots=True)
class Plan:
    """What the next generation is to hold: every document, episode and chunk of it."""

    documents: tuple[DocumentRecord, ...]
    episodes: tuple[Episode, ...]
    chunks: tuple[Chunk, ...]
    skipped: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()


def read_all(found: Sequence[FoundDocument], fits: Callable[[str], bool], progress: Progress) -> Plan:
    """Read and chunk every document; what cannot be read is skipped with its reason, the others go on."""
    told: dict[str, tuple[Told, ...]] = {}
    skipped: list[Note] = []
    for done, document in enumerate(found):
        progress("read", done, len(found))
        try:
            told[document.name] = read_one(document)
        except Unreadable as error:
            skipped.append(Note(document.name, str(error)))
    progress("read", len(found), len(found))
    identified = identify([one for episodes in told.values() for one in episodes])
    by_key = {episode.key: in_language(episode, told, identified.key_of) for episode in identified.episodes}
    records, chunks = [], []
    for done, document in enumerate(d for d in found if d.name in told):
        progress("chunk", done, len(told))
        episodes = [by_key[identified.key_of[one.document, one.index]] for one in told[document.name]]
        rows = chunk_document(told[document.name], episodes, fits)
        records.append(record_of(document, told[document.name], episodes, len(rows)))
        chunks += rows
    progress("chunk", len(told), len(told))
    warnings = [
        Note(one.document, text) for episodes in told.values() for one in episodes for text in one.transcript.warnings
    ]
    return Plan(
        tuple(records), tuple(by_key.values()), tuple(chunks), tuple(skipped), (*warnings, *identified.warnings)
    )


def read_one(document: FoundDocument) -> tuple[Told, ...]:
    """Return the episodes that one document tells; Unreadable with the reason when it cannot be read."""
    try:
        data = document.path.read_bytes()
    except OSError as error:
        raise Unreadable(f"cannot be opened: {error.strerror or error}") from error
    return tell(document.name, read_document(document.name, data), document.base, document.weak)


def in_language(episode: Episode, told: dict[str, tuple[Told, ...]], key_of: object) -> Episode:
    """Return the episode with its language, read off its first document's text where nobody states it."""
    if episode.language:
        return episode
    for episodes in told.values():
        for one in episodes:
            if key_of[one.document, one.index] == episode.key:  # type: ignore[index]
                text = " ".join(segment.text for segment in one.transcript.segments[:400])
                return replace(episode, language=language_of(text))
    return episode


def chunk_document(told: Sequence[Told], episodes: Sequence[Episode], fits: Callable[[str], bool]) -> list[Chunk]:
    """Return all chunks of one document, numbered through its episodes."""
    chunks: list[Chunk] = []
    for one, episode in zip(told, episodes, strict=True):
        chunks += chunk_transcript(one.transcript, one.document, episode, len(chunks), fits)
    return chunks


def record_of(
    document: FoundDocument, told: Sequence[Told], episodes: Sequence[Episode], chunks: int
) -> DocumentRecord:
    """Return what the manifest keeps of a document."""
    transcripts = [one.transcript for one in told]
    return DocumentRecord(
        name=document.name,
        digest=document.digest,
        format=transcripts[0].format,
        kind=told[0].metadata.kind or transcripts[0].kind,
        chunks=chunks,
        episodes=tuple(dict.fromkeys(episode.key for episode in episodes)),
        timed=any(transcript.timed for transcript in transcripts),
        speakers=tuple(dict.fromkeys(name for transcript in transcripts for name in transcript.speakers)),
        language=episodes[0].language,
    )
