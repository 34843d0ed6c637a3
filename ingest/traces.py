"""What is left of an erased document in DATA_DIR once an index without it is published; imports the ground floor.

The new index was built afresh and has never held it. Gone are then every older index, its cached vectors, its file in
the inbox, and the golden questions and corrections that name it. The bot clears what is in its own files.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.corrections import erase_corrections
from vectorstore.json_lines import locked
from vectorstore.layout import Layout, said_plainly, sync_folder
from vectorstore.store.seam import open_store

if TYPE_CHECKING:
    from vectorstore.embeddings.cache import EmbeddingCache
    from vectorstore.store.manifest import Manifest

WAITING = ".waiting"
"""Where the inbox keeps what a moderator has not accepted yet."""


def forget_all(
    layout: Layout,
    document: str,
    base: Manifest | None,
    cache: EmbeddingCache,
    texts: Iterable[tuple[str, Sequence[str]]],
) -> None:
    """Delete what is left of a document; `texts` are its embedded texts by model, `base` held it last."""
    for model_id, held in texts:
        cache.forget(held, model_id)
    open_store(layout).erase_older()
    forget_in_files(layout, document, base)


def forget_in_files(layout: Layout, document: str, base: Manifest | None) -> None:
    """Delete its file in the inbox, and its lines in the files beside the index."""
    erase_corrections(layout, document, told_by_it_alone(base, document))
    if layout.golden.exists():
        from vectorstore.retrieval.golden_file import GoldenFile

        GoldenFile(layout).erase(document)
    delete_from_inbox(layout.inbox, document)
    with locked(layout.root):
        for path in (layout.errata, layout.golden):
            for left in layout.root.glob(f".{path.name}.*"):  # what a killed process had begun to write
                left.unlink(missing_ok=True)


def told_by_it_alone(base: Manifest | None, document: str) -> set[str]:
    """Return the keys of the episodes that no other document tells."""
    records = base.documents if base else ()
    mine = {key for record in records if record.name == document for key in record.episodes}
    return mine - {key for record in records if record.name != document for key in record.episodes}


def delete_from_inbox(inbox: Path, document: str) -> None:
    """Delete a document's file, when it lies in the inbox, which is the program's own copy, and what waits there."""
    root, _, below = document.partition("/")
    path = inbox / below
    if root != inbox.name or not below or ".." in Path(below).parts or not inbox.is_dir():
        return
    with said_plainly(path):
        if path.is_file() or path.is_symlink():
            path.unlink()
            sync_folder(path.parent)
    shutil.rmtree(inbox / WAITING, ignore_errors=True)
