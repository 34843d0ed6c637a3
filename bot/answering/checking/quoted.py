"""Quotations of a draft: word for word they stay, nearly they become the true words, all others lose their marks.

Imports turns, sources and the marks. A quotation is looked up in the passages that its sentence cites; one that
stands elsewhere, was said by another than the sentence says, or was put together from two places is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.answering.checking.attribution import Said, attributions, is_speaker, meant, named_among
from bot.answering.checking.marks import MARK
from bot.answering.checking.names import UNQUOTED
from bot.answering.checking.quotation_marks import Marks, Pair, marks_of
from bot.answering.checking.sources import Sources
from bot.answering.checking.turns import LONGEST_ALIGNED, Turn, bare_words, nearest, whole_words
from vectorstore.text.folding import squeeze
from vectorstore.text.language import language_of
from vectorstore.text.stopwords import STOP_WORDS

TERM = 2
"""Words between quotation marks up to which they are a term, no quotation."""
CLAIM = 4
"""Words of a false quotation from which it is a claim: its sentence goes when the passages share too few of them."""
SHARED = 0.5
INVENTED, MISATTRIBUTED = "invented quotation", "misattributed quotation"
_PLACES = re.compile(f"{UNQUOTED}+")
_ENDING = re.compile(r"[.,;:!?…)](?!\w)")
_CLOSING = {"“": "”", "„": "”", "‟": "”", '"': '"'}
"""The mark that ends a quotation: one that ends with another ("„so\"") would run on for whoever reads pairs."""
_TAIL = re.compile(r"[\s.,;:!?…]+$")
_HEAD = re.compile(r"^[\s.,;:…]+")
_SMALL = STOP_WORDS["en"] | STOP_WORDS["nl"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A quotation that stands in the text and ends `at` there: `begin:end` of the text of passage `place`."""

    at: int
    place: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence whose quotations are true; `fault` is why it should not be shown at all.

    `marked` is its text with UNQUOTED where a mark went.
    """

    text: str
    placed: tuple[Placed, ...]
    marked: str
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """What a quotation becomes: `words` between the marks, `tail` after them, `turn` None for a term or title."""

    words: str
    tail: str = ""
    turn: Turn | None = None
    begin: int = 0
    end: int = 0


@dataclass(slots=True)
class _Sentence:
    """A sentence being put together anew."""

    text: str
    cited: Sequence[int]
    sources: Sources
    marks: Marks
    said: list[Said]
    named: frozenset[str]
    begins: list[int]
    out: list[str] = field(default_factory=list)
    length: int = 0
    placed: list[Placed] = field(default_factory=list)
    fault: str | None = None

    def add(self, piece: str) -> None:
        self.out.append(piece)
        self.length += len(piece)


def quoted(text: str, cited: Sequence[int], sources: Sources) -> Quoted:
    """Return a sentence with only true quotations; `cited` are the places of its passages."""
    marks = marks_of(text)
    if not marks.pairs and not marks.stray:
        return Quoted(text, (), text)
    outside = _outside(text, marks.pairs)
    begins = [pair.begin for pair in marks.pairs]
    sentence = _Sentence(
        text, cited, sources, marks, attributions(outside), named_among(sources.speakers, outside), begins
    )
    _render(sentence, 0, len(text), 0)
    marked = "".join(sentence.out)
    shown, shifts = _without_places(marked)
    placed = tuple(replace(one, at=one.at + _shift(shifts, one.at)) for one in sentence.placed)
    return Quoted(shown, placed, marked, sentence.fault)


def _without_places(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a text without the places of marks that went, and by how much what follows each has moved.

    A blank comes where two characters would meet that did not stand together, as in "@”here".
    """
    out: list[str] = []
    shifts: list[tuple[int, int]] = []
    at = moved = 0
    for found in _PLACES.finditer(marked):
        before, after = marked[max(0, found.start() - 1) : found.start()], marked[found.end() : found.end() + 2]
        apart = not before or before in " \n([*" or not after or after[0] in " \n" or _ENDING.match(after)
        blank = "" if apart else " "
        out += [marked[at : found.start()], blank]
        at = found.end()
        moved += len(blank) - len(found[0])
        shifts.append((at, moved))
    return "".join([*out, marked[at:]]), shifts


def _shift(shifts: Sequence[tuple[int, int]], at: int) -> int:
    n = bisect_right(shifts, at, key=lambda shift: shift[0])
    return shifts[n - 1][1] if n else 0


def _outside(text: str, pairs: Sequence[Pair]) -> str:
    """Return a text of the same length whose quotations are blank."""
    out, at = [], 0
    for pair in pairs:
        if pair.depth == 0:
            out += [text[at : pair.begin], "“" * (pair.end + 1 - pair.begin)]
            at = pair.end + 1
    return "".join([*out, text[at:]])


def _render(sentence: _Sentence, begin: int, end: int, depth: int) -> None:
    """Put a stretch together: what stands between its quotations, and what becomes of these."""
    inside = slice(bisect_left(sentence.begins, begin), bisect_left(sentence.begins, end))
    pairs = [pair for pair in sentence.marks.pairs[inside] if pair.depth == depth]
    at = begin
    for n, pair in enumerate(pairs):
        sentence.add(_without_stray(sentence, at, pair.begin))
        before = pairs[n - 1].end + 1 if n else 0
        after = pairs[n + 1].begin if n + 1 < len(pairs) else len(sentence.text)
        _quotation(sentence, pair, meant(sentence.said, before, pair.begin, pair.end + 1, after))
        at = pair.end + 1
    sentence.add(_without_stray(sentence, at, end))


