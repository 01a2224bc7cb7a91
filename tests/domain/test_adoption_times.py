"""Adoptions over time, and how long they take."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.adoption_times import Point, Spread, curve, slowest, spread

SENT = date(2026, 9, 28)
TODAY = date(2026, 11, 24)


def test_the_curve_grows_with_each_day_of_decisions_and_ends_today() -> None:
    days = [date(2026, 11, 9), date(2026, 11, 2), date(2026, 11, 9)]
    assert curve(SENT, days, TODAY) == [
        Point(SENT, 0),
        Point(date(2026, 11, 2), 1),
        Point(date(2026, 11, 9), 3),
        Point(TODAY, 3),
    ]


def test_nobody_has_decided() -> None:
    assert curve(SENT, [], TODAY) == [Point(SENT, 0), Point(TODAY, 0)]


def test_a_decision_told_from_before_the_sending_counts_from_it() -> None:
    assert curve(SENT, [SENT - timedelta(days=3)], TODAY)[1] == Point(SENT, 1)


TABLE = [
    ([], None),
    ([40], Spread(1, 40, 40, 40)),
    ([30, 50], Spread(2, 40, 35, 45)),
    ([10, 20, 30, 40, 50], Spread(5, 30, 20, 40)),
]


@pytest.mark.parametrize(("days", "expected"), TABLE)
def test_the_middle_and_the_middle_half(days: list[int], expected: Spread | None) -> None:
    assert spread(days) == expected


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=60))
def test_the_spread_lies_within_what_was_seen_whatever_the_order(days: list[int]) -> None:
    found = spread(days)
    assert found is not None
    assert min(days) <= found.lower <= found.median <= found.upper <= max(days)
    assert spread(reversed(days)) == found


@given(st.lists(st.dates(SENT, TODAY + timedelta(days=60)), max_size=30))
def test_the_curve_never_falls_and_ends_with_all_who_have_decided(days: list[date]) -> None:
    points = curve(SENT, days, TODAY)
    assert [one.decided for one in points] == sorted(one.decided for one in points)
    assert points[-1].decided == sum(day <= TODAY for day in days)


def test_the_slowest_needs_more_than_one_decision() -> None:
    spreads = {
        "KF": Spread(5, 60, 40, 80),
        "KS": Spread(4, 30, 20, 40),
        "nämnd": Spread(1, 99, 99, 99),
    }
    assert slowest(spreads) == "KF"
    assert slowest({}) is None
