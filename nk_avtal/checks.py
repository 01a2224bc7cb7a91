"""What must not go into production: each fault in one line (reliability R-29)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from nk_avtal import migrating
from nk_avtal.config import LOOPBACK
from nk_avtal.db import db
from nk_avtal.people.models import Person


def faults() -> list[str]:
    """Why this installation should not serve; empty when it may."""
    return [*_settings(), *_database()]


def _settings() -> Iterator[str]:
    address = urlsplit(current_app.config["BASE_URL"])
    if address.scheme != "https" and address.hostname not in LOOPBACK:
        yield "NK_AVTAL_BASE_URL must begin with https:// when people reach it over a network"
    if current_app.debug:
        yield "debug mode shows the inside of the program and must be off"


def _database() -> Iterator[str]:
    try:
        if not migrating.is_current():
            yield "the database has not the newest schema: run nk-avtal init"
            return
        yield from _contents()
    except SQLAlchemyError as reason:
        yield f"the database does not answer ({type(reason).__name__})"


def _contents() -> Iterator[str]:
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            if not connection.exec_driver_sql("PRAGMA foreign_keys").scalar():
                yield "foreign keys are off"
    demo = sa.select(Person.id).where(Person.demo.is_(True), Person.active.is_(True)).limit(1)
    if not current_app.config["DEMO"] and db.session.scalar(demo):
        yield "there are accounts with known demo passwords: use a database of your own"
