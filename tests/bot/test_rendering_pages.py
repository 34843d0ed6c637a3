"""The pages that a member opens, and the short texts around the answers."""

import re
from typing import Any

import pytest

from bot.answering.seams import ContextPage, EpisodeCard, Found, SearchResult, SpokenTurn
from bot.guards import REASONS, Refusal
from bot.renderings.labels import day_in_words, moment_in_words
from bot.renderings.markdown import LIMIT, units
from bot.renderings.notices import (
    about_text,
    choice_name,
    export_text,
    help_text,
    presence_text,
    privacy_text,
    refusal_text,
    shared_content,
    source_choice,
    thread_name,
)
from bot.renderings.pages import (
    catalogue_page,
    context_page,
    episode_card,
    page_of_episodes,
    search_page,
    sources_pages,
)
from bot.texts.spoken import TEXTS
from tests.answers import LINK, citation, episode
from vectorstore.records import DocumentRecord

LANGUAGES = sorted(TEXTS)
EVIL = "**x** @everyone <@1> [y](https://evil.example) `z`"


def context(**more: Any) -> ContextPage:
    turns = (SpokenTurn("Mira", 5.0, "Wat doe je tegen de mijt?"), SpokenTurn("Jelle", 9.0, "Oxaalzuur, in december."))
    given: dict[str, Any] = {
        "document": "tuin/1.vtt",
        "chunk": "c-00001",
        "episode": episode(),
        "text": " ".join(turn.text for turn in turns),
        "turns": turns,
        "speakers": ("Mira", "Jelle"),
        "section": "De mijt",
        "start": 5.0,
        "end": 20.0,
        "url": LINK,
        "position": 2,
        "count": 7,
    }
    return ContextPage(**given | more)


def result(count: int, text: str = "De bijen overwinteren hier.") -> SearchResult:
    hits = tuple(
        Found(n, 0.5, episode(n), "tuin/1.vtt", f"c-{n:05d}", None, None, 15.0, 20.0, LINK, text)
        for n in range(1, count + 1)
    )
    return SearchResult("bijen *winter*", hits, "gen-000001", 0.1)


def card(**more: Any) -> EpisodeCard:
    documents = (
        DocumentRecord("tuin/1.vtt", "d", "webvtt", "transcript", 3, ("e1",), timed=True),
        DocumentRecord("tuin/1.md", "d", "markdown", "summary", 3, ("e1",)),
    )
    given: dict[str, Any] = {
        "episode": episode(views=1200),
        "sections": ("De mijt", "Winter"),
        "speakers": ("Mira", "Jelle"),
        "documents": documents,
        "timed": True,
    }
    return EpisodeCard(**given | more)


def test_a_transcript_page_says_who_speaks_when_and_where_it_stands() -> None:
    assert context_page(context(), "en") == (
        f"[Episode 1 · Bijen op het dak · De mijt · 0:05 · 9 January 2024](<{LINK}>)\n-# Passage 2 of 7\n\n"
        "**Mira** 0:05\nWat doe je tegen de mijt?\n**Jelle** 0:09\nOxaalzuur, in december."
    )


def test_a_summary_page_is_its_text() -> None:
    assert context_page(context(turns=(SpokenTurn(None, None, "# Kop"),)), "nl").endswith("\n\n\\# Kop")


def test_a_page_whose_place_is_gone_says_so() -> None:
    assert "-# The document has changed since" in context_page(context(found=False), "en")


def test_what_a_transcript_holds_stays_text() -> None:
    page = context_page(context(turns=(SpokenTurn(EVIL, 1.0, EVIL), SpokenTurn("x", 2.0, "y"))), "en")
    assert page.count("\\*\\*x\\*\\* @\u200beveryone \\<@\u200b1> \\[y](https\\://evil.example) \\`z\\`") == 2


@pytest.mark.parametrize("text", ["*" * 1500, "woord " * 400, "🐝" * 1500])
def test_a_transcript_page_fits_a_message_whatever_it_holds(text: str) -> None:
    page = context_page(context(turns=(SpokenTurn("Mira", 1.0, text), SpokenTurn("x", 2.0, text))), "en")
    assert units(page) <= LIMIT
    assert page.endswith("…")


