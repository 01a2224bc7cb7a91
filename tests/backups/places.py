"""What is backed up in the tests, and other installations to restore into."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from nk_avtal import canonical, verifying
from nk_avtal.app import create_app
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.domain.people import Role
from tests import builders, databases

CONTENT = b"%PDF-1.7 \xe5"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
KINDS = ("sqlite", "postgresql")


@contextmanager
def installation(kind: str, folder: Path, **settings: str) -> Iterator[Flask]:
    """Inside, the context of an application with its own instance folder and with a database that
    is empty: no file yet, or one without tables."""
    folder.mkdir()
    url, server = f"sqlite:///{folder / 'own.sqlite3'}", os.environ["NK_TEST_POSTGRES"]
    if kind == "postgresql":
        url = databases.empty_postgres(server)
    app = create_app(databases.environ(url, folder, **settings))
    try:
        with app.app_context():
            yield app
            db.session.close()
            db.engine.dispose()
    finally:
        if kind == "postgresql":
            databases.drop_postgres(url)


def work() -> None:
    """An agreement with a deadline, a recommendation with a document, and texts of every kind."""
    manager = builders.person(Role.MANAGER)
    owner = builders.agreement(manager_id=manager.id, responsible_id=manager.id)
    version = builders.recommendation(owner).document_version
    empty, version.file = version.file, store.keep(CONTENT, "å.pdf", "application/pdf")
    db.session.flush()
    db.session.delete(empty)
    builders.municipality("Piteå").seat = "Öjebyn '\"\\ \u202e <&> \N{PILE OF POO}"
    db.session.commit()


def lines() -> list[str]:
    """The canonical export."""
    db.session.expire_all()
    found = list(canonical.lines())
    db.session.rollback()
    return found


def count(kind: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind)) or 0


def files(app: Flask) -> list[Path]:
    return sorted(one for one in Path(app.config["DOCUMENT_STORE"]).rglob("*") if one.is_file())


def is_whole() -> bool:
    return not any(one.faults for one in verifying.findings())
