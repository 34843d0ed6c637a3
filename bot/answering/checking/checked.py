"""The check of a model's draft: only what the passages bear out is left, each [n] with the words it stands on.

draft -> plain words -> marks of given passages -> sentences -> true quotations -> borne out? -> citations, numbered
anew in order of appearance. Pure; it imports the rest of this room and citations. Whatever the draft holds, the time
is bounded: a draft beyond LONGEST characters is cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.answering.answer import Citation
from bot.answering.checking.drafts import Block, blocks_of, joined
from bot.answering.checking.marks import MARK, MARKS, normalised
from bot.answering.checking.quoted import Placed, Quoted, quoted
from bot.answering.checking.sanitise import sanitised
from bot.answering.checking.sources import Sources
from bot.answering.checking.spans import Nearness, Spans
from bot.answering.checking.support import UNCITED, unsupported
from bot.answering.citations import located, within
from vectorstore.retrieval.search import Hit

LONGEST = 20_000
PASSES = 6
_HARMFUL = str.maketrans(dict.fromkeys("<>@[]()/\\`|~:&.", " "))
COVERED = 3
"""Sentences of a paragraph or list item that one citation at its end may stand for."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that is not borne out, as it is (or would be) shown, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What may be shown of a draft: [n] in `text` is `citations[n - 1]`; `supported` sentences are borne out.

    `dropped` are the sentences without support; they stand in `text` only when they were to be kept.
    """

    text: str
    citations: tuple[Citation, ...]
    dropped: tuple[Dropped, ...]
    supported: int


@dataclass(frozen=True, slots=True)
class _Judged:
    """A sentence: its true words, the places that bear it out, and what is wrong with it."""

    words: Quoted
    places: tuple[int, ...]
    reason: str | None


def check(
    draft: str,
    question: str,
    hits: Sequence[Hit],
    language: str,
    keep_unsupported: bool = False,
    complete: bool = True,
    nearness: Nearness | None = None,
) -> Checked:
    """Return what may be shown of a draft over these passages; hits[n - 1] is passage [n].

    Never raises on a draft, whatever it holds. With `complete=False` the draft is still being written: only its
    finished sentences are looked at. `nearness` may help to find the words that a sentence in another language
    stands on.
    """
    sources = Sources(hits, question, language)
    text = plain(draft[:LONGEST], sources)
    ended = "\n" if draft.endswith("\n") else ""
    blocks = blocks_of(text + ended, complete and len(draft) <= LONGEST)
    judged = _judged(blocks, sources, keep_unsupported)
    writing = _Writing(sources, Spans(nearness), keep_unsupported)
    shown = [(block, writing.block(block, sentences)) for block, sentences in zip(blocks, judged, strict=True)]
    return Checked(joined(shown), tuple(writing.citations), tuple(writing.dropped), writing.supported)


def plain(draft: str, sources: Sources) -> str:
    """Return the plain words of a draft with only the marks of given passages.

    What goes may bring together what was apart, so it is done again until nothing changes; a draft that is never
    done loses every character that could do harm.
    """
    for _ in range(PASSES):
        text = normalised(sanitised(draft, sources.domains), len(sources.hits))
        if text == draft:
            return text
        draft = text
    return draft.translate(_HARMFUL)


def _judged(blocks: Sequence[Block], sources: Sources, keep: bool) -> list[list[_Judged]]:
    """Return each block's sentences judged, the last first: what announces stands on what it announces."""
    out: list[list[_Judged]] = []
    for n in reversed(range(len(blocks))):
        announced = _announced(blocks, n, out) if blocks[n].leads_in else []
        below = dict.fromkeys(place for sentences in announced for one in sentences for place in one.places)
        kept = any(keep or one.reason is None for sentences in announced for one in sentences)
        out.insert(0, _block_judged(blocks[n], sources, tuple(below) if kept else (), len(announced)))
    return out


def _announced(blocks: Sequence[Block], at: int, later: list[list[_Judged]]) -> list[list[_Judged]]:
    """Return what a block that ends with a colon announces: the list below it, or else the next block."""
    following = blocks[at + 1 :]
    if not following:
        return []
    if not _is_item(following[0]):
        return later[:1]
    count = next((n for n, block in enumerate(following) if not _is_item(block)), len(following))
    return later[:count]


