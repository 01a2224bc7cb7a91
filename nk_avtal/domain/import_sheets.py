"""Finding the table in a sheet as people have it: under merged title rows and blank lines, with
notes below, and with headings of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    sheets: Sequence[Sheet], columns: Sequence[Column], towns: Iterable[str] = ()
) -> Table:
    """The row that looks most like headings, in the sheet where it does; what comes first wins.

    Raises RuleBroken named `no_headings` when no row does.
    """
    known = _known(columns, towns)
    needed = {one.key for one in columns if one.needed}
    best: tuple[int, Table | None] = (0, None)
    for place, sheet in enumerate(sheets):
        for number, row in enumerate(sheet.rows[:SEARCHED]):
            keys = matched(row, known)
            score = sum(key is not None for key in keys) + len(needed.intersection(keys))
            if score > best[0] and needed.intersection(keys):
                best = (score, Table(place, number, keys))
    if best[1] is None:
        names = ", ".join(one.name for one in columns if one.needed)
        raise RuleBroken(Phrase(*_NO_HEADINGS, {"names": names}), name="no_headings")
    return best[1]


def _known(columns: Sequence[Column], towns: Iterable[str]) -> dict[str, str]:
    """What headings mean, folded; what is exported goes before what people call it."""
    found = {folded(f"{town} {kind}"): f"town:{town}" for town in towns for kind in _ENDINGS}
    for column in reversed(columns):
        found |= {folded(other): column.key for other in column.others}
        found[folded(column.key.replace("_", " "))] = column.key
    return found | {folded(one.name): one.key for one in columns}


def matched(row: Row, known: Mapping[str, str]) -> tuple[str | None, ...]:
    """The key of each heading, each key once. What stands in brackets after a heading explains it:
    Datum (sammanträde)."""
    keys: list[str | None] = []
    for cell in row:
        text = text_of(cell)
        key = known.get(folded(text)) or known.get(folded(text.partition("(")[0]))
        keys.append(None if key in keys else key)
    return tuple(keys)


def is_blank(row: Row) -> bool:
    """Whether nothing stands in the row."""
    return not any(text_of(cell) for cell in row)


_NO_HEADINGS = (
    "Rubrikraden hittades inte. En rad i filen ska ha rubrikerna, minst {names}. Utgå gärna från"
    " mallen",
    "The row of headings was not found. One row of the file must have the headings, at least"
    " {names}. The template is a good start",
)
