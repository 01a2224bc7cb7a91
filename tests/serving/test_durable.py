"""What has been acknowledged is kept, with its file and its place in history, although web
processes are killed and the database stops at once; nothing is kept by half (reliability R-21)."""

from __future__ import annotations

import os
import random
import re
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.datastructures import FileStorage

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.models import Document
from nk_avtal.domain.people import Role
from nk_avtal.history.models import Entry
from tests import builders, databases
from tests.documents import samples
from tests.pages import hidden_fields
from tests.postgres import Server
from tests.scale import scaled
from tests.serving.service import (
    PATIENCE_SECONDS,
    Remote,
    Service,
    serve,
    wait_until,
)

WRITERS = scaled(2, 8)
WRITES = scaled(12, 5000) // (2 * WRITERS)
"""How often each writer counts and adds a document: two writes each time."""
KILLS = scaled(2, 100)
STOPS = scaled(1, 20)
PATIENCE = scaled(1, 6) * PATIENCE_SECONDS
"""How long a writer waits for its turn: longer when many write."""


class Writer:
    """Counts its own agreement up and adds a document with each number, over the network."""

    def __init__(self, app: Flask, number: int, port: int) -> None:
        self.agreement = builders.agreement(f"Avtal {number}", parties=[])
        self.slug = self.agreement.slug
        self.browser = Remote(app, builders.person(Role.NEGOTIATOR), port)
        self.counted = 0
        self.added: set[str] = set()
        self.unknown = 0

    def opened(self, path: str) -> tuple[str, dict[str, object]]:
        """The page and its hidden fields, as soon as it can be had."""
        end = time.monotonic() + PATIENCE
        while True:
            answer = self.browser.get(path)
            if answer.status_code == 200:
                return answer.text, dict(hidden_fields(answer.text))
            assert answer.status_code in (0, 503), answer.status_code
            assert time.monotonic() < end, "the service did not recover"
            time.sleep(0.1)

    def count(self) -> None:
        """Add one to what the page says; what it says is what has been acknowledged, or one more
        when the last answer got lost."""
        path = f"/avtal/{self.slug}/andra"
        text, hidden = self.opened(path)
        found = re.search(r'<textarea[^>]*name="summary"[^>]*>\s*(\d*)', text)
        assert found
        before = int(found[1] or 0)
        assert before in (self.counted, self.counted + self.unknown)
        form = {name: hidden[name] for name in ("version", "csrf_token")} | {
            "title": self.slug,
            "kind": "accord",
            "areas": "healthcare",
            "decided_by": "",
            "cooperation": "unclear",
            "organisations": "Region Norrbotten",
            "summary": str(before + 1),
        }
        status = self.browser.post(path, form).status_code
        assert status in (302, 0, 503), status
        self.counted = before + (status == 302)
        self.unknown = int(status != 302)

    def add(self, number: int) -> None:
        """Upload a document; acknowledged ones are remembered."""
        path = f"/avtal/{self.slug}/dokument/nytt"
        _text, hidden = self.opened(path)
        title = f"{self.slug} {number}"
        file = (samples.pdf() + title.encode(), f"{number}.pdf")
        form = {"title": title, "kind": "annex", "openness": "open", "origin": "ours"}
        form |= {"csrf_token": str(hidden["csrf_token"])}
        answer = self.browser.post(path, form | {"file": _stream(*file)})
        status = answer.status_code
        assert status in (302, 0, 503), answer.text
        if status == 302:
            self.added.add(title)

    def work(self) -> None:
        for number in range(WRITES):
            self.count()
            self.add(number)

    @property
    def acknowledged(self) -> int:
        """How many writes it has been told are kept."""
        return self.counted + len(self.added)

    def check(self) -> None:
        """What is in the database and in the document folder."""
        kept = db.session.get_one(Agreement, self.agreement.id)
        assert int(kept.summary) in (self.counted, self.counted + self.unknown)
        told = sa.select(sa.func.count()).where(
            Entry.noun == "agreement", Entry.object_id == kept.id, Entry.event == "changed"
        )
        assert db.session.scalar(told) == int(kept.summary), "one entry for each number"
        found = db.session.scalars(sa.select(Document).where(Document.agreement_id == kept.id))
        titles = set()
        for document in found:
            titles.add(document.title)
            (version,) = document.versions
            assert store.read(version.file).endswith(document.title.encode())
        assert self.added <= titles


def _stream(content: bytes, name: str) -> object:
    return FileStorage(BytesIO(content), name, content_type="application/pdf")


def disturbed(
    service: Service, writers: list[Writer], disturb: Callable[[], None], times: int
) -> None:
    """Let all write while things happen, and check what is there afterwards.

    What happens waits for the writers and not for a clock, so that a slow machine is struck as
    often in the middle of its writes as a fast one, and gets as far between two strikes.
    """
    wait_until(lambda: service.answer("/healthz")[0] == 200, service)
    pace = random.Random(times)
    most = 2 * WRITES * len(writers) * 3 // 4
    struck = 0
    with ThreadPoolExecutor(len(writers)) as threads:
        results = [threads.submit(one.work) for one in writers]
        for mark in sorted(pace.sample(range(1, most), times)):
            while any(not one.done() for one in results):
                if sum(one.acknowledged for one in writers) >= mark:
                    disturb()
                    struck += 1
                    break
                time.sleep(pace.uniform(0.001, 0.05))
        for result in results:
            result.result()
    assert struck == times
    db.session.rollback()
    db.session.expire_all()
    for writer in writers:
        writer.check()


@pytest.fixture
def service(database_url: str, tmp_path: Path) -> Iterator[Service]:
    one = serve(database_url, tmp_path, "--no-scheduler")
    yield one
    one.stop()


def test_r21_web_processes_that_are_killed_lose_nothing_acknowledged(
    app: Flask, service: Service
) -> None:
    def kill_one() -> None:
        wait_until(lambda: service.workers(), service)
        os.kill(service.workers()[0], signal.SIGKILL)

    writers = [Writer(app, number, service.port) for number in range(WRITERS)]
    db.session.commit()
    disturbed(service, writers, kill_one, KILLS)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_r21_a_database_that_stops_at_once_loses_nothing_acknowledged(
    make_app: Callable[..., Flask], tmp_path: Path
) -> None:
    server = Server(safe=True)
    url = server.url("postgres")
    databases.fill(url, tmp_path)
    app = make_app(DATABASE_URL=url)
    service = serve(url, tmp_path, "--no-scheduler")

    try:
        with app.app_context():
            writers = [Writer(app, number, service.port) for number in range(WRITERS)]
            db.session.commit()
            disturbed(service, writers, server.crash, STOPS)
            db.session.close()
            db.engine.dispose()
    finally:
        service.stop()
        server.stop()
