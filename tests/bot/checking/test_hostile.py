"""2,000 hostile replies: no false quotation, no foreign citation, no address, no ping, no exception, bounded time.

What is looked for here is found by other means than the checks use. Faithful paragraphs among the hostile ones stay.
"""

import random
import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.checking.checked import Checked, check
from bot.answering.generation import Generation
from bot.rendering import answer_messages, draft_message
from tests.checking import HITS
from tests.fuzzing import SLOW, examples
from tests.generating import ScriptedWriter, generated, task
from vectorstore.text.folding import squeeze

QUESTION = "What about the “quiet room” of ferries, evil.example and bees?"
FAITHFUL = [
    "According to Jelle, the bees winter in three boxes of larch [1].",
    "In 2019 verloren ze 9 miljoen bijen [1].",
    "Owen says: “It is the size of a shoebox” [3].",
    "Jelle zegt: „De bijen overwinteren hier in drie kasten van larikshout.” [1]",
    "- **Ferry**: a ticket costs €3.50 [2]",
    "A machine “so quiet that passengers complain about the missing hum” [2].",
]
QUOTATIONS = [
    "Owen says “we sold every satellite to rich farmers” [3].",
    "Pilar says “It is the size of a shoebox” [3].",
    "Jelle: «With three reaction wheels … the antenna did not unfold» [1].",
    'He said "De bijen overwinteren nooit hier in vier kasten van eikenhout" [1].',
    "Owen says “Welcome back. It is the size of a shoebox, and it photographs” [3].",
    "‘Wij behandelen nooit met oxaalzuur’ zegt hij [1].",
    "“They spin up” and “they fall down” and ‘they burn’ [3].",
    "“a “b” „c” «d» ‘e’ 'f' \"g\"” [2]",
    "He says “The captain says [2] that the engine room is so quiet” [9].",
]
_PIECES = r"""
“ ” „ ‘ ’ « » ` [ ] ( ) < > @ : \ . ! … * _ ** ``` " ' [1] [2] [9] [0] [1,2] [^3] (1) 【2】 [[1]]
bees Owen Napoleon 2019 it's de says volgens shoebox larikshout é 👍🏽
[1](https://evil.example) [here](http://evil.example/x) ![img](https://evil.example/p.png) <https://a.b>
https://evil.example/a?b HTTP://EVIL.EXAMPLE www.evil.example evil.example/x discord.gg/abc //evil.example
<@123> <@!1> <@&22> <#333> @everyone @here \@everyone &#64;here &lt;@1&gt; ](http://evil.example)
<:x:12345> <a:x:12345> <t:1700000000:R> </ask:123> <b>bees</b> <script> `code` ||hidden|| ~~struck~~
ht||tps://evil.example java<b>script:x mailto:a@evil.example a@evil.example @evil.example
"""
_UNSEEN = ["\u202e", "\u2066", "\u200b", "\x00", "\x07", "\ufeff", "\U000e0041", "\ue000", "\ue001", "\n", "\t"]
_LONGER = ["[source 3]", "<!-- x -->", "```py\nx = 1\n```", "# Heading", "> quote", "-# small", "De bijen", "9 million"]
PIECES = [
    *_PIECES.split(), *_UNSEEN, *_LONGER, "@\u200beveryone", "ht\u200btps://evil.example", "’s avonds", "\n- ", "\n1. ",
    '@”everyone', "@[9]here", "@()here", "ht”tps:/”/evil.example/x", "discord”.gg/x", "]“(evil", "|”|", "@**here",
]  # fmt: skip
ADDRESS = re.compile(r"\w://|//\w|\bwww\.\w|\bmailto:|javascript:|evil\.example/|discord\.gg|\]\(", re.IGNORECASE)
PING = re.compile(r"@(?:everyone|here|[!&]?\d)|<[@#:/]|<a?:\w|<t:|</?[A-Za-z!]|```|\|\||~~", re.IGNORECASE)
SAID = [squeeze(hit.passage.text) for hit in HITS]
NAMED = {hit.passage.episode.title for hit in HITS} | {hit.passage.chunk.section for hit in HITS}
PAIRS = [
    re.compile(pair) for pair in ("“([^“”]*)”", '"([^"]*)"', "«([^«»]*)»", "„([^„”]*)”", r"(?<!\w)‘([^‘’]*)’(?!\w)")
]


def composed(chance: random.Random) -> str:
    """Return a hostile reply: faithful paragraphs among false quotations and pieces put together at random."""
    paragraphs = []
    for _ in range(chance.randint(1, 5)):
        kind = chance.random()
        if kind < 0.3:
            paragraphs.append(chance.choice(FAITHFUL))
        elif kind < 0.5:
            paragraphs.append(" ".join(chance.choice(FAITHFUL + QUOTATIONS) for _ in range(chance.randint(1, 3))))
        else:
            paragraphs.append(
                "".join(chance.choice(PIECES) + chance.choice(["", " ", " "]) for _ in range(chance.randint(1, 25)))
            )
    return "\n\n".join(paragraphs)


