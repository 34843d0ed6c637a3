"""The check in a child process passes what is whole, names what is not, and survives its child's death."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vectorstore.errors import DamagedIndex
from vectorstore.layout import Layout, write_json
from vectorstore.store.arrays import save_arrays
from vectorstore.store.checksums import write_checksums
from vectorstore.store.manifest import MANIFEST_FILE, Manifest, to_json
from vectorstore.store.pointer import read_manifest
from vectorstore.store.probe import examine, main, probe

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, publish: Callable[..., str], corpora: tuple[Any, Any]) -> Path:
    layout = Layout(tmp_path_factory.mktemp("whole") / "var")
    return layout.generation(publish(layout, corpora[0]))


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / whole.name)
    return tmp_path / whole.name


def rewrite(folder: Path, change: Callable[[Manifest], Manifest]) -> None:
    """Change the manifest so that its checksum agrees."""
    manifest = change(read_manifest(Layout(folder.parent), folder.name))
    write_json(folder / MANIFEST_FILE, to_json(manifest))
    write_checksums(folder)


def child_that_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Make child processes run some code before anything else."""
    (tmp_path / "first").mkdir()
    (tmp_path / "first" / "sitecustomize.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "first"))


def test_a_whole_generation_passes(folder: Path) -> None:
    probe(folder)


def test_the_child_names_what_is_damaged(folder: Path) -> None:
    next(folder.rglob("link_lists.bin")).write_bytes(b"\0")
    with pytest.raises(DamagedIndex, match=r"failed its check: .*link_lists\.bin is damaged"):
        probe(folder)


@pytest.mark.promise(18)
def test_the_death_of_the_child_is_damage_and_not_ours(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child_that_runs(tmp_path, monkeypatch, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    with pytest.raises(DamagedIndex, match="ended with -11"):
        probe(folder)


def test_a_child_that_hangs_is_ended(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child_that_runs(tmp_path, monkeypatch, "import time; time.sleep(60)")
    with pytest.raises(DamagedIndex, match="no answer"):
        probe(folder, timeout=0.5)


def test_a_passing_failure_of_chroma_is_tried_once_more(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "tried"
    code = f"""
import sys
from pathlib import Path
if not Path({str(mark)!r}).exists():
    Path({str(mark)!r}).touch()
    print("Failed to apply logs to the hnsw segment writer")
    import os
    sys.stdout.flush()
    os._exit(1)
"""
    child_that_runs(tmp_path, monkeypatch, code)
    probe(folder)
    assert mark.exists()


def test_an_episode_without_a_row_is_found(folder: Path) -> None:
    def change(manifest: Manifest) -> Manifest:
        documents = tuple(replace(one, episodes=(*one.episodes, "lost")) for one in manifest.documents)
        return replace(manifest, documents=documents)

    rewrite(folder, change)
    with pytest.raises(DamagedIndex, match="no row of episode 'lost'"):
        examine(folder)


def test_an_episode_of_an_empty_document_is_no_damage(folder: Path) -> None:
    def change(manifest: Manifest) -> Manifest:
        empty = replace(manifest.documents[0], name="show/empty.md", chunks=0, episodes=("empty",))
        return replace(manifest, documents=(*manifest.documents, empty))

    rewrite(folder, change)
    examine(folder)


def test_a_wrong_number_of_rows_is_found(folder: Path) -> None:
    rewrite(folder, lambda manifest: replace(manifest, rows=13))
    save_arrays(folder, {"ids": np.arange(13)})
    write_checksums(folder)
    with pytest.raises(DamagedIndex, match="12 rows, and the manifest says 13"):
        examine(folder)


@pytest.mark.parametrize("arrays", [{}, {"ids": np.arange(11)}])
def test_scoring_arrays_of_another_length_are_found(folder: Path, arrays: dict[str, np.ndarray]) -> None:
    save_arrays(folder, arrays)
    write_checksums(folder)
    with pytest.raises(DamagedIndex, match="scoring arrays"):
        examine(folder)


def test_vectors_that_hnsw_lost_are_found(folder: Path) -> None:
    vectors = next(folder.rglob("data_level0.bin"))
    vectors.write_bytes(b"\0" * vectors.stat().st_size)
    write_checksums(folder)  # as if it had been written like that
    with pytest.raises(DamagedIndex):
        examine(folder)


def test_the_command_exits_with_one_and_a_single_line(folder: Path) -> None:
    (folder / MANIFEST_FILE).unlink()
    command = [sys.executable, "-m", "vectorstore.store.probe", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""


def test_the_command_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
