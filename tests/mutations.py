"""Documents that somebody or something has damaged, for the property tests: mutations of real samples."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = tuple(
    (path.name, path.read_bytes())
    for folder in ("tests/data/readers", "data/episodes")
    for path in sorted((ROOT / folder).iterdir())
    if not path.name.endswith((".meta.json", "show.toml"))
)
"""Name and bytes of every document in the tests' data and in the sample show."""
ENDINGS = tuple(sorted({Path(name).suffix for name, _ in SAMPLES} | {".ttml", ".srv3", ".htm", ".markdown", ""}))
AWKWARD = (
    "\0", "\ufeff", "\u202e", "\u2028", "\x0b", "\x0c", "-->", "-->" * 40, "<v ", "<c.x>", "</v>", "NOTE\n",
    "WEBVTT\n",
    "00:00:00.000 --> 00:00:00.000\n", "99:99:99,999 --> 00:00:01,000\n", "1\n\n2\n\n", "[[[", "]](", "{", "}", "[",
    "]", '"', '\\"', "\\ud800", "\\u0000", "&#x110000;", "&#0;", "&amp;" * 30, "&lol;", "<!ENTITY a 'b'>", "<![CDATA[",
    "]]>", "<!--", "-->\n", "<script>", "<p begin='x' end='y'>", "<body>", "<tt>", "```", "~~~\n", "---\n", "+++\n",
    "...\n", "# ", "####### x\n", "> " * 30, "- " * 30, "|a|b|\n|-|-|\n", "[x]: y\n", "![](", "**", "__init__:",
    "Speaker 1:", "A: b\n" * 20, "1e309", "NaN", "-0", "9" * 400, "null", "true", "\r", "\r\n", "\n" * 50, " " * 500,
    "\t", "😀", "e\u0301" * 30, "\ufdfa", "漢字" * 30, "!!python/object:os.system x\n", "&a [*a]\n",
    "key: &b {<<: *b}\n",
)  # fmt: skip
DEPTHS = (3, 40, 2000)
LONG_LINE = 30_000


def truncated(chance: random.Random, text: str) -> str:
    return text[: chance.randint(0, len(text))]


def doubled(chance: random.Random, text: str) -> str:
    """Repeat a stretch, whole lines or not."""
    begin, end = sorted(chance.randint(0, len(text)) for _ in range(2))
    return text[:end] + text[begin : min(end, begin + 3000)] * chance.choice((1, 2, 15)) + text[end:]


def holed(chance: random.Random, text: str) -> str:
    begin, end = sorted(chance.randint(0, len(text)) for _ in range(2))
    return text[:begin] + text[end:]


def shuffled(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    one, other = (chance.randrange(len(lines)) for _ in range(2))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def sown(chance: random.Random, text: str) -> str:
    """Put what is awkward in one place or many."""
    for _ in range(chance.choice((1, 1, 3, 12))):
        at = chance.randint(0, len(text))
        text = text[:at] + chance.choice(AWKWARD) + text[at:]
    return text


def renumbered(chance: random.Random, text: str) -> str:
    extreme = ("0", "-1", "9" * 30, "1e400", "00", "2147483648", "")
    return re.sub(r"\d+", lambda found: chance.choice(extreme) if chance.random() < 0.2 else found[0], text)


def nested(chance: random.Random, text: str) -> str:
    depth = chance.choice(DEPTHS)
    begin, end = chance.choice((("[", "]"), ('{"a":', "}"), ("<b>", "</b>"), ("> ", ""), ("<div>", ""), ("(", ")")))
    at = chance.randint(0, len(text))
    return text[:at] + begin * depth + text[at:] + end * chance.choice((depth, 0))


def in_one_line(chance: random.Random, text: str) -> str:
    return (text.replace("\n", chance.choice((" ", "", "\r"))) * 4)[:LONG_LINE]


def joined(chance: random.Random, text: str) -> str:
    """Put a stretch of another format in."""
    other = chance.choice(SAMPLES)[1].decode("utf-8", "replace")
    at, begin = chance.randint(0, len(text)), chance.randint(0, len(other))
    return text[:at] + other[begin : begin + 4000] + text[at:]


CHANGES: tuple[Callable[[random.Random, str], str], ...] = (
    truncated, doubled, holed, shuffled, sown, renumbered, nested, in_one_line, joined,
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "utf-32")


def mutated(chance: random.Random) -> tuple[str, bytes]:
    """Return the name and the bytes of a document that has suffered."""
    name, data = chance.choice(SAMPLES)
    text = data.decode("utf-8", "replace")
    for _ in range(chance.choice((1, 1, 2, 4))):
        text = chance.choice(CHANGES)(chance, text)
    if chance.random() < 0.2:
        name = Path(name).stem + chance.choice(ENDINGS)
    content = bytearray(text.encode(chance.choice(ENCODINGS), "replace"))
    for _ in range(chance.choice((0, 0, 0, 5)) if content else 0):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return name, bytes(content)


documents = st.randoms(use_true_random=False).map(mutated)
noise = st.tuples(st.sampled_from(ENDINGS).map(lambda ending: f"x{ending}"), st.binary(max_size=3000))
