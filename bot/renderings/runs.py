"""How an ingestion looks in Discord: its preview, its progress, its end; pure, imports texts and neighbouring modules.

What the child says in its own words may name folders of the machine, so it is only shown where moderators alone read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.renderings.cutting import cut
from bot.renderings.labels import short
from bot.renderings.markdown import LIMIT, inline
from bot.run_events import BUSY, REFUSED, Ended, Step
from bot.texts.spoken import TEXTS, say, spoken

Mention = Callable[[str], str]
"""Returns a clickable mention of a subcommand of /library, or its name."""

BAR, FULL, EMPTY = 20, "▰", "▱"
STEP = Step("begin", 0, 0)
ALONE = ("--rollback", "--remove", "--erase", "--restore", "--forget")
FEW, LISTED, QUESTIONS = 5, 700, 10
"""Skipped documents, and characters of them, that a message lists itself; test questions that it names."""
BY_CODE = {74: "disk", 77: "permission", 78: "setting"}
BY_ERROR = {"NothingReadable": "nothing", "RootProblem": "root", "NotOwner": "owner", "Unreachable": "server"}


@dataclass(frozen=True, slots=True)
class Told:
    """A message, and the text of the file that belongs to it; "" without one."""

    content: str
    file: str = ""


def duration(seconds: float, language: str) -> str:
    """Return a length of time as "12 s", "3 min" or "1 h 5 min"."""
    whole = max(1, round(seconds))
    if whole < 90:
        return say(language, "seconds", n=whole)
    minutes = round(whole / 60)
    if minutes < 60:
        return say(language, "minutes", n=minutes)
    return say(language, "hours", h=minutes // 60, n=minutes % 60)


def number(value: int, language: str) -> str:
    """Return a count with its thousands apart."""
    return f"{value:,}".replace(",", "." if spoken(language) == "nl" else ",")


def title_of(arguments: Sequence[str], language: str) -> str:
    """Return what a run does, from its arguments."""
    first = next((argument for argument in arguments if argument in ALONE), None)
    if first in ("--remove", "--erase", "--restore"):
        document = arguments[arguments.index(first) + 1]
        return say(language, f"run title {first[2:]}", document=document_name(document))
    kind = first[2:] if first else "full" if "--full" in arguments else "reingest"
    return (
        say(language, f"run title {kind}") if f"run title {kind}" in TEXTS["en"] else say(language, "run title other")
    )


def document_name(document: str, longest: int = 100) -> str:
    """Return a document's name fit for a sentence."""
    return f"**{inline(short(document, longest))}**"


def progress_text(title: str, who: str, step: Step, language: str) -> str:
    """Return the message of a run that goes on: whose, a bar, the stage, counts, the time left."""
    stage = (
        say(language, f"stage {step.stage}") if f"stage {step.stage}" in TEXTS["en"] else say(language, "stage other")
    )
    share = min(step.done / step.total, 1.0) if step.total else 0.0
    fields: dict[str, object] = {
        "bar": FULL * int(share * BAR) + EMPTY * (BAR - int(share * BAR)),
        "percent": int(100 * share),
        "stage": stage,
    }
    line = say(language, "run step", **fields)
    if step.total > 1:
        counts = {"done": number(step.done, language), "total": number(step.total, language)}
        line = say(language, "run step counted", **fields, **counts)
    left = say(language, "run left", time=duration(step.seconds_left, language)) if step.seconds_left else ""
    head = f"**{title}**" if "**" not in title else title
    return "\n".join(filter(None, [f"{head} · {say(language, 'run by', who=who)}", line, left]))


def preview_text(ended: Ended, language: str, pinned: bool) -> Told:
    """Return what a dry run found; of a run that failed, why."""
    if ended.outcome != "dry-run":
        return Told(failed_text(ended, language, in_private=True))
    estimate = ended.event.get("estimate")
    known: Mapping[str, Any] = estimate if isinstance(estimate, Mapping) else {}
    names = ("new", "changed", "removed", "unchanged")
    counts = {name: ended.count("episodes", name) for name in names}
    embedded = ended.count("chunks", "embedded")
    lines = [f"### {say(language, 'preview title')}"]
    if not any(counts[name] for name in names[:3]) and not embedded:
        lines.append(say(language, "preview nothing"))
    lines.append(say(language, "preview episodes", **{name: number(count, language) for name, count in counts.items()}))
    lines.append(
        say(
            language,
            "preview chunks",
            embedded=number(embedded, language),
            total=number(ended.count("chunks", "total"), language),
            tokens=number(int(known.get("tokens") or 0), language),
        )
    )
    lines.append(price_line(float(known.get("cost_usd") or 0), float(known.get("seconds") or 0), language))
    if pinned:
        lines.append(say(language, "preview pinned"))
    return with_notes(lines, ended, language)


