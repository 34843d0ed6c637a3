"""All cogs, in the order in which the client puts them up."""

from __future__ import annotations

from collections.abc import Callable

from discord.ext import commands

from bot.cogs.asking import Asking
from bot.cogs.browsing import Browsing
from bot.cogs.conversation import Talking
from bot.cogs.informing import Informing
from bot.cogs.moderating.desk_cog import Moderating
from bot.cogs.moderating.insights import Insights
from bot.cogs.pressing import Pressing
from bot.cogs.watching import Watching

COGS: tuple[Callable[[commands.Bot], commands.Cog], ...] = (
    Watching,
    Asking,
    Browsing,
    Informing,
    Pressing,
    Talking,
    Moderating,
    Insights,
)
