"""What bears a sentence out: the words, names and numbers of a passage or a question; imports names and numbers.

A name is compared folded, without diacritics and endings, and as the same thing in the other language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.answering.checking.crosswise import things
from bot.answering.checking.numbers import Number, numbers_of, ordinals_of, unaccented
from bot.answering.writers.extractive import clock
from vectorstore.retrieval.search import Hit

_WORD = re.compile(r"[^\W_]+")
_ACRONYM = re.compile(r"(?<![^\W_])(?:[A-Z]\.?){2,6}(?![^\W_])")
_ENDINGS = frozenset(["s", "e", "n", "en", "es", "se", "er", "ers", "ese", "ian", "ish", "a", "i"])
"""What an inflected name may have more than its stem."""
_SHORTEST_STEM = 4


@dataclass(frozen=True)
class Evidence:
    """A text that bears sentences out, and the numbers that are known beside it."""

    text: str
    known: frozenset[str] = frozenset()

    @cached_property
    def plain(self) -> str:
        """The text folded, without diacritics."""
        return unaccented(self.text)

    @cached_property
    def sequence(self) -> tuple[str, ...]:
        """Its words in order."""
        return tuple(_WORD.findall(self.plain))

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words, and each two neighbours as one: "git hub" is "github"."""
        pairs = zip(self.sequence, self.sequence[1:], strict=False)
        return frozenset(self.sequence) | frozenset(a + b for a, b in pairs)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Its words without an ending of inflection."""
        return frozenset(stem for word in self.sequence for stem in stems(word))

    @cached_property
    def things(self) -> frozenset[int]:
        """The things that its words name in either language."""
        return frozenset(thing for word in self.sequence for thing in things(word))

    @cached_property
    def initials(self) -> str:
        """The first letters of its words, in order."""
        return "".join(word[0] for word in self.sequence)

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """What stands in capitals alone, in small letters and without dots."""
        return frozenset(found.replace(".", "").lower() for found in _ACRONYM.findall(self.text))

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers that it states."""
        return tuple(numbers_of(self.text))

    @cached_property
    def values(self) -> frozenset[str]:
        """Every reading of its numbers, ordinals and what is known beside it."""
        stated = frozenset(value for number in self.numbers for value in number.values | number.unscaled)
        return stated | self.known | ordinals_of(self.text)

    @cached_property
    def scales(self) -> frozenset[str]:
        """The scales that it uses: in "two to three million" the two are millions as well."""
        return frozenset(number.scale for number in self.numbers if number.scale)

    def holds_number(self, number: Number) -> bool:
        """Return whether the text states this number."""
        if number.values & self.values:
            return True
        return number.scale in self.scales and bool(number.unscaled & self.values)

    def holds_name(self, name: str) -> bool:
        """Return whether the text names this, as its words write it or as the other language does."""
        plain = "".join(_WORD.findall(unaccented(name)))
        if not plain or plain in self.words or self.stems & stems(plain):
            return True
        if any(thing in self.things for thing in things(plain)):
            return True
        return name.isupper() and 3 <= len(plain) <= 6 and plain in self.initials

    def abbreviates(self, names: Iterable[str]) -> bool:
        """Return whether the text has the initials of these words as an acronym."""
        return "".join(name[0] for name in names).lower() in self.acronyms


def stems(word: str) -> frozenset[str]:
    """Return a word, and what is left of it without an ending of inflection."""
    cut = (
        word[:-length] for length in (1, 2, 3) if word[-length:] in _ENDINGS and len(word) - length >= _SHORTEST_STEM
    )
    return frozenset((word, *cut))


def of_hit(hit: Hit) -> Evidence:
    """Return a passage as evidence, with what is known of it: episode, day, section, speakers, times."""
    passage = hit.passage
    episode = passage.episode
    speakers = {span.speaker for span in passage.spans if span.speaker} | set(passage.document.speakers)
    known = (episode.title, episode.show, episode.date, passage.chunk.section, episode.attribution, *sorted(speakers))
    times = {clock(span.start) for span in passage.spans if span.start is not None}
    number = {str(episode.number)} if episode.number is not None else set()
    text = "\n".join([passage.text, *(value for value in known if value)])
    return Evidence(text, frozenset(time.lstrip("0") for time in times) | number)
