"""A report as plain values: parts with sentences and tables, the same on a page, in Word and in
Excel, and as JSON to be kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

Cell = str | int | float | date | None
Row = tuple[Cell, ...]
Link = tuple[str, str]
"""What a link says, and its address."""


@dataclass(frozen=True)
class Table:
    """Rows under named columns; the first cell of a row says what it is about.

    `links` holds the address that each row leads to, in their order, or nothing. The numbers of
    column `drawn` are drawn as bars beside the table.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    links: tuple[str, ...] = ()
    drawn: int | None = None

    @property
    def filled(self) -> Table:
        """The table without columns in which nothing stands, as it is read; Excel has them all."""
        empty = (None, "")
        kept = [
            n
            for n in range(len(self.columns))
            if n == 0 or any(row[n] not in empty for row in self.rows)
        ]
        return replace(
            self,
            columns=tuple(self.columns[n] for n in kept),
            rows=tuple(tuple(row[n] for n in kept) for row in self.rows),
            drawn=kept.index(self.drawn) if self.drawn in kept else None,
        )

    @property
    def numeric(self) -> frozenset[int]:
        """The columns that hold numbers and nothing else."""
        columns = [[row[n] for row in self.rows] for n in range(len(self.columns))]
        return frozenset(
            n
            for n, cells in enumerate(columns)
            if any(isinstance(cell, int | float) for cell in cells)
            and all(cell is None or isinstance(cell, int | float) for cell in cells)
        )

    @property
    def shares(self) -> list[float]:
        """What is drawn for each row: its number as a share of the largest, nothing without one."""
        cells = [row[self.drawn] if self.drawn is not None else None for row in self.rows]
        numbers = [one if isinstance(one, int | float) else 0 for one in cells]
        most = max(numbers, default=0)
        return [one / most for one in numbers] if most > 0 else []

    @property
    def bars(self) -> list[tuple[str, float]]:
        """What is drawn with the name of its row, of the rows that have a number."""
        told = zip(self.rows, self.shares, strict=False)
        return [
            (str(row[0]), share)
            for row, share in told
            if self.drawn is not None and isinstance(row[self.drawn], int | float)
        ]


@dataclass(frozen=True)
class Part:
    """A heading with what is said under it. `number` is the answer at a glance, if there is one."""

    title: str
    sentences: tuple[str, ...] = ()
    table: Table | None = None
    links: tuple[Link, ...] = ()
    number: str = ""


@dataclass(frozen=True)
class Report:
    """What is told on a day about something. `name` is what its files are called."""

    title: str
    name: str
    day: date
    sentences: tuple[str, ...] = ()
    parts: tuple[Part, ...] = field(default_factory=tuple)

    @property
    def tables(self) -> list[tuple[Part, Table]]:
        """The tables, each with the part that it stands in."""
        return [(one, one.table) for one in self.parts if one.table]


def packed(report: Report) -> dict[str, Any]:
    """The report as values that JSON knows. Links are left out: what they lead to changes."""
    return {
        "title": report.title,
        "name": report.name,
        "day": report.day.isoformat(),
        "sentences": list(report.sentences),
        "parts": [_packed_part(one) for one in report.parts],
    }


def _packed_part(part: Part) -> dict[str, Any]:
    kept: dict[str, Any] = {"title": part.title, "sentences": list(part.sentences)}
    if part.table:
        rows = [[_packed_cell(cell) for cell in row] for row in part.table.rows]
        kept["table"] = {
            "caption": part.table.caption,
            "columns": list(part.table.columns),
            "rows": rows,
        }
    return kept


def _packed_cell(cell: Cell) -> Any:
    return {"date": cell.isoformat()} if isinstance(cell, date) else cell


def unpacked(kept: Mapping[str, Any]) -> Report:
    """The report that was packed."""
    return Report(
        title=kept["title"],
        name=kept["name"],
        day=date.fromisoformat(kept["day"]),
        sentences=tuple(kept["sentences"]),
        parts=tuple(_unpacked_part(one) for one in kept["parts"]),
    )


def _unpacked_part(kept: Mapping[str, Any]) -> Part:
    table = kept.get("table")
    return Part(
        title=kept["title"],
        sentences=tuple(kept["sentences"]),
        table=Table(table["caption"], tuple(table["columns"]), _rows(table["rows"]))
        if table
        else None,
    )


def _rows(kept: Iterable[Sequence[Any]]) -> tuple[Row, ...]:
    return tuple(tuple(_unpacked_cell(cell) for cell in row) for row in kept)


def _unpacked_cell(cell: Any) -> Cell:
    if isinstance(cell, Mapping):
        return date.fromisoformat(cell["date"])
    return cell  # type: ignore[no-any-return]
