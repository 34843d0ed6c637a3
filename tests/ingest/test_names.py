"""What file names say: one row a name, most of them real."""

import pytest

from ingest.names import is_list_number, looks_like_video_id, metadata_from_name, series_of


@pytest.mark.parametrize(
    ("name", "number", "title"),
    [
        ("practical-ai-206.md", 206, "Practical ai 206"),
        ("changelog--friends-20.md", 20, "Changelog friends 20"),
        ("practical-ai-206 (1).md", 206, "Practical ai 206"),
        ("280-easy-terminal-scripts.vtt", 280, "Easy terminal scripts"),
        ("youtube-280-easy-terminal-scripts.vtt", 280, "Easy terminal scripts"),
        ("shownotes-280.md", 280, None),
        ("shownotes-469-commands.md", 469, "Commands"),
        ("280-10-tips.vtt", 280, "10 tips"),
        ("921_-_AI_Coding_Roadmap.md", 921, "AI Coding Roadmap"),
        ("1. 9 miljoen podcasts.md", 1, "9 miljoen podcasts"),
        ("305-python-discord.youtube.vtt", 305, "Python discord"),
        ("episode-002.md", 2, "Episode 2"),
        ("aflevering 12.md", 12, "Aflevering 12"),
        ("aflevering 12 - Over e-mail.md", 12, "Over e-mail"),
        ("#12 Over robots.md", 12, "Over robots"),
        ("h-tk-20172018-70-3.md", 3, "H tk 20172018 70 3"),
        ("0.md", 0, None),
        ("73_json3_youtube.json", 73, "Json3"),
        ("89_bestand met (haakjes) – ünïcode 🎧.md", 89, "Bestand met (haakjes) – ünïcode 🎧"),
        ("nested/folder/12-title.md", 12, "Title"),
    ],
)
def test_a_name_gives_number_and_title(name: str, number: int | None, title: str | None) -> None:
    told = metadata_from_name(name)
    assert (told.number, told.title) == (number, title)


@pytest.mark.parametrize(
    "name",
    [
        "2024-recap.md",
        "recap-2024.md",
        "2023-2024.md",
        "2024-05.md",
        "2024-05-03.md",
        "20240503.md",
        "20240231.md",  # no such day, and still no number
        "03-05-2024 gesprek.md",
        "python-3.11.md",
        "3.5-turbo.md",
        "aflevering-12b.md",
        "silent-payments-part-2.md",
        "bitcoin-core-v25.md",
        "edgeai-Module01_02.RealWorldCaseStudies.md",
        "000_f8743ae2b31f3bbf.txt",
        "12_8c5b9ea1-2f7e-4c39-9a43-0d5b7f0a3e11.txt",
        "20241104_0bhPTk9hdGI.srt",
        "1234567-title.md",
    ],
)
def test_years_dates_decimals_parts_and_hashes_are_no_number(name: str) -> None:
    assert metadata_from_name(name).number is None


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("S02E05 - Title.vtt", "S02E05 - Title"),
        ("3_1.srt", "3_1"),
        ("seizoen 2 aflevering 5.md", "Seizoen 2 aflevering 5"),
        ("show/season 2/01-pilot.vtt", "Season 2 - 01-pilot"),
    ],
)
def test_a_season_stays_in_the_title_and_is_no_number(name: str, title: str) -> None:
    told = metadata_from_name(name)
    assert (told.number, told.title) == (None, title)


@pytest.mark.parametrize(
    ("name", "day", "title"),
    [
        ("20241104_0bhPTk9hdGI.srt", "2024-11-04", None),
        ("20241115_-uG26zl5Wjc_transcript.txt", "2024-11-15", None),
        ("2024-05-03 Gesprek over AI.md", "2024-05-03", "Gesprek over AI"),
        ("gesprek-2024-05-03-over-ai.md", "2024-05-03", "Gesprek over ai"),
        ("gesprek-23-05-2024.md", "2024-05-23", "Gesprek"),
        ("gesprek-03-05-2024.md", None, "Gesprek"),  # March or May?
        ("20240231-gesprek.md", None, "Gesprek"),
    ],
)
def test_a_day_in_a_name_is_the_date(name: str, day: str | None, title: str | None) -> None:
    told = metadata_from_name(name)
    assert (told.date, told.title) == (day, title)


def test_a_date_and_a_number_in_one_name_are_both_found() -> None:
    told = metadata_from_name("20230101-12-titel.md")
    assert (told.date, told.number, told.title) == ("2023-01-01", 12, "Titel")


def test_a_language_before_the_extension_is_stated_and_leaves_the_title() -> None:
    told = metadata_from_name("taproot-activation.es.md")
    assert (told.language, told.title) == ("es", "Taproot activation")
    assert metadata_from_name("Over robots [dQw4w9WgXcQ].nl-NL.vtt").title == "Over robots"


def test_invisible_characters_never_reach_the_title() -> None:
    assert metadata_from_name("12-\u202egnp\u200b.md").title == "Gnp"


def test_a_name_states_nothing_else() -> None:
    told = metadata_from_name("practical-ai-206.md")
    assert (told.views, told.link, told.show, told.license, told.attribution, told.kind) == (None,) * 6


@pytest.mark.parametrize("name", ["", ".md", "..md", "-", "___.txt", "(1).md", "()"])
def test_a_name_without_letters_is_harmless(name: str) -> None:
    assert metadata_from_name(name).number is None


def test_a_series_is_what_stands_before_a_closing_number() -> None:
    assert series_of("changelog_md/practical-ai-206.md") == "practical ai"
    assert series_of("shownotes-280.md") == series_of("episode-206.md") == series_of("280-x.md") == ""


@pytest.mark.parametrize(
    ("name", "title", "doubtful"),
    [
        ("29_no_number_in_title.md", "Zonder nummer, speciaal voor jou", True),
        ("12-robots.md", "Robots in de zorg", False),
        ("12-robots-zorg.md", "Robots, en dan de zorg", False),
        ("280-easy-scripts.md", "Python Bytes 280", False),
        ("12-robots.md", None, False),
        ("shownotes-280.md", "Iets anders", False),
        ("12.md", "Iets anders", False),
        ("aflevering 12 - robots.md", "Iets anders", False),
        ("practical-ai-206.md", "Iets anders", False),
    ],
)
def test_a_number_before_words_of_something_else_is_doubtful(name: str, title: str | None, doubtful: bool) -> None:
    assert is_list_number(name, title) is doubtful


def test_words_do_not_look_like_video_ids() -> None:
    assert looks_like_video_id("-uG26zl5Wjc")
    assert not any(map(looks_like_video_id, ("interview-1", "transcripts", "CodingAlone", "INTERVIEW-1", "x")))
