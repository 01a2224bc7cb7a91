"""Looking into PDF files."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, IndirectObject

ACTING = frozenset({"/JavaScript", "/JS", "/Launch", "/RichMedia", "/XFA", "/EmbeddedFiles", "/EF"})
MOST_OBJECTS = 100_000


def is_active_pdf(content: bytes) -> bool:
    """Whether the file carries scripts, programs to start or embedded files.

    Raises ValueError when it cannot be read, is encrypted, or has too many objects to look through.
    """
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted or not len(reader.pages):
            raise ValueError("encrypted or empty")
        catalogue = reader.trailer["/Root"]
        return _acts(catalogue, set())
    except (PyPdfError, KeyError, TypeError, AttributeError, RecursionError) as reason:
        raise ValueError("not a readable PDF") from reason


def _acts(root: Any, seen: set[tuple[int, int]]) -> bool:
    """Walks everything that the catalogue leads to, each object once."""
    waiting = [root]
    while waiting:
        found = _opened(waiting.pop(), seen)
        if isinstance(found, DictionaryObject):
            if ACTING & found.keys() or found.get("/S") in ACTING:
                return True
            waiting.extend(dict.values(found))
        elif isinstance(found, list):
            waiting.extend(list.__iter__(found))
    return False


def _opened(found: Any, seen: set[tuple[int, int]]) -> Any:
    """What a reference leads to; nothing when that has been seen."""
    if not isinstance(found, IndirectObject):
        return found
    key = (found.idnum, found.generation)
    if key in seen:
        return None
    if len(seen) >= MOST_OBJECTS:
        raise ValueError("too many objects to look through")
    seen.add(key)
    return found.get_object()
