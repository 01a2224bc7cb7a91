"""Reads a day that may be known only as a month or a year, or that is open: tills vidare."""

from __future__ import annotations

import re
from datetime import date

from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.words import MONTHS
from nk_avtal.domain.written_dates import parse_day

_OPEN = frozenset({"tills vidare", "tillsvidare", "open-ended", "until further notice"})
_UNKNOWN = frozenset({"okänt", "okänd", "vet inte", "unknown", "?"})
_MONTHS = {
    name.casefold(): number
    for names in MONTHS.values()
    for number, name in enumerate(names, start=1)
} | {name.casefold()[:3]: number for number, name in enumerate(MONTHS["sv"], start=1)}


def parse_partial_day(text: str) -> tuple[date | None, Precision]:
    """The first day of what is written, and how much of it is known: 2008, mars 2011, 2011-03,
    1 mars 2011, tills vidare, okänt.

    Raises RuleBroken when it cannot be read, or is a day that does not exist.
    """
    words = " ".join(text.casefold().split())
    if words in _OPEN:
        return None, Precision.OPEN_ENDED
    if words in _UNKNOWN:
        return None, Precision.UNKNOWN
    if re.fullmatch(r"(19|20|21)\d\d", words):
        return date(int(words), 1, 1), Precision.YEAR
    found = _month(words)
    if found:
        return found, Precision.MONTH
    return _day(text), Precision.DAY


def _month(words: str) -> date | None:
    named = re.fullmatch(r"([^\W\d_]+)\.? ((?:19|20|21)\d\d)", words)
    if named and named.group(1) in _MONTHS:
        return date(int(named.group(2)), _MONTHS[named.group(1)], 1)
    figures = re.fullmatch(r"((?:19|20|21)\d\d)[-/](0?[1-9]|1[0-2])", words)
    return date(int(figures.group(1)), int(figures.group(2)), 1) if figures else None


def _day(text: str) -> date:
    """A whole date. One without a year would be a guess, so it is refused."""
    if not re.search(r"\d{4}|\d{6}", text):
        raise RuleBroken(_NO_YEAR, name="no_year")
    return parse_day(text, date(2000, 1, 1))


_NO_YEAR = Phrase(
    "Skriv året också, till exempel 1 januari 2027, mars 2027 eller bara 2027",
    "Write the year as well, such as 1 January 2027, March 2027 or only 2027",
)
