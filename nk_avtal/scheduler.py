"""The timetable. It only ticks: what is due and who sends it is decided in the database, so that
one scheduler more by mistake, a late tick or one that came twice does no harm."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from nk_avtal import clock
from nk_avtal.db import db, set_reading
from nk_avtal.outbox.sending import send_waiting
from nk_avtal.reminders.heartbeats import beat
from nk_avtal.reminders.running import run

SEND_EVERY_SECONDS = 15
NAME = "scheduler"

log = structlog.get_logger("nk_avtal.scheduler")


def work(app: Flask) -> None:
    """Tick until told to stop (SIGTERM, SIGINT)."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = timetable(app)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: scheduler.shutdown(wait=False))
    log.info("scheduler_started")
    scheduler.start()
    log.info("scheduler_stopped")


def timetable(app: Flask) -> BlockingScheduler:
    """What ticks when. Not at night between 02 and 03, where summer time begins and ends."""
    scheduler = BlockingScheduler(
        timezone=app.config["TIMEZONE"],
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    now = datetime.now(scheduler.timezone)
    send = _ticking(app, send_waiting)
    remind = _ticking(app, lambda: run(clock.today()))
    hour, minute = app.config["REMIND_AT"]
    scheduler.add_job(remind, "cron", hour=hour, minute=minute)
    scheduler.add_job(remind, "interval", hours=1, next_run_time=now)
    scheduler.add_job(send, "interval", seconds=SEND_EVERY_SECONDS, next_run_time=now)
    return scheduler


def _ticking(app: Flask, task: Callable[[], Any]) -> Callable[[], None]:
    """One tick: the task, and a heartbeat that says how it went."""

    def tick() -> None:
        with app.app_context():
            set_reading(False)
            db.session.info["actor"] = "schemaläggaren"
            try:
                task()
            except Exception as reason:
                db.session.rollback()
                log.error("tick_failed", exc_info=reason)
                beat(NAME, failure=f"{type(reason).__name__}: {reason}")
            else:
                beat(NAME)

    return tick
