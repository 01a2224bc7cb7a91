"""Small real files to upload."""

from __future__ import annotations

import io
import zipfile
import zlib
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


def inflating_pdf() -> bytes:
    """A PDF of 70 kB that pypdf needs more than ten seconds for: its last object lies behind
    70 MB of spaces in a packed stream."""
    held = zlib.compress(b"9 0 " + b" " * 70 * 1024 * 1024 + b"<</A 1>>", 9)
    objects = (
        b"1 0 obj<</Type/Catalog/Pages 2 0 R/X 9 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n",
        b"4 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(held)
        + held
        + b"\nendstream endobj\n",
    )
    content, table = b"%PDF-1.5\n", bytes(5)
    for one in objects:
        table += bytes([1]) + len(content).to_bytes(3, "big") + bytes([0])
        content += one
    table += bytes([2]) + (4).to_bytes(3, "big") + bytes([0])
    head = b"8 0 obj<</Type/XRef/Size 10/Index[0 5 9 1]/W[1 3 1]/Root 1 0 R/Length %d>>stream\n"
    end = b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(content)
    return content + head % len(table) + table + end
