"""Looking into the parts of Word files.

Each part is read as a stream of tags, never as a tree: sixty megabytes of small tags would be
gigabytes of tree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

LARGEST_MARKUP = 30 * 1024 * 1024
"""Of all parts with tags together. An agreement of a thousand pages has about 20 MB."""
MOST_TAGS = 1_000_000
MOST_NAMES = 5000
"""Of tags and attributes in one part, which the parser keeps; Word uses some hundreds."""

_FETCHING = re.compile(
    r"DDEAUTO|\bDDE\b|INCLUDETEXT|INCLUDEPICTURE|\bIMPORT\b|\bLINK\b|\bDATABASE\b|MACROBUTTON"
)
_EMBEDDING = ("/embeddings/", "/activex/", "afchunk", "oleobject")
_MARKUP_SIGNS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


def is_active_word(parts: Mapping[str, bytes]) -> bool:
    """Whether the file has macros, embeds something, reaches outside or fetches.

    Raises ValueError when a part is not well-formed, has a document type, or there is too much.
    """
    if _has_macros(parts) or any(sign in " ".join(parts).lower() for sign in _EMBEDDING):
        return True
    markup = {name: part for name, part in parts.items() if _is_markup(name, part)}
    if sum(map(len, markup.values())) > LARGEST_MARKUP:
        raise ValueError("too much markup")
    return any(_Part(name).acts(part) for name, part in markup.items())


def _has_macros(parts: Mapping[str, bytes]) -> bool:
    types = parts["[Content_Types].xml"].decode("utf-8", "replace").lower()
    names = " ".join(parts).lower()
    return "macroenabled" in types or "vbaproject" in types + names or "vbadata" in names


def _is_markup(name: str, part: bytes) -> bool:
    """By name or by content: what a part is called does not decide how Word reads it."""
    named = name.lower().endswith((".xml", ".rels"))
    return named or part[:64].lstrip().startswith(_MARKUP_SIGNS)


class _Part:
    """One pass over a part's tags."""

    def __init__(self, name: str) -> None:
        self._links = name.lower().endswith(".rels")
        self._found = False
        self._codes: list[str] = []
        self._inside_code = False
        self._names: set[str] = set()
        self._tags = 0

    def acts(self, part: bytes) -> bool:
        """Whether anything in the part acts. Raises ValueError."""
        parser = expat.ParserCreate(namespace_separator=" ", intern={})
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.StartElementHandler = self._begins
        parser.EndElementHandler = self._ends
        parser.CharacterDataHandler = self._says
        try:
            parser.Parse(part, True)
        except expat.ExpatError as reason:
            raise ValueError("not well-formed") from reason
        return self._found or self._fetches()

    def _begins(self, tag: str, attributes: dict[str, str]) -> None:
        self._names.add(tag)
        self._names.update(attributes)
        self._tags += 1
        if len(self._names) > MOST_NAMES or self._tags > MOST_TAGS:
            raise ValueError("too many tags")
        name = tag.rpartition(" ")[2]
        if name == "altChunk" or (self._links and _reaches_out(attributes)):
            self._found = True
        elif name == "instrText":
            self._inside_code = True
            self._codes.append("")
        elif name == "fldSimple":
            self._codes += [text for key, text in attributes.items() if key.endswith("instr")]

    def _ends(self, tag: str) -> None:
        self._inside_code = False

    def _says(self, text: str) -> None:
        if self._inside_code:
            self._codes[-1] += text

    def _fetches(self) -> bool:
        """Word may split one field code over several runs: read it with and without spaces."""
        codes = [code.strip() for code in self._codes]
        return any(_FETCHING.search(sign.join(codes).upper()) for sign in (" ", ""))


def _refuse_document_type(*_: object) -> None:
    raise ValueError("document type")


def _reaches_out(link: Mapping[str, str]) -> bool:
    if link.get("TargetMode") != "External":
        return False
    kind = link.get("Type", "").rsplit("/", 1)[-1]
    target = link.get("Target", "").lower()
    return kind != "hyperlink" or not target.startswith(("http:", "https:", "mailto:"))
