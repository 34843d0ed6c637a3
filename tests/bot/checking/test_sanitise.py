"""Links, mentions, tags and hidden text never pass; plain words stay as they are."""

import pytest

from bot.answering.checking.sanitise import domains, sanitised

GONE = {
    "See https://evil.example/x?a=1#b for more.": "See for more.",
    "See <https://evil.example> now.": "See now.",
    "See HTTPS://EVIL.EXAMPLE now": "See now",
    "See ftp://a.b/c, steam://run/1 and //evil.example/x.": "See, and.",
    "Run javascript:alert(1) now": "Run now",
    "Go to www.evil.example/a, please": "Go to, please",
    "Go to evil.com/free now": "Go to now",
    "Go to evil.com now": "Go to now",
    "Mail info@evil.com now": "Mail now",
    "Join discord.gg/abc now": "Join now",
    "Read [this page](https://evil.example) now": "Read this page now",
    'Read [this](<https://evil.example> "title") now': "Read this now",
    "Read [![alt](http://a.b/c.png)](http://d.e) now": "Read now",
    "A picture ![of bees](https://evil.example/p.png) here": "A picture here",
    "[1](https://evil.example)": "[1]",
    "Hi @everyone and @here": "Hi everyone and here",
    "Hi @\u200beveryone": "Hi everyone",
    "Hi \\@everyone": "Hi everyone",
    "Hi &#64;everyone": "Hi everyone",
    "Hi <@123> <@!123> <@&456> <#789> there": "Hi there",
    "Hi <:bee:123> <a:bee:123> <t:1700000000:R> </ask:99> <id:customize> there": "Hi there",
    "Hi <@<@1>23>": "Hi @ 23>",
    "Bold <b>bees</b> and <script src=x>code</script>.": "Bold bees and code.",
    "ht<b></b>tps://evil.example": "ht",
    "htt``ps://evil.example now": "now",
    "||hidden|| and ~~struck~~ words": "hidden and struck words",
    "```python\nprint(1)\n```": "print(1)",
    "Use `pip install` here": "Use pip install here",
    "# Heading\ntext": "Heading\ntext",
    "-# small\n> said\n>>> more": "small\nsaid\nmore",
    "one\n---\ntwo": "one\n\ntwo",
    "b\u202eees \u2066are\u2069 h\u0000e\u0007re": "bees are here",
    "a\u00adb\u200bc\ufeffd\U000e0041e": "abcde",
    "*emphasis* and _more_ of it": "emphasis and more of it",
    "<!-- hidden --> shown": "shown",
}
KEPT = [
    "The bees winter in three boxes; it costs 3 < 5 euros & 4 > 2.",
    "**Bold** words, snake_case, C++, C#, Node.js and version 3.11.",
    "- one\n- two\n\n1. three\n2. four",
    "“Quoted” ‘words’, 's avonds, it's 24/7, and/or, e.g. this.",
    "At 12:30: a ratio of 3:1, 2*3*4 = 24, [1][2].",
    "Thema's, auto's, 's-Hertogenbosch, coöperatie, café: 50% (of more).",
    "He lives in the U.S. and works at 5 a.m. on main.py.",
    "One.Two sentences without a blank.",
]


@pytest.mark.parametrize(("draft", "shown"), GONE.items())
def test_what_is_no_plain_word_goes_and_the_words_around_it_stay(draft: str, shown: str) -> None:
    assert sanitised(draft) == shown


@pytest.mark.parametrize("draft", KEPT)
def test_plain_words_stay_as_they_are(draft: str) -> None:
    assert sanitised(draft) == draft


def test_a_name_that_is_a_domain_stays_where_it_was_said() -> None:
    known = domains("They book at Booking.com every year, see https://evil.example/x.")
    assert known == {"booking.com"}
    assert sanitised("They use Booking.com a lot, and Other.com.", known) == "They use Booking.com a lot, and."
    assert sanitised("See booking.com/evil and http://booking.com", known) == "See and"
