"""Mail servers and mail to send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.outbox.actions import queue
from nk_avtal.outbox.models import Message
from tests.outbox import sink as sinks
from tests.outbox.sink import Sink


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server that takes everything."""
    with sinks.running() as running:
        yield running


@pytest.fixture
def app(make_app: Callable[..., Flask], sink: Sink) -> Iterator[Flask]:
    """An application that sends to the sink."""
    app = make_app(**sink.settings)
    with app.app_context():
        yield app


def queued(recipient: str = "kommun@example.org", **more: Any) -> Message:
    """A mail whose time has come."""
    values: dict[str, Any] = {
        "kind": "test",
        "recipient": recipient,
        "subject": "Läkarmedverkan: Piteås beslut behövs",
        "text": "Hej!\n",
        "hold": timedelta(0),
    }
    message = queue(**(values | more))
    assert message
    db.session.commit()
    return message


def pass_time(minutes: float) -> None:
    """Let the mails believe that it is later."""
    step = timedelta(minutes=minutes)
    for message in db.session.scalars(sa.select(Message)):
        message.queued_at -= step
        message.not_before -= step
        if message.lease_until:
            message.lease_until -= step
    db.session.commit()


def again(message: Message) -> Message:
    """The mail as the database has it now."""
    db.session.expire_all()
    found = db.session.get_one(Message, message.id)
    assert found.queued_at <= clock.now()
    return found
