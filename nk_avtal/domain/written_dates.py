"""Reads a day as people write it in Swedish (or English), and says what to do when it cannot."""

from __future__ import annotations

import re
import unicodedata
from calendar import isleap, monthrange
from collections.abc import Iterator
from datetime import date

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.words import MONTHS, WEEKDAYS, capitalized

_EARLIEST, _LATEST = 1900, 2199
_LEAP_YEAR = 2000

_MONTH_BY_NAME = {
    name.casefold()[:length]: number
    for names in MONTHS.values()
    for number, name in enumerate(names, start=1)
    for length in range(3, len(name) + 1)
}
_WEEKDAY_WORDS = frozenset(
    form
    for names in WEEKDAYS.values()
    for name in names
    for form in (name.casefold(), name.casefold()[:3], f"{name.casefold()}en")
)
_FILLERS = _WEEKDAY_WORDS | {"den", "the", "of", "år", "tis", "tors", "tues", "thur", "thurs"}

_YEAR_FIRST = re.compile(r"([0-9]{4}) ?[-/. ] ?([0-9]{1,2}) ?[-/. ] ?([0-9]{1,2})")
_COMPACT = re.compile(r"([0-9]{4}|[0-9]{2})([0-9]{2})([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2}) ?[/.] ?([0-9]{1,2})(?: ?[-/. ] ?([0-9]{4}|[0-9]{2}))?")
_FULL_DAY_FIRST = re.compile(r"([0-9]{1,2}) ?[- ] ?([0-9]{1,2}) ?[- ] ?([0-9]{4})")
_DAY_MONTH = re.compile(
    r"([0-9]{1,2})(?::?[ea]|st|nd|rd|th|\.)? ?([^\W\d_]+)(?: ([0-9]{4}|[0-9]{2}))?"
)
_MONTH_DAY = re.compile(r"([^\W\d_]+) ([0-9]{1,2})(?:st|nd|rd|th)?(?: ([0-9]{4}))?")


def parse_day(text: str, today: date, *, latest_past: bool = True) -> date:
    """The day that `text` names (ux 7.1): 2026-11-16, 261116, 16/11, måndag den 16 november.

    A day without a year is the latest one that is not after `today`; with `latest_past=False`,
    for what is planned, the first one that is not before. A weekday is not checked. The century of
    a year in two figures is the one that lands from 80 years back to 19 years ahead.

    Raises RuleBroken named `missing`, `impossible` or `unreadable`, worded as ux 7.3.
    """
    if not text.strip():
        raise RuleBroken(_MISSING, name="missing")
    words = _plain(text)
    day, month, year = _parts(words, today)
    if year is None:
        return _nearest(day, month, today, latest_past)
    return _on(day, month, year)


def _plain(text: str) -> str:
    """One line of lower-case words and figures, without weekdays and small words."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = re.sub(r"[‐-―−]", "-", folded).replace(",", " ")
    words = (word.rstrip(".") if not word[0].isdigit() else word for word in folded.split())
    return " ".join(word for word in words if word and word not in _FILLERS).rstrip(".")


Parts = tuple[int, int, int | None]


def _parts(words: str, today: date) -> Parts:
    """Day, month and year of the first reading that fits."""
    for day, month, year in _readings(words, today):
        if 1 <= month <= 12 and (year is None or _EARLIEST <= year <= _LATEST):
            return day, month, year
    raise RuleBroken(_UNREADABLE, name="unreadable")


def _readings(words: str, today: date) -> Iterator[Parts]:
    if match := _YEAR_FIRST.fullmatch(words):
        yield int(match[3]), int(match[2]), int(match[1])
    if match := _COMPACT.fullmatch(words):
        yield int(match[3]), int(match[2]), _year(match[1], today)
    if match := _DAY_FIRST.fullmatch(words) or _FULL_DAY_FIRST.fullmatch(words):
        yield int(match[1]), int(match[2]), _year(match[3], today)
    if match := _DAY_MONTH.fullmatch(words):
        yield int(match[1]), _MONTH_BY_NAME.get(match[2], 0), _year(match[3], today)
    if match := _MONTH_DAY.fullmatch(words):
        yield int(match[2]), _MONTH_BY_NAME.get(match[1], 0), _year(match[3], today)


def _year(written: str | None, today: date) -> int | None:
    if written is None:
        return None
    if len(written) == 4:
        return int(written)
    oldest = today.year - 80
    return oldest + (int(written) - oldest) % 100


def _on(day: int, month: int, year: int) -> date:
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise _impossible(month, days, f" {year}" if month == 2 else "")
    return date(year, month, day)


def _nearest(day: int, month: int, today: date, latest_past: bool) -> date:
    """The nearest such day on the side asked for. 29 February may lie up to eight years away."""
    days = monthrange(_LEAP_YEAR, month)[1]
    if not 1 <= day <= days:
        raise _impossible(month, days, "")
    step = -1 if latest_past else 1
    for year in range(today.year, today.year + 9 * step, step):
        if (month, day) == (2, 29) and not isleap(year):
            continue
        found = date(year, month, day)
        if (found <= today) if latest_past else (found >= today):
            return found
    raise RuleBroken(_UNREADABLE, name="unreadable")


def _impossible(month: int, days: int, year: str) -> RuleBroken:
    sv, en = MONTHS["sv"][month - 1], MONTHS["en"][month - 1]
    values = {"named": capitalized(sv), "sv": sv, "en": en, "year": year, "days": days}
    return RuleBroken(Phrase(*_IMPOSSIBLE, values), name="impossible")


_IMPOSSIBLE = (
    "{named}{year} har {days} dagar. Skriv ett datum som finns, till exempel 16 {sv}",
    "{en}{year} has {days} days. Write a date that exists, for example 16 {en}",
)
_MISSING = Phrase(
    "Skriv datumet för sammanträdet, till exempel 16 november",
    "Write the date of the meeting, for example 16 November",
)
_UNREADABLE = Phrase(
    "Datumet gick inte att tolka. Skriv till exempel 2026-11-16",
    "The date could not be read. Write for example 2026-11-16",
)


_INSIDE = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b|\b[0-9]{1,2} [^\W\d_]+ [0-9]{4}\b")


def day_in(text: str, today: date) -> date | None:
    """The first day with its year that stands in a sentence: 1 januari 2027, när alla har antagit.

    None where there is none.
    """
    for found in _INSIDE.finditer(text):
        try:
            return parse_day(found[0], today)
        except RuleBroken:
            continue
    return None
