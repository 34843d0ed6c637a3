"""What the loopback Discord refuses and how, spoken to over plain HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.journeys.discord import exchanges, places
from tests.journeys.discord.places import Channel
from tests.journeys.discord.records import Json
from tests.journeys.discord.server import LoopbackDiscord

NO_PINGS: Json = {"allowed_mentions": {"parse": []}}
BUTTON: Json = {"type": 2, "style": 2, "label": "Sources", "custom_id": "v1:sources:"}
COMMAND: Json = {"name": "ask", "description": "Ask", "options": []}


class Caller:
    """A program that calls the REST API without discord.py."""

    def __init__(self, discord: LoopbackDiscord, http: aiohttp.ClientSession) -> None:
        self.discord, self.http = discord, http
        self.house = discord.guild()
        self.channel = self.house.channel()
        self.anna = self.house.member("anna")
        self.messages = f"/channels/{self.channel.id}/messages"

    async def call(self, method: str, path: str, body: Any = None, token: str | None = None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bot {token or self.discord.token}"}
        address = self.discord.rest_url + path
        async with self.http.request(method, address, json=body, headers=headers) as answer:
            assert answer.status == 204 or answer.headers["Content-Type"] == "application/json"
            return answer.status, None if answer.status == 204 else await answer.json()

    async def put_command(self) -> None:
        await self.call("PUT", f"/applications/{self.discord.bot.id}/commands", [COMMAND])

    async def ask(self, channel: Channel | None = None) -> exchanges.Exchange:
        return await self.anna.slash(channel or self.channel, "ask")

    async def respond(self, asked: exchanges.Exchange, body: Json) -> tuple[int, Any]:
        return await self.call("POST", f"/interactions/{asked.id}/{asked.token}/callback", body)

    def hook(self, asked: exchanges.Exchange) -> str:
        return f"/webhooks/{self.discord.bot.id}/{asked.token}"

    @property
    def kinds(self) -> list[str]:
        return [violation.kind for violation in self.discord.violations]


async def caller_of(openapi: Path | None) -> AsyncIterator[Caller]:
    async with LoopbackDiscord(openapi) as discord, aiohttp.ClientSession() as http:
        caller = Caller(discord, http)
        await caller.put_command()
        yield caller


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    """Without Discord's description: the limits alone."""
    async for caller in caller_of(None):
        yield caller


@pytest.fixture
async def described(shared: Path) -> AsyncIterator[Caller]:
    """With Discord's description."""
    async for caller in caller_of(shared / "discord" / "openapi.json"):
        yield caller


def row(*buttons: Json) -> Json:
    """Return a row of buttons, each a change of a sound one."""
    return {"type": 1, "components": [BUTTON | button for button in buttons]}


MANY: list[Json] = [{"custom_id": str(n)} for n in range(6)]
LINK: Json = {"style": 5, "custom_id": None}
MALFORMED: list[tuple[str, Json, str]] = [
    ("2,001 characters", {"content": "x" * 2001}, "content"),
    ("a label of 81", {"components": [row({"label": "x" * 81})]}, "components"),
    ("a custom_id of 101", {"components": [row({"custom_id": "x" * 101})]}, "components"),
    ("six rows", {"components": [row(button) for button in MANY]}, "components"),
    ("six buttons", {"components": [row(*MANY)]}, "components"),
    ("one custom_id twice", {"components": [row({}), row({})]}, "components"),
    ("a link without address", {"components": [row(LINK)]}, "components"),
    ("embeds of 6,001", {"embeds": [{"description": "x" * 3001}, {"description": "x" * 3000}]}, "embeds"),
    ("an embed title of 257", {"embeds": [{"title": "x" * 257}]}, "embeds"),
]


@pytest.mark.parametrize(("body", "field"), [row[1:] for row in MALFORMED], ids=[row[0] for row in MALFORMED])
async def test_a_malformed_message_is_refused_with_discords_error(caller: Caller, body: Json, field: str) -> None:
    status, answer = await caller.call("POST", caller.messages, NO_PINGS | body)
    assert (status, answer["code"], answer["message"]) == (400, 50035, "Invalid Form Body")
    assert field in answer["errors"]
    assert caller.kinds == ["limit"]
    assert caller.channel.messages == []


