"""Reminders that are repeated, go to a manager, or to whoever stands in."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.insistence import ESCALATES, EVERY, WITHIN, escalations, repeats
from nk_avtal.domain.reminders import Deadline, DeadlineKind, Due, due
from nk_avtal.domain.standing_in import Away, told_for

CLERK, BOSS = "ansvarig@example.org", "chef@example.org"
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("leads", "again", "manager"),
    [
        ((180, 90, 30, 7), (23, 16, 9, 0), (14, 3)),
        ((90, 30, 7), (23, 16, 9, 0), (14, 3)),
        ((365,), (0,), (14, 3)),
        ((30,), (23, 16, 9, 2, 0), (14, 3)),
        ((31,), (0,), (14, 3)),
        ((20, 10), (13, 3, 0), (14, 3)),
        ((14,), (7, 0), (3,)),
        ((7,), (0,), (3,)),
        ((3,), (0,), ()),
        ((0,), (), ()),
        ((-14,), (), ()),
        ((), (), ()),
    ],
)
def test_the_days_of_repeats_and_escalations(
    leads: tuple[int, ...], again: tuple[int, ...], manager: tuple[int, ...]
) -> None:
    assert (repeats(leads), escalations(leads)) == (again, manager)


some_leads = st.lists(st.integers(0, 400), max_size=6, unique=True).map(tuple)


@given(some_leads)
def test_nobody_hears_of_a_deadline_before_its_first_lead_and_never_less_than_weekly_at_the_end(
    leads: tuple[int, ...],
) -> None:
    again = repeats(leads)
    assert not set(again) & set(leads)
    assert all(day < max(leads) for day in (*again, *escalations(leads)))
    near = sorted({day for day in (*leads, *again) if day <= WITHIN}, reverse=True)
    told = [day for day in leads if day <= WITHIN]
    for earlier, later in pairwise(near):
        if told and earlier <= max(told):
            assert earlier - later <= EVERY
    if leads:
        assert 0 in (*leads, *again)


def test_a_manager_is_told_that_nobody_has_settled_it_and_only_then() -> None:
    deadline = Deadline(
        DeadlineKind.NOTICE, "agreement:1", TODAY, (CLERK,), (30, 7), escalates_to=(BOSS,)
    )
    told = _told_every_day(deadline)
    assert [(one.lead, one.repeated) for one in told if one.recipient == CLERK] == [
        *((30, False), (23, True), (16, True), (9, True), (7, False), (0, True)),
    ]
    assert [(one.lead, one.escalated) for one in told if one.recipient == BOSS] == [
        *((14, True), (3, True)),
    ]


def test_a_manager_who_is_told_anyway_gets_the_escalation_too_but_one_mail_a_day() -> None:
    deadline = Deadline(
        DeadlineKind.NOTICE, "agreement:1", TODAY, (BOSS,), (30, 14, 7), escalates_to=(BOSS,)
    )
    told = _told_every_day(deadline)
    assert [one.lead for one in told if one.escalated] == [3]
    assert len({one.today for one in told}) == len(told)


def test_a_review_that_has_passed_is_told_of_every_week_and_to_the_manager_too() -> None:
    deadline = Deadline(
        DeadlineKind.REVIEW, "agreement:1", TODAY, (CLERK,), (7,), escalates_to=(BOSS,)
    )
    late = list(due([deadline], TODAY + timedelta(days=9), set()))
    assert [(one.recipient, one.lead, one.escalated) for one in late] == [
        *((CLERK, -8, False), (BOSS, -8, True)),
    ]


def _told_every_day(deadline: Deadline) -> list[Due]:
    keys: set[str] = set()
    told: list[Due] = []
    for days in range(40, -1, -1):
        found = list(due([deadline], deadline.falls_on - timedelta(days=days), keys))
        keys |= {one.key for one in found}
        told += found
    return told


def away(person: int, stand_in: int, first: int = -1, last: int = 1) -> Away:
    day = timedelta(days=1)
    return Away(person, TODAY + first * day, TODAY + last * day, stand_in)


@pytest.mark.parametrize(
    ("absences", "told"),
    [
        ([], 1),
        ([away(1, 2)], 2),
        ([away(1, 2, 0, 0)], 2),
        ([away(1, 2, 1, 5)], 1),
        ([away(1, 2, -5, -1)], 1),
        ([away(2, 3)], 1),
        ([away(1, 2), away(2, 3)], 3),
        ([away(1, 2), away(2, 3, 1, 2)], 2),
        ([away(1, 2), away(2, 1)], 1),
        ([away(1, 2), away(2, 3), away(3, 2)], 1),
        ([away(1, 9)], 1),
        ([away(1, 2), away(2, 9)], 1),
    ],
)
def test_a_stand_in_is_told_in_place_of_who_is_away(absences: list[Away], told: int) -> None:
    assert told_for(1, absences, TODAY, {1, 2, 3}) == told


numbers = st.integers(1, 6)


@given(st.lists(st.tuples(numbers, numbers), max_size=8), st.sets(numbers), numbers)
def test_somebody_is_always_told(
    pairs: list[tuple[int, int]], reachable: set[int], person: int
) -> None:
    told = told_for(person, [away(*pair) for pair in pairs], TODAY, reachable)
    assert told == person or told in reachable


def test_the_days_of_escalation_lie_within_what_is_repeated() -> None:
    assert all(0 < day < WITHIN for day in ESCALATES)
