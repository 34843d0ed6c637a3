"""An erased document: no byte of DATA_DIR holds a sentence of it any more, in any encoding."""

from pathlib import Path

import pytest

from ingest import commands
from ingest.traces import forget_in_files
from tests.desk import Desk, episode
from tests.doubles import WordEmbedder
from vectorstore.corrections import Edit, Erratum, append_correction, read_corrections, revoke_correction
from vectorstore.layout import Layout
from vectorstore.retrieval.golden import GoldenRow, Place
from vectorstore.retrieval.golden_file import GoldenFile

SECRETS = ("Quetzalcoatl keeps seven hives", "beehive gossip of Zaltbommel")
WORDS = ("quetzalcoatl", "zaltbommel")
SECRET = episode(7, "Gossip", f"{SECRETS[0]}. And then there was the {SECRETS[1]}.")
OTHER = episode(8, "Trains", "Night trains to Vienna are back since December.")


def holding(root: Path, words: tuple[str, ...]) -> list[str]:
    """Return the files below a folder whose bytes hold one of these words, whatever their case and encoding."""
    wanted = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")]
    files = [path for path in sorted(root.rglob("*")) if path.is_file()]
    return [path.relative_to(root).as_posix() for path in files if any(w in path.read_bytes().lower() for w in wanted)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A library with a past: two generations, a copy upon a copy, corrections and questions about what is secret."""
    desk = Desk(tmp_path, WordEmbedder())
    desk.write("var/inbox/7.md", SECRET)
    desk.write("var/inbox/.waiting/0123456789abcdef/inbox/7.md", SECRET)
    desk.write("show/8.md", OTHER)
    desk.ingest(desk.folder / "show")
    append_correction(desk.layout, Erratum("quetzalcoatl", "Quetzalcoatl the Elder", document="inbox/7.md"))
    revoke_correction(desk.layout, append_correction(desk.layout, Erratum("x", "Zaltbommel", document="inbox/7.md")).id)
    append_correction(desk.layout, Edit("inbox/7.md", "title", "Zaltbommel"))
    append_correction(desk.layout, Erratum("vienna", "Wien"))
    place = Place(frozenset({"inbox/7.md"}), SECRETS[0])
    GoldenFile(desk.layout).append(GoldenRow("s", "Who keeps hives?", "en", "factual", True, (place,)))
    GoldenFile(desk.layout).append(GoldenRow("t", "Where?", "en", "factual", True, (Place(frozenset({"show/8.md"})),)))
    (desk.layout.root / ".golden.jsonl.k1ll3d").write_text(SECRETS[1])
    desk.write("show/8.md", OTHER + "\nAnd to Zürich.\n")
    desk.ingest(accept_gate=True)
    return desk


def test_no_byte_of_an_erased_document_is_left(desk: Desk) -> None:
    held = holding(desk.layout.root, WORDS)
    places = {"inbox", "errata.jsonl", "golden.jsonl", ".golden.jsonl.k1ll3d", "gen-000001", "gen-000002"}
    assert {name.split("/")[0] for name in held} == places
    desk.command(commands.erase, "inbox/7.md")
    assert holding(desk.layout.root, WORDS) == []
    assert desk.documents == ["show/8.md"]
    assert "Wien" in "".join(text for _, text in desk.rows().values())
    assert [row.id for row in GoldenFile(desk.layout).read().rows] == ["t"]
    assert desk.ingest().outcome == "unchanged"


def test_a_document_outside_data_dir_keeps_its_file(desk: Desk) -> None:
    desk.command(commands.erase, "show/8.md")
    assert (desk.folder / "show/8.md").exists()
    assert holding(desk.layout.root, ("night trains",)) == []


@pytest.mark.parametrize("name", ["inbox/../../precious.md", "inbox/", "inbox", "show/7.md"])
def test_only_a_file_of_the_inbox_is_deleted(tmp_path: Path, name: str) -> None:
    precious = tmp_path / "precious.md"
    precious.write_text("mine")
    layout = Layout(tmp_path / "var")
    layout.inbox.mkdir(parents=True)
    (layout.inbox / "7.md").write_text("theirs")
    forget_in_files(layout, name, None)
    assert precious.exists()
    assert (layout.inbox / "7.md").exists()
    assert not read_corrections(layout)
