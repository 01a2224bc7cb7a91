"""Writing XML: elements with namespaces, and texts without what no XML may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
XML = "http://www.w3.org/XML/1998/namespace"


class Tree:
    """A tree whose names are written `prefix:name`, with these namespaces."""

    def __init__(self, root: str, namespaces: Mapping[str | None, str]) -> None:
        self._spaces = {**namespaces, "xml": XML}
        self.root = etree.Element(self._name(root), nsmap=dict(namespaces))

    def add(
        self, parent: etree._Element, name: str, text: str | None = None, **attributes: str
    ) -> etree._Element:
        """A new last child. An attribute `rdf_about` is written `rdf:about`."""
        child = etree.SubElement(parent, self._name(name))
        child.text = None if text is None else _FORBIDDEN.sub("", text)
        for key, value in attributes.items():
            written = self._name(key.replace("_", ":")) if "_" in key else key
            child.set(written, _FORBIDDEN.sub("", value))
        return child

    def content(self) -> bytes:
        """The file."""
        written: bytes = etree.tostring(
            self.root, xml_declaration=True, encoding="utf-8", pretty_print=True
        )
        return written

    def _name(self, name: str) -> str:
        prefix, _, local = name.rpartition(":")
        return f"{{{self._spaces[prefix or None]}}}{local}"
