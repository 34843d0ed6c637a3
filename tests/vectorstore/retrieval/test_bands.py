"""The operator's own bands: kept in a file, followed by who answers, passed over when they cannot be used."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from vectorstore.errors import IndexMismatch, StoreError
from vectorstore.layout import Layout
from vectorstore.retrieval.bands import CALIBRATION_SCHEMA, BandsInForce, read_bands, write_bands
from vectorstore.retrieval.evidence import Bands


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path)


def test_the_shipped_bands_hold_without_a_file(layout: Layout) -> None:
    assert read_bands(layout) == Bands()


def test_bands_come_back_as_they_were_written(layout: Layout) -> None:
    write_bands(layout, Bands(2.5, 1.25), {"questions": 30})
    assert read_bands(layout) == Bands(2.5, 1.25)
    kept = json.loads(layout.calibration.read_text())
    assert (kept["schema"], kept["questions"]) == (CALIBRATION_SCHEMA, 30)


def test_a_fit_of_another_version_is_refused_with_what_to_do(layout: Layout) -> None:
    layout.calibration.write_text(json.dumps({"schema": 99, "answered": 1, "uncertain": 0}))
    with pytest.raises(IndexMismatch, match="--calibrate"):
        read_bands(layout)


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        {"schema": 1},
        {"schema": 1, "answered": "2", "uncertain": 1},
        {"schema": 1, "answered": 1, "uncertain": 2},
        {"schema": 1, "answered": True, "uncertain": 0},
        {"schema": 1, "answered": float("nan"), "uncertain": 0},
    ],
    ids=str,
)
def test_what_states_no_two_bands_is_refused(layout: Layout, value: Any) -> None:
    layout.calibration.write_text(json.dumps(value))
    with pytest.raises(StoreError, match="Delete it"):
        read_bands(layout)


def test_those_who_answer_follow_the_file(layout: Layout) -> None:
    bands = BandsInForce(layout)
    assert bands() == Bands()
    write_bands(layout, Bands(3.0, 1.0), {})
    assert bands() == Bands(3.0, 1.0)
    layout.calibration.unlink()
    assert bands() == Bands()


def test_a_broken_file_is_told_once_and_the_last_good_bands_hold(
    layout: Layout, caplog: pytest.LogCaptureFixture
) -> None:
    write_bands(layout, Bands(3.0, 1.0), {})
    bands = BandsInForce(layout)
    assert bands() == Bands(3.0, 1.0)
    layout.calibration.write_text("{")
    with caplog.at_level(logging.WARNING):
        assert [bands(), bands()] == [Bands(3.0, 1.0)] * 2
    assert len(caplog.records) == 1
