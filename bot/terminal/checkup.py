"""`python -m bot check`: what is configured, what the index holds, what is wrong; imports the store and wiring.

It only looks. The key is told as set or not set, never its value. docs/commands.md has the shape of --json.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.settings import AnswerSettings
from bot.terminal import ailments
from bot.terminal.ailments import Problem
from bot.terminal.opening import store_settings
from bot.terminal.printing import styled, wrapped
from bot.terminal.verbs import emit
from vectorstore.embeddings.seam import open_embedder
from vectorstore.errors import StoreError
from vectorstore.layout import Layout
from vectorstore.settings import StoreSettings, layout_of, load_settings
from vectorstore.store.manifest import Manifest
from vectorstore.store.pointer import Pointer, number_of
from vectorstore.store.seam import Store, open_store

BOLD = "\033[1m"
SHOWN = 20
"""Skipped files that a person is shown; --json has all of them."""


@dataclass(frozen=True, slots=True)
class State:
    """What was found in DATA_DIR: the published generation, and what could not be read of it."""

    pointer: Pointer | None = None
    manifest: Manifest | None = None
    previous: str | None = None
    owner: str | None = None
    trouble: StoreError | None = None


def check(as_json: bool) -> int:
    """Say what is configured and what the index holds; 1 when something is wrong.

    A setting that does not parse ends it like every other verb (exit code 78).
    """
    settings, answers = store_settings(), load_settings(AnswerSettings)
    embedder = open_embedder(
        settings.embeddings, settings.embed_model, settings.openai_api_key, settings.openai_base_url
    )
    layout = layout_of(settings)
    state = state_of(layout)
    problems = [*found_wrong(layout, state, embedder.model_id), *model_wrong(answers)]
    report = {
        "configured": configured(settings, embedder.model_id, answers),
        "index": held(state),
        "problems": [asdict(problem) for problem in problems],
    }
    if as_json:
        emit(report)
    else:
        print_report(report)
    return 1 if problems else 0


def state_of(layout: Layout) -> State:
    """Return what CURRENT names and what its manifest says; what cannot be read becomes `trouble`."""
    state, store = State(), open_store(layout)
    try:
        pointer = store.pointer()
        if pointer is None:
            return state
        state = replace(state, pointer=pointer, previous=previous_of(store, pointer), owner=store.owner())
        return replace(state, manifest=store.manifest(pointer.generation))
    except StoreError as error:
        return replace(state, trouble=error)


def previous_of(store: Store, pointer: Pointer) -> str | None:
    """Return the generation that a rollback would lead to."""
    now = number_of(pointer.generation)
    return next((one.generation for one in store.history() if number_of(one.generation) < now), None)


def found_wrong(layout: Layout, state: State, model: str) -> list[Problem]:
    """Return everything that is wrong, the most pressing first."""
    problems = [*ailments.of_folder(layout)]
    if state.trouble is not None:
        problems += ailments.of_trouble(state.trouble, layout, state.previous)
    elif state.manifest is None:
        problems.append(ailments.NO_INDEX)
    else:
        problems += ailments.of_index(layout, state.manifest, model, state.previous)
    if state.pointer and state.pointer.pinned:
        problems.append(ailments.pinned(state.pointer.generation))
    problems += [*ailments.of_library(layout), *ailments.of_settings(layout, state.manifest)]
    return [*problems, *ailments.of_disk(layout, state.manifest)]


def model_wrong(answers: AnswerSettings) -> list[Problem]:
    """Return what keeps a model from writing, as far as can be told without asking it."""
    if not answers.generates:
        return []
    from bot.answering.writers.openai_chat import ModelSettings, missing_package

    sentence = missing_package(ModelSettings(answers.model, answers.key or None, answers.openai_base_url))
    return [ailments.without_package(sentence)] if sentence else []


def configured(settings: StoreSettings, model: str, answers: AnswerSettings) -> dict[str, Any]:
    """Return the settings as they are understood, without secrets."""
    return {
        "answers": "model" if answers.generates else "extractive",
        "answer_model": answers.model if answers.generates else None,
        "data_dir": str(settings.data_dir),
        "embeddings": settings.embeddings,
        "model": model,
        "openai_api_key": bool((settings.openai_api_key or "").strip()),
        "openai_base_url": bool(settings.openai_base_url),
        "store_url": settings.store_url,
    }


def held(state: State) -> dict[str, Any] | None:
    """Return what the published generation holds; None when there is none that can be read."""
    manifest = state.manifest
    if manifest is None or state.pointer is None:
        return None
    return {
        "generation": manifest.generation,
        "published": manifest.published,
        "model": manifest.embedder,
        "recipe": manifest.recipe,
        "episodes": len(manifest.episodes),
        "documents": len(manifest.documents),
        "chunks": manifest.rows,
        "skipped": [asdict(note) for note in manifest.skipped],
        "warnings": len(manifest.warnings),
        "pinned": state.pointer.pinned,
        "previous": state.previous,
        "owner": state.owner,
    }


def print_report(report: dict[str, Any]) -> None:
    """Print the report for a person."""
    names = {"openai_api_key": "OPENAI_API_KEY", "openai_base_url": "OPENAI_BASE_URL"}
    print(styled("Configured", BOLD))
    for name, value in report["configured"].items():
        if name == "answers":
            value = written_by(value)
        shown = ("set" if value else "not set") if isinstance(value, bool) else "none" if value is None else value
        print_fact(names.get(name, name.upper()), shown)
    print(f"\n{styled('Index', BOLD)}")
    index = report["index"] or {"generation": "none that can be read"}
    for name, value in index.items():
        if name != "skipped":
            print_fact(name, {True: "yes", False: "no", None: "none"}.get(value, value) if plain(value) else value)
    print_skipped(index.get("skipped", []))
    print(f"\n{styled('Problems' if report['problems'] else 'Nothing is wrong.', BOLD)}")
    for problem in report["problems"]:
        print(wrapped(f"- {problem['what']}", "  ") + "\n" + wrapped(problem["mend"], "    "))


def written_by(mode: str) -> str:
    """Return who writes the answers, and what is missing for a model to do it."""
    return "a model writes them" if mode == "model" else "the episodes' own words, as OPENAI_API_KEY is not set"


def plain(value: object) -> bool:
    """Return whether a value is told in a word rather than as itself."""
    return value is None or isinstance(value, bool)


def print_fact(name: str, value: object) -> None:
    """Print one line of a report."""
    print(f"  {name:16} {value}")


def print_skipped(notes: list[dict[str, str]]) -> None:
    """Print which files are no documents, and why."""
    print_fact("skipped", len(notes))
    for note in notes[:SHOWN]:
        print(wrapped(f"{note['file']}: {note['reason']}", "    "))
    if len(notes) > SHOWN:
        print(f"    and {len(notes) - SHOWN} more (--json lists all)")
