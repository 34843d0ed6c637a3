"""How figures, unanswered questions and the digest look in Discord; pure, imports insights, texts and neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from bot.insights.clusters import Cluster
from bot.insights.figures import Figures
from bot.insights.picture import day_of
from bot.renderings.labels import day_in_words, short
from bot.renderings.markdown import LIMIT, inline, units
from bot.renderings.provenance import REASONS
from bot.texts.spoken import say, spoken

TOPICS, CHANNELS, CLUSTERS, IN_DIGEST, ALSO = 5, 10, 12, 5, 3
"""How many topics, channels and clusters a message lists, in the digest fewer, and other wordings of a cluster."""
LONGEST, ALSO_LONGEST = 160, 80
"""Characters of a question or topic that are shown, and of another wording."""
ROOM = 1500
"""Of a message for a list of clusters."""
Channel = Callable[[int], str]


def percent(share: float | None) -> str:
    """Return a share in whole percent, a dash for none."""
    return "–" if share is None else f"{share:.0%}".replace("%", " %")


def decimal(value: float | None, digits: int, language: str) -> str:
    """Return a number with so many digits, with the language's comma; a dash for none."""
    if value is None:
        return "–"
    return f"{value:.{digits}f}".replace(".", "," if spoken(language) == "nl" else ".")


def insights_text(figures: Figures, waiting: int, zone: tzinfo, language: str, drawn: bool = True) -> str:
    """Return the message of /insights, in at most 2,000 characters; `waiting` counts questions that wait."""
    weeks = len(figures.weeks)
    key = "insights title" if weeks > 1 else "insights week title"
    parts = [f"### {say(language, key, weeks=weeks, questions=figures.questions)}"]
    if figures.questions:
        parts += [f"- {line}" for line in lines_of(figures, language)]
        parts += placed(figures, zone, language)
    else:
        parts.append(say(language, "insights none"))
    if waiting:
        parts.append(f"- {say(language, 'insights waiting', count=waiting, button=say(language, 'button tell me'))}")
    if figures.questions and not drawn:
        parts.append(f"-# {say(language, 'insights no picture')}")
    return fitting(parts)


def lines_of(figures: Figures, language: str) -> list[str]:
    """Return how the questions went, a line for each figure that there is."""
    lines = []
    for verdict in ("answered", "uncertain", "refused"):
        count = getattr(figures, verdict)
        lines.append(say(language, f"insights {verdict}", count=count, share=percent(figures.share(count))))
    if figures.by_model:
        share = percent(figures.share(figures.by_model))
        lines.append(say(language, "insights model", count=figures.by_model, share=share))
    if figures.degraded:
        count = sum(number for _, number in figures.degraded)
        lines.append(say(language, "insights degraded", count=count, reasons=reasons_of(figures, language)))
    votes = figures.helpful + figures.unhelpful
    share = percent(figures.helpful_share)
    helpful = say(language, "insights helpful", helpful=figures.helpful, votes=votes, share=share)
    lines.append(helpful if votes else say(language, "insights no votes"))
    p50, p95 = decimal(figures.p50, 1, language), decimal(figures.p95, 1, language)
    lines.append(say(language, "insights latency", p50=p50, p95=p95))
    if figures.cost or figures.unpriced:
        lines.append(say(language, "insights cost", cost=decimal(figures.cost, 2, language)))
    if figures.unpriced:
        lines.append(say(language, "insights unpriced", count=figures.unpriced))
    return lines


def reasons_of(figures: Figures, language: str) -> str:
    """Return why the model did not write, as members are told it, with how often."""
    counts: Counter[str] = Counter()
    for reason, count in figures.degraded:
        counts[say(language, f"degraded {REASONS.get(reason, 'unavailable')}")] += count
    return ", ".join(f"{words}: {count}" for words, count in counts.most_common())


