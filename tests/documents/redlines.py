"""What a Word file with tracked changes says when all of them are accepted or rejected.

Written apart from what makes such files: it only knows what the marks mean (ECMA-376, 17.13.5).
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = {"accept": (f"{W}del", f"{W}moveFrom"), "reject": (f"{W}ins", f"{W}moveTo")}

_PROPERTIES = (f"{W}rPr", f"{W}trPr")

Shape = list[Any]


def shape(content: bytes, resolve: str = "", part: str = "word/document.xml") -> Shape:
    """The paragraphs (style, numbering, text) and tables (rows of cells of paragraphs)."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = etree.fromstring(archive.read(part))
    if resolve in _GONE:
        _resolve(root, resolve)
    body = root.find(f"{W}body")
    return _blocks(root if body is None else body)


def _resolve(root: Any, how: str) -> None:
    for change in list(root.iter(f"{W}pPrChange", f"{W}rPrChange")):
        _resolve_format(change, how)
    _drop([row for row in root.iter(f"{W}tr") if _is_gone(row.find(f"{W}trPr"), how)])
    _drop([table for table in root.iter(f"{W}tbl") if table.find(f".//{W}tr") is None])
    texts = [one for one in root.iter(*_GONE[how]) if one.getparent().tag not in _PROPERTIES]
    _drop(texts)
    for paragraph in list(root.iter(f"{W}p")):
        if _is_gone(paragraph.find(f"{W}pPr/{W}rPr"), how):
            _join(paragraph)


def _drop(elements: list[Any]) -> None:
    for element in elements:
        element.getparent().remove(element)


def _is_gone(marks: Any, how: str) -> bool:
    return marks is not None and any(marks.find(tag) is not None for tag in _GONE[how])


def _resolve_format(change: Any, how: str) -> None:
    """Keep the properties that are there, or put back those that the change holds."""
    owner = change.getparent()
    owner.remove(change)
    if how == "accept" or owner.getparent() is None:
        return
    kept = [one for one in owner if one.tag in (f"{W}ins", f"{W}del", f"{W}rPr")]
    old = list(change[0]) if len(change) else []
    for child in list(owner):
        owner.remove(child)
    owner.extend([*old, *kept])


def _join(paragraph: Any) -> None:
    """A paragraph without its mark runs on into the next, which keeps its own properties."""
    following = paragraph.getnext()
    content = [one for one in paragraph if one.tag != f"{W}pPr"]
    if following is not None and following.tag == f"{W}p":
        at = 1 if following.find(f"{W}pPr") is not None else 0
        for child in reversed(content):
            following.insert(at, child)
        paragraph.getparent().remove(paragraph)
    elif not "".join(_signs(paragraph)):
        paragraph.getparent().remove(paragraph)


def _blocks(owner: Any) -> Shape:
    found: Shape = []
    for element in owner:
        if element.tag == f"{W}p":
            found.append(_paragraph(element))
        elif element.tag == f"{W}tbl":
            rows = [
                [_blocks(cell) for cell in row.iter(f"{W}tc")] for row in element.iter(f"{W}tr")
            ]
            found.append(rows)
        elif element.tag == f"{W}sdt":
            found += _blocks(element.find(f"{W}sdtContent"))
    return found


def _paragraph(element: Any) -> tuple[str, str]:
    style = element.find(f"{W}pPr/{W}pStyle")
    return ("" if style is None else style.get(f"{W}val"), "".join(_signs(element)))


def _signs(element: Any) -> list[str]:
    signs = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011"}
    found = []
    for one in element.iter():
        if one.tag in (f"{W}t", f"{W}delText"):
            found.append(one.text or "")
        elif one.tag in signs and one.getparent().tag == f"{W}r":
            found.append(signs[one.tag])
    return found
