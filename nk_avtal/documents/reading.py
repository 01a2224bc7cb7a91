"""What a stored file says, read in a limited process."""

from __future__ import annotations

from nk_avtal.confined.asking import Confined
from nk_avtal.documents import store
from nk_avtal.documents.models import StoredFile

WALL_SECONDS = 5.0


def text_of(file: StoredFile) -> list[tuple[int, str]]:
    """The lines of a stored PDF or Word file; see `text_in`."""
    return text_in(store.read(file))


def text_in(content: bytes) -> list[tuple[int, str]]:
    """The lines of a PDF or Word file with their page or paragraph; none when it has no text
    layer or takes too long to read."""
    return lines_within(content, WALL_SECONDS) or []


def lines_within(content: bytes, seconds: float) -> list[tuple[int, str]] | None:
    """The same; None when it takes longer than so many seconds."""
    with Confined("nk_avtal.documents.reading_worker", content, seconds) as process:
        answer = process.ask({})
    return None if "error" in answer else [(place, text) for place, text in answer["lines"]]
