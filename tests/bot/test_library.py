"""The library behind the desks: episodes by what is typed, transcripts page by page, quotations found again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answering.answer import Answer, quote_hash
from bot.answering.answerer import Answerer, Asked
from bot.answering.library import Library
from bot.answering.seams import PAGE_CHARACTERS, ContextPage
from bot.ledgers.records import sources_of
from bot.terminal.verbs import found_json
from tests.desk import Desk, episode
from tests.doubles import WordEmbedder
from vectorstore.errors import NoIndex
from vectorstore.layout import Layout
from vectorstore.records import chunk_id
from vectorstore.retrieval.live import LiveIndex

SENTENCES = [f"Sentence number {n} tells about subject {n * 7} in the garden of the library." for n in range(120)]
BEES, GARDEN = "tuin/1-bijen.vtt", "show/1.md"


@pytest.fixture(scope="module")
def library(small_index: Desk) -> Library:
    return Library(LiveIndex(small_index.layout, small_index.job.embedder), small_index.layout)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A library of one's own to change, with a model that costs nothing."""
    return Desk(tmp_path, WordEmbedder())


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library with one document of many chunks, to read only."""
    desk = Desk(tmp_path_factory.mktemp("garden"), WordEmbedder())
    long_document(desk)
    return read(desk)


def read(desk: Desk) -> Library:
    return Library(LiveIndex(desk.layout, desk.job.embedder), desk.layout)


def long_document(desk: Desk, sentences: list[str] = SENTENCES) -> str:
    """Write and ingest a document of many chunks; return its name."""
    desk.write("show/1.md", episode(1, "The garden", " ".join(sentences)))
    desk.ingest(desk.folder / "show")
    return GARDEN


def walked(library: Library, start: ContextPage, step: int) -> list[ContextPage]:
    """Return the pages from `start` to the end of the document, as somebody walks who presses one button."""
    pages = [start]
    while pages[-1].position != (pages[-1].count if step > 0 else 1):
        page = library.context("", pages[-1].chunk, step)
        assert page is not None
        pages.append(page)
    return pages


def opened(library: Library, document: str, ordinal: int, step: int = 0) -> ContextPage:
    page = library.context(document, chunk_id(document, ordinal), step)
    assert page is not None
    return page


# --- episodes -----------------------------------------------------------------------------------------------------


def test_the_catalogue_begins_with_the_newest_episode(library: Library) -> None:
    assert [one.number for one in library.catalogue()] == [4, 3, 2, 1]
    assert library.size() == 4


def test_without_an_index_the_library_is_empty_and_says_so(tmp_path: Path) -> None:
    library = Library(LiveIndex(Layout(tmp_path), WordEmbedder()), Layout(tmp_path))
    assert (library.size(), library.catalogue(), library.episodes_like("1"), library.find("1")) == (0, (), (), None)
    with pytest.raises(NoIndex):
        library.search("bees")


def test_the_sample_show_alone_counts_as_an_empty_library(desk: Desk) -> None:
    desk.write("shipped/sample/1.md", episode(1, "The sample", "Bees sleep in boxes of larch."))
    desk.ingest()
    assert len(read(desk).catalogue()) == 1
    assert read(desk).size() == 0
    long_document(desk)
    assert read(desk).size() == 1


def test_a_new_generation_is_seen_without_opening_the_library_again(desk: Desk) -> None:
    long_document(desk)
    library = read(desk)
    assert [one.title for one in library.episodes_like("2")] == []
    desk.write("show/2.md", episode(2, "The shed", "The shed has a green roof."))
    desk.ingest()
    assert [one.title for one in library.episodes_like("2")] == ["The shed"]


def test_an_episode_is_found_by_what_autocompletion_gives_and_by_what_is_typed(library: Library) -> None:
    bees = library.catalogue()[-1]
    assert library.find(bees.key) == library.find("1") == library.find(" bijen op ") == bees
    assert library.find("no such thing") is None
    assert library.find("  ") is None


def test_a_card_tells_sections_speakers_and_documents(library: Library) -> None:
    bees, ferry = library.find("1"), library.find("2")
    assert bees is not None
    assert ferry is not None
    card = library.card(bees.key)
    assert card is not None
    assert (card.speakers, card.timed) == (("Mira Tolsma", "Jelle Brandsma"), True)
    assert [record.name for record in card.documents] == [BEES]
    assert card.documents == library.documents_of(bees.key)
    other = library.card(ferry.key)
    assert other is not None
    assert (other.sections, other.speakers, other.timed) == (("Batteries on board", "The ticket price"), (), False)
    assert library.card("no such key") is None
    assert library.documents_of("no such key") == ()


# --- the walk -----------------------------------------------------------------------------------------------------


def test_walking_forwards_says_every_sentence_once_and_in_order(garden: Library) -> None:
    pages = walked(garden, opened(garden, GARDEN, 0), +1)
    assert len(pages) > 4
    assert " ".join(page.text for page in pages[1:]).split() == " ".join(SENTENCES).split()


def test_walking_backwards_says_every_sentence_once_and_in_order(garden: Library) -> None:
    last = opened(garden, GARDEN, 0, +999)
    pages = walked(garden, opened(garden, GARDEN, last.position - 1), -1)
    assert " ".join(page.text for page in reversed(pages[:-1])).split() == " ".join(SENTENCES).split()


def test_the_place_itself_is_shown_whole_so_that_the_quotation_stands_on_it(garden: Library) -> None:
    whole, onwards = opened(garden, GARDEN, 3), opened(garden, GARDEN, 2, +1)
    assert whole.chunk == onwards.chunk
    assert whole.text.endswith(onwards.text)
    assert len(whole.text) > len(onwards.text)


def test_pages_are_counted_and_end_at_the_documents_ends(garden: Library) -> None:
    first, last = opened(garden, GARDEN, 0, -5), opened(garden, GARDEN, 1, +500)
    assert (first.position, first.count) == (1, last.count)
    assert last.position == last.count
    assert all(len(page.text) <= PAGE_CHARACTERS for page in walked(garden, first, +1))


def test_a_page_tells_who_speaks_when_and_where_to_listen(library: Library) -> None:
    page = opened(library, BEES, 1)
    assert page.speakers == ("Mira Tolsma", "Jelle Brandsma")
    assert (page.start, page.url) == (5.0, "https://www.youtube.com/watch?v=bijen000001&t=5")
    assert [(turn.speaker, turn.start) for turn in page.turns][:2] == [("Mira Tolsma", 5.0), ("Jelle Brandsma", 15.2)]
    assert " ".join(turn.text for turn in page.turns).split() == page.text.split()


def test_a_document_is_found_by_a_chunks_id_alone(library: Library) -> None:
    assert library.context("", chunk_id(BEES, 1)) == library.context(BEES, chunk_id(BEES, 1))


@pytest.mark.parametrize("lost", [chunk_id(BEES, 9999), "nonsense", "", f"{chunk_id(BEES, 0)}x", "-", "--1"])
def test_a_place_that_is_gone_gives_the_documents_begin_and_says_so(library: Library, lost: str) -> None:
    page = library.context(BEES, lost, +1)
    assert page is not None
    assert (page.position, page.found) == (1, False)


def test_a_document_that_is_gone_gives_no_page(library: Library) -> None:
    assert library.context("tuin/gone.md", chunk_id("tuin/gone.md", 1)) is None
    assert library.context("", chunk_id("tuin/gone.md", 1)) is None
    assert library.context("", "") is None


# --- quotations ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "Wat doe je tegen de varroamijt?",
        "How long does it take to charge the ferry?",
        "When was the episode about the ferry published?",
        "What steers the satellite?",
        "Wie heeft de Tour de France gewonnen?",
    ],
)
def test_every_source_of_an_answer_is_found_again_from_its_reference(
    ask: Callable[..., Answer], library: Library, question: str
) -> None:
    answer = ask(question)
    cited = [*answer.citations, *answer.related]
    refs = sources_of(answer)
    assert cited
    assert [library.quoted(ref.document, ref.chunk, ref.quote_hash, ref.n) for ref in refs] == cited


def test_a_quotation_that_moved_within_its_document_is_found_where_it_is_now(desk: Desk) -> None:
    document = long_document(desk)
    wanted = quote_hash(SENTENCES[100])
    place = next(n for n in range(1, 99) if SENTENCES[100] in opened(read(desk), document, n).text)
    assert read(desk).quoted(document, chunk_id(document, place), wanted) is not None
    long_document(desk, SENTENCES[60:])
    moved = read(desk).quoted(document, chunk_id(document, place), wanted, 3)
    assert moved is not None
    assert (moved.quote, moved.n) == (SENTENCES[100], 3)
    assert moved.chunk != chunk_id(document, place)


def test_words_that_nobody_says_any_more_are_not_replaced_by_others(desk: Desk) -> None:
    document = long_document(desk)
    assert read(desk).quoted(document, chunk_id(document, 1), quote_hash("Nobody said this.")) is None
    assert read(desk).quoted("show/gone.md", chunk_id(document, 1), quote_hash(SENTENCES[0])) is None


# --- search -------------------------------------------------------------------------------------------------------


def test_a_search_gives_passages_with_the_place_to_walk_on_from(library: Library) -> None:
    found = library.search("oxaalzuur tegen mijten", limit=2)
    first = found.hits[0]
    assert (first.rank, first.document, first.episode.number) == (1, BEES, 1)
    assert "oxaalzuur" in first.text
    page = library.context("", first.chunk)
    assert page is not None
    assert page.document == BEES


def test_a_search_stays_in_the_episode_that_is_named(library: Library) -> None:
    assert {hit.episode.number for hit in library.search("honing", episode=3).hits} == {3}
    assert library.search("honing", episode=99).hits == ()
    assert library.search("   ").hits == ()


def test_the_terminal_and_the_bot_search_alike(brain: Answerer, library: Library) -> None:
    result = found_json(brain, Asked("honing"), 3)
    found = library.search("honing", limit=3)
    assert [(hit["document"], hit["text"], hit["url"]) for hit in result["hits"]] == [
        (hit.document, hit.text, hit.url) for hit in found.hits
    ]
    assert result["generation"] == found.generation
