"""Saving, renaming and removing views."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.people.models import Person
from nk_avtal.views.models import SavedView, ToldRow, ViewPage

MOST = 50
LONGEST_NAME = 80


def save(person: Person, page: ViewPage, name: str, asked: Mapping[str, str]) -> SavedView:
    """Save what is asked of a page under a name. Raises RuleBroken without a name, and when the
    person has as many as there is room for."""
    name = _checked(name)
    standing = sa.select(sa.func.count()).where(
        SavedView.person_id == person.id, SavedView.removed_at.is_(None)
    )
    if (db.session.scalar(standing) or 0) >= MOST:
        raise RuleBroken(_FULL, name="too_many_views")
    made = SavedView(
        person_id=person.id, page=page, name=name, asked=dict(asked), saved_at=clock.now()
    )
    db.session.add(made)
    return made


def rename(view: SavedView, name: str) -> None:
    """Call it something else. Raises RuleBroken without a name."""
    view.name = _checked(name)


def remove(view: SavedView) -> None:
    """Let it be listed no more."""
    view.removed_at = clock.now()


def put_back(view: SavedView) -> None:
    """List it again."""
    view.removed_at = None


def follow(view: SavedView, rows: Collection[str]) -> None:
    """Tell the owner of what comes from now on. `rows` are those that are there now."""
    view.followed_at = clock.now()
    tell(view, rows)


def unfollow(view: SavedView) -> None:
    """Tell of it no more."""
    view.followed_at = None


def tell(view: SavedView, rows: Collection[str]) -> None:
    """Remember that these have been told of."""
    if not rows:
        return
    db.session.flush()
    table = cast("sa.Table", ToldRow.__table__)
    on_sqlite = db.engine.dialect.name == "sqlite"
    insert = (sqlite.insert if on_sqlite else postgresql.insert)(table).on_conflict_do_nothing()
    told = [{"view_id": view.id, "name": row} for row in rows]
    db.session.connection().execute(insert, told)


def _checked(name: str) -> str:
    name = " ".join(name.replace("\0", "").split())[:LONGEST_NAME].strip()
    if not name:
        raise RuleBroken(_NAMELESS, name="view_nameless")
    return name


_NAMELESS = Phrase(
    "Skriv vad vyn ska heta, till exempel Avtal som slutar i år",
    "Write what the view is to be called, for example Agreements that end this year",
)
_FULL = Phrase(
    "Du har redan femtio sparade vyer. Ta bort någon som du inte använder",
    "You already have fifty saved views. Remove one that you do not use",
)
