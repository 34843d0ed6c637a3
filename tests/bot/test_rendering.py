"""What a member reads: the question, the answer, its sources, and what is apart from them."""

from dataclasses import replace

import pytest

from bot.rendering import MESSAGES, answer_messages, fits, question_of, turn_of
from bot.renderings.markdown import LIMIT, units
from tests.answers import LINK, answer, citation, episode

ASKED = "What about bees?"


def only(*args: object, **kwargs: object) -> str:
    messages = answer_messages(answer(*args, **kwargs), "en")  # type: ignore[arg-type]
    assert len(messages) == 1
    return messages[0]


def test_an_answer_reads_from_the_question_to_its_sources() -> None:
    assert only(citation(section="Winter")) == (
        "> What about bees?\n"
        "Jelle says in episode 1, “Bijen op het dak”, at 0:15:\n"
        "> “De bijen overwinteren hier.” [1]\n\n"
        "**Sources**\n"
        f"[1] [Episode 1 · Bijen op het dak · Winter · 0:15 · 9 January 2024](<{LINK}>)"
    )


def test_a_dutch_answer_has_its_label_and_day_in_dutch() -> None:
    message = only(citation(), question="En de bijen?", language="nl")
    assert f"**Bronnen**\n[1] [Aflevering 1 · Bijen op het dak · 0:15 · 9 januari 2024](<{LINK}>)" in message


def test_a_source_without_a_link_is_named_all_the_same() -> None:
    message = only(citation(episode=episode(url=None, date=None), url=None, start=None))
    assert message.endswith("**Sources**\n[1] Episode 1 · Bijen op het dak")


def test_two_quotations_from_one_place_share_a_line() -> None:
    message = only(citation(1), citation(2, "In drie kasten."))
    assert message.count("](<") == 1
    assert "\n[1] [2] [Episode 1" in message


def test_related_passages_stand_apart_in_small_print() -> None:
    message = only(citation(), related=(citation(2, "Iets anders.", episode=episode(2, "De veerboot")),))
    sources, _, related = message.partition("\n-# Related, but not quoted above:\n")
    assert "De veerboot" not in sources
    assert related.startswith("-# [2] [Episode 2 · De veerboot")
    assert "Iets anders" not in message


@pytest.mark.parametrize("verdict", ["uncertain", "refused"])
def test_near_passages_of_no_answer_are_shown_with_their_place(verdict: str) -> None:
    message = only(verdict=verdict, text="I am not sure.", related=(citation(1, "Veertig kilo."),))
    assert f"I am not sure.\n\n[1] [Episode 1 · Bijen op het dak · 0:15 · 9 January 2024](<{LINK}>)" in message
    assert message.endswith("\n> “Veertig kilo.”")
    assert "Sources" not in message


def test_a_chat_is_a_chat() -> None:
    assert only(verdict="chat", text="Hello!", question="hi") == "> hi\nHello!"


def test_the_original_stands_beside_words_in_another_language() -> None:
    quote = "De bijen overwinteren in drie kasten van hout, en in een goed jaar geven ze veertig kilo honing."
    message = only(citation(1, quote), text="They winter in three hives of wood. [1]", mode="model")
    assert message.endswith(f">)\n> Original: “{quote}” [1]")
    assert "translated" in message


def test_an_original_that_was_quoted_is_not_said_twice() -> None:
    assert only(citation(1, "De bijen overwinteren in drie kasten van hout.")).count("drie kasten") == 1


def test_days_of_sources_are_told_in_words() -> None:
    message = only(citation(), text="Episode 1 was published on 2024-01-09. [1]")
    assert "published on 9 January 2024. [1]" in message


def test_an_attribution_that_is_asked_for_is_given_once() -> None:
    credited = episode(license="CC BY 4.0", attribution="Made by *Mira*")
    message = only(citation(1, episode=credited), citation(2, "Nog iets.", episode=credited, start=99.0))
    assert message.endswith("\n-# Made by \\*Mira\\* · licence CC BY 4.0")
    assert message.count("CC BY") == 1


def test_what_is_free_of_conditions_asks_for_no_line() -> None:
    assert "CC0" not in only(citation(episode=episode(license="CC0-1.0")))


def test_an_attribution_reaches_the_reader_of_a_refusal_too() -> None:
    near = citation(episode=episode(license="CC BY 4.0"))
    assert "CC BY" in only(verdict="refused", text="No.", related=(near,))


def test_what_was_said_does_not_format_the_message() -> None:
    message = only(citation(1, "**Bold** @everyone <@12> [x](https://evil.example) ||s|| `c` https://evil.example"))
    assert "\\*\\*Bold\\*\\* @\u200beveryone \\<@\u200b12> \\[x](https\\://evil.example) \\|\\|s\\|\\|" in message
    assert message.count("](<") == 1


def test_a_mark_that_a_speaker_says_is_not_a_mark_of_ours() -> None:
    assert "see \\[7] there" in only(citation(1, "see [7] there"))


