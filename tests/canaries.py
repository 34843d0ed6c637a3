"""Secrets and a word that tests hand out, and that no file in their temporary folders may hold in the end.

A plugin of pytest (tests/conftest.py names it). While tests run, our own modules log at DEBUG into a file there, as the
bots of the journeys do with what they write to stderr. In the end every file is searched: logs, JSON, and the pages of
sqlite that are no longer used. The session fails where a canary is found. A test that lets words be kept on purpose
(log_questions is on, a golden question is added) asks without them.
"""

from __future__ import annotations

import logging
import mmap
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

WORD = "kanariekwetter"
SENTENCE = "EU facial recognition rules"
"""These stand in the questions that tests ask. An answer may repeat them, and nothing may keep them; no document has
either of them."""
TOKEN = "canary.token-4b1d7c0e.9a52e3f86d1704cb"
KEY = "sk-canary-5e0c81f7b2d94a36"
CANARIES = tuple(canary.encode() for canary in (WORD, SENTENCE, TOKEN, KEY))
ALLOWED = frozenset({".env", "Makefile", "calls"})
"""Where an operator writes the token and the key; the verbs, one of which asks a question by itself, and what the
tests of them note."""
LEAKS = pytest.StashKey[list[str]]()
HANDLER = pytest.StashKey[logging.Handler]()
ROOMS = ("bot", "ingest", "vectorstore")


def leaks(folder: Path, canaries: Iterable[bytes] = CANARIES) -> list[str]:
    """Return a line for each canary in each file below a folder."""
    found = []
    wanted = tuple(canaries)
    for place, _, names in os.walk(folder):
        for name in names:
            if name not in ALLOWED:
                path = os.path.join(place, name)
                found += [f"{canary.decode()} in {path}" for canary in held(path, wanted)]
    return sorted(found)


def held(path: str, canaries: Iterable[bytes]) -> list[bytes]:
    """Return the canaries in a file; what is no file, or may not be read, holds none."""
    try:
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK | os.O_NOFOLLOW)) as file:
            if not os.fstat(file.fileno()).st_size:
                return []
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                return [canary for canary in canaries if content.find(canary) >= 0]
    except (OSError, ValueError):
        return []


def basetemp(config: pytest.Config) -> Path:
    """Return the folder of all temporary folders of this session."""
    return config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined, no-any-return]


def pytest_sessionstart(session: pytest.Session) -> None:
    """Let our own modules log everything into a file that is searched in the end."""
    handler = logging.FileHandler(basetemp(session.config) / "suite.log", encoding="utf-8", errors="replace")
    session.config.stash[HANDLER] = handler
    for room in ROOMS:
        logging.getLogger(room).setLevel(logging.DEBUG)
        logging.getLogger(room).addHandler(handler)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Search all temporary folders; under xdist the controller does it, when its workers have ended."""
    if (handler := session.config.stash.get(HANDLER, None)) is not None:
        for room in ROOMS:
            logging.getLogger(room).removeHandler(handler)
        handler.close()
    if not hasattr(session.config, "workerinput"):
        session.config.stash[LEAKS] = leaks(basetemp(session.config))
        if session.config.stash[LEAKS]:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say where a canary was found."""
    for leak in config.stash.get(LEAKS, []):
        terminalreporter.write_line(f"LEAK {leak}", red=True)
