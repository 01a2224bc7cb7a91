"""The database: declarative base, session, column types and what SQLite must be told.

SQLite needs `BEGIN IMMEDIATE` for work that writes, or two people's changes overwrite each other
without an error; reading requests use a plain `BEGIN` so that they never queue behind a writer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast
from zlib import crc32

import sqlalchemy as sa
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 20
COPY = {"copy": True}
"""Marks a column that repeats for speed what other rows say; the history does not tell of it."""
BYTES = {"bytes": True}
"""Marks a column with the checksum of bytes that lie in the document store."""

_TURN = "has the turn to write"
_KEPT = "what was asked while reading"
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
_reading: ContextVar[bool] = ContextVar("reading", default=False)


class Base(DeclarativeBase):
    """The base of all models, with names for constraints so that migrations can alter them."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Identified:
    """A row with a number of its own."""

    id: Mapped[int] = mapped_column(primary_key=True)


class Versioned:
    """A row that two people may edit: the version travels with the form, and the second saver
    is told instead of overwriting (reliability R-17)."""

    version: Mapped[int] = mapped_column(default=1)

    @sa.orm.declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.version}


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An instant. SQLite drops the offset silently, so it is converted to UTC on the way in."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def choice(kind: type[StrEnum], check: str | None = None) -> sa.Enum:
    """A column type for an enumeration: a checked string, the same on both databases.

    `check` names the constraint where a table has two columns of the same kind.
    """
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=check or kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


def start_of(part: int, size: int, total: int) -> int:
    """How many rows come before part `part` (from 1) of a list; before the last for one beyond."""
    return (min(part, max(1, -(-total // size))) - 1) * size


def sort_key(length: int) -> sa.String:
    """A column type for a key that is made to be sorted by: by its bytes, on both databases."""
    by_bytes = sa.String(length, collation="C")
    return sa.String(length).with_variant(by_bytes, "postgresql")


db = SQLAlchemy(session_options={"expire_on_commit": False})


@contextmanager
def reading(value: bool = True) -> Iterator[None]:
    """Inside, a transaction that begins on SQLite only reads, and so neither waits for a writer nor
    keeps one waiting; or does write, where `value` is false."""
    token = _reading.set(value)
    try:
        yield
    finally:
        _reading.reset(token)


def set_reading(value: bool) -> None:
    """Say whether the work that begins now only reads (the guard asks the request's method)."""
    _reading.set(value)


def kept_while_reading(query: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Ask a query once for every transaction that only reads, whoever else on the page wants to
    know. Nobody may change the answer; where something is written it is asked anew."""

    @wraps(query)
    def asked(*args: Asked.args, **named: Asked.kwargs) -> Answer:
        if not _reading.get():
            return query(*args, **named)
        kept = _kept(db.session)
        key = (query, args, *named.items())
        if key not in kept:
            kept[key] = query(*args, **named)
        return cast("Answer", kept[key])

    return asked


def _kept(session: Session) -> dict[Any, Any]:
    """The answers of the transaction that `session` is in."""
    now = session.get_transaction() or session.begin()
    if session.info.get(_KEPT, (None,))[0] is not now:
        session.info[_KEPT] = (now, {})
    kept: dict[Any, Any] = session.info[_KEPT][1]
    return kept


def one_at_a_time(what: str) -> None:
    """Wait until nobody else is at `what`, and keep others from it until the transaction ends.

    On SQLite whoever writes is alone anyway.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(crc32(what.encode()))))


def beside_others(what: str) -> None:
    """Keep whoever wants to be alone at `what` (`alone_at`) waiting until the transaction ends."""
    if db.engine.dialect.name == "postgresql":
        lock = sa.func.pg_advisory_xact_lock_shared(crc32(what.encode()))
        db.session.execute(sa.select(lock))


def alone_at(what: str) -> bool:
    """Whether nobody is at `what` now; then nobody will be until the transaction ends. Does not
    wait, so that it can be asked last, with any other locks held."""
    if db.engine.dialect.name != "postgresql":
        return True
    lock = sa.func.pg_try_advisory_xact_lock(crc32(what.encode()))
    return bool(db.session.scalar(sa.select(lock)))


def is_duplicate(error: IntegrityError) -> bool:
    """Whether the database refused what it already has, and not for another fault."""
    told = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", "")
    return told in ("23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")


_UNWRITABLE = (
    *("53100", "25006"),  # PostgreSQL: disk full, read only
    *("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE"),
)


def is_unwritable(error: DBAPIError) -> bool:
    """Whether the database can be read but keeps nothing: its disk is full, or may only be read."""
    told = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", "")
    return str(told).startswith(_UNWRITABLE)


def prepare_sqlite(engine: sa.Engine) -> None:
    """Foreign keys, write-ahead log, waiting, and explicit transactions for a SQLite engine."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            "synchronous=FULL",
            f"busy_timeout={BUSY_SECONDS * 1000}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    _begin_in_turn(engine)


def _begin_in_turn(engine: sa.Engine) -> None:
    """Begin transactions; whoever means to write waits for its turn in this process.

    SQLite wakes nobody who waits: each asks again after ever longer pauses, and one of many
    writers may find another there every time (reliability R-20).
    """
    turn = threading.Lock()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        if not _reading.get() and _TURN not in connection.info:
            connection.info[_TURN] = turn.acquire(timeout=BUSY_SECONDS)
        connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def on_checkin(_connection: Any, record: ConnectionPoolEntry) -> None:
        if record.info.pop(_TURN, False):
            turn.release()
