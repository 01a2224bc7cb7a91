"""Emptying the bin: what has lain there for its days is removed for good, rows and bytes.

The history keeps what was removed. What anything else refers to, such as a recommendation or a
decision, stays whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from nk_avtal.db import Base, alone_at, db
from nk_avtal.documents import kept_texts, known, store
from nk_avtal.documents.actions import BIN_DAYS
from nk_avtal.documents.models import Document, DocumentVersion, StoredFile


def empty(now: datetime) -> int:
    """Remove what was laid aside more than BIN_DAYS before `now`, each document in a transaction
    of its own. Returns how many documents went."""
    wanted = sa.select(Document.id).where(Document.trashed_at < now - BIN_DAYS)
    waiting = db.session.scalars(wanted.order_by(Document.id)).all()
    db.session.commit()
    return sum(_removed(number, now) for number in waiting)


def _removed(document_id: int, now: datetime) -> bool:
    document = db.session.get(Document, document_id, with_for_update=True, populate_existing=True)
    due = document and document.trashed_at and document.trashed_at < now - BIN_DAYS
    if not document or not due or _is_referred_to(document):
        db.session.rollback()
        return False
    files = [version.file for version in document.versions]
    for version in document.versions:
        db.session.delete(version)
    db.session.flush()
    db.session.delete(document)
    db.session.flush()
    if not _remove_files([file for file in files if not _points_at(StoredFile, [file.id])]):
        db.session.rollback()
        return False
    db.session.commit()
    return True


def _remove_files(files: list[StoredFile]) -> bool:
    """The rows, and before the commit the bytes that no other row knows. Should the commit not
    come, the next run finds the same document and removes it again. False when somebody is keeping
    a file just now, which may be one of these."""
    for file in files:
        db.session.delete(file)
    db.session.flush()
    if not alone_at(store.KEEPING):
        return False
    for checksum in {file.sha256 for file in files}:
        if not known.is_known(db.session.connection(), checksum, known.columns()):
            kept_texts.forget(checksum)
            store.remove(checksum)
    return True


def _is_referred_to(document: Document) -> bool:
    return _points_at(DocumentVersion, [version.id for version in document.versions])


def _points_at(kind: type[Base], numbers: list[int]) -> bool:
    """Whether any row of any table refers to one of these rows."""
    for column in _references(kind.__table__):
        wanted = sa.select(sa.literal(1)).where(column.in_(numbers)).limit(1)
        if db.session.scalar(wanted):
            return True
    return False


def _references(target: sa.FromClause) -> Iterator[sa.Column[int]]:
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            if key.column.table is target:
                yield key.parent
