"""The views that a person has saved."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from nk_avtal.db import db
from nk_avtal.formats import swedish_key
from nk_avtal.people.models import Person
from nk_avtal.views.models import SavedView, ViewPage


def views_of(person: Person, page: ViewPage | None = None) -> Sequence[SavedView]:
    """Those of one page or of all, by name."""
    wanted = sa.select(SavedView).where(
        SavedView.person_id == person.id, SavedView.removed_at.is_(None)
    )
    if page is not None:
        wanted = wanted.where(SavedView.page == page)
    return sorted(db.session.scalars(wanted), key=lambda one: (swedish_key(one.name), one.id))


def view_of(person: Person, number: int) -> SavedView:
    """A view of the person's own, also one that is removed. Raises NoResultFound."""
    wanted = sa.select(SavedView).where(SavedView.person_id == person.id, SavedView.id == number)
    return db.session.scalars(wanted).one()
