"""What a PDF or Word file really is, found by reading all of it.

Sizes are counted on what really comes out of an archive, never on what it declares (reliability
S-26, S-27). Run in a limited process only: `nk_avtal.documents.worker`.
"""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum

from nk_avtal.confined.answering import MEGABYTE
from nk_avtal.documents.pdf import is_active_pdf
from nk_avtal.documents.word import is_active_word

MOST_PARTS = 2000
LARGEST_DIRECTORY = MEGABYTE
LARGEST_INFLATED = 60 * MEGABYTE
HIGHEST_RATIO = 200


class Verdict(StrEnum):
    """What has been found."""

    PDF = "pdf"
    WORD = "docx"
    WORKBOOK = "xlsx"
    ARCHIVE = "zip"
    ACTIVE = "active"
    BROKEN = "broken"


def verdict_on(content: bytes) -> Verdict:
    """The verdict on a file that begins as a PDF or an archive does."""
    try:
        return _word(content) if content.startswith(b"PK") else _pdf(content)
    except ValueError:
        return Verdict.BROKEN


def _pdf(content: bytes) -> Verdict:
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise ValueError("two kinds in one file")
    return Verdict.ACTIVE if is_active_pdf(content) else Verdict.PDF


def _word(content: bytes) -> Verdict:
    if _has_large_directory(content):
        raise ValueError("too many parts")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = inflated(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as reason:
        raise ValueError("not a readable archive") from reason
    if "[Content_Types].xml" not in parts or "word/document.xml" not in parts:
        has_sheets = any(name.startswith("xl/") for name in parts)
        return Verdict.WORKBOOK if has_sheets else Verdict.ARCHIVE
    return Verdict.ACTIVE if is_active_word(parts) else Verdict.WORD


def _has_large_directory(content: bytes) -> bool:
    """Whether the list of parts alone would fill the memory; Word writes no ZIP64."""
    end = content.rfind(b"PK\5\6", -(65536 + 22))
    size = content[end + 12 : end + 16]
    large = int.from_bytes(size, "little") > LARGEST_DIRECTORY
    return end < 0 or large or content[max(0, end - 20) :].startswith(b"PK\6\7")


def inflated(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """The parts of an archive by their names. Raises ValueError when it is locked, has names that
    leave its folder, or holds more than any office program writes."""
    entries = archive.infolist()
    names = {entry.filename.lower() for entry in entries}
    if len(entries) > MOST_PARTS or len(names) != len(entries):
        raise ValueError("too many parts, or two of one name")
    parts, total = {}, 0
    for entry in entries:
        if entry.flag_bits & 1 or _leaves_the_folder(entry.filename):
            raise ValueError("locked, or outside the folder")
        part = _read(archive, entry, LARGEST_INFLATED - total)
        parts[entry.filename] = part
        total += len(part)
    return parts


def _leaves_the_folder(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    """The part, as far as it may grow."""
    most = min(room, max(MEGABYTE, HIGHEST_RATIO * max(1, entry.compress_size)))
    with archive.open(entry) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise ValueError("grows too much")
    return content
