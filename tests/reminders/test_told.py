"""Who is told: parts in the agreement, groups, stand-ins, and what is not sent and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.agreements import Kind
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.mail_choices import MailChoice
from nk_avtal.domain.people import Role
from nk_avtal.domain.recipients import Told, Withheld
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.reminders import arranging
from nk_avtal.reminders.arranging import Arranged
from nk_avtal.reminders.models import Reminder
from nk_avtal.reminders.running import run
from tests import builders

NOTICE_DAY = date(2026, 12, 31)
TODAY = builders.TODAY


@pytest.fixture
def manager(app: Flask) -> builders.Person:
    return builders.person(Role.MANAGER, email="chef@example.org", name="Chefen")


@pytest.fixture
def responsible(app: Flask) -> builders.Person:
    return builders.person(Role.NEGOTIATOR, email="ansvarig@example.org", name="Den ansvariga")


@pytest.fixture
def agreement(manager: builders.Person, responsible: builders.Person) -> Agreement:
    return builders.agreement(manager_id=manager.id, responsible_id=responsible.id)


def before(days: int) -> date:
    return NOTICE_DAY - timedelta(days=days)


def told(since: int = 0) -> list[tuple[int, str]]:
    """The days before and the recipients of what was sent."""
    db.session.expire_all()
    wanted = sa.select(Reminder).where(Reminder.withheld.is_(None), Reminder.id > since)
    return [
        (one.lead_days, one.recipient) for one in db.session.scalars(wanted.order_by(Reminder.id))
    ]


def all_arrive() -> None:
    for one in db.session.scalars(sa.select(Message)):
        one.state = MessageState.SENT
    db.session.commit()


def withheld() -> list[tuple[Withheld, str]]:
    db.session.expire_all()
    wanted = sa.select(Reminder).where(Reminder.withheld.is_not(None)).order_by(Reminder.id)
    return [(one.withheld, one.recipient) for one in db.session.scalars(wanted) if one.withheld]


def arrange(agreement: Agreement, **how: object) -> None:
    arranging.arrange(agreement, Arranged(**({"leads": {}} | how)), TODAY)  # type: ignore[arg-type]
    db.session.commit()


def test_everybody_with_a_part_in_the_agreement_is_told_also_without_an_account(
    agreement: Agreement, manager: builders.Person
) -> None:
    colleague = builders.person(Role.SECRETARY, email="kollega@example.org")
    arranging.add_member(agreement, colleague, "", "")
    arranging.add_member(agreement, None, "Jurist", " Jurist@Byra.example ")
    db.session.commit()
    run(before(30))
    assert told() == [
        (30, "chef@example.org"),
        (30, "ansvarig@example.org"),
        (30, "kollega@example.org"),
        (30, "jurist@byra.example"),
    ]


def test_a_mail_says_why_each_recipient_gets_it(
    app: Flask, agreement: Agreement, manager: builders.Person, responsible: builders.Person
) -> None:
    stand_in = builders.person(Role.NEGOTIATOR, email="vikarie@example.org")
    arranging.add_absence(responsible, TODAY, before(1), stand_in, TODAY)
    arranging.add_member(agreement, None, "Jurist", "jurist@byra.example")
    db.session.commit()
    run(before(30))
    footers = {
        one.recipient: one.text.split("Du får mejlet för att du är ")[1].split(" för ")[0]
        for one in db.session.scalars(sa.select(Message))
    }
    assert footers == {
        "chef@example.org": "chef",
        "vikarie@example.org": "ansvarig",
        "jurist@byra.example": "med i gruppen",
    }


def test_only_the_chosen_parts_are_told_but_a_manager_when_nobody_settles_it(
    agreement: Agreement,
) -> None:
    arrange(agreement, told=[Told.RESPONSIBLE])
    for days in range(30, 2, -1):
        run(before(days))
    of_manager = [lead for lead, email in told() if email == "chef@example.org"]
    assert of_manager == [14, 3]
    assert [lead for lead, email in told() if email != "chef@example.org"] == [30, 23, 16, 9, 7]
    escalated = sa.select(Reminder.lead_days).where(Reminder.escalated.is_(True))
    assert list(db.session.scalars(escalated)) == [14, 3]
    mails = db.session.scalars(sa.select(Message).where(Message.recipient == "chef@example.org"))
    assert all("du är chef för" in one.text for one in mails)


def test_a_stand_in_is_told_in_place_of_who_is_away_and_the_mail_says_so(
    agreement: Agreement, responsible: builders.Person
) -> None:
    stand_in = builders.person(Role.NEGOTIATOR, email="vikarie@example.org")
    arranging.add_absence(responsible, before(31), before(25), stand_in, TODAY)
    db.session.commit()
    run(before(30))
    assert told() == [(30, "chef@example.org"), (30, "vikarie@example.org")]
    row = db.session.scalars(sa.select(Reminder).where(Reminder.lead_days == 30)).all()[1]
    assert row.stands_in_for_id == responsible.id
    assert row.message
    assert "Du får mejlet i stället för Den ansvariga, som är borta." in row.message.text
    run(before(24))
    assert told()[1:] == [(30, "ansvarig@example.org")], "back, and told of what is open"
    assert "försenad" in db.session.scalars(sa.select(Message)).all()[-1].text


def test_days_of_an_agreement_go_before_those_of_its_kind_and_those_before_the_usual(
    agreement: Agreement,
) -> None:
    arranging.set_usual(Kind.ACCORD, {DeadlineKind.NOTICE: (400, 50), DeadlineKind.END: ()})
    db.session.commit()
    run(before(50))
    assert {lead for lead, _ in told()} == {50}
    all_arrive()
    arrange(agreement, leads={DeadlineKind.NOTICE: (45,)})
    run(before(45))
    assert {lead for lead, _ in told()} == {50, 45}
    all_arrive()
    arranging.set_usual(Kind.ACCORD, {DeadlineKind.NOTICE: ()})
    arrange(agreement)
    run(before(44))
    assert {lead for lead, _ in told()} == {50, 45, 90}


def test_a_review_day_is_watched_like_the_others_and_after_it_every_week(
    agreement: Agreement,
) -> None:
    agreement.end_on, agreement.review_on = date(2040, 12, 31), date(2027, 1, 20)
    db.session.commit()
    run(date(2027, 1, 13))
    assert told() == [(7, "chef@example.org"), (7, "ansvarig@example.org")]
    last = db.session.scalars(sa.select(Message)).all()[-1]
    assert last.subject.startswith("Om 7 dagar: följ upp")
    run(date(2027, 1, 21))
    assert told()[2:] == [(-1, "chef@example.org"), (-1, "ansvarig@example.org")]
    assert "skulle ha följts upp" in db.session.scalars(sa.select(Message)).all()[-1].text
    assert run(date(2027, 4, 20)).planned == 0, "not for ever"


def test_the_ledger_says_why_nothing_was_sent(
    agreement: Agreement, responsible: builders.Person
) -> None:
    responsible.active = False
    arrange(agreement, paused_until=before(20), pause_reason="Omförhandlas")
    run(before(30))
    assert told() == []
    assert withheld() == [(Withheld.PAUSED, "chef@example.org")]
    run(before(19))
    assert told() == [(23, "chef@example.org")]
    assert (Withheld.LEFT, "ansvarig@example.org") in withheld()


def test_who_wants_the_weekly_letter_gets_alone_what_cannot_wait_for_it(
    agreement: Agreement, responsible: builders.Person
) -> None:
    responsible.mail_choice = MailChoice.WEEKLY
    db.session.commit()
    for days in range(30, -1, -1):
        run(before(days))
    theirs = [lead for lead, email in told() if email == responsible.email]
    assert theirs == [7, 0]
    letters = [why for why, email in withheld() if email == responsible.email]
    assert letters == [Withheld.IN_LETTER] * 4, "30, 23, 16 and 9 days before"


def test_nobody_to_tell_stands_in_the_ledger_until_there_is_somebody(app: Flask) -> None:
    agreement = builders.agreement()
    run(before(30))
    run(before(30))
    assert withheld() == [(Withheld.NO_RECIPIENT, "")]
    agreement.responsible_id = builders.person(Role.NEGOTIATOR, email="ny@example.org").id
    db.session.commit()
    run(before(29))
    assert told() == [(30, "ny@example.org")]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"end_on": date(2028, 6, 30)}, Withheld.REPLACED),
        ({"stage": "terminated"}, Withheld.REPLACED),
        ({"responsible_id": None}, Withheld.LEFT),
    ],
)
def test_what_waits_is_withdrawn_with_the_reason_and_comes_back_when_it_is_due_again(
    agreement: Agreement, change: dict[str, object], why: Withheld
) -> None:
    before_it = {name: getattr(agreement, name) for name in change}
    run(before(30))
    assert len(told()) == 2
    for name, value in change.items():
        setattr(agreement, name, value)
    db.session.commit()
    assert run(before(29), agreement.id).withdrawn == (1 if why is Withheld.LEFT else 2)
    assert {reason for reason, _ in withheld()} == {why}
    stopped = sa.select(Message.state).where(Message.recipient == "ansvarig@example.org")
    assert db.session.scalars(stopped).all() == [MessageState.STOPPED]
    for name, value in before_it.items():
        setattr(agreement, name, value)
    db.session.commit()
    run(before(28), agreement.id)
    assert withheld() == []
    assert db.session.scalars(stopped).all() == [MessageState.QUEUED]


def test_planning_one_agreement_leaves_the_others_alone(
    agreement: Agreement, responsible: builders.Person
) -> None:
    other = builders.agreement("Hemsjukvård", responsible_id=responsible.id)
    run(before(30))
    assert len(told()) == 3
    other.end_on = date(2040, 12, 31)
    db.session.commit()
    assert run(before(29), agreement.id).withdrawn == 0
    assert run(before(29), other.id).withdrawn == 1


def test_arrangements_that_cannot_be_are_refused(
    agreement: Agreement, manager: builders.Person, responsible: builders.Person
) -> None:
    day = timedelta(days=1)
    with pytest.raises(RuleBroken, match="minst en"):
        arrange(agreement, told=[])
    with pytest.raises(RuleBroken, match="har varit"):
        arrange(agreement, paused_until=TODAY - day, pause_reason="x")
    with pytest.raises(RuleBroken, match="Skriv varför"):
        arrange(agreement, paused_until=TODAY + day)
    for person, name, email in ((None, "Jurist", "jurist"), (None, "", "jurist@x.example")):
        with pytest.raises(RuleBroken):
            arranging.add_member(agreement, person, name, email)
    arranging.add_member(agreement, manager, "", "")
    db.session.flush()
    with pytest.raises(RuleBroken, match="redan i gruppen"):
        arranging.add_member(agreement, manager, "", "")
    arranging.add_absence(manager, TODAY, TODAY + 3 * day, responsible, TODAY)
    for first, last, stand_in in (
        (TODAY + day, TODAY, responsible),
        (TODAY - 2 * day, TODAY - day, responsible),
        (TODAY + 9 * day, TODAY + 9 * day, manager),
        (TODAY + 3 * day, TODAY + 9 * day, responsible),
    ):
        with pytest.raises(RuleBroken):
            arranging.add_absence(manager, first, last, stand_in, TODAY)
