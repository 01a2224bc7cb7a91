"""A file as sheets of cells, read in a limited process, and the sheets as they are kept."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import asdict

from nk_avtal.confined.asking import Confined
from nk_avtal.confined.messages import MEGABYTE
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.import_sheets import Sheet
from nk_avtal.domain.phrases import Phrase

LARGEST = 20 * MEGABYTE
WALL_SECONDS = 5.0


def sheets_of(content: bytes) -> list[Sheet]:
    """The sheets of an uploaded file. Raises RuleBroken when it cannot be read, or is too large."""
    if len(content) > LARGEST:
        raise RuleBroken(_TOO_BIG, name="too_big")
    if not content.strip():
        raise RuleBroken(_EMPTY, name="empty")
    with Confined("nk_avtal.imports.reading_worker", content, WALL_SECONDS) as process:
        answer = process.ask({})
    if "refusal" in answer:
        sv, en, name = answer["refusal"]
        raise RuleBroken(Phrase("{sv}", "{en}", {"sv": sv, "en": en}), name=name)
    if "sheets" not in answer:
        raise RuleBroken(_TOO_HEAVY, name="too_heavy")
    return [Sheet(**one) for one in answer["sheets"]]


def packed(sheets: Sequence[Sheet]) -> str:
    """The sheets as they are kept until they are written. NUL, which PostgreSQL keeps in no text,
    is none of what a spreadsheet says."""
    text = json.dumps([asdict(one) for one in sheets], ensure_ascii=False)
    return b64encode(zlib.compress(text.encode("utf-8", "replace"))).decode()


def unpacked(content: str) -> list[Sheet]:
    """The sheets that were kept."""
    return [Sheet(**one) for one in json.loads(zlib.decompress(b64decode(content)))]


_TOO_BIG = Phrase(
    "Filen är för stor. Högst 20 MB går att läsa",
    "The file is too large. At most 20 MB can be read",
)
_EMPTY = Phrase("Filen är tom. Välj en annan", "The file is empty. Choose another")
_TOO_HEAVY = Phrase(
    "Filen tog för lång tid att läsa. Spara bara bladet med tabellen som .xlsx och försök igen",
    "The file took too long to read. Save only the sheet with the table as .xlsx and try again",
)
