"""Answers without a model: quotations, each introduced in the asker's language; imports texts and answering."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bot.answering.answer import Citation
from bot.texts.spoken import say
from vectorstore.records import Episode


def written(citations: Sequence[Citation], language: str, kinds: dict[str, str]) -> str:
    """Return the answer: quotations grouped by episode, each with its number, in order of `citations`.

    `kinds` says of each document whether it is a "transcript" (people speak) or a "summary" (it is written).
    """
    parts: list[str] = []
    for _, group in groupby(citations, key=lambda citation: citation.episode.key):
        for place, citation in enumerate(group):
            lead = introduced(citation, language, kinds.get(citation.document, "transcript"))
            lead = say(language, "also") if place and not citation.speaker else lead
            parts.append(f"{lead}\n“{citation.quote}” [{citation.n}]")
    return "\n\n".join(parts)


def introduced(citation: Citation, language: str, kind: str) -> str:
    """Return who says a quotation, in which episode and when."""
    episode = called(citation.episode, language)
    if kind == "summary":
        return say(language, "written", episode=episode)
    key = "said" if citation.speaker else "heard"
    if citation.start is None:
        return say(language, key, speaker=citation.speaker, episode=episode)
    return say(language, f"{key} at", speaker=citation.speaker, episode=episode, time=clock(citation.start))


def called(episode: Episode, language: str) -> str:
    """Return an episode's name in a sentence."""
    title = episode.title.strip('“”" ')
    if episode.number is None:
        return say(language, "episode unnumbered", title=title)
    return say(language, "episode numbered", number=episode.number, title=title)


def clock(seconds: float) -> str:
    """Return a moment as m:ss, or h:mm:ss from an hour on."""
    minutes, second = divmod(int(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02d}:{second:02d}" if hour else f"{minute}:{second:02d}"
