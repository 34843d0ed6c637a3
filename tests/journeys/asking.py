"""A bot that lives long: a process that answers each line of stdin with a line of JSON, as `ask --json` would.

`python -m tests.journeys.asking` takes its settings from the environment, like every verb.
"""

from __future__ import annotations

import sys

from bot.answering.answerer import Asked
from bot.terminal.opening import ready_brain
from bot.terminal.verbs import How, answered_json, emit
from vectorstore.errors import StoreError


def main() -> None:
    """Answer until stdin ends."""
    brain = ready_brain()
    for line in sys.stdin:
        try:
            emit(answered_json(brain, Asked(line.strip()), How()) | {"trouble": brain.index.reader.trouble})
        except StoreError as error:
            emit({"error": str(error), "kind": type(error).__name__, "trouble": brain.index.reader.trouble})
    brain.index.close()


if __name__ == "__main__":
    main()
