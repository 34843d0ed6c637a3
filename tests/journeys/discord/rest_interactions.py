"""First responses to interactions, and the follow-ups, edits and deletions that their token allows for 15 minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.journeys.discord import exchanges, posting, posts, refusals
from tests.journeys.discord.calls import Call
from tests.journeys.discord.exchanges import Exchange
from tests.journeys.discord.posts import Message
from tests.journeys.discord.records import Json

if TYPE_CHECKING:
    from tests.journeys.discord.server import LoopbackDiscord

NO_SUCH_RESPONSE = "not a response to this kind of interaction"


def callback(discord: LoopbackDiscord, call: Call) -> Any:
    """POST the first response to an interaction."""
    exchange = discord.exchanges.get(call.params["interaction_token"])
    if exchange is None or exchange.id != call.id("interaction_id"):
        raise refusals.unknown("Interaction", "unknown interaction")
    if exchange.acknowledged is not None:
        raise refusals.acknowledged_already("" if exchange.answer_lost else "double acknowledgement")
    if exchange.overdue:
        discord.excuse(exchange)
        raise refusals.unknown("Interaction", "late acknowledgement")
    response = int(call.body["type"])
    if response not in exchanges.PERMITTED[exchange.kind] or _updates_nothing(exchange, response):
        errors = refusals.field_error(("type",), "BASE_TYPE_CHOICES", NO_SUCH_RESPONSE)
        raise refusals.invalid_body(errors, "schema")
    exchange.acknowledged = discord.clock.now() - exchange.sent
    exchange.response = response
    exchange.answer_lost = discord.faults.losing(call.request)
    _respond(discord, call, exchange, call.body.get("data") or {})
    exchange.changed.fire()
    return _told(discord, exchange) if call.request.query.get("with_response") in ("1", "true", "True") else None


def _updates_nothing(exchange: Exchange, response: int) -> bool:
    """Return whether a response would change a message where there is none."""
    return response in (exchanges.UPDATE, exchanges.DEFERRED_UPDATE) and exchange.source is None


def _respond(discord: LoopbackDiscord, call: Call, exchange: Exchange, data: Json) -> None:
    if exchange.response == exchanges.REPLY:
        exchange.original = _reply(discord, call, exchange, data, 0)
    elif exchange.response == exchanges.DEFERRED_REPLY:
        private = int(data.get("flags") or 0) & posts.EPHEMERAL
        exchange.original = _reply(discord, call, exchange, {}, posts.LOADING | private)
    elif exchange.response == exchanges.DEFERRED_UPDATE:
        exchange.original = exchange.source
    elif exchange.response == exchanges.UPDATE:
        assert exchange.source is not None
        exchange.original = posting.edit(discord, exchange.source, data, call.files)
    elif exchange.response == exchanges.CHOICES:
        exchange.choices = data["choices"]
    elif exchange.response == exchanges.MODAL:
        exchange.shown_modal = data


def _reply(discord: LoopbackDiscord, call: Call, exchange: Exchange, data: Json, flags: int) -> Message:
    type = posts.COMMAND_REPLY if exchange.kind == exchanges.COMMAND else posts.ORDINARY
    reference = exchange.source if exchange.kind == exchanges.COMPONENT else None
    if exchange.kind == exchanges.COMMAND and exchange.data.get("type") == 3:
        type = posts.MENU_REPLY
    if reference is not None:
        type = posts.REPLY
    return posting.post(
        discord,
        exchange.channel,
        discord.bot,
        data,
        exchange=exchange,
        files=call.files,
        flags=flags,
        reference=reference,
        type=type,
    )


def _told(discord: LoopbackDiscord, exchange: Exchange) -> Json:
    shown: Json = {"id": str(exchange.id), "type": exchange.kind}
    resource: Json = {"type": exchange.response}
    made = exchange.response in (exchanges.REPLY, exchanges.DEFERRED_REPLY, exchanges.UPDATE)
    if made and exchange.original is not None:
        message = exchange.original
        shown["response_message_id"] = str(message.id)
        shown["response_message_loading"] = message.loading
        shown["response_message_ephemeral"] = message.ephemeral
        resource["message"] = message.json()
    return {"interaction": shown, "resource": resource}


def exchange_of(discord: LoopbackDiscord, call: Call) -> Exchange:
    """Return the interaction of a webhook path; Refusal when unknown, not acknowledged yet, or expired."""
    exchange = discord.exchanges.get(call.params["webhook_token"])
    if exchange is None or call.id("webhook_id") != discord.bot.id:
        raise refusals.unknown("Webhook", "unknown interaction")
    if exchange.expired:
        raise refusals.expired_token()
    if exchange.acknowledged is None:
        raise refusals.unknown("Webhook", "follow-up before the first response")
    return exchange


def follow_up(discord: LoopbackDiscord, call: Call) -> Any:
    """POST a follow-up. The first one after a deferral fills the deferred reply and takes its visibility."""
    exchange = exchange_of(discord, call)
    if exchange.channel.id not in discord.channels:
        raise refusals.unknown("Channel")
    waiting = exchange.original
    if waiting is not None and waiting.loading and not waiting.deleted:
        return posting.edit(discord, waiting, call.body, call.files).json()
    reference = exchange.original
    message = posting.post(
        discord,
        exchange.channel,
        discord.bot,
        call.body,
        exchange=exchange,
        files=call.files,
        reference=reference,
        type=posts.REPLY if reference is not None else posts.ORDINARY,
    )
    exchange.followups.append(message)
    exchange.changed.fire()
    return message.json()


def reply_of(discord: LoopbackDiscord, call: Call) -> Message:
    """Return the message that a webhook path names: the original reply or a follow-up."""
    exchange = exchange_of(discord, call)
    named = call.params.get("message_id", "@original")
    known = [exchange.original, exchange.source, *exchange.followups]
    found = [m for m in known if m is not None and (named in ("@original", str(m.id)))]
    if named == "@original" and exchange.original is None:
        found = []
    if found and found[0].channel.id not in discord.channels:
        raise refusals.unknown("Channel")
    if not found or found[0].deleted:
        raise refusals.unknown("Message")
    return found[0]


def get_reply(discord: LoopbackDiscord, call: Call) -> Any:
    """GET the original reply or a follow-up."""
    return reply_of(discord, call).json()


def edit_reply(discord: LoopbackDiscord, call: Call) -> Any:
    """PATCH the original reply or a follow-up."""
    return posting.edit(discord, reply_of(discord, call), call.body, call.files).json()


def delete_reply(discord: LoopbackDiscord, call: Call) -> Any:
    """DELETE the original reply or a follow-up."""
    posting.delete(discord, reply_of(discord, call))
