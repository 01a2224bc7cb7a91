"""The timetable. It only ticks: what is due and who sends it is decided in the database, so that
one scheduler more by mistake, a late tick or one that came twice does no harm."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from nk_avtal import clock
from nk_avtal.db import db, set_reading
from nk_avtal.digests import running as digests
from nk_avtal.outbox.sending import send_waiting
from nk_avtal.reminders.heartbeats import REMIND, SEND, beat
from nk_avtal.reminders.running import run

SEND_EVERY_SECONDS = 15
LONGEST_ROUND_SECONDS = 60  # then it is heard from, and goes on in the next

log = structlog.get_logger("nk_avtal.scheduler")


class RemindersRefused(Exception):
    """Some reminders could not be written; the log says which."""


def work(app: Flask) -> None:
    """Tick until told to stop (SIGTERM, SIGINT), and end what has begun before leaving."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    scheduler = timetable(app, stopping)
    scheduler.start()
    log.info("scheduler_started")
    stopping.wait()
    scheduler.shutdown(wait=True)
    log.info("scheduler_stopped")


def timetable(app: Flask, stopping: threading.Event) -> BackgroundScheduler:
    """What ticks when. Times that summer time skips or repeats do no harm: a run that comes twice
    finds everything planned, and one that is missed is caught up within the hour."""
    scheduler = BackgroundScheduler(
        timezone=app.config["TIMEZONE"],
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    now = datetime.now(scheduler.timezone)
    send = ticking(app, SEND, lambda: _send(stopping))
    remind = ticking(app, REMIND, _remind)
    hour, minute = app.config["REMIND_AT"]
    scheduler.add_job(remind, "cron", hour=hour, minute=minute)
    scheduler.add_job(remind, "interval", hours=1, next_run_time=now)
    scheduler.add_job(send, "interval", seconds=SEND_EVERY_SECONDS, next_run_time=now)
    return scheduler


def _send(stopping: threading.Event) -> None:
    ends = time.monotonic() + LONGEST_ROUND_SECONDS
    send_waiting(may_go_on=lambda: not stopping.is_set() and time.monotonic() < ends)


def _remind() -> None:
    refused = run(clock.today()).refused + digests.run(clock.today())
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