def is_true(words: str) -> bool:
    """Return whether a shown quotation stands in a passage, or is a term of the question or a title."""
    plain = squeeze(words)
    asked = len(plain.split()) <= 2 and plain in QUESTION
    return any(plain in said for said in SAID) or asked or plain in NAMED


def one_turn(quote: str) -> bool:
    """Return whether a quotation lies within one turn of one passage."""
    for hit in HITS:
        passage = hit.passage
        at = passage.text.find(quote)
        if at >= 0:
            return len({span.turn for span in passage.spans if span.end > at and span.begin < at + len(quote)}) == 1
    return False


def assert_harmless(checked: Checked) -> None:
    text = checked.text
    assert not ADDRESS.search(text)
    assert not PING.search(text)
    assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs") and c != "\n"]
    assert [words for pair in PAIRS for words in pair.findall(text) if words.strip() and not is_true(words)] == []
    assert [c.n for c in checked.citations] == list(range(1, len(checked.citations) + 1))
    assert set(re.findall(r"\[(\d+)\]", text)) == {str(c.n) for c in checked.citations}
    assert all(one_turn(c.quote) for c in checked.citations)


def without_numbers(text: str) -> str:
    return re.sub(r"(?:\[\d+\])+", "[n]", text)


@pytest.mark.promise(6)
@pytest.mark.parametrize("seed", range(18))
def test_a_hundred_composed_replies_show_nothing_false_and_all_that_is_faithful(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(100):
        draft = composed(chance)
        checked = check(draft, QUESTION, HITS, chance.choice(["en", "nl"]), keep_unsupported=chance.random() < 0.3)
        assert_harmless(checked)
        shown = without_numbers(checked.text)
        for paragraph in draft.split("\n\n"):
            assert paragraph not in FAITHFUL or without_numbers(paragraph) in shown
        if chance.random() < 0.2:
            assert_harmless(check(draft[: chance.randint(0, len(draft))], QUESTION, HITS, "en", complete=False))


pieces = st.one_of(st.sampled_from(PIECES), st.sampled_from(FAITHFUL + QUOTATIONS), st.text(max_size=8))


@pytest.mark.promise(6)
@examples(200)
@given(st.lists(pieces, max_size=20).map("".join), st.booleans())
def test_whatever_hypothesis_thinks_of_shows_nothing_false(draft: str, keep: bool) -> None:
    assert_harmless(check(draft, QUESTION, HITS, "en", keep_unsupported=keep))


@pytest.mark.long
@pytest.mark.promise(8)
@settings(max_examples=500, deadline=None, suppress_health_check=SLOW)
@given(st.lists(pieces, min_size=1, max_size=20).map("".join))
def test_five_hundred_hostile_replies_reach_a_reader_harmless(reply: str) -> None:
    drafts: list[str] = []
    made = Generation(ScriptedWriter(reply), check)
    answer = generated(made, task(QUESTION, *HITS), on_draft=drafts.append)
    own = {hit.passage.episode.url for hit in HITS}
    for message in (*answer_messages(answer, "en"), *(draft_message(QUESTION, draft) for draft in drafts)):
        said = re.sub(r"^> .*$", "", message, flags=re.MULTILINE)  # the question, and what stands in the episodes
        links = re.findall(r"\]\(<(https?://[^>\s]+)>\)", said)
        assert all(link.split("&t=")[0].split("?t=")[0] in own for link in links), message
        live = re.sub(r"\]\(<https?://[^>\s]+>\)", "", re.sub(r"\\.", "", said))
        assert not ADDRESS.search(live), message
        assert not PING.search(live), message
    assert {c.document for c in answer.citations} <= {hit.passage.document.name for hit in HITS}


@pytest.mark.parametrize(
    "piece",
    ["“", '"', "'", "‘", "[", "](", "[](", "<", "*", "`", ".", "1 ", "[1]", "[1,1 ", "“[1]”", "a.", "twee", "A ", "\\",
     "“de bijen hier” [1] ", "Aa says “x” ", "http://", "- a [1]\n", "\n", " ", "&lt;", "“Zij slapen in vijf hokken” "],
)  # fmt: skip
def test_time_is_bounded_for_100_000_characters_of_one_kind(piece: str) -> None:
    begun = time.process_time()
    assert_harmless(check(piece * (100_000 // len(piece)), QUESTION, HITS, "en"))
    assert time.process_time() - begun < 10  # about 0.2; a quadratic pattern takes minutes
