"""What a file with tracked changes becomes when all are accepted, or all rejected."""

from __future__ import annotations

from typing import Literal

from nk_avtal.documents.redlines.markup import Element, W, kind, new, remove, unwrap

How = Literal["accept", "reject"]

_GONE = {"accept": ("del", "moveFrom"), "reject": ("ins", "moveTo")}
_STAYS = {"accept": ("ins", "moveTo"), "reject": ("del", "moveFrom")}
_CHANGES = {
    *("pPrChange", "rPrChange", "trPrChange", "tcPrChange", "tblPrChange"),
    *("sectPrChange", "tblGridChange", "tblPrExChange", "numberingChange"),
}
_KEPT = {"rPr", "sectPr", "ins", "del", "moveFrom", "moveTo"}
"""What a record of former properties does not hold and so does not put back."""
_RANGES = tuple(
    f"{W}{name}Range{end}" for name in ("moveFrom", "moveTo") for end in ("Start", "End")
)
_WORDS = {"delText": "t", "delInstrText": "instrText"}


def settle(root: Element, how: How) -> None:
    """Settle every tracked change in a part, in place."""
    for change in [one for one in root.iter() if kind(one) in _CHANGES]:
        _settle_properties(change, how)
    _settle_rows(root, how)
    marks = [one for one in root.iter() if kind(one) in (*_GONE[how], *_STAYS[how])]
    inner = [one for one in marks if kind(one.getparent()) not in ("rPr", "trPr")]
    for one in inner:
        (remove if kind(one) in _GONE[how] else unwrap)(one)
    _settle_paragraphs(root, how)
    for one in list(root.iter(*_RANGES)):
        remove(one)
    for one in root.iter(*(f"{W}{name}" for name in _WORDS)):
        one.tag = f"{W}{_WORDS[kind(one)]}"


def _settle_properties(change: Element, how: How) -> None:
    owner = change.getparent()
    if owner is None:
        return
    owner.remove(change)
    if how == "accept":
        return
    kept = [one for one in owner if kind(one) in _KEPT]
    before = list(change[0]) if len(change) else []
    for child in list(owner):
        owner.remove(child)
    owner.extend([*before, *kept])


def _settle_rows(root: Element, how: How) -> None:
    marks = [one for one in root.iter() if _is_in(one, "trPr")]
    for one in [one for one in marks if kind(one) in _GONE[how]]:
        remove(one.getparent().getparent())
    for one in [one for one in marks if kind(one) in _STAYS[how]]:
        remove(one)
    for table in list(root.iter(f"{W}tbl")):
        if table.find(f".//{W}tr") is None:
            remove(table)


def _is_in(element: Element, name: str) -> bool:
    parent = element.getparent()
    return parent is not None and kind(parent) == name


def _settle_paragraphs(root: Element, how: How) -> None:
    for paragraph in list(root.iter(f"{W}p")):
        look = paragraph.find(f"{W}pPr/{W}rPr")
        if look is None:
            continue
        gone = any(kind(one) in _GONE[how] for one in look)
        for one in [one for one in look if kind(one) in (*_GONE[how], *_STAYS[how])]:
            remove(one)
        if gone:
            _join(paragraph)


def _join(paragraph: Element) -> None:
    """A paragraph without its mark runs on into the next, which keeps its own properties."""
    content = [one for one in paragraph if kind(one) != "pPr"]
    following = paragraph.getnext()
    while following is not None and kind(following) in ("bookmarkStart", "bookmarkEnd"):
        following = following.getnext()
    if following is not None and kind(following) == "p":
        at = 1 if following.find(f"{W}pPr") is not None else 0
        for child in reversed(content):
            following.insert(at, child)
        remove(paragraph)
    elif not any(kind(one) == "r" for one in paragraph.iter()):
        _remove_last(paragraph)


def _remove_last(paragraph: Element) -> None:
    """Before a table an empty paragraph goes; a cell keeps one."""
    parent = paragraph.getparent()
    remove(paragraph)
    if kind(parent) == "tc" and parent.find(f"{W}p") is None:
        parent.append(new("p"))
