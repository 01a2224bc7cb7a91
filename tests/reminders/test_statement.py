"""The monthly statement: reckoned from terms, held against the ledger, seen to find defects."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain import reminders
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.people import Role
from nk_avtal.domain.recipients import Withheld
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.statements import Became
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.reminders import arranging, statement_mails
from nk_avtal.reminders.arranging import Arranged
from nk_avtal.reminders.models import Reminder
from nk_avtal.reminders.running import run
from nk_avtal.reminders.statement import OF_MAIL, OF_WITHHELD, Statement, statement
from tests import builders
from tests.statements import counted

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
LAST = date(2026, 12, 31)
ONE_DAY = timedelta(days=1)


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> object:
    made = make_app(TODAY="2026-12-31")
    with made.app_context():
        yield made


@pytest.fixture
def manager(app: Flask) -> builders.Person:
    return builders.person(Role.MANAGER, email="chef@example.org")


@pytest.fixture
def agreement(manager: builders.Person) -> Agreement:
    """Notice by 31 December 2026; registered in the autumn."""
    with at(date(2026, 9, 1)):
        return builders.agreement(manager_id=manager.id, responsible_id=manager.id)


def at(day: date) -> time_machine.travel:
    return time_machine.travel(
        datetime(day.year, day.month, day.day, 7, 0, tzinfo=clock.zone()), tick=False
    )


def live(first: date, last: date, without: Container[date] = ()) -> None:
    """A run every morning, and all mail arrives."""
    day = first
    while day <= last:
        if day not in without:
            with at(day):
                run(day)
                for message in db.session.scalars(sa.select(Message)):
                    if message.state is MessageState.QUEUED:
                        message.state, message.sent_at = MessageState.SENT, clock.now()
                db.session.commit()
        day += ONE_DAY


def stated(month: date = DECEMBER, today: date = LAST) -> Statement:
    db.session.expire_all()
    return statement(month, today)


def lines(found: Statement) -> list[tuple[int, Became]]:
    return [(one.expected.lead, one.became) for one in found.lines]


def test_a_month_in_which_every_reminder_went_out(agreement: Agreement) -> None:
    live(date(2026, 11, 29), LAST)
    found = stated()
    assert lines(found) == [(30, Became.SENT), (7, Became.SENT)]
    assert found.nothing_missed


def test_a_month_is_stated_as_far_as_it_has_come(agreement: Agreement) -> None:
    live(date(2026, 11, 29), date(2026, 12, 5))
    assert lines(stated(today=date(2026, 12, 5))) == [(30, Became.SENT)]


def test_a_reminder_that_is_not_in_the_ledger_is_found(agreement: Agreement) -> None:
    live(date(2026, 11, 29), LAST)
    gone = db.session.scalars(sa.select(Reminder).where(Reminder.lead_days == 7)).one()
    db.session.delete(gone)
    db.session.commit()
    found = stated()
    assert [one.became for one in found.differences] == [Became.MISSING]
    assert found.differences[0].expected.on == date(2026, 12, 24)
    assert not found.nothing_missed


def test_a_service_that_was_off_at_the_end_is_found(agreement: Agreement) -> None:
    live(date(2026, 11, 29), date(2026, 12, 20))
    assert lines(stated()) == [(30, Became.SENT), (7, Became.MISSING)]


def test_what_went_out_late_and_what_was_overtaken_are_differences(agreement: Agreement) -> None:
    live(date(2026, 12, 25), LAST)
    found = stated()
    assert lines(found) == [(30, Became.OVERTAKEN), (7, Became.LATE)]
    assert len(found.differences) == 2


def test_a_rule_that_reminds_a_day_late_is_found(
    agreement: Agreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = reminders.reminds_on
    late = lambda deadline, lead: right(deadline, lead) + ONE_DAY  # noqa: E731
    monkeypatch.setattr(reminders, "reminds_on", late)
    live(date(2026, 11, 29), LAST)
    assert lines(stated()) == [(30, Became.LATE), (7, Became.LATE)]


def test_mail_that_came_back_and_nobody_to_tell_are_differences(
    agreement: Agreement, manager: builders.Person
) -> None:
    live(date(2026, 11, 29), date(2026, 12, 2))
    mail = db.session.scalars(sa.select(Message)).all()[-1]
    mail.state = MessageState.FAILED
    agreement.manager_id = agreement.responsible_id = None
    manager.active = False
    db.session.commit()
    live(date(2026, 12, 3), LAST)
    assert [one.became for one in stated().differences] == [Became.FAILED, Became.NO_RECIPIENT]


def test_a_rest_counts_as_a_reason(agreement: Agreement) -> None:
    with at(date(2026, 12, 10)):
        rest = Arranged({}, paused_until=LAST, pause_reason="Omförhandlas")
        arranging.arrange(agreement, rest, date(2026, 12, 10))
        db.session.commit()
    live(date(2026, 12, 11), LAST)
    assert lines(stated())[1:] == [(7, Became.PAUSED)]


def test_terms_are_read_as_they_were_each_day(agreement: Agreement) -> None:
    live(date(2026, 11, 29), date(2026, 12, 10))
    with at(date(2026, 12, 11)):
        agreement.end_on = date(2028, 1, 9)
        db.session.commit()
    live(date(2026, 12, 11), LAST)
    found = stated()
    days = [(one.expected.falls_on, one.expected.lead) for one in found.lines]
    assert days == [(date(2026, 12, 31), 30)], "the 7 days of the old terms, 30 of the new: not"
    assert found.nothing_missed
    assert all(one.became is Became.SENT for one in found.lines)


def test_the_end_that_notice_has_brought_about_is_called_for(agreement: Agreement) -> None:
    live(NOVEMBER, date(2026, 12, 9))
    with at(date(2026, 12, 10)):
        agreement.stage, agreement.notice_given_on = Stage.TERMINATED, date(2026, 12, 10)
        agreement.notice_ends_on = date(2027, 3, 15)  # ninety days after 15 December
        db.session.commit()
    live(date(2026, 12, 10), LAST, without={date(2026, 12, 15)})
    ends = [
        (one.expected.lead, one.became)
        for one in stated().lines
        if one.expected.kind == DeadlineKind.END
    ]
    assert ends == [(90, Became.LATE)]


def test_days_before_are_read_as_they_were_too(agreement: Agreement) -> None:
    live(date(2026, 11, 29), date(2026, 12, 10))
    with at(date(2026, 12, 11)):
        leads = Arranged({DeadlineKind.NOTICE: (15,)})
        arranging.arrange(agreement, leads, date(2026, 12, 11))
        db.session.commit()
    live(date(2026, 12, 11), LAST)
    assert lines(stated()) == [(30, Became.SENT), (15, Became.SENT)]


def test_what_was_sent_though_no_terms_called_for_it_is_found(agreement: Agreement) -> None:
    live(date(2026, 11, 29), LAST)
    row = db.session.scalars(sa.select(Reminder).where(Reminder.lead_days == 7)).one()
    row.deadline_on = date(2027, 6, 30)
    db.session.commit()
    found = stated()
    assert found.uncalled == [row]
    assert [one.became for one in found.differences] == [Became.MISSING]


def test_an_agreement_answers_from_the_day_on_which_it_was_registered(
    app: Flask, manager: builders.Person
) -> None:
    with at(date(2026, 12, 15)):
        builders.agreement(manager_id=manager.id)
    live(date(2026, 12, 15), LAST)
    assert lines(stated()) == [(7, Became.SENT)]
    assert stated(NOVEMBER).lines == []


def test_the_statement_takes_as_many_statements_for_many_agreements_as_for_one(
    agreement: Agreement, manager: builders.Person
) -> None:
    live(date(2026, 12, 1), date(2026, 12, 2))
    with counted() as few:
        statement(DECEMBER, LAST)
    with at(date(2026, 9, 1)):
        for number in range(4):
            builders.agreement(f"Avtal {number}", manager_id=manager.id)
    db.session.expunge_all()
    with counted() as many:
        statement(DECEMBER, LAST)
    assert len(many) == len(few)


def mails() -> list[Message]:
    wanted = sa.select(Message).where(Message.kind == statement_mails.KIND)
    return list(db.session.scalars(wanted))


def test_managers_get_the_statement_once_on_the_first_working_day(
    agreement: Agreement, manager: builders.Person
) -> None:
    with at(date(2026, 12, 31)):
        assert statement_mails.run(date(2026, 12, 31)) == 0
    november = mails()
    assert [one.recipient for one in november] == ["chef@example.org"], "late is better than not"
    for day in (date(2027, 1, 1), date(2027, 1, 3)):
        with at(day):
            statement_mails.run(day)
    assert len(mails()) == 1, "New Year and a weekend"
    for day in (date(2027, 1, 4), date(2027, 1, 4), date(2027, 1, 20)):
        with at(day):
            statement_mails.run(day)
    (mail,) = mails()[1:]
    assert mail.subject == "2 avvikelser i december 2026"
    assert "/paminnelser/avstamning?manad=2026-12" in mail.text
    lines = [line for line in mail.text.splitlines() if line.startswith("- ")]
    assert len(lines) == 2, "one line for each"
    assert f"24 december 2026: {agreement.title}" in lines[1]


def test_a_statement_without_differences_says_so(agreement: Agreement) -> None:
    live(date(2026, 11, 29), LAST)
    with at(date(2027, 1, 4)):
        statement_mails.run(date(2027, 1, 4))
    mail = mails()[-1]
    assert mail.subject == "Inget missades i december 2026"
    assert "Villkoren krävde 2 påminnelser." in mail.text


def test_there_is_nothing_to_state_about_a_month_before_the_first_agreement(
    app: Flask, manager: builders.Person
) -> None:
    statement_mails.run(builders.TODAY)
    assert mails() == []


def test_the_page_lists_what_was_missed_and_all_that_was_called_for(
    agreement: Agreement,
    manager: builders.Person,
    sign_in: Callable[[builders.Person], FlaskClient],
) -> None:
    live(date(2026, 11, 29), date(2026, 12, 20))
    browser = sign_in(manager)
    page = browser.get("/paminnelser/avstamning?manad=2026-12").text
    assert "Avstämning december 2026" in page
    assert "En avvikelse" in page
    assert page.count("Saknas: ingen påminnelse planerades") == 2
    assert "Skickades" in page
    usual = browser.get("/paminnelser/avstamning").text
    assert "Avstämning november 2026" in usual
    ahead = browser.get("/paminnelser/avstamning?manad=2099-01").text
    assert "Avstämning december 2026" in ahead


def test_withheld_reasons_are_all_known_to_the_statement() -> None:
    assert set(OF_WITHHELD) == set(Withheld)
    assert set(OF_MAIL) == set(MessageState)
