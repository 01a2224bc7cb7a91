"""No mail and no calendar tells a municipality what only the association may know (S-07, S-08).

Canaries lie in everything that is kept from municipalities; whatever leaves is searched for them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.digests.running import run as send_letters
from nk_avtal.documents.models import Document, DocumentKind, Openness
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.mail_choices import MailChoice
from nk_avtal.domain.people import Role
from nk_avtal.domain.recommendations import Status
from nk_avtal.feeds.actions import make_address
from nk_avtal.outbox.models import Message
from nk_avtal.recommendations import mails
from nk_avtal.reminders.running import run
from tests import builders

MONDAY = date(2026, 11, 30)
CANARY = "KANARIEFÅGEL"


def person(role: Role, home: str = "Piteå") -> builders.Person:
    made = builders.person(role, home)
    made.created_at = datetime(2026, 1, 1, tzinfo=UTC)
    made.mail_choice = MailChoice.BOTH
    return made


@pytest.fixture
def people(app: Flask) -> dict[Role, builders.Person]:
    """Somebody of every role, who wants all mail."""
    return {role: person(role) for role in Role}


@pytest.fixture
def canaries(people: dict[Role, builders.Person]) -> None:
    """What municipalities may not see, beside what they may."""
    manager = people[Role.MANAGER]
    more: dict[str, Any] = {"manager_id": manager.id, "responsible_id": manager.id}
    open_one = builders.agreement("Öppet avtal", **more)
    builders.agreement(f"{CANARY} utkast", stage=Stage.DRAFT, **more)
    builders.agreement(f"{CANARY} förhandling", stage=Stage.NEGOTIATION, **more)
    db.session.add(
        Document(
            agreement_id=open_one.id,
            title=f"{CANARY} PM",
            kind=DocumentKind.OTHER,
            openness=Openness.INTERNAL,
        )
    )
    sent = builders.recommendation(open_one, title="Öppen bilaga", reply_by=date(2026, 12, 3))
    builders.recommendation(open_one, title=f"{CANARY} förslag", status=Status.DRAFT, sent_at=None)
    board = db.session.scalars(sa.select(Body).where(Body.kind == BodyKind.BOARD)).one()
    db.session.add(Meeting(body=board, held_on=date(2026, 12, 2), place=f"{CANARY} rum"))
    other = db.session.scalars(
        sa.select(Body).where(
            Body.municipality_id == builders.municipality("Luleå").id,
            Body.kind == BodyKind.COUNCIL,
        )
    ).one()
    db.session.add(Meeting(body=other, held_on=date(2026, 12, 2), place=f"{CANARY} sal"))
    mails.queue_sent(sent, manager)
    db.session.commit()


def test_no_mail_to_a_municipality_holds_a_canary(
    canaries: None, people: dict[Role, builders.Person]
) -> None:
    run(MONDAY)
    send_letters(MONDAY)
    found = db.session.scalars(sa.select(Message)).all()
    municipal = {people[role].email for role in Role if role.is_municipal}
    theirs = [one for one in found if one.recipient in municipal]
    assert {one.kind for one in theirs} >= {"recommendation", "reminder-reply", "digest"}
    for one in theirs:
        assert CANARY not in one.subject + one.text + one.html, one.kind
        assert "Luleå" not in one.text


def test_no_calendar_holds_what_its_owner_may_not_see(
    canaries: None, people: dict[Role, builders.Person], client: FlaskClient
) -> None:
    for role, owner in people.items():
        token = make_address(owner)
        db.session.commit()
        text = client.get(f"/fornyelser/kalender.ics?nyckel={token}").text.replace("\r\n ", "")
        assert "Öppen bilaga" in text, role
        assert f"{CANARY} sal" not in text, role
        assert f"{CANARY} utkast" not in text, role
        assert (CANARY in text) == (not role.is_municipal), "the board's room is no secret there"
