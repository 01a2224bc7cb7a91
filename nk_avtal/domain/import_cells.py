"""What a cell of a spreadsheet says, whether people wrote it as text or the program as a value.

A cell is text, a number, a truth value, or a day that the program keeps as one: a list with the
ISO date, since a cell travels as JSON.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.dates import month_end
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.partial_dates import parse_partial_day
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.domain.written_periods import read_notice, read_period

Cell = str | int | float | bool | list[str] | None
Choice = TypeVar("Choice", bound=StrEnum)

_EMPTY = frozenset({"", "-", "–", "—"})
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 73_050
"""Excel's day numbers from 1927 to the end of 2099; a smaller number is rather a year."""
_SERIAL_ZERO = date(1899, 12, 30)
_SLASHED = re.compile(r"\s*([0-9]{1,2})\s*/\s*([0-9]{1,2})\s*[-–]\s*([0-9]{4}|[0-9]{2})\s*")
_WITH_TIME = re.compile(r"(.*\d)[T ]\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?")


def text_of(cell: Cell) -> str:
    """The cell as text on lines that end alike, without the space around it; "" for an empty one.

    A whole number has no decimals, so that a § that the program took for a number is as written.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, list):
        return cell[0]
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else repr(cell)
    text = str(cell).replace("\r\n", "\n").replace("\r", "\n").strip()
    return "" if text in _EMPTY else text


def line_of(cell: Cell) -> str:
    """The same on one line, with single spaces; those that do not break stay."""
    return re.sub(r"[ \t\n\v\f]+", " ", text_of(cell))


def is_day(cell: Cell) -> bool:
    """Whether the program keeps the cell as a day."""
    return isinstance(cell, list)


def day_of(cell: Cell, today: date, *, latest_past: bool = True) -> date:
    """The day of a cell: as a day, a day number of Excel, or in words as people write it: 1/3-24,
    1 mars 2024, 2024-03-01, 20240301. A day without a year is as `parse_day` has it. Raises
    RuleBroken."""
    if isinstance(cell, list):
        return date.fromisoformat(cell[0][:10])
    words = line_of(cell)
    serial = _serial(words)
    if serial:
        return serial
    return parse_day(_plain(words), today, latest_past=latest_past)


def partial_day_of(cell: Cell, *, last: bool = False) -> tuple[date | None, Precision]:
    """A day that may be known only as a month or a year, or is open: 2008, mars 2011, tills vidare.

    With `last`, the last day of the month or year. Raises RuleBroken.
    """
    words = line_of(cell)
    if isinstance(cell, list) or _serial(words):
        return day_of(cell, date(2000, 1, 1)), Precision.DAY
    day, precision = parse_partial_day(_plain(words))
    if day and last and precision is Precision.YEAR:
        day = date(day.year, 12, 31)
    elif day and last and precision is Precision.MONTH:
        day = month_end(day)
    return day, precision


def _serial(words: str) -> date | None:
    number = int(words) if re.fullmatch(r"[0-9]{5}", words) else 0
    in_reach = _FIRST_SERIAL <= number <= _LAST_SERIAL
    return _SERIAL_ZERO + timedelta(days=number) if in_reach else None


def _plain(words: str) -> str:
    """Without a time of day, and with the year of 1/3-24 where the other forms have it."""
    timed = _WITH_TIME.fullmatch(words)
    words = timed[1] if timed else words
    slashed = _SLASHED.fullmatch(words)
    if not slashed:
        return words
    year = (
        slashed[3] if len(slashed[3]) == 4 else f"{20 if int(slashed[3]) < 70 else 19}{slashed[3]}"
    )
    return f"{year}-{int(slashed[2]):02}-{int(slashed[1]):02}"


def period_of(cell: Cell) -> str:
    """A period as it is kept: 6m. A number alone is months. Raises RuleBroken."""
    words = line_of(cell)
    return str(read_period(f"{words} månader" if words.isdecimal() else words))


def notice_of(cell: Cell) -> str:
    """A period of notice, or a fixed day of the year, as it is kept. Raises RuleBroken."""
    words = line_of(cell)
    return str(read_notice(f"{words} månader" if words.isdecimal() else words))


def count_of(cell: Cell) -> int:
    """A number of times. Raises RuleBroken."""
    words = line_of(cell)
    if not re.fullmatch(r"[0-9]{1,4}", words):
        raise RuleBroken(_NO_COUNT, name="count_unreadable")
    return int(words)


def truth_of(cell: Cell) -> bool:
    """A yes or a no. Raises RuleBroken."""
    words = folded(text_of(cell))
    if words in ("ja", "j", "x", "1", "sant", "true", "yes", "y"):
        return True
    if words in ("nej", "n", "0", "falskt", "false", "no"):
        return False
    raise RuleBroken(_NO_TRUTH, name="truth_unreadable")


def choice_of(cell: Cell, words: Mapping[str, Choice]) -> Choice:
    """One of several by what it is called; `words` are folded. Raises RuleBroken that names some of
    them."""
    found = words.get(folded(text_of(cell)))
    if found is None:
        some = ", ".join(list(words)[:8])
        raise RuleBroken(Phrase(*_NO_CHOICE, {"some": some}), name="choice_unknown")
    return found


def folded(text: str) -> str:
    """A heading or a word as it is compared: no capitals, no signs, single spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w§]+|_", " ", plain).split())


def shortened(text: str, longest: int) -> str:
    """The text, when it is short enough. Raises RuleBroken."""
    if len(text) > longest:
        raise RuleBroken(Phrase(*_TOO_LONG, {"longest": longest}), name="too_long")
    return text


_NO_COUNT = Phrase("Skriv ett antal, till exempel 2", "Write a number, for example 2")
_NO_TRUTH = Phrase("Skriv ja eller nej", "Write ja or nej")
_NO_CHOICE = (
    "Ordet går inte att tolka. Skriv till exempel {some}",
    "The word cannot be read. Write for example {some}",
)
_TOO_LONG = (
    "Texten är för lång. Skriv högst {longest} tecken",
    "The text is too long. Write at most {longest} characters",
)
