"""A template that is read once: each document is then only text put together and packed.

Everything that depends on the template alone is done by docxtpl, when it is read; what docxtpl
does to each document is left out where `shape` shows that it would change nothing. Only parts with
fields are filled and packed anew. Both ways give the same documents.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any, Protocol

from docxtpl import DocxTemplate
from jinja2 import Template

from nk_avtal.letters.language import LetterLanguage
from nk_avtal.letters.package import Package
from nk_avtal.letters.shape import NeedsTree, check_shape

PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
"""The document properties that docxtpl fills."""
_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_BREAKS = "\n\t\a\f"
"""What docxtpl turns into line breaks, tabs, paragraphs and page breaks."""
_DRAWING = re.compile(r'(<wp:docPr\b[^>]*?\bid=")[^"]*')
_FIRST_DRAWING = 1001


class Filling(Protocol):
    """A template that can be filled again and again."""

    def fill(self, values: dict[str, Any]) -> bytes:
        """The document with these values."""


def compiled(template: bytes, language: LetterLanguage) -> Filling:
    """The quickest way that fills a template right.

    Raises what docxtpl and the language do for a broken template.
    """
    try:
        return CompiledLetter(template, language)
    except NeedsTree:
        return WholeLetter(template, language)


class WholeLetter:
    """A template that docxtpl opens, fills and writes anew for each document."""

    def __init__(self, template: bytes, language: LetterLanguage) -> None:
        self._template, self._language = template, language

    def fill(self, values: dict[str, Any]) -> bytes:
        """The document with these values."""
        document = DocxTemplate(io.BytesIO(self._template))
        document.render(values, jinja_env=self._language, autoescape=True)
        return _saved(document)


class CompiledLetter:
    """A template whose parts are compiled, and whose other members are packed already."""

    def __init__(self, template: bytes, language: LetterLanguage) -> None:
        """Raises NeedsTree when only docxtpl can fill it."""
        document = DocxTemplate(io.BytesIO(template))
        document.init_docx()
        _settle(document, language)
        self._parts = {part.name: part for part in _parts(document, language)}
        self._package = Package(_saved(document), self._parts.keys())

    @property
    def changing(self) -> frozenset[str]:
        """The members that are not the same in each document."""
        return frozenset(self._parts)

    def fill(self, values: dict[str, Any]) -> bytes:
        """The document with these values."""
        filled = {name: part.filled(values).encode() for name, part in self._parts.items()}
        return self._package.with_members(filled)


@dataclass(frozen=True)
class _Part:
    """A part with fields: the template, and the text around it that stays."""

    name: str
    template: Template
    before: str = ""
    after: str = ""
    numbers_drawings: bool = False

    def filled(self, values: dict[str, Any]) -> str:
        text = self.template.render(values)
        if any(sign in text for sign in _BREAKS):
            text = DocxTemplate.resolve_listing(None, text)
        if self.numbers_drawings:
            numbers = count(_FIRST_DRAWING)
            text = _DRAWING.sub(lambda found: f"{found[1]}{next(numbers)}", text)
        return f"{_DECLARATION}{self.before}{text}{self.after}"


def _settle(document: Any, language: LetterLanguage) -> None:
    """Let docxtpl do what it does to properties, footnotes, headers and footers without fields,
    which is the same for each document. Raises NeedsTree for properties or footnotes with some."""
    if any("{" in getattr(document.docx.core_properties, name) for name in PROPERTIES):
        raise NeedsTree
    if any("{" in note for note in footnotes(document)):
        raise NeedsTree
    document.render_properties({}, language)
    document.render_footnotes({}, language)


def footnotes(document: Any) -> Iterator[str]:
    """The parts of a document with footnotes."""
    for part in document.docx.part.package.parts:
        if part.content_type.endswith(".footnotes+xml"):
            yield part.blob.decode()


def _parts(document: Any, language: LetterLanguage) -> Iterator[_Part]:
    """The body, and the headers and footers that are not the same in each document."""
    main = document.docx.part
    whole = document.xml_to_string(main.element)
    start, end = whole.index("<w:body"), whole.rindex("</w:body>")
    source = document.patch_xml(whole[start:end])
    template = _checked(whole[:start], source, whole[end:], language)
    numbered = "<wp:docPr" in source
    yield _Part(main.partname[1:], template, whole[:start], whole[end:], numbered)
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(uri):
            source = document.patch_xml(document.get_part_xml(part))
            if any(sign in source for sign in ("{", *_BREAKS)):
                yield _Part(part.partname[1:], _checked("", source, "", language))


def _checked(before: str, source: str, after: str, language: LetterLanguage) -> Template:
    tree = language.parse(source)
    check_shape(before, tree, after)
    return language.from_string(tree)


def _saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.docx.save(file)
    return file.getvalue()
