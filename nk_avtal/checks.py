"""What must not go into production: each fault in one line (reliability R-29)."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from nk_avtal import migrating
from nk_avtal.config import LOOPBACK
from nk_avtal.db import db
from nk_avtal.domain.passwords import is_guessable_secret
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
    if is_guessable_secret(current_app.config["SECRET_KEY"]):
        yield "NK_AVTAL_SECRET_KEY is easily guessed: use 32 or more random characters"
    kept = Path(current_app.instance_path) / "secret_key"
    if kept.exists() and kept.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield f"{kept} holds the secret and may be read by its owner only: set mode 600"
    yield from _mail()


def _mail() -> Iterator[str]:
    """Links in mail lead to BASE_URL: the default is of use on this machine only."""
    server = current_app.config["MAIL_SERVER"]
    here = urlsplit(current_app.config["BASE_URL"]).hostname in LOOPBACK
    if server and server not in LOOPBACK and here and not current_app.config["DEMO"]:
        yield "NK_AVTAL_BASE_URL must be the address that people use: links in mail lead there"


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
