"""Keeps libraries from phoning home and from spinning threads, and the log from telling; imports nothing heavy.

`quiet_libraries` runs before they are imported.
"""

from __future__ import annotations

import logging
import os
import sys


def quiet_libraries() -> None:
    """Set what libraries read once, at their import; what the user has set stays.

    OpenBLAS with two threads costs forty times the CPU on our small products (2.4 against 100 ms a question).
    """
    for name, value in (
        ("ANONYMIZED_TELEMETRY", "False"),
        ("LANGSMITH_TRACING", "false"),
        ("OMP_NUM_THREADS", "1"),
        ("OPENBLAS_NUM_THREADS", "1"),
    ):
        os.environ.setdefault(name, value)


class WithoutSecret(logging.Formatter):
    """Writes a line of the log without the token and keys, should a library ever put one there."""

    def __init__(self, *secrets: str) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self.secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; that discord.py tries again is one line and no traceback, as it happens every day."""
        if record.name == "discord.client" and str(record.msg).startswith("Attempting a reconnect"):
            record.exc_info = None
        line = super().format(record)
        for secret in self.secrets:
            line = line.replace(secret, "***")
        return line


def log_to_stderr(level: str, *secrets: str) -> None:
    """Let our own modules log from `level` on; libraries only warn, as their debug lines hold what members wrote."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutSecret(*secrets))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for room in ("bot", "vectorstore"):
        logging.getLogger(room).setLevel(level)