async def test_the_description_refuses_what_the_limits_do_not_know(described: Caller) -> None:
    body = NO_PINGS | {"content": "x", "components": [row({"style": "blue"})]}
    status, answer = await described.call("POST", described.messages, body)
    assert (status, answer["code"]) == (400, 50035)
    assert "style" in answer["errors"]["components"]["0"]["components"]["0"]
    assert described.kinds == ["schema"]


async def test_the_description_names_the_field_that_is_missing(described: Caller) -> None:
    _, answer = await described.call("POST", described.messages + "/1/threads", {})
    assert answer["errors"] == {
        "name": {"_errors": [{"code": "BASE_TYPE_REQUIRED", "message": "This field is required"}]}
    }


async def test_the_description_accepts_what_is_right(described: Caller) -> None:
    body = NO_PINGS | {"content": "x" * 2000, "components": [row({})], "nonce": "1", "flags": 4}
    assert (await described.call("POST", described.messages, body))[0] == 200
    assert described.kinds == []


@pytest.mark.parametrize(
    "allowed",
    [{}, {"allowed_mentions": {"parse": ["users"]}}, {"allowed_mentions": {"parse": [], "replied_user": True}}],
    ids=["nothing said", "users", "the asker"],
)
async def test_a_body_that_could_ping_is_sent_and_found(caller: Caller, allowed: Json) -> None:
    assert (await caller.call("POST", caller.messages, {"content": "hello"} | allowed))[0] == 200
    assert caller.kinds == ["ping"]


async def test_an_empty_message_is_refused(caller: Caller) -> None:
    assert (await caller.call("POST", caller.messages, NO_PINGS | {"content": ""}))[1]["code"] == 50006


@pytest.mark.parametrize(
    "command",
    [
        {"name": "Ask"},
        {"name": "x" * 33},
        {"description": ""},
        {"description": "x" * 101},
        {"options": [{"type": 3, "name": n, "description": "d", "required": n == "b"} for n in "ab"]},
    ],
    ids=["upper case", "a name of 33", "no description", "a description of 101", "required after optional"],
)
async def test_a_malformed_command_is_refused(caller: Caller, command: Json) -> None:
    status, _ = await caller.call("PUT", f"/applications/{caller.discord.bot.id}/commands", [COMMAND | command])
    assert status == 400
    assert caller.kinds == ["limit"]


async def test_a_registered_command_keeps_its_id(caller: Caller) -> None:
    before = caller.discord.command("ask")["id"]
    await caller.put_command()
    assert caller.discord.command("ask")["id"] == before


async def test_a_wrong_token_is_unauthorized(caller: Caller) -> None:
    assert await caller.call("GET", "/users/@me", token="wrong") == (401, {"message": "401: Unauthorized", "code": 0})
    assert caller.discord.invalid_requests == 1


async def test_what_is_gone_is_unknown(caller: Caller) -> None:
    assert (await caller.call("GET", "/channels/1"))[1] == {"message": "Unknown Channel", "code": 10003}
    assert (await caller.call("GET", caller.messages + "/1"))[1]["code"] == 10008
    status, answer = await caller.call("POST", "/interactions/1/x/callback", {"type": 5})
    assert (status, answer) == (404, {"message": "Unknown interaction", "code": 10062})


