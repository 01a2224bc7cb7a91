"""Putting mail into the outbox, and stopping what has not left."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import IntegrityError

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.outbox.models import SET_ASIDE, Message, MessageState

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]")
_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")


def queue(
    *,
    kind: str,
    recipient: str,
    subject: str,
    text: str,
    html: str = "",
    recipient_name: str = "",
    reply_to: str = "",
    topic: str = "",
    dedupe_key: str | None = None,
    headers: dict[str, str] | None = None,
    hold: timedelta | None = None,
) -> Message | None:
    """Queue one mail to one recipient, held for `hold` (by default the setting) so that it can be
    stopped. None when `dedupe_key` is queued already, by whichever process.

    Raises RuleBroken for an address that cannot be one, and for a line break or control character
    in anything that becomes a header: it is refused, never folded.
    """
    _check_headers(recipient, recipient_name, reply_to, subject, headers or {})
    now = clock.now()
    if hold is None:
        hold = timedelta(minutes=current_app.config["MAIL_HOLD_MINUTES"])
    message = Message(
        message_id=f"<{uuid.uuid4().hex}@{urlsplit(current_app.config['BASE_URL']).hostname}>",
        dedupe_key=dedupe_key,
        topic=topic,
        kind=kind,
        recipient=recipient,
        recipient_name=recipient_name,
        reply_to=reply_to,
        subject=subject,
        text=text,
        html=html,
        headers=headers or {},
        queued_at=now,
        not_before=now + hold,
    )
    return _added(message)


def _added(message: Message) -> Message | None:
    try:
        with db.session.begin_nested():
            db.session.add(message)
    except IntegrityError:
        if message.dedupe_key is None:
            raise
        return None
    return message


def _check_headers(
    recipient: str, name: str, reply_to: str, subject: str, headers: dict[str, str]
) -> None:
    for value in (recipient, name, reply_to, subject, *headers.keys(), *headers.values()):
        if _UNPRINTABLE.search(value):
            raise RuleBroken(Phrase(*_UNSENDABLE))
    for address in filter(None, (recipient, reply_to)):
        check_address(address)


def check_address(address: str) -> None:
    """Raise RuleBroken for what cannot be a mail address."""
    if not _ADDRESS.fullmatch(address) or _UNPRINTABLE.search(address):
        raise RuleBroken(Phrase(*_NO_ADDRESS, {"address": address}))


def is_address(text: str) -> bool:
    """Whether mail can be sent there at all."""
    return bool(_ADDRESS.fullmatch(text))


def stop(topic: str) -> int:
    """Stop the mails about `topic` that have not left; how many that were."""
    found = db.session.scalars(
        sa.select(Message)
        .where(Message.topic == topic, Message.state == MessageState.QUEUED)
        .with_for_update()
    ).all()
    for message in found:
        message.state = MessageState.STOPPED
    return len(found)


def stop_for(email: str) -> int:
    """Stop what has not left for an address; how many mails that were. Reminders are withdrawn by
    their own run, which finds somebody else to tell."""
    found = db.session.scalars(
        sa.select(Message)
        .where(
            Message.recipient == email,
            Message.state == MessageState.QUEUED,
            Message.topic.not_like("reminder:%"),
        )
        .with_for_update()
    ).all()
    for message in found:
        message.state = MessageState.STOPPED
    return len(found)


def try_again(message: Message) -> None:
    """Send a mail that was given up once more, at once."""
    message.state, message.owner = MessageState.QUEUED, ""
    message.not_before, message.lease_until = clock.now(), None


def set_aside(message: Message) -> None:
    """Note that somebody has dealt with a mail that was given up."""
    message.owner = SET_ASIDE


_UNSENDABLE = (
    "Mejlets ämne eller adress innehåller ett tecken som inte kan skickas.",
    "The subject or an address of the mail holds a character that cannot be sent.",
)
_NO_ADDRESS = (
    "{address} är inte en e-postadress. Skriv en hel, till exempel kommun@example.org",
    "{address} is not a mail address. Write a whole one, for example kommun@example.org",
)
