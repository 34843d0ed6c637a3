"""Lines of --questions: each gives exactly one object, whatever it holds."""

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.answering.answerer import Asked
from bot.terminal.leaving import UsageProblem
from bot.terminal.lines import each, parse
from vectorstore.errors import DamagedIndex
from vectorstore.retrieval.query import Turn


def dealt(asked: Asked) -> dict[str, Any]:
    """Play the brain: tell what was asked."""
    return {"question": asked.question, "asked": asked}


def results(tmp_path: Path, content: bytes, **options: Any) -> list[dict[str, Any]]:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(content)
    return list(each(str(file), options.get("show"), options.get("episode"), options.get("deal", dealt)))


def test_a_line_is_a_question_or_an_object(tmp_path: Path) -> None:
    found = results(tmp_path, b'What about bees?\n{"question": "And honey?"}\n')
    assert [row["question"] for row in found] == ["What about bees?", "And honey?"]


def test_an_object_carries_everything_that_restricts_it(tmp_path: Path) -> None:
    value = {
        "id": 7,
        "question": "And honey?",
        "history": [{"question": "Bees?", "answer": "Yes."}, {"question": "Where?"}],
        "show": "Tuin",
        "episode": 3,
    }
    (found,) = results(tmp_path, json.dumps(value).encode())
    assert found["id"] == 7
    assert found["asked"] == Asked("And honey?", (Turn("Bees?", "Yes."), Turn("Where?", "")), "Tuin", 3)


def test_options_of_the_command_hold_where_a_line_has_none(tmp_path: Path) -> None:
    content = b'One?\n{"question": "Two?", "show": "B"}\n{"question": "Three?", "episode": 0}'
    found = results(tmp_path, content, show="A", episode=9)
    assert [(row["asked"].show, row["asked"].episode) for row in found] == [("A", 9), ("B", 9), ("A", 0)]


@pytest.mark.parametrize("id_", [0, "", False, [1], {"a": 1}, "g-001", 1.5])
def test_an_id_comes_back_as_it_was_given(tmp_path: Path, id_: Any) -> None:
    (found,) = results(tmp_path, json.dumps({"id": id_, "question": "Bees?"}).encode())
    assert found["id"] == id_


def test_no_id_is_made_up(tmp_path: Path) -> None:
    assert "id" not in results(tmp_path, b'{"question": "Bees?"}')[0]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not a question"),
        ('{"question": 5}', "`question` must be a string"),
        ('{"id": 1}', "'question' is missing"),
        ('{"question": "x", "episode": "3"}', "`episode`"),
        ('{"question": "x", "episode": true}', "`episode`"),
        ('{"question": "x", "show": 3}', "`show`"),
        ('{"question": "x", "history": "before"}', "`history`"),
        ('{"question": "x", "history": [{"answer": "y"}]}', "`history`"),
        ('{"a":' * 100_000, "not a question"),
    ],
    ids=range(9),
)
def test_a_malformed_line_gives_an_error_and_the_next_goes_on(tmp_path: Path, line: str, says: str) -> None:
    bad, good = results(tmp_path, f"{line}\nBees?".encode())
    assert says in bad["error"]
    assert isinstance(bad["question"], str)
    assert good["question"] == "Bees?"


def test_an_error_keeps_the_id_of_its_line(tmp_path: Path) -> None:
    (found,) = results(tmp_path, b'{"id": "a", "question": null}')
    assert (found["id"], "error" in found) == ("a", True)


def test_a_question_that_the_index_fails_on_gives_an_error_and_the_next_goes_on(tmp_path: Path) -> None:
    def deal(asked: Asked) -> dict[str, Any]:
        if asked.question == "one":
            raise DamagedIndex("gen-000001 is damaged.")
        return dealt(asked)

    first, second = results(tmp_path, b"one\ntwo", deal=deal)
    assert first == {"question": "one", "error": "gen-000001 is damaged."}
    assert second["question"] == "two"


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfone\ntwo",
        b"one\r\ntwo\r\n",
        b"\n\none\n \t\n\ntwo\n\n\n",
        b"one\ntwo",
        b'\xef\xbb\xbf{"question": "one"}\r\n{"question": "two"}\r\n',
    ],
    ids=["bom", "crlf", "empty lines", "no end", "bom and crlf objects"],
)
def test_every_way_to_end_a_line_is_read(tmp_path: Path, content: bytes) -> None:
    assert [row["question"] for row in results(tmp_path, content)] == ["one", "two"]


def test_only_a_line_feed_ends_a_line(tmp_path: Path) -> None:
    found = results(tmp_path, "one\u2028still one\x0cand on\ntwo".encode())
    assert [row["question"] for row in found] == ["one\u2028still one\x0cand on", "two"]


def test_bytes_that_are_no_utf8_are_no_reason_to_stop(tmp_path: Path) -> None:
    found = results(tmp_path, b"caf\xe9?\ntwo")
    assert [row["question"] for row in found] == ["caf\ufffd?", "two"]


def test_an_empty_file_gives_nothing(tmp_path: Path) -> None:
    assert results(tmp_path, b"") == []


def test_a_dash_is_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"one\ntwo\n")))
    assert [row["question"] for row in each("-", None, None, dealt)] == ["one", "two"]


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="nowhere"):
        list(each(str(tmp_path / "nowhere"), None, None, dealt))


def test_a_list_is_a_question_like_any_other_text() -> None:
    assert parse('["a"]', None, None).question == '["a"]'
