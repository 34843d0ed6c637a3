"""A full disk and a folder without permission are said in a sentence, and hurt nothing that is published."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vectorstore.layout import Layout
from vectorstore.store.generations import sweep
from vectorstore.store.probe import examine
from vectorstore.store.reader import IndexReader

ROOT = Path(__file__).resolve().parents[3]

# A file may not grow beyond this many bytes: what a full disk says, without a disk to fill.
FILL = """
import resource, sys
from pathlib import Path
import numpy as np
from vectorstore.layout import Layout
from vectorstore.records import Chunk, Episode
from vectorstore.store.generations import GenerationBuilder

limit, base = int(sys.argv[2]), sys.argv[3] or None
builder = GenerationBuilder.begin(Layout(Path(sys.argv[1])), base)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
episodes = {"e": Episode("e", "show", "title")}
vectors = np.random.default_rng(1).normal(size=(4_000, 8)).astype(np.float32)
chunks = [Chunk("d", n, "e", "body", "words " * 40 + str(n), ()) for n in range(4_000)]
try:
    builder.add(chunks, episodes, vectors)
    builder.seal()
except Exception as error:
    print(type(error).__name__, error)
"""
READ = """
import sys
from pathlib import Path
from vectorstore.layout import Layout
from vectorstore.store.reader import IndexReader
try:
    with IndexReader(Layout(Path(sys.argv[1])), "fake/eight").lease():
        print("opened")
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.mark.promise(19)
@pytest.mark.parametrize(("limit", "copied"), [(150_000, False), (400_000, True), (1_500_000, False)])
def test_a_full_disk_is_said_and_the_published_index_is_unhurt(
    layout: Layout, publish: Callable[..., str], make_corpus: Callable[..., Any], limit: int, copied: bool
) -> None:
    name = publish(layout, make_corpus())
    command = [sys.executable, "-c", FILL, str(layout.root), str(limit), name if copied else ""]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("DiskFull The disk that holds"), done.stdout + done.stderr
    examine(layout.generation(name))
    assert sweep(layout) == ["gen-000002"]
    assert layout.generations() == [name]


@pytest.mark.promise(20)
@pytest.mark.parametrize("closed", ["gen-000001", "gen-000001/chroma.sqlite3", "CURRENT"])
def test_what_may_not_be_read_is_named(
    layout: Layout, publish: Callable[..., str], make_corpus: Callable[..., Any], closed: str
) -> None:
    publish(layout, make_corpus())
    path = layout.root / closed
    path.chmod(0)
    assert ask_without_privileges(layout).startswith("NoPermission No permission for")
    path.chmod(0o755)


@pytest.mark.promise(20)
def test_a_folder_that_is_read_only_is_named(
    layout: Layout, publish: Callable[..., str], make_corpus: Callable[..., Any]
) -> None:
    folder = layout.generation(publish(layout, make_corpus()))
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    said = ask_without_privileges(layout)
    assert said == "opened\n" or said.startswith(f"NoPermission No permission for {folder}")
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)
    reader = IndexReader(layout, "fake/eight")
    with reader.lease():
        pass
    reader.close()


def ask_without_privileges(layout: Layout) -> str:
    """Ask as a user for whom file modes count."""
    command = [sys.executable, "-c", READ, str(layout.root)]
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            pytest.skip("file modes do not stop root, and there is no setpriv")
        command = [setpriv, "--bounding-set=-dac_override,-dac_read_search", *command]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
