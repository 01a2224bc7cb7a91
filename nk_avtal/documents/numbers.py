"""What Word counts the paragraphs of a file as: 1, 2.1, a). Run in a limited process only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nk_avtal.documents.redlines.markup import Element, W, value

DEEPEST = 9
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"))
_SMALL = ((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_BULLET = "•"


class Numbers:
    """Counts paragraphs in the order in which they are given; `numbering` and `styles` are parts
    of the file, or None where it has none."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._ways = {} if numbering is None else dict(_ways(numbering))
        every = () if styles is None else styles.iter(f"{W}style")
        self._styles = {value(one, "styleId"): one for one in every}
        self._counts: dict[str, list[int]] = {}

    def of(self, paragraph: Element) -> str:
        """The next paragraph's number, empty when it has none."""
        number, level = self._place(paragraph.find(f"{W}pPr"))
        way = self._ways.get(number)
        if way is None or not 0 <= level < DEEPEST or level not in way[1]:
            return ""
        family, levels = way
        counts = self._counts.setdefault(family, [0] * DEEPEST)
        counts[level] = (counts[level] or levels[level][0] - 1) + 1
        counts[level + 1 :] = [0] * (DEEPEST - level - 1)
        return _written(levels, level, counts)

    def _place(self, properties: Element | None) -> tuple[str, int]:
        """The list and level that a paragraph says itself, or its style, or what that is based
        on."""
        level, named = "", _said(properties, "pStyle")
        for _ in range(DEEPEST):
            place = None if properties is None else properties.find(f"{W}numPr")
            level = level or _said(place, "ilvl")
            if number := _said(place, "numId"):
                return number, int(level) if level.isdigit() else 0
            style = self._styles.get(named)
            if style is None:
                break
            properties, named = style.find(f"{W}pPr"), _said(style, "basedOn")
        return "", 0


def _said(properties: Element | None, name: str) -> str:
    found = None if properties is None else properties.find(f"{W}{name}")
    return "" if found is None else value(found, "val")


Level = tuple[int, str, str]
"""Where it starts, how it counts, and how the number is written."""


def _ways(numbering: Element) -> Iterator[tuple[str, tuple[str, dict[int, Level]]]]:
    abstract = {value(one, "abstractNumId"): one for one in numbering.iter(f"{W}abstractNum")}
    for one in numbering.iter(f"{W}num"):
        family = _said(one, "abstractNumId")
        levels = dict(_levels(abstract[family])) if family in abstract else {}
        starts = [each for each in one.iter(f"{W}lvlOverride") if _said(each, "startOverride")]
        for each in starts:
            at, start = int(value(each, "ilvl") or 0), int(_said(each, "startOverride"))
            levels[at] = (start, *levels.get(at, (1, "decimal", ""))[1:])
        number = value(one, "numId")
        yield number, (f"{family}/{number}" if starts else family, levels)


def _levels(abstract: Element) -> Iterator[tuple[int, Level]]:
    for one in abstract.iter(f"{W}lvl"):
        start = _said(one, "start")
        first = int(start) if start.isdigit() else 1
        yield int(value(one, "ilvl") or 0), (first, _said(one, "numFmt"), _said(one, "lvlText"))


def _written(levels: dict[int, Level], level: int, counts: list[int]) -> str:
    _, form, text = levels[level]
    if form == "bullet":
        return _BULLET

    def part(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        first, how, _ = levels.get(at, (1, "decimal", ""))
        return _as(how, counts[at] or first)

    return re.sub(r"%([1-9])", part, text).strip()


def _as(form: str, count: int) -> str:
    """A count in letters or Roman numerals where the level wants them."""
    if form in ("lowerLetter", "upperLetter"):
        letters = _LETTERS[(count - 1) % 26] * ((count - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman"):
        return _roman(count) if form == "lowerRoman" else _roman(count).upper()
    return "" if form == "none" else f"{count:02}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    found = ""
    for size, sign in (*_ROMAN, *_SMALL):
        while count >= size:
            found, count = found + sign, count - size
    return found
