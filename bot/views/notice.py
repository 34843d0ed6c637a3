"""The notice that a question which waited is answered now; pure, imports rendering's parts and the texts."""

from __future__ import annotations

from bot.answering.answer import Answer
from bot.rendering import body, provenance_line, question_line
from bot.renderings.cutting import ELLIPSIS, cut, shortened
from bot.renderings.markdown import LIMIT, units
from bot.renderings.sources import sources_block
from bot.texts.spoken import say

SHOWN, QUOTED = 900, 420
"""Characters of the answer, and of one of its quotations."""


def notice_text(answer: Answer, locale: str, link: str) -> str:
    """Return the notice: the question, the answer's first lines, its sources, and where it was asked.

    It begins like an answer, so that a member can ask on below it.
    """
    head = f"{shortened(question_line(answer.question), LIMIT // 3)}\n**{say(locale, 'notice')}**"
    lines = "\n\n".join(body(answer, QUOTED))
    first, rest = cut(lines, SHOWN)
    where = f"-# {say(locale, 'notice where', link=link)}"
    foot = "\n".join(part for part in (provenance_line(answer), where) if part)
    shown = first + (f" {ELLIPSIS}" if rest else "")
    room = LIMIT - units("\n".join((head, shown, foot))) - 2
    return "\n".join(part for part in (head, shown, sources_block(answer, max(room, 0)), foot) if part)
