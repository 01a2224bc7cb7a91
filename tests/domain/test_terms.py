"""Terms, their ends and what contradicts (domain 2.5, table D)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.anchors import Anchor, calendar_end, last_day
from nk_avtal.domain.dates import Period, Unit, month_end, parse_period
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.month_days import MonthDay, parse_notice
from nk_avtal.domain.stored_terms import last_day_within, terms_from
from nk_avtal.domain.terms import Terms


def period(text: str | None) -> Period | None:
    return parse_period(text) if text else None


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2025-07-01", "3y", "2028-06-30"),  # D1
        ("2025-03-01", "3y", "2028-02-29"),  # D2
        ("2024-02-29", "1y", "2025-02-28"),  # D3
        ("2026-08-31", "6m", "2027-02-28"),  # D4
        ("2026-11-24", "6m", "2027-05-23"),  # D5
        ("2026-01-01", "14d", "2026-01-14"),
        ("2026-01-01", "2w", "2026-01-14"),
        ("2017-11-06", "12m", "2018-11-05"),
    ],
)
def test_a_term_ends_the_day_before_or_on_the_last_day_of_a_shorter_month(
    start: str, length: str, end: str
) -> None:
    assert last_day(date.fromisoformat(start), parse_period(length)) == date.fromisoformat(end)


def test_terms_are_counted_from_the_start_and_do_not_drift() -> None:
    monthly = Terms(date(2026, 1, 31), period("1m"), following=period("1m"))
    assert [monthly.end_of(n).isoformat() for n in range(5)] == [
        "2026-02-28",
        "2026-03-30",
        "2026-04-30",
        "2026-05-30",
        "2026-06-30",
    ]
    assert monthly.end_of(100) == date(2034, 6, 30)
    assert monthly.end_of(1201) == date(2126, 3, 30)


starts = st.dates(date(2024, 1, 1), date(2032, 12, 31))
monthly_periods = st.builds(Period, st.integers(1, 60), st.just(Unit.MONTH))


@given(starts, monthly_periods, monthly_periods, st.integers(0, 100))
def test_every_term_ends_where_one_count_from_the_start_ends(
    start: date, first: Period, following: Period, number: int
) -> None:
    terms = Terms(start, first, following=following)
    whole = Period(first.amount + following.amount * number, Unit.MONTH) if number < 10 else None
    if whole:
        assert terms.end_of(number) == last_day(start, whole)
    assert terms.end_of(number) < terms.end_of(number + 1)
    if start.day <= 28:
        assert (terms.end_of(number) + timedelta(days=1)).day == start.day


def test_a_year_from_every_day_of_2024_to_2032_ends_as_the_calendar_says() -> None:
    for days in range((date(2033, 1, 1) - date(2024, 1, 1)).days):
        start = date(2024, 1, 1) + timedelta(days=days)
        end = last_day(start, Period(1, Unit.YEAR))
        if (start.month, start.day) == (2, 29):
            assert (end.month, end.day) == (2, 28)
        else:
            assert end == start.replace(year=start.year + 1) - timedelta(days=1)


@pytest.mark.parametrize(
    ("anchor", "day", "end"),
    [
        (Anchor.MONTH, "2027-02-10", "2027-02-28"),
        (Anchor.MONTH, "2027-02-28", "2027-02-28"),
        (Anchor.QUARTER, "2027-04-01", "2027-06-30"),
        (Anchor.HALFYEAR, "2027-06-30", "2027-06-30"),
        (Anchor.HALFYEAR, "2027-07-01", "2027-12-31"),
        (Anchor.YEAR, "2027-01-01", "2027-12-31"),
    ],
)
def test_a_part_of_the_calendar_ends_with_a_month(anchor: Anchor, day: str, end: str) -> None:
    assert calendar_end(date.fromisoformat(day), anchor) == date.fromisoformat(end)


START, END = date(2024, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({}, "term_unknown"),
        ({"start": START}, "term_unknown"),
        ({"start": START, "following": period("1y")}, "term_unknown"),
        ({"first": period("3y")}, "start_unknown"),
        ({"start": END, "end": START}, "end_before_start"),
        ({"start": START, "first": period("2y"), "end": END}, "end_contradicts_term"),
        ({"start": START, "end": END, "notice": period("37m")}, "notice_longer_than_term"),
        ({"end": END, "open_ended": True}, "open_ended_contradicts_term"),
        ({"following": period("1y"), "open_ended": True}, "open_ended_contradicts_term"),
        ({"end": END, "max_prolongations": 2}, "prolongations_contradict_term"),
        (
            {"end": END, "following": period("1y"), "max_prolongations": 0},
            "prolongations_contradict_term",
        ),
        (
            {"end": END, "following": period("1y"), "anchor": Anchor.MONTH},
            "anchor_contradicts_following",
        ),
        (
            {"end": END, "following": period("3m"), "notice": MonthDay(11, 1)},
            "notice_day_contradicts_term",
        ),
        ({"open_ended": True, "notice": MonthDay(11, 1)}, "notice_day_contradicts_term"),
        ({"end": date(9000, 1, 1)}, "date_out_of_range"),
        (
            {"end": END, "following": period("100y"), "max_prolongations": 100},
            "date_out_of_range",
        ),
    ],
)
def test_unknown_and_contradictory_terms_are_refused_by_name(
    fields: dict[str, object], name: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        Terms(**fields)  # type: ignore[arg-type]
    assert refusal.value.name == name
    assert refusal.value.text("en") != str(refusal.value)


def test_the_wording_is_that_of_the_forms() -> None:
    with pytest.raises(RuleBroken, match=r"^Avtalet slutar före det börjar\. Kontrollera datumen$"):
        Terms(END, end=START)
    with pytest.raises(
        RuleBroken, match=r"^Uppsägningstiden är längre än avtalstiden\. Kontrollera båda$"
    ):
        Terms(START, period("6m"), notice=period("12m"))


def test_notice_as_long_as_the_term_is_not_too_long() -> None:
    assert Terms(START, period("12m"), notice=period("12m"))


def test_a_length_and_an_end_that_agree_are_accepted_and_change_nothing() -> None:
    with_end = Terms(date(2024, 8, 31), period("6m"), date(2025, 2, 28), period("6m"))
    without = Terms(date(2024, 8, 31), period("6m"), following=period("6m"))
    assert [with_end.end_of(n) for n in range(9)] == [without.end_of(n) for n in range(9)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("6m", Period(6, Unit.MONTH)), ("11-01", MonthDay(11, 1)), ("2-29", MonthDay(2, 29))],
)
def test_notice_is_a_period_or_a_fixed_day(text: str, expected: object) -> None:
    found = parse_notice(text)
    assert found == expected
    assert parse_notice(str(found)) == found


@pytest.mark.parametrize("text", ["13-01", "02-30", "00-00", "nov", "1/11", ""])
def test_what_is_no_notice_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken):
        parse_notice(text)


@given(st.text())
def test_no_text_gives_anything_but_a_notice_or_a_refusal(text: str) -> None:
    try:
        found = parse_notice(text)
    except RuleBroken:
        return
    assert parse_notice(str(found)) == found


@given(st.integers(1, 12), st.integers(1, 31), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_fixed_day_lies_within_the_year_before(month: int, day: int, end: date) -> None:
    try:
        fixed = MonthDay(month, day)
    except RuleBroken:
        assume(False)
    found = fixed.on_or_before(end)
    assert timedelta() <= end - found < timedelta(days=367)
    assert found.month == month
    assert found.day == day or found == month_end(found)


def stored(**fields: object) -> Terms:
    kept: dict[str, object] = {
        "start_on": START,
        "start_precision": Precision.DAY,
        "end_on": None,
        "end_precision": Precision.UNKNOWN,
    }
    return terms_from(**(kept | fields))  # type: ignore[arg-type]


def test_the_fields_of_an_agreement_become_terms() -> None:
    assert stored(first_term="36m", following_term="2y", notice_period="12m") == Terms(
        START, period("36m"), following=period("2y"), notice=period("12m")
    )
    assert stored(end_on=None, end_precision=Precision.OPEN_ENDED, notice_period="6m") == Terms(
        START, open_ended=True, notice=period("6m")
    )


@pytest.mark.parametrize(
    ("precision", "last"),
    [
        (Precision.DAY, date(2027, 2, 1)),
        (Precision.MONTH, date(2027, 2, 28)),
        (Precision.YEAR, date(2027, 12, 31)),
        (Precision.UNKNOWN, None),
        (Precision.OPEN_ENDED, None),
    ],
)
def test_an_end_that_is_half_known_lasts_as_long_as_it_can(
    precision: Precision, last: date | None
) -> None:
    assert last_day_within(date(2027, 2, 1), precision) == last
    if precision in (Precision.MONTH, Precision.YEAR):
        assert stored(end_on=date(2027, 2, 1), end_precision=precision).first_end == last


@pytest.mark.parametrize(
    "fields",
    [
        {"start_precision": Precision.YEAR, "first_term": "3y"},
        {"start_precision": Precision.MONTH, "longest": "8y", "following_term": "1y"},
        {"end_on": END, "end_precision": Precision.YEAR, "following_term": "1y"},
    ],
)
def test_nothing_is_counted_from_a_day_that_is_half_known(fields: dict[str, object]) -> None:
    with pytest.raises(RuleBroken) as refusal:
        stored(**fields)
    assert refusal.value.name == "date_imprecise"
