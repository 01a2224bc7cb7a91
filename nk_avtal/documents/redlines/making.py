"""Two Word files as one with tracked changes, proved before it is given away.

The file is the newer one; what the older said that the newer does not say is put in as deleted.
Changes that are tracked in either are taken as accepted, as Word takes them when it compares.
"""

from __future__ import annotations

from collections.abc import Iterator

from nk_avtal.documents.redlines.blocks import Blocks
from nk_avtal.documents.redlines.carrying import Carrier, carry_numbering, carry_styles
from nk_avtal.documents.redlines.marks import Marks
from nk_avtal.documents.redlines.markup import Element, R, W, kind, new, twin, unwrap, value
from nk_avtal.documents.redlines.opened import Opened
from nk_avtal.documents.redlines.paragraphs import Tracker
from nk_avtal.documents.redlines.proving import shape
from nk_avtal.documents.redlines.settling import settle

_SECTION_PARTS = ("headerReference", "footerReference")


def redline(old: bytes, newer: bytes, author: str, at: str) -> bytes:
    """The new file with what it changes in the old one as tracked changes by `author` at the
    instant `at` (ISO 8601, UTC). Accepting all gives the new text, rejecting all the old.

    Both are proved first. Where comparing word by word does not stand the proof, all of the old
    text is tracked as deleted and all of the new as inserted. Raises ValueError when that does not
    stand it either.
    """
    for coarse in (False, True):
        made, proved = _made(Opened(old), Opened(newer), Marks(author, at), coarse=coarse)
        if proved:
            return made.saved()
    raise ValueError("the changes cannot be tracked")


def _made(old: Opened, now: Opened, marks: Marks, *, coarse: bool) -> tuple[Opened, bool]:
    pairs = list(_parts(old, now))
    for file, names in ((old, {one for one, _ in pairs}), (now, {one for _, one in pairs})):
        for name in names:
            _prepare(file.tree(name))
    carry_styles(old, now)
    carry_numbering(old, now, [old.tree(one) for one, _ in pairs])
    proved = True
    for before, after in pairs:
        tracker = Tracker(marks, Carrier(old, before, now, after))
        containers = [_container(file.tree(name)) for file, name in ((old, before), (now, after))]
        shapes = [shape(one) for one in containers]
        Blocks(tracker, coarse=coarse).merge(*containers)
        proved = proved and shapes == [_settled(now.tree(after), h) for h in ("reject", "accept")]
    return now, proved


def _settled(root: Element, how: str) -> list[object]:
    copied = twin(root)
    settle(copied, "accept" if how == "accept" else "reject")
    return shape(_container(copied))


def _parts(old: Opened, now: Opened) -> Iterator[tuple[str, str]]:
    """The main part, and the headers and footers that both have in the same place."""
    yield old.main, now.main
    one, other = (list(_headers(file)) for file in (old, now))
    seen: set[str] = set()
    for place, before in one:
        after = next((name for where, name in other if where == place), "")
        if after and not {before, f"new {after}"} & seen:
            seen |= {before, f"new {after}"}
            yield before, after


def _headers(file: Opened) -> Iterator[tuple[tuple[int, str, str], str]]:
    for number, section in enumerate(file.tree(file.main).iter(f"{W}sectPr")):
        for one in section:
            if kind(one) in _SECTION_PARTS:
                name = file.target(file.main, str(one.get(f"{R}id")))
                if name in file.parts:
                    yield (number, kind(one), value(one, "type")), name


def _container(root: Element) -> Element:
    body = root.find(f"{W}body")
    return root if body is None else body


def _prepare(root: Element) -> None:
    """Settle what is tracked already, and write every field in the long way, of which the parts
    can be marked."""
    settle(root, "accept")
    for one in list(root.iter(f"{W}fldSimple")):
        for run in _field(value(one, "instr"), list(one)):
            one.addprevious(run)
        one.getparent().remove(one)
    for one in list(root.iter(f"{W}smartTag", f"{W}customXml")):
        unwrap(one)
    for one in list(root.iter(f"{W}smartTagPr", f"{W}customXmlPr", f"{W}proofErr")):
        one.getparent().remove(one)


def _field(code: str, shown: list[Element]) -> Iterator[Element]:
    instruction = new("instrText")
    instruction.text = code
    yield new("r", new("fldChar", fldCharType="begin"))
    yield new("r", instruction)
    yield new("r", new("fldChar", fldCharType="separate"))
    yield from shown
    yield new("r", new("fldChar", fldCharType="end"))
