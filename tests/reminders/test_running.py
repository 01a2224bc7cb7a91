"""Who is told of which deadline: once, in time, and not when it no longer holds."""

from __future__ import annotations

import email
from collections.abc import Callable
from datetime import date, datetime, timedelta
from email import policy

import pytest
import sqlalchemy as sa
from flask import Flask

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.documents.models import DocumentVersion
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.people import Role
from nk_avtal.domain.recipients import Withheld
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewal_decisions import Answer
from nk_avtal.municipalities.models import Contact, ContactKind
from nk_avtal.outbox.delivery import _envelope
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.reminders import ledger, mails
from nk_avtal.reminders.arranging import Arranged, arrange
from nk_avtal.reminders.models import Reminder
from nk_avtal.reminders.queries import without_recipient
from nk_avtal.reminders.running import Outcome, run
from nk_avtal.renewals.actions import Told, decide, undo
from tests import builders
from tests.statements import counted

NOTICE_DAY = date(2026, 12, 31)


@pytest.fixture
def manager(app: Flask) -> builders.Person:
    return builders.person(Role.MANAGER, email="chef@example.org")


@pytest.fixture
def agreement(manager: builders.Person) -> Agreement:
    """Notice by 31 December 2026, otherwise prolonged."""
    return builders.agreement(manager_id=manager.id, responsible_id=manager.id)


@pytest.fixture
def sent(agreement: Agreement) -> builders.Recommendation:
    """Sent to Piteå alone, which is to answer by 31 December 2026."""
    agreement.end_on = date(2040, 12, 31)
    db.session.add(
        Contact(
            municipality_id=builders.municipality("Piteå").id,
            kind=ContactKind.RECOMMENDATIONS,
            email="registrator@pitea.example.org",
        )
    )
    others = [one.name for one in builders.members() if one.name != "Piteå"]
    return builders.recommendation(agreement, without=others)


def leads() -> list[int]:
    sent = sa.select(Reminder.lead_days).where(Reminder.withheld.is_(None))
    return list(db.session.scalars(sent.order_by(Reminder.id)))


def noted(why: Withheld) -> list[tuple[int, str]]:
    """The days before and the recipients of what was not sent, and why."""
    db.session.expire_all()
    wanted = sa.select(Reminder).where(Reminder.withheld == why).order_by(Reminder.id)
    return [(one.lead_days, one.recipient) for one in db.session.scalars(wanted)]


def messages() -> list[Message]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Message).order_by(Message.id)))


def days_before(days: int) -> date:
    return NOTICE_DAY - timedelta(days=days)


def test_each_lead_is_planned_once_however_often_it_is_run(agreement: Agreement) -> None:
    assert run(days_before(91)) == Outcome(planned=1)
    for days in range(90, -1, -1):
        run(days_before(days))
        assert run(days_before(days)).planned == 0
    assert leads() == [180, 90, 30, 23, 16, 14, 9, 7, 3, 0]
    assert len(messages()) == 10
    told = [one.subject for one in messages() if "Ingen har avgjort fristen" in one.text]
    assert [one.split(":")[0] for one in told] == ["Om 14 dagar", "Om 3 dagar"]
    assert sum("så påminnelsen upprepas" in one.text for one in messages()) == 4


def test_after_ten_days_off_the_most_urgent_lead_goes_out_and_says_it_is_late(
    agreement: Agreement,
) -> None:
    run(days_before(90))
    assert run(days_before(5)).planned == 1
    assert leads() == [90, 7]
    assert noted(Withheld.OVERTAKEN) == [(30, "chef@example.org")]
    last = messages()[-1]
    assert "Om 5 dagar" in last.subject
    assert "Den här påminnelsen är försenad." in last.text
    assert run(days_before(5)).planned == 0


def test_a_deadline_that_moves_is_told_of_anew_and_the_old_mail_is_stopped(
    agreement: Agreement,
) -> None:
    run(days_before(30))
    agreement.end_on = date(2028, 1, 15)
    db.session.commit()
    assert run(days_before(15)).planned == 1
    old, new = messages()
    assert old.state is MessageState.STOPPED
    assert new.state is MessageState.QUEUED
    assert "15 januari 2027" in new.text


