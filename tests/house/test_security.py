"""docs/security.md maps each of OWASP's ten to code and tests that exist, and says what is not defended."""

import re
from pathlib import Path

import pytest

ROW = re.compile(r"^\| (LLM\d\d:2026) ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
TEN = {
    "LLM01:2026": "Prompt Injection",
    "LLM02:2026": "Sensitive Information Disclosure",
    "LLM03:2026": "Excessive Agency",
    "LLM04:2026": "Supply Chain",
    "LLM05:2026": "Data and Model Poisoning",
    "LLM06:2026": "Unbounded Consumption",
    "LLM07:2026": "Misinformation",
    "LLM08:2026": "Hidden Context Exposure",
    "LLM09:2026": "Vector and Embedding Weaknesses",
    "LLM10:2026": "Improper Output Handling",
}
"""The list of 4 August 2026."""


@pytest.fixture(scope="module")
def text(root: Path) -> str:
    return (root / "docs/security.md").read_text("utf-8")


def paths(cell: str) -> list[str]:
    """Return the paths in a cell."""
    return re.findall(r"`([\w./-]+)`", cell)


def test_all_ten_stand_in_order_under_their_names(text: str) -> None:
    assert [(number, name) for number, name, *_ in ROW.findall(text)] == list(TEN.items())


@pytest.mark.parametrize("number", TEN)
def test_each_names_code_and_tests_that_exist(root: Path, text: str, number: str) -> None:
    (code, tests), *more = [(paths(code), paths(tests)) for n, _, _, code, tests in ROW.findall(text) if n == number]
    assert more == []
    assert code
    assert tests
    assert [path for path in code + tests if not (root / path).is_file()] == []
    assert [path for path in tests if not re.fullmatch(r"tests/.*test_\w+\.py", path)] == []
    assert [path for path in code if path.startswith("tests/")] == []


def test_it_says_what_is_not_defended(text: str) -> None:
    said = text.split("## What is not defended")[1].split("\n## ")[0]
    assert len(re.findall(r"^- \*\*", said, re.MULTILINE)) > 5


def test_the_readme_leads_to_security_and_privacy(root: Path) -> None:
    readme = (root / "README.md").read_text("utf-8")
    assert "](SECURITY.md)" in readme
    assert "](PRIVACY.md)" in readme
    assert "](docs/security.md)" in (root / "SECURITY.md").read_text("utf-8")
