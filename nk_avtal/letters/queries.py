"""Which wording a kind of letter has."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nk_avtal.db import db
from nk_avtal.domain.letters import LetterKind
from nk_avtal.letters.models import LetterTemplate


def versions(kind: LetterKind) -> Sequence[LetterTemplate]:
    """The uploaded versions of a template with who uploaded them, newest first."""
    statement = (
        sa.select(LetterTemplate)
        .where(LetterTemplate.kind == kind.value)
        .options(joinedload(LetterTemplate.file), joinedload(LetterTemplate.uploaded_by))
        .order_by(LetterTemplate.number.desc())
    )
    return db.session.scalars(statement).all()


def usable(kind: LetterKind) -> list[LetterTemplate]:
    """The uploaded versions that are not withdrawn, newest first. The first is in use; without
    one, the shipped wording is."""
    return [one for one in versions(kind) if one.withdrawn_at is None]


def in_use(kind: LetterKind) -> LetterTemplate | None:
    """The uploaded version that is used; None when it is the shipped one."""
    return next(iter(usable(kind)), None)
