"""Who may ask, and which messages are meant for the bot: pure decisions on plain facts."""

from dataclasses import replace

import pytest

from bot.guards import (
    REASONS,
    Addressed,
    Allowed,
    AskFacts,
    Busy,
    Limits,
    MessageFacts,
    Refusal,
    Standing,
    may_ask,
    meant_for_me,
    question_in,
)

NOW = 1_700_000_000.0
ASK = AskFacts(member_id=7, channel_id=10, guild_id=1, length=20)


def facts(content: str = "What about bees?", **options: bool) -> MessageFacts:
    return MessageFacts(content, **options)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (facts(), Addressed.NO),
        (facts(mentions_me=True), Addressed.MENTION),
        (facts(direct=True), Addressed.DIRECT),
        (facts(direct=True, mentions_me=True), Addressed.DIRECT),
        (facts(replies_to_me=True), Addressed.REPLY),
        (facts(replies_to_other=True), Addressed.NO),
        (facts(replies_to_other=True, mentions_me=True), Addressed.MENTION),
        (facts(thread_is_mine=True), Addressed.THREAD),
        (facts(thread_from_me=True), Addressed.THREAD),
        (facts(thread_is_mine=True, replies_to_me=True), Addressed.REPLY),
        (facts(thread_is_mine=True, replies_to_other=True), Addressed.NO),
        (facts(thread_is_mine=True, mentions_others=True), Addressed.NO),
        (facts(thread_is_mine=True, mentions_others=True, mentions_me=True), Addressed.MENTION),
        (facts("", thread_is_mine=True), Addressed.EXPLAIN),
        (facts("", thread_from_me=True), Addressed.EXPLAIN),
        (facts("", replies_to_me=True), Addressed.EXPLAIN),
        (facts("", thread_is_mine=True, sees_content=True), Addressed.NO),
        (facts(""), Addressed.NO),
        (facts("", direct=True), Addressed.DIRECT),
        (facts("", thread_is_mine=True, mentions_others=True), Addressed.NO),
    ],
)
def test_a_message_is_meant_for_the_bot_or_not(message: MessageFacts, expected: Addressed) -> None:
    assert meant_for_me(message) is expected


@pytest.mark.promise(33)
@pytest.mark.parametrize("kind", ["author_is_bot", "webhook", "special"])
@pytest.mark.parametrize("way", ["mentions_me", "direct", "replies_to_me", "thread_is_mine", "thread_from_me"])
def test_bots_webhooks_and_what_nobody_typed_are_ignored_however_they_come(kind: str, way: str) -> None:
    assert meant_for_me(facts(**{kind: True, way: True})) is Addressed.NO


def test_only_a_message_with_a_question_asks() -> None:
    assert [one for one in Addressed if not one.asks] == [Addressed.NO, Addressed.EXPLAIN]


def test_a_question_within_all_limits_is_allowed() -> None:
    assert may_ask(ASK, Limits(), Standing(NOW)) == Allowed()


@pytest.mark.promise(22)
def test_the_fifth_question_of_a_minute_is_allowed_and_the_sixth_waits_for_the_first_to_pass() -> None:
    asks = [NOW - 50, NOW - 40, NOW - 30, NOW - 20, NOW - 10]
    assert may_ask(ASK, Limits(), Standing(NOW, asks[1:])) == Allowed()
    assert may_ask(ASK, Limits(), Standing(NOW, asks)) == Refusal("cooldown", NOW + 10, 5)


def test_the_window_slides_instead_of_starting_anew_each_minute() -> None:
    asks = [NOW - 50, NOW - 40, NOW - 30, NOW - 20, NOW - 10]
    assert may_ask(ASK, Limits(), Standing(NOW + 9.9, asks)) == Refusal("cooldown", NOW + 10, 5)
    assert may_ask(ASK, Limits(), Standing(NOW + 10, asks)) == Allowed()


def test_the_promised_moment_is_one_at_which_asking_works() -> None:
    asks = [NOW - 3000 + 100 * n for n in range(30)]
    refused = may_ask(ASK, Limits(), Standing(NOW, asks))
    assert isinstance(refused, Refusal)
    assert refused == Refusal("cooldown", NOW - 3000 + 3600, 30)
    assert refused.retry_at is not None
    assert may_ask(ASK, Limits(), Standing(refused.retry_at, asks)) == Allowed()


def test_when_both_windows_are_full_the_later_moment_is_promised() -> None:
    asks = [NOW - 3590, *(NOW - 1000 - n for n in range(24)), *(NOW - 5 + n for n in range(5))]
    assert may_ask(ASK, Limits(), Standing(NOW, asks)) == Refusal("cooldown", NOW + 55, 5)


