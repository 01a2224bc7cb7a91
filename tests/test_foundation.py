"""The ground that everything stands on: schema, history, transactions, the guard."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic import command
from flask import Flask
from sqlalchemy.orm.exc import StaleDataError

from nk_avtal import migrating
from nk_avtal.blueprints.guard import Unguarded, refuse_unguarded
from nk_avtal.db import db
from nk_avtal.history.models import Entry
from nk_avtal.municipalities.models import Municipality
from tests import builders


def test_the_migrations_make_what_the_models_say(app: Flask) -> None:
    command.check(migrating.configuration(db.engine.url))


def test_the_reference_data_has_the_members_and_their_bodies(app: Flask) -> None:
    haparanda = builders.municipality("Haparanda")
    assert haparanda.full_name == "Haparanda stad"
    assert len(builders.members()) == 14


def test_a_change_is_recorded_with_what_stood_before(app: Flask) -> None:
    pitea = builders.municipality("Piteå")
    pitea.seat = "Öjebyn"
    db.session.commit()
    entry = db.session.scalars(sa.select(Entry).order_by(Entry.id.desc())).first()
    assert entry is not None
    assert (entry.noun, entry.event) == ("municipality", "changed")
    assert entry.changes == {"seat": ["Piteå", "Öjebyn"]}


def test_a_rolled_back_change_leaves_no_history(app: Flask) -> None:
    count = sa.select(sa.func.count()).select_from(Entry)
    before = db.session.scalar(count)
    builders.municipality("Piteå").seat = "Öjebyn"
    db.session.flush()
    db.session.rollback()
    assert db.session.scalar(count) == before


def test_a_bulk_write_to_a_kept_table_is_refused(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="no history"):
        db.session.execute(sa.update(Municipality).values(seat="x"))


def test_the_second_of_two_savers_is_told(app: Flask) -> None:
    first = builders.municipality("Piteå")
    db.session.commit()
    with db.sessionmaker() as other:
        other.get_one(Municipality, first.id).seat = "Öjebyn"
        other.commit()
    first.seat = "Hortlax"
    with pytest.raises(StaleDataError):
        db.session.commit()


def test_a_view_without_permission_stops_the_start(app: Flask) -> None:
    app.view_functions["forgotten"] = lambda: ""
    with pytest.raises(Unguarded, match="forgotten"):
        refuse_unguarded(app)
