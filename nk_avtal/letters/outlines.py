"""Word files that are written and not filled: facts, texts and tables in the order of their page.

They have no template of the office's, and none is kept of what was made: such a file may hold what
few may read.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace

from nk_avtal.letters import layout

WIDTH = 16.0
"""The width of a table in centimetres."""
_NBSP = "\N{NO-BREAK SPACE}"
_BESIDE_SIGN = re.compile(r"(?<=§) (?=\d)|(?<=\d) (?=§)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Part:
    """A heading, the text below it, and a table with its heads; any of them may be empty."""

    heading: str = ""
    texts: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Outline:
    """A document: `mark` stands in its head ("Internt"), `sender` in its foot."""

    title: str
    mark: str
    sender: str
    day: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]


def unbroken(outline: Outline) -> Outline:
    """The same document, in which no line ends between a § and its number."""
    facts = tuple((name, _joined(value)) for name, value in outline.facts)
    parts = tuple(
        replace(
            part,
            heading=_joined(part.heading),
            texts=tuple(map(_joined, part.texts)),
            rows=tuple(tuple(map(_joined, row)) for row in part.rows),
        )
        for part in outline.parts
    )
    return replace(outline, title=_joined(outline.title), facts=facts, parts=parts)


def _joined(text: str) -> str:
    return _BESIDE_SIGN.sub(_NBSP, text)


def as_word(outline: Outline) -> bytes:
    """The document as a Word file."""
    document = layout.new_document(outline.title)
    layout.header(document, outline.sender, outline.mark, outline.day, "")
    layout.footer(document, outline.sender)
    document.add_paragraph(_kept(outline.title), style="Title")
    for name, value in outline.facts:
        line = document.add_paragraph()
        line.add_run(f"{_kept(name)}: ").bold = True
        line.add_run(_kept(value))
    for part in outline.parts:
        if part.heading:
            document.add_heading(_kept(part.heading), 1)
        for text in part.texts:
            document.add_paragraph(_kept(text))
        if part.rows:
            widths = _widths(part)
            rows = [[_kept(cell) for cell in row] for row in part.rows]
            layout.table(document, [_kept(head) for head in part.heads], widths, rows)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _widths(part: Part) -> list[float]:
    """The widths of the columns: the number of an issue needs little."""
    narrow = 1.2 if len(part.heads[0]) < 4 else 0.0
    others = len(part.heads) - bool(narrow)
    each = (WIDTH - narrow) / others
    return [narrow, *[each] * others] if narrow else [each] * others


def _kept(text: str) -> str:
    """The text without signs that no Word file can hold."""
    return _CONTROL.sub("", text)
