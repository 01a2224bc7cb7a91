"""What follows each other in a body, a cell or a header: paragraphs, tables, content controls."""

from __future__ import annotations

from dataclasses import dataclass, field

from nk_avtal.documents.redlines.atoms import depth_of_fields
from nk_avtal.documents.redlines.ends import with_firm_ends
from nk_avtal.documents.redlines.marks import MARKERS, How
from nk_avtal.documents.redlines.markup import Element, W, as_text, kind, new, signs, twin
from nk_avtal.documents.redlines.paragraphs import Tracker
from nk_avtal.documents.redlines.tables import Tables
from nk_avtal.domain.aligning import Step, aligned, likeness


@dataclass
class Block:
    """A paragraph, a table, a content control, or paragraphs that one field runs through."""

    name: str
    elements: list[Element]
    before: list[Element] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What kind it is and what it says."""
        return f"{self.name} {''.join(signs(one) for one in self.elements)}"


class Blocks:
    """Compares containers; `coarse` replaces all of their content."""

    def __init__(self, tracker: Tracker, *, coarse: bool = False) -> None:
        self._tracker, self._coarse = tracker, coarse
        self._tables = Tables(tracker, self)

    def merge(self, old: Element, now: Element) -> None:
        """Put the changes from `old` to `now` into `now`, which is a body, a cell or the like."""
        before, _, _ = blocks_of(old)
        after, last, others = blocks_of(now)
        steps = self._order(before, after)
        steps, ends = with_firm_ends(
            steps, [one.name for one in before], [one.name for one in after]
        )
        written = [self._step(before, after, step) for step in steps]
        for kept, final in ends.items():
            self._tracker.move_end(written[kept][-1], written[final][-1])
        now[:] = [*others[0], *(one for step in written for one in step), *last, *others[1]]

    def _order(self, old: list[Block], now: list[Block]) -> list[Step]:
        if self._coarse:
            return [
                *((at, None) for at in range(len(old))),
                *((None, at) for at in range(len(now))),
            ]
        one, other = ([block.key for block in blocks] for blocks in (old, now))
        return list(aligned(one, other, _alike))

    def _step(self, old: list[Block], now: list[Block], step: Step) -> list[Element]:
        gone, come = (
            None if at is None else blocks[at] for at, blocks in zip(step, (old, now), strict=True)
        )
        before = come.before if come else []
        both = self._both(gone, come) if gone and come else []
        if both:
            return [*before, *both]
        removed = self.whole(gone, "del") if gone else []
        return [*removed, *before, *(self.whole(come, "ins") if come else [])]

    def _both(self, old: Block, now: Block) -> list[Element]:
        """A block that both have, with what has changed in it; nothing when it is another one."""
        if old.name != now.name:
            return []
        one, other = old.elements[0], now.elements[0]
        if now.name == "p":
            return [self._tracker.changed(one, other)]
        if now.name == "tbl":
            return [self._tables.merged(one, other)]
        if now.name == "sdt":
            return [self._merged_control(one, other)] if _control(old) == _control(now) else []
        same = list(map(as_text, old.elements)) == list(map(as_text, now.elements))
        return now.elements if same else []

    def _merged_control(self, old: Element, now: Element) -> Element:
        inner, result = old.find(f"{W}sdtContent"), twin(now)
        self.merge(new("x") if inner is None else inner, result.find(f"{W}sdtContent"))
        return result

    def whole(self, block: Block, how: How) -> list[Element]:
        """A block that came or went."""
        if block.name == "tbl":
            return [self._tables.whole(block.elements[0], how)]
        if block.name == "sdt":
            inner = block.elements[0].find(f"{W}sdtContent")
            return self.all_of(new("x") if inner is None else inner, how)
        return [self._tracker.whole(one, how) for one in block.elements]

    def all_of(self, container: Element, how: How) -> list[Element]:
        """All that stands in a container, as come or gone."""
        return [one for block in blocks_of(container)[0] for one in self.whole(block, how)]


def blocks_of(container: Element) -> tuple[list[Block], list[Element], list[list[Element]]]:
    """The blocks; the markers after the last; and what the container has before and after."""
    found: list[Block] = []
    waiting: list[Element] = []
    around: list[list[Element]] = [[], []]
    depth = 0
    for element in container:
        name = kind(element)
        if name in ("tcPr", "sectPr"):
            around[name == "sectPr"].append(element)
        elif name in MARKERS:
            waiting.append(element)
        elif name in ("p", "tbl", "sdt"):
            opens = depth
            depth += depth_of_fields(element) if name == "p" else 0
            if opens and found and name == "p":
                found[-1].elements.append(element)
            else:
                found.append(Block("field" if depth and name == "p" else name, [element], waiting))
                waiting = []
        else:
            waiting.append(element)
    return found, waiting, around


def _control(block: Block) -> str:
    properties = block.elements[0].find(f"{W}sdtPr")
    if properties is None:
        return ""
    told = [one for one in properties if kind(one) in ("alias", "tag")]
    return "".join(as_text(one) for one in told)


def _alike(old: str, now: str) -> float:
    one, other = old.partition(" "), now.partition(" ")
    return likeness(one[2], other[2]) if one[0] == other[0] else 0.0
