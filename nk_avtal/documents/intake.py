"""The gate that uploaded files pass: Word and PDF by content, never by name, and nothing active.

Sizes are counted on what really comes out of an archive, never on what it declares (reliability
S-26, S-27).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from nk_avtal.documents.pdf import is_active_pdf
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
MOST_PARTS = 2000
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
_FETCHING = re.compile(
    r"DDEAUTO|\bDDE\b|INCLUDETEXT|INCLUDEPICTURE|\bIMPORT\b|\bLINK\b|\bDATABASE\b|MACROBUTTON"
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
    try:
        active = is_active_pdf(content)
    except ValueError:
        raise RuleBroken(_BROKEN) from None
    if active:
        raise RuleBroken(Phrase(*_ACTIVE, {"named": named}))
    return FileKind(PDF, "pdf")


def _checked_word(content: bytes, named: str) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _inflated(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise RuleBroken(_BROKEN) from None
    if "[Content_Types].xml" not in parts or "word/document.xml" not in parts:
        kind = "XLSX" if any(name.startswith("xl/") for name in parts) else "ZIP"
        raise RuleBroken(Phrase(*_WRONG_KIND, {"named": named, "kind": kind}))
    try:
        acts = _has_macros(parts) or any(_acts(name, part) for name, part in parts.items())
    except (DefusedXmlException, ParseError, ValueError):
        raise RuleBroken(_BROKEN) from None
    if acts:
        raise RuleBroken(Phrase(*_ACTIVE, {"named": named}))
    return FileKind(DOCX, "docx")


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


def _has_macros(parts: dict[str, bytes]) -> bool:
    types = parts["[Content_Types].xml"].decode("utf-8", "replace").lower()
    names = " ".join(parts).lower()
    return "macroenabled" in types or "vbaproject" in types + names or "vbadata" in names


def _acts(name: str, part: bytes) -> bool:
    """Whether a part embeds something, reaches outside or fetches."""
    lowered = name.lower()
    if any(sign in lowered for sign in ("/embeddings/", "/activex/", "afchunk", "oleobject")):
        return True
    if not lowered.endswith((".xml", ".rels")):
        return False
    root = fromstring(part, forbid_dtd=True)
    if lowered.endswith(".rels"):
        return any(_reaches_out(link) for link in root)
    return any(_local(one) == "altChunk" for one in root.iter()) or _fetches(root)


def _reaches_out(link: Element) -> bool:
    if link.get("TargetMode") != "External":
        return False
    kind = link.get("Type", "").rsplit("/", 1)[-1]
    target = link.get("Target", "").lower()
    return kind != "hyperlink" or not target.startswith(("http:", "https:", "mailto:"))


def _fetches(root: Element) -> bool:
    """Word may split one field code over several runs: read it with and without spaces between."""
    codes = list(_field_codes(root))
    return any(_FETCHING.search(sign.join(codes).upper()) for sign in (" ", ""))


def _field_codes(root: Element) -> Iterator[str]:
    for one in root.iter():
        if _local(one) == "instrText":
            yield (one.text or "").strip()
        elif _local(one) == "fldSimple":
            yield from (value for key, value in one.attrib.items() if key.endswith("instr"))


def _local(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


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
