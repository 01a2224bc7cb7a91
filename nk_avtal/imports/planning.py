"""What an import would do, row by row, before anything is written: the same for the dry run and
for the import itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any, Protocol, TypeVar

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.import_cells import Cell, line_of, text_of
from nk_avtal.domain.import_columns import COLUMNS, Column, ImportKind
from nk_avtal.domain.import_sheets import Sheet, Table, column_letter, is_blank
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.words import Language
from nk_avtal.people.models import Person

Read = TypeVar("Read")


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    SKIPPED = "skipped"
    ASKED = "asked"  # may be something that is there already, under another title
    WRONG = "wrong"


class Choice(StrEnum):
    """What somebody answers about a row that may be there already."""

    SAME = "same"
    SKIP = "skip"
    NEW = "new"


@dataclass(frozen=True)
class Remark:
    """What is to be said of a cell, or of its whole row where `place` is None."""

    place: int | None
    phrase: Phrase
    wrong: bool = True

    def text(self, language: Language = "sv") -> str:
        """The remark as a sentence."""
        return self.phrase.text(language)


@dataclass
class Line:
    """A row of the table. `row` is its number in the sheet, from 0."""

    row: int
    cells: Sequence[Cell]
    name: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    verdict: Verdict = Verdict.NEW
    target: Any = None
    similar: list[tuple[str, Any]] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, tuple[str, str]] = field(default_factory=dict)
    """What changes, by the keys of its columns: as it is kept, and as it becomes."""

    def remark(self, place: int | None, phrase: Phrase, *, wrong: bool = True) -> None:
        """Say something of a cell; what is wrong keeps everything from being written."""
        self.remarks.append(Remark(place, phrase, wrong))
        if wrong:
            self.verdict = Verdict.WRONG

    @property
    def writes(self) -> bool:
        """Whether the row is written."""
        return self.verdict in (Verdict.NEW, Verdict.CHANGED)


@dataclass
class Answers:
    """What has been said about a file: which columns are what, and which rows are the same as what
    is there. `others` answers for every row that has no answer of its own."""

    keys: dict[int, str] = field(default_factory=dict)
    choices: dict[int, str] = field(default_factory=dict)
    others: str = ""
    table: tuple[int | None, int | None] = (None, None)
    """The number of the sheet, and of its row of headings, where somebody has said so."""

    def choice(self, row: int) -> Choice | None:
        """The answer about a row."""
        said = self.choices.get(row) or self.others
        return Choice(said) if said in {one.value for one in Choice} else None


class Reader:
    """The cells of a row by the keys of their columns; what cannot be read becomes a remark."""

    def __init__(self, line: Line, places: Mapping[str, int]) -> None:
        self.line, self.places = line, places

    def cell(self, key: str) -> Cell:
        """The cell of a column; None where the table has none."""
        place = self.places.get(key)
        return (
            self.line.cells[place] if place is not None and place < len(self.line.cells) else None
        )

    def has(self, key: str) -> bool:
        """Whether something stands there."""
        return bool(text_of(self.cell(key)))

    def read(
        self, key: str, parse: Callable[[Cell], Read], instead: Read | None = None
    ) -> Read | None:
        """What the cell says; None for an empty one, and for one that cannot be read. Where there
        is something to take `instead`, that is noted and not wrong."""
        if not self.has(key):
            return None
        try:
            return parse(self.cell(key))
        except RuleBroken as refusal:
            if instead is None:
                self.refuse(key, refusal)
            else:
                text = line_of(self.cell(key))[:40]
                self.line.remark(self.places[key], Phrase(*_INSTEAD, {"text": text}), wrong=False)
            return instead

    def refuse(self, key: str, refusal: RuleBroken) -> None:
        """Say at the cell what a rule refused."""
        self.line.remark(self.places.get(key), phrase_of(refusal))


class Kind(Protocol):
    """How the rows of a kind are read, compared with what is there, and written."""

    columns: Sequence[Column]
    towns: Mapping[str, int]
    """The municipalities that may have columns of their own, by name; for meetings the bodies."""

    def plan(self, reader: Reader) -> Iterator[Line]:
        """The lines that a row of the file amounts to: itself, or several."""
        ...

    def missing(self, places: Mapping[str, int]) -> tuple[Column, ...]:
        """The columns without which nothing can be read, and that no heading is taken for."""
        return tuple(one for one in self.columns if one.needed and one.key not in places)

    def settle(self, lines: Sequence[Line], places: Mapping[str, int]) -> None:
        """Say what can only be said when all rows have been looked at."""
        return

    def write(self, lines: Sequence[Line], by: Person | None) -> None:
        """Write what is new or changed. Never commits."""
        ...


@dataclass
class Plan:
    """What an import would do. `lines` may be more than the rows: one with fourteen decisions."""

    kind: ImportKind
    how: Kind
    sheet: Sheet
    table: Table
    lines: list[Line]
    missing: tuple[Column, ...] = ()
    """Columns that the table cannot be without and that no heading is taken for; then nothing has
    been read."""

    @property
    def counts(self) -> Counter[Verdict]:
        """How many lines of each verdict."""
        return Counter(line.verdict for line in self.lines)

    @property
    def wrong(self) -> list[tuple[Line, Remark]]:
        """Everything that has to be corrected before it can be written."""
        return [(line, one) for line in self.lines for one in line.remarks if one.wrong]

    @property
    def notes(self) -> list[tuple[Line, Remark]]:
        """What is worth knowing but keeps nothing from being written."""
        return [(line, one) for line in self.lines for one in line.remarks if not one.wrong]

    @property
    def asked(self) -> list[Line]:
        """The lines that somebody has to answer about."""
        return [line for line in self.lines if line.verdict is Verdict.ASKED]

    def questions(self, answered: Collection[int]) -> list[Line]:
        """What is asked, and what of it somebody has answered row by row and may answer anew: once
        for each row, which may be several lines."""
        found: dict[int, Line] = {}
        for line in self.lines:
            if line.verdict is Verdict.ASKED or (line.similar and line.row in answered):
                found.setdefault(line.row, line)
        return list(found.values())

    @property
    def ready(self) -> bool:
        """Whether it can be written."""
        return not self.wrong and not self.asked and not self.missing

    @property
    def writes(self) -> bool:
        """Whether there is anything to write."""
        return any(line.writes for line in self.lines)

    def place(self, line: Line, remark: Remark) -> str:
        """Where a remark belongs, as a spreadsheet names it: B7, or 7 for a whole row."""
        letter = "" if remark.place is None else column_letter(remark.place)
        return f"{letter}{line.row + 1}"


def plan_of(
    kind: ImportKind, how: Kind, sheet: Sheet, table: Table, come_to: Callable[[int], None]
) -> Plan:
    """What the rows of a table amount to. `come_to` is told how many have been looked at."""
    places = {key: place for place, key in enumerate(table.keys) if key}
    missing = how.missing(places)
    if missing:
        return Plan(kind, how, sheet, table, [], missing)
    lines: list[Line] = []
    title = places.get(next(one.key for one in COLUMNS[kind] if one.needed))
    for number, row in enumerate(sheet.rows[table.header + 1 :], start=table.header + 1):
        if is_blank(row):
            continue
        line = Line(number, row)
        if _is_note(row, title, len(places)):
            line.verdict = Verdict.SKIPPED
            line.name = next(text_of(cell) for cell in row if text_of(cell))[:80]
            line.remark(None, _NOTE, wrong=False)
            lines.append(line)
        else:
            lines += how.plan(Reader(line, places))
        if len(lines) % 500 == 0:
            come_to(number)
    how.settle(lines, places)
    return Plan(kind, how, sheet, table, lines)


def _is_note(row: Sequence[Cell], title: int | None, columns: int) -> bool:
    """Whether a row is a heading or a note between the others: one cell alone in a wide table."""
    filled = list(islice((place for place, cell in enumerate(row) if text_of(cell)), 2))
    if title is None:
        return False  # every cell stands for itself
    return len(filled) == 1 and (columns >= 3 or filled[0] != title)


def phrase_of(refusal: RuleBroken) -> Phrase:
    """A refusal as a sentence that can be said later."""
    values = {"sv": refusal.text("sv"), "en": refusal.text("en")}
    return Phrase("{sv}", "{en}", values)


_INSTEAD = (
    "”{text}” är inget av orden som kan väljas. Det blir Övrigt",
    "“{text}” is none of the words to choose among. It becomes Other",
)
_NOTE = Phrase(
    "Raden hoppas över: bara en cell är ifylld, så den läses som en rubrik eller anteckning",
    "The row is skipped: only one cell is filled, so it is taken for a heading or a note",
)