def _is_item(block: Block) -> bool:
    return bool(block.lead.strip())


def _block_judged(block: Block, sources: Sources, below: tuple[int, ...], items: int) -> list[_Judged]:
    cited = [sentence.places for sentence in block.sentences]
    covering: tuple[int, ...] = ()
    if not block.open and len(cited) <= COVERED and not any(cited[:-1]):
        covering = cited[-1] or below
    out = []
    for sentence, own in zip(block.sentences, cited, strict=True):
        places = own or covering
        words = quoted(sentence.text, places, sources)
        reason = words.fault or unsupported(words.marked, places, sources, items)
        out.append(_Judged(words, places, reason if places else UNCITED))
    return out


@dataclass(slots=True)
class _Writing:
    """Puts the shown text together and collects its citations."""

    sources: Sources
    spans: Spans
    keep: bool
    citations: list[Citation] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    supported: int = 0
    numbers: dict[tuple[str, str, float | None], int] = field(default_factory=dict)

    def block(self, block: Block, judged: Sequence[_Judged]) -> list[tuple[int, str]]:
        """Return the sentences of a block that are shown, each with its place."""
        shown = [n for n, one in enumerate(judged) if self.keep or one.reason is None]
        self.dropped += [Dropped(one.words.text, one.reason) for one in judged if one.reason and not self.keep]
        out: list[tuple[int, str]] = []
        covered: list[_Judged] = []
        for n in shown:
            one = judged[n]
            text = one.words.text
            own = bool(MARK.search(text))
            if not own and one.places and n == shown[-1] and not block.leads_in and any(j.places for j in judged):
                text += " " + "".join(f"[{place + 1}]" for place in one.places)  # whoever bore its citation went
                own = True
            words = self._numbered(text, one, covered) if own else text
            covered = [] if own else [*covered, one]
            if one.reason:
                self.dropped.append(Dropped(words, one.reason))
            else:
                self.supported += bool(one.places)
            out.append((n, words))
        return out

    def _numbered(self, text: str, one: _Judged, covered: Sequence[_Judged]) -> str:
        """Return a sentence whose marks are the numbers of citations: of its quotations, or what it stands on."""
        before = " ".join(MARK.sub("", other.words.text) for other in covered)
        waiting = [Placed(0, p.place, p.begin, p.end) for other in covered for p in other.words.placed]
        waiting += one.words.placed
        marks = list(MARK.finditer(text))
        last = {int(mark[1]) - 1: mark.start() for mark in marks}
        given: dict[int, list[int]] = {}
        since: dict[int, int] = {}
        for mark in marks:
            place, at = int(mark[1]) - 1, mark.start()
            mine = [p for p in waiting if p.place == place and (p.at <= at or at == last[place])]
            waiting = [p for p in waiting if p not in mine]
            clause = f"{before} {MARK.sub('', text[since.get(place, 0) : at])}"
            clause = clause if place in since else f"{before} {MARK.sub('', text)}"
            since[place] = mark.end()
            spans = [(p.begin, p.end) for p in mine] or [self.spans.supporting(self.sources.hits[place], clause)]
            given[at] = [self._number(place, begin, end) for begin, end in spans]
        return MARKS.sub(lambda run: _run(run[0], run.start(), given), text)

    def _number(self, place: int, begin: int, end: int) -> int:
        """Return the number of the citation of a stretch; the same stretch has one."""
        hit = self.sources.hits[place]
        quote = hit.passage.text[begin:end].strip()
        spans = within(hit.passage.spans, begin, end)
        citation = located(hit, quote, spans, len(self.citations) + 1)
        key = (citation.document, quote, citation.start)
        if key not in self.numbers:
            self.numbers[key] = citation.n
            self.citations.append(citation)
        return self.numbers[key]


def _run(run: str, begin: int, given: dict[int, list[int]]) -> str:
    """Return a run of marks with its new numbers, each once."""
    out: list[str] = []
    used: set[int] = set()
    at = 0
    for mark in MARK.finditer(run):
        numbers = [n for n in dict.fromkeys(given[begin + mark.start()]) if n not in used]
        if numbers:
            out += [run[at : mark.start()], *(f"[{n}]" for n in numbers)]
            used.update(numbers)
        at = mark.end()
    return "".join(out)
