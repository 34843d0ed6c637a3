"""Finds episodes by what somebody types of a number or a title; pure, and fast enough for every key press."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vectorstore.records import Episode
from vectorstore.text.folding import fold

_NUMBER = re.compile(r"(?:#|(?:episode|aflevering|afl|ep|number|nummer|nr|no)\b\.?)?\s*#?(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Entry:
    """An episode with its title and show, plain, each word after a blank."""

    episode: Episode
    title: str
    show: str


class TitleIndex:
    """The episodes of one generation, newest first."""

    def __init__(self, episodes: Iterable[Episode]) -> None:
        self.episodes = tuple(sorted(episodes, key=_age, reverse=True))
        self.by_key = {episode.key: episode for episode in self.episodes}
        self._entries = [Entry(e, f" {plain(e.title)}", f" {plain(e.show)}") for e in self.episodes]

    def like(self, typed: str, limit: int = 25) -> tuple[Episode, ...]:
        """Return the episodes that `typed` may mean, the likeliest first; the newest when nothing is typed.

        A number comes before numbers that begin with it, these before titles that hold all words, and last titles
        and shows that hold them together.
        """
        text = plain(typed)
        if not text:
            return self.episodes[:limit]
        ranked = sorted(self._ranked(text), key=lambda item: item[0])  # stable, so the newest of equals is first
        return tuple(episode for _, episode in ranked[:limit])

    def _ranked(self, text: str) -> Iterator[tuple[tuple[int, int], Episode]]:
        found = _NUMBER.fullmatch(text)
        digits = str(int(found[1])) if found else None
        words = text.split()
        for entry in self._entries:
            number = entry.episode.number
            if digits is not None and number is not None and str(number).startswith(digits):
                yield (0, number), entry.episode
            elif (place := _place(entry, text, words)) is not None:
                yield (place, 0), entry.episode


def _place(entry: Entry, text: str, words: list[str]) -> int | None:
    """Return how well a title fits (1 is best), None when it does not."""
    if entry.title.startswith(f" {text}"):
        return 1
    if all(f" {word}" in entry.title for word in words):
        return 2
    if all(word in entry.title for word in words):
        return 3
    return 4 if all(word in entry.title or f" {word}" in entry.show for word in words) else None


def plain(text: str) -> str:
    """Return a text folded and without accents, which people leave out when they type: "een" finds "één"."""
    apart = unicodedata.normalize("NFKD", fold(text))
    return "".join(character for character in apart if not unicodedata.combining(character))


def _age(episode: Episode) -> tuple[str, int]:
    return episode.date or "", episode.number or 0
