"""A year of meetings, as it is pasted."""

from __future__ import annotations

from datetime import date

import pytest

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.meeting_plans import hand_in_day, parse_meeting_days

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "text",
    [
        "15 februari 2027\n26 april 2027\n14 juni 2027",
        "15 februari, 26 april, 14 juni",
        "måndag, 15 februari; måndag 26 april\n\n2027-06-14\n14/6",
        "14 juni 2027\r\n15/2\r\n26/4\r\n",
    ],
)
def test_days_are_read_however_they_are_separated(text: str) -> None:
    expected = [date(2027, 2, 15), date(2027, 4, 26), date(2027, 6, 14)]
    assert parse_meeting_days(text, TODAY) == expected


def test_the_one_that_cannot_be_read_is_quoted() -> None:
    with pytest.raises(RuleBroken, match=r"”31 februari 2027”: Februari 2027 har 28 dagar"):
        parse_meeting_days("15 februari 2027\n31 februari 2027", TODAY)
    with pytest.raises(RuleBroken, match="”varje måndag”: Datumet gick inte att tolka"):
        parse_meeting_days("varje måndag", TODAY)


def test_braces_in_what_was_pasted_do_no_harm() -> None:
    with pytest.raises(RuleBroken, match=r"”\{sv\} 99”"):
        parse_meeting_days("{sv} 99", TODAY)


def test_nothing_is_no_plan() -> None:
    with pytest.raises(RuleBroken, match="Skriv minst ett datum"):
        parse_meeting_days(" \n", TODAY)


def test_documents_are_due_so_many_days_before() -> None:
    assert hand_in_day(date(2027, 2, 15), 14) == date(2027, 2, 1)
    assert hand_in_day(date(2027, 2, 15), None) is None
