"""A full disk, and one that may only be read: the person is told, nothing is half saved, reading
goes on, and all is well again when there is room (reliability R-22)."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Connection
from werkzeug.test import TestResponse

from nk_avtal import clock
from nk_avtal.adoptions.models import Decision
from nk_avtal.db import db, reading
from nk_avtal.documents.models import Document
from nk_avtal.domain.people import Role
from nk_avtal.history.models import Entry
from nk_avtal.people.models import SignIn
from tests import builders
from tests.documents import samples
from tests.pages import csrf_of

MakeApp = Callable[..., Flask]
FULL = "Lagringen är full eller skrivskyddad"
DISK = 24 * 1024 * 1024
ANSWER = {"body": "council", "decided_on": "16 november", "paragraph": "142", "outcome": "adopted"}
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a small disk")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with little room."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "nktest", str(folder)]
    if subprocess.run(mount, check=False, stderr=subprocess.DEVNULL).returncode:
        pytest.skip("this machine lets nobody make a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Leave no room at all."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 4096):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                pass
    return filler


class Work:
    """A clerk and a negotiator with forms open, and what is kept."""

    def __init__(self, app: Flask) -> None:
        owner = builders.agreement(published=True)
        sent = builders.recommendation(owner)
        self.register = ("/register", f"/register/{owner.slug}")
        self.pages = (f"/avtal/{owner.slug}", f"/rekommendationer/{sent.slug}", "/")
        self.clerk = builders.signed_in_client(app, builders.person(Role.CLERK, "Piteå"))
        self.negotiator = builders.signed_in_client(app, builders.person(Role.NEGOTIATOR))
        self.answer = f"/kommuner/pitea/beslut/{sent.slug}"
        self.upload = f"/avtal/{owner.slug}/dokument/nytt"
        self.tokens = [csrf_of(self.clerk, self.answer), csrf_of(self.negotiator, self.upload)]

    def record(self, **more: Any) -> TestResponse:
        return self.clerk.post(self.answer, data=ANSWER | {"csrf_token": self.tokens[0]} | more)

    def add(self) -> TestResponse:
        """Upload a document that needs more room than there is."""
        file = (io.BytesIO(samples.pdf() + b"%" + os.urandom(300_000)), "avtal.pdf")
        form = {
            "title": "Avtalet",
            "kind": "agreement",
            "openness": "open",
            "file": file,
            "origin": "joint",
        }
        return self.negotiator.post(self.upload, data=form | {"csrf_token": self.tokens[1]})

    def kept(self) -> tuple[int, ...]:
        db.session.rollback()
        with reading():
            found = tuple(
                db.session.scalar(sa.select(sa.func.count()).select_from(noun)) or 0
                for noun in (Decision, Document, Entry)
            )
            db.session.rollback()
        return found


def is_refused(answer: TestResponse) -> None:
    assert answer.status_code == 507
    assert FULL in answer.text
    assert "är inte sparat" in answer.text


def reading_goes_on(app: Flask, work: Work) -> None:
    """Also for who comes back after a while, whose presence cannot be noted."""
    for page in work.register:
        assert app.test_client().get(page).status_code == 200
    for page in work.pages:
        assert work.negotiator.get(page).status_code == 200


def come_back_later() -> None:
    for one in db.session.scalars(sa.select(SignIn)):
        one.seen_at = clock.now() - timedelta(minutes=10)
    db.session.commit()


@needs_root
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_r22_database_and_documents_on_a_full_disk(
    disk: Path, database_url: str, make_app: MakeApp
) -> None:
    (disk / "own.sqlite3").write_bytes(Path(sa.make_url(database_url).database or "").read_bytes())
    app = make_app(DATABASE_URL=f"sqlite:///{disk / 'own.sqlite3'}", INSTANCE_PATH=str(disk))
    with app.app_context():
        work = Work(app)
        come_back_later()
        before, files = work.kept(), documents(disk)
        filler = fill(disk)
        is_refused(work.add())
        is_refused(work.record())
        reading_goes_on(app, work)
        health = app.test_client().get("/readyz")
        assert health.status_code == 503
        assert health.json["parts"]["documents"] == "only 0 MB of the disk are free"
        assert health.json["parts"]["database"] == "only 0 MB of the disk are free"
        assert (work.kept(), documents(disk)) == (before, files)
        filler.unlink()
        assert work.record().status_code == 302
        assert work.add().status_code == 302
        assert work.kept() > before
        assert len(documents(disk)) == len(files) + 1
        assert db.session.scalar(sa.text("PRAGMA integrity_check")) == "ok"
        db.session.close()
        db.engine.dispose()


def documents(disk: Path) -> list[Path]:
    return sorted(one for one in (disk / "documents").rglob("*") if one.is_file())


@needs_root
def test_r22_documents_on_a_disk_of_their_own_that_is_full_or_may_only_be_read(
    disk: Path, make_app: MakeApp
) -> None:
    app = make_app(DOCUMENT_STORE=str(disk / "documents"))
    with app.app_context():
        work = Work(app)
        before, filler = work.kept(), fill(disk)
        is_refused(work.add())
        assert (work.kept(), documents(disk)) == (before, [])
        assert work.record().status_code == 302, "what needs no room there can be saved"
        filler.unlink()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        is_refused(work.add())
        parts = app.test_client().get("/readyz").json["parts"]
        assert (parts["documents"], parts["database"]) == ("cannot be written", "ok")
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        assert work.add().status_code == 302
        assert len(documents(disk)) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("pragma", "back"),
    [("max_page_count=1", "max_page_count=1073741823"), ("query_only=ON", "query_only=OFF")],
)
def test_r22_a_database_that_takes_no_more(app: Flask, pragma: str, back: str) -> None:
    """The same on any machine, by what SQLite says when its disk is full or may only be read."""
    work = Work(app)
    builders.board_meeting(clock.today()).place = "x" * 100_000  # what is free in the file is used
    db.session.commit()
    come_back_later()
    before = work.kept()
    with told_at_begin(f"PRAGMA {pragma}"):
        is_refused(work.record(note="x" * 3000, reason="y" * 3000))
        reading_goes_on(app, work)
        assert work.kept() == before
    with told_at_begin(f"PRAGMA {back}"):
        assert work.record().status_code == 302
        assert db.session.scalar(sa.text("PRAGMA integrity_check")) == "ok"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "statement",
    [
        "SET TRANSACTION READ ONLY",
        "DO $$ BEGIN RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END $$",
    ],
)
def test_r22_a_server_that_takes_no_more(app: Flask, statement: str) -> None:
    """By what PostgreSQL says."""
    work = Work(app)
    before = work.kept()
    with told_at_begin(statement, writing=True):
        is_refused(work.record())
    assert work.kept() == before
    assert work.record().status_code == 302


class told_at_begin:  # noqa: N801 - it is used like a function
    """Inside, each transaction begins with a statement; with `writing` those of a POST alone."""

    def __init__(self, statement: str, *, writing: bool = False) -> None:
        self.statement, self.writing = statement, writing

    def __enter__(self) -> None:
        event.listen(db.engine, "before_cursor_execute", self._tell)

    def __exit__(self, *_: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._tell)

    def _tell(self, connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "BEGIN")):
            cursor.execute(self.statement)
