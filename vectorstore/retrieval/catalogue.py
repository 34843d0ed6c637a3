"""What a generation knows of its episodes, for finding them by number, name, date or speaker; imports text, records."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from vectorstore.records import DocumentRecord, Episode
from vectorstore.text.folding import fold
from vectorstore.text.words import STOP_WORDS, tokenize

SHORTEST_TITLE_RUN = 2
"""Words of a title in a row that name it; one word does when the title has no other."""


@dataclass(frozen=True)
class Catalogue:
    """The episodes and documents of one generation."""

    episodes: tuple[Episode, ...]
    documents: tuple[DocumentRecord, ...]

    @cached_property
    def by_key(self) -> dict[str, Episode]:
        """The episodes by their key."""
        return {episode.key: episode for episode in self.episodes}

    @cached_property
    def documents_of(self) -> dict[str, tuple[DocumentRecord, ...]]:
        """The documents of each episode."""
        return {episode.key: tuple(d for d in self.documents if episode.key in d.episodes) for episode in self.episodes}

    @cached_property
    def shows(self) -> tuple[str, ...]:
        """The shows' names, each once."""
        return tuple(dict.fromkeys(episode.show for episode in self.episodes))

    @cached_property
    def speakers(self) -> dict[str, frozenset[str]]:
        """Folded names, whole and first, of each speaker, to the whole names."""
        names: dict[str, set[str]] = {}
        for name in {speaker for document in self.documents for speaker in document.speakers}:
            words = [word for word in tokenize(name) if len(word) > 2 and word not in _COMMON]
            for called in {fold(name), *words}:
                names.setdefault(called, set()).add(name)
        return {called: frozenset(whole) for called, whole in names.items()}

    def of_shows(self, shows: Container[str]) -> Catalogue:
        """Return what is known of these shows alone: their episodes, and the documents that hold one of them."""
        episodes = tuple(episode for episode in self.episodes if episode.show in shows)
        keys = {episode.key for episode in episodes}
        return Catalogue(episodes, tuple(record for record in self.documents if not keys.isdisjoint(record.episodes)))

    def numbered(self, number: int, shows: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the keys of the episodes with this number, in the named shows when any are named."""
        wanted = set(shows)
        return tuple(e.key for e in self.episodes if e.number == number and (not wanted or e.show in wanted))

    def latest(self, shows: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the key of the newest episode by date, or by number where none has a date."""
        wanted = set(shows)
        among = [e for e in self.episodes if not wanted or e.show in wanted]
        dated = [e for e in among if e.date] or [e for e in among if e.number is not None]
        newest = max(dated, key=lambda e: (e.date or "", e.number or 0), default=None)
        return (newest.key,) if newest else ()

    def dated(self, begin: str, end: str) -> tuple[str, ...]:
        """Return the keys of the episodes with begin <= date < end."""
        return tuple(e.key for e in self.episodes if e.date and begin <= e.date < end)

    def shows_named(self, question: str) -> tuple[str, ...]:
        """Return the shows that a question names: their name in its words, or the name's first word before a number."""
        spaced = f" {' '.join(plain_words(question))} "
        run = "".join(plain_words(question))
        named = []
        for show in self.shows:
            words = plain_words(show)
            whole = "".join(words)
            first = words[0] if words else ""
            if (
                (len(whole) >= 6 and whole in run)
                or (len(first) >= 4 and re.search(rf" {re.escape(first)} #?\d+ ", spaced))
                or (len(words) > 1 and len(first) >= 4 and f" {first} " in spaced and first not in _COMMON)
            ):
                named.append(show)
        return tuple(named)

    def titles_named(self, question: str) -> dict[str, float]:
        """Return the episodes whose title a question names, with the share of the title's words that it says.

        Words count in a run of two or more, or alone when they are the whole title or stand in quotation marks.
        """
        asked = plain_words(question)
        near = {key for word in set(asked) for key in self._titles_with.get(word, ())}
        out: dict[str, float] = {}
        for key, words in self._titles.items():
            if key not in near:
                continue
            run = longest_run(asked, words)
            telling = [word for word in words[run[0] : run[1]] if word not in _COMMON]
            if len(telling) >= SHORTEST_TITLE_RUN or (telling and len(words) == run[1] - run[0]):
                out[key] = (run[1] - run[0]) / len(words)
        return out

    def is_title(self, phrase: str) -> bool:
        """Return whether a phrase is nothing but an episode's title."""
        words = plain_words(phrase)
        return bool(words) and any(words == title for title in self._titles.values())

    @cached_property
    def _titles_with(self) -> dict[str, list[str]]:
        """The keys of the titles that hold a telling word."""
        found: dict[str, list[str]] = {}
        for key, words in self._titles.items():
            for word in dict.fromkeys(words):
                if word not in _COMMON:
                    found.setdefault(word, []).append(key)
        return found

    @cached_property
    def _titles(self) -> dict[str, list[str]]:
        """The words of each title without the number that stands in it."""
        titles = {}
        for episode in self.episodes:
            words = plain_words(episode.title)
            titles[episode.key] = [word for word in words if word != str(episode.number)]
        return titles


_COMMON = frozenset().union(*STOP_WORDS.values()) | {"podcast", "episode", "aflevering", "show", "talk", "the"}


def plain_words(text: str) -> list[str]:
    """Return the letters-and-digits words of a text, folded."""
    return re.findall(r"[^\W_]+", fold(text).replace("'", ""))


def longest_run(asked: Sequence[str], words: Sequence[str]) -> tuple[int, int]:
    """Return where in `words` the longest run lies that stands in `asked` too, as begin and end."""
    best = (0, 0)
    for i in range(len(words)):
        for j in range(len(asked)):
            n = 0
            while i + n < len(words) and j + n < len(asked) and words[i + n] == asked[j + n]:
                n += 1
            if n > best[1] - best[0]:
                best = (i, i + n)
    return best
