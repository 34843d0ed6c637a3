"""Date words of a question ("vorige maand", "in March 2024", "2023") as a range of days; pure, imports nothing."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januari jan", "february februari feb", "march maart mrt", "april apr", "may mei", "june juni jun",
            "july juli jul", "august augustus aug", "september sep", "october oktober okt", "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = re.compile(rf"\b(?:in|from|of|van|uit|sinds)?\s*({'|'.join(_MONTHS)})\.?\s+((?:19|20)\d\d)\b", re.I)
_DAY = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")
_YEAR = re.compile(
    r"\b(?:episodes?|afleveringen|aflevering|podcasts?)\b[^.?!]{0,20}\b(?:in|from|of|uit|van)\s+((?:19|20)\d\d)\b", re.I
)
_RELATIVE = (
    (re.compile(r"\b(?:last|previous|past)\s+month\b|\b(?:vorige|afgelopen)\s+maand\b", re.I), "last month"),
    (re.compile(r"\bthis\s+month\b|\bdeze\s+maand\b", re.I), "this month"),
    (re.compile(r"\b(?:last|previous|past)\s+week\b|\b(?:vorige|afgelopen)\s+week\b", re.I), "last week"),
    (re.compile(r"\b(?:last|previous)\s+year\b|\bvorig\s+jaar\b", re.I), "last year"),
    (re.compile(r"\bthis\s+year\b|\bdit\s+jaar\b", re.I), "this year"),
)
_OF_EPISODES = re.compile(r"\b(?:episodes?|afleveringen|aflevering|podcast|they|ze|jullie|hosts?|show)\b", re.I)


def date_range(question: str, today: date) -> tuple[str, str] | None:
    """Return the days that a question's date words mean, as YYYY-MM-DD begin and end (not included); None without.

    A year counts only beside "episodes in 2024": years stand in questions about anything. Relative words count
    only when the question speaks of the show or of what was said.
    """
    if found := _DAY.search(question):
        return day_range(int(found[1]), int(found[2]), int(found[3]))
    if found := _MONTH.search(question):
        return month_range(int(found[2]), _MONTHS[found[1].lower()])
    if found := _YEAR.search(question):
        return f"{found[1]}-01-01", f"{int(found[1]) + 1}-01-01"
    if not _OF_EPISODES.search(question):
        return None
    return next((relative(name, today) for pattern, name in _RELATIVE if pattern.search(question)), None)


def day_range(year: int, month: int, day: int) -> tuple[str, str] | None:
    """Return one day as a range; None when there is no such day."""
    try:
        begin = date(year, month, day)
    except ValueError:
        return None
    return begin.isoformat(), (begin + timedelta(days=1)).isoformat()


def month_range(year: int, month: int) -> tuple[str, str]:
    """Return a month as a range of days."""
    after = (year + 1, 1) if month == 12 else (year, month + 1)
    return f"{year}-{month:02d}-01", f"{after[0]}-{after[1]:02d}-01"


def relative(name: str, today: date) -> tuple[str, str]:
    """Return the range of "last month" and the like."""
    if name == "last week":
        monday = today - timedelta(days=today.weekday() + 7)
        return monday.isoformat(), (monday + timedelta(days=7)).isoformat()
    if name.endswith("year"):
        year = today.year - (name == "last year")
        return f"{year}-01-01", f"{year + 1}-01-01"
    first = today.replace(day=1)
    if name == "last month":
        first = (first - timedelta(days=1)).replace(day=1)
    return month_range(first.year, first.month)
