"""What an episode's fields are, and what a document's name and sidecars add to them."""

from ingest.episodes import Told, identify, tell
from ingest.transcript import Metadata, Segment, Transcript
from vectorstore.records import Episode

VIDEO = "https://www.youtube.com/watch?v=T60khfcwdk4"


def told(document: str, index: int = 0, weak: Metadata | None = None, **stated: str | int | None) -> Told:
    """Return an episode that a document states, its name (or `weak`) laid under it."""
    statement = Metadata(**{"show": "S", **stated})  # type: ignore[arg-type]
    named = weak or Metadata()
    gaps = {name for name in Metadata.__slots__ if getattr(statement, name) is None}
    filled = frozenset(name for name in gaps if getattr(named, name) is not None)
    return Told(document, index, transcript(statement), statement.or_else(named), filled)


def transcript(stated: Metadata | None = None) -> Transcript:
    return Transcript("plain", "transcript", (Segment("text"),), stated or Metadata())


def one(*documents: Told) -> Episode:
    (episode,) = identify(documents).episodes
    return episode


class TestEpisode:
    """The fields of an episode."""

    def test_the_first_stated_value_counts_and_gaps_are_filled(self) -> None:
        first = told("a.md", number=5, title="Robots", views=31)
        second = told("b.md", number=5, date="2024-01-23", views=99, language="nl", license="CC0", attribution="Wij")
        episode = one(second, first)
        assert episode == Episode(
            key=episode.key,
            show="S",
            title="Robots",
            number=5,
            date="2024-01-23",
            views=31,
            language="nl",
            license="CC0",
            attribution="Wij",
        )

    def test_a_language_nobody_states_is_left_open(self) -> None:
        assert one(told("a.md")).language is None

    def test_a_stated_show_is_shown_as_it_is_spelled(self) -> None:
        weak = told("a.md", number=5, weak=Metadata(show="practical ai"), show=None)
        assert one(weak, told("b.md", number=5, show="Practical AI")).show == "Practical AI"

    def test_keys_are_twelve_hex_digits_and_unique(self) -> None:
        documents = [told("a.md", at, number=at % 3, title=f"T{at}") for at in range(30)]
        keys = [episode.key for episode in identify(documents).episodes]
        assert len(set(keys)) == 30
        assert all(len(key) == 12 and int(key, 16) >= 0 for key in keys)

    def test_a_key_stays_when_another_document_or_episode_joins(self) -> None:
        before = identify([told("b.md", number=5)]).key_of[("b.md", 0)]
        after = identify([told("a.vtt", number=5, title="T"), told("b.md", number=5), told("c.md", number=6)])
        assert after.key_of[("b.md", 0)] == before


class TestTell:
    """What a document's base adds to what its transcripts state."""

    BASE = Metadata(show="S", number=7, title="Uit de naam", language="nl", link=VIDEO)

    def test_it_fills_the_gaps_and_only_unstated_fields_stay_weak(self) -> None:
        (document,) = tell("a.md", [transcript(Metadata(number=5))], self.BASE, frozenset({"number", "title"}))
        assert (document.metadata.number, document.metadata.title) == (5, "Uit de naam")
        assert document.weak == {"title"}
        assert document.stated == Metadata(show="S", number=5, language="nl", link=VIDEO)

    def test_a_document_of_several_episodes_gives_none_its_number_title_or_link(self) -> None:
        first, second = tell("a.md", [transcript(Metadata(number=1)), transcript()], self.BASE, frozenset({"number"}))
        assert first.metadata == Metadata(show="S", number=1, language="nl")
        assert second.metadata == Metadata(show="S", language="nl")
        assert (first.index, second.index) == (0, 1)
