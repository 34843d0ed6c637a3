"""Pages that a member opens: sources, transcript, search, catalogue, episode card; pure.

Imports answering, texts and the neighbouring modules. Every content is at most 2,000 characters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.answering.answer import Citation
from bot.answering.seams import ContextPage, EpisodeCard, SearchResult, SpokenTurn
from bot.answering.writers.extractive import clock
from bot.renderings.corrected import corrected_line
from bot.renderings.cutting import ELLIPSIS, cut, packed
from bot.renderings.labels import credit, credit_lines, day_in_words, episode_name, listed, place_label, short
from bot.renderings.markdown import LIMIT, inline, link_of, linked, plain, units
from bot.renderings.passages import passage_block, quotation
from bot.texts.spoken import say
from vectorstore.records import DocumentRecord, Episode

EPISODES_A_PAGE, HITS_A_PAGE = 12, 3
HIT_CHARACTERS = 420
MOST_SECTIONS, MOST_SPEAKERS = 12, 8
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of several; `number` counts from 1 to `count`."""

    content: str
    number: int
    count: int


def paged(items: Sequence[Item], page: int, size: int) -> tuple[Sequence[Item], int, int]:
    """Return the items of a page, its number put within 1 to the count, and the count."""
    count = max(1, -(-len(items) // size))
    number = min(max(page, 1), count)
    return items[(number - 1) * size : number * size], number, count


def page_line(number: int, count: int, language: str) -> str:
    """Return which page this is in small print; nothing when it is the only one."""
    return f"-# {say(language, 'page', page=number, pages=count)}" if count > 1 else ""


def lines(*parts: str) -> str:
    """Return the parts that are not empty, a line each."""
    return "\n".join(part for part in parts if part)


def first_fitting(contents: Iterator[str]) -> str:
    """Return the first content that fits a message; when none does, the beginning of the last."""
    content = ""
    for content in contents:
        if units(content) <= LIMIT:
            return content
    return cut(content, LIMIT - 1)[0] + ELLIPSIS


def sources_pages(citations: Sequence[Citation], language: str, related: Sequence[Citation] = ()) -> tuple[str, ...]:
    """Return messages with the quoted passages whole, each below its place; what is related follows, apart."""
    shown = [
        *headed(say(language, "sources"), citations, language),
        *headed(say(language, "related"), related, language),
    ]
    if not shown:
        return (say(language, "nothing found"),)
    credits = credit_lines((citation.episode for citation in (*citations, *related)), language)
    marks = inline(corrected_line((*citations, *related), language))
    return tuple(packed("", [*shown, "\n".join(filter(None, (credits, f"-# {marks}" if marks else "")))]))


def headed(title: str, citations: Sequence[Citation], language: str) -> list[str]:
    """Return a block for each passage, the first below a title."""
    blocks = [passage_block(citation, language) for citation in citations]
    return [f"**{title}**\n{blocks[0]}", *blocks[1:]] if blocks else []


def context_page(page: ContextPage, language: str) -> str:
    """Return one page of a transcript, each turn below its speaker and moment."""
    head = lines(
        place_label(page, language),
        f"-# {say(language, 'passage', position=page.position, count=page.count)}",
        "" if page.found else f"-# {say(language, 'moved')}",
        credit_lines([page.episode], language),
    )
    text = "\n".join(turn_block(turn, several=len(page.turns) > 1) for turn in page.turns) or plain(page.text)
    room = LIMIT - units(head) - len("\n\n")
    return f"{head}\n\n{text if units(text) <= room else cut(text, room - 1)[0] + ELLIPSIS}"


def turn_block(turn: SpokenTurn, several: bool) -> str:
    """Return what one speaker says, below name and moment; a page of one turn shows the moment in its head alone."""
    moment = clock(turn.start) if turn.start is not None and several else ""
    speaker = f"**{inline(short(turn.speaker, 80))}**" if turn.speaker else ""
    return lines(" ".join(part for part in (speaker, moment) if part), plain(turn.text.strip()))


def search_page(result: SearchResult, page: int, language: str) -> Page:
    """Return a page of passages, best first, with where each stands."""
    hits, number, count = paged(result.hits, page, HITS_A_PAGE)
    if not hits:
        return Page(say(language, "nothing found"), 1, 1)
    title = f"**{say(language, 'results title', words=inline(short(result.question, 200)))}**"

    foot = lines(credit_lines((hit.episode for hit in hits), language), page_line(number, count, language))

    def content(shown: int) -> str:
        blocks = (f"**{hit.rank}.** {place_label(hit, language)}\n> {quotation(hit.text, shown)}" for hit in hits)
        return "\n\n".join(part for part in (title, *blocks, foot) if part)

    return Page(first_fitting(content(shown) for shown in (HIT_CHARACTERS, 240, 120)), number, count)


def page_of_episodes(episodes: Sequence[Episode], page: int) -> tuple[Episode, ...]:
    """Return the episodes that `catalogue_page` shows on a page."""
    return tuple(paged(episodes, page, EPISODES_A_PAGE)[0])


def catalogue_page(episodes: Sequence[Episode], page: int, language: str) -> Page:
    """Return a page of the catalogue in the order given: number, linked title, day; the show where there are more."""
    if not episodes:
        return Page(say(language, "catalogue none"), 1, 1)
    shown, number, count = paged(episodes, page, EPISODES_A_PAGE)
    several = len({episode.show for episode in episodes}) > 1
    title = f"**{say(language, 'catalogue title', episodes=len(episodes))}**"

    def content(width: int, address: bool) -> str:
        rows = (episode_row(episode, language, width, several, address) for episode in shown)
        return lines(title, *rows, page_line(number, count, language))

    widths = ((90, True), (60, True), (40, True), (60, False), (30, False))
    return Page(first_fitting(content(*width) for width in widths), number, count)


def episode_row(episode: Episode, language: str, width: int, several: bool, address: bool) -> str:
    """Return one line of the catalogue."""
    number = f"**{episode.number}** · " if episode.number is not None else "· "
    title = linked(inline(short(episode.title, width)), episode.url if address else None)
    day = day_in_words(episode.date, language) if episode.date else ""
    show = inline(short(episode.show, 40)) if several else ""
    return number + " · ".join(part for part in (title, day, show) if part)


def episode_card(card: EpisodeCard, language: str) -> str:
    """Return what is known of one episode; the most telling lines first."""
    episode = card.episode

    def content(sections: int) -> str:
        return lines(f"### {episode_name(episode, language)}", *facts(card, language, sections))

    return first_fitting(content(sections) for sections in (MOST_SECTIONS, 6, 2, 0))


def facts(card: EpisodeCard, language: str, sections: int) -> Iterator[str]:
    """Yield the lines of an episode's card."""
    episode = card.episode
    values = {
        "fact show": inline(short(episode.show, 80)),
        "fact date": day_in_words(episode.date, language) if episode.date else "",
        "fact views": f"{episode.views}" if episode.views is not None else "",
        "fact link": f"<{address}>" if (address := link_of(episode.url)) else "",
        "fact speakers": listed([inline(short(name, 50)) for name in card.speakers], MOST_SPEAKERS, language),
        "fact documents": ", ".join(dict.fromkeys(kind_of(document, language) for document in card.documents)),
        "fact license": credit(episode, language),
    }
    yield from (say(language, key, value=value) for key, value in values.items() if value)
    if card.sections and sections:
        yield say(language, "fact sections")
        yield from (f"- {inline(short(name, 100))}" for name in card.sections[:sections])
        if len(card.sections) > sections:
            yield f"-# {say(language, 'and more', count=len(card.sections) - sections)}"


def kind_of(document: DocumentRecord, language: str) -> str:
    """Return what a document is, in words."""
    if document.kind == "summary":
        return say(language, "kind summary")
    return say(language, "kind transcript timed" if document.timed else "kind transcript")
