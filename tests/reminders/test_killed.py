"""Reminder runs and whole schedulers that are killed, and several at once: nothing lost and
nothing twice (reliability R-01, R-03)."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from nk_avtal.db import db, reading
from nk_avtal.domain.people import Role
from nk_avtal.outbox.models import Message
from nk_avtal.reminders.models import Reminder
from tests import builders
from tests.outbox import sink as sinks
from tests.outbox.sink import Sink
from tests.processes import Process, Start, starting, told, wait_until
from tests.scale import scaled

AGREEMENTS = scaled(60, 500)
KILLS = scaled(3, 20)
DAY = "2026-12-01"


@pytest.fixture
def sink() -> Iterator[Sink]:
    with sinks.running() as running:
        yield running


@pytest.fixture
def start(app: Flask, sink: Sink, database_url: str, tmp_path: Path) -> Iterator[Start]:
    with starting(database_url, tmp_path, **sink.settings) as start:
        yield start


@pytest.fixture
def agreements(app: Flask) -> None:
    """Each with a notice day that its own manager and another person are told of."""
    make_agreements(AGREEMENTS)


def make_agreements(count: int, **more: date) -> None:
    manager, responsible = builders.person(Role.MANAGER), builders.person(Role.NEGOTIATOR)
    for number in range(count):
        builders.agreement(
            f"Avtal {number}",
            manager_id=manager.id,
            responsible_id=responsible.id,
            parties=[],
            **more,
        )


def reminders() -> int:
    """How many have a mail now, asked without keeping anybody waiting."""
    with reading():
        wanted = sa.select(sa.func.count()).where(Reminder.withheld.is_(None))
        count = db.session.scalar(wanted) or 0
        db.session.rollback()
    return count


def wait_for(count: int, process: Process) -> None:
    while reminders() < count and process.poll() is None:
        time.sleep(0.001)


def fault() -> str:
    """What is wrong with the ledger and the outbox together; empty when nothing is."""
    with reading():
        pairs = db.session.execute(
            sa.select(Reminder.key, Message.dedupe_key)
            .outerjoin(Reminder.message)
            .where(Reminder.withheld.is_(None))
        ).all()
        of_reminders = sa.select(sa.func.count()).where(Message.kind.startswith("reminder-"))
        mails = db.session.scalar(of_reminders)
        db.session.rollback()
    if any(key != mail for key, mail in pairs):
        return "a reminder without its mail"
    return "" if mails == len(pairs) else "a mail without its reminder"


@pytest.mark.usefixtures("agreements")
def test_r01_a_run_that_is_killed_leaves_whole_reminders_and_the_next_goes_on(
    start: Start,
) -> None:
    pace = random.Random(3)
    wanted = 2 * AGREEMENTS
    for _ in range(KILLS):
        process = start("remind", "--date", DAY)
        before = reminders()
        wait_for(before + pace.randint(1, wanted // (KILLS + 1)), process)
        process.kill()
        assert before < reminders() < wanted, "the kill came in the middle of the run"
        assert fault() == ""
    done = reminders()
    last = told(start("remind", "--date", DAY))
    assert last == f"planned {wanted - done} already {done}"
    assert (reminders(), fault()) == (wanted, "")
    assert told(start("remind", "--date", DAY)) == f"planned 0 already {wanted}"


@pytest.mark.usefixtures("agreements")
def test_r03_two_runs_at_once_share_the_work_and_repeat_nothing(start: Start) -> None:
    processes = [start("remind", "--date", DAY), start("remind", "--date", DAY)]
    lines = [told(process).split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sum(int(words[1]) for words in lines) == 2 * AGREEMENTS
    assert (reminders(), fault()) == (2 * AGREEMENTS, "")


@pytest.mark.usefixtures("agreements")
def test_the_checker_sees_a_reminder_that_lost_its_mail(start: Start) -> None:
    told(start("remind", "--date", DAY))
    assert fault() == ""
    lost = sa.select(sa.func.min(Reminder.id)).scalar_subquery()
    db.session.execute(sa.update(Reminder).where(Reminder.id == lost).values(message_id=None))
    db.session.commit()
    assert fault() == "a reminder without its mail"


def test_r03_whole_schedulers_senders_and_a_run_by_hand_send_each_mail_once(
    start: Start, sink: Sink
) -> None:
    """The deadline is today, so that its mail does not wait for the morning."""
    count = scaled(15, 500)
    make_agreements(count, end_on=date(2027, 11, 24))
    sink.slow = True
    schedulers = [start("scheduler", SILENT_AFTER_SECONDS="20") for _ in range(2)]
    others = [start("remind"), start("send")]
    wait_until(lambda: len(sink.raw) >= 2 * count)
    for one in others:
        told(one)
    assert all(one.poll() is None for one in schedulers)
    for one in schedulers:
        one.terminate()
        told(one)
        assert one.returncode == 0
    assert (reminders(), fault()) == (2 * count, "")
    assert set(sink.copies.values()) == {1}


def test_r01_a_scheduler_that_is_killed_again_and_again_loses_nothing(
    start: Start, sink: Sink
) -> None:
    """Planning and sending in one process, at the pace of life; leases run out by themselves."""
    count = scaled(10, 200)
    make_agreements(count, end_on=date(2027, 11, 24))
    sink.slow = True
    pace = random.Random(5)
    for _ in range(scaled(1, 20)):
        process = start("scheduler")
        sink.wait_for(pace.randint(1, 5))
        process.kill()
        let_leases_run_out()
    last = start("scheduler")
    wait_until(lambda: len(sink.raw) >= 2 * count)
    last.terminate()
    told(last)
    assert (reminders(), fault()) == (2 * count, "")
    repeated = sum(sink.copies.values()) - 2 * count
    assert repeated <= scaled(1, 20)


def let_leases_run_out() -> None:
    """What two minutes of waiting would do."""
    db.session.execute(sa.update(Message).values(lease_until=None))
    db.session.commit()
