"""What moderators see of a run: preview, progress, its end; and what stands in /library status and history."""

from __future__ import annotations

from typing import Any

import pytest

from bot.reingest import Current, Holder
from bot.renderings.library_state import State, history_text, moment, status_text
from bot.renderings.markdown import units
from bot.renderings.runs import duration, outcome_text, preview_text, progress_text, title_of
from bot.run_events import Ended, Step
from bot.texts.spoken import TEXTS
from vectorstore.records import Note
from vectorstore.store.manifest import Manifest

LANGUAGES = sorted(TEXTS)
COUNTS = {
    "episodes": {"new": 3, "changed": 1, "removed": 0, "unchanged": 40, "total": 44},
    "chunks": {"embedded": 212, "reused": 2998, "removed": 0, "total": 3210},
}
SKIPPED = [{"file": "show/@everyone.md", "reason": "it is *empty*"}]


def mention(name: str) -> str:
    return f"</library {name}:1>"


def done(outcome: str, code: int = 0, **more: Any) -> Ended:
    event = {"event": "done", "outcome": outcome, "generation": "gen-000055", **COUNTS, **more}
    return Ended(code, 72.0, event)


def failed(code: int, error: str = "StoreError", message: str = "/srv/secret is full", **more: Any) -> Ended:
    return Ended(code, 3.0, {"event": "failed", "error": error, "message": message}, **more)


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 s"), (72, "72 s"), (120, "2 min"), (3900, "1 h 5 min"), (7200, "2 h 0 min")]
)
def test_durations_are_short(seconds: float, words: str) -> None:
    assert duration(seconds, "en") == words


def test_the_preview_tells_counts_tokens_money_and_time() -> None:
    estimate = {"tokens": 48_000, "cost_usd": 0.00096, "seconds": 31.0}
    told = preview_text(done("dry-run", estimate=estimate), "en", pinned=True)
    assert "**3** new, **1** changed, **0** removed, 40 unchanged" in told.content
    assert "**212** of 3,210, about 48,000 tokens" in told.content
    assert "about $0.0010, takes about 34 s" in told.content
    assert "pinned" in told.content


def test_a_preview_of_nothing_says_so() -> None:
    nothing = {"episodes": {"unchanged": 4, "total": 4}, "chunks": {"reused": 17, "total": 17}}
    told = preview_text(Ended(0, 1.0, {"event": "done", "outcome": "dry-run", "estimate": None} | nothing), "en", False)
    assert "Nothing is new or changed." in told.content
    assert "Costs nothing" in told.content


def test_progress_shows_stage_counts_and_time_left() -> None:
    text = progress_text("Reading the episodes", "<@1>", Step("embed", 860, 2000, 130), "en")
    assert text.splitlines()[0] == "**Reading the episodes** · for <@1>"
    assert "43 % · embedding passages: 860 of 2,000" in text
    assert text.splitlines()[2] == "about 2 min left"


