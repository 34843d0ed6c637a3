"""The marks of Markdown and HTML go, the words stay."""

import time

import pytest

from ingest.readers.inline import plain, unmarked, without_tags


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("**vet** en *schuin* en ***beide*** en ~~weg~~", "vet en schuin en beide en weg"),
        ("__vet__ en _schuin_ maar snake_case_naam", "vet en schuin maar snake_case_naam"),
        ("[**label**](https://x.example/a_(b)) hier", "label hier"),
        ("[een [twee]](u) ![plaatje](p.png)", "een [twee] plaatje"),
        ("<https://x.example>", "https://x.example"),
        ("`code *zonder* [nadruk](x)` wel", "code *zonder* [nadruk](x) wel"),
        ("``een ` erin`` en een losse ` hier", "een ` erin en een losse ` hier"),
        (r"\[laughter\] \*geen nadruk\*", "[laughter] *geen nadruk*"),
        ("5 &lt; 7 &amp; &#128512; &eacute;&eacute;n", "5 < 7 & 😀 één"),
        ("a?x=1&copy=2", "a?x=1&copy=2"),
        ("<b>vet</b> <img src=x onerror=alert(1)>klaar", "vet klaar"),
        ("voor <!-- verborgen --> na <script>alert(1)</script>slot", "voor na slot"),
        ("<@123> <a:emoji:1> install <pakket>", "<@123> <a:emoji:1> install <pakket>"),
        ("2 * 3 * 4 en a < b > c", "2 * 3 * 4 en a < b > c"),
        ("Haken [in] de (titel) ](http://evil.example)", "Haken [in] de (titel) ](http://evil.example)"),
        ("Cafe\u0301 ge\u200bzicht “Ｆ”", "Cafe\u0301 ge\u200bzicht “Ｆ”"),
    ],
)
def test_marks_go_and_what_was_written_stays(markdown: str, said: str) -> None:
    assert plain(markdown) == said


def test_plain_text_keeps_stars_backslashes_and_backticks() -> None:
    assert unmarked(r"C:\temp\x.md `id` 2*3*4 _a_") == r"C:\temp\x.md `id` 2*3*4 _a_"
    assert unmarked("**vet** &amp; <i>schuin</i>") == "vet & schuin"


def test_subtitle_tags_times_and_positions_go() -> None:
    assert without_tags('<font color="#ff0"><b>geel</b></font> {\\an8}boven<00:00:01.500> &lt;3') == "geel boven <3"


@pytest.mark.parametrize(
    "unit", ["[", "*a ", "**", "`", "`a``b ", "<!--", "[a](", "[[a]", "<a ", "&", "\\", "_a ", "~~a"]
)
def test_marks_that_are_never_closed_take_no_longer_than_their_length(unit: str) -> None:
    begin = time.monotonic()
    plain(unit * 100_000)
    assert time.monotonic() - begin < 5
