"""What a server leaves of deleted collections is cleared, and what it has is not touched."""

from pathlib import Path

import pytest

from tests.corpora import corpus
from vectorstore.store import server_disk
from vectorstore.store.index import StoredIndex

SECRET = "sprinkhaantoeter"


def test_what_is_left_of_a_deleted_collection_goes_and_the_others_stay(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    what, other = corpus("alpha"), corpus(SECRET)
    kept = StoredIndex.create(tmp_path)
    kept.add(what.chunks, what.episodes, what.vectors)
    gone = kept._client.create_collection("gone", embedding_function=None)
    gone.add(ids=other.ids, embeddings=other.vectors, documents=[chunk.text for chunk in other.chunks])
    gone.query(query_embeddings=[other.vectors[0]], n_results=1)
    kept._client.delete_collection("gone")
    kept.close()
    folders = {path.name for path in tmp_path.iterdir() if path.is_dir()}
    (tmp_path / "mine").mkdir()

    assert server_disk.main([str(tmp_path)]) == 0
    left = {path.name for path in tmp_path.iterdir() if path.is_dir()}
    assert (len(folders), len(left), "mine" in left) == (2, 2, True)
    assert SECRET.encode() not in (tmp_path / "chroma.sqlite3").read_bytes()
    again = StoredIndex.open(tmp_path)
    assert again.ids() == sorted(what.ids)
    assert again.query(what.vectors[0], 1)[0][0] == what.ids[0]
    again.close()


def test_another_folder_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (server_disk.main([str(tmp_path)]), server_disk.main([])) == (1, 2)
    assert "chroma.sqlite3" in capsys.readouterr().err
