"""Who may ask now, and which messages are meant for the bot: pure decisions; imports text folding alone.

Nothing here looks at a clock, a file or Discord: facts come in, a small value goes out. Times are unix seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, get_args

from vectorstore.text.folding import visible

MINUTE, HOUR = 60.0, 3600.0


class Addressed(StrEnum):
    """Why a message is meant for the bot, or that it is not.

    EXPLAIN means that the message is meant for the bot and that its text cannot be seen (without the
    message-content intent it arrives empty): say once in that channel how to go on, and answer nothing.
    """

    NO = "no"
    MENTION = "mention"
    REPLY = "reply"
    THREAD = "thread"
    DIRECT = "direct"
    EXPLAIN = "explain"

    @property
    def asks(self) -> bool:
        """Whether the message holds a question to answer."""
        return self not in (Addressed.NO, Addressed.EXPLAIN)


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """What decides whether a message is meant for the bot.

    `content` is the text as it arrived. `mentions_me` and `mentions_others` count users, not roles and not @everyone.
    `replies_to_me`: the message it refers to is the bot's; `replies_to_other`: it is somebody else's. `thread_is_mine`:
    the bot opened this thread; `thread_from_me`: somebody opened it from a message of the bot. `sees_content`: the
    bot runs with the message-content intent. `special`: a joining, a pin, anything that nobody typed.
    """

    content: str
    author_is_bot: bool = False
    webhook: bool = False
    special: bool = False
    direct: bool = False
    mentions_me: bool = False
    mentions_others: bool = False
    replies_to_me: bool = False
    replies_to_other: bool = False
    thread_is_mine: bool = False
    thread_from_me: bool = False
    sees_content: bool = False


def meant_for_me(facts: MessageFacts) -> Addressed:
    """Return whether and why a message is meant for the bot; the bot's own messages count as a bot's."""
    if facts.author_is_bot or facts.webhook or facts.special:
        return Addressed.NO
    if facts.direct:
        return Addressed.DIRECT
    if facts.mentions_me:
        return Addressed.MENTION
    if facts.mentions_others or facts.replies_to_other:
        return Addressed.NO  # two members talk with each other, be it in the bot's thread
    if not (facts.replies_to_me or facts.thread_is_mine or facts.thread_from_me):
        return Addressed.NO
    if not facts.content.strip():
        # With the intent an empty message is a sticker or a picture, and there is nothing to explain.
        return Addressed.NO if facts.sees_content else Addressed.EXPLAIN
    return Addressed.REPLY if facts.replies_to_me else Addressed.THREAD


Reason = Literal["paused", "blocked", "channel", "empty library", "empty", "too long", "busy", "cooldown"]
REASONS: Final[tuple[Reason, ...]] = get_args(Reason)
"""Every reason to refuse a question, in the order in which they are looked at."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the settings allow. No `channels` means all of them."""

    channels: frozenset[int] = frozenset()
    per_minute: int = 5
    per_hour: int = 30
    question_characters: int = 1000


