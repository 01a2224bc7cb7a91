"""The same sheet with what is to be corrected: a last column of words, and the cells marked."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from nk_avtal.domain.import_cells import Cell, line_of
from nk_avtal.domain.import_sheets import column_letter
from nk_avtal.domain.words import Language
from nk_avtal.exchange.tables import WIDEST
from nk_avtal.exchange.tables import cell as plain_cell
from nk_avtal.imports.planning import Line, Plan

HEADING = {"sv": "Att rätta", "en": "To correct"}
_MARKED = PatternFill("solid", fgColor="FFF2CC")
_WORDS = Font(bold=True)


def with_remarks(plan: Plan, language: Language) -> bytes:
    """The sheet as a workbook; one that is brought in again without the last column does the same.

    The words are after the last heading, so that the column of words is none of the table's.
    """
    lines: dict[int, list[Line]] = defaultdict(list)
    for line in plan.lines:
        lines[line.row].append(line)
    rows = plan.sheet.rows
    last = max((len(row) for row in rows), default=0)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(plan.sheet.name[:31] or "Blad")
    for place, width in enumerate((*_widths(rows[plan.table.header :], last), WIDEST)):
        sheet.column_dimensions[column_letter(place)].width = width
    for number, row in enumerate(rows):
        about = lines.get(number, [])
        marked = {one.place for line in about for one in line.remarks if one.wrong}
        words = "; ".join(one.text(language) for line in about for one in line.remarks)
        cells = [_written(sheet, value, place in marked) for place, value in enumerate(row)]
        cells += [plain_cell(sheet, None)] * (last - len(row))
        heading = HEADING[language] if number == plan.table.header else words
        end = plain_cell(sheet, heading)
        end.font = _WORDS
        sheet.append([*cells, end])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _widths(rows: Sequence[Sequence[Cell]], count: int) -> list[int]:
    """How wide the columns are for what stands in them first; how wide they were is not read."""
    widths = [9] * count
    for row in rows[:200]:
        for place, value in enumerate(row):
            widths[place] = max(widths[place], min(len(line_of(value)) + 2, 40))
    return widths


def _written(sheet: Any, value: Cell, marked: bool) -> Any:
    shown: Any = date.fromisoformat(value[0]) if isinstance(value, list) else value
    if isinstance(shown, bool):
        shown = "ja" if shown else "nej"
    written = plain_cell(sheet, shown)
    if marked:
        written.fill = _MARKED
    return written
