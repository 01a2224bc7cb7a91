"""Bars in a Word table: one picture of a single dot, stretched as far as each row's number says."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from typing import Any

from docx.oxml import parse_xml
from docx.shared import Cm

WIDEST, HEIGHT = 3.6, 0.28
"""Centimetres."""
COLOUR = (0x0B, 0x5B, 0x6E)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def _dot(colour: Sequence[int]) -> bytes:
    """A PNG of one dot."""
    size = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    content = zlib.compress(bytes((0, *colour)))
    parts = _chunk(b"IHDR", size) + _chunk(b"IDAT", content) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


_DOT = _dot(COLOUR)
_DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"'
    ' val="1"/></a:ext></a:extLst>'
)


def draw(cells: Sequence[Any], shares: Sequence[float]) -> None:
    """A bar in each cell, as long as its share of the longest. The numbers beside them say the
    same, so that they are nothing to those who listen."""
    for cell, share in zip(cells, shares, strict=True):
        if share > 0:
            width = Cm(max(WIDEST * share, 0.03))
            made = cell.paragraphs[0].add_run().add_picture(io.BytesIO(_DOT), width, Cm(HEIGHT))
            made._inline.docPr.append(parse_xml(_DECORATIVE))
