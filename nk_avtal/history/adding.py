"""Writing many new rows of a table at once, without an object for each.

The history tells of them as of any others, and whoever keeps copies hears of them (`rows_added`),
once for all that belongs together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from blinker import Signal
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from nk_avtal.db import Base
from nk_avtal.history.recorder import added_rows, tell

Row = dict[str, Any]
Added = dict[type[Base], list[Row]]

rows_added = Signal("these rows were written, by session and `added`: the rows of each model")


class Adding:
    """Adds rows in the transaction of a session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.added: Added = {}

    def rows(self, model: type[Base], given: Iterable[Mapping[str, Any]]) -> Sequence[Row]:
        """Write these, with the model's own defaults; each as it is written, with its number.

        What the model reckons from other columns must be given too.
        """
        empty = _defaults(model)
        rows = [{**empty, **row} for row in given]
        if rows:
            table, connection = (
                model.metadata.tables[model.__tablename__],
                self._session.connection(),
            )
            for row, number in zip(rows, _numbers(connection, table, len(rows)), strict=True):
                row["id"] = number
            connection.execute(sa.insert(table), rows)
            self.added.setdefault(model, []).extend(rows)
        return rows


@contextmanager
def adding(session: Session) -> Iterator[Adding]:
    """Add rows inside; at the end they are told of."""
    session.flush()
    one = Adding(session)
    yield one
    tell(session, (entry for model, rows in one.added.items() for entry in added_rows(model, rows)))
    rows_added.send(session, added=one.added)


def _numbers(connection: Connection, table: sa.Table, count: int) -> Sequence[int]:
    """The numbers of so many new rows. They are asked for first, since SQLite gives them back in
    order only row by row; there whoever writes is alone, and the next ones are free."""
    if connection.dialect.name == "postgresql":
        sequence = sa.func.pg_get_serial_sequence(table.name, "id")
        each = sa.func.generate_series(1, count).table_valued("row")
        wanted = sa.select(sa.func.nextval(sequence)).select_from(each)
        return connection.scalars(wanted).all()
    given = sa.table("sqlite_sequence", sa.column("seq"), sa.column("name"))
    newest = sa.select(sa.func.max(table.c.id)).union_all(
        sa.select(given.c.seq).where(given.c.name == table.name)
    )
    last = max((number or 0 for number in connection.scalars(newest)), default=0)
    return range(last + 1, last + 1 + count)


def _defaults(model: type[Base]) -> Row:
    """What a new row of the model holds where nothing is given."""
    columns = sa.inspect(model).local_table.c
    return {
        one.key: one.default.arg if one.default is not None and one.default.is_scalar else None
        for one in columns
        if not one.primary_key
    }
