"""A link leads to the moment only where the player understands it."""

import pytest

from bot.answering.links import link_at

VIDEO = "https://www.youtube.com/watch?v=abc"


@pytest.mark.parametrize(
    ("url", "start", "expected"),
    [
        (VIDEO, 83.9, f"{VIDEO}&t=83"),
        (VIDEO, 0.0, f"{VIDEO}&t=0"),
        (f"{VIDEO}&t=5s", 83.0, f"{VIDEO}&t=83"),
        ("https://youtu.be/abc?start=9", 83.0, "https://youtu.be/abc?t=83"),
        ("https://m.youtube.com/watch?v=abc&list=x", 7.0, "https://m.youtube.com/watch?v=abc&list=x&t=7"),
        ("https://cdn.example.org/12.MP3", 83.5, "https://cdn.example.org/12.MP3#t=83"),
        ("https://cdn.example.org/12.mp3?token=x", 83.5, "https://cdn.example.org/12.mp3?token=x#t=83"),
        ("https://example.org/12", 83.0, "https://example.org/12"),
        ("https://notyoutube.com/watch?v=abc", 83.0, "https://notyoutube.com/watch?v=abc"),
        ("https://youtube.com.evil.example/watch", 83.0, "https://youtube.com.evil.example/watch"),
    ],
)
def test_a_time_goes_into_the_link_where_it_is_understood(url: str, start: float, expected: str) -> None:
    assert link_at(url, start) == expected


@pytest.mark.parametrize("url", [VIDEO, "https://cdn.example.org/12.mp3", None])
def test_without_a_start_the_link_stays_as_it_is(url: str | None) -> None:
    assert link_at(url, None) == url


def test_without_a_link_there_is_none() -> None:
    assert link_at(None, 12.0) is None
