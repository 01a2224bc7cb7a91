"""The gate that uploaded files pass: Word and PDF by content, never by name, and nothing active.

Sizes are counted on what really comes out of an archive, never on what it declares (reliability
S-26, S-27).
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from nk_avtal.documents.pdf import is_active_pdf
from nk_avtal.documents.word import is_active_word
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
MOST_PARTS = 2000
LARGEST_DIRECTORY = MEGABYTE
LARGEST_INFLATED = 60 * MEGABYTE
HIGHEST_RATIO = 200

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"

_OTHER_FORMATS = (
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"\x89PNG", "PNG"),
    (0, b"GIF8", "GIF"),
    (4, b"ftypheic", "HEIC"),
    (4, b"ftypheix", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (0, b"\xd0\xcf\x11\xe0", "DOC"),
    (0, b"{\\rtf", "RTF"),
    (0, b"MZ", "EXE"),
)


@dataclass(frozen=True)
class FileKind:
    """What a file really is."""

    media_type: str
    extension: str


def recognise(content: bytes, filename: str, named: str = "Filen") -> FileKind:
    """The kind of an uploaded file. `named` is what the refusal calls it.

    Raises RuleBroken when it is neither PDF nor Word, too big, damaged, or carries something that
    acts by itself.
    """
    if len(content) > LARGEST:
        raise RuleBroken(Phrase(*_TOO_BIG, {"size": -(-len(content) // MEGABYTE)}))
    if not content:
        raise RuleBroken(_BROKEN)
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return _checked_pdf(content, named)
    if content.startswith(b"PK"):
        return _checked_word(content, named)
    raise RuleBroken(Phrase(*_WRONG_KIND, {"named": named, "kind": _other_format(content)}))


def _other_format(content: bytes) -> str:
    for offset, magic, name in _OTHER_FORMATS:
        if content[offset : offset + len(magic)] == magic:
            return name
    if re.match(rb"\s*<(!doctype html|html|svg|\?xml)", content[:200], re.IGNORECASE):
        return "HTML"
    return "TXT" if b"\x00" not in content[:1024] else "okänt"


def _checked_pdf(content: bytes, named: str) -> FileKind:
    if zipfile.is_zipfile(io.BytesIO(content)):  # two kinds in one file
        raise RuleBroken(_BROKEN)
    try:
        active = is_active_pdf(content)
    except ValueError:
        raise RuleBroken(_BROKEN) from None
    if active:
        raise RuleBroken(Phrase(*_ACTIVE, {"named": named}))
    return FileKind(PDF, "pdf")


def _checked_word(content: bytes, named: str) -> FileKind:
    if _has_large_directory(content):
        raise RuleBroken(_BROKEN)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _inflated(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise RuleBroken(_BROKEN) from None
    if "[Content_Types].xml" not in parts or "word/document.xml" not in parts:
        kind = "XLSX" if any(name.startswith("xl/") for name in parts) else "ZIP"
        raise RuleBroken(Phrase(*_WRONG_KIND, {"named": named, "kind": kind}))
    try:
        active = is_active_word(parts)
    except ValueError:
        raise RuleBroken(_BROKEN) from None
    if active:
        raise RuleBroken(Phrase(*_ACTIVE, {"named": named}))
    return FileKind(DOCX, "docx")


def _has_large_directory(content: bytes) -> bool:
    """Whether the list of parts alone would fill the memory; Word writes no ZIP64."""
    end = content.rfind(b"PK\5\6", -(65536 + 22))
    size = content[end + 12 : end + 16]
    large = int.from_bytes(size, "little") > LARGEST_DIRECTORY
    return end < 0 or large or content[max(0, end - 20) :].startswith(b"PK\6\7")


def _inflated(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    names = {entry.filename.lower() for entry in entries}
    if len(entries) > MOST_PARTS or len(names) != len(entries):
        raise RuleBroken(_BROKEN)
    parts, total = {}, 0
    for entry in entries:
        if entry.flag_bits & 1 or _leaves_the_folder(entry.filename):
            raise RuleBroken(_BROKEN)
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
        raise RuleBroken(_BROKEN)
    return content


_TOO_BIG = (
    "Filen är {size} MB. Högst 20 MB går att ladda upp",
    "The file is {size} MB. At most 20 MB can be uploaded",
)
_BROKEN = Phrase(
    "Filen gick inte att öppna. Spara den på nytt och försök igen",
    "The file could not be opened. Save it anew and try again",
)
_WRONG_KIND = (
    "{named} är i formatet {kind}. Välj en PDF eller ett Word-dokument",
    "{named} has the format {kind}. Choose a PDF or a Word document",
)
_ACTIVE = (
    "{named} har makron, inbäddade filer eller länkar som hämtar innehåll. Spara en kopia utan dem",
    "{named} has macros, embedded files or links that fetch content. Save a copy without them",
)
