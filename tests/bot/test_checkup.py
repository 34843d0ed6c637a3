"""`python -m bot check`: what is told, and what is found wrong with how to mend it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.terminal import ailments
from bot.terminal.checkup import check
from tests.desk import Desk
from vectorstore.layout import Layout, write_json
from vectorstore.store.pointer import Pointer, write_pointer

Report = dict[str, Any]
Checked = Callable[..., tuple[int, Report]]


@pytest.fixture
def copy(small_index: Desk, tmp_path: Path) -> Desk:
    """A library of one's own to break."""
    return small_index.copied(tmp_path / "copy")


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Checked:
    """Run the verb with --json on a DATA_DIR."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ANSWER_MODEL", "EMBEDDINGS", "EMBED_MODEL", "STORE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def run(data_dir: Path, **env: str) -> tuple[int, Report]:
        for name, value in {"DATA_DIR": str(data_dir), **env}.items():
            monkeypatch.setenv(name, value)
        code = check(as_json=True)
        return code, json.loads(capsys.readouterr().out)

    return run


def whats(report: Report) -> str:
    assert all(problem["what"] and problem["mend"] for problem in report["problems"])
    return "\n".join(problem["what"] for problem in report["problems"])


def test_a_whole_index_has_no_problem_and_is_described_without_the_key(copy: Desk, checked: Checked) -> None:
    code, report = checked(copy.layout.root, OPENAI_API_KEY="sk-secret")
    assert (code, report["problems"]) == (0, [])
    index = report["index"]
    assert (index["generation"], index["episodes"], index["documents"]) == ("gen-000001", 4, 4)
    assert index["chunks"] == copy.manifest.rows
    assert (index["skipped"], index["warnings"], index["pinned"], index["previous"]) == ([], 0, False, None)
    assert index["published"].startswith("20")
    assert report["configured"]["openai_api_key"] is True
    assert report["configured"]["data_dir"] == str(copy.layout.root)
    assert "sk-secret" not in json.dumps(report)


def test_no_index_is_a_problem_and_makes_nothing(tmp_path: Path, checked: Checked) -> None:
    code, report = checked(tmp_path / "none")
    assert (code, report["index"]) == (1, None)
    assert "python -m ingest" in report["problems"][0]["mend"]
    assert not (tmp_path / "none").exists()


@pytest.mark.promise(18)
def test_a_damaged_file_is_found_and_named(copy: Desk, checked: Checked) -> None:
    arrays = copy.layout.generation("gen-000001") / "scoring.npz"
    arrays.write_bytes(arrays.read_bytes()[:-10] + b"0123456789")
    code, report = checked(copy.layout.root)
    assert code == 1
    assert "scoring.npz is damaged" in whats(report)
    assert report["index"]["generation"] == "gen-000001"


def test_a_generation_that_is_gone_is_a_problem(copy: Desk, checked: Checked) -> None:
    shutil.rmtree(copy.layout.generation("gen-000001"))
    code, report = checked(copy.layout.root)
    assert (code, report["index"]) == (1, None)
    assert "gen-000001 is not finished" in whats(report)


def test_an_unreadable_pointer_is_a_problem(copy: Desk, checked: Checked) -> None:
    copy.layout.current.write_text("{")
    code, report = checked(copy.layout.root)
    assert (code, report["index"]) == (1, None)
    assert "CURRENT" in whats(report)


def test_model_pin_and_lost_root_are_problems_each_with_its_mend(copy: Desk, checked: Checked) -> None:
    write_pointer(copy.layout, Pointer("gen-000001", pinned=True))
    shutil.rmtree(copy.folder / "tuin")
    code, report = checked(copy.layout.root, EMBEDDINGS="openai", OPENAI_API_KEY="sk-x")
    assert (code, report["index"]["pinned"]) == (1, True)
    model, pin, root = report["problems"]
    assert "openai/text-embedding-3-small is configured" in model["what"]
    assert "EMBED_MODEL" in model["mend"]
    assert "pinned" in pin["what"]
    assert str(copy.folder / "tuin") in root["what"]
    assert f"--forget {copy.folder / 'tuin'}" in root["mend"]


@pytest.mark.parametrize("content", ["{", "[]", '{"roots": [{}]}', '{"roots": 5}', '"x"'])
def test_a_library_file_that_is_none_is_a_problem(tmp_path: Path, content: str) -> None:
    layout = Layout(tmp_path)
    layout.library.write_text(content)
    (problem,) = ailments.of_library(layout)
    assert "library.json" in problem.what
    assert problem.mend


def test_a_data_dir_that_is_a_file_is_a_problem(tmp_path: Path, checked: Checked) -> None:
    (tmp_path / "file").write_text("")
    code, report = checked(tmp_path / "file")
    assert code == 1
    assert "is not a folder" in whats(report)


def test_a_full_disk_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ailments, "LEAST_FREE", 10**18)
    (problem,) = ailments.of_disk(Layout(tmp_path), None)
    assert "MB free" in problem.what


def test_a_person_is_shown_the_same(
    copy: Desk, checked: Checked, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = copy.layout.generation("gen-000001") / "manifest.json"
    value = json.loads(manifest.read_text())
    write_json(manifest, value | {"skipped": [{"file": f"tuin/{n}.bin", "reason": "it is binary"} for n in range(30)]})
    monkeypatch.setenv("DATA_DIR", str(copy.layout.root))
    assert check(as_json=False) == 1  # the manifest is not what its checksum says
    out = capsys.readouterr().out
    assert "OPENAI_API_KEY   not set" in out
    assert "episodes         4" in out
    assert "tuin/0.bin: it is binary" in out
    assert "and 10 more" in out
    assert "manifest.json is damaged" in out.replace("\n", " ")


@pytest.mark.promise(17)
@pytest.mark.parametrize(
    ("env", "answers", "model"),
    [
        ({}, "extractive", None),
        ({"OPENAI_API_KEY": "sk-secret"}, "model", "gpt-6-luna"),
        ({"OPENAI_API_KEY": "sk-secret", "ANSWER_MODEL": "gpt-x"}, "model", "gpt-x"),
    ],
)
def test_it_says_who_writes_the_answers(
    copy: Desk, checked: Checked, env: dict[str, str], answers: str, model: str | None
) -> None:
    code, report = checked(copy.layout.root, **env)
    assert (report["configured"]["answers"], report["configured"]["answer_model"], code) == (answers, model, 0)


def test_a_provider_whose_package_is_missing_is_told_with_what_to_install(copy: Desk, checked: Checked) -> None:
    code, report = checked(copy.layout.root, ANSWER_MODEL="nobody:small")
    assert code == 1
    assert "langchain-nobody" in whats(report)
    assert "pip install langchain-nobody" in report["problems"][0]["mend"]
