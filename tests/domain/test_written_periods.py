"""Lengths of time as people write them."""

from __future__ import annotations

import pytest

from nk_avtal.domain.dates import Period, Unit
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.month_days import MonthDay
from nk_avtal.domain.written_periods import read_notice, read_period


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("6 månader", "6m"),
        ("6 mån.", "6m"),
        (" Sex  Månader ", "6m"),
        ("6m", "6m"),
        ("36M", "36m"),
        ("ett år", "1y"),
        ("2 år", "2y"),
        ("1y", "1y"),
        ("en månad", "1m"),
        ("tolv veckor", "12w"),
        ("2 v", "2w"),
        ("14 dagar", "14d"),
        ("two weeks", "2w"),
        ("a year", "1y"),
    ],
)
def test_a_period_is_read_as_people_write_it(written: str, kept: str) -> None:
    assert str(read_period(written)) == kept


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("amount", [1, 2, 24])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_a_page_shows_is_read_back(unit: Unit, amount: int, language: str) -> None:
    period = Period(amount, unit)
    assert read_period(period.text(language)) == period  # type: ignore[arg-type]
    assert read_notice(period.text(language)) == period  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["1 november", "11-01", "1 November"])
def test_notice_may_be_a_fixed_day_of_the_year(written: str) -> None:
    assert read_notice(written) == MonthDay(11, 1)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("", "period_unreadable"),
        ("månader", "period_unreadable"),
        ("6", "period_unreadable"),
        ("-6 månader", "period_unreadable"),
        ("1,5 år", "period_unreadable"),
        ("ett tag", "period_unreadable"),
        ("²  år", "period_unreadable"),
        ("0 år", "period_out_of_range"),
        ("101 år", "period_out_of_range"),
        ("999999 dagar", "period_out_of_range"),
    ],
)
def test_what_is_no_period_is_refused(written: str, name: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        read_period(written)
    assert refusal.value.name == name


@pytest.mark.parametrize("written", ["31 november", "13-40", "00-00"])
def test_a_day_of_notice_that_no_year_has_is_refused(written: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        read_notice(written)
    assert refusal.value.name == "notice_unreadable"
