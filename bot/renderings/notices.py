"""Short texts around the answers: help, privacy, about, refusals, names for Discord's own fields; pure.

Imports guards' refusals, answering, texts and the neighbouring modules.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from bot.answering.answer import Citation
from bot.guards import Refusal
from bot.renderings.cutting import cut, packed, shortened
from bot.renderings.labels import listed, moment_in_words, name_parts, place_parts, short
from bot.renderings.markdown import LIMIT, inline, units
from bot.texts.spoken import say
from vectorstore.records import Episode

FIELD = 100
"""Characters of a thread's name, a choice and a select's option."""
COMMANDS = ("ask", "search", "episodes", "episode", "privacy", "about")


def help_text(mentions: Mapping[str, str], language: str, episodes: int, turns: int = 10) -> str:
    """Return how to ask; `mentions` holds clickable mentions ("</ask:12>") by the commands' English names."""
    called = {name: mentions.get(name) or f"`/{say(language, f'command {name} name')}`" for name in COMMANDS}
    button = {name: say(language, f"button {name}") for name in ("follow up", "sources", "context")}
    points = (
        say(language, "help ask", ask=called["ask"]),
        say(language, "help elsewhere"),
        say(language, "help follow up", button=button["follow up"], turns=turns),
        say(language, "help buttons", sources=button["sources"], context=button["context"]),
        say(language, "help search", search=called["search"]),
        say(language, "help episodes", episodes=called["episodes"], episode=called["episode"]),
        say(language, "help privacy", privacy=called["privacy"], about=called["about"]),
    )
    example = say(language, "help example", example=say(language, "example"))
    head = (f"### {say(language, 'help title')}", say(language, "help intro", episodes=episodes), example)
    return "\n".join([*head, *(f"- {point}" for point in points)])


def privacy_text(
    language: str, hours: int, turns: int = 10, provider: str | None = None, logged_days: int | None = None
) -> str:
    """Return what is stored about a member; `provider` names who gets the questions, None when nobody does.

    `logged_days` is for how long the words of questions are kept, None where they are not.
    """
    fields = {"turns": turns, "hours": hours}
    words = say(language, "privacy logged", days=logged_days, **fields) if logged_days else None
    goes = say(language, "privacy model", provider=inline(provider)) if provider else say(language, "privacy local")
    points = (
        say(language, "privacy stored"),
        words or say(language, "privacy not stored", **fields),
        say(language, "privacy waiting", button=say(language, "button tell me")),
        say(language, "privacy counted"),
        goes,
        say(language, "privacy moderators"),
        say(language, "privacy delete"),
    )
    return "\n".join([f"### {say(language, 'privacy title')}", *(f"- {point}" for point in points)])


def export_text(data: Mapping[str, Any], language: str) -> tuple[str, ...]:
    """Return all that is stored about a member as JSON in code blocks, in as many messages as it needs."""
    text = json.dumps(data, ensure_ascii=True, indent=1, sort_keys=True, default=str).replace("`", "'")
    return tuple(packed(say(language, "privacy export"), [f"```json\n{text}\n```"]))


def about_text(
    language: str,
    episodes: Sequence[Episode],
    generation: str | None,
    built: float | None,
    zone: str,
    version: str,
    model: str | None = None,
) -> str:
    """Return what the bot is; `built` is when the library was published (unix seconds), told in the show's `zone`."""
    shows = listed([inline(short(show, 60)) for show in dict.fromkeys(e.show for e in episodes)], 5, language)
    written = say(language, "about model", model=inline(model)) if model else say(language, "about extractive")
    index = ""
    if generation and built is not None:
        index = say(language, "about index", date=moment_in_words(built, zone, language), generation=inline(generation))
    what = say(language, "about what", episodes=len(episodes), shows=shows) if episodes else ""
    parts = (what, written, index, say(language, "about version", version=inline(version)))
    return "\n".join([f"### {say(language, 'about title')}", *(part for part in parts if part)])


def refusal_text(refusal: Refusal, locale: str) -> str:
    """Return why a question is not taken; a cooldown says when to try again, in Discord's own relative time."""
    when = f"<t:{math.ceil(refusal.retry_at)}:R>" if refusal.retry_at is not None else ""
    return say(locale, f"refusal {refusal.reason}", limit=refusal.limit, when=when)


def shared_content(content: str, member: str, locale: str) -> str:
    """Return a private answer's first message as it is shared: who shares it, below the question, where it fits."""
    line = f"-# {say(locale, 'shared by', member=inline(short(member, 80)))}"
    if units(content) + units(line) + 1 > LIMIT or not content.startswith("> "):
        return content
    question, _, rest = content.partition("\n")
    return f"{question}\n{line}\n{rest}"


def presence_text(episodes: int, language: str) -> str:
    """Return what the bot's presence says."""
    return say(language, "presence", episodes=episodes) if episodes else say(language, "presence empty")


def thread_name(question: str) -> str:
    """Return a name for the thread about a question, at most 100 characters; "…" for an empty one."""
    return short(question, FIELD) or "…"


def choice_name(episode: Episode, language: str) -> str:
    """Return what autocompletion shows for an episode, at most 100 characters; a choice formats nothing."""
    return shortened(" · ".join(name_parts(episode, language)), FIELD)


def source_choice(citation: Citation, language: str) -> str:
    """Return what a select shows for a source, at most 100 characters."""
    return cut(f"[{citation.n}] " + " · ".join(place_parts(citation, language, 50, 30)), FIELD)[0]
