"""The gate that uploaded files pass: Word and PDF by content, never by name, and nothing active.

The first bytes are looked at here; all the rest in a process with limits (reliability S-26, S-27).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nk_avtal.confined.answering import MEGABYTE
from nk_avtal.confined.asking import Confined
from nk_avtal.documents.looking import Verdict
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase

LARGEST = 20 * MEGABYTE
WALL_SECONDS = 6.0
"""Until a file is given up on a machine so busy that it is not looked into."""

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
    if not content[:1024].lstrip().startswith(b"%PDF-") and not content.startswith(b"PK"):
        raise RuleBroken(Phrase(*_WRONG_KIND, {"named": named, "kind": _other_format(content)}))
    verdict = _looked_into(content)
    if verdict not in _KINDS:
        raise RuleBroken(_refusal(verdict, named))
    return _KINDS[verdict]


def _refusal(verdict: Verdict, named: str) -> Phrase:
    if verdict is Verdict.BROKEN:
        return _BROKEN
    if verdict is Verdict.ACTIVE:
        return Phrase(*_ACTIVE, {"named": named})
    return Phrase(*_WRONG_KIND, {"named": named, "kind": verdict.upper()})


def _other_format(content: bytes) -> str:
    for offset, magic, name in _OTHER_FORMATS:
        if content[offset : offset + len(magic)] == magic:
            return name
    if re.match(rb"\s*<(!doctype html|html|svg|\?xml)", content[:200], re.IGNORECASE):
        return "HTML"
    return "TXT" if b"\x00" not in content[:1024] else "okänt"


def _looked_into(content: bytes) -> Verdict:
    """What the limited process says of the file. Raises RuleBroken when it did not survive it."""
    with Confined("nk_avtal.documents.worker", content, WALL_SECONDS) as process:
        answer = process.ask({})
    if "verdict" not in answer:
        raise RuleBroken(_TOO_HEAVY)
    return Verdict(answer["verdict"])


_KINDS = {Verdict.PDF: FileKind(PDF, "pdf"), Verdict.WORD: FileKind(DOCX, "docx")}
_TOO_BIG = (
    "Filen är {size} MB. Högst 20 MB går att ladda upp",
    "The file is {size} MB. At most 20 MB can be uploaded",
)
_BROKEN = Phrase(
    "Filen gick inte att öppna. Spara den på nytt och försök igen",
    "The file could not be opened. Save it anew and try again",
)
_TOO_HEAVY = Phrase(
    "Filen tog för lång tid att gå igenom. Spara en enklare kopia, till exempel genom att skriva"
    " ut den till PDF, och försök igen",
    "The file took too long to look through. Save a simpler copy, for example by printing it to"
    " PDF, and try again",
)
_WRONG_KIND = (
    "{named} är i formatet {kind}. Välj en PDF eller ett Word-dokument",
    "{named} has the format {kind}. Choose a PDF or a Word document",
)
_ACTIVE = (
    "{named} har makron, inbäddade filer eller länkar som hämtar innehåll. Spara en kopia utan dem",
    "{named} has macros, embedded files or links that fetch content. Save a copy without them",
)
