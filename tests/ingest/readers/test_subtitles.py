"""WebVTT and SRT, sound and rough."""

from collections.abc import Callable

import pytest

from ingest.errors import Unreadable
from ingest.readers.registry import read_document
from ingest.readers.subrip import read as read_srt
from ingest.readers.webvtt import read as read_vtt
from ingest.transcript import Transcript

Read = Callable[[str], Transcript]


def vtt(body: str) -> Transcript:
    (transcript,) = read_vtt("x.vtt", body)
    return transcript


def test_notes_styles_and_names_of_cues_are_no_text(read: Read) -> None:
    talk = read("voices.vtt")
    assert [s.text for s in talk.segments] == [
        "Hallo & welkom op het dak",
        "Twee sprekers",
        "in een cue",
        "Nog steeds hier.",
    ]


def test_voices_are_speakers_and_dashes_change_an_unknown_one(read: Read) -> None:
    talk = read("voices.vtt")
    assert [s.speaker for s in talk.segments] == ["Noor de Wit", None, None, "Tom"]
    assert len({s.turn for s in talk.segments}) == 4


def test_times_without_hours_and_beyond_99_hours_are_read(read: Read) -> None:
    talk = read("voices.vtt")
    assert (talk.segments[0].start, talk.segments[0].end) == (1.0, 4.0)
    assert talk.segments[-1].start == 445506.789
    assert talk.stated.language == "nl"


def test_rolling_captions_say_every_word_once(read: Read) -> None:
    talk = read("rolling.vtt")
    assert " ".join(s.text for s in talk.segments) == "de bijen zijn terug op het dak"
    assert [s.start for s in talk.segments] == [0.0, 2.51]


def test_speech_that_repeats_itself_is_not_collapsed(read: Read) -> None:
    assert [s.text for s in read("chevrons.vtt").segments][-2:] == ["Fine.", "Fine."]


def test_captions_that_grow_word_by_word_say_every_word_once() -> None:
    cues = ["een", "een twee", "een twee drie", "vier", "vier vijf"]
    body = "".join(f"00:0{i}.000 --> 00:0{i + 1}.000\n{text}\n\n" for i, text in enumerate(cues))
    assert " ".join(s.text for s in vtt("WEBVTT\n\n" + body).segments) == "een twee drie vier vijf"


def test_chevrons_change_the_turn_wherever_they_stand(read: Read) -> None:
    assert [(s.turn, s.text) for s in read("chevrons.vtt").segments] == [
        (0, "Hello there."),
        (0, "How are you?"),
        (1, "Fine."),
        (1, "Fine."),
    ]


def test_a_file_without_its_header_is_read() -> None:
    assert vtt("00:00:01.000 --> 00:00:02.000\nGeen kop.\n").segments[0].text == "Geen kop."


def test_bad_cues_are_skipped_with_a_count_and_good_ones_kept() -> None:
    talk = vtt(
        "WEBVTT\n\n00:00:0a.000 --> 00:00:02.000\nkapot\n\n00:00:03.000 -> 00:00:04.000\npijl\n\n"
        "00:61:00.000 --> 00:62:00.000\nminuten\n\n00:00:05,000 --> 00:00:06,000\nkomma\n\n"
        "00:00:08.000 --> 00:00:09.000\ngoed\n"
    )
    assert [s.text for s in talk.segments] == ["komma", "goed"]
    assert talk.warnings == ("3 bad cues skipped: the time line cannot be read",)


def test_a_label_holds_until_the_next_one(read: Read) -> None:
    talk = read("labels.srt")
    assert [s.speaker for s in talk.segments] == ["Noor", "Noor", "Tom", "Noor", "Tom"]
    assert talk.segments[0].text == "Hello, and welcome back to Roof Radio."
    assert talk.segments[2].text == "It is. One question: bees or wasps?"
    assert talk.segments[3].text == "Bees. Always bees."


def test_a_label_that_stands_once_is_text() -> None:
    (talk,) = read_srt("x.srt", "1\n00:00:01,000 --> 00:00:02,000\nDe vraag: wie is het?\n")
    assert (talk.segments[0].speaker, talk.segments[0].text) == (None, "De vraag: wie is het?")


def test_rough_srt_keeps_all_that_is_spoken(read: Read) -> None:
    talk = read("rough.srt")
    assert [s.text for s in talk.segments] == ["een", "zonder nummer", "zonder blanco regel", "2024", "kort"]
    assert (talk.segments[-1].start, talk.segments[-1].end) == (13.5, 14.25)
    assert talk.warnings == ("1 bad cue skipped: the time line cannot be read",)


def test_an_arrow_in_speech_is_speech() -> None:
    (talk,) = read_srt("x.srt", "1\n00:00:01,000 --> 00:00:02,000\nvan a -> b\n1 -> 2\n")
    assert talk.segments[0].text == "van a -> b 1 -> 2"


@pytest.mark.parametrize("body", ["WEBVTT\n\nalleen tekst\n", "WEBVTT\n", "WEBVTT\n\n0a:00.000 --> 00:01.000\nx\n"])
def test_subtitles_without_a_readable_cue_are_refused_with_a_reason(body: str) -> None:
    with pytest.raises(Unreadable, match="cue"):
        read_document("x.vtt", body.encode())
