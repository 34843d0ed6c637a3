"""Cuts a message's text: at a word's end where it can, never inside a mark, link, fence, escape or character.

Pure; imports the neighbouring modules. Lengths are UTF-16 units.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.renderings.clusters import breakable
from bot.renderings.markdown import LIMIT, units

ELLIPSIS = "…"
_WHOLE = re.compile(
    r"```[\s\S]*?```"
    r"|\[(?:\\.|[^\]\\\n])*\]\(<[^>\n]*>\)"  # a masked link
    r"|(?:[^\S\n]*\[\d{1,3}\])+"  # marks, with the blank that ties them to their sentence
    r"|\\.|@\u200b"
)
_FIRST = re.compile(r"^(?:(?=[#>+-])|\d+(?=[.)]))")
_FENCE = re.compile(r"```(?P<language>[\w+-]*)\n?(?P<code>[\s\S]*?)```\Z")


def cut(text: str, room: int) -> tuple[str, str]:
    """Return the longest beginning of `text` that fits `room`, and the rest, both without blanks at the cut.

    The beginning is empty when nothing that must stay together fits, save one character that is too long itself.
    """
    if units(text) <= room:
        return text, ""
    at = place_to_cut(text, room)
    return text[:at].rstrip(), text[at:].lstrip()


def reach(text: str, room: int) -> int:
    """Return how many characters of `text` fit `room`."""
    used = 0
    for place, character in enumerate(text):
        used += units(character)
        if used > room:
            return place
    return len(text)


def place_to_cut(text: str, room: int) -> int:
    """Return the index before which to cut: behind a word when that leaves half of the room filled."""
    last = reach(text, room)
    whole = inside_of_whole(text, last)
    anywhere = 0
    for place in range(last, 0, -1):
        if anywhere and place < last // 2:
            break
        if place in whole or not breakable(text, place):
            continue
        if text[place : place + 1].isspace() or text[place - 1].isspace():
            return place
        anywhere = anywhere or place
    return anywhere


def inside_of_whole(text: str, last: int) -> set[int]:
    """Return the places up to `last` that lie inside a mark, a link, a fence or an escape."""
    places: set[int] = set()
    for found in _WHOLE.finditer(text):
        if found.start() >= last:
            break
        places.update(range(found.start() + 1, min(found.end(), last + 1)))
    return places


def shortened(text: str, longest: int) -> str:
    """Return `text`, or its beginning with an ellipsis, in at most `longest` units."""
    if units(text) <= longest:
        return text
    return cut(text, max(longest - 1, 0))[0].rstrip(" ,;:.–-") + ELLIPSIS


def pieces(block: str, room: int) -> list[str]:
    """Return a block in pieces of at most `room`: quoted lines stay quoted, a fence is closed and opened again."""
    out = []
    while units(block) > room:
        first, rest = cut(block, room)
        if not first:
            first, rest = forced(block, room)
        elif "\n" not in block[len(first) : len(block) - len(rest)]:
            rest = continued(first, rest)
        out.append(first)
        block = rest
    return [*out, block] if block else out


def continued(first: str, rest: str) -> str:
    """Return what follows a cut inside a line: quoted like its line, and no heading or list by standing first now."""
    quoted = "> " if first.rpartition("\n")[2].startswith("> ") else ""
    return quoted + _FIRST.sub(lambda found: found[0] + "\\", rest)


def forced(block: str, room: int) -> tuple[str, str]:
    """Return the beginning of a block that starts with something too long to stay whole, and the rest."""
    found = _FENCE.match(block) if block.startswith("```") and block.count("```") == 2 else None
    if found is None:
        end = reach(block, room) or 1
        return block[:end], block[end:]
    opening = f"```{found['language']}\n"
    code, rest = cut_code(found["code"], room - len(opening) - 4)
    return f"{opening}{code}\n```", f"{opening}{rest}```"


def cut_code(code: str, room: int) -> tuple[str, str]:
    """Return the lines of code that fit, and the rest; a line that is too long is cut anywhere."""
    end = reach(code, room) or 1
    line = code.rfind("\n", 0, end)
    return (code[:line], code[line + 1 :]) if line > 0 else (code[:end], code[end:])


def packed(head: str, blocks: Sequence[str], tail: str = "", limit: int = LIMIT) -> list[str]:
    """Return messages of at most `limit`: the head on its own line, blocks with a blank line between, the tail whole.

    `head` and `tail` must fit `limit` each; both may be empty.
    """
    messages = [head] if head else []
    for block in blocks:
        for piece in pieces(block.strip(), limit):
            add(messages, piece, limit, first_gap="\n" if messages == [head] else "\n\n")
    if tail:
        add(messages, tail, limit)
    return messages


def add(messages: list[str], piece: str, limit: int, first_gap: str = "\n\n") -> None:
    """Append a piece to the last message when it fits there, else as a new one."""
    if messages and units(messages[-1]) + units(first_gap) + units(piece) <= limit:
        messages[-1] += first_gap + piece
    elif piece:
        messages.append(piece)
