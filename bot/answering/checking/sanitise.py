"""Takes out of a model's text what is no plain words: links, mentions, tags, hidden text; imports folding alone.

What joins two stretches when it goes (controls, escapes, fences) goes first, so that nothing new is put together
afterwards; what stands between words leaves a blank. Every pattern takes time in proportion to the text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection

from vectorstore.text.folding import visible

_GONE = "\ue000"
"""Where something was taken out; private, and taken out of the draft itself before."""
_LINES = re.compile("[\u2028\u2029]")
_BLANKS = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BLANK_LETTERS = re.compile("[\u115f\u1160\u2800\u3164\uffa0\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""Letters that show nothing, and private ones, such as the place holders of these checks."""
_ENTITY = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|hellip|[nm]dash|commat|colon|sol|period|"
    r"[lr]par|[lr]sqb|grave|lowbar|ast|vert|bsol|ZeroWidthSpace|zwj|zwnj|lrm|rlm);"
)
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_FENCE = re.compile(r"^[ ]{0,3}`{3,}[\w+#.-]{0,30}[ ]{0,3}$", re.MULTILINE)
_HIDING = re.compile(r"`|~~|\|\|")
_LINE_MARK = re.compile(r"^[ ]{0,20}(?:-#[ ]|#{1,6}(?:[ ]|$)|(?:>{1,3}[ ]){1,20})[ ]{0,20}", re.MULTILINE)
_RULE = re.compile(r"^[ ]{0,3}(?:[-*_=][ ]?){3,}$", re.MULTILINE)
_MASKED = re.compile(
    r"!?\[([^\[\]\n]{0,500})\]\((?:[^()\s]|\([^()\s]{0,500}\)){0,2048}(?:[ ]{1,3}[\"'][^\"'\n]{0,300}[\"'])?[ ]{0,3}\)"
)
_COMMENT = re.compile(r"<!--[^<>]{0,2000}-->")
_ANGLE = re.compile(
    r"<(?:@[!&]?\d+|#\d+|a?:\w{1,64}:\d+|t:-?\d+(?::\w)?|/[^<>\n:]{1,100}:\d+|id:\w{1,40}|"
    r"[A-Za-z][A-Za-z0-9+.-]{0,20}:[^<>\s]{1,2048})>"
)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,1000}>")
_STOPS = r"[^\s<>\[\]\"“”„«»|" + _GONE + "]"
_URL = re.compile(
    rf"(?<![A-Za-z0-9])(?:[A-Za-z][A-Za-z0-9+.-]{{1,20}}:/|/)/{_STOPS}*"
    rf"|\b(?:https?|ftp|javascript|vbscript|data|mailto|tel|file|steam|discord):(?=\S){_STOPS}+"
    rf"|\bwww\.{_STOPS}*",
    re.IGNORECASE,
)
_TLDS = (
    "com|org|net|edu|gov|mil|int|io|ai|app|dev|gg|fm|tv|co|uk|nl|be|eu|fr|ch|info|biz|xyz|site|online|shop|store|club|"
    "live|link|page|blog|wiki|news|tech|cloud|space|top|icu|click|gl|ly|ru|cn|jp|br|pl|se|dk|es|pt|ie|gift|gifts|new|"
    "media|email|world|onion|test|example|invalid"
)
_DOMAIN = re.compile(
    rf"(?<![\w-])(?<!\w\.)(?:[\w.+-]{{1,64}}@)?(?P<host>(?:[\w-]+\.)+(?:{_TLDS}|{_TLDS.upper()}))(?![\w-]|\.[\w-])"
    rf"(?P<path>(?::\d{{1,5}})?[/?#]{_STOPS}*)?"
)
_PING = re.compile(r"@+(?=everyone|here|[!&]?\d)", re.IGNORECASE)
_LEFT_OVER = re.compile(r"<(?![\s\d=<]|$)|:(?=//)|/(?=/)|(?<=\])(?=\()")
_EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,300})(?<=\S)\*(?![\w*])|(?<!\w)_(?=[^\s_])([^_\n]{1,300})(?<=\S)_(?!\w)"
)
_SENTENCE_END = ".,;:!?…)]}”’\"'*"
_CLOSING = "\n.,;:!?…)]”’"


def sanitised(text: str, known: Collection[str] = ()) -> str:
    """Return the plain words of a draft, its paragraphs, lists and bold type kept.

    A bare domain ("booking.com") stays when `known`, which is in small letters, holds it: a name that was said.
    """
    plain = visible(_LINES.sub("\n", text))
    plain = visible(_ENTITY.sub(lambda found: html.unescape(found[0]), plain))
    plain = _BLANK_LETTERS.sub("", _BLANKS.sub(" ", plain))
    plain = _HIDING.sub("", _FENCE.sub("", _ESCAPE.sub("", plain)))
    plain = _LINE_MARK.sub("", _RULE.sub("", plain))
    for _ in range(4):
        labels = _MASKED.sub(_label, plain)
        if labels == plain:
            break
        plain = labels
    plain = _TAG.sub(_GONE, _ANGLE.sub(_GONE, _COMMENT.sub(_GONE, plain)))
    plain = _DOMAIN.sub(lambda found: _domain(found, known), _URL.sub(_address, plain))
    plain = _LEFT_OVER.sub(_apart, _PING.sub("", plain))
    return tidied(_EMPHASIS.sub(lambda found: found[1] or found[2], plain))


def _label(found: re.Match[str]) -> str:
    """Return a masked link's or image's label; a citation keeps its brackets."""
    label = found[1].strip()
    if not label or found[0][0] == "!":
        return _GONE
    return f"[{label}]" if label.strip("^ ").isdecimal() else label


def _address(found: re.Match[str]) -> str:
    """Return what follows an address and belongs to the sentence."""
    return _GONE + _after(found[0])


def _after(address: str) -> str:
    """Return the marks of the sentence at an address's end; a bracket that it opens is its own."""
    ends = _SENTENCE_END.replace(")", "") if "(" in address else _SENTENCE_END
    return address[len(address.rstrip(ends)) :]


def _domain(found: re.Match[str], known: Collection[str]) -> str:
    if not found["path"] and found["host"].lower() in known and found[0] == found["host"]:
        return found[0]
    return _GONE + _after(found[0])


def _apart(found: re.Match[str]) -> str:
    return "" if found[0] in ("<", "/") else " "


def tidied(text: str) -> str:
    """Return a text without the place holders, the blanks around them and at the ends of lines."""
    first, *others = text.split(_GONE)
    joined = [first]
    for part in others:
        after = part.lstrip(" ")
        if not after:
            continue
        before = joined[-1] = joined[-1].rstrip(" ")
        blank = before and before[-1] not in "\n(“„‘[" and after[0] not in _CLOSING
        joined.append(f" {after}" if blank else after)
    whole = "".join(joined).replace("()", "")
    return "\n".join(line.rstrip() for line in whole.split("\n")).strip("\n")


def domains(text: str) -> set[str]:
    """Return the bare domains that stand in a text, in small letters."""
    return {found["host"].lower() for found in _DOMAIN.finditer(text) if not found["path"]}
