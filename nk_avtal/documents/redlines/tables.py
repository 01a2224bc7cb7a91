"""Tables with tracked changes: rows that came or went, cells that say something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nk_avtal.documents.redlines.marks import How
from nk_avtal.documents.redlines.markup import Element, W, as_text, kind, new, signs, twin, unwrap
from nk_avtal.documents.redlines.paragraphs import Tracker
from nk_avtal.domain.aligning import aligned, row_likeness

if TYPE_CHECKING:
    from nk_avtal.documents.redlines.blocks import Blocks

_SHAPE = ("gridSpan", "vMerge", "hMerge")


class Tables:
    """Compares tables; what stands in a cell is compared by `blocks`."""

    def __init__(self, tracker: Tracker, blocks: Blocks) -> None:
        self._tracker, self._blocks = tracker, blocks

    def whole(self, table: Element, how: How) -> Element:
        """A table that came or went with all of its rows."""
        source = _plain(table)
        rows = [self._row(row, how) for row in _rows(source)]
        return new("tbl", *_heads(source), *rows)

    def merged(self, old: Element, now: Element) -> Element:
        """A table that both have, row by row."""
        old, now = _plain(old), _plain(now)
        properties = self._tracker.marks.properties("tblPr", old.find(f"{W}tblPr"), _tblpr(now))
        made = new("tbl", *(one for one in _heads(now) if kind(one) != "tblPr"))
        if properties is not None:
            made.insert(0, properties)
        before, after = _rows(old), _rows(now)
        one, other = ([_told(row) for row in rows] for rows in (before, after))
        for a, c in aligned(one, other, row_likeness):
            pair = None if a is None or c is None else (before[a], after[c])
            if pair and _shape(pair[0]) == _shape(pair[1]):
                made.append(self._changed(*pair))
                continue
            made.extend([] if a is None else [self._row(before[a], "del")])
            made.extend([] if c is None else [self._row(after[c], "ins")])
        return made

    def _changed(self, old: Element, now: Element) -> Element:
        marks = self._tracker.marks
        properties = marks.properties("trPr", old.find(f"{W}trPr"), now.find(f"{W}trPr"))
        row = new("tr", *([] if properties is None else [properties]))
        for before, after in zip(_cells(old), _cells(now), strict=True):
            cell = twin(after)
            self._blocks.merge(before, cell)
            look = marks.properties("tcPr", before.find(f"{W}tcPr"), after.find(f"{W}tcPr"))
            had = cell.find(f"{W}tcPr")
            if had is not None:
                cell.remove(had)
            if look is not None:
                cell.insert(0, look)
            row.append(cell)
        return row

    def _row(self, row: Element, how: How) -> Element:
        properties = row.find(f"{W}trPr")
        properties = new("trPr") if properties is None else twin(properties)
        properties.append(self._tracker.marks.new(how))
        return new("tr", properties, *(self._cell(cell, how) for cell in _cells(row)))

    def _cell(self, cell: Element, how: How) -> Element:
        look = [twin(one) for one in cell if kind(one) == "tcPr"]
        return new("tc", *look, *self._blocks.all_of(cell, how))


def _tblpr(table: Element) -> Element | None:
    return table.find(f"{W}tblPr")


def _plain(table: Element) -> Element:
    """A copy without content controls around rows and cells, nor bookmarks between them."""
    copied = twin(table)
    for one in list(copied.iter(f"{W}sdt")):
        content = one.find(f"{W}sdtContent")
        if content is not None and any(kind(each) in ("tr", "tc") for each in content):
            for each in list(content):
                one.addprevious(each)
            one.getparent().remove(one)
    for one in list(copied.iter(f"{W}customXml")):
        if kind(one.getparent()) in ("tbl", "tr"):
            unwrap(one)
    return copied


def _heads(table: Element) -> list[Element]:
    return [twin(one) for one in table if kind(one) in ("tblPr", "tblGrid")]


def _rows(table: Element) -> list[Element]:
    return [one for one in table if kind(one) == "tr"]


def _cells(row: Element) -> list[Element]:
    return [one for one in row if kind(one) == "tc"]


def _told(row: Element) -> str:
    return "\t".join(signs(cell) for cell in _cells(row))


def _shape(row: Element) -> list[str]:
    """How the cells of a row are merged with others."""
    looks = [cell.find(f"{W}tcPr") for cell in _cells(row)]
    return [
        "".join(as_text(one) for one in (() if look is None else look) if kind(one) in _SHAPE)
        for look in looks
    ]
