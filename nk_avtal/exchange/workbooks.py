"""A report as a workbook: a sheet with what is said, and one for each table; or as text."""

from __future__ import annotations

from flask_babel import gettext as _

from nk_avtal.domain.reports import Report
from nk_avtal.exchange import tables


def workbook_of(report: Report) -> bytes:
    """The report for Excel; numbers are numbers and days are days, and what the page draws is drawn
    beside its table."""
    said = [(report.title, one) for one in report.sentences]
    for part in report.parts:
        told = (part.number, *part.sentences) if part.number else part.sentences
        said += [(part.title, one) for one in told]
    first = (_("Sammanfattning"), (_("Rubrik"), _("Text")), said)
    found = report.tables
    rest = [(part.title, table.columns, table.rows) for part, table in found]
    before = 1 if said else 0
    drawn = {
        place: table.drawn
        for place, (_part, table) in enumerate(found, start=before)
        if table.drawn is not None and len(table.bars) > 1
    }
    return tables.workbook([first, *rest] if said else rest or [first], drawn)


def csv_of(report: Report) -> bytes:
    """The tables of a report as text with semicolons. Those that have the same columns are one, in
    which each row says first which it is of; others stand below each other."""
    found = report.tables
    if len({table.columns for _part, table in found}) <= 1:
        columns = (_("Rubrik"), *(found[0][1].columns if found else ()))
        return tables.csv(
            columns, [(part.title, *row) for part, table in found for row in table.rows]
        )
    width = max(len(table.columns) for _part, table in found)
    rows: list[tables.Row] = []
    for part, table in found:
        rows += [(part.title,), table.columns, *table.rows, ()]
    head, *rest = [(*row, *[""] * (width - len(row))) for row in rows[:-1]]
    return tables.csv([str(cell) for cell in head], rest)
