"""What /insights shows, its table and its list of unanswered questions; imports the desk, insights and renderings."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import discord

from bot.delivery import Row, acknowledged, locale_of
from bot.desk import Desk
from bot.errors import AnswerForgotten
from bot.insights.clusters import MOST, Cluster, clusters_of
from bot.insights.export import outcomes_csv, questions_csv
from bot.insights.figures import Figures, figures_of, weeks_until
from bot.insights.picture import Painter, told_of
from bot.insights.topics import topics_in
from bot.ledgers.outcomes import Logged, Outcome, Vote, outcomes_since, unanswered_since, votes_since
from bot.ledgers.waiting import count_waiting
from bot.renderings.insights import insights_text, unanswered_text
from bot.retention import keeps_text
from bot.texts.spoken import say
from bot.views.moderating.run import audit, mention_in
from bot.views.press import Interaction, button

WEEKS, MOST_WEEKS = 8, 52
PAINTER = Painter()


@dataclass(frozen=True, slots=True)
class View:
    """What a server's weeks hold; `names` are the topics of cited chunks."""

    figures: Figures
    outcomes: Sequence[Outcome]
    votes: Sequence[Vote]
    names: dict[str, str]
    zone: ZoneInfo


def zone_of(desk: Desk, guild_id: int) -> ZoneInfo:
    """Return the time zone of a server's weeks."""
    return ZoneInfo(desk.rules_for(guild_id).timezone or "UTC")


def view_of(desk: Desk, guild_id: int, begins: Sequence[float], end: float = float("inf")) -> View:
    """Return what the weeks that begin at `begins` hold, up to `end`; for a thread, as it counts every row."""
    outcomes = [one for one in outcomes_since(desk.ledger, guild_id, begins[0]) if one.at < end]
    votes = [one for one in votes_since(desk.ledger, guild_id, begins[0]) if one.at < end]
    chunks = {chunk for one in outcomes for chunk in one.sources}
    names = topics_in(desk.brain.index, chunks, desk.house.shows(guild_id)) if chunks else {}
    return View(figures_of(outcomes, votes, begins, names), outcomes, votes, names, zone_of(desk, guild_id))


def namer(guild: discord.Guild | None, language: str) -> Callable[[int], str]:
    """Return what names a channel where it cannot be mentioned."""

    def name(channel_id: int) -> str:
        channel = guild.get_channel_or_thread(channel_id) if guild else None
        return f"#{channel.name}" if channel else say(language, "picture gone")

    return name


async def painted(view: View, language: str, name: Callable[[int], str]) -> bytes | None:
    """Return the picture of these weeks; None where there is nothing to draw or drawing failed."""
    if not view.figures.questions:
        return None
    return await PAINTER.paint(told_of(view.figures, view.zone, language, name))


def weeks_in(value: str) -> int:
    """Return the number of weeks in a custom id."""
    if not value.isdecimal() or not 1 <= int(value) <= MOST_WEEKS:
        raise AnswerForgotten(f"a button for {value!r} weeks")
    return int(value)


async def show(interaction: Interaction, desk: Desk, weeks: int) -> None:
    """Put figures, picture and buttons into the deferred message."""
    language, guild = locale_of(interaction), interaction.guild_id or 0
    begins = weeks_until(time.time(), weeks, zone_of(desk, guild))
    view = await desk.look(view_of, desk, guild, begins)
    waiting = await desk.note(count_waiting, desk.ledger, guild)
    png = await painted(view, language, namer(interaction.guild, language))
    text = insights_text(view.figures, waiting, view.zone, language, png is not None)
    files = [discord.File(io.BytesIO(png), "insights.png")] if png else []
    asked = view.figures.questions > 0
    row = Row(
        button(language, "insights csv", "insightscsv", weeks, enabled=asked),
        button(language, "insights unanswered", "unanswered", weeks, enabled=asked),
    )
    await interaction.edit_original_response(content=text, attachments=files, view=row)


async def exported(interaction: Interaction, desk: Desk, weeks: str = "") -> None:
    """Hand out the rows behind the figures, and the kept questions where there are any."""
    count = weeks_in(weeks)
    await acknowledged(interaction, private=True)
    language, guild = locale_of(interaction), interaction.guild_id or 0
    begins = weeks_until(time.time(), count, zone_of(desk, guild))
    view, name = await desk.look(view_of, desk, guild, begins), namer(interaction.guild, language)
    files = [csv_file(await desk.look(outcomes_csv, view.outcomes, view.names, name), "insights.csv")]
    words = say(language, "insights export", weeks=count)
    if questions := await unanswered(desk, guild, begins[0]):
        files.append(csv_file(questions_csv(questions, name), "unanswered.csv"))
        words = f"{words} {say(language, 'insights export text')}"
    await interaction.edit_original_response(content=words, attachments=files, view=Row())
    await audit(interaction, desk, "insights csv", "", "sent")


def csv_file(content: bytes, name: str) -> discord.File:
    """Return a table as an attachment."""
    return discord.File(io.BytesIO(content), name)


async def listed(interaction: Interaction, desk: Desk, weeks: str = "") -> None:
    """Show what stayed unanswered, alike questions together; without their text only how many."""
    count = weeks_in(weeks)
    await acknowledged(interaction, private=True)
    language, guild = locale_of(interaction), interaction.guild_id or 0
    begins = weeks_until(time.time(), count, zone_of(desk, guild))
    if keeps_text(desk.house, guild):
        clusters = await clustered(desk, await unanswered(desk, guild, begins[0]))
        text = unanswered_text(clusters, count, language)
    else:
        figures = (await desk.look(view_of, desk, guild, begins)).figures
        settings = mention_in(desk, language)("settings")
        counts = {"refused": figures.refused, "uncertain": figures.uncertain}
        text = say(language, "unanswered unlogged", settings=settings, **counts)
    await interaction.edit_original_response(content=text, view=Row())


async def unanswered(desk: Desk, guild_id: int, since: float) -> list[Logged]:
    """Return the questions that stayed unanswered and whose text may be kept; none once that was switched off."""
    if not keeps_text(desk.house, guild_id):
        return []
    return await desk.note(unanswered_since, desk.ledger, guild_id, since, MOST)


async def clustered(desk: Desk, questions: Sequence[Logged]) -> list[Cluster]:
    """Return alike questions together; a thread of its own, as embedding a thousand takes seconds."""
    texts = [one.question for one in questions]
    if not texts:
        return []
    return await asyncio.to_thread(clusters_of, texts, desk.brain.index.embedder, lambda: desk.closing)
