"""The schedule runs real children and reports to the right channel; a publication is told to everybody."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.answering.resting import Resting
from bot.cogs.watching import Watching, again_and_again
from bot.desk import Desk, Rules
from bot.ledger import Ledger
from bot.ledgers.moderation import acts_of
from bot.publications import Publications
from bot.reingest import Reingestion
from bot.views.moderating.reports import announce
from bot.views.moderating.syncing import step
from tests.published import manifest_of, publish
from vectorstore.errors import BadSetting
from vectorstore.layout import Layout

GUILD, STAFF, NEWS = 222, 5, 6
NOON, HOUR = 1_772_366_400.0, 3600.0
PUBLISHED = '{"event":"done","outcome":"published","generation":"gen-000002","episodes":{"new":1,"total":4}}'
FAILED = '{"event":"failed","error":"RootProblem","message":"/srv/show is gone."}'


class Channel(discord.abc.Messageable):
    """A channel that keeps what is sent; `error` is raised instead."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.error: Exception | None = None

    async def _get_channel(self) -> Channel:
        return self

    async def send(self, content: str, **options: Any) -> Any:  # type: ignore[override]
        if self.error:
            raise self.error
        self.sent.append(content)


class Server:
    """A guild with two channels."""

    preferred_locale = "nl"

    def __init__(self, id_: int = GUILD) -> None:
        self.id = id_
        self.staff, self.news = Channel(), Channel()

    def get_channel(self, id_: int) -> Channel | None:
        return {STAFF: self.staff, NEWS: self.news}.get(id_)


class Client:
    """A connection."""

    def __init__(self, desk: Desk, *guilds: Server) -> None:
        self.desk, self.guilds = desk, list(guilds)
        self.activity: Any = None
        self.shown: list[str] = []

    def is_ready(self) -> bool:
        return True

    async def change_presence(self, activity: Any) -> None:
        self.shown.append(str(activity))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    library: Any = SimpleNamespace(layout=Layout(tmp_path), size=lambda: 4, show_names=lambda: ("Show",))
    brain: Any = SimpleNamespace(generation=None)
    made = Desk(brain, library, Ledger(tmp_path / "ledger.sqlite"), Rules())
    made.house.change("moderators_channel", GUILD, STAFF)
    made.house.change("announcements_channel", GUILD, NEWS)
    with closing(made.ledger):
        yield made


@pytest.fixture
def child(desk: Desk, tmp_path: Path) -> Callable[..., Path]:
    """Let ingestion say a line and end with a code; the file that is returned has its arguments, one run a line."""
    script, heard = tmp_path / "child.py", tmp_path / "heard"
    heard.write_text("")
    desk.reingestion = Reingestion((sys.executable, "-I", "-S", str(script)))

    def says(line: str, code: int = 0) -> Path:
        script.write_text(
            f"import sys\nopen({str(heard)!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')\n"
            f"print({line!r})\nsys.exit({code})\n"
        )
        return heard

    return says


def client_of(desk: Desk, *guilds: Server) -> Any:
    return Client(desk, *guilds)


def ran_at(desk: Desk, at: float) -> None:
    desk.ledger.keep("schedule runs", json.dumps({"begun": at, "ended": at}))


async def test_an_hour_later_ingestion_runs_unattended_and_the_moderators_read_what_changed(
    desk: Desk, child: Callable[..., Path]
) -> None:
    heard, server = child(PUBLISHED), Server()
    desk.house.change("schedule", GUILD, "hourly")
    client = client_of(desk, server, Server(333))
    await step(client, desk, NOON)  # the first time ever: from now on
    await step(client, desk, NOON + HOUR - 1)
    assert heard.read_text() == ""
    await step(client, desk, NOON + HOUR)
    await step(client, desk, NOON + HOUR + 5)
    assert heard.read_text() == "--unattended --json\n"
    (report,) = server.staff.sent
    assert report.startswith("**Volgens rooster**\n**Gepubliceerd**")
    assert client.guilds[1].staff.sent == []
    (act,) = acts_of(desk.ledger, GUILD, 5)
    assert (act.actor_id, act.act, act.outcome, act.at) == (0, "reingest", "published", NOON + HOUR)


async def test_what_changes_nothing_is_not_reported(desk: Desk, child: Callable[..., Path]) -> None:
    child('{"event":"done","outcome":"unchanged"}', 3)
    server = Server()
    desk.house.change("schedule", GUILD, "hourly")
    ran_at(desk, NOON)
    await step(client_of(desk, server), desk, NOON + HOUR)
    assert server.staff.sent == []
    assert acts_of(desk.ledger, GUILD, 5) == []


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        (FAILED, 1, "/srv/show is gone"),
        ('{"event":"done","outcome":"pinned","generation":"gen-000001"}', 0, "Met rust gelaten"),
        ('{"event":"done","outcome":"gate-refused","broken":[{"question":"why?"}]}', 6, "why?"),
        (
            '{"event":"done","outcome":"unchanged","warnings":[{"file":"/mnt/x","reason":"gone"}]}',
            1,
            "Ontbrekende mappen",
        ),
        ("nothing that anybody understands", 1, "Mislukt"),
    ],
)
async def test_what_stays_wrong_is_said_once_and_again_when_it_was_well_in_between(
    desk: Desk, child: Callable[..., Path], line: str, code: int, words: str
) -> None:
    server, desk_client = Server(), client_of(desk, Server())
    desk_client.guilds = [server]
    desk.house.change("schedule", GUILD, "hourly")
    ran_at(desk, NOON)
    child(line, code)
    for n in (1, 2):
        await step(desk_client, desk, NOON + n * HOUR)
    assert len(server.staff.sent) == 1
    assert words in server.staff.sent[0]
    child('{"event":"done","outcome":"unchanged"}')
    await step(desk_client, desk, NOON + 3 * HOUR)
    child(line, code)
    await step(desk_client, desk, NOON + 4 * HOUR)
    assert len(server.staff.sent) == 2


