"""The answers that ../shared/golden expects can be found in what the readers make of ../shared."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from ingest.errors import Unreadable
from ingest.readers.registry import read_document
from ingest.transcript import Segment

SLACK = 120
"""Seconds that a segment may lie beside the expected stretch."""
SPREAD = 3
"""Segments over which an evidence may run."""


def fold(text: str | None) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text or "")).lower()


@cache
def read(path: Path) -> tuple[tuple[Segment, ...], str]:
    """Return a document's segments and the text of its headings."""
    transcripts = read_document(path.name, path.read_bytes())
    segments = tuple(s for t in transcripts for s in t.segments)
    headings = [line for t in transcripts for line in t.heading] + [s.section or "" for s in segments]
    return segments, fold(" ".join(dict.fromkeys(headings)))


def expected(shared: Path) -> list[tuple[str, dict[str, Any]]]:
    lines = (shared / "golden" / "golden.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line.strip()]
    return [(row["id"], evidence) for row in rows for evidence in row["expected"]]


def holding(segments: tuple[Segment, ...], evidence: str) -> list[tuple[Segment, ...]]:
    """Return the runs of segments in which the evidence stands, or those under a heading that holds it."""
    runs = [segments[i : i + SPREAD] for i in range(len(segments))]
    found = [run for run in runs if evidence in fold(" ".join(s.text for s in run))]
    return found or [(s,) for s in segments if evidence in fold(s.section)]


def lies_near(run: tuple[Segment, ...], start: float, end: float | None) -> bool:
    starts = [s.start for s in run if s.start is not None]
    ends = [s.end for s in run if s.end is not None] or starts
    return bool(starts) and min(starts) <= (end or start + SLACK) + SLACK and max(ends) >= start - SLACK


def test_every_expected_evidence_stands_in_its_document(shared: Path) -> None:
    missing = []
    for question, evidence in expected(shared):
        segments, headings = read(shared / evidence["file"])
        wanted = fold(evidence["evidence"])
        if wanted not in fold(" ".join(s.text for s in segments)) and wanted not in headings:
            missing.append((question, evidence["evidence"]))
    assert missing == []


def test_expected_moments_lie_within_two_minutes_of_a_segment_with_the_evidence(shared: Path) -> None:
    timed = [(q, e) for q, e in expected(shared) if e["start"] is not None]
    assert timed
    wrong = []
    for question, evidence in timed:
        segments, _ = read(shared / evidence["file"])
        runs = holding(segments, fold(evidence["evidence"]))
        if not any(lies_near(run, evidence["start"], evidence["end"]) for run in runs):
            wrong.append((question, evidence["evidence"]))
    assert wrong == []


def test_of_the_real_documents_only_xml_of_other_kinds_and_sidecars_are_not_read(shared: Path) -> None:
    skipped = []
    for path in sorted(p for folder in ("episodes", "seed") for p in (shared / folder).rglob("*") if p.is_file()):
        try:
            read(path)
        except Unreadable:
            skipped.append(path.name)
    assert all(name.startswith("h-tk-") or name == "rss_example.xml" or name.endswith("_meta.json") for name in skipped)