def price_line(cost: float, seconds: float, language: str) -> str:
    """Return what a run would cost in money and time; reading and checking take some seconds in any case."""
    time = duration(seconds + 3, language)
    if cost <= 0:
        return say(language, "preview free", time=time)
    return say(language, "preview cost", cost=f"{cost:.4f}" if cost < 0.1 else f"{cost:.2f}", time=time)


def outcome_text(ended: Ended, language: str, mention: Mention, published: str | None = None) -> Told:
    """Return how a run ended; `published` is what CURRENT names now, when it named something else before."""
    outcome, time = ended.outcome, duration(ended.seconds, language)
    generation = inline(str(ended.event.get("generation") or published or ""))
    if outcome in ("cancelled", "interrupted", "failed") and published:
        if outcome == "cancelled":
            late = say(language, "run cancelled late", generation=generation, command=mention("rollback"))
            return Told(late)
        return Told(say(language, "run published", generation=generation, time=time))
    if outcome in ("cancelled", "interrupted"):
        return Told(say(language, f"run {outcome}", time=time))
    if outcome in ("pinned", "rolled-back"):
        key = f"run {outcome.replace('-', ' ')}"
        return Told(say(language, key, generation=generation, command=mention("reingest")))
    if outcome == "gate-refused" or ended.code == REFUSED:
        return Told("\n".join(gate_lines(ended, language)))
    if outcome not in ("published", "unchanged"):
        return Told(failed_text(ended, language))
    lines = [say(language, f"run {outcome}", generation=generation, time=time), counts_text(ended, language)]
    if lost := [file for file, _ in ended.notes("warnings") if file.startswith("/")]:
        lines.append(say(language, "run lost", count=len(lost), command=mention("status")))
    return with_notes(lines, ended, language)


def counts_text(ended: Ended, language: str) -> str:
    """Return what a run changed, in episodes and passages."""
    episodes = {name: ended.count("episodes", name) for name in ("new", "changed", "removed", "total")}
    chunks = {name: ended.count("chunks", name) for name in ("embedded", "reused")}
    fields = episodes | chunks | {"chunks": ended.count("chunks", "total")}
    return say(language, "run counts", **{name: number(count, language) for name, count in fields.items()})


def failed_text(ended: Ended, language: str, in_private: bool = False) -> str:
    """Return why a run failed; in private also in the child's own words."""
    if ended.code == BUSY:
        return say(language, "run busy")
    cause = BY_ERROR.get(str(ended.event.get("error"))) or BY_CODE.get(ended.code, "other")
    why = say(language, f"run failed {cause}")
    text = say(language, "run failed", time=duration(ended.seconds, language), why=why)
    return "\n".join(filter(None, [text, reason_text(ended, language) if in_private else ""]))


def reason_text(ended: Ended, language: str) -> str:
    """Return the child's own words for a failure, "" when it had none; for moderators alone."""
    message = ended.message
    return say(language, "run reason", message=inline(short(message, 1200))) if message else ""


def gate_lines(ended: Ended, language: str) -> list[str]:
    """Return the lines that name the test questions which the new index answers worse."""
    broken = ended.event.get("broken")
    questions = [question_of(one) for one in broken] if isinstance(broken, list) else []
    lines = [say(language, "run gate refused", count=len(questions))]
    lines += [f"- {inline(short(question, 140))}" for question in questions[:QUESTIONS]]
    if len(questions) > QUESTIONS:
        lines.append(say(language, "run gate more", count=len(questions) - QUESTIONS))
    return lines


def question_of(broken: object) -> str:
    """Return the question of one entry of "broken": an object with it, or the question itself."""
    return str(broken.get("question", "?")) if isinstance(broken, Mapping) else str(broken)


def with_notes(lines: Sequence[str], ended: Ended, language: str) -> Told:
    """Return the lines with what was skipped and why: below them where it is short, else as a file."""
    skipped = ended.notes("skipped")
    if not skipped:
        return Told("\n".join(lines))
    rows = [f"- {inline(short(file, 100))}: {inline(short(reason, 200))}" for file, reason in skipped]
    if len(rows) <= FEW and sum(map(len, rows)) <= LISTED:
        head = say(language, "run skipped", count=len(rows))
        return Told("\n".join([*lines, head, *rows]))
    head = say(language, "run skipped file", count=number(len(rows), language))
    file = "".join(f"{file}: {' '.join(reason.split())}\n" for file, reason in skipped)
    return Told(cut("\n".join([*lines, head]), LIMIT)[0], file)