def placed(figures: Figures, zone: tzinfo, language: str) -> list[str]:
    """Return when, where and about what was asked."""
    parts = []
    if len(figures.weeks) > 1:
        weeks = " · ".join(f"{day_of(week.begin, zone, language)}: {week.questions}" for week in figures.weeks)
        parts.append(f"- {say(language, 'insights weekly', weeks=weeks)}")
    channels = " · ".join(f"<#{channel}> {count}" for channel, count in figures.channels[:CHANNELS])
    parts.append(f"- {say(language, 'insights channels', channels=channels)}")
    if figures.topics:
        parts.append(f"- {say(language, 'insights topics')}")
        parts += [f"  - {inline(short(topic, LONGEST))}: {count}" for topic, count in figures.topics[:TOPICS]]
    return parts


def unanswered_text(clusters: Sequence[Cluster], weeks: int, language: str) -> str:
    """Return what stayed unanswered, the most frequent first."""
    if not clusters:
        return say(language, "unanswered none")
    count = sum(cluster.count for cluster in clusters)
    title = f"### {say(language, 'unanswered title', weeks=weeks, count=count)}"
    return fitting([title, *listed(clusters, CLUSTERS, language)])


def listed(clusters: Sequence[Cluster], most: int, language: str) -> list[str]:
    """Return a block for each cluster, and how many more there are."""
    blocks = [block_of(cluster, language) for cluster in clusters[:most]]
    while blocks and units("\n".join(blocks)) > ROOM:
        blocks.pop()
    more = len(clusters) - len(blocks)
    return [*blocks, say(language, "unanswered more", count=more)] if more else blocks


def block_of(cluster: Cluster, language: str) -> str:
    """Return a cluster's central question, and other ways in which it was asked."""
    question = inline(short(cluster.label, LONGEST))
    line = say(language, "unanswered line", count=cluster.count, question=question)
    others = " · ".join(inline(short(other, ALSO_LONGEST)) for other in cluster.questions[1 : 1 + ALSO])
    return f"{line}\n{say(language, 'unanswered also', questions=others)}" if others else line


def digest_text(week: Figures, before: Figures, clusters: Sequence[Cluster] | None, zone: tzinfo, language: str) -> str:
    """Return the message of the weekly digest; `clusters` is None where the text of questions is not kept."""
    begin = week.weeks[0].begin
    # Half a day short of a week, so that a change of the clocks does not lead into the next day.
    first, last = day_text(begin, zone, language), day_text(begin + 6.5 * 86_400, zone, language)
    parts = [say(language, "digest title", first=first, last=last)]
    parts.append(f"- {say(language, 'digest questions', count=week.questions, before=before.questions)}")
    if not week.questions:
        return fitting([*parts, f"- {say(language, 'digest quiet')}"])
    shares = {"share": percent(week.share(week.answered)), "before": percent(before.share(before.answered))}
    parts.append(f"- {say(language, 'digest answered', **shares)}")
    if votes := week.helpful + week.unhelpful:
        parts.append(f"- {say(language, 'digest helpful', share=percent(week.helpful_share), votes=votes)}")
    if week.degraded:
        count = sum(number for _, number in week.degraded)
        parts.append(f"- {say(language, 'insights degraded', count=count, reasons=reasons_of(week, language))}")
    if week.cost:
        parts.append(f"- {say(language, 'insights cost', cost=decimal(week.cost, 2, language))}")
    if clusters is None:
        counts = {"refused": week.refused, "uncertain": week.uncertain}
        return fitting([*parts, f"- {say(language, 'digest counts', **counts)}"])
    if clusters:
        parts += [say(language, "digest unanswered"), *listed(clusters, IN_DIGEST, language)]
    return fitting(parts)


def day_text(at: float, zone: tzinfo, language: str) -> str:
    """Return the day of a moment in words."""
    return day_in_words(datetime.fromtimestamp(at, zone).strftime("%Y-%m-%d"), language)


def fitting(parts: Sequence[str]) -> str:
    """Return as many parts as fit a message, each on its own lines."""
    kept: list[str] = []
    room = LIMIT
    for part in parts:
        room -= units(part) + 1
        if room < 0:
            break
        kept.append(part)
    return "\n".join(kept)
