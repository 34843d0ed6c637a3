"""Writes docs/licences.md: the licence of every package in requirements.lock, as its own metadata states it.

`make licences` runs it where the lock is installed. What this platform does not install is listed by hand below.
"""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/licences.md"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
LONGEST = 60
"""Characters; some packages put the whole text of their licence where its name belongs."""
ELSEWHERE = {
    "audioop-lts": "PSF-2.0",
    "colorama": "BSD License",
    "httpx2-jsfetch": "BSD-3-Clause",
}
"""Needed by other versions of Python or on other platforms."""
UNSTATED = "not stated"
HEAD = """# Licences

The licence of every package in `requirements.lock`, as the package itself states it; `make licences` writes this page
anew, and a test fails when a locked package is missing. Those of the development tools are among them. Our own is the
[MIT licence](../LICENSE).

`certifi`, `hypothesis`, `orjson`, `pathspec` and `tqdm` are under the MPL, which covers changes to their own files; the
others are permissive. {unstated}

| package | licence |
|---|---|
"""


def canonical(name: str) -> str:
    """Return a distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(root: Path = ROOT) -> list[str]:
    """Return the names of all packages in the lock, each once."""
    return sorted({canonical(name) for name in PIN.findall((root / "requirements.lock").read_text("utf-8"))})


def licence_of(package: Distribution) -> str:
    """Return what a package says of its licence: the expression, else the classifiers, else the old field."""
    said = package.metadata
    if expression := said.get("License-Expression"):
        return str(expression)
    field = (said.get("License") or "").strip()
    first = field.partition("\n")[0].strip()
    is_name = first == field or first.endswith("License")
    if is_name and 0 < len(first) <= LONGEST and not first.startswith("Copyright"):
        return str(first)
    named = [str(one).rsplit(" :: ", 1)[-1] for one in said.get_all("Classifier") or [] if "OSI Approved" in str(one)]
    return " or ".join(named) or UNSTATED


def listed() -> dict[str, str]:
    """Return the licence of every locked package; SystemExit names one that is neither installed nor known."""
    licences = {}
    for name in locked():
        try:
            licences[name] = licence_of(distribution(name))
        except PackageNotFoundError:
            if name not in ELSEWHERE:
                raise SystemExit(f"{name} is not installed here; add its licence to {Path(__file__).name}") from None
            licences[name] = ELSEWHERE[name]
    return licences


def page(licences: dict[str, str]) -> str:
    """Return the page."""
    silent = [f"`{name}`" for name, licence in licences.items() if licence == UNSTATED]
    sentence = f"Without one in its metadata: {', '.join(silent)}." if silent else ""
    rows = "".join(f"| `{name}` | {licence} |\n" for name, licence in licences.items())
    return HEAD.format(unstated=sentence).replace(" \n", "\n") + rows


if __name__ == "__main__":
    PAGE.write_text(page(listed()), "utf-8")
