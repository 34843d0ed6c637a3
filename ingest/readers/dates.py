"""The date in what a source writes for one; imports nothing of the project."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januari enero",
            "feb february februari febrero",
            "mar march maart mrt marzo",
            "apr april abril",
            "may mei mayo",
            "jun june juni junio",
            "jul july juli julio",
            "aug august augustus agosto",
            "sep sept september septiembre",
            "oct october okt oktober octubre",
            "nov november noviembre",
            "dec december diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_DUTCH = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:de\s+)?([^\W\d_]{3,10})\.?,?\s+(?:de\s+)?(\d{4})(?!\d)"
)
_EPOCH = re.compile(r"^\d{9,14}$")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
"""Outside of these a number is a count or an identifier, not a date."""


def iso_date(value: object) -> str | None:
    """Return YYYY-MM-DD for a date in one of the known forms; None when there is none or it does not exist.

    Read are 2024-01-23 (also with a time after it), 23-01-2024 (day first, as in Dutch), 20240123,
    "May 1st, 2025", "1 mei 2025" and seconds or milliseconds since 1970 (the date in UTC).
    """
    text = str(value).strip()
    if _EPOCH.match(text):
        return _from_epoch(int(text))
    for pattern, order in (
        (_ISO, "ymd"),
        (_COMPACT, "ymd"),
        (_DUTCH, "dmy"),
        (_MONTH_FIRST, "mdy"),
        (_DAY_FIRST, "dmy"),
    ):
        if found := pattern.search(text):
            parts = dict(zip(order, found.groups(), strict=True))
            return _existing(parts["y"], parts["m"], parts["d"])
    return None


def _existing(year: str, month: str, day: str) -> str | None:
    number = int(month) if month.isdigit() else MONTHS.get(month.lower(), 0)
    try:
        found = date(int(year), number, int(day))
    except ValueError:
        return None
    return found.isoformat() if EARLIEST_YEAR <= found.year <= LATEST_YEAR else None


def _from_epoch(number: int) -> str | None:
    stamp = number / 1000 if number >= 10**11 else number
    try:
        found = datetime.fromtimestamp(stamp, UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
    return found.isoformat() if found.year <= LATEST_YEAR else None
