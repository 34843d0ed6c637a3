"""What the log does not tell."""

import logging
import sys

from bot.quiet import WithoutSecret


def record(name: str, message: str, traceback: bool = False) -> logging.LogRecord:
    try:
        raise ValueError("inside") if traceback else KeyError
    except (ValueError, KeyError):
        trace = sys.exc_info() if traceback else None
    return logging.LogRecord(name, logging.ERROR, __file__, 1, message, (), trace)


def test_the_token_never_reaches_the_log() -> None:
    line = WithoutSecret("s3cret").format(record("discord.http", "url with s3cret inside"))
    assert "s3cret" not in line
    assert "url with ***" in line


def test_trying_again_is_one_line_and_other_errors_keep_their_traceback() -> None:
    formatter = WithoutSecret("s3cret")
    assert "Traceback" not in formatter.format(record("discord.client", "Attempting a reconnect in 1s", True))
    assert "Traceback" in formatter.format(record("discord.client", "Something else", True))
