"""An index embedded by one model is never asked with another, and the sentence names the command to run."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

import pytest

from tests.canaries import KEY, WORD
from tests.embedding_server import serving

Bot = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.mark.promise(21)
def test_ask_and_check_name_the_command_and_no_request_is_made(bot: Bot) -> None:
    with serving() as server:
        other = {"EMBEDDINGS": "openai", "OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": server.url}
        asked = bot("ask", f"How much {WORD} do they get?", **other)
        checked = bot("check", "--json", **other)
        assert server.requests == []
    assert asked.returncode == 78
    assert b"python -m ingest" in asked.stderr
    assert b"Traceback" not in asked.stderr
    assert asked.stdout == b""
    first = json.loads(checked.stdout)["problems"][0]
    assert "python -m ingest" in first["mend"]
