"""A paragraph as the small pieces that are compared: words, tabs, fields, links, pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nk_avtal.documents.redlines.marks import MARKERS, has_content
from nk_avtal.documents.redlines.markup import (
    SPACE,
    Element,
    W,
    as_text,
    kind,
    new,
    same_look,
    signs,
    twin,
    value,
)

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_STEP = {"begin": 1, "end": -1}

Told = Callable[[Element], str]
"""What an element says that stands elsewhere: a note's text, a picture's bytes."""


@dataclass(frozen=True)
class Atom:
    """One piece: what it says, to compare; how it looks; and what stands right before it."""

    key: tuple[str, ...]
    elements: tuple[Element, ...]
    look: str = ""
    before: tuple[Element, ...] = ()

    @property
    def is_run(self) -> bool:
        """Whether it is a piece of a run, of which the look can be changed."""
        return self.key[0] != "field" and kind(self.elements[0]) == "r"


def atoms_of(paragraph: Element, told: Told) -> tuple[list[Atom], list[Element]]:
    """The pieces of a paragraph, and the markers after the last."""
    found: list[Atom] = []
    waiting: list[Element] = []
    for group in _groups(paragraph):
        if kind(group[0]) in MARKERS:
            waiting.append(group[0])
            continue
        for atom in _atoms(group, told):
            found.append(Atom(atom.key, atom.elements, atom.look, tuple(waiting)))
            waiting = []
    return found, waiting


def depth_of_fields(element: Element) -> int:
    """How many fields begin in it and do not end there."""
    marks = element.iter(f"{W}fldChar")
    return sum(_STEP.get(value(one, "fldCharType"), 0) for one in marks)


def _groups(paragraph: Element) -> Iterator[list[Element]]:
    """Elements one by one, those of a field together."""
    field: list[Element] = []
    depth = 0
    for element in paragraph:
        if kind(element) == "pPr":
            continue
        depth += depth_of_fields(element)
        if depth > 0 or field:
            field.append(element)
        else:
            yield [element]
        if field and depth == 0:
            yield field
            field = []
    yield from ([one] for one in field)  # it goes on in another paragraph


def _atoms(group: list[Element], told: Told) -> Iterator[Atom]:
    first = group[0]
    if len(group) > 1 or next(first.iter(f"{W}fldChar"), None) is not None:
        codes = "".join(one.text or "" for each in group for one in each.iter(f"{W}instrText"))
        shown = "".join(signs(one) for one in group)
        ends = [value(one, "fldCharType") for each in group for one in each.iter(f"{W}fldChar")]
        yield Atom(("field", codes.strip(), shown, *ends), tuple(group))
    elif kind(first) != "r":
        yield Atom((kind(first), signs(first), told(first)), tuple(group))
    elif has_content(first):
        yield from _of_run(first, told)


def _of_run(run: Element, told: Told) -> Iterator[Atom]:
    properties = run.find(f"{W}rPr")
    look = same_look(properties)
    for child in run:
        if child is properties or kind(child) == "lastRenderedPageBreak":
            continue
        if kind(child) == "t":
            for word in WORDS.findall(child.text or ""):
                yield Atom(("t", word), (_run(properties, _text(word)),), look)
        else:
            key = (kind(child), told(child))
            yield Atom(key, (_run(properties, twin(child)),), look)


def _run(properties: Element | None, child: Element) -> Element:
    return new("r", child) if properties is None else new("r", twin(properties), child)


def _text(word: str) -> Element:
    text = new("t")
    text.text = word
    text.set(SPACE, "preserve")
    return text


def joined(elements: list[Element]) -> list[Element]:
    """The same with words next to each other that look alike in one run, and marks next to each
    other as one."""
    found: list[Element] = []
    for element in elements:
        last = found[-1] if found else None
        if last is not None and kind(last) == kind(element) in ("ins", "del"):
            last.extend(list(element))
        elif not (last is not None and _joins(last, element)):
            found.append(element)
    for one in found:
        if kind(one) in ("ins", "del"):
            inner = joined(list(one))
            one[:] = inner
    return found


def _joins(last: Element, element: Element) -> bool:
    """Put the words of a run at the end of the one before, where both look alike."""
    one, other = _words_of(last), _words_of(element)
    if one is None or other is None or one.tag != other.tag:
        return False
    looks = [run.find(f"{W}rPr") for run in (last, element)]
    if len({"" if look is None else as_text(look) for look in looks}) > 1:
        return False
    one.text = (one.text or "") + (other.text or "")
    return True


def _words_of(run: Element) -> Element | None:
    inside = [one for one in run if kind(one) != "rPr"] if kind(run) == "r" else []
    return inside[0] if len(inside) == 1 and kind(inside[0]) in ("t", "delText") else None
