"""Sending what waits: claim a few with a lease, send one, commit one.

A process that dies between the server's answer and the commit leaves one mail that is sent again,
with the same Message-ID; nothing is ever marked sent before the server has taken it (reliability
M1-M5). No transaction is open while a server is spoken to: on SQLite it would keep everybody else
from saving.
"""

from __future__ import annotations

import time as wall
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import structlog
from flask import current_app

from nk_avtal import clock
from nk_avtal.db import db, set_reading
from nk_avtal.outbox.claiming import LEASE, claim, database_time, new_owner, note, release
from nk_avtal.outbox.composing import without_secrets
from nk_avtal.outbox.delivery import Courier, Verdict, answer_of, no_such_recipient, verdict
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.outbox.queries import waiting
from nk_avtal.outbox.smtp import seconds
from nk_avtal.outbox.undelivered import recipient_refused, tell_fallback

log = structlog.get_logger("nk_avtal.outbox")

WAITS = (1, 5, 15)  # minutes before the next try; the last repeats
GIVE_UP_AFTER = timedelta(days=4)
SERVER_IS_AWAY_AFTER = 2  # failures in a row; the rest of the round would only wait for it
MARGIN_SECONDS = 10.0


@dataclass
class Tally:
    """What became of a round of sending."""

    sent: int = 0
    failed: int = 0
    waiting: int = 0


@dataclass
class _Round:
    """One process that sends until nothing is left, the server is away or it is told to end."""

    owner: str
    may_go_on: Callable[[], bool]
    tally: Tally
    failures_in_a_row: int = 0

    @property
    def goes_on(self) -> bool:
        suppressed = current_app.config["MAIL_SUPPRESSED"]
        return not suppressed and self.failures_in_a_row < SERVER_IS_AWAY_AFTER and self.may_go_on()

    def send(self, messages: list[Message]) -> None:
        """Send what was claimed, and give back what there is no time for."""
        leave_at = wall.monotonic() + LEASE.total_seconds() - seconds()[1] - MARGIN_SECONDS
        with Courier() as courier:
            while messages and self.goes_on and wall.monotonic() < leave_at:
                message = messages.pop(0)
                away = self._send_one(courier, message) is Verdict.SERVER_AWAY
                self.failures_in_a_row = self.failures_in_a_row + 1 if away else 0
        release(messages, self.owner)

    def _send_one(self, courier: Courier, message: Message) -> Verdict | None:
        """Send a mail and note what became of it; what the failure meant, if it failed."""
        try:
            courier.deliver(message)
        except Exception as reason:  # noqa: BLE001 - one mail must not stop the others
            courier.hang_up_unless_well()
            return self._failed(message, reason)
        values = {"state": MessageState.SENT, "sent_at": clock.now(), "last_error": ""}
        values |= _without_secrets(message)
        note(message, self.owner, values | {"lease_until": None})
        self.tally.sent += 1
        return None

    def _failed(self, message: Message, reason: Exception) -> Verdict:
        """Try again later, or give up when the server has said no or time has run out."""
        meaning = verdict(reason)
        gone = no_such_recipient(reason)
        values: dict[str, Any] = {"last_error": answer_of(reason), "bounced": gone}
        if meaning is Verdict.REFUSED or clock.now() > _last_try(message):
            log.error("mail_given_up", message=message.id, reason=type(reason).__name__)
            self.tally.failed += 1
            self._tell(message, gone)
            note(message, self.owner, values | {"state": MessageState.FAILED, "lease_until": None})
            return meaning
        wait = timedelta(minutes=WAITS[min(message.attempts, len(WAITS)) - 1])
        why = type(reason).__name__
        log.warning("mail_delayed", message=message.id, wait=str(wait), reason=why)
        if clock.now() > message.not_before + GIVE_UP_AFTER:
            self._tell(message)
        again = database_time() + wait
        note(message, self.owner, values | {"state": MessageState.QUEUED, "lease_until": again})
        return meaning

    def _tell(self, message: Message, gone: bool = False) -> None:
        """Let somebody know. What goes wrong with that must not keep the mail from being noted."""
        try:
            with db.session.begin_nested():
                tell_fallback(message)
                if gone:
                    recipient_refused.send(message.recipient)
        except Exception as reason:
            log.error("fallback_not_told", message=message.id, exc_info=reason)


def send_waiting(*, at_once: bool = False, may_go_on: Callable[[], bool] = lambda: True) -> Tally:
    """Send everything whose time has come; `at_once` does not wait for the hold to end.

    Ends early, leaving the rest to wait, when the server is away or `may_go_on` says no.
    """
    set_reading(False)
    one = _Round(new_owner(), may_go_on, Tally())
    while one.goes_on:
        messages = list(claim(one.owner, hold_is_over=at_once))
        if not messages:
            break
        one.send(messages)
    one.tally.waiting = waiting()
    db.session.commit()
    return one.tally


def _last_try(message: Message) -> datetime:
    """A reminder is tried for as long as its deadline is ahead (reliability R-04)."""
    last = message.not_before + GIVE_UP_AFTER
    deadline = message.headers.get("X-Reminder-Deadline")
    if deadline:
        last = max(last, datetime.combine(date.fromisoformat(deadline), time.max, UTC))
    return last


def _without_secrets(message: Message) -> dict[str, Any]:
    """What is kept of a mail that has arrived, where that is less than was sent: a copy of the
    database is to open no door (reliability S-08)."""
    kept = {"text": without_secrets(message.text), "html": without_secrets(message.html)}
    return {name: text for name, text in kept.items() if text != getattr(message, name)}
