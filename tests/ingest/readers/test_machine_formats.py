"""JSON, XML and HTML: what programs write."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.errors import Unreadable
from ingest.readers.registry import read_document
from ingest.transcript import Transcript

Read = Callable[[str], Transcript]
DATA = Path(__file__).resolve().parents[2] / "data" / "readers"


def test_what_whisper_wrote_on_silence_is_dropped_with_a_warning(read: Read) -> None:
    talk = read("whisper.json")
    assert [s.text for s in talk.segments] == ["Hallo dak.", "Vandaag bijen."]
    assert "silence" in talk.warnings[0]
    assert talk.stated.language == "nl"


def test_a_credit_that_was_spoken_stays() -> None:
    row = {"start": 0, "end": 2, "text": "Ondertiteld door Noor", "no_speech_prob": 0.1}
    (talk,) = read_document("x.json", json.dumps({"segments": [row]}).encode())
    assert talk.segments[0].text == "Ondertiteld door Noor"


def test_escapes_bring_in_neither_nuls_nor_surrogates(read: Read) -> None:
    segment = read("whisper.json").segments[1]
    assert segment.text.encode("utf-8") == b"Vandaag bijen."
    assert segment.speaker == "SPEAKER_01"


def test_the_json_of_whisper_cpp_and_bare_lists_are_read(read: Read) -> None:
    assert (read("whispercpp.json").segments[0].start, read("whispercpp.json").segments[0].end) == (0.0, 2.5)
    (talk,) = read_document("x.json", b'[{"text": "bees", "start": 1.5, "duration": 2}]')
    assert (talk.segments[0].start, talk.segments[0].end) == (1.5, 3.5)


def test_word_sized_segments_become_phrases_of_one_speaker(read: Read) -> None:
    assert [(s.speaker, s.text, s.start, s.end) for s in read("podcast.json").segments] == [
        ("Noor", "We keep bees.", 0.5, 1.6),
        ("Noor", "Yes.", 2.0, 2.2),
        ("Tom", "Really?", 2.5, 3.0),
    ]


def test_json3_windows_and_line_ends_are_no_text_and_lines_do_not_overlap(read: Read) -> None:
    assert [(s.text, s.start, s.end) for s in read("captions.json3").segments] == [
        ("de bijen", 0.12, 3.62),
        ("zijn terug", 3.62, 6.12),
    ]


def test_timed_text_is_decoded_twice(read: Read) -> None:
    assert [s.text for s in read("timed.xml").segments] == ["Bees & wax", 'this is "not" honey']


def test_timed_text_in_milliseconds_is_read() -> None:
    body = b'<timedtext format="3"><body><p t="1500" d="2000">de <s>bijen</s></p></body></timedtext>'
    (talk,) = read_document("x.srv3", body)
    assert (talk.segments[0].text, talk.segments[0].start, talk.segments[0].end) == ("de bijen", 1.5, 3.5)


def test_html_gives_speakers_and_times_without_scripts_and_styles(read: Read) -> None:
    talk = read("page.html")
    assert [(s.speaker, s.text, s.start, s.end) for s in talk.segments] == [
        ("Noor", "Hallo dak één", 0.0, 3723.0),
        ("Tom", "Dag.", 3723.0, None),
        ("Tom", "Tot ziens.", 3723.0, None),
    ]
    assert talk.stated.title == "Roof Radio 5"


def test_html_without_times_is_a_summary_by_paragraphs() -> None:
    (page,) = read_document("x.html", b"<html><body><h2>Wax</h2><p>One.</p><p>Two.</p></body></html>")
    assert (page.kind, [(s.turn, s.section, s.text) for s in page.segments]) == (
        "summary",
        [(0, "Wax", "One."), (1, "Wax", "Two.")],
    )


def test_html_that_is_never_closed_takes_no_longer_than_its_length() -> None:
    (page,) = read_document("x.html", b"<p>bees" + b"<!--" * 50_000 + b"<a " * 50_000)
    assert page.segments[0].text.startswith("bees")


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("x.json", b'{"segments":[{"start":0.0,"text":" Hallo', "malformed"),
        ("x.json", b'{"duration_minutes": 50}', "no segments"),
        ("x.json", b"[" * 200_000, "nested|malformed"),
        ("x.xml", b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "RSS"),
        ("x.xml", b"<officiele-publicatie/>", "officiele-publicatie"),
        ("x.xml", b"<transcript><text>", "malformed"),
        (
            "x.xml",
            b'<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]><transcript><text>&x;</text></transcript>',
            "entities",
        ),
        ("x.docx", b"geen zip", "word processor"),
        ("x.py", b"print()", "program"),
        ("x.md", b"   \n", "empty"),
        ("x.md", b"<!-- niets -->", "no text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(name: str, body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_document(name, body)


def test_a_format_is_known_by_its_content_when_the_name_does_not_tell() -> None:
    formats = {
        name: read_document("transcript", (DATA / name).read_bytes())[0].format
        for name in (
            "voices.vtt",
            "labels.srt",
            "podcast.json",
            "captions.json3",
            "timed.xml",
            "page.html",
            "summary.md",
        )
    }
    assert list(formats.values()) == [
        "webvtt",
        "srt",
        "podcast-json",
        "youtube-json3",
        "youtube-xml",
        "podcast-html",
        "markdown",
    ]


def test_warnings_of_decoding_stand_first_in_the_transcript() -> None:
    (talk,) = read_document("x.MD", "# 6. Café\n\nReünie.\n".encode("latin-1"))
    assert "Windows-1252" in talk.warnings[0]
    assert talk.stated.title == "Café"
