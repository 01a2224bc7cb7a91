"""The views that a person has saved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from nk_avtal.db import db
from nk_avtal.formats import swedish_key
from nk_avtal.people.models import Person
from nk_avtal.views.models import SavedView, ToldRow, ViewPage
from nk_avtal.views.places import PLACES


def views_of(person: Person, page: ViewPage | None = None) -> Sequence[SavedView]:
    """Those of one page or of all, by name."""
    wanted = sa.select(SavedView).where(
        SavedView.person_id == person.id, SavedView.removed_at.is_(None)
    )
    if page is not None:
        wanted = wanted.where(SavedView.page == page)
    return sorted(db.session.scalars(wanted), key=_by_name)


def view_of(person: Person, number: int) -> SavedView:
    """A view of the person's own, also one that is removed. Raises NoResultFound."""
    wanted = sa.select(SavedView).where(SavedView.person_id == person.id, SavedView.id == number)
    return db.session.scalars(wanted).one()


def followed() -> Mapping[int, Sequence[SavedView]]:
    """The views whose owners want to be told of what is new, by the number of the owner."""
    wanted = sa.select(SavedView).where(
        SavedView.followed_at.is_not(None), SavedView.removed_at.is_(None)
    )
    found: dict[int, list[SavedView]] = defaultdict(list)
    for one in sorted(db.session.scalars(wanted), key=_by_name):
        found[one.person_id].append(one)
    return found


def followed_by(person: Person) -> Sequence[SavedView]:
    """Those of one person, of pages that it may read."""
    mine = followed().get(person.id, ())
    return [one for one in mine if person.may(PLACES[one.page].needs)]


def told_of(view: SavedView) -> set[str]:
    """The rows of a view that its owner has been told of."""
    return {*db.session.scalars(sa.select(ToldRow.name).where(ToldRow.view_id == view.id))}


def _by_name(view: SavedView) -> tuple[str, int]:
    return swedish_key(view.name), view.id
