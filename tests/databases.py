"""A database for every test: a copy of one that the real migrations and reference data made."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

import psycopg
import sqlalchemy as sa

from nk_avtal import migrating
from nk_avtal.app import create_app
from nk_avtal.db import db
from nk_avtal.reference import actions as reference

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
        db.engine.dispose()


def execute(url: str, statement: str) -> None:
    """Run one statement outside a transaction, as creating a database needs."""
    address = sa.make_url(url)
    host = address.query.get("host") or address.host
    with psycopg.connect(
        host=str(host),
        port=address.port or 5432,
        user=address.username,
        password=address.password,
        dbname="postgres",
        autocommit=True,
    ) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


def copy_sqlite(template: Path, folder: Path) -> str:
    """A fresh SQLite database in `folder`."""
    target = folder / "test.sqlite3"
    shutil.copy(template, target)
    return f"sqlite:///{target}"


def copy_postgres(server_url: str) -> str:
    """A fresh PostgreSQL database."""
    name = f"t{uuid.uuid4().hex}"
    execute(server_url, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    return sa.make_url(server_url).set(database=name).render_as_string(hide_password=False)


def drop_postgres(url: str) -> None:
    """Remove a database that `copy_postgres` made."""
    execute(url, f"DROP DATABASE {sa.make_url(url).database} WITH (FORCE)")
