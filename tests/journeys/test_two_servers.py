"""Two servers share a bot and a library of two shows: each is answered from its own, and hears nothing of the other."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from tests.desk import Desk
from tests.journeys.discord.child import running_bot
from tests.journeys.discord.people import Person
from tests.journeys.discord.places import Channel
from tests.journeys.discord.posts import Message
from tests.journeys.discord.server import LoopbackDiscord
from tests.journeys.discord.town import House
from tests.journeys.scenes import loopback

pytestmark = pytest.mark.asyncio(loop_scope="module")
QUESTION = "How many kilos of honey do the bees make in a year?"
ROOF = """# 7. Hives above the library

## Honey

Our bees make forty kilos of honey in a good year, most of it from the lime trees of the avenue. Petra sells it in the
hall of the library.

## Winter

The hives of larch stand behind the chimney, where the wind does not reach them.
"""
CELLAR = """# 7. Bees below the street

## Honey

Our bees make nine kilos of honey in a year, for the cellar is dark. Otto keeps every jar of it for himself.

## Light

A shaft leads up to the pavement, and through it they fly.
"""
TEXTS = {"Roof Radio": ROOF, "Cellar Radio": CELLAR}
TELLING = {
    "Roof Radio": ("forty kilos", "Hives above the library", "Petra", "chimney", "Roof Radio"),
    "Cellar Radio": ("nine kilos", "Bees below the street", "Otto", "shaft", "Cellar Radio"),
}
"""Words that only one of the shows has."""
STRING_SELECT = 3


@dataclass(frozen=True)
class Town:
    """Two servers, each with a show of its own."""

    discord: LoopbackDiscord
    servers: dict[str, House]
    data_dir: Path

    def channel(self, show: str) -> Channel:
        return self.servers[show].channel("general")

    def member(self, show: str, name: str) -> Person:
        return self.servers[show].member(name)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    desk = Desk(tmp_path_factory.mktemp("servers"))
    for show, text in TEXTS.items():
        desk.write(f"{show}/7.md", text)
    desk.ingest(*(desk.folder / show for show in TEXTS))
    async with loopback() as discord:
        servers = {show: discord.guild(f"Fans, {number}") for number, show in enumerate(TEXTS)}
        values: dict[str, dict[str, object]] = {str(one.guild.id): {"set_up": True} for one in servers.values()}
        values[str(servers["Cellar Radio"].guild.id)]["shows"] = ["Cellar Radio", "Attic Radio"]
        desk.layout.settings_file.write_text(json.dumps({"schema": 1, "guilds": values}))
        async with running_bot(discord, desk.layout.root):
            yield Town(discord, servers, desk.layout.root)


async def asked(person: Person, channel: Channel, question: str = QUESTION, **options: object) -> Message:
    return await (await person.slash(channel, "ask", question=question, **options)).message()


def other_than(show: str) -> str:
    (other,) = TEXTS.keys() - {show}
    return other


def tells_of(show: str, message: Message) -> None:
    """Check that a message has words of one show and none of the other."""
    assert any(words in message.content for words in TELLING[show]), message.content
    assert [words for words in TELLING[other_than(show)] if words in message.content] == []


async def choose(person: Person, channel: Channel, show: str) -> Message:
    """Choose a show in the settings, as the only one."""
    page = await (await person.slash(channel, "library settings")).message()
    if "Skip the set-up" in page.labels:
        page = await (await person.click(page, "Skip the set-up")).message()
    page = await (await person.select(page, "shows", custom_id="v1:setpick:")).message()
    menu = page.control(None, "v1:setvalue:shows..0", STRING_SELECT)
    value = next(one["value"] for one in menu["options"] if one["label"] == show)
    return await (await person.select(page, value, custom_id=menu["custom_id"])).message()


async def test_a_moderator_chooses_the_shows_of_a_server_and_reads_which_one_is_missing(town: Town) -> None:
    mo, channel = town.servers["Roof Radio"].moderator("mo"), town.channel("Roof Radio")
    page = await (await mo.slash(channel, "library settings")).message()
    assert "**Shows**: all shows · default" in page.content
    assert "**Shows** is now: “Roof Radio”" in (await choose(mo, channel, "Roof Radio")).content
    acts = await (await mo.slash(channel, "library audit")).message()
    assert "`settings` shows · Roof Radio" in acts.content
    jo = town.servers["Cellar Radio"].moderator("jo")
    for command in ("library settings", "library status"):
        page = await (await jo.slash(town.channel("Cellar Radio"), command)).message()
        assert "**Not in the library**: “Attic Radio”" in page.content


@pytest.mark.parametrize("show", TEXTS)
async def test_the_same_question_is_answered_from_the_servers_own_show(town: Town, show: str) -> None:
    anna, channel = town.member(show, "anna"), town.channel(show)
    answer = await asked(anna, channel)
    assert TELLING[show][0] in answer.content
    tells_of(show, answer)
    for label in ("Sources", "Context"):
        tells_of(show, await (await anna.click(answer, label)).message())
    bas = town.member(show, "bas")
    private = await asked(bas, channel, private=True)
    tells_of(show, private)
    form = await (await bas.click(private, "Follow up")).modal()
    tells_of(show, await (await bas.submit(form, text="and how many kilos of honey is that?")).message())


@pytest.mark.parametrize("show", TEXTS)
async def test_mentions_threads_and_message_menus_know_the_servers_own_show_alone(town: Town, show: str) -> None:
    cleo, channel = town.member(show, "cleo"), town.channel(show)
    mention = await cleo.say(channel, f"@bot {QUESTION}")
    answer = await town.discord.answer_to(mention)
    tells_of(show, answer)
    await (await cleo.click(answer, "Open a thread")).message()
    assert answer.thread is not None
    tells_of(show, await town.discord.answer_to(await cleo.say(answer.thread, f"@bot {QUESTION}")))
    dirk = town.member(show, "dirk")
    tells_of(show, await (await dirk.menu(mention, "Ask the episodes about this")).message())


@pytest.mark.parametrize("show", TEXTS)
async def test_what_is_listed_found_and_offered_is_the_servers_own(town: Town, show: str) -> None:
    eva, channel = town.member(show, "eva"), town.channel(show)
    for command, options in (
        ("episodes", {}),
        ("search", {"words": "bees and honey"}),
        ("episode", {"episode": "7"}),
        ("about", {}),
    ):
        tells_of(show, await (await eva.slash(channel, command, **options)).message())
    for typed in ("", "7", "be", "hi"):
        offered = [one["name"] for one in await eva.complete(channel, "ask", "episode", typed)]
        assert [name for name in offered if TELLING[other_than(show)][1] in name] == []
        assert typed or offered
    assert [one["value"] for one in await eva.complete(channel, "ask", "show", "", question="q")] == [show]


@pytest.mark.parametrize("show", TEXTS)
async def test_naming_the_other_show_its_episode_or_its_people_opens_nothing(town: Town, show: str) -> None:
    channel, other = town.channel(show), other_than(show)
    given = await asked(town.member(show, "fien"), channel, show=other)
    assert f"There is no “{other}” among the episodes that I know" in given.content
    gijs = town.member(show, "gijs")
    found = await (await gijs.slash(channel, "episode", episode=TELLING[other][1])).message()
    assert "I know no episode" in found.content
    said = await asked(gijs, channel, f"What does {TELLING[other][2]} do with the honey, in {other}?")
    for message in (given, said):
        body = message.content.partition("\n")[2].replace(f"“{other}”", "")
        assert [words for words in TELLING[other] if words in body] == []


async def test_a_direct_message_is_answered_from_no_show_that_a_server_keeps_to_itself(town: Town) -> None:
    hans = town.member("Roof Radio", "hans")
    answer = await town.discord.answer_to(await hans.say(hans.direct, QUESTION))
    assert "no show that I may answer from in direct messages" in answer.content
    assert [words for show in TELLING for words in TELLING[show] if words in answer.content] == []


async def test_a_server_whose_show_was_renamed_is_told_so_and_not_answered_from_the_others(town: Town) -> None:
    house = town.discord.guild("Fans, 2")
    channel, ivo = house.channel("general"), house.member("ivo")
    await choose(house.moderator("mo"), channel, "Cellar Radio")
    tells_of("Cellar Radio", await asked(ivo, channel))
    library = Desk(town.data_dir.parent)
    library.write("Cellar Radio/show.toml", 'name = "Basement Radio"\n')
    library.ingest()
    answer = await asked(house.member("jan"), channel)
    assert "Nothing has been ingested for this server's shows" in answer.content
    listed = await (await ivo.slash(channel, "episodes")).message()
    assert "Nothing has been ingested for this server's shows" in listed.content
    for message in (answer, listed):
        assert [words for show in TELLING for words in TELLING[show] if words in message.content] == []
    assert await ivo.complete(channel, "ask", "episode", "") == []
    tells_of("Roof Radio", await asked(town.member("Roof Radio", "joep"), town.channel("Roof Radio")))