def test_sources_are_quoted_whole() -> None:
    quote = "Een lange zin. " * 40
    pages = sources_pages([citation(n, quote) for n in (1, 2, 3, 4)], "nl")
    assert pages[0].startswith("**Bronnen**\n[1] [Aflevering 1")
    assert "\n".join(pages).count(quote.strip()) == 4
    assert all(units(page) <= LIMIT for page in pages)


def test_related_passages_stand_below_the_sources_under_a_heading_of_their_own() -> None:
    page = sources_pages([citation(1)], "en", related=[citation(2, "Iets anders.")])[0]
    assert page.index("[1] [Episode") < page.index("**Related**\n[2] [Episode") < page.index("Iets anders.")
    assert sources_pages([], "en", related=[citation(1)])[0].startswith("**Related**\n[1]")


def test_no_sources_say_so() -> None:
    assert sources_pages([], "en") == ("Nothing in the episodes is near to these words.",)


def test_passages_of_a_search_are_paged() -> None:
    pages = [search_page(result(7), number, "en") for number in (1, 2, 3)]
    assert [(page.number, page.count) for page in pages] == [(1, 3), (2, 3), (3, 3)]
    assert pages[0].content.startswith("**Passages near “bijen \\*winter\\*”**\n\n**1.** [Episode 1")
    assert pages[1].content.endswith("\n\n-# Page 2 of 3")
    assert [len(re.findall(r"^> “", page.content, re.M)) for page in pages] == [3, 3, 1]


@pytest.mark.parametrize("number", [-3, 0, 99])
def test_a_page_that_does_not_exist_is_the_nearest_one(number: int) -> None:
    assert search_page(result(4), number, "en").number == (1 if number < 1 else 2)


def test_a_search_without_a_hit_says_so() -> None:
    assert search_page(result(0), 1, "nl").content == "Niets in de afleveringen ligt dicht bij deze woorden."


def test_a_page_of_a_search_fits_whatever_is_found() -> None:
    assert units(search_page(result(3, "*" * 900), 1, "en").content) <= LIMIT


def test_the_catalogue_lists_number_title_and_day() -> None:
    page = catalogue_page([episode(2, "De veerboot"), episode(1)], 1, "nl")
    assert page.content == (
        f"**2 afleveringen**\n**2** · [De veerboot](<{LINK}>) · 9 januari 2024\n"
        f"**1** · [Bijen op het dak](<{LINK}>) · 9 januari 2024"
    )


def test_the_catalogue_is_paged_and_names_shows_where_there_are_several() -> None:
    episodes = [episode(n, f"Titel {n}", show=f"show {n % 2}") for n in range(1, 30)]
    page = catalogue_page(episodes, 3, "en")
    assert (page.number, page.count) == (3, 3)
    assert [e.number for e in page_of_episodes(episodes, 3)] == [25, 26, 27, 28, 29]
    assert "Titel 25](" in page.content
    assert "· show 1" in page.content


def test_a_page_of_the_catalogue_fits_whatever_the_titles_are() -> None:
    episodes = [episode(n, "*_`" * 60, url=LINK + "x" * 300) for n in range(12)]
    content = catalogue_page(episodes, 1, "en").content
    assert units(content) <= LIMIT
    assert content.count("\n") == 12


def test_an_empty_catalogue_says_so() -> None:
    assert catalogue_page([], 1, "en").content == "There are no episodes yet."


def test_a_card_tells_what_is_known_of_an_episode() -> None:
    assert episode_card(card(), "en") == (
        "### Episode 1 · Bijen op het dak\n"
        "Show: tuin\nPublished: 9 January 2024\nViews: 1200\n"
        f"Link: <{LINK}>\nSpeakers: Mira, Jelle\nKnown from: transcript with times, summary\n"
        "What it is about:\n- De mijt\n- Winter"
    )


