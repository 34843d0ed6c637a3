"""The command line of ingestion: parse, call, print, exit code; imports the rest only when a command runs.

Options and exit codes: docs/commands.md.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from ingest.outcome import Outcome
    from ingest.pipeline import Job
    from ingest.run_log import RunLog
    from ingest.terminal import Report
    from vectorstore.layout import Layout

    Work = Callable[[Report, RunLog], Outcome]

INTERRUPTED = 130
STOPPED = ("Interrupted", "Interrupted. An index that was published before still answers.")
MEGABYTE = 1_000_000
SAMPLE = Path(__file__).resolve().parents[1] / "data" / "episodes"

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

Flag = typer.Option


@app.command()
def ingest(
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH]...", help="Folders or files to add.")] = None,
    only: Annotated[bool, Flag("--only", help="Keep the PATHs as the whole library.")] = False,
    full: Annotated[bool, Flag("--full", help="Read, cut and build everything again.")] = False,
    dry_run: Annotated[bool, Flag("--dry-run", help="Say what would be done; publish nothing.")] = False,
    accept_gate: Annotated[bool, Flag("--accept-gate", help="Publish though test questions break.")] = False,
    unattended: Annotated[bool, Flag("--unattended", help="Leave an index that was rolled back.")] = False,
    as_json: Annotated[bool, Flag("--json", help="Progress and outcome as JSON lines.")] = False,
    take_over: Annotated[bool, Flag("--take-over", help="Publish to a shared store from this machine now.")] = False,
    forget: Annotated[str | None, Flag(metavar="PATH", help="Drop one root.")] = None,
    remove: Annotated[str | None, Flag(metavar="DOCUMENT", help="Keep a document out.")] = None,
    restore: Annotated[str | None, Flag(metavar="DOCUMENT", help="Undo --remove.")] = None,
    erase: Annotated[str | None, Flag(metavar="DOCUMENT", help="Remove it from everything kept.")] = None,
    rollback: Annotated[bool, Flag("--rollback", help="Publish the index before this one again.")] = False,
    check: Annotated[str | None, Flag(metavar="FILE", help="Say what would be made of one file.")] = None,
    history: Annotated[bool, Flag("--history", help="List the indexes that are still there.")] = False,
) -> None:
    """Add PATHs to the library, read what is new or changed, and publish a new index.

    Without PATH, refresh what the library knows. --forget, --remove, --restore, --erase, --rollback, --check
    and --history stand alone, or with --json.
    """
    os.environ |= {"ANONYMIZED_TELEMETRY": "False", "LANGSMITH_TRACING": "false"}
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    alone: dict[str, Work | None] = {
        "--forget": None if forget is None else lambda report, log: changed("forget", forget, report, log),
        "--remove": None if remove is None else lambda report, log: changed("remove", remove, report, log),
        "--restore": None if restore is None else lambda report, log: changed("restore", restore, report, log),
        "--erase": None if erase is None else lambda report, log: changed("erase", erase, report, log),
        "--rollback": roll_back if rollback else None,
        "--check": None if check is None else lambda report, _: examined(check, report),
        "--history": look_back if history else None,
    }
    flags = {
        "--full": full,
        "--dry-run": dry_run,
        "--accept-gate": accept_gate,
        "--unattended": unattended,
        "--take-over": take_over,
    }
    given = [name for name, is_given in {"PATH": bool(paths), "--only": only, **flags}.items() if is_given]
    work = chosen(alone, given)
    finish(work or (lambda report, log: refreshed(paths or [], given, report, log)), as_json)


def chosen(alone: dict[str, Work | None], flags: list[str]) -> Work | None:
    """Return the one command that stands alone, None without one; a wrong combination is a usage error."""
    given = [name for name, work in alone.items() if work]
    if len(given) > 1 or (given and flags):
        raise typer.BadParameter(f"{given[0]} stands alone, or with --json; not with {[*given[1:], *flags][0]}.")
    if not given and "--only" in flags and "PATH" not in flags:
        raise typer.BadParameter("--only needs at least one PATH.")
    return alone[given[0]] if given else None


def finish(work: Work, as_json: bool) -> NoReturn:
    """Do the work, report and write down how it ended, and leave with the exit code of docs/commands.md."""
    from ingest.run_log import RunLog
    from ingest.stopping import stopped_by_signal
    from ingest.terminal import open_report

    report, log, begin = (
        open_report(as_json),
        RunLog(sys.argv[1:], os.environ.get("INGEST_ACTOR", "")),
        time.monotonic(),
    )
    with stopped_by_signal(lambda: report.failed(*STOPPED), INTERRUPTED):
        try:
            outcome = work(report, log)
            code = outcome.exit_code
            log.done(outcome, code)
            report.done(outcome, time.monotonic() - begin)
        except KeyboardInterrupt:
            code = INTERRUPTED
            log.failed("interrupted", *STOPPED, code)
            report.failed(*STOPPED)
        except Exception as error:  # the edge: whatever it is, a person reads a sentence
            if os.environ.get("INGEST_DEBUG"):
                traceback.print_exc()
            name, message, code = explained(error)
            log.failed("failed", name, message, code)
            report.failed(name, message)
    raise typer.Exit(code)


def explained(error: Exception) -> tuple[str, str, int]:
    """Return an error's class, a sentence for a person, and the exit code."""
    from vectorstore.errors import StoreError, exit_code
    from vectorstore.layout import plain_error

    if isinstance(error, OSError) and not isinstance(error, StoreError):
        error = plain_error(error, Path(os.fsdecode(error.filename or "A file")))
    if isinstance(error, StoreError):
        return type(error).__name__, str(error), exit_code(error)
    name = type(error).__name__
    return name, f"Unexpected {name}: {' '.join(str(error).split()) or 'no details'}. Nothing was published.", 1


