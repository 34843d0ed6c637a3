"""The table of what the loopback Discord answers: method, path as openapi.json writes it, handler."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from tests.journeys.discord import rest_account as account
from tests.journeys.discord import rest_channels as channels
from tests.journeys.discord import rest_interactions as interactions
from tests.journeys.discord.calls import PREFIX, Handler, serve

if TYPE_CHECKING:
    from tests.journeys.discord.server import LoopbackDiscord

CHANNEL = "/channels/{channel_id}"
MESSAGE = CHANNEL + "/messages/{message_id}"
WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
COMMANDS = "/applications/{application_id}/commands"
GUILD = "/guilds/{guild_id}"
GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"

TABLE: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/users/@me", account.me),
    ("GET", "/users/@me/guilds", account.my_guilds),
    ("DELETE", "/users/@me/guilds/{guild_id}", account.leave_guild),
    ("POST", "/users/@me/channels", account.open_direct),
    ("GET", "/users/{user_id}", account.get_user),
    ("GET", "/applications/@me", account.application),
    ("GET", "/oauth2/applications/@me", account.application),
    ("GET", "/gateway/bot", account.gateway_address),
    ("GET", COMMANDS, account.list_commands),
    ("PUT", COMMANDS, account.put_commands),
    ("POST", COMMANDS, account.add_command),
    ("GET", GUILD_COMMANDS, account.list_commands),
    ("PUT", GUILD_COMMANDS, account.put_commands),
    ("GET", GUILD, account.get_guild),
    ("GET", GUILD + "/channels", account.get_channels),
    ("GET", GUILD + "/roles", account.get_roles),
    ("GET", GUILD + "/members/{user_id}", account.get_member),
    ("GET", CHANNEL, channels.get_channel),
    ("PATCH", CHANNEL, channels.edit_channel),
    ("DELETE", CHANNEL, channels.delete_channel),
    ("GET", CHANNEL + "/messages", channels.list_messages),
    ("POST", CHANNEL + "/messages", channels.create_message),
    ("GET", MESSAGE, channels.get_message),
    ("PATCH", MESSAGE, channels.edit_message),
    ("DELETE", MESSAGE, channels.delete_message),
    ("PUT", MESSAGE + "/reactions/{emoji_name}/@me", channels.react),
    ("POST", MESSAGE + "/threads", channels.start_thread),
    ("POST", CHANNEL + "/threads", channels.start_thread),
    ("POST", CHANNEL + "/typing", channels.typing),
    ("PUT", CHANNEL + "/thread-members/@me", channels.join_thread),
    ("DELETE", CHANNEL + "/thread-members/@me", channels.join_thread),
    ("PUT", CHANNEL + "/thread-members/{user_id}", channels.join_thread),
    ("GET", CHANNEL + "/thread-members/{user_id}", channels.thread_member),
    ("POST", "/interactions/{interaction_id}/{interaction_token}/callback", interactions.callback),
    ("POST", WEBHOOK, interactions.follow_up),
    ("GET", WEBHOOK + "/messages/@original", interactions.get_reply),
    ("PATCH", WEBHOOK + "/messages/@original", interactions.edit_reply),
    ("DELETE", WEBHOOK + "/messages/@original", interactions.delete_reply),
    ("GET", WEBHOOK + "/messages/{message_id}", interactions.get_reply),
    ("PATCH", WEBHOOK + "/messages/{message_id}", interactions.edit_reply),
    ("DELETE", WEBHOOK + "/messages/{message_id}", interactions.delete_reply),
)


def application(discord: LoopbackDiscord) -> web.Application:
    """Return the web application: the gateway, the REST API, the files of attachments."""

    async def unknown(request: web.Request) -> web.StreamResponse:
        discord.report("unknown route", f"{request.method} {request.path}")
        return web.Response(
            status=404, body=b'{"message": "404: Not Found", "code": 0}', headers={"Content-Type": "application/json"}
        )

    async def attachment(request: web.Request) -> web.StreamResponse:
        content = discord.files.get(request.path)
        return web.Response(status=404) if content is None else web.Response(body=content)

    app = web.Application(client_max_size=1 << 28)
    app.router.add_get("/gateway", discord.gateway.handle)
    app.router.add_get("/attachments/{tail:.*}", attachment)
    for method, path, handler in TABLE:
        app.router.add_route(method, PREFIX + path, serve(discord, handler))
    app.router.add_route("*", "/{tail:.*}", unknown)
    return app
