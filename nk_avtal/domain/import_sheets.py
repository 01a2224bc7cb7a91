"""Finding the table in a sheet as people have it: under merged title rows and blank lines, with
notes below, and with headings of their own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.import_cells import Cell, folded, text_of
from nk_avtal.domain.import_columns import Column
from nk_avtal.domain.phrases import Phrase

SEARCHED = 40
"""Rows among which the headings are looked for."""

Row = Sequence[Cell]
_ENDINGS = ("kommun", "stad", "")


@dataclass(frozen=True)
class Sheet:
    """A sheet as it was read. `coloured` is whether colours say something beside the cells."""

    name: str
    rows: list[list[Cell]]
    coloured: bool = False


@dataclass(frozen=True)
class Table:
    """Where the table is: its sheet, the number of its row of headings (from 0), and the key of
    the column that each heading is taken for; a municipality's own column is `town:Piteå`."""

    sheet: int
    header: int
    keys: tuple[str | None, ...]


def column_letter(place: int) -> str:
    """The name of a column in a spreadsheet: A for 0, AA for 26."""
    name, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def find_table(
    sheets: Sequence[Sheet],
    columns: Sequence[Column],
    towns: Iterable[str] = (),
    said: tuple[int | None, int | None] = (None, None),
) -> Table:
    """The row that looks most like headings, in the sheet where it does; what comes first wins.
    Some that are needed may be called something else, which can be asked about. `said` is which
    sheet and which row somebody has said that it is.

    Raises RuleBroken named `no_headings` when no row does, and `empty` when there are no rows.
    """
    if not any(not is_blank(row) for sheet in sheets for row in sheet.rows):
        raise RuleBroken(_EMPTY, name="empty")
    known = _known(columns, towns)
    needed = {one.key for one in columns if one.needed}
    best: tuple[int, Table | None] = (0, None)
    for place, number, row in _candidates(sheets, said):
        keys = matched(row, known)
        score = score_of(keys, needed)
        if score > best[0] or (said != (None, None) and best[1] is None):
            best = (score, Table(place, number, keys))
    if best[1] is None:
        names = ", ".join(one.name for one in columns if one.needed)
        raise RuleBroken(Phrase(*_NO_HEADINGS, {"names": names}), name="no_headings")
    return best[1]


def known_in(row: Row, columns: Sequence[Column], towns: Iterable[str] = ()) -> int:
    """How much a row looks like the headings of these columns."""
    keys = matched(row, _known(columns, towns))
    return score_of(keys, {one.key for one in columns if one.needed})


def _candidates(
    sheets: Sequence[Sheet], said: tuple[int | None, int | None]
) -> Iterator[tuple[int, int, Row]]:
    """The rows that may be the headings, with their sheets and numbers."""
    only, row_said = said
    for place, sheet in enumerate(sheets):
        if only in (None, place):
            rows = sheet.rows[:SEARCHED] if row_said is None else sheet.rows
            for number, row in enumerate(rows):
                if row_said == number or (row_said is None and not is_blank(row)):
                    yield place, number, row


def score_of(keys: Sequence[str | None], needed: Collection[str]) -> int:
    """How much a row looks like headings: those that are known, the needed ones twice. One alone
    that is not needed may be any word."""
    count = sum(key is not None for key in keys)
    there = len(set(needed).intersection(keys))
    return count + there if there or count > 1 else 0


def _known(columns: Sequence[Column], towns: Iterable[str]) -> dict[str, str]:
    """What headings mean, folded; what is exported goes before what people call it."""
    found = {folded(f"{town} {kind}"): f"town:{town}" for town in towns for kind in _ENDINGS}
    for column in reversed(columns):
        found |= {folded(other): column.key for other in column.others}
        found[folded(column.key.replace("_", " "))] = column.key
    return found | {folded(one.name): one.key for one in columns}


def matched(row: Row, known: Mapping[str, str]) -> tuple[str | None, ...]:
    """The key of each heading, each key once; what is known as it stands goes before what is known
    in part."""
    texts = [text_of(cell) for cell in row]
    keys: list[str | None] = [None] * len(texts)
    for reading in (_whole, _parts):
        for place, text in enumerate(texts):
            key = next((known[one] for one in reading(text) if one in known), None)
            if keys[place] is None and key not in keys:
                keys[place] = key
    return tuple(keys)


def _whole(text: str) -> list[str]:
    """A heading as it stands, and without what explains it in brackets: Datum (sammanträde)."""
    return [folded(text), folded(text.partition("(")[0])]


def _parts(text: str) -> list[str]:
    """What a heading says in several words: Avtal/överenskommelse, Parter och kontakt."""
    return [folded(part) for part in re.split(r"[/,;:&]| och | eller ", text)]


def is_blank(row: Row) -> bool:
    """Whether nothing stands in the row."""
    return not any(text_of(cell) for cell in row)


_NO_HEADINGS = (
    "Rubrikraden hittades inte. En rad i filen ska ha rubrikerna, minst {names}. Utgå gärna från"
    " mallen",
    "The row of headings was not found. One row of the file must have the headings, at least"
    " {names}. The template is a good start",
)
_EMPTY = Phrase("Filen är tom. Välj en annan", "The file is empty. Choose another")
