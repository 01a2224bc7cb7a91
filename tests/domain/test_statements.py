"""What ought to have been told in a time, reckoned without the rules that plan reminders."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.statements import (
    Became,
    Deadline,
    Expected,
    Span,
    became,
    expected,
    first_working_day,
    month_before,
)

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


def span(*days: date, leads: tuple[int, ...] = (30, 7)) -> Span:
    """Deadlines of notice, of which the next one alone is there on each day."""

    def ahead(day: date) -> list[Deadline]:
        return [("notice", min(one for one in days if one >= day))] if max(days) >= day else []

    return Span(FIRST, LAST, ahead, lambda kind: leads)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ([LAST], ["1 30", "24 7"]),
        ([date(2027, 1, 7)], ["8 30", "31 7"]),
        ([date(2027, 1, 8)], ["9 30"]),
        ([date(2026, 12, 10)], ["3 7"]),
        ([date(2026, 12, 10), date(2027, 1, 5)], ["3 7", "29 7"]),
        ([date(2026, 11, 30)], []),
    ],
)
def test_each_lead_is_called_for_on_its_day(days: list[date], told: list[str]) -> None:
    found = sorted(expected(1, span(*days)))
    assert [f"{one.on.day} {one.lead}" for one in found] == told


some_days = st.lists(st.dates(date(2026, 11, 1), date(2027, 6, 1)), min_size=1, max_size=4)
some_leads = st.lists(st.integers(0, 200), max_size=4, unique=True).map(tuple)


@given(some_days, some_leads)
def test_it_equals_a_walk_day_by_day(days: list[date], leads: tuple[int, ...]) -> None:
    one = span(*days, leads=leads)
    walked = set()
    day = FIRST
    while day <= LAST:
        for kind, falls_on in one.deadlines(day):
            lead = (falls_on - day).days
            if lead in leads:
                walked.add(Expected(day, 1, kind, falls_on, lead))
        day += timedelta(days=1)
    assert set(expected(1, one)) == walked
    assert len(list(expected(1, one))) == len(walked)


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ([], Became.MISSING),
        ([Became.SENT], Became.SENT),
        ([Became.NO_RECIPIENT, Became.SENT], Became.SENT),
        ([Became.SENT, Became.FAILED], Became.FAILED),
        ([Became.NO_RECIPIENT], Became.NO_RECIPIENT),
        ([Became.SETTLED, Became.REPLACED], Became.SETTLED),
        ([Became.OVERTAKEN, Became.WAITING], Became.WAITING),
    ],
)
def test_a_failure_counts_however_many_were_reached(rows: list[Became], verdict: Became) -> None:
    assert became(rows) is verdict


def test_the_statement_goes_out_on_the_first_working_day() -> None:
    assert first_working_day(date(2026, 12, 24)) == date(2026, 12, 1)
    assert first_working_day(date(2027, 1, 1)) == date(2027, 1, 4), "New Year and a weekend"
    assert month_before(date(2027, 1, 4)) == date(2026, 12, 1)