@dataclass(frozen=True, slots=True)
class AskFacts:
    """Who asks where, and how much. `parent_id` is the channel of a thread; `guild_id` None is a direct message.

    `length` counts the characters of the question as it will be searched (see `question_in`); 0 when there are none.
    """

    member_id: int
    channel_id: int
    guild_id: int | None = None
    parent_id: int | None = None
    length: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand at this moment.

    `recent` holds when this member asked in the last hour, in all guilds together (Ledger.recent_asks). `busy`: a
    question of this member is being answered. `episodes` is the size of the library. `paused`: somebody stopped
    the bot for a while. `blocked`: a moderator has blocked this member.
    """

    now: float
    recent: Sequence[float] = ()
    busy: bool = False
    episodes: int = 1
    paused: bool = False
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Allowed:
    """The question may be asked; whoever gets this records the ask and holds the member busy."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The question may not be asked. `retry_at` is when it may (unix seconds), None when waiting does not help.

    `limit` is the number that was exceeded: characters for "too long", questions for "cooldown".
    """

    reason: Reason
    retry_at: float | None = None
    limit: int | None = None


def may_ask(facts: AskFacts, limits: Limits, standing: Standing) -> Allowed | Refusal:
    """Return whether this question may be asked now.

    A direct message is no channel of a guild, so the list of channels does not concern it. The cooldown comes
    last: a question that is refused for another reason costs nothing.
    """
    if standing.paused:
        return Refusal("paused")
    if standing.blocked:
        return Refusal("blocked")
    if not in_allowed_channel(facts, limits):
        return Refusal("channel")
    if standing.episodes == 0:
        return Refusal("empty library")
    if facts.length == 0:
        return Refusal("empty")
    if facts.length > limits.question_characters:
        return Refusal("too long", limit=limits.question_characters)
    if standing.busy:
        return Refusal("busy")
    return cooled_down(limits, standing.recent, standing.now)


@dataclass(frozen=True, slots=True)
class ModeratorFacts:
    """Who wants to run the library. `manages` is the permission Manage Server (or Administrator) in this channel."""

    guild_id: int | None
    manages: bool = False
    roles: frozenset[int] = frozenset()


def may_moderate(facts: ModeratorFacts, roles: frozenset[int]) -> bool:
    """Return whether somebody may run the library: in a server alone, who manages it or has one of these roles."""
    return facts.guild_id is not None and (facts.manages or bool(facts.roles & roles))


def in_allowed_channel(facts: AskFacts, limits: Limits) -> bool:
    """Return whether the bot may answer here; a thread counts as the channel that it belongs to."""
    if not limits.channels or facts.guild_id is None:
        return True
    return facts.channel_id in limits.channels or facts.parent_id in limits.channels


def cooled_down(limits: Limits, recent: Sequence[float], now: float) -> Allowed | Refusal:
    """Return whether another question fits into both sliding windows, and else when the later of the two has room."""
    waits = [
        (free_at(recent, now, window, limit), limit)
        for window, limit in ((MINUTE, limits.per_minute), (HOUR, limits.per_hour))
    ]
    retry_at, limit = max(waits)
    return Refusal("cooldown", retry_at, limit) if retry_at > now else Allowed()


def free_at(recent: Sequence[float], now: float, window: float, limit: int) -> float:
    """Return when fewer than `limit` asks lie in the window before: `now`, or later.

    An ask after `now` (the clock was set back) does not count, else it would block its member for as long.
    """
    inside = sorted(at for at in recent if 0 <= now - at < window)
    return inside[-limit] + window if len(inside) >= limit else now


class Busy:
    """Which members have a question being answered; one at a time each. For one event loop, not for threads."""

    def __init__(self) -> None:
        self._members: set[int] = set()

    def __contains__(self, member_id: int) -> bool:
        """Whether a question of this member is being answered."""
        return member_id in self._members

    @contextmanager
    def asking(self, member_id: int) -> Iterator[None]:
        """Hold a member busy until the block ends, however it ends; look with `in` first, without an await between."""
        self._members.add(member_id)
        try:
            yield
        finally:
            self._members.discard(member_id)


_MARKUP = re.compile(r"<(?:@[!&]?\d+|#\d+|a?:\w+:\d+|/[^<>:]+:\d+|t:-?\d+(?::\w)?)>|@everyone\b|@here\b")
_MENTION_OF = r"<@!?{id}>"


def question_in(content: str, me: int | None = None) -> str:
    """Return the question of a message: without mentions of the bot (`me`), unseen characters and outer blanks.

    What holds no letter and no digit once mentions, custom emoji and times are away is no question, and gives "".
    """
    text = visible(content)
    if me is not None:
        text = re.sub(_MENTION_OF.format(id=me), " ", text)
    if not any(character.isalnum() for character in _MARKUP.sub(" ", text)):
        return ""
    return text.strip()
