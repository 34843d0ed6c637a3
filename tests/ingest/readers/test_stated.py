"""Dates, links, titles, metadata lines and front matter: what a document states of its episode."""

import pytest

from ingest.readers.dates import iso_date
from ingest.readers.frontmatter import split_front_matter
from ingest.readers.links import clean_link, first_link, video_id
from ingest.readers.mapping import stated_by_mapping
from ingest.readers.timecode import seconds
from ingest.readers.titles import is_metadata, numbered, stated_by_heading, view_count

VIDEO = "https://www.youtube.com/watch?v=T60khfcwdk4"


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2024-01-23", "2024-01-23"),
        ("2024-1-3T10:00:00Z", "2024-01-03"),
        ("23-01-2024", "2024-01-23"),
        ("\n\n May 1st, 2025", "2025-05-01"),
        ("1 mei 2025", "2025-05-01"),
        ("Tue, 23 Jan 2024 08:00:00 +0100", "2024-01-23"),
        ("3 de marzo de 2021", "2021-03-03"),
        (1753095600000, "2025-07-21"),
        ("1753095600", "2025-07-21"),
        ("20241104", "2024-11-04"),
        ("2024-02-31", None),
        ("01-23-2024", None),
        ("vorige week", None),
        ("9" * 14, None),
    ],
)
def test_dates_are_read_in_the_forms_that_sources_use(written: object, date: str | None) -> None:
    assert iso_date(written) == date


@pytest.mark.parametrize(
    "link",
    [
        "https://youtu.be/T60khfcwdk4",
        "https://youtu.be/T60khfcwdk4?t=95",
        VIDEO + "&t=1m35s",
        "https://www.youtube.com/watch?list=PL123&v=T60khfcwdk4&index=2",
        "https://m.youtube.com/shorts/T60khfcwdk4",
        "https://www.youtube.com/live/T60khfcwdk4?si=abc",
        "youtube.com/watch?v=T60khfcwdk4",
        "http://www.youtube-nocookie.com/embed/T60khfcwdk4",
        "https://music.youtube.com/watch?v=T60khfcwdk4",
    ],
)
def test_every_form_of_a_youtube_link_becomes_one(link: str) -> None:
    assert clean_link(link) == VIDEO


@pytest.mark.parametrize(
    "link",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://",
        "https://www.youtube.com/watch?v=kort",
        "https://www.youtube.com/playlist?list=PL1234567890",
        "https://youtube.com.evil.example/watch?v=T60khfcwdk4",
        "https://user:secret@site.example/",
        "https://a b.example/",
        "https://[::1",
        "link",
    ],
)
def test_what_points_at_no_recording_on_the_web_is_no_link(link: str) -> None:
    assert clean_link(link) is None


def test_other_links_stay_but_for_their_fragment() -> None:
    assert clean_link("https://pod.example/7?x=1#t=95") == "https://pod.example/7?x=1"
    assert video_id("https://pod.example/watch?v=T60khfcwdk4") is None


def test_the_first_link_is_taken_with_its_brackets() -> None:
    assert first_link("[a](http://x.example/a_(b)) [b](http://y.example)") == "http://x.example/a_(b)"
    assert first_link("see https://x.example/7, and more") == "https://x.example/7,"
    assert first_link("[link]()") == ""


@pytest.mark.parametrize(
    ("title", "number", "name"),
    [
        ("1. 9 miljoen podcasts", 1, "9 miljoen podcasts"),
        ("007. James", 7, "James"),
        ("#469: Commands", 469, "Commands"),
        ("100: It's Episode 100!!", 100, "It's Episode 100!!"),
        ("Aflevering 12 - Bijen", 12, "Bijen"),
        ("Episode 12", 12, "Episode 12"),
        ("3.5. Tussendoor", None, "3.5. Tussendoor"),
        ("1.000.000. Luisteraars", None, "1.000.000. Luisteraars"),
        ("12b. Naslag", None, "12b. Naslag"),
        ("9 miljoen podcasts", None, "9 miljoen podcasts"),
    ],
)
def test_only_a_plain_integer_before_a_title_is_its_number(title: str, number: int | None, name: str) -> None:
    assert numbered(title) == (number, name)


@pytest.mark.parametrize(
    ("text", "count"), [("31", 31), ("1.234", 1234), ("1,234,567", 1234567), ("12K", None), ("-3", None), ("1.5", None)]
)
def test_views_are_counts_or_nothing(text: str, count: int | None) -> None:
    assert view_count(text) == count


