"""Markdown as a row of blocks: headings, paragraphs, list items, table rows and code; imports inline alone.

Lenient where podcasters are: a heading may follow a stray blank, a fence that is never closed is no fence,
and lines stay apart so that each can be asked whether it begins with a time or a speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(\S.*)$")
CLOSING_HASHES = re.compile(r"[ \t]+#+[ \t]*$")
UNDERLINE = re.compile(r"^ {0,3}={3,}[ \t]*$")
FENCE = re.compile(r"^\s*(`{3,}|~{3,})([^`]*)$")
ITEM = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])[ \t]+(?=\S)")
BESIDE = re.compile(r"^(?:\*\*|[A-ZÀ-Þ])")
"""After a list: a line that neither is indented nor goes on in small letters stands beside it."""
RULE = re.compile(r"^ {0,3}(?:-[ \t]*){3,}$|^ {0,3}(?:\*[ \t]*){3,}$|^ {0,3}(?:_[ \t]*){3,}$")
ROW = re.compile(r"^\s*\|.*\|\s*$")
ROW_RULE = re.compile(r"^\s*\|[\s|:-]*-[\s|:-]*\|\s*$")
QUOTE = re.compile(r"^\s*>(?!>)[ \t]?")
DEFINITION = re.compile(r"^ {0,3}\[([^\[\]^][^\[\]]*)\]:\s*(\S+)")
REFERENCE = re.compile(r"\[([^\[\]]+)\]\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document. `lines` hold no bullets, "#" or fences; `level` is a heading's depth."""

    kind: Literal["heading", "text", "item", "row", "code"]
    lines: tuple[str, ...]
    level: int = 0


def markdown_blocks(text: str) -> list[Block]:
    """Return the blocks of a Markdown document in order."""
    lines = _resolved(_without_comments(text.split("\n")))
    blocks: list[Block] = []
    pending: list[str] = []
    kind: Literal["text", "item"] = "text"
    closers = _closers(lines)
    skip = 0
    for index, line in enumerate(lines):
        if index < skip:
            continue
        line = QUOTE.sub("", line)
        single, skip = _single(line, lines, index, closers, pending)
        item = None if single else ITEM.match(line)
        ends = single or item or not line.strip() or RULE.match(line) or (kind == "item" and BESIDE.match(line))
        if ends and pending:
            blocks.append(Block(kind, tuple(pending)))
            pending, kind = [], "text"
        if single:
            blocks += [single] if single.lines else []
        elif item and not RULE.match(line):
            pending, kind = [line[item.end() :].strip()], "item"
        elif line.strip() and not RULE.match(line):
            pending.append(line.strip())
    return [*blocks, Block(kind, tuple(pending))] if pending else blocks


def plain_blocks(text: str) -> list[Block]:
    """Return the paragraphs of a plain text; nothing in it is a heading, a list or code."""
    paragraphs = re.split(r"\n[ \t]*\n", text)
    split = ([line.strip() for line in paragraph.split("\n") if line.strip()] for paragraph in paragraphs)
    return [Block("text", tuple(lines)) for lines in split if lines]


def _single(
    line: str, lines: Sequence[str], index: int, closers: dict[int, int], pending: list[str]
) -> tuple[Block | None, int]:
    """Return the heading, table row or code that begins with `line`, and the first line after it."""
    after = index + 1
    if heading := HEADING.match(line):
        return Block("heading", (CLOSING_HASHES.sub("", heading[2]).strip(),), len(heading[1])), after
    if UNDERLINE.match(line) and len(pending) == 1:
        return Block("heading", (pending.pop(),), 1), after
    if index in closers:
        end = closers[index]
        return Block("code", tuple(line.rstrip() for line in lines[after:end] if line.strip())), end + 1
    if ROW.match(line):
        return Block("row", () if ROW_RULE.match(line) else (line.strip(),)), after
    return None, after


def _closers(lines: Sequence[str]) -> dict[int, int]:
    """Return the lines that open a fence, each with the line that closes it."""
    fences = [(i, m[1], not m[2].strip()) for i, line in enumerate(lines) if (m := FENCE.match(QUOTE.sub("", line)))]
    pairs: dict[int, int] = {}
    hopeless: dict[str, int] = {}
    at = 0
    while at < len(fences):
        begin, mark, _ = fences[at]
        end = None
        if len(mark) < hopeless.get(mark[0], len(mark) + 1):
            end = next((k for k in range(at + 1, len(fences)) if _closes(fences[k], mark)), None)
        if end is None:
            hopeless[mark[0]] = min(len(mark), hopeless.get(mark[0], len(mark)))
        else:
            pairs[begin] = fences[end][0]
        at = (at if end is None else end) + 1
    return pairs


def _closes(fence: tuple[int, str, bool], mark: str) -> bool:
    return fence[2] and fence[1][0] == mark[0] and len(fence[1]) >= len(mark)


def _without_comments(lines: Sequence[str]) -> list[str]:
    """Return the lines without HTML comments that run over several of them."""
    last = max((i for i, line in enumerate(lines) if "-->" in line), default=-1)
    kept: list[str] = []
    inside = False
    for index, line in enumerate(lines):
        if inside and "-->" in line:
            line, inside = line.split("-->", 1)[1], False
        elif inside:
            continue
        begin = line.rfind("<!--")
        if begin >= 0 and "-->" not in line[begin:] and index < last:
            line, inside = line[:begin], True
        kept.append(line)
    return kept


def _resolved(lines: Sequence[str]) -> list[str]:
    """Return the lines with "[label][name]" as "[label](target)" and without the definitions of targets."""
    targets = {found[1].lower(): found[2] for line in lines if (found := DEFINITION.match(line))}
    if not targets:
        return list(lines)
    return list(_with_targets(lines, targets))


def _with_targets(lines: Sequence[str], targets: dict[str, str]) -> Iterator[str]:
    def target(found: re.Match[str]) -> str:
        name = (found[2] or found[1]).lower()
        return f"[{found[1]}]({targets[name]})" if name in targets else found[0]

    yield from (REFERENCE.sub(target, line) for line in lines if not DEFINITION.match(line))
