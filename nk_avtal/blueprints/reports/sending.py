"""A report as a page's file: Word, Excel."""

from __future__ import annotations

from flask import Response

from nk_avtal.blueprints import files
from nk_avtal.documents.intake import DOCX
from nk_avtal.domain.reports import Report
from nk_avtal.exchange import tables
from nk_avtal.exchange.workbooks import workbook_of
from nk_avtal.letters.reports import document_of
from nk_avtal.outbox.composing import ASSOCIATION

FORMS = "any(xlsx, docx)"
"""The endings of a report's files, as a route has them."""


def sent(report: Report, form: str, sender: str = ASSOCIATION) -> Response:
    """The report as a Word document in the name of `sender`, or as a workbook."""
    name = f"{report.name}.{form}"
    if form == "docx":
        return files.download(document_of(report, sender), name, DOCX)
    return files.download(workbook_of(report), name, tables.XLSX)
