"""A report as a Word document, laid out as the shipped templates are."""

from __future__ import annotations

import io
import re

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm
from flask_babel import gettext as _
from flask_babel import ngettext

from nk_avtal.domain.reports import Part, Report, Table
from nk_avtal.formats import cell_text, long_date
from nk_avtal.letters import bars, layout

PORTRAIT, LANDSCAPE = 16.0, 24.7
"""Centimetres between the margins."""
MOST_COLUMNS = 5
"""With more of them a page lies on its side."""
MOST_ROWS = 300
"""More than so nobody reads on paper, and Excel has them all."""
BESIDE = bars.WIDEST + 0.4
"""Centimetres for the bars beside the numbers, with the cell's own margins."""
SIGN, PADDING, LONGEST_WORD = 0.19, 0.45, 22
"""How wide a letter of a table is in centimetres, and what is between two columns."""
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def document_of(report: Report, sender: str) -> bytes:
    """The report in the name of `sender`."""
    document = layout.new_document(_clean(report.title))
    wide = any(len(table.filled.columns) > MOST_COLUMNS for _part, table in report.tables)
    if wide:
        _turn(document)
    layout.header(document, _clean(sender), _("Rapport"), long_date(report.day), "")
    layout.footer(document, _("Underlag från Gemensamma avtal"))
    document.add_paragraph(_clean(report.title), style="Title")
    for one in report.sentences:
        document.add_paragraph(_clean(one))
    for part in report.parts:
        _add(document, part, LANDSCAPE if wide else PORTRAIT)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _turn(document: Document) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)


def _add(document: Document, part: Part, width: float) -> None:
    document.add_heading(_clean(f"{part.title} {part.number}".strip()), 1)
    for one in part.sentences:
        document.add_paragraph(_clean(one))
    if part.table and part.table.rows:
        _add_table(document, part.table.filled, width)


def _add_table(document: Document, table: Table, width: float) -> None:
    rows = [[_clean(cell_text(cell)) or "–" for cell in row] for row in table.rows[:MOST_ROWS]]
    heads = [_clean(one) for one in table.columns]
    shares = table.shares[:MOST_ROWS] if len(table.bars) > 1 else []
    widths = _widths(heads, rows, width - (BESIDE if shares else 0))
    if shares and table.drawn is not None:
        heads, widths = [*heads, heads[table.drawn]], [*widths, BESIDE]
        rows = [[*row, ""] for row in rows]
    made = layout.table(document, heads, widths, rows)
    if shares:
        bars.draw(made.columns[len(heads) - 1].cells[1:], shares)
    for number in table.numeric:
        for cell in made.columns[number].cells:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    left_out = len(table.rows) - len(rows)
    if left_out:
        document.add_paragraph(
            ngettext("En rad till finns i Excel.", "%(num)s rader till finns i Excel.", left_out)
        )


def _widths(heads: list[str], rows: list[list[str]], width: float) -> list[float]:
    """Each column has room for its longest word, and of the rest as much as its texts are long."""
    least, wanted = [], []
    for number, head in enumerate(heads):
        texts = [head, *(row[number] for row in rows)]
        word = max(len(one) for text in texts for one in text.split() or [""])
        least.append(PADDING + SIGN * min(word, LONGEST_WORD))
        wanted.append(min(sum(map(len, texts)) / len(texts), 60))
    rest = max(0.0, width - sum(least))
    filled = [low + rest * want / sum(wanted) for low, want in zip(least, wanted, strict=True)]
    return [one * width / sum(filled) for one in filled]


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("", text)