def test_a_title_cannot_end_its_link() -> None:
    message = only(citation(episode=episode(title="a](https://evil.example) [b", url=LINK)))
    assert "Episode 1 · a](https\\://evil.example) \\[b · 0:15 · 9 January 2024 [↗]" in message
    assert message.endswith(f"(<{LINK}>)")


def test_brackets_of_a_title_are_round_in_its_link() -> None:
    assert "[Episode 1 · (live) a) b · 0:15 · 9 January 2024](<" in only(citation(episode=episode(title="[live] a] b")))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/1", "https://", "http://[", "//x.org"])
def test_only_web_addresses_become_links(url: str) -> None:
    assert "](" not in only(citation(url=url))


def test_what_a_model_writes_keeps_lists_bold_and_code() -> None:
    text = "**Two** things [1]:\n- `x`\n- [x](https://evil.example)\n```py\na = [1]\n```"
    message = only(citation(), text=text, mode="model")
    assert "\n**Two** things [1]:\n- \\`x\\`\n- \\[x](https\\://evil.example)\n```py\na = [1]\n```\n" in message


def test_a_long_answer_takes_more_messages_before_it_loses_a_word() -> None:
    quotes = [f"{word} " * 80 + "." for word in ("alpha", "bravo", "charlie", "delta", "echo")]
    cited = [citation(n, quote, start=60.0 * n) for n, quote in enumerate(quotes, 1)]
    messages = answer_messages(answer(*cited), "en")
    assert 1 < len(messages) <= MESSAGES
    assert all(quote.split(" .")[0] in "\n".join(messages) for quote in quotes)
    assert messages[-1].count("](<") == len(quotes)


def test_related_passages_go_before_a_second_message_begins() -> None:
    near = tuple(citation(n, "x", episode=episode(n, "De veerboot")) for n in (2, 3, 4))
    message = only(citation(1, "lang " * 330 + "."), related=near)
    assert "Sources" in message
    assert message.count("De veerboot") < len(near)


def test_a_far_too_long_answer_is_shortened_and_says_so() -> None:
    cited = [citation(n, f"{'woord' * 3} " * 45 + f"einde{n}.", start=60.0 * n) for n in range(1, 16)]
    messages = answer_messages(answer(*cited), "nl")
    assert len(messages) == MESSAGES
    assert "…” [1]" in messages[0]
    assert "de knop Bronnen toont ze volledig" in messages[-1]
    assert all(f"[{c.n}] " in messages[-1].partition("**Sources**")[2] for c in cited)


def test_fifty_sources_with_long_addresses_still_fit_one_message() -> None:
    cited = [citation(n, f"Zin {n}.", start=60.0 * n, url=LINK + "x" * 400 + str(n)) for n in range(1, 51)]
    messages = answer_messages(answer(*cited), "en")
    assert len(messages) <= MESSAGES
    assert all(units(message) <= LIMIT for message in messages)
    assert all(f"[{c.n}]" in messages[-1].partition("**Sources**")[2] for c in cited)


QUESTIONS = [
    ASKED,
    "> quoted # heading",
    "# heading",
    "- item",
    "1. first",
    "**bold** __under__ ~~out~~ ||spoiler|| `code`",
    "@everyone @here <@123> <#4> <@&5> <:blob:6> <t:1:R> </ask:7>",
    "[click](https://evil.example) https://evil.example discord.gg/abc :smile:",
    "\\ \\\\ \\* back\\slash",
    "@\u200beveryone",
    "\u202eright to left\u202c \u200f",
    "👩‍👩‍👧‍👦 🇳🇱 e\u0301",
    "¯\\_(ツ)_/¯",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_question_is_read_from_the_first_line_again(question: str) -> None:
    messages = answer_messages(answer(citation(), question=question), "en")
    assert question_of(messages[0]) == question
    assert fits(question)


def test_a_question_of_several_lines_becomes_one() -> None:
    messages = answer_messages(answer(citation(), question="what about\n\n bees?"), "en")
    assert question_of(messages[0]) == "what about bees?"


def test_a_thousand_characters_are_read_again() -> None:
    question = "how about *this*? " * 55
    assert question_of(answer_messages(answer(citation(), question=question), "en")[0]) == question.strip()


def test_a_question_that_no_message_can_hold_is_known_beforehand() -> None:
    assert not fits("*" * 1000)
    messages = answer_messages(answer(citation(), question="*" * 1000), "en")
    assert all(units(message) <= LIMIT for message in messages)
    assert "**Sources**" in messages[-1]


@pytest.mark.parametrize("content", ["", "Hello", "**Sources**\n[1] x", ">no blank", "Something went wrong"])
def test_a_message_that_quotes_no_question_has_none(content: str) -> None:
    assert question_of(content) is None
    assert turn_of(content) is None


def test_an_exchange_is_read_from_its_message_without_sources() -> None:
    made = replace(answer(citation(1, "Veertig *kilo*."), related=(citation(2),)), question="Hoeveel *honing*?")
    turn = turn_of(answer_messages(made, "en")[0])
    assert turn is not None
    assert turn.question == "Hoeveel *honing*?"
    assert turn.answer == "Jelle says in episode 1, “Bijen op het dak”, at 0:15:\n“Veertig *kilo*.” [1]"
