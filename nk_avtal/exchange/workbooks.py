"""A report as a workbook: a sheet with what is said, and one for each table."""

from __future__ import annotations

from flask_babel import gettext as _

from nk_avtal.domain.reports import Report
from nk_avtal.exchange import tables


def workbook_of(report: Report) -> bytes:
    """The report for Excel; numbers are numbers and days are days."""
    said = [(report.title, one) for one in report.sentences]
    for part in report.parts:
        told = (part.number, *part.sentences) if part.number else part.sentences
        said += [(part.title, one) for one in told]
    first = (_("Sammanfattning"), (_("Rubrik"), _("Text")), said)
    rest = [(part.title, table.columns, table.rows) for part, table in report.tables]
    return tables.workbook([first, *rest] if said else rest or [first])
