"""Files as people have them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import PatternFill

MESSY_ROWS: tuple[tuple[Any, ...], ...] = (
    ("1/22", "Läkarmedverkan i kommunal hälso- och sjukvård", "Kommunerna; Region Norrbotten",
     "1/3-24", "2027-12-31", "12 mån", "gäller"),
    ("007", "Överenskommelse om hjälpmedel", "Luleå, Boden, Piteå kommun, Region Norrbotten",
     date(2025, 1, 1), "tills vidare", 6, "i kraft"),
    ("Socialtjänst",),
    ("0353/15-000", "Samverkan om skyddat boende", "Alla kommuner", 45352, "2030", "ett år",
     "Beredning"),
    (),
    ("12", "=Avtal med formel", "Luleå", "mars 2021", "", "", "utkast"),
)  # fmt: skip
HEADINGS = ("Nr", "Avtalets namn", "Parter", "Fr o m", "T o m", "Uppsägningstid", "Status")


def workbook(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
    """A workbook with these sheets; text stays text."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row, start=1):
                cell = sheet.cell(number, place, value)
                if isinstance(value, str):
                    cell.data_type = "s"
                elif isinstance(value, date):
                    cell.number_format = "yyyy-mm-dd"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def messy() -> bytes:
    """Merged title rows, blank lines, notes, days as text and as days, and colours that mean
    something."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Avtalslista 2026"
    sheet["A1"] = "Norrbottens Kommuner"
    sheet.merge_cells("A1:G1")
    sheet["A2"] = "Gemensamma avtal, uppdaterad 3/11"
    sheet.merge_cells("A2:G2")
    rows = ((), HEADINGS, *MESSY_ROWS, (), ("* Grönt = klart, gult = pågår",))
    for number, row in enumerate(rows, start=3):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place, value)
            if isinstance(value, str):
                cell.data_type = "s"
    for cell, colour in (("B5", "C6EFCE"), ("B6", "FFEB9C"), ("B8", "F8CBAD")):
        sheet[cell].fill = PatternFill("solid", fgColor=colour)
    book.create_sheet("Gamla")["A1"] = "tomt"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def delimited(rows: Sequence[Sequence[str]], sign: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """A text file with these cells."""
    return "\r\n".join(sign.join(row) for row in rows).encode(encoding)
