"""How dates, numbers and names are written on pages, in mail and in documents.

Each function takes values and writes them in the language of the reader, in Swedish where there is
no request. An empty value is written as nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from babel.numbers import format_currency, format_decimal
from dateutil.relativedelta import relativedelta
from flask import g
from flask_babel import force_locale, get_locale

from nk_avtal import clock
from nk_avtal.domain import words
from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.paragraphs import Paragraph, parse_paragraph
from nk_avtal.domain.words import Language

_LANGUAGE = "language_of_the_reader"
_NBSP = "\N{NO-BREAK SPACE}"
_OPEN_ENDED = {"sv": "tills vidare", "en": "until further notice"}


def language() -> Language:
    """The language of the reader. A page asks for hundreds of texts in it, so it is looked up
    once."""
    try:
        return cast("Language", getattr(g, _LANGUAGE))
    except AttributeError:
        locale = get_locale()
        known: Language = "en" if locale and locale.language == "en" else "sv"
        setattr(g, _LANGUAGE, known)
        return known
    except RuntimeError:  # no application is at work
        return "sv"


@contextmanager
def speaking(to: str) -> Iterator[None]:
    """Inside, everything is written in this language, whoever reads the page."""
    before = language()
    with force_locale(to):
        setattr(g, _LANGUAGE, "en" if to == "en" else "sv")
        try:
            yield
        finally:
            setattr(g, _LANGUAGE, before)


def _day(value: date) -> date:
    """The Swedish day of an instant; a day as it is."""
    if isinstance(value, datetime):
        return clock.day_of(value) if value.tzinfo else value.date()
    return value


def long_date(value: date | None, precision: Precision = Precision.DAY) -> str:
    """31 december 2026; december 2026 or 2026 when no more is known; tills vidare."""
    if precision is Precision.OPEN_ENDED:
        return _OPEN_ENDED[language()]
    if value is None or precision is Precision.UNKNOWN:
        return ""
    written = words.long_date(_day(value), language())
    kept = {Precision.MONTH: 1, Precision.YEAR: 2}.get(precision, 0)
    return " ".join(written.split()[kept:])


def short_date(value: date | None) -> str:
    """For narrow lists: 31 dec."""
    return words.short_date(_day(value), language()) if value else ""


def matrix_date(value: date | None) -> str:
    """For the cells of the matrix alone: 12/10."""
    day = _day(value) if value else None
    return f"{day.day}/{day.month}" if day else ""


def weekday_date(value: date | None) -> str:
    """As an echo of what was written: Måndag 16 november 2026."""
    return words.weekday_date(_day(value), language()) if value else ""


def clock_time(value: datetime | None) -> str:
    """The time of day in Sweden: 9.12. In English 09:12."""
    if value is None:
        return ""
    local = value.astimezone(clock.zone()) if value.tzinfo else value
    return f"{local.hour}.{local:%M}" if language() == "sv" else f"{local:%H:%M}"


def days_left(value: date | None, today: date) -> str:
    """How far away a day is (ux 5.4): i dag, i morgon, om 37 dagar, om 1 år och 1 månad.

    A day that has passed: 24 dagar sen, 1 år och 1 månad sen.
    """
    if value is None:
        return ""
    day = _day(value)
    days = (day - today).days
    english = language() == "en"
    if days in (0, 1):
        return (("today", "tomorrow") if english else ("i dag", "i morgon"))[days]
    length = _length(*sorted((today, day)))
    if days < 0:
        return f"{length} {'ago' if english else 'sen'}"
    return f"{'in' if english else 'om'} {length}"


def _length(first: date, last: date) -> str:
    """Days, and from a year on years and months."""
    apart = relativedelta(last, first)
    if not apart.years:
        return _count((last - first).days, "dag", "day")
    years = _count(apart.years, "år", "year")
    if not apart.months:
        return years
    return words.join_and([years, _count(apart.months, "månad", "month")], language())


_PLURALS = {"dag": "dagar", "år": "år", "månad": "månader"}


def _count(number: int, swedish: str, english: str) -> str:
    if language() == "en":
        return f"{number} {english}{'' if number == 1 else 's'}"
    return f"{number} {swedish if number == 1 else _PLURALS[swedish]}"


def ordinal(number: int) -> str:
    """The place in an order: åttonde, and from 15 15:e."""
    return words.ordinal(number, language())


def genitive(name: str) -> str:
    """Whose: Luleås. A Swedish name that ends in s, x or z stays as it is."""
    if language() == "sv" or not name:
        return words.genitive(name)
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def join_and(items: Iterable[object]) -> str:
    """A list in running text: Pajala, Piteå och Övertorneå."""
    return words.join_and([str(item) for item in items], language())


def number_word(number: int) -> str:
    """A number below ten as a word: tre."""
    return words.number_word(number, language())


def money(amount: Decimal | int | float | None) -> str:
    """Kronor, with öre only where there are any: 1 250 kr."""
    if amount is None:
        return ""
    exact = Decimal(str(amount))
    pattern = f"#,##0{_NBSP}¤" if exact == exact.to_integral_value() else f"#,##0.00{_NBSP}¤"
    written: str = format_currency(
        exact, "SEK", format=pattern, locale=language(), currency_digits=False
    )
    return written


def cell_text(value: date | str | int | float | None) -> str:
    """What a cell of a table says to a reader: days as 2026-11-24, numbers in groups of three."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        written: str = format_decimal(value, "#,##0.##", locale=language())
        return written
    return value


def file_size(size: int | None) -> str:
    """The size of a file of `size` bytes: 54 kB, 1,5 MB. A kB is 1024 bytes."""
    if size is None:
        return ""
    if size < 1024:
        return f"{size}{_NBSP}{'byte' if language() == 'sv' or size == 1 else 'bytes'}"
    in_kb = Decimal(size) / 1024
    number, unit = (in_kb, "kB") if in_kb < 1000 else (in_kb / 1024, "MB")
    pattern = "#,##0.#" if unit == "MB" and number < 10 else "#,##0"
    return f"{format_decimal(number, pattern, locale=language())}{_NBSP}{unit}"


def section_sign(value: Paragraph | str | int | None) -> str:
    """A paragraph of minutes with its sign, never broken over two lines: § 142."""
    if value in (None, ""):
        return ""
    try:
        found = value if isinstance(value, Paragraph) else parse_paragraph(str(value))
    except RuleBroken:
        return re.sub(r"(§+)\s*", rf"\1{_NBSP}", str(value))
    return f"{found}/{found.year}" if found.year else str(found)


_AS_SWEDISH = str.maketrans(
    {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y", "đ": "d", "ŋ": "n", "ŧ": "t"}
)


def swedish_key(text: str) -> str:
    """A sort key with Å Ä Ö last, é as e and ü as y; what only differs in that stays apart."""
    folded = unicodedata.normalize("NFC", text).casefold().strip()
    plain = unicodedata.normalize("NFKD", folded.translate(_AS_SWEDISH))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return f"{letters}\x01{folded}"


FILTERS: dict[str, Callable[..., object]] = {
    "long_date": long_date,
    "cell_text": cell_text,
    "short_date": short_date,
    "matrix_date": matrix_date,
    "weekday_date": weekday_date,
    "clock_time": clock_time,
    "days_left": days_left,
    "ordinal": ordinal,
    "genitive": genitive,
    "join_and": join_and,
    "number_word": number_word,
    "money": money,
    "file_size": file_size,
    "section_sign": section_sign,
}
