"""The passages that a draft is checked against, each looked at once; imports turns and evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from bot.answering.checking.attribution import is_real, name_tokens
from bot.answering.checking.evidence import Evidence, of_hit
from bot.answering.checking.sanitise import domains, sanitised
from bot.answering.checking.turns import Effort, Turn, turns_of
from vectorstore.retrieval.search import Hit
from vectorstore.text.folding import fold, squeeze
from vectorstore.text.language import language_of

_BESIDE_TITLE = re.compile(r"\b(?:episode|aflevering|section|podcast)\b|[\W\d_]")


class Sources:
    """The passages given to the model, numbered from 0 here, and the question; for one check."""

    def __init__(self, hits: Sequence[Hit], question: str, language: str) -> None:
        self.hits = tuple(hits)
        self.question = Evidence(question)
        self.language = language
        self.effort = Effort()
        self._turns: dict[int, tuple[Turn, ...]] = {}
        self._evidence: dict[int, Evidence] = {}

    def turns(self, places: Iterable[int]) -> list[Turn]:
        """Return the turns of these passages."""
        return [turn for place in places for turn in self._turns_of(place)]

    def _turns_of(self, place: int) -> tuple[Turn, ...]:
        if place not in self._turns:
            self._turns[place] = tuple(turns_of(place, self.hits[place]))
        return self._turns[place]

    def evidence(self, places: Iterable[int]) -> list[Evidence]:
        """Return what these passages bear out."""
        for place in places:
            if place not in self._evidence:
                self._evidence[place] = of_hit(self.hits[place])
        return [self._evidence[place] for place in places]

    @cached_property
    def everywhere(self) -> range:
        """The places of all passages."""
        return range(len(self.hits))

    @cached_property
    def domains(self) -> frozenset[str]:
        """The bare domains that were said or asked about."""
        texts = [self.question.text, *(hit.passage.text for hit in self.hits)]
        return frozenset(domain for text in texts for domain in domains(text))

    @cached_property
    def titles(self) -> frozenset[str]:
        """The titles, sections and shows of the passages: their words may stand between quotation marks."""
        passages = [hit.passage for hit in self.hits]
        names = [name for p in passages for name in (p.episode.title, p.episode.show, p.chunk.section) if name]
        return frozenset(squeeze(name).strip('“”" ') for name in names)

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """The names of who speaks in the passages."""
        turns = self.turns(self.everywhere)
        return tuple(dict.fromkeys(turn.speaker for turn in turns if turn.speaker))

    @cached_property
    def people(self) -> frozenset[str]:
        """The words of the speakers' real names."""
        return frozenset(token for speaker in self.speakers if is_real(speaker) for token in name_tokens(speaker))

    def language_of(self, place: int) -> str | None:
        """Return the language of a passage."""
        passage = self.hits[place].passage
        return passage.chunk.language or language_of(passage.text)

    def showable(self, words: str) -> bool:
        """Return whether the words of a passage may be shown as they stand: they hold nothing that never passes."""
        return sanitised(words, self.domains) == words

    def lists_source(self, words: str) -> bool:
        """Return whether words are nothing but the name of an episode, with its number or day."""
        rest = fold(words)
        for title in sorted(self.titles, key=len, reverse=True):
            rest = rest.replace(fold(title), " ")
        return rest != fold(words) and not _BESIDE_TITLE.sub("", rest)

    def titled(self, words: str) -> bool:
        """Return whether words are the name of an episode, a section or a show."""
        return words in self.titles or fold(words) in {fold(title) for title in self.titles}
