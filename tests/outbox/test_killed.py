"""Senders that are killed at any point, and many at once (reliability R-01, R-02, R-03)."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Iterator
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
from tests.outbox.conftest import queued
from tests.outbox.sink import Sink
from tests.processes import Process, Start, starting, told, wait_until
from tests.scale import FULL, scaled

MAILS = scaled(60, 1000)
KILLS = scaled(4, 100)
SENDERS = scaled(2, 4)


@pytest.fixture
def start(app: Flask, sink: Sink, database_url: str, tmp_path: Path) -> Iterator[Start]:
    with starting(database_url, tmp_path, **sink.settings) as start:
        yield start


def queue_many(count: int = MAILS) -> set[str]:
    return {
        queued(f"k{number}@example.org", headers={"X-Reminder-Id": str(number)}).message_id
        for number in range(count)
    }


def let_leases_run_out(owner: str = "") -> None:
    """What two minutes of waiting would do."""
    db.session.execute(
        sa.update(Message)
        .where(Message.state == MessageState.SENDING, Message.owner.contains(owner))
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


def states() -> set[MessageState]:
    db.session.expire_all()
    return set(db.session.scalars(sa.select(Message.state)))


def test_r01_senders_that_are_killed_lose_nothing_and_repeat_one_each_at_most(
    start: Start, sink: Sink
) -> None:
    wanted = queue_many()
    sink.slow = True
    pace = random.Random(1)
    for _ in range(KILLS):
        process = start("send")
        sink.wait_for(pace.randint(1, 8))
        time.sleep(pace.uniform(0, 0.02))
        process.kill()
        let_leases_run_out()
    sink.slow = False
    assert told(start("send")).endswith("failed 0 waiting 0")
    assert verdict(sink, wanted, KILLS) == ""
    assert states() == {MessageState.SENT}
    _copies_can_be_recognised(sink, wanted)


def _copies_can_be_recognised(sink: Sink, wanted: set[str]) -> None:
    """Reliability R-02: a repeated mail is the same one to whoever receives it."""
    by_id = defaultdict(set)
    by_number = defaultdict(set)
    for mail in sink.mails:
        by_id[mail["Message-ID"]].add(mail["X-Reminder-Id"])
        by_number[mail["X-Reminder-Id"]].add(mail["Message-ID"])
    assert set(by_id) == wanted
    assert {len(some) for some in (*by_id.values(), *by_number.values())} == {1}


def test_r02_a_copy_has_the_same_message_id_and_reminder_id(
    app: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = queue_many(3)
    with monkeypatch.context() as killed:
        killed.setattr(sending, "note", lambda *_: None)
        sending.send_waiting()
    let_leases_run_out()
    sending.send_waiting()
    assert set(sink.copies.values()) == {2}
    _copies_can_be_recognised(sink, wanted)


def test_r01_many_senders_of_which_some_are_killed_at_random(start: Start, sink: Sink) -> None:
    """Whoever dies is started anew; on SQLite the others wait for each other."""
    wanted = queue_many()
    sink.slow = True
    pace = random.Random(4)
    senders: list[Process] = [start("send") for _ in range(SENDERS)]
    kills = 0
    while kills < KILLS and len(sink.raw) < MAILS:
        sink.wait_for(pace.randint(1, 6))
        number = pace.randrange(SENDERS)
        if senders[number].poll() is None:
            kills += 1
        senders[number].kill()
        let_leases_run_out(f":{senders[number].pid}:")
        senders[number] = start("send")
    assert kills
    for sender in senders:
        told(sender)
    let_leases_run_out()
    assert told(start("send")).endswith("failed 0 waiting 0")
    assert verdict(sink, wanted, kills) == ""
    assert states() == {MessageState.SENT}


def test_r03_many_senders_at_once_never_send_twice(start: Start, sink: Sink) -> None:
    wanted = queue_many()
    sink.slow = True
    lines = [told(one).split() for one in [start("send") for _ in range(SENDERS)]]
    assert sum(int(words[1]) for words in lines) == MAILS
    assert sink.copies.keys() == wanted
    assert set(sink.copies.values()) == {1}
    if FULL:
        assert all(int(words[1]) for words in lines), "they shared the work"


def test_r06_a_silent_server_keeps_no_other_sender_waiting(start: Start, sink: Sink) -> None:
    """A sender that hangs holds what it has claimed and nothing else."""
    queue_many(30)
    sink.stuck = "k0@example.org"
    hanging = start("send")
    wait_until(lambda: sink.is_stuck)
    other = told(start("send")).split()
    assert int(other[1]) == 10, "the rest of the first claim waits for its lease to end"
    hanging.kill()
    sink.stuck = ""
    let_leases_run_out()
    assert told(start("send")).endswith("failed 0 waiting 0")


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


def test_the_checker_sees_what_senders_without_a_claim_would_repeat(app: Flask, sink: Sink) -> None:
    """Two that do not see each other send everything twice (reliability M5)."""
    wanted = queue_many(3)
    messages = list(db.session.scalars(sa.select(Message)))
    for _ in range(2):
        with Courier() as courier:
            for message in messages:
                courier.deliver(message)
    assert verdict(sink, wanted, kills=0) == "repeated 3 in 0 kills"
