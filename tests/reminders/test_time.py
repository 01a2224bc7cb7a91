"""Reminders and time: days off, summer time, clocks that jump, deadlines that move
(reliability R-07 to R-10, R-14, R-15)."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from nk_avtal import clock, scheduler
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.people import Role
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.outbox.sending import send_waiting
from nk_avtal.reminders import ledger, mails
from nk_avtal.reminders.heartbeats import trouble
from nk_avtal.reminders.models import Reminder
from nk_avtal.reminders.running import run
from tests import builders
from tests.outbox import sink as sinks
from tests.outbox.sink import Sink

NOTICE_DAY = date(2026, 12, 31)
ZONES = ("UTC", "Europe/Stockholm", "America/Los_Angeles")


@pytest.fixture
def sink() -> Iterator[Sink]:
    with sinks.running() as running:
        yield running


@pytest.fixture
def app(make_app: Callable[..., Flask], sink: Sink) -> Iterator[Flask]:
    """With the clock of the test, not a fixed day."""
    app = make_app(DEMO="", TODAY="", **sink.settings)
    with app.app_context():
        yield app


@pytest.fixture
def agreement(app: Flask) -> Agreement:
    """Notice by 31 December 2026, which its manager is told of."""
    manager = builders.person(Role.MANAGER, email="chef@example.org")
    return builders.agreement(manager_id=manager.id)


@pytest.fixture(params=ZONES)
def process_zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """The time zone that the machine believes to be in."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


def days_before(days: int) -> date:
    return NOTICE_DAY - timedelta(days=days)


def messages() -> list[Message]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Message).order_by(Message.id)))


def told(sink: Sink) -> list[str]:
    return [str(mail["Subject"]) for mail in sink.mails]


def test_r07_after_ten_days_off_each_deadline_is_told_once_and_late(
    agreement: Agreement, sink: Sink
) -> None:
    builders.agreement("Ett annat", end_on=date(2027, 12, 28), manager_id=agreement.manager_id)
    run(days_before(35))
    assert send_waiting(at_once=True).waiting == 0
    first = len(sink.raw)
    for day in (days_before(5), days_before(5)):
        run(day)
        send_waiting(at_once=True)
    assert len(sink.raw) == first + 2
    late = messages()[first:]
    assert all("försenad" in message.text for message in late)
    assert [message.subject.partition(":")[0] for message in late] == ["Om 5 dagar", "Om 2 dagar"]
    assert set(sink.copies.values()) == {1}


AUTUMN = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1, 6)]
SPRING = [datetime(2027, 3, 28, hour, 30, tzinfo=UTC) for hour in (0, 1, 5)]


@pytest.mark.usefixtures("process_zone")
@pytest.mark.parametrize(
    ("moments", "opens", "shown"),
    [
        (AUTUMN, date(2026, 10, 26), "24 november 2026"),
        (SPRING, date(2027, 3, 30), "27 april 2027"),
    ],
)
def test_r08_one_mail_and_one_day_whatever_the_clocks_do(
    app: Flask, sink: Sink, moments: list[datetime], opens: date, shown: str
) -> None:
    """02:30 comes twice in autumn and not at all in spring; the machine may be anywhere."""
    deadline = moments[0].date() + timedelta(days=30)
    manager = builders.person(Role.MANAGER, email="chef@example.org")
    one = builders.agreement(
        end_on=deadline.replace(year=deadline.year + 1), manager_id=manager.id, parties=[]
    )
    for moment in moments:
        with time_machine.travel(moment, tick=False):
            assert clock.today() == moments[0].date()
            run(clock.today())
    [message] = [mail for mail in messages() if mail.kind == "reminder-notice"]
    assert message.headers["X-Reminder-Deadline"] == deadline.isoformat()
    assert f"Sista dag: {deadline}" in message.text
    local = message.not_before.astimezone(clock.zone())
    assert local.date() == opens, "the Monday in spring is that of Easter"
    assert (local.hour, local.minute) == (7, 0)
    with time_machine.travel(moments[-1], tick=False):
        browser = builders.signed_in_client(app, manager)
        assert shown in browser.get(f"/avtal/{one.slug}").text
    listed = [entry for entry in ledger.entries() if entry["kind"] == "notice"]
    assert [entry["deadline"] for entry in listed] == [deadline.isoformat()]


