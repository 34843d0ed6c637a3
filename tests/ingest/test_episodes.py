"""Which documents tell one episode, and what that episode is called."""

import random
from pathlib import Path

import pytest

from ingest.discover import discover
from ingest.episodes import Identified, Told, identify, tell
from ingest.library import Library, add_paths
from ingest.names import metadata_from_name
from ingest.transcript import Metadata, Segment, Transcript
from vectorstore.records import Episode

VIDEO = "https://www.youtube.com/watch?v=T60khfcwdk4"
OTHER = "https://www.youtube.com/watch?v=AAAAAAAAAA1"


def told(document: str, index: int = 0, weak: Metadata | None = None, **stated: str | int | None) -> Told:
    """Return an episode that a document states, its name (or `weak`) laid under it."""
    statement = Metadata(**{"show": "S", **stated})  # type: ignore[arg-type]
    named = weak or Metadata()
    gaps = {name for name in Metadata.__slots__ if getattr(statement, name) is None}
    filled = frozenset(name for name in gaps if getattr(named, name) is not None)
    return Told(document, index, transcript(statement), statement.or_else(named), filled)


def named(document: str, **stated: str | int | None) -> Told:
    """Return an episode of a document whose name counts too."""
    return told(document, weak=metadata_from_name(document), **stated)


def transcript(stated: Metadata | None = None) -> Transcript:
    return Transcript("plain", "transcript", (Segment("text"),), stated or Metadata())


def together(found: Identified) -> list[list[str]]:
    """Return the documents of each episode."""
    groups: dict[str, list[str]] = {}
    for (document, _), key in found.key_of.items():
        groups.setdefault(key, []).append(document)
    return sorted(groups.values())


def one(*documents: Told) -> Episode:
    (episode,) = identify(documents).episodes
    return episode


def are_one(*documents: Told) -> bool:
    return len(identify(documents).episodes) == 1


def test_show_and_number_make_one_episode() -> None:
    found = identify([told("a.md", number=5, title="Robots"), told("a.vtt", number=5)])
    assert len(found.episodes) == 1
    assert found.key_of[("a.md", 0)] == found.key_of[("a.vtt", 0)] == found.episodes[0].key
    assert found.warnings == ()


@pytest.mark.parametrize(
    "other",
    [
        {"number": 6},
        {"number": 5, "show": "T"},
        {"number": 5, "title": "Landbouw"},
        {"number": 5, "date": "2024-05-05"},
        {"number": 5, "link": OTHER},
        {"title": "Robots"},  # no number, no link
    ],
)
def test_whatever_both_state_and_differs_keeps_two_apart(other: dict[str, str | int]) -> None:
    first = told("a.md", number=5, title="Robots", date="2024-02-06", link=VIDEO)
    assert not are_one(first, told("b.md", **other))


@pytest.mark.parametrize("title", ["ROBOTS", "Robots in de zorg", "Over robots", "Robots!", "Aflevering 5"])
def test_titles_are_compared_loosely(title: str) -> None:
    assert are_one(told("a.md", number=5, title="Robots"), told("b.md", number=5, title=title))


def test_a_word_inside_another_word_is_not_the_same_title() -> None:
    assert not are_one(told("a.md", number=5, title="AI"), told("b.md", number=5, title="Maine"))


def test_a_title_that_only_repeats_show_and_number_contradicts_nothing() -> None:
    notes = told("notes.md", show="pythonbytes", number=280, title="Python Bytes 280")
    spoken = told("a.vtt", show="pythonbytes", number=280, title="Easy terminal scripts")
    assert one(notes, spoken).title == "Easy terminal scripts"


def test_names_of_shows_are_compared_folded() -> None:
    assert are_one(told("a.md", show="Practical AI", number=5), told("b.md", show="practical ai ", number=5))


def test_a_number_used_twice_is_a_warning_that_names_both() -> None:
    found = identify([told("a.md", number=5, title="Robots"), told("b.md", number=5, title="Landbouw")])
    (warning,) = found.warnings
    assert warning.file == "b.md"
    assert all(part in warning.reason for part in ("5", "a.md", "title"))


