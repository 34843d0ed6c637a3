"""What a question asks for, as a frozen Query; imports catalogue and text. Pure: the day is given.

`understand` reads by code what no vector knows: episode numbers, shows, titles, dates, speakers, "the latest",
"what is it about", comparisons, quoted phrases, and what a score cannot answer (a time, a date, a count).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from vectorstore.retrieval.catalogue import Catalogue, plain_words
from vectorstore.retrieval.dates import date_range
from vectorstore.retrieval.parts import parts_of
from vectorstore.retrieval.patterns import (
    ABOUT,
    CATALOGUE,
    COMPARE,
    COUNT,
    DATE,
    HASH,
    LATEST,
    NOUN,
    NUMBERS,
    ORDINAL,
    ORDINALS,
    PHRASE,
    SPEAKER,
    TIME,
)
from vectorstore.text.folding import clean, fold, squeeze
from vectorstore.text.language import language_of
from vectorstore.text.words import content_words

LONGEST_QUESTION = 1000
"""Characters that are read of a question; the embedder has no limit of its own."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier exchange of the same conversation."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for.

    `text` is what is embedded; `words` its content words. `episodes` restricts the search to these keys (None:
    all); `named` are keys to prefer, each with a share in (0, 1]. `unknown` says in the question's own words what
    was asked for and does not exist ("99"); such a question finds nothing. `parts` are the questions that one about two
    things is made of.
    """

    question: str
    text: str
    language: str | None
    words: tuple[str, ...] = ()
    episodes: tuple[str, ...] | None = None
    named: tuple[tuple[str, float], ...] = ()
    speakers: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = ()
    about: bool = False
    comparison: bool = False
    asks_time: bool = False
    asks_date: bool = False
    asks_count: bool = False
    asks_catalogue: bool = False
    unknown: str | None = None
    parts: tuple[str, ...] = ()

    def part(self, text: str) -> Query:
        """Return the query for one of the parts."""
        return replace(self, text=text, words=tuple(content_words(text, self.language)), comparison=False, parts=())


def understand(
    question: str,
    catalogue: Catalogue,
    today: date,
    history: Sequence[Turn] = (),
    show: str | None = None,
    episode: int | str | None = None,
    fallback: str | None = None,
) -> Query:
    """Return what a question asks for; `show` and `episode` are the options of a command and restrict first.

    `episode` is a number, which several shows may have, or an episode's key.
    """
    asked = read_of(question)
    language = language_of(asked, fallback)
    before = read_of(history[-1].question) if history and follows_up(asked) else ""
    keys, unknown, shows = restricted(asked, catalogue, today, show, episode)
    if before and keys is None:
        keys, unknown, shows = restricted(before, catalogue, today, show, episode)
    named = named_episodes(asked, catalogue, shows)
    text = squeeze(f"{before} {asked}") if before else asked
    meant = without_episode_words(text, catalogue, shows)
    parts = parts_of(meant, language)
    about = bool(ABOUT.search(asked)) and (keys is not None or bool(named))
    if about and not content_words(ABOUT.sub(" ", meant), language):
        meant = " ".join(catalogue.by_key[key].title for key in list(keys or named)[:3])
    return Query(
        question=asked,
        text=meant or text,
        language=language,
        words=tuple(content_words(TIME.sub(" ", meant), language)),
        episodes=keys,
        named=tuple(named.items()),
        speakers=speakers_named(asked, catalogue),
        phrases=tuple(fold(phrase) for phrase in PHRASE.findall(asked) if not catalogue.is_title(phrase)),
        about=about,
        comparison=bool(COMPARE.search(asked)) or (keys is not None and len(numbers_named(asked)) > 1),
        parts=parts,
        asks_time=bool(TIME.search(asked)),
        asks_date=bool(DATE.search(asked)),
        asks_count=bool(COUNT.search(asked)),
        asks_catalogue=bool(CATALOGUE.search(asked)),
        unknown=unknown,
    )


def read_of(question: str) -> str:
    """Return what is read of a question: its beginning, without what cannot be seen."""
    return squeeze(clean(question[: 4 * LONGEST_QUESTION]))[:LONGEST_QUESTION].strip()


def follows_up(question: str) -> bool:
    """Return whether a question leans on the one before: it is short, or begins or points like a continuation."""
    words = plain_words(question)
    pointing = {
        "it", "its", "that", "this", "they", "them", "he", "she", "his", "her", "their", "those", "these", "whose",
        "dat", "dit", "die", "deze", "hij", "zij", "ze", "hem", "haar", "hun", "ervan", "daar", "daarvan", "er", "zijn",
        "erover", "daarover", "daarmee", "ermee",
    }  # fmt: skip
    opening = {"and", "but", "so", "en", "maar", "dus", "also", "ook", "what", "wat"}
    return bool(words) and (len(words) <= 4 or bool(pointing & set(words)) or (words[0] in opening and len(words) <= 7))


def numbers_named(question: str) -> list[int]:
    """Return the episode numbers that are named: "episode 12", "afleveringen 3 en 7", "#12", "the first episode"."""
    found = [int(n) for match in NUMBERS.findall(question) for n in re.findall(r"\d+", match)]
    found += [int(n) for n in HASH.findall(question)]
    found += [ORDINALS[word.lower()] for word in ORDINAL.findall(question)]
    return list(dict.fromkeys(found))


def restricted(
    question: str, catalogue: Catalogue, today: date, show: str | None, episode: int | str | None
) -> tuple[tuple[str, ...] | None, str | None, tuple[str, ...]]:
    """Return the keys to search in (None: all), what was named and does not exist, and the shows that are named."""
    shows = catalogue.shows_named(question)
    only: set[str] | None = None
    if show is not None:
        matching = [s for s in catalogue.shows if plain_words(s) == plain_words(show)]
        if not matching:
            return (), show, shows
        only = {e.key for e in catalogue.episodes if e.show in matching}
    if episode is not None:
        keys = set(catalogue.numbered(episode)) if isinstance(episode, int) else {episode} & set(catalogue.by_key)
        only = keys if only is None else only & keys
        if not only:
            return (), str(episode), shows
    asked, unknown = asked_for(question, catalogue, shows, today)
    if unknown is not None:
        return (), unknown, shows
    if asked is None:
        return (tuple(sorted(only)) if only is not None else None), None, shows
    kept = [key for key in asked if only is None or key in only]
    return tuple(kept), None if kept else question, shows


def asked_for(
    question: str, catalogue: Catalogue, shows: Sequence[str], today: date
) -> tuple[tuple[str, ...] | None, str | None]:
    """Return the keys that number, "latest" or date words ask for (None: no such words), and a number nobody has."""
    numbers = numbers_named(question)
    keys: list[str] = []
    for number in numbers:
        found = catalogue.numbered(number, shows) or catalogue.numbered(number)
        if not found:
            return None, str(number)
        keys += found
    by_show = numbered_after_show(question, catalogue, shows)
    if keys and by_show:  # "episode 1 and Talk Python 409"
        keys += by_show
    elif by_show:
        keys = by_show
    if keys:
        return tuple(dict.fromkeys(keys)), None
    if LATEST.search(question):
        return catalogue.latest(shows) or None, None
    span = date_range(question, today)
    if span:
        dated = [k for k in catalogue.dated(*span) if not shows or catalogue.by_key[k].show in shows]
        return (tuple(dated), None) if dated else (None, None)
    return None, None


def numbered_after_show(question: str, catalogue: Catalogue, shows: Sequence[str]) -> list[str]:
    """Return the keys that "Talk Python 409" names: a show or the begin of a title, and right after it a number."""
    words = plain_words(question)
    keys = []
    for place, word in enumerate(words):
        if not word.isdigit() or len(word) > 5 or place == 0:
            continue
        for episode in catalogue.episodes:
            if episode.number != int(word):
                continue
            before = "".join(words[max(0, place - 3) : place])
            names = ["".join(plain_words(episode.show)), "".join(plain_words(episode.title)).removesuffix(word)]
            first = plain_words(episode.show)[:1]
            if any(len(n) >= 4 and before.endswith(n) for n in names) or (
                episode.show in shows and before.endswith("".join(first))
            ):
                keys.append(episode.key)
    return keys


def named_episodes(question: str, catalogue: Catalogue, shows: Sequence[str]) -> dict[str, float]:
    """Return the episodes to prefer: of a named show, or with a title whose words the question says."""
    named = {e.key: 0.5 for e in catalogue.episodes if e.show in shows}
    for key, share in catalogue.titles_named(question).items():
        named[key] = max(named.get(key, 0.0), 0.5 + share / 2)
    return named


def speakers_named(question: str, catalogue: Catalogue) -> frozenset[str]:
    """Return the known speakers that a question asks the words of ("what did Anna say about ...")."""
    found: set[str] = set()
    for match in SPEAKER.finditer(question):
        for name in match.groups():
            if name:
                found |= catalogue.speakers.get(fold(name), frozenset())
    return frozenset(found)


def without_episode_words(text: str, catalogue: Catalogue, shows: Sequence[str]) -> str:
    """Return a question without the words that only say where to look ("in episode 12", "aflevering 3 en 7")."""
    bare = re.sub(
        rf"\b(?:(?:according to|volgens|in|of|van|from|uit)\s+)?(?:the\s+|de\s+)?(?={NOUN}\s*#?\d){NUMBERS.pattern}",
        " ",
        text,
        flags=re.I,
    )
    bare = ORDINAL.sub(" ", LATEST.sub(" ", bare))
    for show in shows:
        spaced = r"[\W_]*".join(map(re.escape, "".join(plain_words(show))))
        bare = re.sub(rf"\b(?:(?:on|in|of|van|from|bij)\s+)?{spaced}(?:\s+#?\d+)?\b", " ", bare, flags=re.I)
    return squeeze(bare)
