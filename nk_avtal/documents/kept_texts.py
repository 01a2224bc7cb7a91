"""What stored files say, kept beside them for search.

The text is read in a limited process when the file is uploaded, or later when that would have kept
somebody waiting, and kept by the file's checksum. A file without a text layer has an empty one. It
goes when the bytes go.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import sample

import sqlalchemy as sa
from blinker import Signal
from sqlalchemy.dialects import postgresql, sqlite

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.documents import reading, store
from nk_avtal.documents.models import FileText, StoredFile

PATIENCE_SECONDS = 20.0
A_FEW = 5

text_kept = Signal("what the file with this checksum says is kept")


def text_of(content: bytes, seconds: float = PATIENCE_SECONDS) -> str | None:
    """What a PDF or Word file says, a line for each of its lines, empty without a text layer; None
    when it takes longer than so many seconds to read."""
    if seconds <= 0:
        return None
    lines = reading.lines_within(content, seconds)
    if lines is None:
        return None
    return "\n".join(text for _, text in lines).replace("\0", "")  # PostgreSQL keeps none


def keep(checksum: str, text: str) -> None:
    """Keep what the file with this checksum says. What is kept already stays."""
    on_sqlite = db.engine.dialect.name == "sqlite"
    insert = sqlite.insert if on_sqlite else postgresql.insert
    row = {"sha256": checksum, "text": text, "read_at": clock.now()}
    db.session.execute(insert(FileText).on_conflict_do_nothing(), [row])
    text_kept.send(checksum)


def forget(checksum: str) -> None:
    """Forget what a file said that is gone."""
    db.session.execute(sa.delete(FileText).where(FileText.sha256 == checksum))


def unread() -> list[str]:
    """The checksums of stored files of which no text is kept, in order."""
    wanted = sa.select(StoredFile.sha256).distinct().outerjoin(FileText, _SAME)
    return list(db.session.scalars(wanted.where(FileText.sha256.is_(None)).order_by(_CHECKSUM)))


def stored() -> list[str]:
    """The checksums of all stored files, in order."""
    return list(db.session.scalars(sa.select(StoredFile.sha256).distinct().order_by(_CHECKSUM)))


def read_again(checksums: list[str]) -> Iterator[tuple[str, bool]]:
    """Read these files anew and keep what they say, each in a transaction of its own; with each
    whether its bytes are there."""
    db.session.rollback()
    for checksum in checksums:
        try:
            text = text_of(store.read_bytes(checksum)) or ""
        except store.Damaged:
            yield checksum, False
            continue
        forget(checksum)
        keep(checksum, text)
        db.session.commit()
        yield checksum, True


def read_some() -> int:
    """Read a few of the files that had no time to be read when they came; how many. Any of them,
    so that those whose bytes are gone keep no other from being read."""
    waiting = unread()
    chosen = sample(waiting, min(A_FEW, len(waiting)))
    return sum(there for _, there in read_again(chosen))


_CHECKSUM = StoredFile.sha256
_SAME = FileText.sha256 == _CHECKSUM
