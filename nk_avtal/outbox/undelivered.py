"""What did not arrive is passed on to somebody who can do something about it."""

from __future__ import annotations

from datetime import timedelta

from blinker import Namespace
from flask import current_app

from nk_avtal.outbox.actions import queue
from nk_avtal.outbox.composing import compose, without_secrets
from nk_avtal.outbox.models import Message

KIND = "undelivered"


recipient_refused = Namespace().signal("recipient_refused")
"""Sent with an address that the mail server has refused for good."""


def tell_fallback(message: Message) -> None:
    """Queue a copy of a mail that was given up to the fallback address, if there is one.

    Not of a mail about nothing that is kept: an invitation or a new password carries a secret that
    is its reader's alone. So does a personal link, which is struck out.
    """
    fallback = current_app.config["MAIL_FALLBACK_TO"]
    if not fallback or not message.topic or message.recipient == fallback:
        return
    written = compose(
        "undelivered", title=message.subject, message=message, text=without_secrets(message.text)
    )
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
