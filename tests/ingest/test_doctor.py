"""What the timestamp doctor lets pass, mends and drops."""

import pytest

from ingest.doctor import examine
from ingest.transcript import Segment, Transcript


def timed(*times: tuple[float | None, float | None], format: str = "srt") -> Transcript:
    segments = tuple(Segment(f"cue {i}", i, None, None, start, end) for i, (start, end) in enumerate(times))
    return Transcript(format, "transcript", segments)


def starts(transcript: Transcript) -> list[float | None]:
    return [segment.start for segment in transcript.segments]


def test_sound_times_are_left_alone_without_a_word() -> None:
    examined = examine(timed((0, 2), (1.5, 9), (2, 2), (9, None)))
    assert examined.warnings == ()
    assert starts(examined) == [0, 1.5, 2, 9]


@pytest.mark.parametrize(
    ("times", "reason"),
    [
        ([(0.0, 0.0)] * 4, "all are zero"),
        ([(5.0, 6.0)] * 6 + [(9.0, 10.0)], "6 of 7 stand at 5 seconds"),
        ([(float(100 - i), float(101 - i)) for i in range(10)], "run backwards"),
        ([(-5.0, 1.0)] * 6 + [(9.0, 10.0)], "6 of 7 are impossible"),
        ([(1.7e9 + i, None) for i in range(6)], "6 of 6 are impossible"),
    ],
)
def test_times_that_cannot_be_trusted_are_dropped_as_a_whole(times: list[tuple[float, float]], reason: str) -> None:
    examined = examine(timed(*times))
    assert not examined.timed
    assert all(segment.end is None for segment in examined.segments)
    assert reason in examined.warnings[-1]


def test_single_impossible_times_are_dropped_and_counted() -> None:
    examined = examine(timed((0, 1), (10, 5), (-3, 2), (4, 6), (7, 8), (9, 10), (float("nan"), 3)))
    assert starts(examined) == [0, None, None, 4, 7, 9, None]
    assert examined.warnings == ("3 impossible time(s) dropped",)


def test_a_cue_that_never_ends_keeps_its_start_alone() -> None:
    examined = examine(timed((0, 1), (5, 9000), (10, 12)))
    assert [(s.start, s.end) for s in examined.segments] == [(0, 1), (5, None), (10, 12)]


def test_cues_out_of_order_are_sorted_and_their_turns_counted_anew() -> None:
    segments = (
        Segment("a", 0, start=1.0),
        Segment("late", 1, start=20.0),
        Segment("b", 1, start=15.0),
        Segment("untimed", 2),
        Segment("c", 3, start=30.0),
    )
    examined = examine(Transcript("webvtt", "transcript", segments))
    assert [s.text for s in examined.segments] == ["a", "b", "untimed", "late", "c"]
    assert [s.turn for s in examined.segments] == [0, 1, 2, 3, 4]
    assert examined.warnings == ("1 cue(s) out of order sorted by time",)


def test_prose_stays_in_its_order_and_loses_the_time_that_runs_backwards() -> None:
    examined = examine(timed((1, 5), (500, None), (5, 9), (9, 12), (12, None), format="markdown"))
    assert starts(examined) == [1, None, 5, 9, 12]
    assert examined.warnings == ("1 time(s) that run backwards dropped",)


def test_many_paragraphs_under_one_mark_are_not_frozen() -> None:
    times = [(60.0, 600.0)] * 12 + [(600.0, None)] * 3
    assert examine(timed(*times, format="markdown")).warnings == ()


def test_three_cues_of_no_duration_are_no_pattern() -> None:
    examined = examine(timed((0, 0), (0, 0), (0, 5)))
    assert starts(examined) == [0, 0, 0]
    assert examined.warnings == ()


def test_a_transcript_without_times_is_returned_as_it_is() -> None:
    plain = timed((None, None))
    assert examine(plain) is plain