async def test_somebody_elses_run_is_waited_for(desk: Desk, child: Callable[..., Path]) -> None:
    heard = child(PUBLISHED)
    desk.house.change("schedule", GUILD, "hourly")
    ran_at(desk, NOON)
    client = client_of(desk, Server())
    desk.reingestion._current = object()  # type: ignore[assignment]
    await step(client, desk, NOON + HOUR)
    assert heard.read_text() == ""
    desk.reingestion._current = None
    await step(client, desk, NOON + HOUR + 30)
    assert heard.read_text() == "--unattended --json\n"


async def test_without_a_schedule_a_daily_look_says_once_that_documents_wait(
    desk: Desk, child: Callable[..., Path], tmp_path: Path
) -> None:
    heard, server = child('{"event":"done","outcome":"dry-run","episodes":{"new":2,"changed":1}}'), Server()
    client = client_of(desk, server)
    for day in range(4):
        await step(client, desk, NOON + day * 24 * HOUR)
    assert heard.read_text() == "--dry-run --json\n" * 3
    (waiting,) = server.staff.sent
    assert "2 nieuwe, 1 gewijzigde, 0 verdwenen" in waiting
    publish(tmp_path, 1, {"a.md": ["a"]}, pinned=True)
    await step(client, desk, NOON + 5 * 24 * HOUR)
    assert heard.read_text() == "--dry-run --json\n" * 3
    desk.house.reset("moderators_channel", GUILD)
    publish(tmp_path, 2, {"a.md": ["a"]})
    await step(client, desk, NOON + 6 * 24 * HOUR)
    assert heard.read_text() == "--dry-run --json\n" * 3


async def test_a_channel_that_takes_nothing_keeps_nothing_from_the_others(desk: Desk) -> None:
    first, second = Server(), Server(333)
    desk.house.change("announcements_channel", 333, NEWS)
    desk.house.change("languages", 333, "en")
    first.news.error = discord.NotFound(SimpleNamespace(status=404, reason="gone"), "gone")  # type: ignore[arg-type]
    await announce(client_of(desk, first, second), desk, manifest_of(1, {"a.md": [str(n) for n in range(13)]}).episodes)
    assert first.news.sent == []
    (said,) = second.news.sent
    assert said.startswith("**13 new episodes in the library**\n- [Episode 0 · About 0](<https://example.org/0>)")
    assert said.endswith("and 3 more")


async def test_a_publication_is_told_to_all_listeners_whatever_one_of_them_does(desk: Desk, tmp_path: Path) -> None:
    publish(tmp_path, 1, {"a.md": ["a"]})
    desk.publications = Publications(Layout(tmp_path), desk.ledger)
    client, server, heard = client_of(desk, Server()), Server(), []
    client.guilds = [server]
    watching = Watching(client)
    desk.watcher = watching

    async def broken(old: Any, new: Any) -> None:
        raise ValueError("a listener")

    async def listens(old: Any, new: Any) -> None:
        heard.append((old.generation, new.generation))

    desk.on_publication += [broken, listens]
    await watching.look()
    publish(tmp_path, 2, {"a.md": ["a"], "b.md": ["b"]})
    stale = Watching(client)  # of a connection that is still being closed
    await stale.look()
    assert not stale._telling
    for _ in range(3):
        await watching.look()
    await asyncio.gather(*watching._telling)
    assert heard == [("gen-000001", "gen-000002")]
    assert len(server.news.sent) == 1
    assert "About b" in server.news.sent[0]
    assert client.shown == ["4 episodes · /ask"]
    assert desk.ledger.kept("generation seen") == "gen-000002"


async def test_moderators_hear_from_a_thread_what_only_the_operator_can_mend(desk: Desk) -> None:
    server, resting = Server(), Resting()
    desk.brain.generation = SimpleNamespace(resting=resting)  # type: ignore[assignment]
    watching = Watching(client_of(desk, server))
    await watching.cog_load()
    await asyncio.to_thread(resting.failed, "bad key")
    await asyncio.to_thread(resting.failed, "timeout")
    async with asyncio.timeout(5):
        while not server.staff.sent:
            await asyncio.sleep(0.01)
    await watching.cog_unload()
    assert len(server.staff.sent) == 1
    assert "OPENAI_API_KEY" in server.staff.sent[0]


async def test_nothing_is_noticed_before_there_is_a_connection(desk: Desk, tmp_path: Path) -> None:
    publish(tmp_path, 1, {"a.md": ["a"]})
    desk.publications = Publications(Layout(tmp_path), desk.ledger)
    client = client_of(desk, Server())
    client.is_ready = lambda: False
    watching = Watching(client)
    desk.watcher = watching
    await watching.look()
    assert desk.ledger.kept("generation seen") is None


async def test_a_loop_goes_on_whatever_it_runs_into() -> None:
    begun: list[int] = []

    async def fails() -> None:
        begun.append(1)
        raise ValueError("one look") if len(begun) % 2 else BadSetting("another")

    loop = asyncio.create_task(again_and_again(0.0, fails))
    while len(begun) < 4:
        await asyncio.sleep(0)
    assert not loop.done()
    loop.cancel()
