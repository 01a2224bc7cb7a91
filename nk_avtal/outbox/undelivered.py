"""A reminder that did not arrive is passed on to somebody who can do something about it."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app

from nk_avtal.outbox.actions import queue
from nk_avtal.outbox.composing import compose
from nk_avtal.outbox.models import Message

KIND = "undelivered"


def tell_fallback(message: Message) -> None:
    """Queue a copy of a reminder that was given up to the fallback address, if there is one.

    Only reminders: invitations and new passwords carry a secret that is their reader's alone.
    """
    fallback = current_app.config["MAIL_FALLBACK_TO"]
    is_reminder = "X-Reminder-Id" in message.headers
    if not fallback or not is_reminder or message.recipient == fallback:
        return
    written = compose("undelivered", title=message.subject, message=message)
    queue(
        kind=KIND,
        recipient=fallback,
        subject=written.subject,
        text=written.text,
        html=written.html,
        topic=message.topic,
        dedupe_key=f"{KIND}:{message.id}",
        hold=timedelta(0),
    )
