"""The last day to appeal and the first day in legal force (domain 2.5, tables A and B)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.dates import is_closed
from nk_avtal.domain.legal_force import (
    all_in_force,
    joint_legal_force,
    legal_force,
    worst_case,
    worst_case_after_approval,
)

TABLE_A = [
    ("A1", "2026-11-24", "2026-12-15", "2026-12-16"),
    ("A2", "2026-12-03", "2026-12-28", "2026-12-29"),
    ("A3", "2026-12-04", "2026-12-28", "2026-12-29"),
    ("A4", "2026-12-10", "2027-01-04", "2027-01-05"),
    ("A5", "2026-12-15", "2027-01-05", "2027-01-06"),
    ("A6", "2026-12-16", "2027-01-07", "2027-01-08"),
    ("A7", "2027-03-05", "2027-03-30", "2027-03-31"),
    ("A8", "2027-03-08", "2027-03-30", "2027-03-31"),
    ("A9", "2027-04-15", "2027-05-07", "2027-05-08"),
    ("A10", "2027-04-10", "2027-05-03", "2027-05-04"),
    ("A11", "2027-05-16", "2027-06-07", "2027-06-08"),
    ("A12", "2027-06-04", "2027-06-28", "2027-06-29"),
    ("A13", "2027-10-16", "2027-11-08", "2027-11-09"),
    ("A14", "2016-11-09", "2016-11-30", "2016-12-01"),
    ("A15", "1999-03-16", "1999-04-06", "1999-04-07"),
    ("A16", "2003-12-15", "2004-01-05", "2004-01-06"),
    ("Strängnäs", "2020-12-22", "2021-01-12", "2021-01-13"),
    ("F4", "2026-12-09", "2026-12-30", "2026-12-31"),
]


@pytest.mark.parametrize(("case", "announced", "last", "force"), TABLE_A)
def test_legal_force_counts_from_the_announcement(
    case: str, announced: str, last: str, force: str
) -> None:
    found = legal_force(date.fromisoformat(announced))
    assert (str(found.last_appeal_day), str(found.legal_force)) == (last, force), case


def test_a_joint_committee_counts_from_its_last_notice_board() -> None:  # A17
    found = joint_legal_force([date(2027, 1, 11), date(2027, 1, 14), date(2027, 1, 12)])
    assert (found.last_appeal_day, found.legal_force) == (date(2027, 2, 4), date(2027, 2, 5))


def test_all_are_in_legal_force_when_the_last_one_is() -> None:  # A18
    announced = [date(2026, 12, 1), date(2026, 12, 16), date(2027, 2, 3)]
    assert [legal_force(day).last_appeal_day for day in announced] == [
        date(2026, 12, 22),
        date(2027, 1, 7),
        date(2027, 2, 24),
    ]
    assert all_in_force(announced) == date(2027, 2, 25)


TABLE_B = [
    ("B1", "2026-11-30", "2026-12-14", "2026-12-16", "2027-01-07", "2027-01-08"),
    ("B2", "2026-12-17", "2027-01-04", "2027-01-07", "2027-01-28", "2027-01-29"),
    ("B3", "2027-02-15", "2027-03-01", "2027-03-03", "2027-03-24", "2027-03-25"),
    ("B4", "2027-03-15", "2027-03-30", "2027-04-01", "2027-04-22", "2027-04-23"),
    ("B5", "2027-06-11", "2027-06-28", "2027-06-30", "2027-07-21", "2027-07-22"),
]


@pytest.mark.parametrize(("case", "met", "approved", "announced", "last", "force"), TABLE_B)
def test_the_worst_case_counts_from_the_meeting(
    case: str, met: str, approved: str, announced: str, last: str, force: str
) -> None:
    found = worst_case(date.fromisoformat(met))
    assert [
        str(found.approved_by),
        str(found.announced_by),
        str(found.appeal.last_appeal_day),
        str(found.appeal.legal_force),
    ] == [approved, announced, last, force], case


@pytest.mark.parametrize(
    ("approved", "announced", "last", "force"),
    [
        ("2026-11-26", "2026-11-30", "2026-12-21", "2026-12-22"),  # B6
        ("2027-03-24", "2027-03-30", "2027-04-20", "2027-04-21"),  # B7
    ],
)
def test_the_worst_case_counts_from_the_approval_once_it_is_known(
    approved: str, announced: str, last: str, force: str
) -> None:
    found = worst_case_after_approval(date.fromisoformat(approved))
    assert str(found.announced_by) == announced
    assert str(found.appeal.last_appeal_day) == last
    assert str(found.appeal.legal_force) == force


def test_the_calculation_is_told_step_by_step_in_both_languages() -> None:
    told = legal_force(date(2026, 12, 10)).explanation
    assert told.lines() == [
        "Protokollet anslogs torsdag 10 december 2026.",
        "Tre veckor senare är torsdag 31 december 2026 (13 kap. 5 § kommunallagen).",
        "Det är nyårsafton, en torsdag, så sista dagen flyttas till måndag 4 januari 2027.",
        "Beslutet får laga kraft tidigast tisdag 5 januari 2027, om ingen överklagar.",
    ]
    assert told.lines("en")[2] == (
        "That is New Year's Eve, a Thursday, so the last day moves to Monday 4 January 2027."
    )
    assert len(legal_force(date(2026, 11, 24)).explanation.steps) == 3
    assert "Det är en lördag, så" in legal_force(date(2027, 10, 2)).explanation.text()
    assert "Det är Kristi himmelsfärdsdag," in legal_force(date(2027, 4, 15)).explanation.text()


days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@given(days)
def test_the_last_appeal_day_is_a_working_day_at_least_three_weeks_later(day: date) -> None:
    found = legal_force(day)
    assert not is_closed(found.last_appeal_day)
    assert timedelta(days=21) <= found.last_appeal_day - day <= timedelta(days=27)
    assert found.legal_force - found.last_appeal_day == timedelta(days=1)


@given(days, st.integers(0, 60))
def test_a_later_day_never_gives_earlier_legal_force(day: date, later: int) -> None:
    other = day + timedelta(days=later)
    assert legal_force(day).legal_force <= legal_force(other).legal_force
    assert worst_case(day).appeal.legal_force <= worst_case(other).appeal.legal_force
