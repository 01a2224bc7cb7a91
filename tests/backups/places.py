"""Other installations, to restore into."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from nk_avtal.app import create_app
from nk_avtal.db import db
from tests import databases

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
