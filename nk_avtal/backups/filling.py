"""The database of a backup, made ready aside and shown at once.

SQLite: a database of its own is filled, brought to the newest schema and checked; SQLite's backup
then copies it over the target in one transaction. PostgreSQL: all of it in one transaction.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa
from psycopg import errors
from sqlalchemy.exc import DBAPIError

from nk_avtal import migrating
from nk_avtal.backups.archive import Damaged, Reader
from nk_avtal.backups.errors import BackupRefused
from nk_avtal.backups.tables import fill, go_on_after, tables_in
from nk_avtal.db import BUSY_SECONDS, Base, db

ASIDE = ".restoring-"
IN_USE = "the database is in use: stop the service and try again"
POINTLESS = "rows of the backup point nowhere"


@contextmanager
def filled(kept: Reader) -> Iterator[None]:
    """Inside, everything is ready; at the end it takes the place of what was there. When anything
    fails before, all is as it was."""
    db.session.close()
    with _in_sqlite(kept) if db.engine.dialect.name == "sqlite" else _in_postgresql(kept):
        yield


@contextmanager
def _in_sqlite(kept: Reader) -> Iterator[None]:
    target = Path(db.engine.url.database or "")
    db.engine.dispose()
    for left in target.parent.glob(f"{ASIDE}*"):  # by one that was killed: it holds all there is
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=ASIDE) as folder:
        scratch = Path(folder) / "restored.sqlite3"
        url = sa.URL.create("sqlite", database=str(scratch))
        migrating.upgrade(url, kept.manifest.revision)
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        with engine.begin() as connection:
            _fill(connection, kept, tables_in(connection))
            if lost := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                raise Damaged(f"{POINTLESS} ({lost[0][0]})")
        migrating.upgrade(url)
        yield
        _copy_over(scratch, target)


def _copy_over(scratch: Path, target: Path) -> None:
    """In one transaction of the target, which whoever has it open sees whole or not at all."""
    ends = time.monotonic() + BUSY_SECONDS

    def give_up(_status: int, _remaining: int, _total: int) -> None:
        if time.monotonic() > ends:
            raise BackupRefused(IN_USE)

    with (
        closing(sqlite3.connect(scratch)) as source,
        closing(sqlite3.connect(target, timeout=1)) as over,
    ):
        over.execute("PRAGMA synchronous=FULL")
        source.backup(over, progress=give_up)


@contextmanager
def _in_postgresql(kept: Reader) -> Iterator[None]:
    try:
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
            _drop(connection, kept.manifest.tables.keys() | Base.metadata.tables.keys())
            migrating.upgrade(db.engine.url, kept.manifest.revision, connection)
            with _references_checked_at_the_end(connection):
                _fill(connection, kept, tables_in(connection))
            migrating.upgrade(db.engine.url, connection=connection)
            yield
    except DBAPIError as error:
        if isinstance(error.orig, errors.LockNotAvailable):
            raise BackupRefused(IN_USE) from error
        if isinstance(error.orig, errors.ForeignKeyViolation):
            raise Damaged(f"{POINTLESS} ({error.orig.diag.table_name})") from error
        raise


def _drop(connection: sa.Connection, names: set[str]) -> None:
    """Remove the product's tables; whatever else the database holds is let be."""
    quote = connection.dialect.identifier_preparer.quote
    there = sa.inspect(connection).get_table_names()
    ours = [quote(name) for name in there if name in names | {migrating.VERSION_TABLE}]
    if ours:
        connection.exec_driver_sql(f"DROP TABLE {', '.join(ours)} CASCADE")


def _fill(connection: sa.Connection, kept: Reader, tables: Mapping[str, sa.Table]) -> None:
    for name, expected in kept.manifest.tables.items():
        if name not in tables or fill(connection, tables[name], kept.rows(name)) != expected:
            raise Damaged(f"the backup does not hold the rows of {name} that it says")
    go_on_after(connection, kept.manifest.numbers)


@contextmanager
def _references_checked_at_the_end(connection: sa.Connection) -> Iterator[None]:
    """Inside, rows may come in any order."""
    keys = connection.execute(sa.text(_FOREIGN_KEYS)).all()
    for table, key in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} ALTER CONSTRAINT {key} DEFERRABLE")
    connection.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")
    yield
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table, key in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} ALTER CONSTRAINT {key} NOT DEFERRABLE")


_FOREIGN_KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint
WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""
