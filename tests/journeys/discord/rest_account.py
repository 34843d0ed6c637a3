"""The bot's account, its application, its commands and its guilds over REST."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.journeys.discord import places, refusals
from tests.journeys.discord.calls import Call
from tests.journeys.discord.places import Channel, Guild
from tests.journeys.discord.records import Json

if TYPE_CHECKING:
    from tests.journeys.discord.server import LoopbackDiscord

COMMAND_DEFAULTS: Json = {
    "type": 1,
    "description": "",
    "default_member_permissions": None,
    "dm_permission": True,
    "nsfw": False,
    "options": [],
    "contexts": None,
    "integration_types": [0],
    "name_localizations": None,
    "description_localizations": None,
}


def me(discord: LoopbackDiscord, call: Call) -> Any:
    """GET /users/@me."""
    return discord.bot.json() | {"verified": True, "mfa_enabled": True, "email": None}


def application(discord: LoopbackDiscord, call: Call) -> Any:
    """GET /applications/@me and its older address."""
    return {
        "id": str(discord.bot.id),
        "name": discord.bot.name,
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": discord.operator.json(),
        "team": None,
        "verify_key": "0" * 64,
        "flags": 0,
        "summary": "",
        "approximate_guild_count": len(discord.guilds),
        "interactions_endpoint_url": None,
    }


def gateway_address(discord: LoopbackDiscord, call: Call) -> Any:
    """GET /gateway/bot."""
    limit = {"total": 1000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 1}
    return {"url": discord.gateway_url, "shards": 1, "session_start_limit": limit}


def list_commands(discord: LoopbackDiscord, call: Call) -> Any:
    """GET the application's commands."""
    return list(_commands(discord, call).values())


def put_commands(discord: LoopbackDiscord, call: Call) -> Any:
    """PUT all commands; one of the same name and type keeps its id."""
    known = _commands(discord, call)
    fresh: dict[tuple[int, str], Json] = {}
    for command in call.body:
        key = (int(command.get("type", 1)), command["name"])
        id = known[key]["id"] if key in known else str(discord.clock.snowflake())
        owned = {"id": id, "application_id": str(discord.bot.id), "version": str(discord.clock.snowflake())}
        fresh[key] = COMMAND_DEFAULTS | command | owned
    known.clear()
    known.update(fresh)
    discord.syncs += 1
    return list(fresh.values())


def add_command(discord: LoopbackDiscord, call: Call) -> Any:
    """POST one command."""
    kept = list(_commands(discord, call).values())
    names = {(command["type"], command["name"]) for command in [call.body]}
    call.request.body = [c for c in kept if (c["type"], c["name"]) not in names] + [call.request.body]
    return put_commands(discord, call)[-1]


def _commands(discord: LoopbackDiscord, call: Call) -> dict[tuple[int, str], Json]:
    if call.id("application_id") != discord.bot.id:
        raise refusals.unknown("Application")
    guild = call.id("guild_id") if "guild_id" in call.params else 0
    return discord.commands.setdefault(guild, {})


def open_direct(discord: LoopbackDiscord, call: Call) -> Any:
    """POST /users/@me/channels: the direct messages with somebody."""
    user = discord.users.get(int(call.body["recipient_id"]))
    if user is None:
        raise refusals.unknown("User")
    channel: Channel = discord.direct(user)
    return channel.json()


def get_user(discord: LoopbackDiscord, call: Call) -> Any:
    """GET a user."""
    user = discord.users.get(call.id("user_id"))
    if user is None:
        raise refusals.unknown("User")
    return user.json()


def guild_of(discord: LoopbackDiscord, call: Call) -> Guild:
    """Return the guild of the path; Refusal when the bot is not in it."""
    guild = discord.guilds.get(call.id("guild_id"))
    if guild is None or discord.bot.id not in guild.members:
        raise refusals.unknown("Guild")
    return guild


def get_guild(discord: LoopbackDiscord, call: Call) -> Any:
    """GET a guild."""
    return guild_of(discord, call).json(discord.bot)


def get_channels(discord: LoopbackDiscord, call: Call) -> Any:
    """GET the channels of a guild, threads apart."""
    return [channel.json() for channel in guild_of(discord, call).channels.values() if not channel.is_thread]


def get_roles(discord: LoopbackDiscord, call: Call) -> Any:
    """GET the roles of a guild."""
    return [role.json() for role in guild_of(discord, call).roles.values()]


def get_member(discord: LoopbackDiscord, call: Call) -> Any:
    """GET a member of a guild."""
    member = guild_of(discord, call).members.get(call.id("user_id"))
    if member is None:
        raise refusals.unknown("Member")
    return member.json()


def leave_guild(discord: LoopbackDiscord, call: Call) -> Any:
    """DELETE the bot's own membership."""
    discord.remove_guild(guild_of(discord, call))


def my_guilds(discord: LoopbackDiscord, call: Call) -> Any:
    """GET the guilds that the bot is in."""
    mine = [guild for guild in discord.guilds.values() if discord.bot.id in guild.members]
    return [
        {
            "id": str(guild.id),
            "name": guild.name,
            "icon": None,
            "owner": False,
            "permissions": str(guild.permissions(discord.bot) & places.EVERYTHING),
            "features": [],
        }
        for guild in mine
    ]
