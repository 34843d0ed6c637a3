"""Runs the bot as a child process against a loopback Discord: `async with running_bot(discord, data_dir) as bot`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from tests.journeys.discord.server import LoopbackDiscord

ROOT = Path(__file__).resolve().parents[3]
SITE = Path(__file__).resolve().parent / "site"
BROKEN = Path(__file__).resolve().parent / "broken"
OURS = ("DISCORD_", "BOT_", "OPENAI_", "EPISODES_", "EMBED", "ANSWER_", "STORE_", "INGEST_", "DATA_DIR")
BOT = ("-m", "bot", "run")


class RunningBot:
    """A bot's process. `lines` is what it has written to stderr (and stdout) so far; the file `log` has it, too."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self.process = process
        self.lines: list[str] = []
        self._log = log
        self._readers = [
            asyncio.create_task(self._read(stream)) for stream in (process.stdout, process.stderr) if stream
        ]

    async def _read(self, stream: asyncio.StreamReader) -> None:
        while line := await stream.readline():
            with self._log.open("ab") as log:
                log.write(line)
            self.lines.append(line.decode("utf-8", "replace").rstrip("\n"))

    @property
    def pid(self) -> int:
        """Return its process id."""
        return self.process.pid

    @property
    def said(self) -> str:
        """Return everything that it has written."""
        return "\n".join(self.lines)

    async def exit_code(self, timeout: float = 15.0) -> int:
        """Wait for its end and return its exit code."""
        async with asyncio.timeout(timeout):
            code = await self.process.wait()
            await asyncio.gather(*self._readers)
        return code

    async def stop(self, timeout: float = 15.0) -> int:
        """Send SIGTERM and return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return await self.exit_code(timeout)

    async def kill(self) -> None:
        """Send SIGKILL."""
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.exit_code()


def environment(discord: LoopbackDiscord, data_dir: Path, settings: dict[str, str]) -> dict[str, str]:
    """Return a child's environment: the loopback's addresses, none of the developer's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return (
        kept
        | {
            "PYTHONPATH": os.pathsep.join((str(SITE), str(ROOT))),
            "PYTHONUNBUFFERED": "1",
            "LOOPBACK_DISCORD_REST": discord.rest_url,
            "LOOPBACK_DISCORD_GATEWAY": discord.gateway_url,
            "DISCORD_TOKEN": discord.token,
            "BOT_LOG_LEVEL": "DEBUG",
            "DATA_DIR": str(data_dir),
        }
        | settings
    )


@asynccontextmanager
async def running_bot(
    discord: LoopbackDiscord,
    data_dir: Path,
    *,
    arguments: Sequence[str] = BOT,
    wait: bool = True,
    timeout: float = 30.0,
    **settings: str,
) -> AsyncIterator[RunningBot]:
    """Start `python -m bot run` (or other arguments), wait for its session, kill it by its id in the end.

    The working directory is the parent of `data_dir`, so that no .env is found. What the bot wrote is printed when the
    test fails.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    sessions = len(discord.gateway.sessions) + 1
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=data_dir.parent,
        env=environment(discord, data_dir, settings),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=1 << 24,
    )
    bot = RunningBot(process, data_dir.parent / f"bot-{process.pid}.log")
    try:
        if wait:
            await _connected(discord, bot, sessions, timeout)
        yield bot
    except BaseException:
        print("\n".join(["the bot wrote:", *bot.lines[-80:]]), file=sys.stderr)
        raise
    finally:
        await bot.kill()


async def _connected(discord: LoopbackDiscord, bot: RunningBot, sessions: int, timeout: float) -> None:
    """Wait for the session, or fail at once when the process ends before."""
    ready = asyncio.create_task(discord.ready(timeout, sessions))
    ended = asyncio.create_task(bot.process.wait())
    try:
        await asyncio.wait({ready, ended}, return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            await asyncio.sleep(0.1)
            raise AssertionError(f"the bot ended with exit code {bot.process.returncode} before it connected")
        await ready
    finally:
        ready.cancel()
        ended.cancel()
