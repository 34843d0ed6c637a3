"""What the bot keeps of a document that was erased everywhere: references below answers; imports the desk.

Index, cache, inbox, corrections and test questions are ingestion's to erase, and cached answers belong to the
generation that is gone. Whether it was erased from here or on the command line, the journal of the last run names it.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Sequence
from itertools import pairwise

from bot.desk import Desk, Publication
from bot.views.moderating.run import layout_of
from vectorstore.store.journal import read_run
from vectorstore.store.manifest import Manifest

log = logging.getLogger(__name__)

ERASE = "--erase"


def forgetting(desk: Desk) -> Publication:
    """Return what is to be called after each publication."""

    async def forget(old: Manifest | None, new: Manifest) -> None:
        """Take the references to a document that the last run erased out of the answers that are kept."""
        run = await desk.look(read_run, layout_of(desk))
        if run is not None and (document := erased_by(run.arguments)):
            answers = await desk.note(desk.ledger.together, lambda connection: without_references(connection, document))
            log.info("a document was erased: %d answers refer to it no longer", answers)

    return forget


def erased_by(arguments: Sequence[str]) -> str | None:
    """Return the document that a run erased; None when it did something else."""
    for argument, following in pairwise([*arguments, ""]):
        if argument == ERASE:
            return following or None
        if argument.startswith(f"{ERASE}="):
            return argument.partition("=")[2] or None
    return None


def without_references(connection: sqlite3.Connection, document: str) -> int:
    """Take the references to a document out of the answers that are kept; return how many answers had one."""
    changed = []
    for message, sources in connection.execute("SELECT message, sources FROM answers"):
        references = json.loads(sources)
        kept = [one for one in references if one[0] != document]
        if len(kept) < len(references):
            changed.append((json.dumps(kept, ensure_ascii=False), message))
    connection.executemany("UPDATE answers SET sources = ? WHERE message = ?", changed)
    return len(changed)
