"""Rows as plain values, the same for either database and for the schema of any day.

The tables are those that the database has, not those of the models: a backup made before an
upgrade is read with the columns that it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from itertools import islice
from typing import Any

import sqlalchemy as sa

from nk_avtal.backups.archive import Values

LEFT_OUT = frozenset({"alembic_version", "sign_in"})
"""What the schema says itself, and who is signed in: an old backup opens no closed sign-in."""
SEARCH = "search_"
"""How the tables of the search index begin: a copy, which is written anew after restoring."""
AT_ONCE = 500

_PARSERS = {date: date.fromisoformat, datetime: datetime.fromisoformat, time: time.fromisoformat}


def tables_in(connection: sa.Connection) -> Mapping[str, sa.Table]:
    """The tables of the product, by name."""
    inspector, metadata = sa.inspect(connection), sa.MetaData()
    keys = {name: found for (_schema, name), found in inspector.get_multi_pk_constraint().items()}
    for (_schema, name), columns in sorted(inspector.get_multi_columns().items()):
        if name not in LEFT_OUT and not name.startswith(SEARCH):
            key = keys[name]["constrained_columns"]
            parts = [sa.Column(c["name"], c["type"], primary_key=c["name"] in key) for c in columns]
            sa.Table(name, metadata, *parts)
    return metadata.tables


def rows_of(connection: sa.Connection, table: sa.Table) -> Iterator[Values]:
    """Every row of a table as values that JSON knows."""
    wanted = sa.select(table).order_by(*table.primary_key).execution_options(yield_per=AT_ONCE)
    for row in connection.execute(wanted).mappings():
        yield {name: _plain(value) for name, value in row.items()}


def fill(connection: sa.Connection, table: sa.Table, rows: Iterable[Values]) -> int:
    """Add rows that `rows_of` has given, to a table without any; how many there were."""
    parsers = _parsers(table)
    connection.execute(table.delete())  # what a migration puts into a new database
    count, waiting = 0, iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        read = [{name: _read(parsers, name, value) for name, value in one.items()} for one in some]
        connection.execute(table.insert(), read)
        count += len(read)
    return count


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | time) else value


def _parsers(table: sa.Table) -> Mapping[str, Any]:
    kinds = {column.name: column.type.python_type for column in table.columns}
    return {name: _PARSERS[kind] for name, kind in kinds.items() if kind in _PARSERS}


def _read(parsers: Mapping[str, Any], name: str, value: Any) -> Any:
    return parsers[name](value) if value is not None and name in parsers else value


def last_numbers(connection: sa.Connection) -> dict[str, int]:
    """The last number that each table has given out, where the database remembers it: that of a
    removed row is not given to another, of which the history would then tell both."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite and not connection.scalar(sa.text(_HAS_SEQUENCES)):
        return {}
    found = connection.execute(sa.text(_SQLITE_NUMBERS if sqlite else _POSTGRES_NUMBERS))
    return {name: number for name, number in found if number is not None and name not in LEFT_OUT}


def go_on_after(connection: sa.Connection, numbers: Mapping[str, int]) -> None:
    """Give out numbers after these, and after those of the rows."""
    if connection.dialect.name == "sqlite":  # which minds the rows itself
        rows = [{"name": name, "number": number} for name, number in numbers.items()]
        if rows and connection.scalar(sa.text(_HAS_SEQUENCES)):
            for statement in _SET_IN_SQLITE:
                connection.execute(sa.text(statement), rows)
        return
    for name, _number in connection.execute(sa.text(_POSTGRES_NUMBERS)).all():
        table = sa.table(name, sa.column("id"))
        highest = connection.scalar(sa.select(sa.func.max(table.c.id))) or 0
        last = max(highest, numbers.get(name, 0))
        connection.execute(
            sa.text(
                "SELECT setval(pg_get_serial_sequence(quote_ident(:name), 'id'), :last, :used)"
            ),
            {"name": name, "last": last or 1, "used": last > 0},
        )


_HAS_SEQUENCES = "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'"
_SQLITE_NUMBERS = "SELECT name, seq FROM sqlite_sequence"
_SET_IN_SQLITE = (
    "INSERT INTO sqlite_sequence (name, seq) SELECT :name, 0 "
    "WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = :name)",
    "UPDATE sqlite_sequence SET seq = max(seq, :number) WHERE name = :name",
)
_POSTGRES_NUMBERS = """
SELECT kept.relname, pg_sequence_last_value(giver.oid)
FROM pg_class giver
JOIN pg_depend ON pg_depend.objid = giver.oid AND pg_depend.deptype IN ('a', 'i')
    AND pg_depend.classid = 'pg_class'::regclass AND pg_depend.refclassid = 'pg_class'::regclass
JOIN pg_class kept ON kept.oid = pg_depend.refobjid
WHERE giver.relkind = 'S' AND kept.relnamespace = current_schema()::regnamespace
"""
