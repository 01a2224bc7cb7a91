"""A workbook to fill in: a sheet that explains, one with the headings and choices, and examples."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from nk_avtal.domain.import_columns import COLUMNS, Column, ImportKind
from nk_avtal.imports.kinds import TITLES
from nk_avtal.imports.words import Words
from nk_avtal.municipalities.queries import members

ROWS = 2000
"""Rows that offer choices."""
_HEAD = PatternFill("solid", fgColor="E8EEF4")
_INTRODUCTION = (
    "Fyll i bladet {sheet}, en rad för varje. Ta bort de kolumner som du inte behöver.",
    "Datum kan skrivas som 2027-01-31, 31 januari 2027 eller 31/1-27.",
    "Diarienummer, § och NK-nummer ska stå i celler med formatet Text. Så är de här i mallen.",
    "Färger läses inte. Skriv läget som text i en kolumn.",
    "Tomma celler ändrar ingenting av det som redan finns.",
    "Bladet Exempel visar hur en ifylld rad kan se ut. Det läses inte in.",
)


def template_of(kind: ImportKind) -> bytes:
    """The workbook of a kind."""
    book = Workbook()
    columns, title = COLUMNS[kind], TITLES[kind]
    _explain(book.active, title, columns)
    _fill_in(book.create_sheet(title), columns, _choices(kind))
    _show(book.create_sheet("Exempel"), columns)
    book.active = 1
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet.title == title
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _explain(sheet: Any, title: str, columns: tuple[Column, ...]) -> None:
    sheet.title = "Läs mig"
    sheet.column_dimensions["A"].width = 34
    sheet.column_dimensions["B"].width = 80
    sheet.append([f"Mall för import: {title}"])
    sheet["A1"].font = Font(bold=True, size=14)
    for text in _INTRODUCTION:
        sheet.append([text.format(sheet=title)])
    sheet.append([])
    sheet.append(["Kolumnen heter", "Går också bra"])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for one in columns:
        name = f"{one.name} (måste finnas)" if one.needed else one.name
        sheet.append([name, ", ".join(one.others)])


def _fill_in(sheet: Any, columns: tuple[Column, ...], choices: dict[str, list[str]]) -> None:
    sheet.append([one.name for one in columns])
    sheet.freeze_panes = "B2"
    for number, column in enumerate(columns, start=1):
        letter = get_column_letter(number)
        head = sheet[f"{letter}1"]
        head.font, head.fill = Font(bold=True), _HEAD
        sheet.column_dimensions[letter].width = max(14, min(40, len(column.name) + 4))
        sheet.column_dimensions[letter].number_format = "@"
        if column.key in choices:
            _offer(sheet, f"{letter}2:{letter}{ROWS}", choices[column.key])


def _offer(sheet: Any, cells: str, names: list[str]) -> None:
    """A drop-down that lets other words through: what is read knows more of them."""
    offered = DataValidation(type="list", formula1=f'"{",".join(names)}"', allow_blank=True)
    offered.showErrorMessage = False
    sheet.add_data_validation(offered)
    offered.add(cells)


def _show(sheet: Any, columns: tuple[Column, ...]) -> None:
    for number, one in enumerate(columns, start=1):
        letter = get_column_letter(number)
        sheet[f"{letter}1"] = f"{one.name}:"
        sheet[f"{letter}1"].font = Font(bold=True)
        sheet[f"{letter}2"] = one.example
        sheet[f"{letter}2"].alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[letter].width = max(14, min(40, len(one.name) + 4))


def _choices(kind: ImportKind) -> dict[str, list[str]]:
    """What the cells of a column offer, as far as a drop-down holds: 255 characters, and no commas
    within."""
    words = Words()
    towns = [one.name for one in members()]
    yes_no = ["ja", "nej"]
    offered: dict[ImportKind, dict[str, list[str]]] = {
        ImportKind.AGREEMENTS: {
            "kind": list(words.kinds.written.values()),
            "areas": list(words.areas.written.values()),
            "stage": list(words.stages.written.values()),
            "anchor": list(words.anchors.written.values()),
            "counted_from": list(words.counted_from.written.values()),
            "valid_when": list(words.valid_when.written.values()),
            "decided_by": list(words.bodies.written.values()),
            "cooperation": list(words.cooperations.written.values()),
            "notice_by_members": yes_no,
            "entry_condition": list(words.conditions.written.values()),
            "entry_by": list(words.bases.written.values()),
            "entry_outsiders": list(words.outsiders.written.values()),
            "entry_counterparty": yes_no,
        },
        ImportKind.DECISIONS: {
            "party": towns,
            "outcome": list(words.outcomes.written.values()),
            "body": list(words.bodies.written.values())[:2],
        },
        ImportKind.MEETINGS: {"owner": towns},
        ImportKind.PEOPLE: {
            "role": list(words.roles.written.values()),
            "municipality": towns,
            "active": yes_no,
        },
    }
    fits = offered[kind].items()
    return {key: names for key, names in fits if _offerable(names)}


def _offerable(names: list[str]) -> bool:
    return len(",".join(names)) <= 255 and not any("," in name for name in names)
