"""The documents agree with the code, the lock and each other."""

import re
import tomllib
from pathlib import Path

import pytest

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
MAKE_VERB = re.compile(r"`make ([a-z-]+)|^    make ([a-z-]+)", re.MULTILINE)
LOCKS = ("requirements.lock", "requirements-wire.lock")
BOT_VERB = re.compile(r"python -m bot ([a-z]+)")


def canonical(name: str) -> str:
    """Return a distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def documents(root: Path, files: list[Path]) -> dict[Path, str]:
    """Every Markdown document of the project; sample and test data are not documents."""
    kept = [path for path in files if path.suffix == ".md" and not {"data"} & set(path.parts)]
    return {path: (root / path).read_text("utf-8") for path in kept}


@pytest.fixture(scope="module")
def make_verbs(root: Path) -> set[str]:
    """The verbs of the Makefile."""
    return set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(), re.MULTILINE))


@pytest.fixture(scope="module")
def dependencies(root: Path) -> list[str]:
    """The names in pyproject.toml, extras included."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["dependencies"] + [d for extra in project["optional-dependencies"].values() for d in extra]
    return [re.split(r"[^A-Za-z0-9._-]", requirement)[0] for requirement in wanted]


def test_every_link_inside_the_project_leads_somewhere(root: Path, documents: dict[Path, str]) -> None:
    broken = [
        f"{path}: {target}"
        for path, text in documents.items()
        for target in LINK.findall(text)
        if "://" not in target and not target.startswith("#")
        if not (root / path.parent / target.split("#")[0]).exists()
    ]
    assert broken == []


def test_documents_name_only_make_verbs_that_exist(documents: dict[Path, str], make_verbs: set[str]) -> None:
    named = {verb for text in documents.values() for pair in MAKE_VERB.findall(text) for verb in pair if verb}
    assert "ask" in named
    assert named <= make_verbs


def test_the_readme_names_only_bot_verbs_that_exist(root: Path, bot_verbs: set[str]) -> None:
    assert set(BOT_VERB.findall((root / "README.md").read_text("utf-8"))) <= bot_verbs


def test_the_readmes_test_command_is_what_ci_runs(root: Path) -> None:
    assert "\n    make test\n" in (root / "README.md").read_text("utf-8")
    assert (root / ".ci/run").read_text().rstrip().endswith("run make test")
    assert (root / ".ci/run").stat().st_mode & 0o111


def test_the_readme_shows_settings_as_they_are(root: Path) -> None:
    every = (root / "docs/settings.md").read_text("utf-8")
    for name in re.findall(r"^\| `([A-Z_]+)` \|", (root / "README.md").read_text("utf-8"), re.MULTILINE):
        assert f"| `{name}` |" in every


def test_every_dependency_has_its_reason(root: Path, dependencies: list[str]) -> None:
    page = (root / "docs/decisions/0001-dependencies.md").read_text("utf-8")
    reasons = re.findall(r"^\| `([^`]+)` \| \S", page, re.MULTILINE)
    assert sorted(map(canonical, reasons)) == sorted(map(canonical, dependencies))


def pins(lock: str) -> dict[str, str]:
    """Return the version of every distribution in a lock."""
    return {canonical(name): pin for name, pin in re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", lock, re.MULTILINE)}


def test_every_dependency_is_locked_with_a_hash(root: Path, dependencies: list[str]) -> None:
    locks = {name: (root / name).read_text("utf-8") for name in LOCKS}
    assert {canonical(name) for name in dependencies} <= set(pins(locks["requirements-wire.lock"]))
    # The real model of the wire has a lock of its own; everything else is in both, at the same version.
    assert pins(locks["requirements.lock"]).items() <= pins(locks["requirements-wire.lock"]).items()
    for lock in locks.values():
        assert re.findall(r"^[A-Za-z0-9._-]+==(?!.*\\\n\s+--hash=sha256:).*$", lock, re.MULTILINE) == []


def test_what_the_program_needs_is_in_its_own_lock(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    names = {canonical(re.split(r"[^A-Za-z0-9._-]", requirement)[0]) for requirement in wanted}
    assert names <= set(pins((root / "requirements.lock").read_text("utf-8")))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_says_how_it_is_made_and_holds_no_address(root: Path, name: str) -> None:
    lock = (root / name).read_text("utf-8")
    assert lock.splitlines()[1] == "#    make lock"
    assert "://" not in lock


def test_every_decision_is_listed(root: Path) -> None:
    listed = (root / "docs/decisions/README.md").read_text("utf-8")
    pages = [path.name for path in (root / "docs/decisions").glob("[0-9]*.md")]
    assert pages
    assert [name for name in pages if f"({name})" not in listed] == []
