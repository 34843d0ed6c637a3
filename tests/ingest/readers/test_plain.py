"""Plain text: speakers, times and paragraphs."""

from collections.abc import Callable

from ingest.readers.plain import read as read_plain
from ingest.readers.registry import read_document
from ingest.transcript import Transcript

Read = Callable[[str], Transcript]


def test_every_style_of_naming_a_speaker_is_understood(read: Read) -> None:
    talk = read("styles.txt")
    assert [s.speaker for s in talk.segments] == [
        "Noor de Wit",
        "TOM",
        "Saar",
        "Spreker 2",
        None,
        None,
        "SPEAKER_03",
        "Kees",
    ]
    assert [s.text for s in talk.segments[:7]] == [
        f"Stijl {number}." for number in ("een", "twee", "drie", "vier", "vijf", "zes", "zeven")
    ]
    assert len({s.turn for s in talk.segments}) == 8


def test_an_announcement_and_an_address_are_no_speakers(read: Read) -> None:
    last = read("styles.txt").segments[-1]
    assert last.text == "Stijl acht. Let op: hier spreekt niemand. https://honing.example: hier ook niet."


def test_timed_lines_end_where_the_next_begins(read: Read) -> None:
    talk = read("timed_lines.txt")
    assert [(s.start, s.end) for s in talk.segments] == [(0.0, 8.0), (8.0, 13.0), (13.0, None)]
    assert [s.speaker for s in talk.segments] == ["Noor Visser", "Noor Visser", "Tom"]
    assert talk.segments[1].text == "about wax & honey."
    assert talk.segments[0].turn == talk.segments[1].turn


def test_timed_lines_without_speakers_run_on_in_one_turn() -> None:
    (talk,) = read_plain("x.txt", "00:00:00 People ask, and\n\n00:00:08 keep asking.\n")
    assert {s.turn for s in talk.segments} == {0}
    assert talk.kind == "transcript"


def test_paragraphs_are_turns_and_hard_wrapped_lines_are_joined() -> None:
    (text,) = read_plain("x.txt", "Een zin die\nverder loopt.\n\nEen tweede alinea.\n")
    assert [(s.turn, s.text) for s in text.segments] == [(0, "Een zin die verder loopt."), (1, "Een tweede alinea.")]


def test_names_that_recur_before_a_colon_are_speakers() -> None:
    (talk,) = read_plain("x.txt", "Noor: Hoi.\nTom: Dag.\nNoor: Hoe is het?\nTom: Goed: echt goed.\nNa: slot.\n")
    assert talk.speakers == ("Noor", "Tom")
    assert talk.segments[3].text == "Goed: echt goed."
    assert (talk.segments[4].speaker, talk.segments[4].text) == (None, "Na: slot.")


def test_host_and_guest_are_speakers_where_they_take_turns() -> None:
    text = "Host: Welkom bij de show.\n\nGuest: Dank je wel.\n\nHost: Hoe veel?\n\nGuest: Twaalf liter per dag.\n"
    (transcript,) = read_document("show/talk.txt", text.encode())
    assert [segment.speaker for segment in transcript.segments] == ["Host", "Guest", "Host", "Guest"]
    assert all(":" not in segment.text for segment in transcript.segments)
