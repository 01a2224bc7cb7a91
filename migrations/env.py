"""Bring a database to the models' shape. Run by `nk-avtal init`, which gives the address.

SQLite rebuilds a table to alter it: with foreign keys on, dropping the old table would delete the
rows that point to it, so they are off here and checked at the end. On PostgreSQL a lock lets
several nodes start at once. A connection that is given brings its own transaction, of which all
of this is a part then.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import context
from sqlalchemy import event

from nk_avtal.db import Base
from nk_avtal.models import TABLES

MIGRATION_LOCK = 0x4E4B4D
NOT_IN_MODELS = ("search_fts", "ix_search_entry_terms")

assert TABLES is Base.metadata.tables


def run(connection: sa.Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    if connection.in_transaction():
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_LOCK)))
    elif not sqlite:
        connection.execute(sa.select(sa.func.pg_advisory_lock(MIGRATION_LOCK)))
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        include_name=_is_ours,
    )
    with context.begin_transaction():
        context.run_migrations()
    if sqlite:
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        assert not broken, f"rows that point nowhere after migrating: {broken[:5]}"


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Not SQLite's own tables behind the search index, nor PostgreSQL's index for it."""
    return kind not in ("table", "index") or not (name or "").startswith(NOT_IN_MODELS)


def engine_of(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    for pragma in ("foreign_keys=OFF", "journal_mode=WAL", "busy_timeout=20000"):
        connection.execute(f"PRAGMA {pragma}")


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with engine_of(context.config.attributes["url"]).connect() as opened:
        run(opened)
