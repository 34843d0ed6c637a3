"""What is true of every file: size, docstrings, and nothing that belongs to one machine."""

import ast
import re
from pathlib import Path

FILE_LINES = 300
FUNCTION_LINES = 45

# Put together from parts, so that this file does not hold what it forbids.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|tmp|home/[a-z]+)/")
REGISTRY = re.compile(
    "|".join(["py" + r"pi\.org", "python" + r"hosted\.", "registry" + r"\.npm", "index" + r"-url\s*="])
)
UNFINISHED = re.compile(r"\b(?:TO" + "DO|FIX" + "ME|XX" + r"X)\b|raise NotImplemented" + "Error")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(root: Path, path: Path) -> list[Function]:
    tree = ast.parse((root / path).read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def _lines_with(pattern: re.Pattern[str], root: Path, files: list[Path]) -> list[str]:
    """Return "file:line" of every match in the files that are text; the sample data is content, not code."""
    found = []
    for path in files:
        if path.parts[0] == "data" or path.parts[:2] == ("tests", "data"):
            continue
        content = (root / path).read_bytes()
        if b"\0" in content:  # a picture
            continue
        text = content.decode("utf-8", "replace")
        found += [f"{path}:{n}" for n, line in enumerate(text.splitlines(), 1) if pattern.search(line)]
    return found


def test_no_module_is_longer_than_a_person_reads_at_once(root: Path, modules: list[Path]) -> None:
    lengths = {str(path): len((root / path).read_text("utf-8").splitlines()) for path in modules}
    assert {path: lines for path, lines in lengths.items() if lines > FILE_LINES} == {}


def test_no_function_is_longer_than_a_screen(root: Path, modules: list[Path]) -> None:
    lengths = {
        f"{path}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in modules
        for node in _functions(root, path)
    }
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES} == {}


def test_every_module_says_what_it_is(root: Path, modules: list[Path]) -> None:
    assert [str(p) for p in modules if not ast.get_docstring(ast.parse((root / p).read_text("utf-8")))] == []


def test_no_test_folder_is_a_package(files: list[Path]) -> None:
    assert [str(path) for path in files if path.parts[0] == "tests" and path.name == "__init__.py"] == []


def test_no_file_knows_a_path_of_one_machine(root: Path, files: list[Path]) -> None:
    assert _lines_with(MACHINE_PATH, root, files) == []


def test_no_file_holds_the_address_of_a_package_registry(root: Path, files: list[Path]) -> None:
    assert _lines_with(REGISTRY, root, files) == []


def test_nothing_is_left_unfinished(root: Path, files: list[Path]) -> None:
    assert _lines_with(UNFINISHED, root, files) == []


def test_the_patterns_find_what_they_forbid() -> None:
    assert MACHINE_PATH.search("see " + "/ro" + "ot/notes")
    assert not MACHINE_PATH.search("episodes/work/1.md")
    assert REGISTRY.search("https://" + "py" + "pi.org/simple")
    assert UNFINISHED.search("# TO" + "DO later")
    assert not UNFINISHED.search("todo lo que dijo")