def test_a_card_leaves_out_what_is_not_known() -> None:
    bare = card(episode=episode(None, date=None, url=None), sections=(), speakers=(), documents=())
    assert episode_card(bare, "nl") == "### Bijen op het dak\nPodcast: tuin"


def test_a_card_with_very_much_on_it_fits_a_message() -> None:
    content = episode_card(card(sections=("*" * 300,) * 60, speakers=("_" * 200,) * 40), "en")
    assert units(content) <= LIMIT
    assert "more" in content


def test_help_has_clickable_commands_where_they_are_known() -> None:
    text = help_text({"ask": "</ask:12>"}, "en", 13)
    assert "</ask:12> answers" in text
    assert "`/search` shows" in text
    assert "13 episodes" in text
    assert "`/zoek` toont" in help_text({}, "nl", 13)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_standing_texts_fit_one_message(language: str) -> None:
    episodes = [episode(n, show=f"{EVIL} {n}") for n in range(40)]
    for text in (
        help_text({}, language, 900),
        privacy_text(language, 24, provider="OpenAI"),
        about_text(language, episodes, "gen-000012", 1.7e9, "Europe/Amsterdam", "0.1.0", "gpt"),
    ):
        assert 100 < units(text) <= LIMIT
        assert "@everyone" not in text


def test_privacy_says_whether_a_question_leaves_the_machine() -> None:
    assert "does not leave the machine" in privacy_text("en", 24)
    assert "goes to OpenAI" in privacy_text("en", 24, provider="OpenAI")


def test_an_export_is_all_of_it_in_code_blocks() -> None:
    messages = export_text({"asks": [{"at": n, "guild": "`1`"} for n in range(200)]}, "en")
    assert len(messages) > 2
    assert all(units(message) <= LIMIT and message.count("```") in (0, 2) for message in messages)
    assert '"at": 199' in messages[-1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", REASONS)
def test_every_refusal_is_a_sentence(reason: Any, language: str) -> None:
    text = refusal_text(Refusal(reason, retry_at=1_700_000_000.2, limit=1000), language)
    assert text.endswith((".", "?"))
    assert ("<t:1700000001:R>" in text) == (reason == "cooldown")
    assert ("1000" in text) == (reason == "too long")


def test_a_shared_answer_keeps_its_question_line() -> None:
    shared = shared_content("> why?\nBecause.", "Mira *T*", "en")
    assert shared == "> why?\n-# Shared by Mira \\*T\\*\nBecause."
    assert shared_content("> why?\n" + "x" * 1990, "Mira", "en").count("\n") == 1


def test_names_for_discords_fields_fit_them() -> None:
    long = episode(12, "Een titel die maar niet ophoudt " * 9)
    assert thread_name(f"*why* {'so ' * 80}").startswith("*why* so")
    for name in (thread_name("x" * 300), choice_name(long, "en"), source_choice(citation(episode=long), "en")):
        assert 0 < units(name) <= 100
    assert choice_name(episode(), "nl") == "Aflevering 1 · Bijen op het dak"
    assert source_choice(citation(2), "en") == "[2] Episode 1 · Bijen op het dak · 0:15 · 9 January 2024"
    assert thread_name(" ") == "…"


def test_the_presence_counts_the_episodes() -> None:
    assert presence_text(13, "en") == "13 episodes · /ask"
    assert presence_text(0, "nl") == "De bibliotheek is nog leeg"


@pytest.mark.parametrize(
    ("date", "language", "words"),
    [("2024-01-23", "en", "23 January 2024"), ("2024-05-01", "nl", "1 mei 2024"), ("2024-13-01", "en", "2024-13-01")],
)
def test_a_day_is_told_in_words(date: str, language: str, words: str) -> None:
    assert day_in_words(date, language) == words


def test_a_moment_falls_on_the_day_of_the_shows_time_zone() -> None:
    late = 1_704_063_600.0  # 2023-12-31 23:00 UTC
    assert moment_in_words(late, "", "en") == "31 December 2023"
    assert moment_in_words(late, "Europe/Amsterdam", "en") == "1 January 2024"