def refreshed(paths: list[str], given: list[str], report: Report, log: RunLog) -> Outcome:
    """Run the ingestion itself, with the options that were given."""
    from dataclasses import replace

    from ingest import commands

    job = replace(
        the_job(log),
        full="--full" in given,
        dry_run="--dry-run" in given,
        accept_gate="--accept-gate" in given,
        unattended="--unattended" in given,
        take_over="--take-over" in given,
    )
    return commands.refresh(job, paths, "--only" in given, report.progress)


def changed(what: str, target: str, report: Report, log: RunLog) -> Outcome:
    """Run the command that changes the library by one root or document."""
    from ingest import commands

    known = {"forget": commands.forget, "remove": commands.remove, "restore": commands.restore, "erase": commands.erase}
    return known[what](the_job(log), target, report.progress)


def roll_back(_: Report, log: RunLog) -> Outcome:
    """Run --rollback."""
    from ingest import commands

    layout = the_layout()
    return commands.roll_back(layout, partial(log.begin, layout))


def look_back(report: Report, _: RunLog) -> Outcome:
    """Run --history."""
    from ingest import commands

    generations, outcome = commands.look_back(the_layout())
    for one in generations:
        report.generation(one)
    return outcome


def examined(file: str, report: Report) -> Outcome:
    """Run --check."""
    from ingest import commands
    from ingest.correcting import described_corrections
    from ingest.settings import IngestSettings
    from vectorstore.corrections import read_corrections
    from vectorstore.errors import Unreachable
    from vectorstore.settings import load_settings
    from vectorstore.store.seam import open_store

    pointer = None
    with suppress(Unreachable):  # a file can be looked at without the server
        pointer = open_store(the_layout()).pointer()
    own = load_settings(IngestSettings)
    max_bytes = int(own.max_file_mb * MEGABYTE)
    told, outcome = commands.examine(file, max_bytes, pointer.generation if pointer else None)
    name = commands.name_in_library(file, the_layout(), own.episodes_dir, SAMPLE)
    corrected = described_corrections(told, read_corrections(the_layout()), name)
    for line in [*commands.described(told), *corrected]:
        report.line(line)
    return outcome


def the_layout() -> Layout:
    """Return where the settings keep the index."""
    from vectorstore.settings import StoreSettings, layout_of, load_settings

    return layout_of(load_settings(StoreSettings))


def the_job(log: RunLog) -> Job:
    """Return the job that the settings describe."""
    from ingest.pipeline import Job
    from ingest.settings import IngestSettings
    from vectorstore.embeddings.seam import open_embedder
    from vectorstore.settings import StoreSettings, layout_of, load_settings

    store = load_settings(StoreSettings)
    layout = layout_of(store)
    own = load_settings(IngestSettings)
    embedder = open_embedder(store.embeddings, store.embed_model, store.openai_api_key, store.openai_base_url)
    return Job(
        layout,
        SAMPLE,
        own.episodes_dir,
        int(own.max_file_mb * MEGABYTE),
        embedder,
        gate=own.gate,
        tolerance=own.gate_tolerance,
        begun=partial(log.begin, layout),
        disk_budget=None if own.disk_budget_mb is None else int(own.disk_budget_mb * MEGABYTE),
    )


if __name__ == "__main__":
    app(prog_name="python -m ingest")
