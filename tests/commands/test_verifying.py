"""What is not whole is found and named, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from nk_avtal import verifying
from nk_avtal.db import db
from nk_avtal.documents import known, store
from nk_avtal.documents.models import StoredFile
from nk_avtal.history.models import Entry
from nk_avtal.models import TABLES
from tests import builders

PARTS = ["database", "schema", "references", "files", "log"]


def faults(app: Flask) -> dict[str, list[str]]:
    """The parts that are not well."""
    found = list(verifying.findings())
    assert [one.part for one in found] == PARTS
    return {one.part: one.faults for one in found if one.faults}


def by_hand(change: Callable[[Connection], object]) -> None:
    """Change the database as someone who has it in hand would, without its keys."""
    off = {
        "sqlite": "PRAGMA foreign_keys=OFF",
        "postgresql": "SET session_replication_role=replica",
    }
    db.session.commit()
    with db.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw
        raw.execute(off[db.engine.dialect.name])
        raw.commit()
        change(connection)
        connection.commit()
        connection.invalidate()
    db.session.expire_all()


def test_what_is_whole_is_told(app: Flask) -> None:
    builders.agreement()
    store.keep(b"as it was", "bilaga.pdf", "application/pdf")
    db.session.commit()
    assert faults(app) == {}
    database, *_others, files, log = verifying.findings()
    told = {
        "sqlite": "journal_mode=wal synchronous=full",
        "postgresql": "synchronous_commit=",
    }
    assert told[db.engine.dialect.name] in database.told
    assert files.told == "1"
    assert int(log.told) == db.session.scalar(sa.select(sa.func.count(Entry.id)))


def test_each_fault_is_named_with_its_part(app: Flask) -> None:
    agreement = builders.agreement()
    gone = builders.document_version(agreement).file
    altered = store.keep(b"as it was", "bilaga.pdf", "application/pdf")
    db.session.commit()
    path = Path(app.config["DOCUMENT_STORE"]) / altered.sha256[:2] / altered.sha256
    path.write_bytes(b"as it is")
    marks = {f"{one.sha256} is gone or altered" for one in (gone, altered)}
    assert {part: set(told) for part, told in faults(app).items()} == {"files": marks}
    path.write_bytes(b"as it was")
    store.place().put(gone.sha256, b"another")
    assert faults(app) == {"files": [f"{gone.sha256} is gone or altered"]}
    by_hand(lambda c: c.execute(sa.delete(StoredFile.__table__).where(StoredFile.id == gone.id)))
    assert faults(app) == {"references": ["1 rows of document_version.file_id point nowhere"]}
    first, second = db.session.scalars(sa.select(Entry.id).order_by(Entry.id).limit(2))
    by_hand(lambda c: c.execute(sa.delete(Entry.__table__).where(Entry.id == first)))
    assert faults(app)["log"] == [f"broken at entry {second}"]


def test_bytes_are_marked_in_the_models(app: Flask) -> None:
    """A new column with a checksum is either marked or known here not to be one of bytes."""
    marked = {str(one) for one in known.columns()}
    assert marked == {"stored_file.sha256", "made_document.template_sha256"}
    every = {
        str(column)
        for table in TABLES.values()
        for column in table.columns
        if "sha256" in column.name
    }
    assert every - marked == {"made_document.values_sha256", "file_text.sha256"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_damaged_page_is_told(app: Flask) -> None:
    path = Path(db.engine.url.database or "")
    db.session.close()
    db.engine.dispose()
    content = bytearray(path.read_bytes())
    page = int.from_bytes(content[16:18])
    for place in range(page * 8, len(content), page * 3):
        content[place : place + 64] = b"\xff" * 64
    path.write_bytes(content)
    assert next(verifying.findings()).faults
