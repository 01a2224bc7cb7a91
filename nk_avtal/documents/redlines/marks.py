"""The marks of tracked changes: whose, when, and around what."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Literal

from nk_avtal.documents.redlines.markup import (
    SPACE,
    Element,
    W,
    kind,
    new,
    remove,
    same_look,
    twin,
)

How = Literal["ins", "del"]

FIRST_NUMBER = 1_000_000
"""Beyond the numbers that a file gives its own notes and bookmarks."""
_DELETED = {"t": "delText", "instrText": "delInstrText"}
_SHELLS = ("sdt", "smartTag", "customXml", "bdo", "dir")
MARKERS = frozenset(
    {
        *("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "proofErr"),
        *("permStart", "permEnd"),
    }
)
"""What stands between words without being one."""
_LEFT_BEHIND = ("commentReference", "annotationRef", "lastRenderedPageBreak")
_NOT_FORMER = {
    "pPr": ("rPr", "sectPr", "pPrChange"),
    "trPr": ("ins", "del", "trPrChange"),
    "tcPr": ("tcPrChange", "cellIns", "cellDel", "cellMerge"),
}


class Marks:
    """Makes the marks of one author and instant (ISO 8601), each with a number of its own."""

    def __init__(self, author: str, at: str) -> None:
        self._author, self._at, self._numbers = author, at, count(FIRST_NUMBER)

    def new(self, tag: str, *children: Element) -> Element:
        """A mark such as `ins` or `pPrChange`."""
        number = str(next(self._numbers))
        return new(tag, *children, id=number, author=self._author, date=self._at)

    def around(self, elements: Iterable[Element], how: How) -> list[Element]:
        """Copies of what stands in a paragraph, all of it inserted or deleted."""
        found: list[Element] = []
        for element in elements:
            name = kind(element)
            if name in MARKERS:
                found += [twin(element)] if how == "ins" else []
            elif name in _SHELLS:
                content = element.find(f"{W}sdtContent") if name == "sdt" else element
                found += self.around(() if content is None else list(content), how)
            elif name == "hyperlink":
                shell = new("hyperlink", *self.around(list(element), how))
                shell.attrib.update(element.attrib)
                found.append(shell)
            elif name not in ("pPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr"):
                self._put(found, deleted(element) if how == "del" else twin(element), how)
        return found

    def _put(self, found: list[Element], element: Element, how: How) -> None:
        """Into the mark before, when there is one of the same kind."""
        if kind(element) == "r" and not has_content(element):
            return
        if not found or kind(found[-1]) != how:
            found.append(self.new(how))
        found[-1].append(element)

    def properties(self, tag: str, old: Element | None, now: Element | None) -> Element | None:
        """The new properties with the old ones in a record, where they differ."""
        before, after = bare(tag, old), bare(tag, now)
        result = None if now is None else twin(now)
        if same_look(before) == same_look(after):
            return result
        result = new(tag) if result is None else result
        result.append(self.new(f"{tag}Change", before))
        return result


def bare(tag: str, properties: Element | None) -> Element:
    """Properties without what a record of former ones does not hold."""
    copied = new(tag)
    for one in () if properties is None else properties:
        if kind(one) not in _NOT_FORMER.get(tag, (f"{tag}Change",)):
            copied.append(twin(one))
    return copied


def has_content(run: Element) -> bool:
    """Whether a run says anything."""
    return any(kind(one) != "rPr" and not (kind(one) == "t" and not one.text) for one in run)


def deleted(element: Element) -> Element:
    """A copy of a run with its words as deleted ones; those in a box that it holds go with it."""
    copied = twin(element)
    for one in list(copied):
        name = kind(one)
        if name in _DELETED:
            one.tag = f"{W}{_DELETED[name]}"
            one.set(SPACE, "preserve")
        elif name in _LEFT_BEHIND:
            remove(one)
    return copied
