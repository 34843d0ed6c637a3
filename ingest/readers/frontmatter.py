"""The YAML or TOML block before a document's body; imports nothing of the project.

Values are read as plain text (no dates, numbers or objects), so that nothing in a file can make YAML build
anything; aliases, with which nine lines unfold to gigabytes, are counted before anything is built.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FENCED = re.compile(r"\A\s*(---|\+\+\+)[ \t]*\n(.*?)^\1[ \t]*$\n?", re.DOTALL | re.MULTILINE)
FIELD = re.compile(r"^([A-Za-z_][\w.-]*):[ \t]+([^!&*|>{\[\s].*)$", re.MULTILINE)
LOOKS_LIKE_FIELDS = re.compile(r"^\s*[\"']?[\w.-]+[\"']?\s*[:=]", re.MULTILINE)
MOST_ALIASES = 20
DEEPEST = 40


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values before the body (empty where there are none), the body, and what was wrong with them."""

    body: str
    values: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def split_front_matter(text: str) -> FrontMatter:
    """Return a document's front matter and body; one that is never closed is text like any other."""
    found = FENCED.match(text) if text.lstrip()[:3] in ("---", "+++") else None
    if found is None or not LOOKS_LIKE_FIELDS.search(found[2]):
        return FrontMatter(text)
    body = text[found.end() :]
    try:
        values = _from_yaml(found[2]) if found[1] == "---" else tomllib.loads(found[2])
    except (ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        return FrontMatter(body, _single_lines(found[2]), (f"the front matter is not sound ({reason})",))
    return FrontMatter(body, values)


def _from_yaml(text: str) -> Mapping[str, Any]:
    """Return the mapping in `text` with strings as values; raise ValueError when it is none or unsafe."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    aliases = depth = 0  # a BaseLoader builds strings, lists and mappings alone, whatever a tag asks for
    try:
        for event in yaml.parse(text, Loader=loader):
            aliases += isinstance(event, yaml.AliasEvent)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if aliases > MOST_ALIASES or depth > DEEPEST:
                raise ValueError("it is nested or repeated beyond measure")
        values = yaml.load(text, Loader=loader)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
    if not isinstance(values, dict):
        raise ValueError("it holds no fields")
    return {key: value for key, value in values.items() if isinstance(key, str)}


def _single_lines(text: str) -> dict[str, str]:
    """Return the fields that stand on one line, for front matter that YAML refuses ("title: a: b")."""
    return {key: value.strip().strip("\"'") for key, value in FIELD.findall(text)}
