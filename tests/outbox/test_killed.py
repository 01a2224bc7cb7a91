"""Senders that are killed at any point, and many at once (reliability R-01, R-02, R-03)."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.outbox import sending
from nk_avtal.outbox.delivery import Courier
from nk_avtal.outbox.models import Message, MessageState
from tests import databases
from tests.outbox.conftest import queued
from tests.outbox.sink import Sink

MAILS = 100
KILLS = 6
SENDERS = 3
PATIENCE = 300
"""Seconds: for a machine that is busy with other tests."""
Start = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture
def start(app: Flask, sink: Sink, database_url: str, tmp_path: Path) -> Iterator[Start]:
    """Starts `nk-avtal send` in a process of its own, on the test's database."""
    environ = databases.environ(database_url, tmp_path, **sink.settings)
    root = str(Path(__file__).parents[2])
    environ |= {"PYTHONPATH": root, "PATH": os.environ["PATH"]}

    started: list[subprocess.Popen[str]] = []

    def process() -> subprocess.Popen[str]:
        one = subprocess.Popen(
            [sys.executable, "-m", "nk_avtal.cli", "send"],
            env=environ,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(one)
        return one

    yield process
    for one in started:  # those that a failed test left behind
        if one.poll() is None:
            one.kill()
            one.communicate()


def queue_many(count: int = MAILS) -> set[str]:
    return {queued(f"k{number}@example.org").message_id for number in range(count)}


def let_leases_run_out() -> None:
    """What two minutes of waiting would do."""
    db.session.execute(
        sa.update(Message)
        .where(Message.state == MessageState.SENDING)
        .values(lease_until=clock.now() - timedelta(seconds=1))
    )
    db.session.commit()


def verdict(sink: Sink, wanted: set[str], kills: int) -> str:
    """What went wrong: mail that was lost, or repeated more often than somebody was killed."""
    lost = wanted - sink.copies.keys()
    repeated = sum(sink.copies.values()) - len(sink.copies)
    if lost:
        return f"lost {len(lost)}"
    return f"repeated {repeated} in {kills} kills" if repeated > kills else ""


def test_senders_that_are_killed_lose_nothing_and_repeat_one_each_at_most(
    start: Start, sink: Sink
) -> None:
    wanted = queue_many()
    sink.slow = True
    pace = random.Random(1)
    for _ in range(KILLS):
        process = start()
        sink.wait_for(pace.randint(1, 8))
        time.sleep(pace.uniform(0, 0.02))
        process.kill()
        process.communicate()
        let_leases_run_out()
    sink.slow = False
    last, _ = start().communicate(timeout=PATIENCE)
    assert last.strip().endswith("failed 0 waiting 0")
    assert verdict(sink, wanted, KILLS) == ""
    states = set(db.session.scalars(sa.select(Message.state)))
    assert states == {MessageState.SENT}


def test_many_senders_at_once_never_send_twice(start: Start, sink: Sink) -> None:
    wanted = queue_many()
    sink.slow = True
    processes = [start() for _ in range(SENDERS)]
    told = [process.communicate(timeout=PATIENCE)[0].split() for process in processes]
    assert sum(int(words[1]) for words in told) == MAILS
    assert sink.copies.keys() == wanted
    assert set(sink.copies.values()) == {1}


class Killed(BaseException):
    """Stands for SIGKILL at one exact point."""


def test_the_checker_sees_what_a_wrong_order_would_lose(
    app: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marking a mail sent before the server has it loses the one in flight (reliability M1)."""
    wanted = queue_many(3)

    def mark_first(_courier: object, message: Message) -> None:
        message.state = MessageState.SENT
        db.session.commit()
        raise Killed

    with monkeypatch.context() as planted:
        planted.setattr(Courier, "deliver", mark_first)
        with pytest.raises(Killed):
            sending.send_waiting()
    let_leases_run_out()
    sending.send_waiting()
    assert verdict(sink, wanted, kills=1) == "lost 1"


def test_the_checker_sees_what_a_late_commit_would_repeat(
    app: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sending several before the first commit repeats them all (reliability M2)."""
    wanted = queue_many(3)
    with monkeypatch.context() as planted:
        planted.setattr(sending, "note", lambda *_: None)
        sending.send_waiting()
    let_leases_run_out()
    sending.send_waiting()
    assert verdict(sink, wanted, kills=1) == "repeated 3 in 1 kills"
