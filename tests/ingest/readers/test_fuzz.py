"""Whatever lies in a folder is read, or refused with a reason: no crash, no hang, no more memory than it is worth."""

from __future__ import annotations

import time
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import example, given

from ingest.chunking import chunk_transcript, embedded_text
from ingest.errors import Unreadable
from ingest.readers.registry import read_document
from ingest.transcript import Transcript
from tests.fuzzing import examples
from tests.mutations import documents, noise
from vectorstore.records import Chunk, Episode

EPISODE = Episode("key", "A show", "A title")
SECONDS, SECONDS_A_MEGABYTE = 3.0, 40.0
"""Of computing; a reader takes some milliseconds for these documents, a quadratic one minutes for the longest."""
UNSOUND = ("\0", "\ud800", "\udfff")


def read(name: str, data: bytes) -> tuple[Transcript, ...]:
    """Read a document, which may be refused with a reason, and take care of the time."""
    begun, reason, found = time.process_time(), "read", tuple[Transcript, ...]()
    try:
        found = read_document(name, data)
    except Unreadable as refused:
        reason = str(refused)
    assert time.process_time() - begun < SECONDS + SECONDS_A_MEGABYTE * len(data) / 1e6
    assert reason.strip()
    assert "\n" not in reason
    return found


def is_sound(text: str | None) -> bool:
    return text is None or not any(odd in text for odd in UNSOUND)


def check(transcript: Transcript) -> None:
    """Check what the rest of the program relies on."""
    assert transcript.segments or transcript.heading
    for segment in transcript.segments:
        assert segment.text.strip()
        assert is_sound(segment.text)
        assert is_sound(segment.section)
        assert is_sound(segment.speaker)
        if segment.start is not None:
            assert 0 <= segment.start < 1e9
        if segment.start is not None and segment.end is not None:
            assert segment.end >= segment.start
    stated = transcript.stated
    assert all(
        is_sound(text) for text in (stated.title, stated.show, stated.link, stated.language, *transcript.heading)
    )
    assert stated.number is None or 0 <= stated.number < 10**9


def chunked(transcript: Transcript) -> list[Chunk]:
    chunks = chunk_transcript(transcript, "show/x", EPISODE, 0, lambda text: len(text) <= 2000)
    for chunk in chunks:
        assert len(embedded_text(chunk, EPISODE)) <= 2000 or len(chunk.spans) <= 1
        assert all(0 <= span.begin < span.end <= len(chunk.text) for span in chunk.spans)
        assert all(one.end <= other.begin for one, other in pairwise(chunk.spans))
        chunk.text.encode()
    return chunks


@examples(120)
@given(documents)
def test_a_damaged_document_is_read_or_refused_and_what_is_read_is_sound(document: tuple[str, bytes]) -> None:
    for transcript in read(*document):
        check(transcript)
        chunked(transcript)


@examples(80)
@given(noise)
@example(("x.json", b"[" * 100_000))
@example(("x.json", b'{"a":' * 50_000))
@example(("x.json3", b'{"events": [{"tStartMs": 1e999, "segs": [{"utf8": "\\ud800"}]}]}'))
@example(("x.xml", b"<tt>" + b"<p>" * 50_000))
@example(("x.html", b"<div>" * 50_000))
@example(("x.md", b"> " * 50_000))
@example(("x.md", b"- " * 50_000 + b"x"))
@example(("x.md", b"---\na: " + b"[" * 5_000 + b"\n---\nx"))
@example(("x.md", b"---\na: &a [x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: [*c,*c,*c]\n---\nx"))
@example(("x.srt", b"1\n00:00:01,000 --> 99999999999:00:00,000\nx\n"))
def test_bytes_of_any_kind_are_read_or_refused(document: tuple[str, bytes]) -> None:
    for transcript in read(*document):
        check(transcript)


LARGE = 1_500_000
"""Bytes: INGEST_MAX_FILE_MB lets ten megabytes in."""


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("x.txt", b"word "), ("x.txt", b"a"), ("x.txt", b"A: b\n"), ("x.md", b"# x\n"), ("x.md", b"**a** [b](c) "),
        ("x.vtt", b"00:00:01.000 --> 00:00:02.000\n<v A>x\n\n"), ("x.srt", b"1\n00:00:01,000 --> 00:00:02,000\nx\n\n"),
        ("x.html", b"<p>x</p>"), ("x.json", b'{"a": [1,'), ("x.xml", b"<p t='1'>x</p>"), ("x.md", b"&amp;[1]<b>_*`"),
    ],
)  # fmt: skip
@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_large_document_takes_time_and_memory_in_proportion(name: str, piece: bytes) -> None:
    begin = b"WEBVTT\n\n" if name.endswith("vtt") else b""
    data = begin + piece * (LARGE // len(piece))
    tracemalloc.start()
    try:
        for transcript in read(name, data):
            assert transcript.segments or transcript.heading
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 200 * LARGE
