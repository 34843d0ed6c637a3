"""What Markdown and HTML inside a line say, without their marks; imports nothing of the project.

Every pattern reads a line once: a line of 50 MB, or of nothing but opening brackets, takes no longer than its
length. Characters that are meant as themselves (escaped, or in code) are hidden behind a NUL, which no
decoded text holds, until the marks are gone.
"""

from __future__ import annotations

import html
import re

MARKS = re.compile(r"[\\`*_\[<&~]")
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
ESCAPED_BRACKET = re.compile(r"\\([\[\]])")
HIDDEN = re.compile("\x00(.)", re.DOTALL)
HIDE = {code: "\x00" + chr(code + 0x100) for code in (*range(33, 48), *range(58, 65), *range(91, 97), *range(123, 127))}
TICKS = re.compile(r"`+")
_TARGET = r"\(\s*(?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
IMAGE = re.compile(r"!\[([^\[\]]*)\]" + _TARGET)
LINK = re.compile(r"\[([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]" + _TARGET)
AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]*)>", re.IGNORECASE)
TAG_NAMES = (
    "a|abbr|article|aside|audio|b|blockquote|body|br|button|center|cite|code|dd|del|details|div|dl|dt|em|figcaption"
    "|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|lang|li|link|main|mark|meta|nav"
    "|ol|p|pre|q|rt|ruby|s|script|section|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td"
    "|textarea|th|thead|time|title|tr|u|ul|video|wbr|c|v"
)
TAG = re.compile(rf"</?(?:{TAG_NAMES})(?:[\s.][^<>]*)?/?>", re.IGNORECASE)
"""Only names that HTML and WebVTT know: "<pakket>" or "<@123>" is something that somebody wrote."""
CUE_TIME = re.compile(r"<\d[\d:.,]*>")
POSITION = re.compile(r"\{\\[^{}]*\}")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
BOLD = re.compile(r"\*\*(?=\S)([^*]*(?:\*(?!\*)[^*]*)*)\*\*")
ITALIC = re.compile(r"\*(?=[^\s*])([^*]*)(?<=[^\s*])\*")
BOLD_LINE = re.compile(r"(?<!\w)__(?=\S)([^_]+)__(?!\w)")
ITALIC_LINE = re.compile(r"(?<!\w)_(?=\S)([^_]*[^\s_])_(?!\w)")
STRUCK = re.compile(r"~~(?=\S)([^~]+)~~")
SPACE = re.compile(r"[ \t\n]{2,}|[\t\n]")


def plain(text: str) -> str:
    """Return what a piece of Markdown says: links by their labels, no emphasis or tags, entities decoded."""
    if MARKS.search(text):
        text = _code_hidden(ESCAPE.sub(lambda m: HIDE[ord(m[1])], text))
        text = without_hidden_html(text)
        text = LINK.sub(r"\1", LINK.sub(r"\1", IMAGE.sub(r"\1", text)))
        text = TAG.sub("", AUTOLINK.sub(r"\1", text))
        for pattern in (BOLD, ITALIC, BOLD_LINE, ITALIC_LINE, STRUCK):
            text = pattern.sub(r"\1", text)
        text = HIDDEN.sub(lambda m: chr(ord(m[1]) - 0x100), decoded(text))
    return SPACE.sub(" ", text).strip()


def without_tags(text: str) -> str:
    """Return a subtitle's text without tags, word times and positions, entities decoded once."""
    if "<" in text or "{" in text:
        text = POSITION.sub("", CUE_TIME.sub("", TAG.sub("", text)))
    return decoded(text)


def unmarked(text: str) -> str:
    """Return plain text without what cannot be meant as text: bold, links, tags, escaped brackets."""
    if MARKS.search(text):
        text = without_tags(LINK.sub(r"\1", BOLD.sub(r"\1", ESCAPED_BRACKET.sub(r"\1", text))))
    return SPACE.sub(" ", text).strip()


def decoded(text: str) -> str:
    """Return `text` with its entities decoded; one without a semicolon is left, as "&copy" in a query."""
    return ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def without_hidden_html(text: str) -> str:
    """Return `text` without comments, scripts and styles, which are no text; an unclosed one stays."""
    for opening, closing in (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>")):
        text = _without(text, opening, closing)
    return text


def _without(text: str, opening: str, closing: str) -> str:
    low, kept, place = text.lower(), [], 0
    if len(low) != len(text):  # a rare capital grows when it is made small; offsets would not fit
        low = text
    while (begin := low.find(opening, place)) >= 0 and (end := low.find(closing, begin)) >= 0:
        kept.append(text[place:begin])
        place = end + len(closing)
    return "".join((*kept, text[place:]))


def _code_hidden(text: str) -> str:
    """Return `text` with the content of code spans hidden and their backticks gone."""
    runs = [(found.start(), found.end()) for found in TICKS.finditer(text)]
    if not runs:
        return text
    closers: dict[int, list[int]] = {}
    for index, (begin, end) in enumerate(runs):
        closers.setdefault(end - begin, []).append(index)
    for indices in closers.values():
        indices.reverse()
    kept, place, index = [], 0, 0
    while index < len(runs):
        begin, end = runs[index]
        same = closers[end - begin]
        while same and same[-1] <= index:
            same.pop()
        if same:
            stop = same.pop()
            kept += [text[place:begin], text[end : runs[stop][0]].translate(HIDE)]
            place, index = runs[stop][1], stop
        index += 1
    return "".join((*kept, text[place:]))
