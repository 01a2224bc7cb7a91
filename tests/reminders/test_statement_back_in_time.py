"""The monthly statement reads everything that decides the days as it was on each day, and includes
the last day to begin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from nk_avtal.agreements.models import Agreement, AgreementNoticeRule, SetNoticeDay
from nk_avtal.agreements.terms import add_rule, remove_rule, set_notice_day, unset_notice_day
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.month_days import parse_notice
from nk_avtal.domain.notice_rules import NoticeRule, Scope
from nk_avtal.domain.people import Role
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.statements import Became
from nk_avtal.reminders import arranging
from nk_avtal.reminders.arranging import Arranged
from nk_avtal.reminders.models import KindLeads, Reminder
from nk_avtal.reminders.watching import watched
from tests import builders
from tests.reminders.test_statement import LAST, at, live, stated

BEFORE, CHANGE = date(2026, 12, 10), date(2026, 12, 11)
FOUND = list[tuple[date, int, Became]]


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> object:
    made = make_app(TODAY="2026-12-31")
    with made.app_context():
        yield made


@pytest.fixture
def manager(app: Flask) -> builders.Person:
    return builders.person(Role.MANAGER, email="chef@example.org")


def agreement(manager: builders.Person, **more: object) -> Agreement:
    """In force 2026-2028, notice a year before; registered in the autumn."""
    values = {"start_on": date(2026, 1, 1), "end_on": date(2028, 12, 31)} | more
    with at(date(2026, 9, 1)):
        return builders.agreement(manager_id=manager.id, responsible_id=manager.id, **values)


def found(kind: DeadlineKind) -> FOUND:
    wanted = (one for one in stated().lines if one.expected.kind == kind)
    return [(one.expected.falls_on, one.expected.lead, one.became) for one in wanted]


def as_expected() -> bool:
    """Whether nothing is held against the ledger: no difference, and nothing uncalled for."""
    one = stated()
    assert one.lines, "an empty statement proves nothing"
    return one.nothing_missed


def price_rule() -> NoticeRule:
    return NoticeRule(Scope.PRICE, parse_notice("24m"))


def test_a_rule_that_was_added_later_called_for_nothing_before(manager: builders.Person) -> None:
    one = agreement(manager, end_on=date(2028, 12, 31))
    with at(date(2026, 11, 1)):
        add_rule(one, price_rule(), "")
        db.session.commit()
    live(date(2026, 11, 20), LAST)
    assert found(DeadlineKind.PRICE) == [
        (date(2026, 12, 31), 30, Became.SENT),
        (date(2026, 12, 31), 7, Became.SENT),
    ]
    assert as_expected()


def test_a_rule_of_the_month_counts_from_its_day(manager: builders.Person) -> None:
    one = agreement(manager)
    live(date(2026, 11, 20), BEFORE)
    with at(CHANGE):
        add_rule(one, price_rule(), "")
        db.session.commit()
    live(CHANGE, LAST)
    assert found(DeadlineKind.PRICE) == [(date(2026, 12, 31), 7, Became.SENT)]


def test_a_rule_that_was_taken_away_counts_until_then(manager: builders.Person) -> None:
    rule = AgreementNoticeRule(scope=Scope.PRICE, notice_period="24m", clause="§ 9")
    one = agreement(manager, notice_rules=[rule])
    live(date(2026, 11, 20), BEFORE)
    with at(CHANGE):
        remove_rule(one, one.notice_rules[0].id)
        db.session.commit()
    live(CHANGE, LAST)
    assert found(DeadlineKind.PRICE) == [(date(2026, 12, 31), 30, Became.SENT)]
    assert stated().uncalled == []


def test_a_rule_that_was_changed_is_read_as_it_was(manager: builders.Person) -> None:
    rule = AgreementNoticeRule(scope=Scope.PRICE, notice_period="24m")
    one = agreement(manager, notice_rules=[rule])
    live(date(2026, 11, 20), BEFORE)
    with at(CHANGE):
        one.notice_rules[0].notice_period = "6m"
        db.session.commit()
    live(CHANGE, LAST)
    assert found(DeadlineKind.PRICE) == [(date(2026, 12, 31), 30, Became.SENT)]
    assert stated().uncalled == []


def test_a_day_set_by_hand_counts_from_when_it_was_set(manager: builders.Person) -> None:
    one = agreement(manager, start_on=date(2025, 1, 1), end_on=date(2027, 12, 31))
    live(date(2026, 11, 20), BEFORE)
    with at(CHANGE):
        set_notice_day(one, date(2027, 1, 10), "Överenskommet med regionen", manager)
        db.session.commit()
    live(CHANGE, LAST)
    assert found(DeadlineKind.NOTICE) == [
        (date(2026, 12, 31), 30, Became.SENT),
        (date(2027, 1, 10), 30, Became.SENT),
    ]
    assert as_expected()


def test_a_day_set_by_hand_counts_until_it_was_taken_back(manager: builders.Person) -> None:
    one = agreement(manager, start_on=date(2025, 1, 1), end_on=date(2027, 12, 31))
    with at(date(2026, 10, 1)):
        set_notice_day(one, date(2027, 1, 8), "Överenskommet med regionen", manager)
        db.session.commit()
    live(date(2026, 11, 20), BEFORE)
    with at(CHANGE):
        unset_notice_day(one, db.session.scalars(sa.select(SetNoticeDay.id)).one())
        db.session.commit()
    live(CHANGE, LAST)
    assert found(DeadlineKind.NOTICE) == [
        (date(2027, 1, 8), 30, Became.SENT),
        (date(2026, 12, 31), 7, Became.SENT),
    ]
    assert stated().uncalled == []


def board() -> Body:
    return db.session.scalars(sa.select(Body).where(Body.kind == BodyKind.BOARD)).one()


def sits(day: date, hand_in_by: date) -> Meeting:
    meeting = Meeting(body_id=board().id, held_on=day, hand_in_by=hand_in_by)
    db.session.add(meeting)
    db.session.commit()
    return meeting


@pytest.fixture
def beginning(manager: builders.Person) -> Agreement:
    """Notice by 30 April 2027. The board meets on 9 April: the matter is begun by 12 March, and by
    15 January for the meeting of 12 February alone."""
    with at(date(2026, 9, 2)):
        sits(date(2027, 2, 12), date(2027, 1, 29))
        sits(date(2027, 4, 9), date(2027, 3, 26))
        sits(date(2027, 6, 4), date(2027, 5, 21))
    return agreement(manager, start_on=date(2026, 5, 1), end_on=date(2028, 4, 30))


def test_the_last_day_to_begin_is_called_for_and_found_when_missing(beginning: Agreement) -> None:
    live(date(2026, 11, 20), LAST)
    assert found(DeadlineKind.START) == [(date(2027, 3, 12), 90, Became.SENT)]
    assert as_expected()
    wanted = sa.select(Reminder).where(Reminder.kind == DeadlineKind.START)
    for row in db.session.scalars(wanted):
        db.session.delete(row)
    db.session.commit()
    assert found(DeadlineKind.START) == [(date(2027, 3, 12), 90, Became.MISSING)]


def test_a_day_to_begin_follows_the_meetings_as_they_were(beginning: Agreement) -> None:
    live(date(2026, 11, 20), date(2026, 12, 12))
    with at(date(2026, 12, 13)):
        moved = sa.select(Meeting).where(Meeting.held_on == date(2027, 4, 9))
        db.session.delete(db.session.scalars(moved).one())
        db.session.commit()
    live(date(2026, 12, 13), LAST)
    assert found(DeadlineKind.START) == [
        (date(2027, 3, 12), 90, Became.SENT),
        (date(2027, 1, 15), 30, Became.SENT),
    ]
    assert as_expected()


def test_a_meeting_that_was_moved_back_later_is_read_where_it_was(beginning: Agreement) -> None:
    live(date(2026, 11, 20), date(2026, 12, 20))
    with at(date(2026, 12, 21)):
        wanted = sa.select(Meeting).where(Meeting.held_on == date(2027, 4, 9))
        meeting = db.session.scalars(wanted).one()
        meeting.held_on, meeting.hand_in_by = date(2027, 4, 16), date(2027, 4, 2)
        db.session.commit()
    live(date(2026, 12, 21), LAST)
    assert found(DeadlineKind.START) == [(date(2027, 3, 12), 90, Became.SENT)]
    assert stated().uncalled == []


def test_municipalities_that_decide_are_counted_as_they_were(beginning: Agreement) -> None:
    with at(date(2026, 11, 1)):
        beginning.notice_by_members = True
        beginning.notice_period = "2m"  # notice by 29 February 2028
        db.session.commit()
    with_members = day_to_begin(date(2026, 11, 1))
    with at(date(2026, 11, 2)):
        leads = {DeadlineKind.START: ((with_members - date(2026, 12, 10)).days,)}
        arranging.arrange(beginning, Arranged(leads), date(2026, 11, 2))
        db.session.commit()
    live(date(2026, 11, 20), date(2026, 12, 14))
    with at(date(2026, 12, 15)):
        beginning.notice_by_members = False
        db.session.commit()
    live(date(2026, 12, 15), LAST)
    assert day_to_begin(LAST) > with_members
    assert [(day, became) for day, _lead, became in found(DeadlineKind.START)] == [
        (with_members, Became.SENT)
    ]
    assert as_expected()


def day_to_begin(today: date) -> date:
    [day] = [
        one.deadline.falls_on for one in watched(today) if one.deadline.kind is DeadlineKind.START
    ]
    return day


def test_usual_days_before_are_read_as_they_were(manager: builders.Person) -> None:
    one = agreement(manager, start_on=date(2025, 1, 1), end_on=date(2027, 12, 31))
    live(date(2026, 11, 20), BEFORE)
    with at(CHANGE):
        leads = {"agreement_kind": one.kind, "deadline_kind": DeadlineKind.NOTICE, "leads": [15]}
        db.session.add(KindLeads(**leads))
        db.session.commit()
    live(CHANGE, LAST)
    assert found(DeadlineKind.NOTICE) == [
        (date(2026, 12, 31), 30, Became.SENT),
        (date(2026, 12, 31), 15, Became.SENT),
    ]
    assert as_expected()
