"""The notice that a question is answered now is part of a conversation: a member can ask on below it."""

from __future__ import annotations

from bot.rendering import turn_of
from bot.texts.spoken import say
from bot.views.notice import notice_text
from tests.answers import answer, citation


def test_a_notice_is_read_again_as_an_exchange_with_its_question_and_words() -> None:
    told = answer(citation(quote="We keep forty hives."), question="How many *hives*?")
    notice = notice_text(told, "nl", "https://discord.com/channels/1/2/3")
    assert notice.split("\n")[1] == f"**{say('nl', 'notice')}**"
    turn = turn_of(notice)
    assert turn is not None
    assert turn.question == "How many *hives*?"
    assert "We keep forty hives." in turn.answer
    assert "discord.com" not in turn.answer
