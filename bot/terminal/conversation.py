"""`python -m bot chat`: a conversation in which a question may build on the one before; imports the terminal room."""

from __future__ import annotations

import sys

from bot.answering.answerer import Asked
from bot.terminal.opening import ready_brain
from bot.terminal.printing import print_answer
from vectorstore.errors import StoreError
from vectorstore.retrieval.query import Turn

REMEMBERED = 10


def chat() -> int:
    """Ask and answer until an empty line, Ctrl-D or Ctrl-C."""
    brain = ready_brain(with_model=True)
    print("Ask about the episodes; an empty line ends.", file=sys.stderr)
    history: list[Turn] = []
    while question := next_line():
        try:
            answer = brain.answer(Asked(question, tuple(history)))
        except StoreError as error:
            print(error, file=sys.stderr)
            continue
        print_answer(answer)
        print(flush=True)
        if answer.verdict != "chat":
            history = [*history, Turn(question, answer.text)][-REMEMBERED:]
    return 0


def next_line() -> str:
    """Return the next line without white space around it; empty at the end."""
    try:
        return input("> " if sys.stdin.isatty() else "").strip()
    except (EOFError, KeyboardInterrupt):
        return ""