def test_an_agreement_that_was_ended_is_not_told_of(agreement: Agreement) -> None:
    run(days_before(30))
    agreement.stage = Stage.TERMINATED
    db.session.commit()
    assert run(days_before(7)) == Outcome()
    assert [one.state for one in messages()] == [MessageState.STOPPED]


def test_a_settled_deadline_is_silent_until_that_is_taken_back(
    agreement: Agreement, manager: builders.Person
) -> None:
    run(days_before(30))
    told = Told(Answer.PROLONG, "Avtalet fungerar")
    decision = decide(agreement, DeadlineKind.NOTICE, NOTICE_DAY, told, manager)
    db.session.commit()
    assert run(days_before(7)) == Outcome()
    assert [one.state for one in messages()] == [MessageState.STOPPED]
    undo(decision, manager)
    db.session.commit()
    assert run(days_before(29)).planned == 1
    [message] = messages()
    assert message.state is MessageState.QUEUED
    assert message.subject.startswith("Om 29 dagar")
    assert run(days_before(29)).planned == 0


def test_an_agreement_may_have_leads_of_its_own(agreement: Agreement) -> None:
    arrange(agreement, Arranged({DeadlineKind.NOTICE: (60, 1)}), builders.TODAY)
    db.session.commit()
    for days in range(100, -1, -1):
        run(days_before(days))
    assert leads() == [60, 14, 3, 1, 0]


def test_the_mail_says_what_happens_otherwise_and_carries_the_deadline(
    agreement: Agreement,
) -> None:
    run(days_before(30))
    [message] = messages()
    mail = email.message_from_bytes(_envelope(message).as_bytes(), policy=policy.default)
    assert mail["X-Reminder-Deadline"] == "2026-12-31"
    assert len(mail["X-Reminder-Id"]) == 32
    assert mail["X-Reminder-Attempt"] == "0"
    body = mail.get_body(("plain",)).get_content()
    assert "Sista dag att säga upp" in body
    assert "om inget görs förlängs avtalet till 31 december 2029." in body.lower()
    assert "Sista dag: 2026-12-31" in body
    assert "Region Norrbotten" in body
    assert "http://localhost/avtal/" in body
    assert len(message.subject) <= 60
    assert mail["Reply-To"] == "chef@example.org"


def test_nobody_to_tell_is_seen_and_goes_to_the_fallback(app: Flask) -> None:
    builders.agreement()
    assert run(days_before(30)) == Outcome()
    assert len(without_recipient(days_before(30))) == 1
    app.config["MAIL_FALLBACK_TO"] = "vakt@example.org"
    assert run(days_before(30)).planned == 1
    assert messages()[0].recipient == "vakt@example.org"


def test_an_account_that_is_shut_is_no_recipient(
    agreement: Agreement, manager: builders.Person
) -> None:
    manager.active = False
    db.session.commit()
    assert len(without_recipient(days_before(30))) == 1


def test_a_municipality_is_reminded_before_and_weekly_after_its_reply_day(
    sent: builders.Recommendation,
) -> None:
    day, end = date(2026, 12, 10), date(2027, 1, 16)
    found = []
    while day <= end:
        if run(day).planned:
            found.append((day.isoformat()[5:], leads()[-1]))
        day += timedelta(days=1)
    assert found == [
        *(("12-17", 14), ("12-28", 3)),
        *(("01-01", -1), ("01-08", -8), ("01-15", -15)),
    ]
    late = [one.recipient for one in messages() if "passerat" in one.subject]
    assert set(late) == {"registrator@pitea.example.org", "chef@example.org"}


def test_a_decision_ends_the_reminders_also_those_that_wait(sent: builders.Recommendation) -> None:
    run(date(2026, 12, 17))
    version = db.session.scalars(sa.select(DocumentVersion)).first()
    assert version
    builders.decision(sent, "Piteå", excerpt_id=version.file_id)
    assert run(date(2026, 12, 28)) == Outcome()
    assert [one.state for one in messages()] == [MessageState.STOPPED]


