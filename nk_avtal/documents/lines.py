"""The lines of a file that are compared on the page: paragraphs with what Word counts them as,
rows of tables with their cells. Run in a limited process only."""

from __future__ import annotations

from collections.abc import Iterator

from nk_avtal.documents.numbers import Numbers
from nk_avtal.documents.redlines.markup import Element, W, kind, signs
from nk_avtal.documents.redlines.opened import Opened
from nk_avtal.documents.redlines.settling import settle
from nk_avtal.documents.texts import MOST_SIGNS, lines_of
from nk_avtal.domain.comparing import Line

NOTE = "†"
"""What stands where a note is referred to, and before the note after all else."""


def lines_to_compare(content: bytes) -> list[Line]:
    """What stands in a PDF or Word file, without empty lines and up to MOST_SIGNS. Changes that a
    Word file tracks count as accepted."""
    if not content.startswith(b"PK"):
        return [Line((text,)) for _, text in lines_of(content)]
    found, room = [], MOST_SIGNS
    for line in _word(Opened(content)):
        room -= len(line.text)
        if room < 0:
            break
        found.append(line)
    return found


def _word(file: Opened) -> Iterator[Line]:
    root = file.tree(file.main)
    settle(root, "accept")
    parts = (file.related(file.main, name) for name in ("numbering", "styles"))
    numbers = Numbers(*(file.tree(name) if name in file.parts else None for name in parts))
    body = root.find(f"{W}body")
    yield from _lines(root if body is None else body, numbers)
    notes = file.related(file.main, "footnotes")
    for note in file.tree(notes).iter(f"{W}footnote") if notes in file.parts else ():
        if text := _said(note):
            yield Line((text,), NOTE)


def _lines(container: Element, numbers: Numbers) -> Iterator[Line]:
    for element in container:
        name = kind(element)
        if name == "p":
            number, text = numbers.of(element), _said(element)
            if text:
                yield Line((text,), number)
        elif name == "tbl":
            yield from filter(_says_something, (_row(one, numbers) for one in _rows(element)))
        elif name in ("sdt", "sdtContent", "customXml", "smartTag"):
            yield from _lines(element, numbers)


def _rows(table: Element) -> Iterator[Element]:
    inner = table.iter(f"{W}tr")
    return (row for row in inner if next(row.iterancestors(f"{W}tbl")) is table)


def _row(row: Element, numbers: Numbers) -> Line:
    cells = (one for one in row.iter(f"{W}tc") if next(one.iterancestors(f"{W}tr")) is row)
    return Line(tuple(_cell(one, numbers) for one in cells), in_table=True)


def _cell(cell: Element, numbers: Numbers) -> str:
    """Its paragraphs in one line, as a cell is read; a table in it with them."""
    told = (_numbered(one, numbers) for one in cell.iter(f"{W}p"))
    return " ".join(text for text in told if text)


def _numbered(paragraph: Element, numbers: Numbers) -> str:
    number, text = numbers.of(paragraph), _said(paragraph)
    return f"{number} {text}" if number and text else text


def _said(paragraph: Element) -> str:
    return " ".join(signs(paragraph).split())


def _says_something(line: Line) -> bool:
    return any(line.cells)
