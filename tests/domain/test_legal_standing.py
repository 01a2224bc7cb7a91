"""Whether a decision stands in law: estimated, reckoned, confirmed, appealed (domain 1.4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.legal_force import worst_case
from nk_avtal.domain.legal_standing import (
    ForceState,
    Minutes,
    all_in_force_on,
    check_minutes,
    legal_standing,
)

MET = date(2026, 11, 30)
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


TABLE: list[tuple[dict[str, Any], ForceState, str | None]] = [
    # what is known beside the meeting on 30 November 2026, state, day
    ({}, ForceState.ESTIMATED, "2027-01-08"),  # B1
    ({"approved_on": day("2026-12-03")}, ForceState.ESTIMATED, "2026-12-29"),
    ({"announced": (day("2026-12-03"),)}, ForceState.RECKONED, "2026-12-29"),  # A2
    ({"announced": (day("2026-12-10"),)}, ForceState.RECKONED, "2027-01-05"),  # A4
    # a joint committee: two of three boards have announced, then all
    ({"announced": (day("2026-12-03"),), "boards": 3}, ForceState.ESTIMATED, "2027-01-08"),
    (
        {"announced": (day("2026-12-03"), day("2026-12-16"), day("2026-12-10")), "boards": 3},
        ForceState.RECKONED,
        "2027-01-08",
    ),
    # taken down on the last day to appeal, and the day after
    (
        {"announced": (day("2026-12-03"),), "taken_down_on": day("2026-12-28")},
        ForceState.INTERRUPTED,
        None,
    ),
    (
        {"announced": (day("2026-12-03"),), "taken_down_on": day("2026-12-29")},
        ForceState.RECKONED,
        "2026-12-29",
    ),
    (
        {"announced": (day("2026-12-03"),), "appealed_on": day("2026-12-20")},
        ForceState.APPEALED,
        None,
    ),
    # appealed, and then settled by the court
    (
        {"appealed_on": day("2026-12-20"), "in_force_on": day("2027-03-01")},
        ForceState.CONFIRMED,
        "2027-03-01",
    ),
    (
        {"appealed_on": day("2026-12-20"), "annulled_on": day("2027-03-01")},
        ForceState.ANNULLED,
        None,
    ),
]


@pytest.mark.parametrize(("known", "state", "expected"), TABLE)
def test_what_is_known_says_how_sure_the_day_is(
    known: dict[str, Any], state: ForceState, expected: str | None
) -> None:
    found = legal_standing(Minutes(MET, **known))
    assert (found.state, found.day) == (state, day(expected) if expected else None)


def test_an_estimate_never_counts_as_in_legal_force() -> None:
    estimate = legal_standing(Minutes(MET))
    assert not estimate.in_force(date(2030, 1, 1))
    reckoned = legal_standing(Minutes(MET, announced=(day("2026-12-03"),)))
    assert not reckoned.in_force(day("2026-12-28"))
    assert reckoned.in_force(day("2026-12-29"))


def test_it_reads_tidigast_until_somebody_confirms() -> None:
    estimated: dict[str, Any] = {}
    for known in (estimated, {"announced": (day("2026-12-03"),)}):
        text = legal_standing(Minutes(MET, **known)).phrase.text()
        assert "tidigast" in text
        assert "om ingen överklagar" in text
    confirmed = legal_standing(Minutes(MET, in_force_on=day("2026-12-29"))).phrase
    assert confirmed.text() == "Laga kraft 29 december 2026, bekräftat"
    assert confirmed.text("en") == "In legal force on 29 December 2026, confirmed"


def test_an_estimate_tells_which_days_the_law_allows() -> None:
    lines = legal_standing(Minutes(MET)).explanation.lines()
    assert lines[0] == "Sammanträdet var måndag 30 november 2026."
    assert "måndag 14 december 2026, 14 dagar efter mötet" in lines[1]
    assert "onsdag 16 december 2026" in lines[2]
    assert "trettondedag jul" in " ".join(lines)
    assert "uppskattat" in lines[-1]
    assert not any("anslogs" in line for line in lines)


def test_a_reckoned_day_is_told_from_the_announcement() -> None:
    minutes = Minutes(MET, approved_on=day("2026-12-02"), announced=(day("2026-12-03"),))
    lines = legal_standing(minutes).explanation.lines()
    assert lines[1] == "Protokollet justerades onsdag 2 december 2026."
    assert lines[2] == "Protokollet anslogs torsdag 3 december 2026."


@given(met=DAYS, approved=st.integers(0, 14), announced=st.integers(0, 2))
def test_the_estimate_is_never_earlier_than_what_the_law_lets_happen(
    met: date, approved: int, announced: int
) -> None:
    """Whenever the minutes are announced in time, legal force comes no later than was estimated."""
    announced_on = met + timedelta(days=approved + announced)
    real = legal_standing(Minutes(met, announced=(announced_on,)))
    assert real.day is not None
    assert real.day <= worst_case(met).appeal.legal_force


@given(met=DAYS, later=st.integers(0, 14))
def test_knowing_when_the_minutes_were_approved_never_makes_the_estimate_later(
    met: date, later: int
) -> None:
    before, after = (
        legal_standing(Minutes(met)),
        legal_standing(Minutes(met, approved_on=met + timedelta(days=later))),
    )
    assert before.day is not None
    assert after.day is not None
    assert after.day <= before.day


@given(boards=st.lists(DAYS, min_size=1, max_size=14))
def test_a_joint_committee_counts_from_the_last_board_in_any_order(boards: list[date]) -> None:
    first = min(boards)
    found = legal_standing(Minutes(first, announced=tuple(boards), boards=len(boards)))
    alone = legal_standing(Minutes(first, announced=(max(boards),)))
    assert found.day == alone.day


def test_all_are_in_force_only_when_each_has_a_day() -> None:
    reckoned = legal_standing(Minutes(MET, announced=(day("2026-12-03"),)))
    confirmed = legal_standing(Minutes(MET, in_force_on=day("2027-02-01")))
    appealed = legal_standing(Minutes(MET, appealed_on=day("2026-12-20")))
    assert all_in_force_on([reckoned, confirmed]) == day("2027-02-01")
    assert all_in_force_on([reckoned, appealed]) is None
    assert all_in_force_on([]) is None


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ({"approved_on": day("2026-11-29")}, "approved_on"),
        ({"approved_on": day("2027-01-15")}, "approved_on"),
        ({"approved_on": day("2026-12-05"), "announced": (day("2026-12-04"),)}, "announced_on"),
        ({"announced": (day("2026-12-04"),), "taken_down_on": day("2026-12-03")}, "taken_down_on"),
        ({"appealed_on": day("2026-11-01")}, "appealed_on"),
        ({"in_force_on": day("2026-11-01")}, "in_force_on"),
        ({"annulled_on": day("2026-11-01")}, "annulled_on"),
    ],
)
def test_days_out_of_order_are_refused_by_name(known: dict[str, Any], name: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_minutes(Minutes(MET, **known), day("2027-01-10"))
    assert refused.value.name == name
