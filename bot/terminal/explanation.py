"""Prints how an answer came about, on stderr, as a table; imports answering and the terminal room."""

from __future__ import annotations

import sys

from bot.answering.explaining import Explanation
from vectorstore.text.folding import visible


def print_explanation(explanation: Explanation) -> None:
    """Print the search, the passages with their ranks, the evidence and the model, a part each."""
    for title, values in (
        ("search", explanation.search),
        ("evidence", explanation.evidence),
        ("model", explanation.model),
    ):
        if values:
            print(f"\n{title}", file=sys.stderr)
        for name, value in values.items():
            print(f"  {name:16} {told(value)}", file=sys.stderr)
    if explanation.passages:
        print(f"\npassages\n  {'rank':>4} {'score':>7} {'by meaning':>16} {'by words':>16}  document", file=sys.stderr)
    for one in explanation.passages:
        meaning = f"{one.by_meaning} ({one.cosine:.3f})"
        words = f"{one.by_words or '-'} ({one.match:.3f})"
        line = f"  {one.rank:>4} {one.score:>7.3f} {meaning:>16} {words:>16}  {visible(one.document)}"
        print(line, file=sys.stderr)
    print(f"\ngeneration         {explanation.generation}", file=sys.stderr)


def told(value: object) -> str:
    """Return a value in a word or two."""
    if value is None:
        return "-"
    return visible(", ".join(map(str, value)) if isinstance(value, list) else str(value))
