"""The days of a negotiation are told to its group, in mail that says nothing to anybody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from nk_avtal.db import db
from nk_avtal.domain.negotiations import NegotiationState
from nk_avtal.domain.people import Role
from nk_avtal.domain.recipients import Withheld
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.negotiations import actions
from nk_avtal.negotiations.models import Negotiation
from nk_avtal.outbox.models import Message
from nk_avtal.people.models import Person
from nk_avtal.reminders.models import Reminder
from nk_avtal.reminders.queries import reminders_about, without_recipient
from nk_avtal.reminders.running import Outcome, run
from tests import builders
from tests.negotiations import scenes

STEP = date(2026, 12, 1)
SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def manager(app: Flask) -> Person:
    return builders.person(Role.MANAGER, email="chef@example.org")


@pytest.fixture
def writer(app: Flask) -> Person:
    return builders.person(Role.NEGOTIATOR, email="forhandlare@example.org")


@pytest.fixture
def negotiation(writer: Person, manager: Person) -> Negotiation:
    """With a next step on 1 December 2026."""
    about = builders.agreement("Hjälpmedel", end_on=date(2040, 12, 31))
    made = scenes.begun(writer, about)
    made.next_step, made.next_step_on = "Skicka bud om § 6", STEP
    db.session.commit()
    return made


def told() -> list[tuple[str, int]]:
    db.session.expire_all()
    sent = sa.select(Reminder.recipient, Reminder.lead_days).where(Reminder.withheld.is_(None))
    return [(one, lead) for one, lead in db.session.execute(sent.order_by(Reminder.id))]


def test_the_group_is_told_the_day_before_on_the_day_and_weekly_after(
    negotiation: Negotiation, writer: Person
) -> None:
    days = (date(2026, 11, 29), date(2026, 11, 30), STEP, date(2026, 12, 2), date(2026, 12, 9))
    assert [run(day).planned for day in days] == [0, 1, 1, 1, 1]
    assert told() == [(writer.email, lead) for lead in (1, 0, -1, -8)]


def test_the_target_day_is_told_of_until_the_negotiation_ends(
    negotiation: Negotiation, writer: Person
) -> None:
    negotiation.next_step_on, negotiation.target_on = None, date(2027, 3, 31)
    db.session.commit()
    assert [run(day).planned for day in (date(2027, 3, 1), date(2027, 3, 24))] == [1, 1]
    actions.end(negotiation, NegotiationState.AGREED)
    db.session.commit()
    assert run(date(2027, 4, 1)) == Outcome(planned=0, withdrawn=2)


def test_the_mail_says_which_negotiation_to_nobody_who_might_come_by_it(
    negotiation: Negotiation,
) -> None:
    for day in (date(2026, 11, 30), date(2026, 12, 2)):
        run(day)
    for mail in db.session.scalars(sa.select(Message)):
        whole = f"{mail.subject} {mail.text} {mail.html} {mail.reply_to} {mail.topic}"
        for secret in (negotiation.title, negotiation.slug, "§ 6", negotiation.agreement.title):
            assert secret not in whole
        assert "/forhandlingar" in mail.text
        assert "du är med i gruppen för en förhandling" in mail.text


def test_who_leaves_the_group_is_told_no_more_and_the_managers_when_nobody_is_left(
    negotiation: Negotiation, writer: Person, manager: Person
) -> None:
    writer.active = False
    db.session.commit()
    run(date(2026, 11, 30))
    assert told() == [(manager.email, 1)]


def test_a_step_that_is_moved_withdraws_what_waits_at_once(
    negotiation: Negotiation, writer: Person, sign_in: SignIn, app: Flask
) -> None:
    run(date(2026, 11, 30))
    negotiation_id, agreement_id = negotiation.id, negotiation.agreement_id
    client, page = sign_in(writer), f"/forhandlingar/{negotiation.slug}/andra"
    fields = html.fromstring(client.get(page).text).xpath("//*[@name='next_step_on']")
    form = dict(fields[0].getparent().xpath("ancestor::form")[0].form_values())
    answer = client.post(page, data=form | {"next_step_on": "2027-01-15"})
    assert answer.status_code == 302
    reminder = db.session.scalars(sa.select(Reminder)).one()
    assert reminder.withheld is Withheld.REPLACED
    assert reminder.agreement_id == agreement_id
    assert db.session.get_one(Negotiation, negotiation_id).next_step_on == date(2027, 1, 15)


def test_the_pages_of_others_say_nothing_of_it(
    negotiation: Negotiation, writer: Person, manager: Person, sign_in: SignIn
) -> None:
    other = builders.person(Role.NEGOTIATOR, email="annan@example.org")
    run(date(2026, 11, 30))
    for view in ("", "?vy=utskick"):
        assert "örhandling" in part(sign_in(writer).get(f"/paminnelser{view}").text)
        assert "örhandling" in part(sign_in(manager).get(f"/paminnelser{view}").text)
        assert "förhandling" not in part(sign_in(other).get(f"/paminnelser{view}").text)
    assert list(reminders_about(negotiation.agreement_id)) == []
    manager.active = writer.active = False
    db.session.commit()
    silent = {one.deadline.kind for one in without_recipient(STEP, negotiation.agreement_id)}
    assert silent == {DeadlineKind.NOTICE}


def part(page: str) -> str:
    return page.partition("<tbody")[2].partition("</tbody")[0]
