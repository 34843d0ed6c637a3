"""Whatever stands in sidecars, in a show.toml and in names: the document is read all the same."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ingest.discover import discover
from ingest.outcome import Stage
from ingest.reading import read_all
from ingest.roots import Root
from tests.fuzzing import examples
from tests.hostile import PIECES, json_files
from tests.mutations import mutated

SIDECAR = {
    "title": "Bees", "episode": 12, "number": "12b", "show": "Garden Radio", "date": "2024-01-09T12:00:00Z",
    "link": "https://x.test/1", "url": "https://www.youtube.com/watch?v=bijen000001", "language": "en",
    "timezone": "Europe/Amsterdam", "views": 31, "description": "About bees", "duration": 3600.5, "kind": "transcript",
    "license": "CC BY 4.0", "tags": ["a", {"b": []}], "published": 1704801600, "upload_date": "20240109",
    "uploader": None, "attribution": "Us",
}  # fmt: skip
LINES = (
    'name = "Radio"', "title = 1", "language = 'xx'", "timezone = 'Mars/Base'", "link = 'javascript:x'", "[a]", "[[a]]",
    "date = 2024-13-01", "date = 0001-01-01", "number = 1e999", "x = [[[[]]]]", '"" = ""', "a.b.c = {}",
    'name = """',
)  # fmt: skip
TOML = st.lists(st.sampled_from((*LINES, *PIECES)), max_size=6).map("\n".join)
NAMES = st.text(st.characters(blacklist_characters="/\0", blacklist_categories=("Cs",)), min_size=1, max_size=30)


def nothing(stage: Stage, done: int, total: int) -> None:
    """Say nothing of the progress."""


def is_a_name(text: str) -> bool:
    return text not in (".", "..") and len(text.encode()) < 200


@examples(30)
@given(json_files(SIDECAR), TOML, NAMES.filter(is_a_name), st.randoms(use_true_random=False).map(mutated))
def test_what_describes_a_document_never_keeps_it_from_being_read(
    sidecar: bytes, toml: str, name: str, other: tuple[str, bytes]
) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "show"
        folder.mkdir()
        (folder / "1.md").write_text("# 1. Bees\n\nBees live on the roof.\n")
        (folder / "1.meta.json").write_bytes(sidecar)
        (folder / "1.toml").write_bytes(toml.encode("utf-8", "replace"))
        (folder / "show.toml").write_bytes(toml.encode("utf-8", "replace")[::-1])
        (folder / name).write_bytes(other[1])
        found = discover([Root("show", folder, file=False)], (), 1_000_000)
        plan = read_all(found.documents, lambda text: len(text) < 3000, nothing)
    assert "show/1.md" in {record.name for record in plan.documents}
    for episode in plan.episodes:
        json.dumps(
            [episode.title, episode.show, episode.url, episode.date, episode.number], ensure_ascii=False
        ).encode()
        assert episode.url is None or episode.url.startswith(("http://", "https://"))
        assert episode.date is None or len(episode.date) == 10
    for note in (*found.warnings, *found.skipped, *plan.skipped, *plan.warnings):
        assert note.reason.strip()
