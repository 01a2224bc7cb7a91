"""A Word file that has been opened: its parts, and how they refer to each other."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator

from lxml import etree

from nk_avtal.documents.redlines.markup import RELATED, Element, parsed, written

_OFFICE = RELATED + "/"
_TYPES = "[Content_Types].xml"


class Opened:
    """Parts by name; those that were asked for as trees are written as what became of them.

    Raises KeyError, ValueError or what lxml and zipfile raise when the file is no Word file.
    """

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.parts = {one.filename: archive.read(one) for one in archive.infolist()}
        self._trees: dict[str, Element] = {}
        self.main = self.related("", "officeDocument") or "word/document.xml"

    def tree(self, name: str) -> Element:
        """The root of a part, which may be changed."""
        if name not in self._trees:
            self._trees[name] = parsed(self.parts[name])
        return self._trees[name]

    def related(self, owner: str, kind: str) -> str:
        """The part of this kind that `owner` refers to first, empty without one."""
        links = self._links(owner)
        found = () if links is None else links
        return next((_target(owner, one) for one in found if one.get("Type") == _OFFICE + kind), "")

    def link(self, owner: str, number: str) -> Element | None:
        """A reference by its number."""
        links = self._links(owner)
        found = () if links is None else links
        return next((one for one in found if one.get("Id") == number), None)

    def target(self, owner: str, number: str) -> str:
        """The part that a reference leads to, or the address outside; empty without one."""
        link = self.link(owner, number)
        return "" if link is None else _target(owner, link)

    def add_link(self, owner: str, kind: str, target: str, *, outside: bool = False) -> str:
        """Refer to a part or an address; the number of the reference."""
        name = _links_of(owner)
        if name not in self.parts:
            self.parts[name] = _NO_LINKS
        links = self.tree(name)
        taken = {one.get("Id") for one in links}
        number = next(f"rIdA{at}" for at in range(1, len(taken) + 2) if f"rIdA{at}" not in taken)
        kind = kind if ":" in kind else _OFFICE + kind
        values = {"Id": number, "Type": kind, "Target": target if outside else f"/{target}"}
        if outside:
            values["TargetMode"] = "External"
        etree.SubElement(links, links.tag.replace("Relationships", "Relationship"), values)
        return number

    def add_part(self, name: str, content: bytes, content_type: str) -> str:
        """Add a part under this name or, when it is taken, one like it; the name."""
        stem, ending = posixpath.splitext(name)
        free = (name, *(f"{stem}_{at}{ending}" for at in range(1, 10_000)))
        name = next(one for one in free if one not in self.parts)
        self.parts[name] = content
        types = self.tree(_TYPES)
        tag = types.tag.replace("Types", "Override")
        etree.SubElement(types, tag, {"PartName": f"/{name}", "ContentType": content_type})
        return name

    def content_type(self, name: str) -> str:
        """What kind of part it is."""
        ending = posixpath.splitext(name)[1][1:].lower()
        for one in self.tree(_TYPES):
            if one.get("PartName") == f"/{name}":
                return str(one.get("ContentType"))
        for one in self.tree(_TYPES):
            if (one.get("Extension") or "").lower() == ending:
                return str(one.get("ContentType"))
        return "application/octet-stream"

    def saved(self) -> bytes:
        """The file."""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self._written():
                archive.writestr(name, content)
        return file.getvalue()

    def _written(self) -> Iterator[tuple[str, bytes]]:
        for name, content in self.parts.items():
            yield name, written(self._trees[name]) if name in self._trees else content

    def _links(self, owner: str) -> Element | None:
        name = _links_of(owner)
        return self.tree(name) if name in self.parts else None


def _links_of(owner: str) -> str:
    folder, name = posixpath.split(owner)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _target(owner: str, link: Element) -> str:
    target = str(link.get("Target") or "")
    if link.get("TargetMode") == "External":
        return target
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), target)).lstrip("/")


_NO_LINKS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns='
    b'"http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
