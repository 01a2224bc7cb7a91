"""The daily run over 100,000 agreements with 1,000 due, beside reading the same rows once.

On SQLite, and on PostgreSQL where its programs are installed. Run and floor take turns in one
process; the figures to quote are the ratios. Memory is the peak of what Python holds, at full
size and at a tenth of it: it must not grow with the number of agreements.

At 100,000 the next run takes 2.3 times the reading on SQLite and 3 to 11 times on PostgreSQL, which
is mostly the reckoning of the 1,000 that are due; a run that reads all (the first of a process, and
of an agreement once a week) takes about 110 times. The first run also writes 1,000 reminders with
their mails, each in a transaction of its own, which costs 3 to 5 ms each (reliability R-15).
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import sqlalchemy as sa
from _memory import peak

from nk_avtal.agreements.models import Agreement, Party
from nk_avtal.agreements.queries import with_rules
from nk_avtal.agreements.reckoning import reckoning_of
from nk_avtal.app import create_app
from nk_avtal.clock import now
from nk_avtal.db import db
from nk_avtal.domain.agreements import Kind, Precision, Stage
from nk_avtal.domain.people import Role
from nk_avtal.outbox.models import Message
from nk_avtal.people.accounts import add_person
from nk_avtal.reminders.models import Lull, Reminder
from nk_avtal.reminders.running import run
from tests import databases
from tests.postgres import Server

TODAY = date(2026, 11, 24)
DUE = 1000
ROUNDS = 3
SAMPLE = 2000


def main() -> None:
    """Print what the run costs on each database."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--n", type=int, default=100_000, help="how many agreements")
    count = asked.parse_args().n
    told = []
    for name, url in _databases():
        told += [f"{name}:{what}={value}" for what, value in _measure(url, count).items()]
        print(f"{name}, {count} agreements, {DUE} due: " + " ".join(told[-6:]), flush=True)
    print("SUMMARY " + " ".join(told))


def _databases() -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        yield "sqlite", f"sqlite:///{folder}/bench.sqlite3"
    server = Server(safe=True)
    try:
        databases.execute(server.url("postgres"), "CREATE DATABASE bench")
        yield "postgresql", server.url("bench")
    finally:
        server.stop()


def _measure(url: str, count: int) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as home, _application(url, Path(home)):
        _fill(count // 10)
        small = peak(lambda: run(TODAY))
        _fill(count)
        engine = _engine()
        first = _seconds(lambda: run(TODAY))
        large = peak(lambda: run(TODAY))
        pairs = [(_seconds(lambda: run(TODAY)), _seconds(_read)) for _ in range(ROUNDS)]
        again = statistics.median(one / floor for one, floor in pairs)
        floor = statistics.median(floor for _, floor in pairs)
        db.session.close()
        db.engine.dispose()
    return {
        "engine": f"{engine * 1e6:.0f}us/agreement",
        "first_run": f"{first / floor:.1f}x",
        "next_run": f"{again:.1f}x",
        "read_once": f"{floor * 1000:.0f}ms",
        "peak": f"{large / 1e6:.0f}MB",
        "peak_growth": f"{large / small:.2f}x",
    }


@contextmanager
def _application(url: str, home: Path) -> Iterator[None]:
    databases.fill(url, home)
    app = create_app(databases.environ(url, home))
    with app.app_context():
        add_person("chef@example.org", "Chefen", Role.MANAGER, None, None)
        db.session.commit()
        yield


def _fill(count: int) -> None:
    """That many agreements in place of those there are; the notice day of 1,000 is in 30 days,
    that of the others lies 200 days to nine years ahead."""
    db.session.close()
    with db.engine.begin() as connection:
        for model in (Lull, Reminder, Message, Party, Agreement):
            connection.execute(model.__table__.delete())
        for start in range(0, count, 5000):
            numbers = range(start, min(start + 5000, count))
            rows = [_agreement(one, count) for one in numbers]
            connection.execute(Agreement.__table__.insert(), rows)
        connection.execute(sa.text("ANALYZE"))


def _agreement(number: int, count: int) -> dict[str, Any]:
    due = number % (count // DUE) == 0
    notice_by = TODAY + timedelta(days=30 if due else 200 + number * 7919 % 3000)
    return {
        "slug": f"avtal-{number}",
        "title": f"Samverkan nummer {number} om hälso- och sjukvård",
        "kind": Kind.ACCORD,
        "stage": Stage.CONCLUDED,
        "start_on": date(2020, 1, 1),
        "start_precision": Precision.DAY,
        "end_on": notice_by + timedelta(days=90),
        "end_precision": Precision.DAY,
        "following_term": "24m",
        "notice_period": "90d",
        "manager_id": 1,
        "created_at": now(),
    }


def _engine() -> float:
    """The seconds that one agreement takes whose terms are at hand."""
    some = list(with_rules(db.session.scalars(sa.select(Agreement).limit(SAMPLE))))
    took = _seconds(lambda: [reckoning_of(one, TODAY) for one in some])
    db.session.rollback()
    return took / len(some)


COLUMNS = (
    *("id", "slug", "title", "stage", "start_on", "start_precision", "end_on", "end_precision"),
    *("first_term", "following_term", "notice_period", "manager_id", "responsible_id"),
)


def _read() -> None:
    """The floor: the rows with the columns that the run needs, by the bare driver."""
    raw = db.engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM agreement ORDER BY id")
        for _ in iter(lambda: cursor.fetchmany(1000), []):
            pass
        raw.rollback()
    finally:
        raw.close()


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    os.environ.pop("NK_AVTAL_TODAY", None)
    main()
