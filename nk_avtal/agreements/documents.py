"""One version of a document, for whoever may read it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.documents.models import Document, DocumentVersion, Openness
from nk_avtal.domain.people import Permission
from nk_avtal.people.models import Person


def version_for(version_id: int, reader: Person | None) -> DocumentVersion:
    """The version, if `reader` (None is the public) may read it.

    Raises NoResultFound otherwise: what one may not read looks like what does not exist.
    """
    wanted = (
        sa.select(DocumentVersion)
        .join(DocumentVersion.document)
        .join(Agreement, Document.agreement_id == Agreement.id)
        .where(DocumentVersion.id == version_id, _readable_by(reader))
        .options(joinedload(DocumentVersion.file), joinedload(DocumentVersion.document))
    )
    return db.session.scalars(wanted).one()


def _readable_by(reader: Person | None) -> sa.ColumnElement[bool]:
    if reader is not None and reader.may(Permission.READ_DRAFTS):
        return sa.true()
    public = sa.and_(Document.openness == Openness.PUBLIC, Agreement.published.is_(True))
    if reader is None:
        return sa.and_(public, Document.trashed_at.is_(None))
    open_to_signed_in = Document.openness.in_((Openness.PUBLIC, Openness.OPEN))
    return sa.and_(open_to_signed_in, Document.trashed_at.is_(None))
