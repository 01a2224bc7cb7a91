"""What files say: documents of agreements and of matters, and minutes excerpts of decisions.

A reader knows them all as documents. Each is found by those who may read what it belongs to; a file
whose text has not been read, or that has none, is found by what it is called.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from nk_avtal import clock
from nk_avtal.adoptions.models import Decision
from nk_avtal.agreements.models import Agreement
from nk_avtal.documents.models import Document, DocumentVersion, FileText, StoredFile
from nk_avtal.indexing.models import HitKind
from nk_avtal.indexing.writing import Source
from nk_avtal.matters.models import Matter, MatterFile
from nk_avtal.search.gathering import Numbers, areas_of, is_newest, joined, standing_decisions

_EXCERPT = "Protokollsutdrag"


def documents(connection: Connection, numbers: Numbers) -> Iterator[Source]:
    """The newest version of each document of an agreement, unless it is laid aside."""
    wanted = (
        sa.select(Document.id, Document.title, Document.agreement_id, DocumentVersion.added_at)
        .add_columns(FileText.text, Agreement.slug, Agreement.title.label("owner"))
        .join(Agreement, Document.agreement_id == Agreement.id)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(Document.id.in_(numbers), Document.trashed_at.is_(None), is_newest())
    )
    found = connection.execute(with_text(wanted, DocumentVersion.file_id)).all()
    areas = areas_of(connection, {one.agreement_id for one in found})
    for one in found:
        yield Source(
            HitKind.DOCUMENT,
            one.id,
            clock.day_of(one.added_at),
            _with_owner(one.title, one.owner),
            one.title,
            one.slug,
            body=joined(one.owner, one.text),
            areas=areas[one.agreement_id],
        )


def matter_files(connection: Connection, numbers: Numbers) -> Iterator[Source]:
    """The documents of matters."""
    wanted = (
        sa.select(MatterFile.id, MatterFile.title, MatterFile.added_at, FileText.text)
        .add_columns(Matter.slug, Matter.track, Matter.title.label("owner"))
        .join(Matter, MatterFile.matter_id == Matter.id)
        .where(MatterFile.id.in_(numbers))
    )
    for one in connection.execute(with_text(wanted, MatterFile.file_id)):
        yield Source(
            HitKind.MATTER_FILE,
            one.id,
            clock.day_of(one.added_at),
            _with_owner(one.title, one.owner),
            one.title,
            one.slug,
            body=joined(one.owner, one.text),
            areas=(one.track,),
        )


def excerpts(connection: Connection, numbers: Numbers) -> Iterator[Source]:
    """The minutes excerpts of decisions that stand, by the decision's number."""
    wanted = (
        standing_decisions(numbers)
        .add_columns(StoredFile.name.label("file"), FileText.text)
        .where(Decision.excerpt_id.is_not(None))
    )
    for one in connection.execute(with_text(wanted, Decision.excerpt_id)):
        yield Source(
            HitKind.EXCERPT,
            one.id,
            one.decided_on,
            f"{_EXCERPT}, {one.name}: {one.title}",
            _EXCERPT,
            one.slug,
            body=joined(one.name, one.title, one.file, one.text),
            place=one.town,
            areas=(one.area,),
        )


def with_text(wanted: sa.Select[Any], file: Any) -> sa.Select[Any]:
    """Joined to the file, if there is one, and to its text, if that has been read."""
    return wanted.outerjoin(StoredFile, file == StoredFile.id).outerjoin(
        FileText, FileText.sha256 == StoredFile.sha256
    )


def _with_owner(title: str, owner: str) -> str:
    return title if owner in title else f"{title}, {owner}"