def test_a_heading_and_its_metadata_line_state_the_episode() -> None:
    line = "Views: 1.204 (2024-05-14) [link](https://youtu.be/T60khfcwdk4?t=5)"
    stated, warnings = stated_by_heading("\ufeff12. **Bijen** &amp; <b>was</b> \\[live\\] 🐝", line)
    assert (stated.number, stated.title) == (12, "Bijen & was [live] 🐝")
    assert (stated.date, stated.views, stated.link) == ("2024-05-14", 1204, VIDEO)
    assert warnings == ()


def test_an_impossible_date_is_reported_and_left_out() -> None:
    stated, warnings = stated_by_heading("26. X", "Views: 5 (2024-02-31) [link](javascript:alert(1))")
    assert (stated.date, stated.link) == (None, None)
    assert "2024-02-31" in warnings[0]
    assert "javascript" in warnings[1]


def test_only_metadata_looks_like_metadata() -> None:
    assert is_metadata("Handelingen, nr. 70 (2018-04-05) [bron](https://x.example/70)")
    assert not is_metadata("In het jaar (2018) stond er een link.")


def test_a_youtube_link_goes_before_an_audio_file_wherever_it_stands() -> None:
    audio = {"url": "https://cdn.example/7.mp3"}
    assert stated_by_mapping({**audio, "youtube_url": VIDEO})[0].link == VIDEO
    assert stated_by_mapping({**audio, "links": {"youtube": VIDEO}})[0].link == VIDEO
    assert stated_by_mapping({**audio, "media": {"youtube": VIDEO}})[0].link == VIDEO
    assert stated_by_mapping({**audio, "link": "https://pod.example/7"})[0].link == "https://pod.example/7"
    assert stated_by_mapping(audio)[0].link == "https://cdn.example/7.mp3"


def test_a_mapping_states_what_its_names_say_and_nothing_else() -> None:
    stated, warnings = stated_by_mapping(
        {
            "Title": "Bees",
            "episode": "7",
            "season": 2,
            "pub-date": "2024-02-31",
            "podcast": {"title": "Roof Radio"},
            "lang": "nl_NL",
            "licence": "CC BY 4.0",
            "author": "Noor",
            "kind": "Summary",
            "transcript": [{"line": "x"}],
        }
    )
    assert (stated.title, stated.number, stated.show, stated.language) == ("Bees", 7, "Roof Radio", "nl")
    assert (stated.license, stated.attribution, stated.kind) == ("CC BY 4.0", "Noor", "summary")
    assert stated.date is None
    assert "2024-02-31" in warnings[0]


def test_front_matter_values_are_text_whatever_yaml_would_make_of_them() -> None:
    front = split_front_matter("---\nepisode: 007\ndate: 2024-02-31\nlive: no\n---\nBody.\n")
    assert dict(front.values) == {"episode": "007", "date": "2024-02-31", "live": "no"}
    assert front.body == "Body.\n"


def test_a_yaml_bomb_is_reported_and_the_body_still_read() -> None:
    rows = ["a: &a [x,x,x,x,x,x,x,x,x]"] + [
        f"{name}: &{name} [{','.join(['*' + before] * 9)}]" for before, name in zip("abcde", "bcdef", strict=True)
    ]
    front = split_front_matter("---\n" + "\n".join(rows) + "\ntitle: !!python/object/apply:os.system [x]\n---\nBody.\n")
    assert front.body == "Body.\n"
    assert "title" not in front.values
    assert "not sound" in front.warnings[0]


def test_a_title_with_an_unquoted_colon_is_still_found() -> None:
    front = split_front_matter("---\ntitle: Bees: a start\nepisode: 7\n---\nBody.\n")
    assert front.values["title"] == "Bees: a start"
    assert front.warnings


def test_front_matter_without_an_end_is_text() -> None:
    text = "---\ntitle: never closed\n\n# 79. Title\n"
    assert split_front_matter(text).body == text


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert split_front_matter("---\nHello there\n---\nmore\n").values == {}


def test_toml_front_matter_is_read() -> None:
    assert split_front_matter('+++\ntitle = "Bees"\n+++\nBody.\n').values["title"] == "Bees"


@pytest.mark.parametrize(
    ("clock", "count"),
    [
        ("0:12", 12),
        ("75:30", 4530),
        ("1:02:03.5", 3723.5),
        ("123:45:06,789", 445506.789),
        ("0:0:13,5", 13.5),
        ("-00:00:05.000", -5),
        ("00:61:00", None),
        ("00:00:0a", None),
        ("12", None),
    ],
)
def test_clock_times_become_seconds(clock: str, count: float | None) -> None:
    assert seconds(clock) == count
