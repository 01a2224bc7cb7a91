"""Whether filling a template as text always gives the document that docxtpl would have made.

docxtpl reads what it has filled in as a tree, mends what does not fit together, counts the columns
of each table and writes the tree out again: most of its time. Here the same is settled once, for
every set of values: the template becomes an outline in which a value is an empty element and
whatever is repeated or chosen stands once. If the outline is sound, so is every document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from jinja2 import nodes
from lxml import etree

_ROOT, _END = '<nk:root xmlns:nk="nk:shape">', "</nk:root>"
_VALUE, _EDGE = "<nk:value/>", "<nk:edge/>"
_PART = "{nk:shape}part"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COLUMNS = frozenset(f"{_W}{name}" for name in ("tc", "tcPr", "gridSpan", "tblGrid", "gridCol"))
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FLOWING = frozenset({"w:t", "w:r", "w:p"})
"""What Word ends and begins anew anywhere in a text."""
_TAG = re.compile(r"<(/?)([^\s/>]+)[^>]*?(/?)>")
_UNCLEAR = ("<!", "<?", "{_{", "}_}", "{_%", "%_}")
"""Comments, and how docxtpl lets a template show braces."""


class NeedsTree(Exception):
    """Only docxtpl itself can fill the template."""


def check_shape(before: str, tree: nodes.Template, after: str) -> None:
    """Raises NeedsTree unless a part with this template in its middle is sound with any values.

    Then no value stands inside a tag, each loop and choice can be left out or repeated, and no
    table changes its number of columns.
    """
    outline = "".join((_ROOT, before, _outline(tree.body), after, _END))
    if any(sign in outline for sign in _UNCLEAR):
        raise NeedsTree
    try:
        root = etree.fromstring(outline, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError as reason:
        raise NeedsTree from reason
    if not (
        not any(child.tag in _COLUMNS for part in root.iter(_PART) for child in part)
        and all(map(_is_steady, root.iter(f"{_W}tbl")))
        and all(one.prefix == "wp" and "id" in one.attrib for one in root.iter(_DRAWING))
    ):
        raise NeedsTree


def _outline(body: list[nodes.Node]) -> str:
    return "".join(piece for node in body for piece in _pieces(node))


def _pieces(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Output):
        for one in node.nodes:
            yield one.data if isinstance(one, nodes.TemplateData) else _VALUE
    elif not isinstance(node, nodes.Assign):
        for branch in _branches(node):
            yield _marked(_outline(branch))


def _branches(node: nodes.Node) -> list[list[nodes.Node]]:
    """What a loop repeats or a choice chooses between. Other blocks can hold back their content,
    and show it later without its signs being escaped."""
    if isinstance(node, nodes.For):
        return [node.body, node.else_]
    if isinstance(node, nodes.If):
        return [node.body, *(one.body for one in node.elif_), node.else_]
    raise NeedsTree


def _marked(content: str) -> str:
    """What may be left out or repeated: whole elements, as an element around them; or the end of
    a paragraph and the beginning of another, since what is open before is open after."""
    closed, opened = _ends(content)
    if not closed and not opened:
        return f"<nk:part>{content}</nk:part>"
    if closed == opened[::-1] and _FLOWING.issuperset(closed) and " xmlns" not in content:
        return f"{_EDGE}{content}{_EDGE}"
    raise NeedsTree


def _ends(content: str) -> tuple[list[str], list[str]]:
    """The names of what it closes and has not opened, and of what it opens and does not close."""
    closed, opened = list[str](), list[str]()
    for closing, name, empty in _TAG.findall(content):
        if closing and not opened:
            closed.append(name)
        elif closing and opened.pop() != name:
            raise NeedsTree
        elif not closing and not empty:
            opened.append(name)
    return closed, opened


def _is_steady(table: Any) -> bool:
    """Whether docxtpl would leave the columns of a table alone: no row has more of them than the
    table, and one row that is always there has as many."""
    grid = table.find(f"{_W}tblGrid")
    columns = 0 if grid is None else len(grid.findall(f"{_W}gridCol"))
    taken = [(row, _columns_of(row)) for row in table.iter(f"{_W}tr")]
    fits = all(max(counts) <= columns for _, counts in taken)
    return fits and any(counts[1] == columns and _always(row, table) for row, counts in taken)


def _columns_of(row: Any) -> tuple[int, int]:
    """The cells of a row, and the columns that they take."""
    cells = row.findall(f"{_W}tc")
    spans = (cell.find(f"{_W}tcPr/{_W}gridSpan") for cell in cells)
    return len(cells), sum(1 if span is None else int(span.get(f"{_W}val")) for span in spans)


def _always(row: Any, table: Any) -> bool:
    """Whether no loop or choice stands between a row and its table."""
    between = takewhile(lambda one: one is not table, row.iterancestors())
    return all(one.tag != _PART for one in between)
