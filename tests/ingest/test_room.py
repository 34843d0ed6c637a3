"""Whether there is room is asked before anything is embedded, and what killed processes left does not pile up."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.__main__ import explained, the_job
from ingest.run_log import RunLog
from tests.desk import Desk, episode
from tests.doubles import WordEmbedder
from vectorstore.errors import DiskFull
from vectorstore.store.folders import folder_bytes


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("original"), WordEmbedder())
    for number, words in ((1, "Bees live on the roof."), (3, "Goat cheese ripens."), (4, "Trams have rails.")):
        desk.write(f"show/{number}.md", episode(number, words.split()[0], words))
    desk.ingest(desk.folder / "show")
    return desk


@pytest.fixture
def desk(original: Desk, tmp_path: Path) -> Desk:
    desk = original.copied(tmp_path)
    desk.write("show/2.md", episode(2, "Trains", "Night trains are back."))
    return desk


@pytest.mark.promise(19)
def test_over_the_budget_nothing_is_embedded_and_the_sentence_has_the_figures(desk: Desk) -> None:
    held = folder_bytes(desk.layout.root)
    copied = folder_bytes(desk.layout.generation("gen-000001"))
    desk.job = replace(desk.job, disk_budget=held + int(1.5 * copied))  # and nothing for the new rows
    with pytest.raises(
        DiskFull, match=r"holds \d+ MB, and about \d+ MB more .* Raise INGEST_DISK_BUDGET_MB"
    ) as refused:
        desk.ingest()
    assert explained(refused.value)[2] == 74
    assert "embed" not in desk.stages
    assert len(desk.documents) == 3
    assert desk.layout.generations() == ["gen-000001"]
    desk.job = replace(desk.job, disk_budget=desk.job.disk_budget + 1_000_000)
    assert desk.ingest().outcome == "published"


@pytest.mark.promise(19)
def test_a_disk_with_less_than_the_index_and_half_of_it_again_is_too_small(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = int(1.5 * folder_bytes(desk.layout.generation("gen-000001")))
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": free}))
    with pytest.raises(DiskFull, match="MB free and about"):
        desk.ingest()
    assert "embed" not in desk.stages


@pytest.mark.parametrize(("set_to", "budget"), [("", None), ("2.5", 2_500_000)])
def test_the_setting_is_in_megabytes_and_empty_means_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, set_to: str, budget: int | None
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INGEST_DISK_BUDGET_MB", set_to)
    assert the_job(RunLog([], "")).disk_budget == budget


def test_what_killed_processes_had_begun_to_write_goes_after_an_hour(desk: Desk) -> None:
    root, now = desk.layout.root, time.time()
    left = [root / f".{name}.k3jx_81a" for name in ("CURRENT", "library.json", "settings.json", "ledger.key")]
    others = [root / ".library.json.young123", root / ".netrc", root / "ledger.sqlite"]
    for path in (*left, *others):
        path.write_text("half a fi")
        age = 60 if path in others[:1] else 3700
        os.utime(path, (now - age, now - age))
    desk.ingest()
    assert [path for path in left if path.exists()] == []
    assert [path for path in others if not path.exists()] == []
