"""A text of an example agreement as two sides have written on it: two Word versions to compare."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from docx.document import Document as WordFile

from nk_avtal import clock
from nk_avtal.documents import store
from nk_avtal.documents.intake import DOCX
from nk_avtal.documents.models import (
    Document,
    DocumentKind,
    DocumentVersion,
    Openness,
    Origin,
    StoredFile,
)
from nk_avtal.letters import layout

FILES = Path(__file__).parent / "files"
TITLE = "Exempel: utkast till överenskommelse"
_WIDTHS = [6.0, 5.0, 5.0]
_VERSIONS = (
    (1, "Utkast från socialcheferna", Origin.OURS),
    (2, "Regionens ändringar", Origin.COUNTERPARTY),
)


def drafted_agreement() -> Document:
    """A document that the association reads, in two versions."""
    versions = [
        DocumentVersion(
            number=number,
            label=label,
            origin=origin,
            file=_file(number),
            added_at=clock.now(),
        )
        for number, label, origin in _VERSIONS
    ]
    return Document(
        title=TITLE,
        kind=DocumentKind.AGREEMENT,
        openness=Openness.INTERNAL,
        versions=versions,
    )


def _file(number: int) -> StoredFile:
    text = (FILES / f"draft_{number}.txt").read_text(encoding="utf-8")
    return store.keep(as_word(text), f"utkast {number}.docx", DOCX)


def as_word(text: str) -> bytes:
    """A Word file of a text in which `=` begins a title, `#` a heading, `*` a clause, which is
    numbered throughout, and `|` a row of a table."""
    document = layout.new_document(TITLE)
    numbering = layout.new_numbering(document)
    write: dict[str, Callable[[str], object]] = {
        "=": lambda line: document.add_paragraph(line, style="Title"),
        "#": lambda line: document.add_heading(line, 1),
        "*": lambda line: layout.numbered(document, line, numbering),
    }
    for sign, lines in groupby(text.splitlines(), lambda line: line[0]):
        if sign == "|":
            _table(document, list(lines))
            continue
        for line in lines:
            writer = write.get(sign)
            writer(line[2:]) if writer else document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _table(document: WordFile, lines: list[str]) -> None:
    heads, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    layout.table(document, heads, _WIDTHS, rows)
