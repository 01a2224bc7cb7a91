"""One paragraph as a reader of tracked changes sees it: new, gone, or changed word by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from nk_avtal.documents.redlines.atoms import Atom, atoms_of, joined
from nk_avtal.documents.redlines.carrying import Carrier
from nk_avtal.documents.redlines.marks import How, Marks, bare
from nk_avtal.documents.redlines.markup import (
    Element,
    R,
    W,
    as_text,
    kind,
    new,
    remove,
    signs,
    twin,
)
from nk_avtal.domain.aligning import ALIKE, likeness

MOST_STEPS = 4_000_000
"""Words of one paragraph times those of the other, beyond which it is replaced as a whole."""


@dataclass(frozen=True)
class Tracker:
    """Writes tracked changes of the part that `carrier` compares."""

    marks: Marks
    carrier: Carrier

    def whole(self, paragraph: Element, how: How) -> Element:
        """A paragraph that was inserted or deleted, its end with it."""
        source = paragraph if how == "ins" else self.carrier.carry(paragraph)
        properties = source.find(f"{W}pPr")
        properties = new("pPr") if properties is None else twin(properties)
        section = properties.find(f"{W}sectPr")
        if how == "del" and section is not None:
            properties.remove(section)  # the sections are those of the new file
        self._mark_end(properties, how)
        return new("p", properties, *joined(self.marks.around(list(source), how)))

    def _mark_end(self, properties: Element, how: How) -> None:
        look = properties.find(f"{W}rPr")
        if look is None:
            look = new("rPr")
            before = [one for one in properties if kind(one) in ("sectPr", "pPrChange")]
            before[0].addprevious(look) if before else properties.append(look)
        look.insert(0, self.marks.new(how))

    def move_end(self, kept: Element, final: Element) -> None:
        """Let `kept` come or go by its end in place of `final`, the last of the paragraphs after
        it, all of which come or go."""
        if kept.find(f"{W}pPr/{W}sectPr") is not None:
            return  # its end is that of a section
        mark = final.find(f"{W}pPr/{W}rPr")[0]
        how: How = "ins" if kind(mark) == "ins" else "del"
        remove(mark)
        if kept.find(f"{W}pPr") is None:
            kept.insert(0, new("pPr"))
        properties = kept.find(f"{W}pPr")
        record = properties.find(f"{W}pPrChange/{W}pPr")
        former = twin(properties if record is None else record)
        pair = (
            (final.find(f"{W}pPr"), properties) if how == "del" else (former, final.find(f"{W}pPr"))
        )
        look = self.marks.properties("pPr", pair[0], bare("pPr", pair[1]))
        final.replace(final.find(f"{W}pPr"), look)
        self._mark_end(properties, how)

    def changed(self, old: Element, now: Element) -> Element:
        """A paragraph that both have, with what has changed in it."""
        if as_text(old) == as_text(now) and not _refers(now):
            return twin(now)
        before, _ = atoms_of(old, self.carrier.told_old)
        after, last = atoms_of(now, self.carrier.told_new)
        content = [one for step in self._steps(before, after) for one in step]
        properties = self.marks.properties("pPr", old.find(f"{W}pPr"), now.find(f"{W}pPr"))
        made = new("p", *([] if properties is None else [properties]))
        made.attrib.update(now.attrib)
        made.extend(joined([*content, *map(twin, last)]))
        return made

    def _steps(self, old: list[Atom], now: list[Atom]) -> Iterator[list[Element]]:
        for tag, a, b, c, d in _opcodes(old, now):
            if tag == "equal":
                yield from map(self._same, old[a:b], now[c:d])
                continue
            yield self._put(old[a:b], "del")
            yield self._put(now[c:d], "ins")

    def _put(self, atoms: list[Atom], how: How) -> list[Element]:
        elements = [one for atom in atoms for one in (*atom.before, *atom.elements)]
        if how == "del":
            elements = [self.carrier.carry(one) for one in elements]
        return self.marks.around(elements, how)

    def _same(self, old: Atom, now: Atom) -> list[Element]:
        elements = [twin(one) for one in (*now.before, *now.elements)]
        if now.is_run and old.is_run and old.look != now.look:
            run, former = elements[-1], old.elements[0].find(f"{W}rPr")
            look = self.marks.properties("rPr", former, run.find(f"{W}rPr"))
            old_look = run.find(f"{W}rPr")
            if old_look is not None:
                run.remove(old_look)
            run.insert(0, look)
        return elements


def _refers(paragraph: Element) -> bool:
    """Whether it shows a note, a picture or the like, which stands elsewhere."""
    return any(
        kind(one) in ("footnoteReference", "endnoteReference") or _has_link(one)
        for one in paragraph.iter()
    )


def _has_link(element: Element) -> bool:
    return any(str(name).startswith(R) for name in element.attrib)


def _opcodes(old: list[Atom], now: list[Atom]) -> list[tuple[str, int, int, int, int]]:
    """The steps from one to the other; all at once where they have little in common."""
    one, other = ([atom.key for atom in atoms] for atoms in (old, now))
    texts = ("".join(signs(e) for atom in atoms for e in atom.elements) for atoms in (old, now))
    if one != other and (len(one) * len(other) > MOST_STEPS or likeness(*texts) < ALIKE):
        return [("replace", 0, len(old), 0, len(now))]
    return list(SequenceMatcher(None, one, other, autojunk=False).get_opcodes())
