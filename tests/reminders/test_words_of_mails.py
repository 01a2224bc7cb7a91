"""What a mail about a deadline says: where it is settled, and what has been said of it so far."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewal_decisions import Answer
from nk_avtal.outbox.models import Message
from nk_avtal.reminders.running import run
from nk_avtal.renewals.actions import Told, decide
from tests import builders

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def manager(app: Flask) -> builders.Person:
    return builders.person(Role.MANAGER)


@pytest.fixture
def agreement(manager: builders.Person) -> Agreement:
    return builders.agreement(manager_id=manager.id)


def newest() -> str:
    wanted = sa.select(Message.text).where(Message.kind == "reminder-notice")
    return db.session.scalars(wanted.order_by(Message.id.desc())).first() or ""


def test_the_link_of_the_mail_leads_to_where_the_deadline_is_settled(
    agreement: Agreement, manager: builders.Person, sign_in: SignIn
) -> None:
    run(date(2026, 12, 1))
    found = re.search(r"så slutar påminnelserna:\nhttp://localhost(/\S+)", newest())
    assert found
    page = sign_in(manager).get(found.group(1))
    assert page.status_code == 200
    assert agreement.title in page.text
    assert "31 december 2026" in page.text


def test_a_decision_that_was_put_off_is_told_when_its_day_has_come(
    agreement: Agreement, manager: builders.Person
) -> None:
    run(date(2026, 11, 24))
    assert "Ställningstagande: saknas." in newest()
    later = Told(Answer.LATER, "Inväntar regionen", until=date(2026, 12, 10))
    decide(agreement, DeadlineKind.NOTICE, date(2026, 12, 31), later, manager)
    db.session.commit()
    run(date(2026, 12, 24))
    assert "Ställningstagande: uppskjutet till 10 december 2026." in newest()
