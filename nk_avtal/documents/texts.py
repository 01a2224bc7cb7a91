"""The text of a PDF or Word file, line by line. Run in a limited process only
(`nk_avtal.documents.reading_worker`)."""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat

from pypdf import PdfReader

MOST_PAGES = 300
MOST_SIGNS = 1_000_000

TextLine = tuple[int, str]
"""The page of a PDF or the paragraph of a Word file, from 1, and what stands there."""


def lines_of(content: bytes) -> list[TextLine]:
    """The lines that hold something. A scanned PDF without a text layer has none."""
    return _word(content) if content.startswith(b"PK") else _pdf(content)


def _pdf(content: bytes) -> list[TextLine]:
    found: list[TextLine] = []
    room = MOST_SIGNS
    for number, page in enumerate(PdfReader(io.BytesIO(content)).pages[:MOST_PAGES], start=1):
        text = page.extract_text()[:room]
        room -= len(text)
        found += [(number, line.strip()) for line in text.splitlines() if line.strip()]
    return found


def _word(content: bytes) -> list[TextLine]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return _Paragraphs().read(archive.read("word/document.xml"))


class _Paragraphs:
    """One pass over the tags of the main part: text, tabs, line breaks, ends of paragraphs."""

    def __init__(self) -> None:
        self._lines: list[TextLine] = []
        self._signs: list[str] = []
        self._number = 0
        self._in_text = False
        self._room = MOST_SIGNS

    def read(self, markup: bytes) -> list[TextLine]:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(markup, True)
        return self._lines

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self._in_text = name.endswith(":t")
        if name.endswith((":tab", ":br")):
            self._signs.append(" ")

    def _text(self, text: str) -> None:
        if self._in_text and self._room > 0:
            self._signs.append(text[: self._room])
            self._room -= len(text)

    def _end(self, name: str) -> None:
        self._in_text = False
        if name.endswith(":p"):
            self._number += 1
            line = "".join(self._signs).strip()
            if line:
                self._lines.append((self._number, line))
            self._signs = []
