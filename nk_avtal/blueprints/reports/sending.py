"""A report as a page's file: Word, Excel, text."""

from __future__ import annotations

from flask import Response

from nk_avtal.blueprints import files
from nk_avtal.documents.intake import DOCX
from nk_avtal.domain.reports import Report
from nk_avtal.exchange import tables
from nk_avtal.exchange.workbooks import csv_of, workbook_of
from nk_avtal.letters.reports import document_of
from nk_avtal.outbox.composing import ASSOCIATION

FORMS = "any(xlsx, docx, csv)"
"""The endings of a report's files, as a route has them."""


def sent(report: Report, form: str, sender: str = ASSOCIATION) -> Response:
    """The report as a Word document in the name of `sender`, or its tables for Excel or as text."""
    name = f"{report.name}.{form}"
    if form == "docx":
        return files.download(document_of(report, sender), name, DOCX)
    if form == "csv":
        return files.download(csv_of(report), name, "text/csv")
    return files.download(workbook_of(report), name, tables.XLSX)
