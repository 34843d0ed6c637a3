"""Each promise of docs/reliability.md names its tests, and each of them carries the marker of its row.

Read from the text of the tests alone: nothing is imported and nothing collected.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

HOW_MANY = 46
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.*) \| (.*) \|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[^`]+?\.py(?:::\w+)?)`")

Marked = dict[str, set[int]]
"""A test (path::name), or a whole file, and the rows that it proves."""


def rows_of(node: ast.AST | None) -> set[int]:
    """Return the n of every `pytest.mark.promise(n)` in an expression."""
    calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)] if node else []
    found = [call.args[0] for call in calls if ast.unparse(call.func) == "pytest.mark.promise"]
    return {arg.value for arg in found if isinstance(arg, ast.Constant) and isinstance(arg.value, int)}


def found_in(path: str, source: str) -> tuple[Marked, set[str]]:
    """Return what a file's markers say, and the names of all its tests, its own among them."""
    marked: Marked = {}
    names = {path}
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            marked[path] = rows_of(node.value)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            name = f"{path}::{node.name}"
            names.add(name)
            marked[name] = {row for decorator in node.decorator_list for row in rows_of(decorator)}
        elif rows := rows_of(node):
            marked[f"{path}, line {node.lineno}"] = rows  # where this check does not look for tests
    return marked, names


@pytest.fixture(scope="module")
def promised(root: Path) -> list[tuple[int, set[str]]]:
    """The number of each row, and what it names; the tables below the first one are results."""
    text = (root / "docs/reliability.md").read_text("utf-8").split("\n## ")[0]
    return [(int(number), set(NAMED.findall(f"{tests} {long}"))) for number, _, tests, long in ROW.findall(text)]


@pytest.fixture(scope="module")
def suite(root: Path, modules: list[Path]) -> tuple[Marked, set[str]]:
    """The markers and the names of the whole suite."""
    marked: Marked = {}
    names: set[str] = set()
    for module in modules:
        if module.parts[0] == "tests" and module.name.startswith("test_"):
            more, others = found_in(str(module), (root / module).read_text("utf-8"))
            marked |= more
            names |= others
    return marked, names


def test_every_promise_stands_once_in_order(promised: list[tuple[int, set[str]]]) -> None:
    assert [number for number, _ in promised] == list(range(1, HOW_MANY + 1))


@pytest.mark.promise(46)
def test_every_row_names_tests_that_carry_its_marker(
    promised: list[tuple[int, set[str]]], suite: tuple[Marked, set[str]]
) -> None:
    marked, names = suite
    assert [number for number, tests in promised if not tests] == []
    assert sorted(test for _, tests in promised for test in tests - names) == []
    unmarked = [(number, test) for number, tests in promised for test in tests if number not in marked.get(test, ())]
    assert sorted(unmarked) == []


@pytest.mark.promise(46)
def test_every_marked_test_is_named_in_its_row(
    promised: list[tuple[int, set[str]]], suite: tuple[Marked, set[str]]
) -> None:
    rows = dict(promised)
    strangers = [(number, test) for test, numbers in suite[0].items() for number in numbers - rows.keys()]
    unnamed = [(n, test) for test, numbers in suite[0].items() for n in numbers if test not in rows.get(n, ())]
    assert sorted(strangers + unnamed) == []


def test_a_marker_is_seen_wherever_it_stands() -> None:
    source = (
        "pytestmark = [pytest.mark.long, pytest.mark.promise(36)]\n"
        "@pytest.mark.promise(1)\n@pytest.mark.promise(2)\nasync def test_a(): ...\n"
        "def test_b(): ...\nclass Test:\n    @pytest.mark.promise(3)\n    def test_c(self): ...\n"
    )
    marked, names = found_in("t.py", source)
    assert marked == {"t.py": {36}, "t.py::test_a": {1, 2}, "t.py::test_b": set(), "t.py, line 6": {3}}
    assert names == {"t.py", "t.py::test_a", "t.py::test_b"}
