"""What a file says, as it is held against another to prove tracked changes."""

from __future__ import annotations

from typing import Any

from nk_avtal.documents.redlines.markup import Element, W, kind, signs, value


def shape(container: Element) -> list[Any]:
    """Paragraphs with style, list, level and text; tables as rows of cells of the same."""
    found: list[Any] = []
    for element in container:
        name = kind(element)
        if name == "p":
            found.append(_paragraph(element))
        elif name == "tbl":
            found.append([_row(row) for row in element.iter(f"{W}tr")])
        elif name == "sdt":
            content = element.find(f"{W}sdtContent")
            found += [] if content is None else shape(content)
    return found


def _row(row: Element) -> list[Any]:
    return [shape(cell) for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]


def _paragraph(element: Element) -> tuple[str, ...]:
    places = ("pStyle", "numPr/w:numId", "numPr/w:ilvl")
    found = [element.find(f"w:pPr/w:{one}", {"w": W[1:-1]}) for one in places]
    return (*("" if one is None else value(one, "val") for one in found), signs(element))