@pytest.mark.usefixtures("process_zone")
def test_r08_the_day_begins_at_midnight_in_sweden(app: Flask) -> None:
    with time_machine.travel(datetime(2026, 12, 30, 22, 59, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 12, 30)
    with time_machine.travel(datetime(2026, 12, 30, 23, 1, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 12, 31)


def fault() -> str:
    """What is wrong with the background work by the clock of now; empty when nothing is."""
    found = trouble(clock.now())
    db.session.rollback()
    return found or ""


def tick(app: Flask, watch: scheduler.Clock) -> None:
    """One turn of planning and one of sending, as the scheduler takes them."""
    db.session.rollback()
    scheduler.ticking(app, "remind", lambda: scheduler._remind(watch, threading.Event()))()
    scheduler.ticking(app, "send", lambda: scheduler._send(threading.Event(), watch))()
    db.session.expire_all()


def test_r09_a_clock_that_jumps_sends_nothing_and_raises_an_alarm(
    app: Flask, agreement: Agreement, sink: Sink
) -> None:
    start = datetime(2026, 6, 1, 10, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        watch = scheduler.Clock()
        tick(app, watch)
        assert fault() == ""
        before = len(messages())
    with time_machine.travel(start + timedelta(days=400), tick=False):
        tick(app, watch)
        assert len(messages()) == before
        assert "ClockMoved" in fault()
    with time_machine.travel(start - timedelta(days=1), tick=False):
        tick(app, watch)
        assert "ClockMoved" in fault()
    with time_machine.travel(start + timedelta(seconds=90), tick=False):
        tick(app, watch)
        assert fault() == ""
    assert len(messages()) == before
    assert sink.raw == []


def test_r09_after_real_time_off_nothing_is_held(
    app: Flask, agreement: Agreement, sink: Sink
) -> None:
    """A scheduler that is started anew takes the clock as it is."""
    with time_machine.travel(datetime(2026, 12, 15, 10, tzinfo=UTC), tick=False):
        tick(app, scheduler.Clock())
        assert fault() == ""
        assert "reminder-notice" in {message.kind for message in messages()}


def test_r09_work_that_waits_for_a_time_far_ahead_is_called_up_again(app: Flask) -> None:
    timetable = scheduler.timetable(app, threading.Event())
    timetable.start(paused=True)
    jobs = [job for job in timetable.get_jobs() if "interval" in str(job.trigger)]
    for job in jobs:
        job.modify(next_run_time=job.next_run_time + timedelta(days=400))
    scheduler.keep_pace(timetable, app)
    soon = datetime.now(UTC) + timedelta(minutes=1)
    assert all(timetable.get_job(job.id).next_run_time < soon for job in jobs)
    timetable.shutdown(wait=False)


def leads() -> list[tuple[date, int]]:
    kept = sa.select(Reminder.deadline_on, Reminder.lead_days).where(Reminder.withheld.is_(None))
    return sorted((day, lead) for day, lead in db.session.execute(kept.order_by(Reminder.id)))


def move(agreement: Agreement, end: date) -> None:
    agreement.end_on = end
    db.session.commit()


def test_r10_a_deadline_that_moves_gets_new_reminders_and_loses_the_old(
    agreement: Agreement,
) -> None:
    """Later, earlier, ended and taken up again: each time what holds is told, and nothing else."""
    run(days_before(90))
    move(agreement, date(2028, 1, 31))
    run(days_before(59))
    assert (date(2027, 1, 31), 90) in leads(), "told again, although 90 days were told before"
    move(agreement, date(2027, 12, 20))
    run(days_before(50))
    assert (date(2026, 12, 20), 90) in leads()
    waiting = {one.headers["X-Reminder-Deadline"] for one in messages() if _waits(one)}
    assert waiting == {"2026-12-20"}
    agreement.stage = Stage.TERMINATED
    db.session.commit()
    run(days_before(41))
    assert not any(_waits(one) for one in messages())
    agreement.stage = Stage.CONCLUDED
    db.session.commit()
    run(days_before(41))
    assert {one.headers["X-Reminder-Deadline"] for one in messages() if _waits(one)} == {
        "2026-12-20"
    }


def _waits(message: Message) -> bool:
    return message.state is MessageState.QUEUED and message.kind == "reminder-notice"


def test_r14_what_was_lost_from_the_outbox_is_written_anew(
    agreement: Agreement, sink: Sink
) -> None:
    """An older backup, or a row that somebody deleted; and agreements that an import adds."""
    run(days_before(30))
    for reminder in db.session.scalars(sa.select(Reminder)):
        reminder.message_id = None
    db.session.flush()
    for message in db.session.scalars(sa.select(Message)):
        db.session.delete(message)
    db.session.commit()
    builders.agreement("Infört i efterhand", manager_id=agreement.manager_id)
    assert run(days_before(30)).planned == 2
    send_waiting(at_once=True)
    in_sink = {mail["Message-ID"] for mail in sink.mails}
    in_ledger = {one["message_id"] for one in ledger.entries() if one["state"] == "sent"}
    assert in_sink == in_ledger
    assert len(in_sink) == 2


def test_r15_one_that_cannot_be_written_is_seen_and_stops_no_other(
    app: Flask, agreement: Agreement, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        builders.agreement(f"Avtal {number}", manager_id=agreement.manager_id, parties=[])
    usual = mails.written

    def written(called: mails.Called) -> mails.Written:
        if called.watched.agreement.title == "Avtal 3":
            raise ZeroDivisionError
        return usual(called)

    with time_machine.travel(datetime(2026, 12, 1, 10, tzinfo=UTC), tick=False):
        watch = scheduler.Clock()
        with monkeypatch.context() as broken:
            broken.setattr(mails, "written", written)
            tick(app, watch)
        assert "remind fails" in fault()
        planned = len(messages())
        assert planned >= 5
        tick(app, watch)
        assert fault() == ""
        assert len(messages()) == planned + 1


def test_r15_one_that_cannot_be_sent_stops_no_other(
    app: Flask, agreement: Agreement, sink: Sink
) -> None:
    for number in range(5):
        builders.agreement(f"Avtal {number}", manager_id=agreement.manager_id, parties=[])
    run(days_before(30))
    poison = messages()[0]
    poison.headers = poison.headers | {"X-Broken": 5}  # type: ignore[dict-item]
    db.session.commit()
    assert send_waiting(at_once=True).sent == 5
    assert len(sink.raw) == 5
    assert messages()[0].last_error


def test_the_product_has_no_clock_but_one() -> None:
    """Or a jump, a zone or a test's clock would be seen in one place and not in another."""
    root = Path(clock.__file__).parent
    others = [
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if any(word in path.read_text() for word in ("datetime.now(", "date.today(", "utcnow("))
    ]
    assert sorted(others) == ["clock.py", "scheduler.py"]
