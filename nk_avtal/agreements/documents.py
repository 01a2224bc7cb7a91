"""An agreement's documents, for whoever may read them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import has_come, published, visible_to
from nk_avtal.db import db
from nk_avtal.documents.models import (
    ClearedVersion,
    Document,
    DocumentVersion,
    Openness,
    VersionMark,
)
from nk_avtal.domain.people import Permission
from nk_avtal.formats import swedish_key
from nk_avtal.people.models import Person


def version_for(version_id: int, reader: Person | None) -> DocumentVersion:
    """The version, if `reader` (None is the public) may read it.

    Raises NoResultFound otherwise: what one may not read looks like what does not exist.
    """
    wanted = (
        sa.select(DocumentVersion)
        .join(DocumentVersion.document)
        .join(Agreement, Document.agreement_id == Agreement.id)
        .where(DocumentVersion.id == version_id, readable_by(reader))
        .options(joinedload(DocumentVersion.file), joinedload(DocumentVersion.document))
    )
    return db.session.scalars(wanted).one()


def documents_of(agreement: Agreement, reader: Person) -> Sequence[Document]:
    """The documents that `reader` may know of, with their versions, by title. Those laid aside
    come last and only to the association."""
    wanted = (
        sa.select(Document)
        .join(Agreement, Document.agreement_id == Agreement.id)
        .where(Document.agreement_id == agreement.id, readable_by(reader))
        .options(
            selectinload(Document.versions).options(
                joinedload(DocumentVersion.file), joinedload(DocumentVersion.added_by)
            ),
            selectinload(Document.marks),
        )
    )
    found = db.session.scalars(wanted).all()
    return sorted(found, key=lambda one: (one.trashed_at is not None, swedish_key(one.title)))


def document_by_id(document_id: int, agreement_slug: str, writer: Person) -> Document:
    """A document to change, held until the transaction ends so that two new versions cannot get
    one number. Raises NoResultFound when the agreement has none such."""
    agreements = visible_to(writer).where(Agreement.slug == agreement_slug)
    wanted = (
        sa.select(Document)
        .where(
            Document.id == document_id,
            Document.agreement_id.in_(agreements.with_only_columns(Agreement.id)),
        )
        .options(
            selectinload(Document.versions).joinedload(DocumentVersion.file),
            selectinload(Document.marks).joinedload(VersionMark.version),
        )
        .with_for_update()
    )
    return db.session.scalars(wanted).one()


def cleared() -> sa.ColumnElement[bool]:
    """In SQL, of a version with its document and agreement: everyone may read it."""
    return sa.and_(
        Document.openness == Openness.PUBLIC,
        Document.trashed_at.is_(None),
        DocumentVersion.id.in_(sa.select(ClearedVersion.version_id)),
        published(),
    )


def readable_by(reader: Person | None) -> sa.ColumnElement[bool]:
    """In SQL, of a version (or only its document, when there is a reader) with its agreement:
    `reader` may read it."""
    if reader is not None and reader.may(Permission.READ_DRAFTS):
        return sa.true()
    if reader is None:
        return cleared()
    return sa.and_(
        Document.openness.in_((Openness.PUBLIC, Openness.OPEN)),
        Document.trashed_at.is_(None),
        has_come(),
    )
