"""Which imports there are."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from nk_avtal.db import db
from nk_avtal.imports.models import Import, ImportState
from nk_avtal.people.models import Person

SHOWN = 20


def latest(by: Person) -> Sequence[Import]:
    """What somebody has brought in, or begun to, the newest first."""
    wanted = sa.select(Import).where(Import.made_by_id == by.id)
    return db.session.scalars(wanted.order_by(Import.id.desc()).limit(SHOWN)).all()


def import_by_id(number: int, by: Person, *, for_update: bool = False) -> Import:
    """An import of one's own. Raises NoResultFound when it is somebody else's."""
    wanted = sa.select(Import).where(Import.id == number, Import.made_by_id == by.id)
    if for_update:
        wanted = wanted.with_for_update(of=Import)
    return db.session.scalars(wanted).one()


def next_waiting() -> Import | None:
    """The oldest import that waits for the background, to be written or taken back; on PostgreSQL
    nobody else takes it too."""
    waits = Import.state.in_([ImportState.WAITING, ImportState.UNDOING])
    wanted = sa.select(Import).where(waits).order_by(Import.id)
    return db.session.scalars(wanted.limit(1).with_for_update(skip_locked=True)).first()
