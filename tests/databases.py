"""A database for every test: a copy of one that the real migrations and reference data made."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

from nk_avtal import migrating
from nk_avtal.app import create_app
from nk_avtal.db import db
from nk_avtal.reference import actions as reference
from nk_avtal.search import keeping as index

TEMPLATE = "nk_template"


def environ(url: str, instance: Path, **more: str) -> dict[str, str]:
    """The settings of a test's application."""
    settings = {
        "DATABASE_URL": url,
        "INSTANCE_PATH": str(instance),
        "SECRET_KEY": "a secret for tests only, long enough",
        "BASE_URL": "http://localhost",
        "DEMO": "on",
        "TODAY": "2026-11-24",
    } | more
    return {f"NK_AVTAL_{name}": value for name, value in settings.items()}


def fill(url: str, instance: Path) -> None:
    """Migrate the database at `url` and load the reference data."""
    app = create_app(environ(url, instance))
    with app.app_context():
        migrating.upgrade(db.engine.url)
        reference.load()
        db.session.commit()
        index.bring_up_to_date()
        db.engine.dispose()


def execute(url: str, statement: str) -> None:
    """Run one statement outside a transaction, as creating a database needs."""
    address = postgres_address(url) | {"dbname": "postgres"}
    with psycopg.connect(**address, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


def postgres_address(url: str) -> dict[str, Any]:
    """How the driver reaches the database at `url`."""
    address = sa.make_url(url)
    return {
        "host": str(address.query.get("host") or address.host),
        "port": address.port or 5432,
        "user": address.username,
        "password": address.password,
        "dbname": address.database,
    }


def copy_sqlite(template: Path, folder: Path) -> str:
    """A fresh SQLite database in `folder`."""
    target = folder / "test.sqlite3"
    shutil.copy(template, target)
    return f"sqlite:///{target}"


def copy_postgres(server_url: str) -> str:
    """A fresh PostgreSQL database."""
    return empty_postgres(server_url, TEMPLATE)


def empty_postgres(server_url: str, template: str = "template0") -> str:
    """A PostgreSQL database without tables, or with those of a template."""
    name = f"t{uuid.uuid4().hex}"
    execute(server_url, f"CREATE DATABASE {name} TEMPLATE {template}")
    return sa.make_url(server_url).set(database=name).render_as_string(hide_password=False)


class Reused:
    """A PostgreSQL database that one test after another gets as if it were new.

    Emptying the tables takes a tenth of the time of making a database. It is made anew after a
    test that changed its structure, and now and then, since emptying leaves dead rows behind.
    """

    USES = 50

    def __init__(self, server_url: str) -> None:
        self._server_url = server_url
        self._make()

    @property
    def url(self) -> str:
        """Where the database is, in the state of the template."""
        return self._url

    def restore(self) -> None:
        """Set the database back, whoever is still connected to it."""
        self._uses += 1
        with psycopg.connect(**self._address, autocommit=True) as connection:
            connection.execute(_LEAVE)
            same = self._structure == _structure(connection)
            if same and self._uses < self.USES:
                connection.execute(self._reset)  # type: ignore[arg-type]
                return
        self.drop()
        self._make()

    def drop(self) -> None:
        """Remove it."""
        drop_postgres(self._url)

    def _make(self) -> None:
        self._url = copy_postgres(self._server_url)
        self._address = postgres_address(self._url)
        self._uses = 0
        with psycopg.connect(**self._address, autocommit=True) as connection:
            self._reset = _reset_of(connection)
            self._structure = _structure(connection)


def _reset_of(connection: psycopg.Connection) -> str:
    """The statements that set every table and sequence back to what they are now."""
    tables = [name for (name,) in connection.execute(_TABLES)]
    filled = [
        name
        for name in tables
        if connection.execute(f'SELECT EXISTS (SELECT FROM "{name}")').fetchone() == (True,)
    ]
    connection.execute("CREATE SCHEMA kept")
    for name in filled:
        connection.execute(f'CREATE TABLE kept."{name}" AS TABLE "{name}"')
    sequences = connection.execute(_SEQUENCES).fetchall()
    return ";".join(
        [
            "BEGIN; SET LOCAL session_replication_role = replica",
            *(f'DELETE FROM "{name}"' for name in tables),
            *(
                f'INSERT INTO "{name}" OVERRIDING SYSTEM VALUE SELECT * FROM kept."{name}"'
                for name in filled
            ),
            *(
                f"SELECT setval('{name}', {last or 1}, {last is not None})"
                for name, last in sequences
            ),
            "COMMIT",
        ]
    )


def _structure(connection: psycopg.Connection) -> object:
    """Differs after anything was created, altered or dropped."""
    return connection.execute(_STRUCTURE).fetchone()


_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
_SEQUENCES = """
SELECT format('%I.%I', schemaname, sequencename), last_value
FROM pg_sequences WHERE schemaname = 'public'
"""
_STRUCTURE = """
SELECT sum(pg_class.oid::bigint), count(attnum), sum(hashtext(format('%s %s', attname, atttypid)))
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
WHERE relnamespace = 'public'::regnamespace
"""
_LEAVE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def drop_postgres(url: str) -> None:
    """Remove a database that `copy_postgres` made."""
    execute(url, f"DROP DATABASE {sa.make_url(url).database} WITH (FORCE)")
