"""From quotations to citations: where the words stand, when, and under which link; imports records and answering."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.answer import Citation
from bot.answering.links import link_at
from bot.answering.selection import Quote
from vectorstore.records import Corrected, Span
from vectorstore.retrieval.search import Hit
from vectorstore.text.sentences import sentences
from vectorstore.text.wording import pattern_of_right


def cite(quote: Quote, n: int) -> Citation:
    """Return the citation of a quotation; its times are those of the spans that hold its words."""
    passage = quote.hit.passage
    return located(quote.hit, quote.text, within(passage.spans, quote.begin, quote.end), n)


def located(hit: Hit, text: str, spans: Sequence[Span], n: int) -> Citation:
    """Return a citation of words that lie in `spans` of a hit."""
    passage = hit.passage
    start = next((span.start for span in spans if span.start is not None), None)
    end = next((span.stop for span in reversed(spans) if span.stop is not None), None)
    return Citation(
        n=n,
        episode=passage.episode,
        document=passage.document.name,
        quote=text,
        section=passage.chunk.section,
        speaker=spans[0].speaker if spans else None,
        start=start,
        end=end,
        url=link_at(passage.episode.url, start),
        chunk=passage.chunk.id,
        corrected=corrected_in(text, passage.document.corrections),
    )


def corrected_in(text: str, corrections: Sequence[Corrected]) -> tuple[str, ...]:
    """Return the words of a text that its document has from corrections, as they are right, each once.

    Nothing tells a word that was put right from the same word that was heard right elsewhere in that document.
    """
    words = dict.fromkeys(one.right for one in corrections if one.field == "word")
    return tuple(word for word in words if pattern_of_right(word).search(text))


def within(spans: Sequence[Span], begin: int, end: int) -> list[Span]:
    """Return the spans that hold any of `begin:end`."""
    return [span for span in spans if span.end > begin and span.begin < end]


def related(hits: Sequence[Hit], first: int = 1, most: int = 3) -> list[Citation]:
    """Return the passages that were near, each by the opening sentence of what was found."""
    return [opening(hit, first + n) for n, hit in enumerate([hit for hit in hits if hit.passage.chunk.quotable][:most])]


def opening(hit: Hit, n: int, longest: int = 300) -> Citation:
    """Return a citation of the first sentences of the found chunk, within one turn."""
    passage = hit.passage
    spans = within(passage.spans, *passage.core) or list(passage.spans)
    turn = [span for span in spans if (span.turn, span.speaker) == (spans[0].turn, spans[0].speaker)]
    turn = longest_turn(spans) if turn[-1].end - turn[0].begin < 60 else turn
    begin, end = turn[0].begin, turn[-1].end
    stops = [begin + stop for _, stop in sentences(passage.text[begin:end])]
    fitting = [stop for stop in stops if stop - begin <= longest]
    end = fitting[-1] if fitting else stops[0] if stops else end
    return located(hit, passage.text[begin:end].strip(), within(spans, begin, end), n)


def longest_turn(spans: Sequence[Span]) -> list[Span]:
    """Return the spans of the turn that says most."""
    turns: dict[tuple[int, str | None], list[Span]] = {}
    for span in spans:
        turns.setdefault((span.turn, span.speaker), []).append(span)
    return max(turns.values(), key=lambda turn: turn[-1].end - turn[0].begin)
