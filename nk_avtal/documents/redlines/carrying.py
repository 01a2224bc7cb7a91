"""What the old file's content refers to, carried over to the new file: numbering, styles, notes,
pictures and addresses. Where the new file has the same already, that is referred to."""

from __future__ import annotations

import hashlib

from nk_avtal.documents.redlines.markup import (
    Element,
    R,
    W,
    as_text,
    kind,
    remove,
    signs,
    twin,
    unwrap,
    value,
)
from nk_avtal.documents.redlines.opened import Opened

_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


class Carrier:
    """Carries from one part of the old file to the part of the new one that it is compared with."""

    def __init__(self, old: Opened, owner: str, now: Opened, target: str) -> None:
        self._old, self._owner, self._now, self._target = old, owner, now, target

    def told_old(self, element: Element) -> str:
        """What an element of the old file says that stands elsewhere in it."""
        return _told(self._old, self._owner, element)

    def told_new(self, element: Element) -> str:
        """The same for one of the new file."""
        return _told(self._now, self._target, element)

    def carry(self, element: Element) -> Element:
        """A copy of an element of the old file that refers to what the new one has."""
        copied = twin(element)
        for one in list(copied.iter()):
            for name in [name for name in one.attrib if str(name).startswith(R)]:
                one.set(name, self._linked(one.get(name)))
            if kind(one) in _NOTES:
                one.set(f"{W}id", self._note(_NOTES[kind(one)], value(one, "id")))
        return copied

    def _linked(self, number: str) -> str:
        link = self._old.link(self._owner, number)
        if link is None:
            return number
        outside = link.get("TargetMode") == "External"
        target = self._old.target(self._owner, number)
        if not outside:
            if target not in self._old.parts:
                return number
            content = self._old.parts[target]
            if self._now.parts.get(target) != content:
                kind_of_part = self._old.content_type(target)
                target = self._now.add_part(target, content, kind_of_part)
        return self._now.add_link(self._target, str(link.get("Type")), target, outside=outside)

    def _note(self, tag: str, number: str) -> str:
        """A note of the old file put beside those of the new one; its number there."""
        part = self._old.related(self._owner, f"{tag}s")
        note = _numbered(self._old.tree(part), tag, number) if part else None
        if note is None:
            return number
        notes = self._notes(tag, part)
        copied = twin(note)
        for one in list(copied.iter(f"{W}hyperlink")):
            unwrap(one)
        taken = {int(value(one, "id") or 0) for one in notes}
        copied.set(f"{W}id", str(max(taken, default=0) + 1))
        notes.append(copied)
        return value(copied, "id")

    def _notes(self, tag: str, part: str) -> Element:
        """The notes of the new file; made after the old one's when it has none."""
        there = self._now.related(self._target, f"{tag}s")
        if not there:
            content = self._old.parts[part]
            there = self._now.add_part(part, content, self._old.content_type(part))
            self._now.add_link(self._target, f"{tag}s", there)
            for one in list(self._now.tree(there)):
                if not value(one, "type"):
                    remove(one)
        return self._now.tree(there)


def _told(file: Opened, owner: str, element: Element) -> str:
    name = kind(element)
    if name in _NOTES:
        part = file.related(owner, f"{_NOTES[name]}s")
        number = value(element, "id")
        note = _numbered(file.tree(part), _NOTES[name], number) if part else None
        return "" if note is None else signs(note).strip()
    text = as_text(element)
    for one in element.iter():
        for key in [key for key in one.attrib if str(key).startswith(R)]:
            target = file.target(owner, one.get(key))
            digest = hashlib.sha256(file.parts.get(target, target.encode())).hexdigest()
            text = text.replace(f'"{one.get(key)}"', f'"{digest}"')
    return text


def _numbered(notes: Element, tag: str, number: str) -> Element | None:
    return next((one for one in notes.iter(f"{W}{tag}") if value(one, "id") == number), None)


def carry_styles(old: Opened, now: Opened) -> None:
    """Give the new file the old one's styles that it lacks."""
    names = [file.related(file.main, "styles") for file in (old, now)]
    if not all(names):
        return
    before, after = (file.tree(name) for file, name in zip((old, now), names, strict=True))
    known = {value(one, "styleId") for one in after.iter(f"{W}style")}
    for style in before.iter(f"{W}style"):
        if value(style, "styleId") not in known:
            copied = twin(style)
            copied.attrib.pop(f"{W}default", None)
            after.append(copied)


def carry_numbering(old: Opened, now: Opened, roots: list[Element]) -> None:
    """Let the old file's paragraphs under `roots` count as the new file's do, where both have the
    same way of numbering; else give the new file the old one's."""
    part = old.related(old.main, "numbering")
    if not part:
        return
    there = now.related(now.main, "numbering")
    if not there:
        there = now.add_part(part, old.parts[part], old.content_type(part))
        now.add_link(now.main, "numbering", there)
        return
    numbers = _Numberings(old.tree(part), now.tree(there))
    for root in roots:
        for one in root.iter(f"{W}numId"):
            one.set(f"{W}val", numbers.carried(value(one, "val")))


class _Numberings:
    """The lists of both files, and which of one is which of the other."""

    def __init__(self, old: Element, now: Element) -> None:
        self._old, self._now = _lists(old), _lists(now)
        self._before, self._after = old, now
        self._known: dict[str, str] = {"": "", "0": "0"}

    def carried(self, number: str) -> str:
        if number not in self._known:
            self._known[number] = self._found(number)
        return self._known[number]

    def _found(self, number: str) -> str:
        way = self._old.get(number)
        if way is None or self._now.get(number) == way:
            return number
        taken = set(self._known.values())
        same = [one for one, told in self._now.items() if told == way and one not in taken]
        return same[0] if same else self._added(number)

    def _added(self, number: str) -> str:
        source = next(one for one in self._before.iter(f"{W}num") if value(one, "numId") == number)
        way = _abstract(self._before, source)
        numbers = [int(one) for one in self._now if one.lstrip("-").isdigit()]
        fresh = str(max([*numbers, 0]) + 1)
        copied = twin(source)
        copied.set(f"{W}numId", fresh)
        if way is not None:
            taken = [int(value(one, "abstractNumId") or 0) for one in _abstracts(self._after)]
            made = twin(way)
            made.set(f"{W}abstractNumId", str(max([*taken, 0]) + 1))
            self._after.insert(len(_abstracts(self._after)), made)
            copied.find(f"{W}abstractNumId").set(f"{W}val", value(made, "abstractNumId"))
        last = [one for one in self._after if kind(one) == "num"]
        last[-1].addnext(copied) if last else self._after.append(copied)
        self._now[fresh] = self._old[number]
        return fresh


def _lists(numbering: Element) -> dict[str, str]:
    """What each list looks like, by its number."""
    found = {}
    for one in numbering.iter(f"{W}num"):
        way = _abstract(numbering, one)
        levels = [] if way is None else [as_text(level) for level in way.iter(f"{W}lvl")]
        changes = [as_text(change) for change in one.iter(f"{W}lvlOverride")]
        found[value(one, "numId")] = "".join([*levels, *changes])
    return found


def _abstracts(numbering: Element) -> list[Element]:
    return [one for one in numbering if kind(one) == "abstractNum"]


def _abstract(numbering: Element, number: Element) -> Element | None:
    named = number.find(f"{W}abstractNumId")
    wanted = "" if named is None else value(named, "val")
    ways = _abstracts(numbering)
    return next((one for one in ways if value(one, "abstractNumId") == wanted), None)
