"""What cannot be restored is refused, and nothing is changed then (reliability R-26)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from nk_avtal.backups import archive, filling, restoring, taking
from nk_avtal.backups.errors import BackupRefused
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.places import Away
from nk_avtal.domain.people import Role
from tests import builders
from tests.backups.places import (
    CONTENT,
    files,
    lines,
    on_sqlite,
    work,
)


@pytest.mark.usefixtures("ready_schema")
def test_r26_what_fails_in_the_middle_leaves_all_as_it_was(
    app: Flask, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work()
    taking.take(backup)
    store.remove(store.checksum_of(CONTENT))
    with archive.reading(backup) as kept, archive.writing(backup) as writer:
        for name in kept.manifest.tables:  # with a document more, which cannot be kept
            writer.rows(name, kept.rows(name))
        names = [store.checksum_of(one) for one in (CONTENT, b"more")]
        writer.file(names[0], CONTENT)
        writer.file(names[1], b"more")
        writer.manifest(replace(kept.manifest, files=names))
    builders.person(Role.ADMIN)
    before = lines()
    put = store.place().put

    def fail(checksum: str, content: bytes) -> None:
        if content == b"more":
            raise Away("the bucket does not answer")
        put(checksum, content)

    monkeypatch.setattr(store.place(), "put", fail)
    with pytest.raises(Away):
        restoring.restore(backup, replace=True)
    assert (lines(), files(app)) == (before, [])


@on_sqlite
def test_r26_a_byte_that_is_altered_or_missing_is_found(app: Flask, backup: Path) -> None:
    work()
    taking.take(backup)
    whole = backup.read_bytes()
    before, there = lines(), files(app)
    places = {*range(0, len(whole), len(whole) // 150), *range(len(whole) - 120, len(whole))}
    damaged = [whole[:n] + bytes([whole[n] ^ 1]) + whole[n + 1 :] for n in places]
    damaged += [whole[:n] + whole[n + 1 :] for n in places]
    damaged += [b"", b"x", whole + b"\n", whole[: len(whole) // 2], b"PK" * 99]
    for one in damaged:
        backup.write_bytes(one)
        with pytest.raises(archive.Damaged, match="no backup of this product, or has been altered"):
            restoring.restore(backup, replace=True)
    assert (lines(), files(app)) == (before, there)


@on_sqlite
@pytest.mark.usefixtures("ready_schema")
def test_what_a_backup_cannot_be_used_for_is_said(app: Flask, backup: Path) -> None:
    work()
    made = taking.take(backup)
    before = lines()
    for change, refusal, told in (
        ({"revision": "9999"}, BackupRefused, "newer version"),
        ({"tables": made.tables | {"person": 99}}, archive.Damaged, "the rows of person"),
        ({"files": ["0" * 64]}, archive.Damaged, "other bytes than it says"),
    ):
        altered(backup, **change)
        with pytest.raises(refusal, match=told):
            restoring.restore(backup, replace=True)
        taking.take(backup)
    assert lines() == before


@pytest.mark.usefixtures("ready_schema")
def test_rows_that_point_nowhere_are_not_restored(app: Flask, backup: Path) -> None:
    work()
    made = taking.take(backup)
    before = lines()
    killed = Path(app.instance_path) / f"{filling.ASIDE}x"
    killed.mkdir()
    with archive.reading(backup) as kept, archive.writing(backup) as writer:
        for name in made.tables:
            writer.rows(name, kept.rows(name) if name != "document" else iter(()))
        writer.manifest(replace(made, tables=made.tables | {"document": 0}, files=[]))
    with pytest.raises(archive.Damaged, match=r"point nowhere \(document_version\)"):
        restoring.restore(backup, replace=True)
    assert lines() == before
    assert killed.exists() == (db.engine.dialect.name == "postgresql"), "what was left aside goes"


@pytest.mark.usefixtures("ready_schema")
def test_while_somebody_keeps_the_database_busy_nothing_is_restored(
    app: Flask, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work()
    taking.take(backup)
    before = lines()
    monkeypatch.setattr(filling, "BUSY_SECONDS", 1)
    with db.engine.connect() as other:
        other.execute(sa.text("UPDATE person SET name = name"))
        with pytest.raises(BackupRefused, match="stop the service"):
            restoring.restore(backup, replace=True)
        other.rollback()
    assert lines() == before


def altered(backup: Path, **change: object) -> None:
    """Write a backup again with another manifest, whose seal is whole."""
    with archive.reading(backup) as kept, archive.writing(backup) as writer:
        manifest = replace(kept.manifest, **change)
        for name in kept.manifest.tables:
            writer.rows(name, kept.rows(name))
        for checksum in manifest.files:
            writer.file(checksum, b"something")
        writer.manifest(manifest)
