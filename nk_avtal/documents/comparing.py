"""Two files compared in a limited process: on screen as text, or as Word with tracked changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nk_avtal.confined.asking import Confined
from nk_avtal.domain.comparing import Change, Kind
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase

WALL_SECONDS = 20.0
WORKER = "nk_avtal.documents.comparing_worker"


def changes_between(old: bytes, new: bytes) -> list[Change]:
    """The lines of both, PDF or Word, with what has become of each. Raises RuleBroken when they
    take too long or cannot be read."""
    answer = _asked(old, {"want": "text", "content": new})
    return [_change(**told) for told in answer["changes"]]


def tracked(old: bytes, new: bytes, author: str, at: datetime) -> bytes:
    """The old Word file with the new one's changes tracked. Raises RuleBroken when one of them is
    no Word file or cannot be compared."""
    if not (old.startswith(b"PK") and new.startswith(b"PK")):
        raise RuleBroken(_NOT_WORD)
    stamp = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    answer = _asked(old, {"want": "word", "content": new, "author": author, "at": stamp})
    content: bytes = answer["content"]
    return content


def _change(kind: str, cells: list[list[list[str]]], **others: Any) -> Change:
    pieces = (tuple((Kind(part), text) for part, text in cell) for cell in cells)
    return Change(Kind(kind), tuple(pieces), **others)


def _asked(old: bytes, job: dict[str, Any]) -> dict[str, Any]:
    with Confined(WORKER, old, WALL_SECONDS) as process:
        answer = process.ask(job)
    if "error" in answer:
        raise RuleBroken(_UNTRACKED if answer["error"] == "untracked" else _CANNOT)
    return answer


_NOT_WORD = Phrase(
    "Ändringar kan bara spåras mellan två Word-dokument",
    "Changes can only be tracked between two Word documents",
)
_UNTRACKED = Phrase(
    "Alla ändringar gick inte att spåra i ett Word-dokument. Jämför dem på sidan i stället",
    "Not all changes could be tracked in a Word document. Compare them on the page instead",
)
_CANNOT = Phrase(
    "Filerna gick inte att jämföra. De är för stora, eller så är någon av dem skadad",
    "The files could not be compared. They are too large, or one of them is damaged",
)
