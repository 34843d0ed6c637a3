"""Finding episodes by number, name, date and speaker."""

import pytest

from vectorstore.records import Episode
from vectorstore.retrieval.catalogue import Catalogue, longest_run, plain_words


def test_a_number_is_found_in_every_show_or_in_the_named_one(catalogue: Catalogue) -> None:
    assert catalogue.numbered(12) == ("bread",)
    assert catalogue.numbered(12, ["Night Talk"]) == ()
    assert catalogue.numbered(99) == ()


def test_the_latest_is_the_newest_by_date(catalogue: Catalogue) -> None:
    assert catalogue.latest() == ("bread",)
    assert catalogue.latest(["Night Talk"]) == ("night",)


def test_the_latest_without_dates_has_the_highest_number() -> None:
    bare = Catalogue((Episode("a", "S", "A", 2), Episode("b", "S", "B", 10), Episode("c", "S", "C")), ())
    assert bare.latest() == ("b",)
    assert Catalogue((Episode("c", "S", "C"),), ()).latest() == ()


def test_a_range_of_days_holds_its_begin_and_not_its_end(catalogue: Catalogue) -> None:
    assert catalogue.dated("2024-01-09", "2024-03-05") == ("bees",)
    assert catalogue.dated("2024-03-05", "2024-03-06") == ("ferry",)


@pytest.mark.parametrize(
    ("question", "shows"),
    [
        ("What did Garden Radio say about bees?", {"Garden Radio"}),
        ("what's new on gardenradio", {"Garden Radio"}),
        ("Night Talk and Garden Radio", {"Garden Radio", "Night Talk"}),
        ("Night 409, please", {"Night Talk"}),
        ("What did they say about radios?", set()),
        ("a talk about radio", set()),
        ("", set()),
    ],
)
def test_a_show_is_named_by_its_name(catalogue: Catalogue, question: str, shows: set[str]) -> None:
    assert set(catalogue.shows_named(question)) == shows


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("What about the bees on the roof?", {"bees"}),
        ("Tell me about sourdough", {"bread"}),
        ("De elektrische veerboot, wat kost die?", {"ferry"}),
        ("What is on the table?", set()),
        ("the roof of the house", set()),
        ("", set()),
    ],
)
def test_a_title_is_named_by_a_run_of_its_telling_words(catalogue: Catalogue, question: str, keys: set[str]) -> None:
    assert set(catalogue.titles_named(question)) == keys


def test_the_share_of_a_title_that_is_said_counts(catalogue: Catalogue) -> None:
    whole = catalogue.titles_named("bees on the roof")["bees"]
    assert whole == 1.0
    assert 0 < catalogue.titles_named("an elektrische veerboot")["ferry"] < 1.0


def test_speakers_are_known_by_whole_and_first_names(catalogue: Catalogue) -> None:
    assert catalogue.speakers["anna visser"] == {"Anna Visser"}
    assert catalogue.speakers["jelle"] == {"Jelle Brandsma"}


def test_a_common_word_in_a_name_calls_nobody(catalogue: Catalogue) -> None:
    assert "the" not in catalogue.speakers


def test_documents_are_known_by_their_episode(catalogue: Catalogue) -> None:
    assert [record.name for record in catalogue.documents_of["bees"]] == ["radio/1.vtt", "radio/1.md"]


def test_words_of_a_title_are_folded() -> None:
    assert plain_words("L'Été: the “Côte d'Azur”!") == ["lété", "the", "côte", "dazur"]


@pytest.mark.parametrize(
    ("asked", "words", "run"),
    [("a b c d", "b c", (0, 2)), ("x b c", "a b c d", (1, 3)), ("x", "y", (0, 0)), ("", "y", (0, 0))],
)
def test_the_longest_run_of_common_words_is_found(asked: str, words: str, run: tuple[int, int]) -> None:
    assert longest_run(asked.split(), words.split()) == run
