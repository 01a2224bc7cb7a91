"""The chained log: what was done to it behind the product's back shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from nk_avtal.db import db
from nk_avtal.history import chain
from nk_avtal.history.models import Entry
from tests import builders

TABLE = Entry.__table__


def entries(app: Flask) -> list[int]:
    """Some changes more, and the numbers of all entries."""
    for seat in ("Öjebyn", "Hortlax", "Rosvik"):
        builders.municipality("Piteå").seat = seat
        db.session.commit()
    return list(db.session.scalars(sa.select(Entry.id).order_by(Entry.id)))


def tamper(statement: sa.Executable) -> None:
    """Change the table as someone with the database in hand would."""
    db.session.commit()
    with db.engine.begin() as connection:
        connection.execute(statement)
    db.session.expire_all()


def edit(numbers: list[int]) -> sa.Executable:
    return sa.update(TABLE).where(TABLE.c.id == numbers[-2]).values(actor="Någon annan")


def delete_middle(numbers: list[int]) -> sa.Executable:
    return sa.delete(TABLE).where(TABLE.c.id == numbers[-2])


def rewrite_a_value(numbers: list[int]) -> sa.Executable:
    return sa.update(TABLE).where(TABLE.c.id == numbers[-3]).values(changes={"seat": ["a", "b"]})


def test_an_untouched_log_is_whole(app: Flask) -> None:
    numbers = entries(app)
    assert chain.first_broken() == (len(numbers), None)
    assert chain.first_broken(chain.head()) == (len(numbers), None)


@pytest.mark.parametrize(
    ("tampering", "first"), [(edit, -2), (delete_middle, -1), (rewrite_a_value, -3)]
)
def test_a_change_behind_the_back_shows_where_it_was_made(
    app: Flask, tampering: Callable[[list[int]], sa.Executable], first: int
) -> None:
    numbers = entries(app)
    tamper(tampering(numbers))
    assert chain.first_broken()[1] == numbers[first]


def test_a_cut_tail_shows_only_against_an_anchor(app: Flask) -> None:
    numbers = entries(app)
    anchor = chain.head()
    tamper(sa.delete(TABLE).where(TABLE.c.id == numbers[-1]))
    assert chain.first_broken()[1] is None
    assert chain.first_broken(anchor)[1] == anchor[0]