def _without_stray(sentence: _Sentence, begin: int, end: int) -> str:
    stray = sentence.marks.stray
    if not stray:
        return sentence.text[begin:end]
    return "".join(UNQUOTED if n in stray else sentence.text[n] for n in range(begin, end))


def _quotation(sentence: _Sentence, pair: Pair, names: frozenset[str]) -> None:
    """Put one quotation in, as it is, as its true words, or without its marks."""
    text = sentence.text
    inner = text[pair.begin + 1 : pair.end]
    words = squeeze(MARK.sub("", inner))
    found = _looked_up(words, sentence, names or sentence.named)
    if found and found.turn and not is_speaker(names, found.turn.speaker):
        sentence.fault = sentence.fault or MISATTRIBUTED
        found = None
    elif found and found.turn and not names and not is_speaker(sentence.named, found.turn.speaker):
        found = None
    if found is None:
        sentence.fault = sentence.fault or _fault(words, sentence)
        sentence.add(UNQUOTED)
        _render(sentence, pair.begin + 1, pair.end, pair.depth + 1)
        sentence.add(UNQUOTED)
        return
    sentence.add(f"{text[pair.begin]}{found.words}{_CLOSING.get(text[pair.begin], text[pair.end])}")
    if found.turn:
        sentence.placed.append(Placed(sentence.length, found.turn.place, found.begin, found.end))
    follows = text[pair.end + 1 : pair.end + 2]
    sentence.add("" if follows in tuple(".,;:!?…") else found.tail)
    cited = MARK.findall(text[: pair.begin]) + MARK.findall(text[pair.end :]) if "[" in inner else []
    moved = [number for number in dict.fromkeys(MARK.findall(inner)) if number not in cited]
    sentence.add(" " * bool(moved) + "".join(f"[{number}]" for number in moved))


def _looked_up(words: str, sentence: _Sentence, names: frozenset[str]) -> _Found | None:
    """Return what a quotation is in the cited passages; None when it is none."""
    core = _HEAD.sub("", _TAIL.sub("", words))
    if not core or sentence.sources.effort.quotations <= 0:
        return None
    sentence.sources.effort.quotations -= 1
    tail = words[len(words.rstrip(".,;:!?")) :]
    sources = sentence.sources
    if len(core.split()) <= TERM:
        return _term(words, core, tail, sources)
    turns = sources.turns(sentence.cited)
    if names:
        turns.sort(key=lambda turn: not is_speaker(names, turn.speaker))
    for wanted, rest in ((words, ""), (core, tail)):
        for turn in turns:
            if (span := turn.verbatim(wanted)) and _plain(wanted):
                return _Found(wanted, rest, turn, *span)
    if sources.titled(core):
        return _Found(core if core in sources.titles else words, tail if core in sources.titles else "")
    return _near(core, tail, turns, sources)


def _near(core: str, tail: str, turns: Sequence[Turn], sources: Sources) -> _Found | None:
    """Return the true words of a near miss; its end keeps a full stop that stands there."""
    near = nearest(bare_words(core), turns, sources.effort)
    if near is None:
        return None
    turn, begin, end = near
    said = turn.hit.passage.text
    if tail and end < len(said) and said[end] in ".!?" and end < turn.end:
        end, tail = end + 1, ""
    true = squeeze(said[begin:end])
    if not _plain(true) or not sources.showable(true):
        return None
    return _Found(true, tail, turn, begin, end)


def _plain(words: str) -> bool:
    """Return whether words can stand between quotation marks: no mark of ours, no lone quotation mark is in them."""
    return not MARK.search(words) and not marks_of(words).stray


def _term(words: str, core: str, tail: str, sources: Sources) -> _Found | None:
    """Return one or two words that were said or asked, in the letters that they were said in."""
    texts = [turn.squeezed for turn in sources.turns(sources.everywhere)]
    texts.append(squeeze(sources.question.text))
    for wanted, rest in ((words, ""), (core, tail)):
        if any(_stands(wanted, text) for text in texts):
            return _Found(wanted, rest) if _plain(wanted) else None
    if sources.titled(core):
        return _Found(core, tail)
    pattern = re.compile(rf"(?<![^\W_]){re.escape(core)}(?![^\W_])", re.IGNORECASE)
    said = next((found[0] for text in texts if (found := pattern.search(text))), None)
    return _Found(said, tail) if said and _plain(said) else None


def _stands(words: str, text: str) -> bool:
    at = text.find(words)
    while at >= 0:
        if whole_words(text, at, at + len(words)):
            return True
        at = text.find(words, at + 1)
    return False


def _fault(words: str, sentence: _Sentence) -> str | None:
    """Return why a false quotation takes its sentence with it: it claims what the passages do not say.

    A translation is none: its words cannot be found.
    """
    sources = sentence.sources
    content = [word for word in bare_words(words) if word not in _SMALL]
    if len(words.split()) < CLAIM or not content or not sentence.cited or len(content) > LONGEST_ALIGNED:
        return None
    language = language_of(words, sources.language)
    if any(sources.language_of(place) not in (language, None) for place in sentence.cited):
        return None
    known = [*sources.evidence(sentence.cited), sources.question]
    shared = sum(any(one.holds_name(word) for one in known) for word in content)
    if shared >= SHARED * len(content):
        return None
    elsewhere = any(turn.verbatim(words) for turn in sources.turns(sources.everywhere))
    return MISATTRIBUTED if elsewhere else INVENTED