def test_the_same_recording_makes_one_episode_whatever_the_title() -> None:
    assert are_one(
        told("nl.md", title="Een musical", link="https://youtu.be/T60khfcwdk4?t=3"),
        told("en.vtt", title="A musical", link=VIDEO, date="2024-01-01", show="T"),
    )


def test_a_media_file_is_a_recording_too() -> None:
    link = "https://cdn.example/12.mp3"
    assert are_one(told("a.md", link=link), told("b.md", link=link, title="Robots"))


def test_one_recording_with_two_numbers_in_one_show_stays_two_with_a_warning() -> None:
    found = identify([told("a.md", number=1, link=VIDEO), told("b.md", number=2, link=VIDEO)])
    assert len(found.episodes) == 2
    assert [note.file for note in found.warnings] == ["b.md"]
    assert "recording" in found.warnings[0].reason


def test_a_link_that_was_copied_along_joins_nothing_but_equal_titles() -> None:
    numbered = [told(f"{at}.md", number=at, title=f"Titel {at}e", link=VIDEO) for at in range(1, 30)]
    lonely, equal = told("x.md", title="Tussendoor", link=VIDEO), told("y.vtt", title="Titel 7e", link=VIDEO)
    found = identify([*numbered, lonely, equal])
    assert len(found.episodes) == 30
    assert found.key_of[("y.vtt", 0)] == found.key_of[("7.md", 0)]
    assert len(found.warnings) == 1


def test_a_number_from_a_name_does_not_keep_a_recording_apart() -> None:
    assert one(told("a.md", number=1, link=VIDEO), named("7-x.vtt", link=VIDEO)).number == 1


def test_episodes_told_in_one_document_are_never_one() -> None:
    found = identify([told("a.md", 0, number=1, link=VIDEO), told("a.md", 1, link=VIDEO), told("b.md", link=VIDEO)])
    assert len(found.episodes) == 2
    assert found.key_of[("a.md", 0)] != found.key_of[("a.md", 1)]


def test_no_episode_holds_two_that_contradict_each_other() -> None:
    bridge = told("b.vtt", number=5)
    documents = [told("a.md", number=5, title="Robots"), bridge, told("c.md", number=5, title="Landbouw")]
    found = identify(documents)
    assert together(found) == [["a.md", "b.vtt"], ["c.md"]]


def test_a_document_joins_the_one_that_its_title_agrees_with() -> None:
    found = identify(
        [
            told("a.md", number=5, title="Robots"),
            told("b.md", number=5, title="Landbouw"),
            named("5-landbouw.vtt"),
        ]
    )
    assert together(found) == [["5-landbouw.vtt", "b.md"], ["a.md"]]


def test_the_order_of_finding_makes_no_difference() -> None:
    documents = [
        told("a.md", number=5, title="Robots"),
        told("b.vtt", number=5),
        told("c.md", number=5, title="Landbouw"),
        told("d.md", link=VIDEO),
        told("e.md", number=5, link=VIDEO),
        told("f.md", 0, number=1),
        told("f.md", 1, number=1),
    ]
    expected = identify(documents)
    for seed in range(20):
        random.Random(seed).shuffle(documents)
        assert identify(documents) == expected


class TestNames:
    """What file names add."""

    def test_titles_in_names_never_contradict(self) -> None:
        assert are_one(named("305-python-discord.vtt"), named("305-python-community-at-python-discord.youtube.vtt"))
        assert are_one(named("280-easy-scripts.vtt"), named("shownotes-280.md", number=280, title="Python Bytes 280"))

    def test_numbers_of_two_series_are_not_one_number(self) -> None:
        found = identify([named("practical-ai-280.md"), named("the-changelog-280.md")])
        assert len(found.episodes) == 2
        assert "used twice" in found.warnings[0].reason

    def test_the_same_number_in_two_folders_needs_titles_that_agree(self) -> None:
        assert not are_one(named("S/2023/12-robots.vtt"), named("S/2024/12-landbouw.vtt"))
        assert are_one(named("S/audio/12-robots.vtt"), named("S/tekst/12-robots.txt"))

    def test_a_number_of_a_list_is_no_episodes_number(self) -> None:
        base = metadata_from_name("29_no_number.md")
        weak = frozenset({"number", "title"})
        (document,) = tell("29_no_number.md", [transcript(Metadata(title="AI in de zorg"))], base, weak)
        assert document.metadata.number is None
        (document,) = tell("29_no_number.md", [transcript()], base, weak)
        assert document.metadata.number == 29

    def test_a_title_in_a_name_yields_to_a_stated_one(self) -> None:
        assert one(named("12-a-title.vtt"), told("z.md", number=12, title="Een titel")).title == "Een titel"

    def test_without_any_title_show_and_number_or_the_file_give_one(self) -> None:
        assert one(named("shownotes-280.md")).title == "S 280"
        assert one(named("seed/000_f8743ae2b31f3bbf.txt")).title == "000_f8743ae2b31f3bbf"


