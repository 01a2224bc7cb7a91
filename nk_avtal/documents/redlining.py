"""Two Word files as one with tracked changes. Run in a limited process only
(`nk_avtal.documents.comparing_worker`)."""

from __future__ import annotations

from rdocx import Document, RdocxError


def redline(old: bytes, new: bytes, author: str, at: str) -> bytes:
    """The old file with what the new one changes as tracked changes by `author` at the instant
    `at` (ISO 8601, UTC). Accepting all gives the new text, rejecting all the old.

    The engine proves both before it answers and refuses what it cannot do, such as some rewritten
    cells of tables: then ValueError.
    """
    document = Document.from_bytes(old)
    try:
        document.compare(Document.from_bytes(new), author, at, granularity="word")
    except RdocxError as reason:
        raise ValueError("the changes cannot be tracked") from reason
    return document.to_bytes()
