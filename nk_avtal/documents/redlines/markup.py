"""Names and small helps for the markup of Word files (ECMA-376, part 1, 17)."""

from __future__ import annotations

import copy
import re
from typing import Any

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W, R = f"{{{MAIN}}}", f"{{{RELATED}}}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Element = Any
"""An element of lxml, which has no types."""

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
_OF_NO_MEANING = (f"{W}lang", f"{W}noProof", f"{W}rPrChange")
_NUMBERS = re.compile(r' (?:w:rsid\w*|w14:\w+|wp14:\w+|w15:\w+)="[^"]*"| id="\d+"')


def parsed(content: bytes) -> Element:
    """The root of a part."""
    return etree.fromstring(content, _PARSER)


def written(root: Element) -> bytes:
    """A part as it is kept."""
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def new(tag: str, *children: Element, **values: str) -> Element:
    """An element of Word's own names, such as `new("ins", run, id="3")`."""
    element = etree.Element(f"{W}{tag}", nsmap={"w": MAIN})
    for name, value in values.items():
        element.set(f"{W}{name}", value)
    element.extend(children)
    return element


def twin(element: Element) -> Element:
    """A copy that stands for itself, without the text that follows in the file."""
    copied = copy.deepcopy(element)
    copied.tail = None
    return copied


def value(element: Element, name: str) -> str:
    """An attribute of Word's own names, empty without it."""
    found: str = element.get(f"{W}{name}") or ""
    return found


def kind(element: Element) -> str:
    """The local name of an element of Word's own, else the whole one."""
    return str(element.tag).removeprefix(W)


def remove(element: Element) -> None:
    """Take an element out of where it stands."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap(element: Element) -> None:
    """Put an element's children in its place."""
    for child in list(element):
        element.addprevious(child)
    remove(element)


def same_look(properties: Element | None) -> str:
    """What properties say, to compare: without language, spelling and who saved it when."""
    if properties is None:
        return ""
    found = [one for one in properties if one.tag not in _OF_NO_MEANING]
    return "".join(sorted(as_text(one) for one in found))


def as_text(element: Element) -> str:
    """An element to compare, without the numbers that Word gives anew when it saves."""
    text: str = etree.tostring(element, encoding="unicode", with_tail=False)
    return _NUMBERS.sub("", re.sub(r' xmlns(:\w+)?="[^"]*"', "", text))


_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "footnoteReference": "†"}


def signs(element: Element) -> str:
    """What stands in a paragraph, or in anything else."""
    found = []
    for one in element.iter():
        name = kind(one)
        if name in ("t", "delText"):
            found.append(one.text or "")
        elif name in _SIGNS and kind(one.getparent()) == "r":
            found.append(_SIGNS[name])
    return "".join(found)
