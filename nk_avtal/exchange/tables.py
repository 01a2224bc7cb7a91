"""A table as a file that Swedish Excel opens: .xlsx, or .csv with semicolons.

Text that a spreadsheet would take for a formula stays text.
"""

from __future__ import annotations

import csv as csv_module
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60
_FORMULA = re.compile(r"^'*[\s]*[=+\-@\t\r＝＋－＠]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

Row = Sequence[Any]


def csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """UTF-8 with byte order mark, semicolons, days as ISO. A cell that begins like a formula gets
    an apostrophe before it."""
    file = io.StringIO(newline="")
    writer = csv_module.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([_for_csv(name) for name in columns])
    writer.writerows([_for_csv(value) for value in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _for_csv(value: Any) -> Any:
    if not isinstance(value, str):
        return value.isoformat() if isinstance(value, date) else value
    text = _CONTROL.sub("", value)
    return f"'{text}" if _FORMULA.match(text) else text


def xlsx(title: str, columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """One sheet with a frozen, filterable head; days are days, numbers are numbers."""
    return workbook([(title, columns, rows)])


def workbook(
    sheets: Iterable[tuple[str, Sequence[str], Iterable[Row]]],
    drawn: Mapping[int, int] | None = None,
) -> bytes:
    """The same with several sheets, each with its title, columns and rows. `drawn` says of which
    column of a sheet, both by their place from 0, there is a picture beside the table."""
    book = Workbook(write_only=True)
    for place, (title, columns, rows) in enumerate(sheets):
        content = [list(row) for row in rows]
        sheet = _add(book, title, columns, content)
        if drawn and place in drawn and content:
            _draw(sheet, columns, len(content), drawn[place])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _add(book: Workbook, title: str, columns: Sequence[str], content: list[list[Any]]) -> Any:
    sheet = book.create_sheet(_sheet_name(title, {one.casefold() for one in book.sheetnames}))
    _lay_out(sheet, columns, content)
    sheet.append([_head(sheet, name) for name in columns])
    for row in content:
        sheet.append([None if value in ("", None) else cell(sheet, value) for value in row])
    return sheet


def _draw(sheet: Any, columns: Sequence[str], rows: int, drawn: int) -> None:
    """Bars to the right of the table, a lying one for each row in the order of the rows."""
    chart = BarChart()
    chart.type, chart.legend, chart.title = "bar", None, columns[drawn]
    chart.add_data(Reference(sheet, drawn + 1, 1, drawn + 1, rows + 1), titles_from_data=True)
    chart.set_categories(Reference(sheet, 1, 2, 1, rows + 1))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.gapWidth, chart.height, chart.width = 40, 3 + 0.6 * rows, 18
    chart.series[0].graphicalProperties.solidFill = _BAR
    sheet.add_chart(chart, f"{get_column_letter(len(columns) + 2)}2")


_BAR = "0B5B6E"


def _sheet_name(title: str, taken: set[str]) -> str:
    """At most 31 signs, none of those that Excel refuses, and no name twice."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", _CONTROL.sub("", title)).strip("' ")[:_LONGEST_NAME]
    name, number = plain or "1", 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[: _LONGEST_NAME - 4]} {number}"
    return name


_LONGEST_NAME = 31


def _lay_out(sheet: Any, columns: Sequence[str], rows: list[list[Any]]) -> None:
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    for number, name in enumerate(columns):
        longest = max([len(name), *(len(str(row[number])) for row in rows)])
        sheet.column_dimensions[get_column_letter(number + 1)].width = min(longest + 2, WIDEST)


def _head(sheet: Any, name: str) -> Cell:
    made = cell(sheet, name)
    made.font = Font(bold=True)
    return made


def cell(sheet: Any, value: Any) -> Cell:
    """A cell of `sheet` in which text stays text and a day is a day."""
    if value is not None and not isinstance(value, date | int | float):
        value = _CONTROL.sub("", str(value))
    made = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        made.data_type = "s"
        _style(sheet.parent, made, "alignment", _WRAPPED)
    elif isinstance(value, date):
        _style(sheet.parent, made, "number_format", "yyyy-mm-dd")
    return made


def _style(book: Workbook, made: Any, name: str, look: Any) -> None:
    """Give a new cell a look. To find the place of one among those of a workbook costs ten times as
    much as the cell, so it is looked for once and copied from then on."""
    known = _STYLES.setdefault(book, {})
    if name in known:
        made._style = copy(known[name])
    else:
        setattr(made, name, look)
        known[name] = copy(made._style)


_WRAPPED = Alignment(wrap_text=True, vertical="top")
_STYLES: WeakKeyDictionary[Workbook, dict[str, Any]] = WeakKeyDictionary()
