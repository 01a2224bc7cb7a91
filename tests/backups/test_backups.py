"""A backup brings back all there was, on either database (reliability R-26)."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from nk_avtal import clock, migrating
from nk_avtal.agreements.models import Agreement
from nk_avtal.backups import restoring, taking
from nk_avtal.backups.errors import BackupRefused
from nk_avtal.cli import register
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.models import StoredFile
from nk_avtal.domain.people import Role
from nk_avtal.letters.models import MadeDocument
from nk_avtal.people.models import SignIn
from nk_avtal.reminders.running import run
from tests import builders
from tests.backups.places import (
    CONTENT,
    KINDS,
    count,
    files,
    installation,
    is_whole,
    lines,
    on_sqlite,
    work,
)


@pytest.mark.parametrize("kind", KINDS)
def test_r26_on_an_empty_machine_everything_is_there_again(
    app: Flask, tmp_path: Path, backup: Path, kind: str
) -> None:
    work()
    builders.signed_in_client(app, builders.person(Role.CLERK))
    number = builders.agreement("Ett", parties=[], areas=[]).id
    db.session.delete(db.session.get_one(Agreement, number))
    db.session.commit()
    before = lines()
    made = taking.take(backup)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert list(tmp_path.glob(".*backup*")) == []
    with installation(kind, tmp_path / "new") as other:
        assert restoring.restore(backup, replace=False) == made
        assert lines() == before
        assert is_whole()
        assert len(files(other)) == 1
        assert count(SignIn) == 0, "everybody signs in anew"
        assert builders.agreement("Två").id > number, "no number is given out again"
        with pytest.raises(BackupRefused, match="not empty"):
            restoring.restore(backup, replace=False)


@pytest.mark.usefixtures("ready_schema")
def test_r26_an_older_backup_never_causes_a_missing_reminder(app: Flask, backup: Path) -> None:
    work()
    before = lines()
    taking.take(backup)
    today = date(2026, 12, 1)
    planned = run(today).planned
    assert planned > 0
    assert run(today).planned == 0
    restoring.restore(backup, replace=True)
    assert lines() == before
    assert run(today).planned == planned, "they are planned anew, and may come twice"


@on_sqlite
@pytest.mark.usefixtures("ready_schema")
def test_a_document_that_is_gone_is_told_and_the_rest_is_kept(
    app: Flask, tmp_path: Path, backup: Path
) -> None:
    work()
    gone = builders.document_version(builders.agreement("Annat")).file.sha256
    before = lines()
    assert taking.take(backup).missing == [gone]
    with installation("sqlite", tmp_path / "new") as other:
        assert restoring.restore(backup, replace=False).missing == [gone]
        assert lines() == before
        assert len(files(other)) == 1


def test_a_document_that_is_removed_for_good_meanwhile_is_in_no_row(
    app: Flask, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work()
    lone = store.keep(b"lone", "x.pdf", "application/pdf")
    db.session.commit()
    read, number = store.read_bytes, lone.id

    def remove_first(checksum: str) -> bytes:
        with app.app_context():
            if row := db.session.get(StoredFile, number):
                db.session.delete(row)
                db.session.flush()
                store.remove(row.sha256)
                db.session.commit()
        return read(checksum)

    monkeypatch.setattr(store, "read_bytes", remove_first)
    made = taking.take(backup)
    assert (made.files, made.missing) == ([store.checksum_of(CONTENT)], [])
    assert made.tables["stored_file"] == 1


@on_sqlite
@pytest.mark.usefixtures("ready_schema")
def test_documents_move_between_folder_and_bucket(
    app: Flask, tmp_path: Path, backup: Path, bucket: str
) -> None:
    work()
    taking.take(backup)
    checksum = store.checksum_of(CONTENT)
    with installation("sqlite", tmp_path / "there", DOCUMENT_STORE=bucket):
        store.place().put(checksum, b"altered")
        restoring.restore(backup, replace=False)
        assert is_whole()
        taking.take(tmp_path / "again.backup")
    store.remove(checksum)
    restoring.restore(tmp_path / "again.backup", replace=True)
    assert store.read_bytes(checksum) == CONTENT


@on_sqlite
def test_a_backup_from_before_an_upgrade_is_brought_up_to_date(
    app: Flask, tmp_path: Path, backup: Path
) -> None:
    with installation("sqlite", tmp_path / "old"):
        migrating.upgrade(db.engine.url, "0019")  # without the documents that were made
        store.keep(CONTENT, "å.pdf", "application/pdf")
        db.session.commit()
        assert taking.take(backup).revision == "0019"
    with installation("sqlite", tmp_path / "new"):
        restoring.restore(backup, replace=False)
        assert is_whole()
        assert store.read(db.session.scalars(sa.select(StoredFile)).one()) == CONTENT
        assert count(MadeDocument) == 0


Invoke = Callable[..., tuple[int, str, str]]


@pytest.fixture
def invoke(app: Flask) -> Invoke:
    """Runs a command in this process: its exit code, and what it says."""
    register(app)

    def command(*words: object) -> tuple[int, str, str]:
        answer = app.test_cli_runner().invoke(args=[str(one) for one in words])
        return answer.exit_code, answer.stdout, answer.stderr

    return command


@on_sqlite
@pytest.mark.usefixtures("ready_schema")
def test_the_commands_say_what_they_did_and_end_with_a_code(invoke: Invoke, backup: Path) -> None:
    work()
    code, told, wrong = invoke("backup", backup)
    rows = told.split()[1]
    assert (code, told, wrong) == (0, f"kept {rows} rows and 1 documents\n", "")
    code, told, wrong = invoke("restore", backup)
    assert (code, told) == (1, "")
    assert wrong == (
        "Error: nothing was restored: the target is not empty: "
        "--replace restores over what it holds\n"
    )
    code, told, wrong = invoke("restore", backup, "--replace")
    assert (code, wrong) == (0, "")
    assert told.startswith(f"restored {rows} rows and 1 documents, as of {clock.now():%Y}")
    backup.write_bytes(backup.read_bytes()[:-1])
    code, told, wrong = invoke("restore", backup, "--replace")
    assert (code, told, wrong.count("\n")) == (3, "", 1)
    assert wrong.startswith("nothing was restored: the file is no backup")
    builders.document_version(builders.agreement("Annat"))
    code, told, wrong = invoke("backup", backup)
    assert (code, wrong.endswith("is gone or altered, and is not in the backup\n")) == (3, True)
    assert invoke("restore", backup.with_name("none"))[0] == 2
