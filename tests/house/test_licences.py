"""docs/licences.md holds every locked package, as `make licences` would write it."""

import re
from pathlib import Path

from tests.house.licences import UNSTATED, licence_of, listed, locked, page


class Package:
    """The part of a distribution that is looked at."""

    def __init__(self, **metadata: str) -> None:
        from email.message import Message

        self.metadata = Message()
        for name, value in metadata.items():
            self.metadata[name.replace("_", "-")] = value


def test_every_locked_package_stands_on_the_page_with_its_licence(root: Path) -> None:
    rows = dict(
        re.findall(r"^\| `([^`]+)` \| (\S.*) \|$", (root / "docs/licences.md").read_text("utf-8"), re.MULTILINE)
    )
    assert sorted(rows) == locked(root)
    assert "aiohttp" in rows


def test_the_page_is_made_of_what_is_installed(root: Path) -> None:
    made, kept = page(listed()), (root / "docs/licences.md").read_text("utf-8")
    assert made.splitlines()[:12] == kept.splitlines()[:12]
    assert made.count("\n") == kept.count("\n")


def test_a_licence_is_read_from_where_it_is_stated() -> None:
    text = "Copyright somebody\nPermission is granted"
    assert licence_of(Package(License=f"MIT License\n\n{text}")) == "MIT License"  # type: ignore[arg-type]
    assert licence_of(Package(License_Expression="MIT", License="x")) == "MIT"  # type: ignore[arg-type]
    assert licence_of(Package(License=text, Classifier="License :: OSI Approved :: BSD License")) == "BSD License"  # type: ignore[arg-type]
    assert licence_of(Package(License=text)) == UNSTATED  # type: ignore[arg-type]
