"""The command line of ingestion: parse, call, print, exit code; imports the rest only when a command runs.

Options and exit codes: docs/commands.md.
"""

from __future__ import annotations

import os
import signal
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from ingest.outcome import Outcome
    from ingest.pipeline import Job
    from ingest.terminal import Report
    from vectorstore.layout import Layout

    Work = Callable[[Report], Outcome]

INTERRUPTED = 130
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
    unattended: Annotated[bool, Flag("--unattended", help="Leave an index that was rolled back.")] = False,
    as_json: Annotated[bool, Flag("--json", help="Progress and outcome as JSON lines.")] = False,
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
        "--forget": None if forget is None else lambda report: changed("forget", forget, report),
        "--remove": None if remove is None else lambda report: changed("remove", remove, report),
        "--restore": None if restore is None else lambda report: changed("restore", restore, report),
        "--erase": None if erase is None else lambda report: changed("erase", erase, report),
        "--rollback": roll_back if rollback else None,
        "--check": None if check is None else lambda report: examined(check, report),
        "--history": look_back if history else None,
    }
    flags = {"PATH": bool(paths), "--only": only, "--full": full, "--dry-run": dry_run, "--unattended": unattended}
    work = chosen(alone, [name for name, given in flags.items() if given])
    finish(work or (lambda report: refreshed(paths or [], only, full, dry_run, unattended, report)), as_json)


def chosen(alone: dict[str, Work | None], flags: list[str]) -> Work | None:
    """Return the one command that stands alone, None without one; a wrong combination is a usage error."""
    given = [name for name, work in alone.items() if work]
    if len(given) > 1 or (given and flags):
        raise typer.BadParameter(f"{given[0]} stands alone, or with --json; not with {[*given[1:], *flags][0]}.")
    if not given and "--only" in flags and "PATH" not in flags:
        raise typer.BadParameter("--only needs at least one PATH.")
    return alone[given[0]] if given else None


def finish(work: Work, as_json: bool) -> NoReturn:
    """Do the work, report how it ended, and leave with the exit code of docs/commands.md."""
    signal.signal(signal.SIGTERM, interrupt)
    from ingest.terminal import open_report

    report, begin = open_report(as_json), time.monotonic()
    try:
        outcome = work(report)
        report.done(outcome, time.monotonic() - begin)
        code = outcome.exit_code
    except KeyboardInterrupt:
        report.failed("Interrupted", "Interrupted. An index that was published before still answers.")
        code = INTERRUPTED
    except Exception as error:
        if os.environ.get("INGEST_DEBUG"):
            traceback.print_exc()
        name, message, code = explained(error)
        report.failed(name, message)
    raise typer.Exit(code)


def interrupt(*_: object) -> NoReturn:
    """End the run as Ctrl-C does."""
    raise KeyboardInterrupt


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


def refreshed(paths: list[str], only: bool, full: bool, dry_run: bool, unattended: bool, report: Report) -> Outcome:
    """Run the ingestion itself."""
    from dataclasses import replace

    from ingest import commands

    job = replace(the_job(), full=full, dry_run=dry_run, unattended=unattended)
    return commands.refresh(job, paths, only, report.progress)


def changed(what: str, target: str, report: Report) -> Outcome:
    """Run the command that changes the library by one root or document."""
    from ingest import commands

    known = {"forget": commands.forget, "remove": commands.remove, "restore": commands.restore, "erase": commands.erase}
    return known[what](the_job(), target, report.progress)


def roll_back(report: Report) -> Outcome:
    """Run --rollback."""
    from ingest import commands

    return commands.roll_back(the_layout())


def look_back(report: Report) -> Outcome:
    """Run --history."""
    from ingest import commands

    generations, outcome = commands.look_back(the_layout())
    for one in generations:
        report.generation(one)
    return outcome


def examined(file: str, report: Report) -> Outcome:
    """Run --check."""
    from ingest import commands
    from ingest.settings import IngestSettings
    from vectorstore.settings import load_settings
    from vectorstore.store.pointer import read_pointer

    pointer = read_pointer(the_layout())
    max_bytes = int(load_settings(IngestSettings).max_file_mb * MEGABYTE)
    told, outcome = commands.examine(file, max_bytes, pointer.generation if pointer else None)
    for line in commands.described(told):
        report.line(line)
    return outcome


def the_layout() -> Layout:
    """Return where the settings keep the index."""
    from vectorstore.layout import Layout
    from vectorstore.settings import StoreSettings, load_settings, one_machine

    return Layout(one_machine(load_settings(StoreSettings)).data_dir)


def the_job() -> Job:
    """Return the job that the settings describe."""
    from ingest.pipeline import Job
    from ingest.settings import IngestSettings
    from vectorstore.embeddings.seam import open_embedder
    from vectorstore.layout import Layout
    from vectorstore.settings import StoreSettings, load_settings, one_machine

    store = one_machine(load_settings(StoreSettings))
    own = load_settings(IngestSettings)
    embedder = open_embedder(store.embeddings, store.embed_model, store.openai_api_key, store.openai_base_url)
    return Job(Layout(store.data_dir), SAMPLE, own.episodes_dir, int(own.max_file_mb * MEGABYTE), embedder)


if __name__ == "__main__":
    app(prog_name="python -m ingest")