def test_a_planned_meeting_gives_peace_until_two_working_days_after_it(
    sent: builders.Recommendation,
) -> None:
    builders.addressee(sent, "Piteå").planned_on = date(2027, 1, 15)
    db.session.commit()
    assert run(date(2026, 12, 28)) == Outcome()
    assert run(date(2027, 1, 14)) == Outcome()
    planned = [day for day in range(16, 22) if run(date(2027, 1, day)).planned]
    kinds = {one.kind for one in messages()}
    assert 19 in planned, "15 January 2027 is a Friday"
    assert "reminder-meeting" in kinds


def test_a_missing_excerpt_is_asked_for_after_a_fortnight(sent: builders.Recommendation) -> None:
    builders.decision(sent, "Piteå", decided_on=date(2026, 11, 16))
    assert run(date(2026, 11, 29)) == Outcome()
    assert run(date(2026, 11, 30)).planned == 1
    [message] = messages()
    assert message.subject.startswith("Protokollsutdrag saknas")
    assert message.recipient == "registrator@pitea.example.org"


NIGHT = datetime(2026, 12, 4, 21, 0, tzinfo=clock.zone())  # a Friday
NOON = datetime(2026, 12, 4, 12, 0, tzinfo=clock.zone())


@pytest.mark.parametrize(
    ("now", "day", "leaves"),
    [
        (NIGHT, days_before(30), datetime(2026, 12, 7, 7, 0, tzinfo=clock.zone())),
        (NOON, days_before(30), NOON),
        (NIGHT, NOTICE_DAY, NIGHT),
    ],
)
def test_mail_keeps_quiet_at_night_and_on_weekends_unless_the_deadline_is_today(
    agreement: Agreement,
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
    day: date,
    leaves: datetime,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)
    run(day)
    assert messages()[0].not_before == leaves


def test_one_that_cannot_be_written_stops_no_other(
    agreement: Agreement, manager: builders.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        builders.agreement(f"Avtal {number}", manager_id=manager.id)
    usual = mails.written

    def written(called: mails.Called) -> mails.Written:
        if called.watched.agreement.title == "Avtal 1":
            raise ZeroDivisionError
        return usual(called)

    with monkeypatch.context() as broken:
        broken.setattr(mails, "written", written)
        assert run(days_before(30)) == Outcome(planned=3, refused=1)
    assert run(days_before(30)) == Outcome(planned=1, already=3), "and it is tried again"


def test_what_is_watched_takes_the_same_number_of_statements_however_much_there_is(
    agreement: Agreement, manager: builders.Person
) -> None:
    builders.recommendation(agreement, slug="r")
    with counted() as few:
        run(days_before(200))
    for number in range(5):
        owner = builders.agreement(f"Avtal {number}", manager_id=manager.id)
        builders.recommendation(owner, slug=f"r{number}")
    db.session.expunge_all()
    with counted() as many:
        run(days_before(200))
    assert len(many) <= len(few) + 2


def test_the_plan_tells_beforehand_what_the_runs_will_do(agreement: Agreement) -> None:
    told = list(ledger.planned_between(days_before(91), NOTICE_DAY))
    assert [(one["date"], one["lead_days"]) for one in told] == [
        (days_before(91).isoformat(), 180),
        *((days_before(one).isoformat(), one) for one in (90, 30, 23, 16, 14, 9, 7, 3, 0)),
    ]
    assert [one["lead_days"] for one in told if one["escalated"]] == [14, 3]
    for days in range(91, -1, -1):
        run(days_before(days))
    assert [one["key"] for one in ledger.entries()] == [one["key"] for one in told]


def test_a_second_scheduler_changes_nothing(
    agreement: Agreement, make_app: Callable[..., Flask]
) -> None:
    run(days_before(30))
    with make_app().app_context():
        assert run(days_before(30)) == Outcome(already=1)