@pytest.mark.parametrize("step", [Step("", 0, 0), Step("polish", 5, 3), Step("begin", 0, 0), Step("check", 0, 1)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_odd_steps_are_shown_all_the_same(step: Step, language: str) -> None:
    assert 0 < len(progress_text("x", "y", step, language).splitlines()[1]) < 80


def test_the_end_says_what_changed_and_what_was_skipped_and_why() -> None:
    told = outcome_text(done("published", 3, skipped=SKIPPED), "en", mention)
    assert told.content.startswith("**Published** `gen-000055` in 72 s\n")
    assert "3 new, 1 changed, 0 removed, 44 in all" in told.content
    assert "it is \\*empty\\*" in told.content
    assert "@everyone" not in told.content
    assert told.file == ""


def test_a_long_list_of_skipped_documents_is_a_file() -> None:
    many = [{"file": f"show/{n}.md", "reason": "it is empty\nand more"} for n in range(3000)]
    told = outcome_text(done("published", 3, skipped=many), "nl", mention)
    assert "Overgeslagen: 3.000, zie het bestand" in told.content
    assert len(told.file.splitlines()) == 3000
    assert told.file.startswith("show/0.md: it is empty and more\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "ended",
    [
        done("published"),
        done("unchanged"),
        done("pinned"),
        done("rolled-back"),
        done("gate-refused", 6, broken=[{"question": "who?" * 100}] * 40),
        done("something new"),
        failed(75, "Busy"),
        failed(74, "DiskFull"),
        failed(77),
        failed(78),
        failed(78, "NotOwner"),
        failed(1, "Unreachable"),
        failed(1, "RootProblem"),
        failed(1, "NothingReadable"),
        failed(130, "Interrupted", cancelled=True),
        failed(130, "Interrupted"),
        Ended(-9, 1.0, {}),
        Ended(0, 1.0, {}),
    ],
)
def test_every_end_has_its_words_and_none_shows_a_path(ended: Ended, language: str) -> None:
    told = outcome_text(ended, language, mention)
    assert told.content.startswith(("**", "The library", "Er wordt"))
    assert "secret" not in told.content
    assert units(told.content) <= 2000


def test_a_run_of_a_machine_that_does_not_publish_says_that_another_does() -> None:
    assert "another machine" in outcome_text(failed(78, "NotOwner"), "en", mention).content
    assert "een andere machine" in outcome_text(failed(78, "NotOwner"), "nl", mention).content


def test_a_gate_that_refuses_names_the_questions_that_broke() -> None:
    broken = [{"question": "*who* sold honey?", "was": 1}, "and where?"]
    text = outcome_text(done("gate-refused", 6, broken=broken), "en", mention).content
    assert text.splitlines()[1:] == ["- \\*who\\* sold honey?", "- and where?"]


def test_a_missing_folder_is_counted_but_not_named_in_public() -> None:
    lost = [{"file": "/srv/secret/show", "reason": "This root cannot be found"}]
    text = outcome_text(done("published", 1, warnings=lost), "en", mention).content
    assert "Missing folders: 1." in text
    assert "secret" not in text


def test_cancelling_too_late_says_that_it_was_published() -> None:
    late = failed(130, "Interrupted", cancelled=True)
    assert "as it was" in outcome_text(late, "en", mention).content
    text = outcome_text(late, "en", mention, published="gen-000056").content
    assert "`gen-000056` had been published already" in text


def test_the_title_names_what_a_run_does() -> None:
    assert title_of((), "en") == "Reading the episodes"
    assert title_of(("--full", "--accept-gate"), "en") == "Reading all episodes again"
    assert title_of(("--remove", "show/a_b.md"), "en") == "Removing **show/a\\_b.md**"
    assert title_of(("--forget", "x"), "en") == "Working on the library"


def manifest(name: str = "gen-000055", **more: Any) -> Manifest:
    known: dict[str, Any] = {"skipped": (), "warnings": (), "rows": 3210} | more
    return Manifest(name, "2026-01-02T03:04:05+00:00", "m", 8, "r", (), (), **known)


def state(**more: Any) -> State:
    known: dict[str, Any] = {"manifest": manifest(), "pinned": False, "current": None, "holder": None, "last": None}
    return State(**(known | {"ended": "2026-01-02T03:04:05+00:00", "removed": 0, "warnings": ()} | more))


def test_the_status_tells_what_answers_and_that_nothing_runs() -> None:
    text = status_text(state(), "en", mention)
    assert f"Index `gen-000055`, published <t:{moment('2026-01-02T03:04:05+00:00')}:f>" in text
    assert "0 episodes, 0 documents, 3,210 passages" in text
    assert text.endswith("Nothing is running.")


def test_the_status_names_who_runs_what_here_or_on_the_command_line() -> None:
    current = Current(("--full",), "mo", "<@1>", 1000.0)
    assert "Reading all episodes again, for <@1>, since <t:1000:R>" in status_text(
        state(current=current), "en", mention
    )
    outside = status_text(state(holder=Holder(77, "2026-01-02T03:04:05+00:00")), "en", mention)
    assert "from outside (process 77)" in outside


def test_the_status_tells_a_pin_warnings_and_the_reason_of_the_last_failure() -> None:
    told = state(
        pinned=True,
        last=failed(74, "DiskFull"),
        warnings=("gen-000056 is damaged.",) * 9,
        removed=2,
        manifest=manifest(skipped=(Note("a", "b"),)),
    )
    text = status_text(told, "en", mention)
    assert "Pinned after a rollback" in text
    assert "/srv/secret is full" in text
    assert text.count("gen-000056 is damaged") == 5
    assert "Removed documents: 2" in text
    assert "Skipped documents: 1" in text


def test_without_an_index_the_status_says_what_to_do() -> None:
    assert "</library add:1>" in status_text(state(manifest=None), "en", mention)


def test_the_history_marks_what_answers_and_what_is_pinned() -> None:
    lines = history_text([manifest(), manifest("gen-000054")], "gen-000054", True, "en").splitlines()
    assert lines[1].endswith("3,210 passages")
    assert lines[2].endswith("3,210 passages · **answers now** · pinned")
    assert history_text([], "", False, "nl") == "Er is nog geen index."
