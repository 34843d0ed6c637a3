"""From found documents to planned rows: read, correct, identify, chunk; imports readers, correcting and chunking."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.chunking import chunk_transcript
from ingest.correcting import ToldBy, lay_over
from ingest.discover import FoundDocument
from ingest.episodes import Told, tell
from ingest.errors import Unreadable
from ingest.outcome import Progress
from ingest.readers.registry import read_document
from vectorstore.corrections import Corrections
from vectorstore.records import Chunk, Corrected, DocumentRecord, Episode, Note
from vectorstore.text.language import language_of

NO_CORRECTIONS = Corrections()


@dataclass(frozen=True, slots=True)
class Known:
    """What an index that was made alike holds: records by name, episodes by key, and how to read its chunks by id.

    Reading the chunks of a document that is as it was takes a tenth of cutting it again.
    """

    documents: Mapping[str, DocumentRecord]
    episodes: Mapping[str, Episode]
    chunks: Callable[[Sequence[str]], Mapping[str, Chunk]]

    def of(
        self, document: FoundDocument, episodes: Sequence[Episode], corrections: tuple[Corrected, ...]
    ) -> list[Chunk] | None:
        """Return the chunks of a document whose bytes, episodes and corrections are as they were, else None."""
        record = self.documents.get(document.name)
        if record is None or (record.digest, record.corrections) != (document.digest, corrections):
            return None
        if record.episodes != keys_of(episodes) or any(self.episodes.get(one.key) != one for one in episodes):
            return None
        found = list(self.chunks(record.chunk_ids()).values())
        return found if len(found) == record.chunks else None


@dataclass(frozen=True, slots=True)
class Plan:
    """What the next generation is to hold: every document, episode and chunk of it.

    `errata` names the corrections that are laid over the documents (Corrections.digest).
    """

    documents: tuple[DocumentRecord, ...]
    episodes: tuple[Episode, ...]
    chunks: tuple[Chunk, ...]
    skipped: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()
    errata: str = ""


def read_all(
    found: Sequence[FoundDocument],
    fits: Callable[[str], bool],
    progress: Progress,
    corrections: Corrections = NO_CORRECTIONS,
    known: Known | None = None,
) -> Plan:
    """Read, correct and chunk every document; what cannot be read is skipped with its reason, the others go on.

    What `known` holds already is not cut again.
    """
    read: dict[str, tuple[Told, ...]] = {}
    skipped: list[Note] = []
    for done, document in enumerate(found):
        progress("read", done, len(found))
        try:
            read[document.name] = read_one(document)
        except Unreadable as error:
            skipped.append(Note(document.name, str(error)))
    progress("read", len(found), len(found))
    laid = lay_over(read, corrections)
    told, identified = laid.told, laid.identified
    by_key = {episode.key: in_language(episode, told, identified.key_of) for episode in identified.episodes}
    records, chunks = [], []
    for done, document in enumerate(d for d in found if d.name in told):
        progress("chunk", done, len(told))
        episodes = [by_key[identified.key_of[one.document, one.index]] for one in told[document.name]]
        applied = laid.applied.get(document.name, ())
        held = known.of(document, episodes, applied) if known else None
        rows = chunk_document(told[document.name], episodes, fits) if held is None else held
        records.append(record_of(document, told[document.name], episodes, len(rows), applied))
        chunks += rows
    progress("chunk", len(told), len(told))
    warnings = [
        Note(one.document, text) for episodes in told.values() for one in episodes for text in one.transcript.warnings
    ]
    return Plan(
        tuple(records),
        tuple(by_key.values()),
        tuple(chunks),
        tuple(skipped),
        (*warnings, *identified.warnings, *laid.warnings),
        corrections.digest,
    )


def read_one(document: FoundDocument) -> tuple[Told, ...]:
    """Return the episodes that one document tells; Unreadable with the reason when it cannot be read."""
    try:
        data = document.path.read_bytes()
    except OSError as error:
        raise Unreadable(f"cannot be opened: {error.strerror or error}") from error
    return tell(document.name, read_document(document.name, data), document.base, document.weak)


def in_language(episode: Episode, told: ToldBy, key_of: object) -> Episode:
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


def keys_of(episodes: Sequence[Episode]) -> tuple[str, ...]:
    """Return the keys of a document's episodes in order of appearance, each once."""
    return tuple(dict.fromkeys(episode.key for episode in episodes))


def record_of(
    document: FoundDocument,
    told: Sequence[Told],
    episodes: Sequence[Episode],
    chunks: int,
    corrections: tuple[Corrected, ...] = (),
) -> DocumentRecord:
    """Return what the manifest keeps of a document."""
    transcripts = [one.transcript for one in told]
    return DocumentRecord(
        name=document.name,
        digest=document.digest,
        format=transcripts[0].format,
        kind=told[0].metadata.kind or transcripts[0].kind,
        chunks=chunks,
        episodes=keys_of(episodes),
        timed=any(transcript.timed for transcript in transcripts),
        speakers=tuple(dict.fromkeys(name for transcript in transcripts for name in transcript.speakers)),
        language=episodes[0].language,
        corrections=corrections,
    )
