"""The table of a run, as Markdown: what is printed and what evals/RESULTS.md holds; imports evals alone. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evals.costing import Cost
from evals.goals import GOALS, Goal
from evals.pairs import Pair
from evals.passages import Retrieved
from evals.questioning import Questioned
from vectorstore.retrieval.evidence import Bands
from vectorstore.retrieval.golden import GoldenRow
from vectorstore.retrieval.measure import Figure, mean

VERDICTS = ("answered", "uncertain", "refused", "chat")
RATIO = 3.0
"""Embeddings of the question that a warm search may cost."""
XQUAD = "xquad_en_nl_chunks"
PASSAGE_GOALS = (("en", "at_1", 0.82, 0.87), ("en", "at_5", 0.975, 0.985), ("nl", "at_1", 0.84, 0.88))
"""Language of the question, figure, must, aim; the passages are Dutch."""
LABELS = {"at_1": "R@1", "at_5": "R@5"}
LANGUAGES = {"en": "English to Dutch", "nl": "Dutch to Dutch"}


@dataclass(frozen=True, slots=True)
class Column:
    """The figures of one set of questions."""

    name: str
    figures: Mapping[str, Figure]


Said = tuple[Sequence[GoldenRow], Mapping[str, str]]
"""Questions, and the verdict to each by its id."""


def promises(columns: Sequence[Column], dense: Mapping[str, Figure]) -> list[str]:
    """Return the table of the promised figures, a column a set of questions."""
    head = ["figure", "dense alone", "must reach", "aim", *(f"now ({column.name})" for column in columns), "held?"]
    return table(head, [promise(goal, columns, dense) for goal in GOALS])


def promise(goal: Goal, columns: Sequence[Column], dense: Mapping[str, Figure]) -> list[str]:
    """Return the row of one promised figure; whether it is held stands for each set of questions apart."""
    mine = [column.figures.get(goal.name) for column in columns]
    alone = dense.get(goal.name)
    return [
        goal.name,
        shown(goal, alone) if alone else "-",
        limit(goal, goal.must),
        limit(goal, goal.aim),
        *(shown(goal, one) if one else "-" for one in mine),
        " / ".join(verdict_of(goal, one) for one in mine),
    ]


def limit(goal: Goal, value: float) -> str:
    """Return a limit as the promise states it: misses, or a share."""
    if goal.of is not None:
        return f"{value:g} of {goal.of} missed"
    return f"{1 - value:.2f}" if "falsely" in goal.name else f"{value:.2f}"


def shown(goal: Goal, one: Figure) -> str:
    """Return a figure with its misses; of false answers and refusals the share that is wrong."""
    if not one.questions:
        return "-"
    share = 1 - one.share if "falsely" in goal.name else one.share
    return f"{share:.3f} ({one.misses} of {one.questions}{'' if 'falsely' in goal.name else ' missed'})"


def verdict_of(goal: Goal, one: Figure | None) -> str:
    """Return whether a promise is held, and whether its aim is reached."""
    if one is None or not one.questions:
        return "-"
    return held(goal.held(one, goal.must), goal.held(one, goal.aim))


def held(must: bool, aim: bool) -> str:
    """Return the word for what is reached."""
    return "aim" if aim else "yes" if must else "**NO**"


def passages(retrieved: Sequence[Retrieved]) -> list[str]:
    """Return the promised figures over bare passages."""
    found = {(one.set, one.ranking, one.asked): one for one in retrieved}
    rows = []
    for asked, name, must, aim in PASSAGE_GOALS:
        ours, alone = (getattr(found[XQUAD, ranking, asked], name) for ranking in ("full", "dense alone"))
        label = f"{XQUAD}, {LANGUAGES[asked]} {LABELS[name]}"
        rows.append(
            [label, f"{alone:.3f}", f"{must:.3f}", f"{aim:.3f}", f"{ours:.3f}", held(ours >= must, ours >= aim)]
        )
    return table(["figure", "dense alone", "must reach", "aim", "now", "held?"], rows)


def pairs(retrieved: Sequence[Retrieved]) -> list[str]:
    """Return every figure over bare passages, by language pair and ranking."""
    head = ["passages", "languages", "ranking", "questions", "R@1", "R@5", "MRR@10"]
    return table(
        head,
        [
            [one.set, LANGUAGES[one.asked], one.ranking, str(one.questions)]
            + [f"{value:.3f}" for value in (one.at_1, one.at_5, one.mrr)]
            for one in retrieved
        ],
    )


def golden_pairs(asked: Mapping[str, Sequence[Pair]]) -> list[str]:
    """Return the same figures of our sets of questions, by their names."""
    head = ["questions", "asked in", "said in", "how many", "R@1", "R@5", "MRR@10"]
    rows = [
        [name, one.asked, one.said, str(one.questions), *(f"{value:.3f}" for value in (one.at_1, one.at_5, one.mrr))]
        for name, pairs in asked.items()
        for one in pairs
    ]
    return table(head, rows)


def verdicts(said: Mapping[str, Said]) -> list[str]:
    """Return how often each verdict fell, a row a kind and language, the sets of questions side by side."""
    counts = {name: counted(*one) for name, one in said.items()}
    kinds = sorted({group for found in counts.values() for group, _ in found})
    head = ["kind, language", *(f"{name}: {verdict}" for name in said for verdict in VERDICTS)]
    rows = [
        [f"{kind}, {language}", *(str(counts[name][(kind, language), v]) for name in said for v in VERDICTS)]
        for kind, language in kinds
    ]
    return table(head, rows)


def counted(rows: Sequence[GoldenRow], verdicts: Mapping[str, str]) -> Counter[tuple[tuple[str, str], str]]:
    """Return how often each verdict fell to the questions of each kind and language."""
    return Counter(((row.kind, row.language), verdicts[row.id]) for row in rows)


JUDGEMENTS = (
    "answerable, falsely refused",
    "unanswerable, falsely answered",
    "out-of-scope and adversarial, falsely answered",
)


def halves(pair: Sequence[Questioned], golden: frozenset[str]) -> list[str]:
    """Return the refusal figures of each half: with the shipped bands, and with those fitted on the other half.

    The questions of `golden` and the others are counted together, and golden alone too.
    """
    rows = []
    for one, other in (tuple(pair), tuple(reversed(pair))):
        for title, bands in (("shipped", Bands()), (f"fitted on {other.name}", other.fitted())):
            figures, alone = one.figures(bands), one.only(golden).figures(bands)
            head = [f"{one.name}, {one.passages} passages", f"{title}: {bands.answered:.2f} / {bands.uncertain:.2f}"]
            rows.append(
                [*head, *(rate(figures[name]) for name in JUDGEMENTS), *(rate(alone[name]) for name in JUDGEMENTS)]
            )
    names = ["answerable, refused", "near topic, answered", "off topic, answered"]
    return table(["half", "bands", *names, *(f"golden: {name}" for name in names)], rows)


def found_by_halves(pair: Sequence[Questioned]) -> list[str]:
    """Return what search finds in each half."""
    names = [goal.name for goal in GOALS if "falsely" not in goal.name and "quotations" not in goal.name]
    figures = [one.figures(Bands()) for one in pair]
    head = ["figure", *(f"half {one.name}" for one in pair)]
    goals = {goal.name: goal for goal in GOALS}
    return table(head, [[name, *(shown(goals[name], one[name]) for one in figures)] for name in names])


def rate(one: Figure) -> str:
    """Return the share that is wrong, with its counts."""
    return f"{1 - one.share:.3f} ({one.misses} of {one.questions})" if one.questions else "-"


def costs(seconds: Mapping[str, Sequence[float]], cost: Cost) -> list[str]:
    """Return what an answer costs; `seconds` of each answer, by set of questions."""
    rows = []
    for name, each in seconds.items():
        rows.append([f"answer, {name}: mean / p95 seconds", f"{mean(each):.3f} / {p95(sorted(each)):.3f}", "-", "-"])
    rows.append(["CPU of embedding a question, milliseconds", f"{1000 * cost.embedding:.1f}", "-", "-"])
    rows.append(["CPU of a warm search, milliseconds", f"{1000 * cost.search:.1f}", "-", "-"])
    within = held(cost.ratio <= RATIO, aim=False)
    rows.append(["warm search over embedding alone", f"{cost.ratio:.2f}", f"at most {RATIO:g}", within])
    return table(["cost", "now", "must", "held?"], rows)


def p95(ordered: Sequence[float]) -> float:
    """Return the value that one in twenty of the sorted values exceeds."""
    return ordered[max(0, -int(-0.95 * len(ordered) // 1) - 1)]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a Markdown table whose columns stand below each other."""
    lines = [list(head), *map(list, rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(head))]
    padded = [[cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines]
    rule = ["-" * width for width in widths]
    return [f"| {' | '.join(line)} |" for line in (padded[0], rule, *padded[1:])]
