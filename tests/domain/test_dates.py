"""Months, periods, holidays and weeks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.dates import (
    Period,
    Unit,
    add_months,
    holiday_name,
    holidays_in,
    is_closed,
    last_open_on_or_before,
    month_end,
    next_open,
    open_days_after,
    parse_period,
    week_of,
)
from nk_avtal.domain.errors import RuleBroken

days = st.dates(date(1995, 1, 1), date(2100, 12, 31))


@given(days, st.integers(-1200, 1200))
def test_adding_months_agrees_with_dateutil(day: date, months: int) -> None:
    assert add_months(day, months) == day + relativedelta(months=months)


@given(days, st.integers(0, 120), st.integers(0, 120))
def test_more_months_never_come_earlier(day: date, some: int, more: int) -> None:
    assert add_months(day, some) <= add_months(day, some + more)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("14d", date(2026, 2, 20), date(2026, 3, 6)),
        ("2w", date(2026, 2, 20), date(2026, 3, 6)),
        ("6m", date(2020, 8, 31), date(2021, 2, 28)),
        ("1y", date(2024, 2, 29), date(2025, 2, 28)),
        ("12m", date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_a_period_is_counted_in_its_own_unit(text: str, start: date, end: date) -> None:
    assert parse_period(text).after(start) == end


def test_a_period_is_written_in_words_and_as_data() -> None:
    period = parse_period(" 12M ")
    assert (period.text(), period.text("en"), str(period)) == ("12 månader", "12 months", "12m")
    assert parse_period("1y").text() == "1 år"
    assert parse_period("1w").text("en") == "1 week"


@pytest.mark.parametrize("text", ["", "6", "m", "6 månader", "-6m", "1.5y", "6mm", "6m3d", "½y"])
def test_what_is_no_period_is_refused_by_name(text: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        parse_period(text)
    assert refusal.value.name == "period_unreadable"


@pytest.mark.parametrize("text", ["0m", "101y", "1201m", "999999d"])
def test_a_period_of_nothing_or_of_ages_is_refused_by_name(text: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        parse_period(text)
    assert refusal.value.name == "period_out_of_range"


periods = st.builds(Period, st.integers(1, 60), st.sampled_from(Unit))


@given(periods)
def test_a_period_is_read_back_from_how_it_is_stored(period: Period) -> None:
    assert parse_period(str(period)) == period


@given(days, periods, st.integers(1, 20))
def test_periods_counted_in_one_step_do_not_drift(day: date, period: Period, times: int) -> None:
    reached = period.after(day, times)
    if period.months and day.day <= 28:
        assert reached.day == day.day
    if period.days:
        assert (reached - day).days == period.days * times


CLOSED_2027 = "1-1 1-6 3-26 3-28 3-29 5-1 5-6 5-16 6-6 6-26 11-6 12-25 12-26 6-25 12-24 12-31"
CLOSED_2028 = "1-1 1-6 4-14 4-16 4-17 5-1 5-25 6-4 6-6 6-24 11-4 12-25 12-26 6-23 12-24 12-31"


@pytest.mark.parametrize(("year", "closed"), [(2027, CLOSED_2027), (2028, CLOSED_2028)])
def test_the_holidays_are_those_of_the_law_and_the_three_eves(year: int, closed: str) -> None:
    assert {f"{day.month}-{day.day}" for day in holidays_in(year)} == set(closed.split())


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (date(2026, 12, 24), True),
        (date(2026, 12, 31), True),
        (date(2026, 6, 19), True),
        (date(2026, 11, 28), True),
        (date(2026, 11, 29), True),
        (date(2027, 1, 5), False),
        (date(2027, 3, 25), False),
        (date(2026, 4, 30), False),
        (date(2027, 5, 7), False),
        (date(2027, 5, 17), False),
    ],
)
def test_eves_and_weekends_are_closed_but_not_days_squeezed_between(
    day: date, closed: bool
) -> None:
    assert is_closed(day) is closed


def test_a_holiday_has_its_swedish_name() -> None:
    assert holiday_name(date(2026, 12, 31)) == "Nyårsafton"
    assert holiday_name(date(2026, 11, 24)) is None


@given(days)
def test_the_nearest_working_days_lie_on_their_sides(day: date) -> None:
    assert last_open_on_or_before(day) <= day <= next_open(day)
    assert not is_closed(last_open_on_or_before(day))
    assert not is_closed(next_open(day))
    assert next_open(day) - day <= timedelta(days=6)


@given(days, st.integers(0, 15))
def test_a_number_of_working_days_later_is_that_many(day: date, number: int) -> None:
    reached = open_days_after(day, number)
    between = [day + timedelta(days=n) for n in range(1, (reached - day).days + 1)]
    assert sum(not is_closed(each) for each in between) == number


@pytest.mark.parametrize(
    ("day", "year", "number"),
    [
        (date(2026, 11, 24), 2026, 48),
        (date(2026, 12, 31), 2026, 53),
        (date(2027, 1, 1), 2026, 53),
        (date(2027, 1, 4), 2027, 1),
    ],
)
def test_a_week_belongs_to_its_own_year(day: date, year: int, number: int) -> None:
    assert week_of(day) == (year, number)


@given(days)
def test_a_week_begins_on_a_monday(day: date) -> None:
    monday = week_of(day).monday
    assert monday.weekday() == 0
    assert 0 <= (day - monday).days <= 6
    assert month_end(day) >= day
    assert (month_end(day) + timedelta(days=1)).day == 1
