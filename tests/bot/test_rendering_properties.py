"""Whatever is said, asked or named: the limits hold, nothing is torn apart, nothing formats or pings."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.answering.answer import Answer, Citation
from bot.rendering import MESSAGES, answer_messages, fits, question_of
from bot.renderings.clusters import breakable
from bot.renderings.cutting import cut, pieces, shortened
from bot.renderings.markdown import LIMIT, escaped, link_of, plain, unescaped, units
from tests.answers import answer, citation, episode
from tests.fuzzing import SLOW, examples
from vectorstore.text.folding import clean, squeeze

MARKUP = r"` `` ``` * ** _ __ ~~ || | \ [ ] [1] [12] ]( (< >) # > >>> - -# 1. 12) “ ” …"
MENTIONS = "<@1> <@!2> <@&3> <#4> <:a:5> <a:b:6> <t:1:R> </ask:7> @everyone @here @ @\u200b :smile: :"
ADDRESSES = "https://x.example http://x.example/(a) //x.example javascript:x discord.gg/x"
CLUSTERS = "👩‍👩‍👧‍👦 🇳🇱 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👍🏽 e\u0301 \u202e \u200f \u200b 각 \u1100\u1161\u11a8 क्षि \ufdfa 𝔘"
AWKWARD = st.sampled_from(f"{MARKUP} {MENTIONS} {ADDRESSES} {CLUSTERS}".split())
BLANK = st.sampled_from([" ", " ", "\n", "\t", "", ""])
words = st.one_of(AWKWARD, st.text(max_size=12), st.sampled_from(["bees", "winter", "honing", "lawyers"]))
texts = st.lists(st.tuples(words, BLANK), min_size=1, max_size=25).map(lambda parts: "".join(a + b for a, b in parts))
long_texts = st.tuples(texts, st.sampled_from([1, 1, 2, 9, 40])).map(lambda pair: pair[0] * pair[1])
questions = long_texts.map(lambda text: squeeze(clean(text))[:1000].strip() or "x")
urls = st.one_of(st.none(), texts.map(lambda text: f"https://example.org/{text}"), texts)

few = examples(30)


@st.composite
def citations(draw: st.DrawFn) -> tuple[Citation, ...]:
    count = draw(st.integers(0, 7))
    return tuple(
        citation(
            n,
            squeeze(clean(draw(long_texts)))[:900].strip() or "x",
            episode=episode(draw(st.sampled_from([None, 1, 2])), draw(texts), attribution=draw(st.none() | texts)),
            section=draw(st.none() | texts),
            speaker=draw(st.none() | texts),
            url=draw(urls),
        )
        for n in range(1, count + 1)
    )


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    cited = draw(citations())
    made = {"question": draw(questions), "language": draw(st.sampled_from(["en", "nl"]))}
    if not cited:
        verdict = draw(st.sampled_from(["refused", "uncertain", "chat"]))
        return answer(text=draw(long_texts), verdict=verdict, related=draw(citations()), **made)
    if draw(st.booleans()):
        marks = " ".join(f"[{c.n}]" for c in cited)
        fence = f"```py\n{draw(long_texts).replace('`', '')}\n```"
        return answer(*cited, text=f"{draw(long_texts)} {marks}\n\n{fence}", mode="model", **made)
    return answer(*cited, related=draw(citations()), **made)


def without_escapes(text: str) -> str:
    return re.sub(r"\\.", "·", text, flags=re.S)


def assert_fits(made: Answer) -> None:
    messages = answer_messages(made, "en")
    assert 1 <= len(messages) <= MESSAGES
    for message in messages:
        assert 0 < units(message) <= LIMIT
        assert message == message.strip()


def assert_sources_are_whole(made: Answer) -> None:
    last = answer_messages(made, "en")[-1]
    heading = "**Sources**" if made.language == "en" else "**Bronnen**"
    if made.citations:
        block = last.rpartition(heading)[2]
        assert all(f"[{c.n}] " in block for c in made.citations)


def assert_whole(made: Answer) -> None:
    for message in answer_messages(made, "en"):
        fences = re.sub(r"^> .*", "", without_escapes(message), flags=re.M)
        assert fences.count("```") % 2 == 0
        live = re.sub(r"```[\s\S]*?```", "", without_escapes(message))
        assert len(re.findall(r"\]\(<", live)) == len(re.findall(r"\[[^\]\n]*\]\(<https?://[^>\s]+>\)", live))
        assert not re.search(r"(?<!\\)\[\d{0,3}$", message)
        assert not re.search(r"(?<!\\)(?:\\\\)*\\$", message)
        message.encode()  # no half of a surrogate pair, which no JSON that Discord takes could hold


@pytest.mark.promise(32)
@few
@given(answers())
def test_every_answer_fits_its_messages(made: Answer) -> None:
    assert_fits(made)


@few
@given(answers())
def test_sources_stand_whole_in_the_last_message(made: Answer) -> None:
    assert_sources_are_whole(made)


@pytest.mark.promise(32)
@few
@given(answers())
def test_nothing_is_torn_apart(made: Answer) -> None:
    assert_whole(made)


@pytest.mark.long
@pytest.mark.promise(32)
@pytest.mark.timeout(3600)
@settings(max_examples=5000, deadline=None, suppress_health_check=SLOW)
@given(answers())
def test_five_thousand_answers_fit_and_are_whole(made: Answer) -> None:
    assert_fits(made)
    assert_sources_are_whole(made)
    assert_whole(made)


@pytest.mark.promise(8)
@few
@given(answers())
def test_nothing_foreign_formats_links_or_pings(made: Answer) -> None:
    for message in answer_messages(made, "en"):
        live = re.sub(r"```[\s\S]*?```", "", without_escapes(message))
        assert not re.search(r"<(?:[@#:/]|a:|t:|id:)", live)
        assert not re.search(r"@(?:everyone|here|[!&]?\d)", live, re.I)
        own = re.sub(r"\[[^\[\]\n]*\]\(<https?://[^>\s]+>\)", "link", live)
        assert not re.search(r"\[[^\[\]\n]*\]\(", own)
        assert "://" not in own
        assert "||" not in own
        assert "`" not in own


@few
@given(questions)
@example("👍" * 1000)
@example("*" * 999)
@example("@\u200b@\u200beveryone")
def test_a_question_that_fits_comes_back_exactly(question: str) -> None:
    for language, verdict in (("en", "answered"), ("nl", "refused")):
        cited = (citation(1, "lang " * 100),)
        made = answer(*cited, question=question, language=language, verdict=verdict, related=cited)
        read = question_of(answer_messages(made, "en")[0])
        assert not fits(question) or read == question


@given(st.text(max_size=200))
def test_ordinary_questions_always_fit(question: str) -> None:
    assert fits(question)


@few
@given(texts)
def test_escaping_is_undone_exactly(text: str) -> None:
    assert unescaped(escaped(text)) == text


@few
@given(texts)
def test_escaped_text_holds_no_live_markup(text: str) -> None:
    live = without_escapes(plain(text))
    assert not re.search(r"[*_`\[<]|\|\||~~|://|^[ \t]*[#>+-]|^[ \t]*\d+[.)]", live, re.M)


@few
@given(urls)
def test_a_link_can_not_end_early(url: str | None) -> None:
    address = link_of(url)
    assert address is None or re.fullmatch(r"https?://[^\s<>()\[\]\\`\"]+", address, re.I | re.A)


@few
@given(long_texts, st.integers(1, 120))
def test_a_cut_loses_blanks_alone_and_keeps_its_room(text: str, room: int) -> None:
    first, rest = cut(text, room)
    assert units(first) <= room
    assert "".join((first + rest).split()) == "".join(text.split())


@few
@given(long_texts, st.integers(10, 120))
def test_pieces_keep_every_character(text: str, room: int) -> None:
    block = escaped(squeeze(clean(text)))
    assert "".join(unescaped("".join(pieces(block, room))).split()) == "".join(unescaped(block).split())


@few
@given(long_texts, st.integers(10, 120))
def test_no_piece_becomes_a_heading_or_list_by_standing_first(text: str, room: int) -> None:
    for piece in pieces(escaped(squeeze(clean(text))), room):
        assert not re.match(r"[ \t]*(?:[#>+-]|\d+[.)])", piece)


@few
@given(long_texts, st.integers(2, 120))
def test_what_is_shortened_ends_with_an_ellipsis_within_its_room(text: str, longest: int) -> None:
    short = shortened(text, longest)
    assert units(short) <= longest
    assert short == text or short.endswith("…")


@few
@given(long_texts)
def test_no_character_is_cut_that_the_eye_sees_as_one(text: str) -> None:
    regex = pytest.importorskip("regex")
    ends = {0, *(found.end() for found in regex.finditer(r"\X", text))}
    assert {place for place in range(len(text)) if breakable(text, place)} <= ends


def test_words_can_be_cut_apart() -> None:
    assert sum(breakable("words to cut", place) for place in range(1, 12)) == 11
    assert sum(breakable("🇳🇱🇧🇪", place) for place in range(1, 4)) == 1
