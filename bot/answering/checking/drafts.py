"""A draft as blocks of sentences, put together again as it was written; imports sentences and the marks.

A block is a paragraph's line or a list item. A mark behind a full stop belongs to the sentence before it, and no
sentence ends inside a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.checking.marks import MARK
from bot.answering.checking.quotation_marks import marks_of
from vectorstore.text.sentences import sentences

_ITEM = re.compile(r"[ ]*(?:[-*•–—‣▪◦+]|\d{1,3}[.)])[ ]+")
_LEADING_MARKS = re.compile(r"(?:\s?\[\d{1,3}\][,;.]?)+(?!\w)")
_BOLD = re.compile(r"\*\*[^*\n]{1,80}\*\*")
_INNER_BOLD = re.compile(r"(?<=\S)\*\*(?=\S)")
_WORDS = re.compile(r"[^\W_]")
_CLOSED = ("]", ".", "!", "?", "…", ":", ";", ".”", '."', "!”", "?”", ".)", ".’", ".»", "**")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block with the white space before it."""

    gap: str
    text: str

    @property
    def places(self) -> tuple[int, ...]:
        """The places of the passages that it cites, each once, from 0."""
        return tuple(dict.fromkeys(int(number) - 1 for number in MARK.findall(self.text)))


@dataclass(frozen=True, slots=True)
class Block:
    """A line or list item: what stands before it, its bullet, its sentences; `open` when more of it may come."""

    gap: str
    lead: str
    sentences: tuple[Sentence, ...]
    open: bool = False

    @property
    def leads_in(self) -> bool:
        """Whether it announces what follows: it ends with a colon, or is a line in bold type."""
        if not self.sentences:
            return False
        words = self.sentences[-1].text
        return words.rstrip("* ").endswith(":") or (len(self.sentences) == 1 and bool(_BOLD.fullmatch(words)))


def blocks_of(text: str, complete: bool = True) -> list[Block]:
    """Return the blocks of a normalised text; of one that is still being written, only what is finished."""
    found = [_block(gap, lead, words) for gap, lead, words in _lines(text)]
    if not complete and found and not text.endswith("\n"):
        found[-1] = _finished(found[-1])
    return [block for block in found if block.sentences]


def _lines(text: str) -> list[tuple[str, str, str]]:
    """Return gap, bullet and words of each block: a line that goes on in the next one is joined with it."""
    out: list[tuple[str, str, str]] = []
    blank = False
    for line in text.split("\n"):
        if not line.strip():
            blank = True
            continue
        item = _ITEM.match(line)
        lead = item[0] if item else line[: len(line) - len(line.lstrip())]
        words = line[len(lead) :].rstrip()
        if out and not blank and not item and not out[-1][2].endswith(_CLOSED):
            out[-1] = (*out[-1][:2], f"{out[-1][2]}\n{words}")
        elif words:
            out.append(("\n\n" if blank else "\n", lead, words))
        blank = False
    return out


def _block(gap: str, lead: str, words: str) -> Block:
    found: list[Sentence] = []
    at = 0
    for begin, end in _spans(words):
        text = words[begin:end]
        if text.count("**") % 2:
            # Half of a pair; what it kept apart ("@**here") stays apart.
            text = _INNER_BOLD.sub(" ", text).replace("**", "")
        found.append(Sentence(words[at:begin], text))
        at = end
    return Block(gap, lead, tuple(found))


def _spans(words: str) -> list[tuple[int, int]]:
    """Return the sentences' offsets, whole where a quotation or the marks behind a full stop were cut off."""
    pairs = [pair for pair in marks_of(words).pairs if pair.depth == 0]
    out: list[tuple[int, int]] = []
    n = 0
    for begin, end in sentences(words):
        if out:
            while n < len(pairs) and pairs[n].end < begin:
                n += 1
            inside = n < len(pairs) and pairs[n].begin < begin
            marks = _LEADING_MARKS.match(words, begin, end)
            if inside or not _WORDS.search(MARK.sub("", words[begin:end])):
                out[-1] = (out[-1][0], end)
                continue
            if marks and (not MARK.search(words, *out[-1]) or MARK.search(words, marks.end(), end)):
                out[-1] = (out[-1][0], marks.end())
                begin = marks.end() + len(words[marks.end() : end]) - len(words[marks.end() : end].lstrip())
        out.append((begin, end))
    return out


def _finished(block: Block) -> Block:
    """Return a block that is still being written without its last sentence and what an open quotation may hold."""
    kept = block.sentences[:-1]
    words = "".join(sentence.gap + sentence.text for sentence in block.sentences)
    opened = marks_of(words).open
    if opened is not None:
        at, whole = 0, []
        for sentence in kept:
            at += len(sentence.gap) + len(sentence.text)
            if at > opened:
                break
            whole.append(sentence)
        kept = tuple(whole)
    return Block(block.gap, block.lead, kept, open=True)


def joined(blocks: Sequence[tuple[Block, Sequence[tuple[int, str]]]]) -> str:
    """Return the text of those sentences that are kept, each as its place in its block and its words."""
    out: list[str] = []
    gap = ""
    for block, kept in blocks:
        gap = max(gap, block.gap, key=len)
        if not kept:
            continue
        out += [gap if out else "", block.lead]
        gap = ""
        for n, (place, words) in enumerate(kept):
            before = block.sentences[place].gap or " "
            out += [before if n else "", words]
    return "".join(out)