def test_more_asks_than_the_limit_still_end_in_the_right_moment() -> None:
    asks = [NOW - 50, NOW - 40, NOW - 30]
    assert may_ask(ASK, Limits(per_minute=1), Standing(NOW, asks)) == Refusal("cooldown", NOW + 30, 1)


def test_asks_in_any_order_count_the_same() -> None:
    asks = [NOW - 10, NOW - 50, NOW - 30, NOW - 20, NOW - 40]
    assert may_ask(ASK, Limits(), Standing(NOW, asks)) == Refusal("cooldown", NOW + 10, 5)


@pytest.mark.promise(43)
def test_a_clock_that_was_set_back_blocks_nobody() -> None:
    assert may_ask(ASK, Limits(), Standing(NOW, [NOW + 86400 + n for n in range(30)])) == Allowed()


def test_the_list_of_channels_lets_a_thread_in_by_its_channel() -> None:
    limits = Limits(channels=frozenset({10}))
    thread = AskFacts(7, 99, 1, parent_id=10, length=20)
    assert may_ask(ASK, limits, Standing(NOW)) == Allowed()
    assert may_ask(thread, limits, Standing(NOW)) == Allowed()
    assert may_ask(replace(thread, parent_id=11), limits, Standing(NOW)) == Refusal("channel")
    assert may_ask(replace(ASK, channel_id=11), limits, Standing(NOW)) == Refusal("channel")


def test_a_direct_message_needs_no_channel_on_the_list() -> None:
    asked = AskFacts(7, 500, None, length=20)
    assert may_ask(asked, Limits(channels=frozenset({10})), Standing(NOW)) == Allowed()


def test_a_question_may_be_as_long_as_the_limit_and_no_longer() -> None:
    limits = Limits(question_characters=30)
    assert may_ask(replace(ASK, length=30), limits, Standing(NOW)) == Allowed()
    assert may_ask(replace(ASK, length=31), limits, Standing(NOW)) == Refusal("too long", limit=30)


EVERYTHING_WRONG = [
    ("paused", {"paused": True}, {}),
    ("blocked", {"blocked": True}, {}),
    ("channel", {}, {"channel_id": 99}),
    ("empty library", {"episodes": 0}, {}),
    ("empty", {}, {"length": 0}),
    ("too long", {}, {"length": 2000}),
    ("busy", {"busy": True}, {}),
    ("cooldown", {"recent": [NOW] * 30}, {}),
]


def test_each_reason_has_its_case_here() -> None:
    assert tuple(reason for reason, _, _ in EVERYTHING_WRONG) == REASONS


@pytest.mark.parametrize("first", range(len(EVERYTHING_WRONG)))
def test_of_several_reasons_the_one_that_waiting_helps_least_is_told(first: int) -> None:
    standing, asked = Standing(NOW), ASK
    for _, state, changed in reversed(EVERYTHING_WRONG[first:]):
        standing, asked = replace(standing, **state), replace(asked, **changed)
    refused = may_ask(asked, Limits(channels=frozenset({10})), standing)
    assert isinstance(refused, Refusal)
    assert refused.reason == EVERYTHING_WRONG[first][0]


def test_a_member_is_busy_until_the_answer_is_there_and_others_are_not() -> None:
    busy = Busy()
    with busy.asking(7):
        assert (7 in busy, 8 in busy) == (True, False)
    assert 7 not in busy


def test_a_question_that_fails_does_not_leave_its_member_busy() -> None:
    busy = Busy()
    with pytest.raises(ValueError), busy.asking(7):
        raise ValueError
    assert 7 not in busy


@pytest.mark.parametrize(
    ("content", "question"),
    [
        ("<@42> What about bees?", "What about bees?"),
        ("<@!42>\nWhat about bees?  ", "What about bees?"),
        ("What did <@43> say?", "What did <@43> say?"),
        ("<@42>", ""),
        ("<@42> 🐝🐝", ""),
        ("<@42> <@43> <#5> <@&6> @everyone @here", ""),
        ("<:bee:123456789> <a:wave:99>", ""),
        ("</ask:123> <t:1700000000:R>", ""),
        ("?!", ""),
        ("\u200b\u2060 \u202e", ""),
        ("12?", "12?"),
        ("蜜蜂呢？", "蜜蜂呢？"),
        ("GPT-4 <:bee:123456789>?", "GPT-4 <:bee:123456789>?"),
        ("", ""),
    ],
)
def test_a_question_is_what_is_left_without_the_bots_mention(content: str, question: str) -> None:
    assert question_in(content, 42) == question
