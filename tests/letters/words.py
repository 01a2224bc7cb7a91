"""Word files for tests: small templates, and the text that a file shows."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.table import Table


def template(body: str = "", *, where: str = "body") -> bytes:
    """A template whose only text stands in a part of the file."""
    document = docx.Document()
    if where == "body":
        document.add_paragraph(body)
    elif where == "table":
        document.add_table(1, 1).rows[0].cells[0].text = body
    elif where == "title":
        document.core_properties.title = body
    else:
        getattr(document.sections[0], where).paragraphs[0].text = body
    return saved(document)


def saved(document: Document) -> bytes:
    """The file of a document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def opened(content: bytes) -> Document:
    """The document of a file."""
    return docx.Document(io.BytesIO(content))


def lines(content: bytes) -> list[str]:
    """Every paragraph of a file: header, body and tables in their order, footer."""
    document = opened(content)
    section = document.sections[0]
    parts = (section.header, document, section.footer)
    return [line for part in parts for line in _lines(part.iter_inner_content())]


def _lines(blocks: Iterator[object]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from _lines(cell.iter_inner_content())
        else:
            yield block.text  # type: ignore[attr-defined]
