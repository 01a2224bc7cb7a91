"""Small real files to upload."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
from pypdf import PdfWriter


def pdf(pages: int = 1, change: Callable[[PdfWriter], Any] = lambda writer: None) -> bytes:
    """A PDF of empty pages, after `change`."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    change(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def word(text: str = "Avtalstext") -> bytes:
    """A Word document with one paragraph."""
    document = docx.Document()
    document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def rebuilt(changes: dict[str, Callable[[bytes], bytes] | bytes]) -> bytes:
    """A Word document with parts changed or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    for name, change in changes.items():
        parts[name] = change if isinstance(change, bytes) else change(parts.get(name, b""))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return file.getvalue()
