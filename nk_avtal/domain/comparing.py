"""What differs between two texts, line by line and word by word: paragraphs, and rows of tables
cell by cell. A line that only stands elsewhere is moved, not removed and added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, zip_longest

from nk_avtal.domain.aligning import Step, aligned, row_likeness

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
BETWEEN_CELLS = "\t"


class Kind(StrEnum):
    """What has become of a line, or of a piece of one."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED_AWAY = "moved_away"
    MOVED_HERE = "moved_here"


@dataclass(frozen=True)
class Line:
    """A paragraph, or a row of a table with its cells. `number` is what Word counts it as."""

    cells: tuple[str, ...]
    number: str = ""
    in_table: bool = False

    @property
    def text(self) -> str:
        """All that stands in it."""
        return BETWEEN_CELLS.join(self.cells)


Pieces = tuple[tuple[Kind, str], ...]


@dataclass(frozen=True)
class Change:
    """A line in the order of reading; its cells, of which a paragraph has one, in pieces: same,
    added or removed words. `before` is the number that it had, `number` the one that it has."""

    kind: Kind
    cells: tuple[Pieces, ...]
    number: str = ""
    before: str = ""
    in_table: bool = False

    @property
    def pieces(self) -> Pieces:
        """Those of all cells, with a tab between."""
        first, *others = self.cells
        return (*first, *(one for cell in others for one in ((Kind.SAME, BETWEEN_CELLS), *cell)))

    @property
    def text(self) -> str:
        """All that stands there, old and new."""
        return "".join(text for _, text in self.pieces)

    @property
    def renumbered(self) -> bool:
        """Whether it stays where it is and counts as another number."""
        return self.kind in (Kind.SAME, Kind.CHANGED) and self.number != self.before


def compared(old: Sequence[Line], new: Sequence[Line]) -> list[Change]:
    """The lines of both texts as one, each with what has become of it."""
    steps = aligned([one.text for one in old], [one.text for one in new], row_likeness)
    return [_change(old, new, step) for step in steps]


def _change(old: Sequence[Line], new: Sequence[Line], step: Step) -> Change:
    a, c = step
    if a is None:
        return whole(Kind.ADDED, new[c or 0])
    if c is None:
        return whole(Kind.REMOVED, old[a])
    return paired(Kind.SAME if old[a].text == new[c].text else Kind.CHANGED, old[a], new[c])


def whole(kind: Kind, line: Line) -> Change:
    """A line that is there only before or only after."""
    cells = tuple(((kind, text),) for text in line.cells)
    return Change(kind, cells, line.number, line.number, line.in_table)


def paired(kind: Kind, old: Line, new: Line) -> Change:
    """A line that is there before and after, with what has changed in it."""
    pairs = zip_longest(old.cells, new.cells, fillvalue="")
    cells = tuple(tuple(_pieces(one, other)) for one, other in pairs)
    return Change(kind, cells, new.number, old.number, new.in_table)


def _pieces(old: str, new: str) -> Iterator[tuple[Kind, str]]:
    one, other = _WORDS.findall(old), _WORDS.findall(new)
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Kind.SAME, "".join(other[c:d])
            continue
        if b > a:
            yield Kind.REMOVED, "".join(one[a:b])
        if d > c:
            yield Kind.ADDED, "".join(other[c:d])


LONGEST_SHOWN = 10
"""Lines in a row that nothing has become of; of more, those in the midst are shown on demand."""
CONTEXT = 3
"""Such lines that are shown on either side of a change."""

Group = tuple[str, list[Change]]


def grouped(changes: Iterable[Change]) -> Iterator[Group]:
    """The changes as they are shown together: the rows of a `table`, the lines that moved
    (`moved_away`, `moved_here`), lines that are the `same` and many, and all other `lines`."""
    for name, found in groupby(changes, _group):
        some = list(found)
        yield from _stretches(some) if name == "lines" else [(name, some)]


def _group(change: Change) -> str:
    if change.in_table:
        return "table"
    return change.kind if change.kind in (Kind.MOVED_AWAY, Kind.MOVED_HERE) else "lines"


def _stretches(lines: list[Change]) -> Iterator[Group]:
    """Lines with those set apart that nothing has become of, where they are many."""
    shown: list[Change] = []
    for same, some in groupby(lines, lambda one: one.kind is Kind.SAME and not one.renumbered):
        stretch = list(some)
        if not same or len(stretch) <= LONGEST_SHOWN:
            shown += stretch
            continue
        yield "lines", shown + stretch[:CONTEXT]
        yield "same", stretch[CONTEXT:-CONTEXT]
        shown = stretch[-CONTEXT:]
    if shown:
        yield "lines", shown