async def test_missing_permissions_are_named_as_discord_names_them(caller: Caller) -> None:
    bot = caller.discord.bot
    said = await caller.anna.say(caller.channel, "hello")
    hello = NO_PINGS | {"content": "hello"}
    caller.house.overwrite(caller.channel, bot, deny=places.READ_MESSAGE_HISTORY)
    replying = hello | {"message_reference": {"message_id": str(said.id)}}
    assert (await caller.call("POST", caller.messages, replying))[1]["code"] == 160002
    assert await caller.call("GET", caller.messages) == (200, [])
    caller.house.overwrite(caller.channel, bot, deny=places.SEND_MESSAGES | places.CREATE_PUBLIC_THREADS)
    assert (await caller.call("POST", caller.messages, hello))[1]["code"] == 50013
    assert (await caller.call("POST", f"{caller.messages}/{said.id}/threads", {"name": "talk"}))[1]["code"] == 50013
    caller.house.overwrite(caller.channel, bot, deny=places.VIEW_CHANNEL)
    assert (await caller.call("POST", caller.messages, hello))[1]["code"] == 50001


async def test_an_interaction_is_answered_where_the_bot_may_not_write(caller: Caller) -> None:
    caller.house.overwrite(caller.channel, caller.discord.bot, deny=places.SEND_MESSAGES)
    asked = await caller.ask()
    assert (await caller.respond(asked, {"type": 4, "data": NO_PINGS | {"content": "here"}}))[0] == 204
    assert (await asked.message(quiet=0)).content == "here"


async def test_a_response_of_the_wrong_kind_is_refused(caller: Caller) -> None:
    assert (await caller.respond(await caller.ask(), {"type": 7, "data": NO_PINGS | {"content": "x"}}))[0] == 400


async def test_a_follow_up_before_the_first_response_is_refused(caller: Caller) -> None:
    asked = await caller.ask()
    assert (await caller.call("POST", caller.hook(asked), NO_PINGS | {"content": "x"}))[0] == 404


async def test_a_deleted_reply_is_unknown(caller: Caller) -> None:
    asked = await caller.ask()
    await caller.respond(asked, {"type": 5})
    original = caller.hook(asked) + "/messages/@original"
    assert (await caller.call("DELETE", original))[0] == 204
    assert (await caller.call("PATCH", original, NO_PINGS | {"content": "x"}))[1]["code"] == 10008


async def test_ephemeral_is_chosen_with_the_deferral_and_later_follow_ups_choose_for_themselves(caller: Caller) -> None:
    asked = await caller.ask()
    await caller.respond(asked, {"type": 5})
    for flags in (64, 64):
        await caller.call("POST", caller.hook(asked), NO_PINGS | {"content": "x", "flags": flags})
    assert [reply.ephemeral for reply in asked.replies] == [False, True]


async def test_a_seventh_edit_in_two_seconds_meets_a_429_with_via(caller: Caller) -> None:
    asked = await caller.ask()
    await caller.respond(asked, {"type": 5})
    path = caller.hook(asked) + "/messages/@original"
    found = [(await caller.call("PATCH", path, NO_PINGS | {"content": str(n)})) for n in range(6)]
    assert [status for status, _ in found] == [200] * 5 + [429]
    assert 0 < found[-1][1]["retry_after"] <= 2
    assert len(caller.discord.limits.exceeded) == 1


async def test_a_repeated_nonce_makes_no_second_message(caller: Caller) -> None:
    body = NO_PINGS | {"content": "x", "nonce": "7", "enforce_nonce": True}
    ids = {(await caller.call("POST", caller.messages, body))[1]["id"] for _ in range(2)}
    assert len(ids) == len(caller.channel.messages) == 1


async def test_texts_are_kept_from_a_bot_without_the_intent_and_given_with_it(caller: Caller) -> None:
    said = await caller.anna.say(caller.channel, "secret")
    mentioning = await caller.anna.say(caller.channel, "@bot open")
    newest = (await caller.call("GET", caller.messages))[1]
    assert [message["content"] for message in newest] == [mentioning.content, ""]
    caller.discord.portal_intents = 1 << 15
    assert (await caller.call("GET", f"{caller.messages}/{said.id}"))[1]["content"] == "secret"


async def test_an_unknown_route_is_found(caller: Caller) -> None:
    assert (await caller.call("GET", "/nowhere"))[0] == 404
    assert caller.kinds == ["unknown route"]
