"""Bytes become text in whatever encoding they came."""

import pytest

from ingest.errors import Unreadable
from ingest.readers.encoding import decode, scrub

DUTCH = "# 6. Coördinatie, reünie en café\nTekst."


@pytest.mark.parametrize(
    "data",
    [
        DUTCH.encode(),
        DUTCH.encode("utf-8-sig"),
        DUTCH.encode("utf-16"),
        b"\xfe\xff" + DUTCH.encode("utf-16-be"),
        DUTCH.encode("utf-16-le"),
        DUTCH.encode("utf-16-be"),
        DUTCH.encode("latin-1"),
        DUTCH.encode("utf-32"),
    ],
    ids=["utf-8", "bom", "utf-16", "be-bom", "le-bare", "be-bare", "latin-1", "utf-32"],
)
def test_the_same_text_comes_out_of_every_encoding(data: bytes) -> None:
    assert decode(data)[0] == DUTCH


def test_windows_1252_keeps_curly_quotes_and_the_euro_and_says_so() -> None:
    text, warnings = decode("“Slimme” quotes – voor 5 €".encode("cp1252"))
    assert text == "“Slimme” quotes – voor 5 €"
    assert "Windows-1252" in warnings[0]


def test_a_few_bad_bytes_in_utf8_are_replaced_and_counted() -> None:
    text, warnings = decode("Een café met ".encode() + b"\xff\xfe" + " erin, één keer.".encode())
    assert text == "Een café met \ufffd\ufffd erin, één keer."
    assert warnings == ("2 invalid UTF-8 sequences were replaced by \ufffd",)


def test_bad_bytes_that_make_no_words_are_not_taken_for_windows_1252() -> None:
    text, warnings = decode(b"Hier staat \xc3( en \xff\xfe midden in de tekst.")
    assert "\ufffd" in text
    assert "replaced" in warnings[0]


def test_line_ends_of_windows_and_old_macs_become_newlines() -> None:
    assert decode(b"a\r\nb\rc\n")[0] == "a\nb\nc\n"


def test_a_nul_is_taken_out_with_a_warning() -> None:
    text, warnings = decode(b"# 12. Nul\x00tekens midden in een titel van enige lengte")
    assert "\x00" not in text
    assert warnings == ("NUL characters were removed",)


def test_lone_surrogates_do_not_survive() -> None:
    text = decode(b"\xff\xfe" + "ab".encode("utf-16-le") + b"\x00\xd8" + "c".encode("utf-16-le"))[0]
    text.encode("utf-8")
    assert scrub("a\ud800b") == "ab"


def test_utf8_that_was_encoded_twice_is_reported() -> None:
    twice = "Kröger en reünie".encode().decode("cp1252").encode()
    assert "encoded twice" in decode(twice)[1][0]
    assert decode("Kröger en reünie".encode())[1] == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n\t\n",
        b"PK\x03\x04rest",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        bytes(range(256)) * 8,
        bytes(range(128, 256)) * 20,
    ],
)
def test_what_is_empty_or_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(data)
