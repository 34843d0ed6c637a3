"""The invitation link."""

import pytest

from bot.invitation import application_id, link, token_of
from bot.settings import BotSettings
from vectorstore.errors import BadSetting


def test_the_application_is_read_from_the_tokens_first_part() -> None:
    assert application_id("MTE4NTkyMzQ3NTgxMjM0NTY3OA.Gabcde.not-a-real-secret") == 1185923475812345678


@pytest.mark.parametrize("token", ["", "x", "not a token", "Ym90.a.b", "é.a.b"])
def test_what_is_no_token_is_said_to_be_none(token: str) -> None:
    with pytest.raises(BadSetting, match="not a bot's token"):
        application_id(token)


def test_the_token_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    with pytest.raises(BadSetting, match="DISCORD_TOKEN is not set"):
        token_of(BotSettings(_env_file=None))  # type: ignore[call-arg]


def test_the_link_asks_for_no_administrator() -> None:
    assert "scope=bot+applications.commands" in link(5)
    permissions = int(link(5).partition("permissions=")[2])
    assert permissions & (1 << 3) == 0
