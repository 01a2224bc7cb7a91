"""The Swedish and English words for days and numbers, and how Swedish writes them.

Plain tables, so that an explanation can be written where no request and no locale exist.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

Language = Literal["sv", "en"]

MONTHS: dict[Language, tuple[str, ...]] = {
    "sv": (
        *("januari", "februari", "mars", "april", "maj", "juni"),
        *("juli", "augusti", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_NUMBERS: dict[Language, tuple[str, ...]] = {
    "sv": ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
_ORDINALS: dict[Language, tuple[str, ...]] = {
    "sv": (
        *("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde"),
        *("åttonde", "nionde", "tionde", "elfte", "tolfte", "trettonde", "fjortonde"),
    ),
    "en": (
        *("first", "second", "third", "fourth", "fifth", "sixth", "seventh"),
        *("eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth"),
    ),
}


def long_date(day: date, language: Language = "sv") -> str:
    """As running text writes it: 31 december 2026."""
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"


def short_date(day: date, language: Language = "sv") -> str:
    """As a narrow list writes it, without the year: 31 dec."""
    return f"{day.day} {MONTHS[language][day.month - 1][:3]}"


def weekday_name(day: date, language: Language = "sv") -> str:
    """The name of the day of the week."""
    return WEEKDAYS[language][day.weekday()]


def capitalized(text: str) -> str:
    """The text with a capital first letter and the rest untouched."""
    return text[:1].upper() + text[1:]


def weekday_date(day: date, language: Language = "sv") -> str:
    """As a receipt echoes a date: Måndag 16 november 2026."""
    return f"{capitalized(weekday_name(day, language))} {long_date(day, language)}"


def number_word(number: int, language: Language = "sv") -> str:
    """Zero to nine as a word, a larger number in figures (Myndigheternas skrivregler)."""
    words = _NUMBERS[language]
    return words[number] if 0 <= number < len(words) else str(number)


def ordinal(number: int, language: Language = "sv") -> str:
    """The place in an order: första to fjortonde in words, then 15:e."""
    words = _ORDINALS[language]
    if 1 <= number <= len(words):
        return words[number - 1]
    return f"{number}{_ending(number, language)}"


def _ending(number: int, language: Language) -> str:
    if language == "en":
        teens = number % 100 in (11, 12, 13)
        return "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return ":a" if number % 10 in (1, 2) and number % 100 not in (11, 12) else ":e"


def genitive(name: str) -> str:
    """Whose: Luleås, but a name that ends in s, x or z stays as it is (Swedish)."""
    name = name.rstrip()
    return name if not name or re.search(r"[sxzß]$", name, re.IGNORECASE) else f"{name}s"


_TOGETHER = re.compile(
    rf"(?<![\w.])(\d{{1,2}}) (?=(?:{'|'.join(MONTHS['sv'])})\b)"
    r"|(§{1,2}) ?(?=\d)|(?<!\d)(\d{1,3}) (?=§)|\b((?:NK|KS|KF|dnr)) (?=[\w/]*\d)",
    re.IGNORECASE,
)


def kept_together(text: str) -> str:
    """Swedish text in which no line ends inside a date, a paragraph or a reference number:
    1 februari, § 12, NK 2024-118 (Myndigheternas skrivregler)."""
    return _TOGETHER.sub(lambda found: f"{found[found.lastindex or 0]}\N{NO-BREAK SPACE}", text)


def join_and(items: list[str], language: Language = "sv") -> str:
    """A list in running text: Pajala, Piteå och Övertorneå."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {'och' if language == 'sv' else 'and'} {items[-1]}"
