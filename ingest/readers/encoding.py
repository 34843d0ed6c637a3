"""From the bytes of a file to its text; imports errors alone.

UTF-8 is tried first, then UTF-16 (also without a byte order mark), then Windows-1252, the superset of Latin-1
in which old Dutch files are written. Line ends become "\\n". What is not text is refused.
"""

from __future__ import annotations

import re

from ingest.errors import Unreadable

BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
MAGIC = (
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"ID3", "an audio file"),
    (b"OggS", "an audio file"),
    (b"RIFF", "an audio or video file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 27})
"""Bytes that text does not hold: control characters but tab, line ends, form feed and escape."""
BINARY_SHARE = 0.05
"""With more control bytes than this the file is not text; a stray NUL or two is repaired."""
SAMPLE = 65536
INVALID = "�"
LOST = re.compile("[\x00\ud800-\udfff]")
MOJIBAKE = re.compile("Ã[\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸŽ€]|Â[\u00a0-\u00bf]|â€[\u0080-\u00bf™œ“”˜¦¢]")
"""UTF-8 read as Windows-1252 and written as UTF-8 once more: "Ã¶" where "ö" was meant."""
MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
WORD_1252 = re.compile(rb"[A-Za-z\xc0-\xff\x8a\x8c\x8e\x9a\x9c\x9e\x9f]+")


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text in `data` and warnings about it; raise Unreadable for what is empty or not text."""
    if not data.strip():
        raise Unreadable("the file is empty")
    refuse_magic(data)
    text, warnings = _decoded(data)
    if LOST.search(text):
        text = scrub(text)
        warnings.append("NUL characters were removed")
    if len(MOJIBAKE.findall(text[:SAMPLE])) >= 2:
        warnings.append("the text looks like UTF-8 that was encoded twice (Ã¶ for ö); write it again as UTF-8")
    return one_line_end(text.lstrip("\ufeff")), tuple(warnings)


def scrub(text: str) -> str:
    """Return `text` without NULs and lone surrogates, which neither Chroma nor UTF-8 takes."""
    return LOST.sub("", text)


def one_line_end(text: str) -> str:
    """Return `text` with Windows' and old Mac's line ends as newlines."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def refuse_magic(data: bytes) -> None:
    """Raise Unreadable when `data` begins as a known binary format does."""
    for magic, what in MAGIC:
        if data.startswith(magic):
            raise Unreadable(f"the file is {what}, not text")


def _decoded(data: bytes) -> tuple[str, list[str]]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], encoding)
    if guessed := _utf16_without_mark(data):
        return _replacing(data, guessed)
    _refuse_binary(data)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    if _is_windows_1252(data):
        return data.decode("cp1252", "replace"), ["the text is not UTF-8; it was read as Windows-1252"]
    return _replacing(data, "utf-8")


def _replacing(data: bytes, encoding: str) -> tuple[str, list[str]]:
    """Return the text with what is invalid replaced by U+FFFD, and a warning when there was any."""
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    count = text.count(INVALID)
    if count > max(10, len(text) // 10):
        raise Unreadable(f"the file is not text in a known encoding ({count} invalid {encoding} sequences)")
    return text, [f"{count} invalid {encoding.upper()} sequences were replaced by {INVALID}"]


def _utf16_without_mark(data: bytes) -> str | None:
    """Return the encoding when every other byte is NUL, as in Latin text in UTF-16."""
    sample = data[: SAMPLE - SAMPLE % 2]
    if len(sample) < 4:
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.6 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 and odd < 0.1 else None


def _refuse_binary(data: bytes) -> None:
    sample = data[:SAMPLE]
    if len(sample) - len(sample.translate(None, CONTROL)) > BINARY_SHARE * len(sample):
        raise Unreadable("the file is binary, not text")


def _is_windows_1252(data: bytes) -> bool:
    """Whether the bytes above 127 make words in Windows-1252 rather than damaged UTF-8.

    In a language its accented letters stand beside plain ones; quotes, dashes and the euro (0x80-0xBF)
    stand anywhere. Where most of them are valid UTF-8 pairs the file is UTF-8 with a few bad bytes.
    """
    valid = sum(len(found) for found in MULTIBYTE.findall(data))
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if valid * 2 > high:
        return False
    words = [word for word in WORD_1252.findall(data) if not word.isascii()]
    beside = sum(1 for word in words if re.search(rb"[A-Za-z]", word))
    return not words or beside * 2 >= len(words)
