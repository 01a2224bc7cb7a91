"""Removing many rows at once, without an object for each: the counterpart of `adding`.

The history tells of them as of any others, and whoever keeps copies hears of them (`rows_removed`),
once for all that goes together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import sqlalchemy as sa
from blinker import Signal
from sqlalchemy.orm import Session

from nk_avtal.db import Base
from nk_avtal.history.adding import Row
from nk_avtal.history.recorder import Subjects, removed_rows, tell

Removed = dict[type[Base], list[Row]]

AT_A_TIME = 500
rows_removed = Signal("these rows were removed, by session and `removed`: the rows of each model")


class Removing:
    """Removes rows in the transaction of a session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.removed: Removed = {}
        self.subjects: dict[type[Base], Mapping[int, Subjects]] = {}

    def rows(self, model: type[Base], subjects: Mapping[int, Subjects]) -> None:
        """Remove the rows with these numbers. What points to them must have gone before, and the
        last come first, since those of one table may point to each other.

        `subjects` says of each on whose pages its going is told, as its coming was.
        """
        table, connection = model.metadata.tables[model.__tablename__], self._session.connection()
        numbers = sorted(subjects, reverse=True)
        gone = self.removed.setdefault(model, [])
        for start in range(0, len(numbers), AT_A_TIME):
            some = table.c.id.in_(numbers[start : start + AT_A_TIME])
            found = connection.execute(sa.select(table).where(some).with_for_update())
            gone += (dict(row) for row in found.mappings())
            connection.execute(sa.delete(table).where(some))
        self.subjects[model] = subjects


@contextmanager
def removing(session: Session) -> Iterator[Removing]:
    """Remove rows inside; at the end they are told of. No object of the session stands for one of
    them afterwards."""
    session.flush()
    one = Removing(session)
    yield one
    session.expire_all()
    of = one.subjects
    tell(
        session,
        (
            entry
            for model, rows in one.removed.items()
            for entry in removed_rows(model, sorted(rows, key=lambda row: row["id"]), of[model])
        ),
    )
    rows_removed.send(session, removed=one.removed)
