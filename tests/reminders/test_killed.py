"""A reminder run that is killed, and two at once: nothing lost and nothing twice (R-01, R-03)."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from nk_avtal.db import db, reading
from nk_avtal.domain.people import Role
from nk_avtal.outbox.models import Message
from nk_avtal.reminders.models import Reminder
from tests import builders, databases

AGREEMENTS = 60
KILLS = 3
DAY = "2026-12-01"
Start = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture
def start(app: Flask, database_url: str, tmp_path: Path) -> Start:
    """Starts `nk-avtal remind` in a process of its own, on the test's database."""
    root = str(Path(__file__).parents[2])
    environ = databases.environ(database_url, tmp_path)
    environ |= {"PYTHONPATH": root, "PATH": os.environ["PATH"]}

    def process() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "nk_avtal.cli", "remind", "--date", DAY],
            env=environ,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            text=True,
        )

    return process


@pytest.fixture
def agreements(app: Flask) -> None:
    """Each with a notice day that its own manager and another person are told of."""
    manager, responsible = builders.person(Role.MANAGER), builders.person(Role.NEGOTIATOR)
    for number in range(AGREEMENTS):
        builders.agreement(
            f"Avtal {number}", manager_id=manager.id, responsible_id=responsible.id, parties=[]
        )


def reminders() -> int:
    """How many there are now, asked without keeping anybody waiting."""
    with reading():
        count = db.session.scalar(sa.select(sa.func.count()).select_from(Reminder)) or 0
        db.session.rollback()
    return count


def wait_for(count: int, process: subprocess.Popen[str]) -> None:
    while reminders() < count and process.poll() is None:
        time.sleep(0.001)


def fault() -> str:
    """What is wrong with the ledger and the outbox together; empty when nothing is."""
    with reading():
        pairs = db.session.execute(
            sa.select(Reminder.key, Message.dedupe_key).outerjoin(Reminder.message)
        ).all()
        of_reminders = sa.select(sa.func.count()).where(Message.kind.startswith("reminder-"))
        mails = db.session.scalar(of_reminders)
        db.session.rollback()
    if any(key != mail for key, mail in pairs):
        return "a reminder without its mail"
    return "" if mails == len(pairs) else "a mail without its reminder"


@pytest.mark.usefixtures("agreements")
def test_a_run_that_is_killed_leaves_whole_reminders_and_the_next_goes_on(start: Start) -> None:
    pace = random.Random(3)
    wanted = 2 * AGREEMENTS
    for _ in range(KILLS):
        process = start()
        before = reminders()
        wait_for(before + pace.randint(1, wanted // (KILLS + 1)), process)
        process.kill()
        process.communicate()
        assert before < reminders() < wanted, "the kill came in the middle of the run"
        assert fault() == ""
    done = reminders()
    last, _ = start().communicate(timeout=300)
    assert last.splitlines()[-1] == f"planned {wanted - done} already {done}"
    assert (reminders(), fault()) == (wanted, "")
    again, _ = start().communicate(timeout=300)
    assert again.splitlines()[-1] == f"planned 0 already {wanted}"


@pytest.mark.usefixtures("agreements")
def test_two_runs_at_once_share_the_work_and_repeat_nothing(start: Start) -> None:
    processes = [start(), start()]
    told = [process.communicate(timeout=300)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sum(int(words[-3]) for words in told) == 2 * AGREEMENTS
    assert (reminders(), fault()) == (2 * AGREEMENTS, "")


@pytest.mark.usefixtures("agreements")
def test_the_checker_sees_a_reminder_that_lost_its_mail(start: Start) -> None:
    start().communicate(timeout=300)
    assert fault() == ""
    lost = sa.select(sa.func.min(Reminder.id)).scalar_subquery()
    db.session.execute(sa.update(Reminder).where(Reminder.id == lost).values(message_id=None))
    db.session.commit()
    assert fault() == "a reminder without its mail"