class TestLinks:
    """Links that are no recording, or of different kinds."""

    def test_a_page_and_a_video_do_not_contradict_when_the_title_agrees(self) -> None:
        page = told("a.md", number=5, title="Robots", link="https://show.example/5")
        video = told("b.md", number=5, title="Robots", link=VIDEO)
        assert one(page, video).url == VIDEO
        assert not are_one(told("a.md", number=5, link="https://show.example/5"), told("b.md", number=5, link=VIDEO))

    def test_two_pages_of_one_site_contradict(self) -> None:
        first = told("a.md", number=5, title="Robots", link="https://show.example/5")
        assert not are_one(first, told("b.md", number=5, title="Robots", link="https://show.example/6"))
        assert are_one(first, told("b.md", number=5, link="http://www.show.example/5/"))

    def test_a_page_joins_a_document_without_a_number(self) -> None:
        page = "https://show.example/5"
        assert are_one(told("a.md", number=5, link=page), told("b.vtt", link=page))

    def test_the_page_of_a_whole_show_joins_nothing(self) -> None:
        page = "https://show.example/"
        assert len(identify([told(f"{at}.md", link=page, title=f"T{at}") for at in range(4)]).episodes) == 4
        assert len(identify([told(f"{at}.md", link=page) for at in range(20)]).episodes) == 20

    def test_the_link_of_a_show_toml_is_the_last_resort(self) -> None:
        base = Metadata(show="S", link="https://show.example/")
        weak = frozenset({"link"})
        first, second = (document for name in "ab" for document in tell(f"{name}.md", [transcript()], base, weak))
        assert [episode.url for episode in identify([first, second]).episodes] == ["https://show.example/"] * 2
        numbered = tell("a.md", [transcript(Metadata(number=5))], base, weak)
        assert one(*numbered, told("b.md", number=5, link=VIDEO)).url == VIDEO


def test_thousands_of_documents_are_identified_quickly() -> None:
    documents = [told(f"{at:05}.md", number=at // 3, title=f"T{at // 3}", link=None) for at in range(3000)]
    assert len(identify(documents).episodes) == 1000


def test_real_documents_of_one_episode_are_one(shared: Path) -> None:
    found = discover(add_paths(Library(), [str(shared / "episodes")]).roots, (), 10_000_000)
    documents = [one for file in found.documents for one in tell(file.name, [transcript()], file.base, file.weak)]
    identified = identify(documents)
    sizes = {group[0]: len(group) for group in together(identified)}
    assert sizes["episodes/pythonbytes/280-easy-terminal-scripts-by-sourcing-your-py.txt"] == 4
    assert sizes["episodes/pythonbytes/469-commands-out-of-the-terminal.txt"] == 4
    assert sizes["episodes/talkpython/305-python-community-at-python-discord.youtube.vtt"] == 3
    assert sizes["episodes/ergo/20241104_0bhPTk9hdGI.srt"] == 2
    assert sizes["episodes/nl_tweedekamer/h-tk-20172018-70-3.md"] == 2
    assert sizes["episodes/changelog_md/practical-ai-206.md"] == 1
    assert identified.warnings == ()
    assert len({episode.key for episode in identified.episodes}) == len(identified.episodes)
