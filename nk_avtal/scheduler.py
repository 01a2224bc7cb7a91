"""The timetable. It only ticks: what is due and who sends it is decided in the database, so that
one scheduler more by mistake, a late tick or one that came twice does no harm."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from flask import Flask, current_app

from nk_avtal import clock
from nk_avtal.db import db, set_reading
from nk_avtal.digests import running as digests
from nk_avtal.documents import binning, kept_texts
from nk_avtal.imports.background import do_waiting
from nk_avtal.outbox.sending import send_waiting
from nk_avtal.register import telling
from nk_avtal.reminders import statement_mails
from nk_avtal.reminders.heartbeats import REMIND, SEND, beat
from nk_avtal.reminders.running import run
from nk_avtal.search import keeping

MOST_SECONDS_BETWEEN = 15
TICKS_WHILE_SILENT = 20
"""Sending is tried so many times before its silence would be told of."""
LARGEST_MOVE = timedelta(hours=12)

log = structlog.get_logger("nk_avtal.scheduler")


class RemindersRefused(Exception):
    """Some reminders could not be written; the log says which."""


class ClockMoved(Exception):
    """The clock was set far forward or back while this was running."""


class Clock:
    """Tells when somebody moves the wall clock, by one that nobody can move (reliability R-09).

    Nothing is sent on the word of such a clock. If it is right now, a restart takes it as it is;
    time during which this machine was off is no move.
    """

    def __init__(self) -> None:
        self.began = self._began()

    def check(self) -> None:
        """Raise ClockMoved while the clock is far from where it should be."""
        moved = self._began() - self.began
        if abs(moved) > LARGEST_MOVE:
            raise ClockMoved(f"by {moved}")

    @staticmethod
    def _began() -> datetime:
        steady = time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
        return clock.now() - timedelta(seconds=steady)


def work(app: Flask) -> None:
    """Tick until told to stop (SIGTERM, SIGINT), and end what has begun before leaving."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    scheduler = timetable(app, stopping)
    scheduler.start()
    log.info("scheduler_started")
    while not stopping.wait(pace(app)):
        keep_pace(scheduler, app)
    scheduler.shutdown(wait=True)
    log.info("scheduler_stopped")


def timetable(app: Flask, stopping: threading.Event) -> BackgroundScheduler:
    """What ticks when. Times that summer time skips or repeats do no harm: a run that comes twice
    finds everything planned, and one that is missed is caught up within minutes."""
    scheduler = BackgroundScheduler(
        timezone=app.config["TIMEZONE"],
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    now, watch, seen_all = datetime.now(scheduler.timezone), Clock(), threading.Event()
    send = ticking(app, SEND, lambda: _send(stopping, watch))
    remind = ticking(app, REMIND, lambda: _remind(watch, seen_all))
    hour, minute = app.config["REMIND_AT"]
    scheduler.add_job(remind, "cron", hour=hour, minute=minute)
    for task, seconds in ((send, pace(app)), (remind, app.config["SILENT_AFTER_SECONDS"])):
        scheduler.add_job(task, "interval", seconds=seconds, next_run_time=now)
    return scheduler


def pace(app: Flask) -> float:
    """The seconds between two rounds of sending."""
    silent_after: int = app.config["SILENT_AFTER_SECONDS"]
    return min(MOST_SECONDS_BETWEEN, silent_after / TICKS_WHILE_SILENT)


def keep_pace(scheduler: BackgroundScheduler, app: Flask) -> None:
    """Call up what waits for a time that lies too far ahead since the clock was set back."""
    now = datetime.now(scheduler.timezone)
    latest = now + timedelta(seconds=app.config["SILENT_AFTER_SECONDS"])
    for job in scheduler.get_jobs():
        if isinstance(job.trigger, IntervalTrigger) and job.next_run_time > latest:
            job.modify(next_run_time=now)


def _send(stopping: threading.Event, watch: Clock) -> None:
    """One round of sending, cut short so that it is heard from; the next goes on. Imports that wait
    are written after it."""
    watch.check()
    longest = current_app.config["SILENT_AFTER_SECONDS"] / 5
    ends = time.monotonic() + longest
    send_waiting(may_go_on=lambda: not stopping.is_set() and time.monotonic() < ends)
    do_waiting()


def _remind(watch: Clock, seen_all: threading.Event) -> None:
    """One reminder run. The first one of a process looks at every agreement: the rules may be newer
    than what an earlier one kept."""
    watch.check()
    today = clock.today()
    planned = run(today, afresh=not seen_all.is_set())
    seen_all.set()
    refused = planned.refused + digests.run(today) + statement_mails.run(today)
    binning.empty(clock.now())
    kept_texts.read_some()
    keeping.bring_up_to_date()
    telling.run(today)
    if refused:
        raise RemindersRefused(f"{refused} reminders could not be written")


def ticking(app: Flask, name: str, task: Callable[[], Any]) -> Callable[[], None]:
    """One tick: the task, and a heartbeat that says how it went."""

    def tick() -> None:
        with app.app_context():
            set_reading(False)
            db.session.info["actor"] = "schemaläggaren"
            try:
                task()
            except Exception as reason:
                db.session.rollback()
                log.error("tick_failed", tick=name, exc_info=reason)
                beat(name, failure=f"{type(reason).__name__}: {reason}")
            else:
                beat(name)

    return tick
