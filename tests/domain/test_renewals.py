"""Until when notice can be given and what happens otherwise (domain 2.5, tables C, D and E)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nk_avtal.domain.anchors import Anchor
from nk_avtal.domain.dates import Period, Unit, is_closed, month_end, parse_period
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.month_days import MonthDay
from nk_avtal.domain.notices import notice_before
from nk_avtal.domain.reckonings import ended_by_notice, reckon
from nk_avtal.domain.renewals import (
    Fate,
    consequence,
    current_term,
    ends_when_given,
    last_day_of,
    notice_by,
)
from nk_avtal.domain.terms import Terms

TODAY = date(2026, 11, 24)
day = date.fromisoformat


def terms(start: str | None = None, **fields: Any) -> Terms:
    """Terms with days and periods as text."""
    for key in ("first", "following", "notice"):
        if isinstance(fields.get(key), str):
            fields[key] = parse_period(fields[key])
    if "end" in fields:
        fields["end"] = day(fields["end"])
    return Terms(day(start) if start else None, **fields)


TABLE_C = [
    ("C1", "2027-12-31", "12m", "2026-12-31", None, "2026-12-30"),
    ("C2", "2027-12-31", "6m", "2027-06-30", None, "2027-06-30"),
    ("C3", "2027-12-31", "3m", "2027-09-30", None, "2027-09-30"),
    ("C4", "2027-06-30", "6m", "2026-12-30", "2026-12-31", "2026-12-30"),
    ("C5", "2028-06-30", "18m", "2026-12-30", "2026-12-31", "2026-12-30"),
    ("C6", "2027-02-28", "6m", "2026-08-28", "2026-08-31", "2026-08-28"),
    ("C7", "2028-02-29", "12m", "2027-02-28", None, "2027-02-26"),
    ("C8", "2028-02-29", "6m", "2027-08-29", "2027-08-31", "2027-08-27"),
    ("C9", "2027-08-31", "6m", "2027-02-28", None, "2027-02-26"),
    ("C10", "2027-04-30", "1m", "2027-03-30", "2027-03-31", "2027-03-30"),
    ("C11", "2028-12-31", "24m", "2026-12-31", None, "2026-12-30"),
    ("one year in years", "2028-02-29", "1y", "2027-02-28", None, "2027-02-26"),
    ("six months", "2027-08-31", "6m", "2027-02-28", None, "2027-02-26"),
    ("weeks", "2027-12-31", "2w", "2027-12-17", None, "2027-12-17"),
    ("days", "2027-12-31", "90d", "2027-10-02", None, "2027-10-01"),
]


@pytest.mark.parametrize(("case", "end", "length", "safe", "other", "act_by"), TABLE_C)
def test_the_last_day_of_notice_is_safe_under_every_reading(
    case: str, end: str, length: str, safe: str, other: str | None, act_by: str
) -> None:
    found = notice_before(parse_period(length), day(end))
    assert (str(found.safe_day), str(found.act_by)) == (safe, act_by), case
    assert found.month_end_reading == (day(other) if other else None), case


D6 = terms("2024-01-01", end="2026-12-31", following="2y", notice="12m")
D8 = terms("2021-07-01", end="2024-06-30", following="1y", notice="6m")
D10 = terms("2023-03-01", end="2024-02-29", following="1y", notice="3m")


@pytest.mark.parametrize(
    ("case", "agreed", "today", "start", "end", "notice"),
    [
        ("D6", D6, "2026-11-24", "2027-01-01", "2028-12-31", "2027-12-31"),
        ("D6 in time", D6, "2025-12-31", "2024-01-01", "2026-12-31", "2025-12-31"),
        ("D8", D8, "2026-11-24", "2026-07-01", "2027-06-30", "2026-12-30"),
        ("D9", D8, "2026-12-31", "2027-07-01", "2028-06-30", "2027-12-30"),
        ("D10", D10, "2026-11-24", "2026-03-01", "2027-02-28", "2026-11-28"),
        (
            "three years, then one at a time",
            terms("2020-08-01", first="3y", following="1y", notice="3m"),
            "2026-02-11",
            "2025-08-01",
            "2026-07-31",
            "2026-04-30",
        ),
        (
            "six months from a 31st",
            terms("2024-08-31", first="6m", following="6m", notice="3m"),
            "2026-02-11",
            "2026-03-01",
            "2026-08-30",
            "2026-05-30",
        ),
        (
            "prototype",
            terms("2025-01-01", first="36m", following="24m", notice="12m"),
            "2026-11-24",
            "2025-01-01",
            "2027-12-31",
            "2026-12-31",
        ),
        (
            "fixed day of the year",
            terms("2024-01-01", end="2024-12-31", following="1y", notice=MonthDay(11, 1)),
            "2026-11-24",
            "2027-01-01",
            "2027-12-31",
            "2027-11-01",
        ),
        (
            "before it starts",
            terms("2028-01-01", first="1y", following="1y", notice="3m"),
            "2026-11-24",
            "2028-01-01",
            "2028-12-31",
            "2028-09-30",
        ),
    ],
)
def test_a_day_of_notice_that_has_passed_means_prolonged(
    case: str, agreed: Terms, today: str, start: str, end: str, notice: str
) -> None:
    term = current_term(agreed, day(today))
    found = notice_by(agreed, day(today))
    assert found is not None
    assert (str(term.start), str(term.end), str(found.safe_day)) == (start, end, notice), case


def test_the_day_to_act_is_the_last_working_day() -> None:
    found = notice_by(D10, TODAY)
    assert found is not None
    assert found.act_by == date(2026, 11, 27)


def test_notice_in_time_ends_the_agreement_with_its_term() -> None:
    assert ends_when_given(D6, date(2025, 12, 30)) == date(2026, 12, 31)  # D7
    assert ends_when_given(D6, date(2025, 12, 31)) == date(2026, 12, 31)
    assert ends_when_given(D6, date(2026, 1, 1)) == date(2028, 12, 31)


@pytest.mark.parametrize(
    ("case", "received", "length", "from_day", "from_month"),
    [
        ("E1", "2027-01-31", "3m", "2027-04-30", "2027-04-30"),
        ("E2", "2026-08-31", "6m", "2027-02-28", "2027-02-28"),
        ("E3", "2026-11-24", "12m", "2027-11-24", "2027-11-30"),
        ("E4", "2027-01-15", "6m", "2027-07-15", "2027-07-31"),
    ],
)
def test_an_open_ended_agreement_ends_when_notice_has_run_out(
    case: str, received: str, length: str, from_day: str, from_month: str
) -> None:
    by_day = terms(open_ended=True, notice=length)
    by_month = terms(open_ended=True, notice=length, anchor=Anchor.MONTH)
    assert str(ends_when_given(by_day, day(received))) == from_day, case
    assert str(ends_when_given(by_month, day(received))) == from_month, case


def test_an_open_ended_agreement_has_no_last_day_of_notice() -> None:
    agreed = terms("2024-01-01", open_ended=True, notice="6m")
    assert notice_by(agreed, TODAY) is None
    assert current_term(agreed, TODAY).end is None
    assert consequence(agreed, TODAY).fate is Fate.CONTINUES
    assert last_day_of(agreed) is None
    assert reckon(agreed, TODAY).explanation.lines() == [
        "Avtalet gäller tills vidare.",
        "Uppsägningstiden är 6 månader från den dag då uppsägningen tas emot.",
        "Om inget görs fortsätter avtalet att gälla.",
    ]


def test_an_open_ended_agreement_can_bind_for_a_first_term() -> None:
    agreed = terms("2026-01-01", first="3y", open_ended=True, notice="6m")
    assert current_term(agreed, TODAY).end == date(2028, 12, 31)
    assert current_term(agreed, date(2029, 1, 1)).start == date(2029, 1, 1)
    assert ends_when_given(agreed, TODAY) == date(2028, 12, 31)
    assert ends_when_given(agreed, date(2028, 12, 1)) == date(2029, 6, 1)


def test_an_open_ended_agreement_without_a_period_of_notice_says_so() -> None:
    with pytest.raises(RuleBroken) as refusal:
        ends_when_given(terms(open_ended=True), TODAY)
    assert refusal.value.name == "notice_unknown"


def test_an_agreement_that_is_not_prolonged_ends_by_itself() -> None:
    agreed = terms("2024-01-01", end="2026-12-31", notice="6m")
    found = notice_by(agreed, TODAY)
    assert found is not None
    assert found.safe_day == date(2026, 6, 30)
    assert str(consequence(agreed, TODAY).phrase) == "Upphör 31 december 2026"
    assert last_day_of(agreed) == date(2026, 12, 31)
    assert current_term(agreed, date(2030, 1, 1)).end == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("today", "of_itself", "by_notice"),
    [
        (
            "2026-12-31",
            "Om inget görs upphör avtalet",
            "Avtalet är uppsagt och gäller till och med",
        ),
        ("2027-01-01", "Avtalet upphörde", "Avtalet är uppsagt och gällde till och med"),
    ],
)
def test_what_has_ended_is_told_in_the_past(today: str, of_itself: str, by_notice: str) -> None:
    end = date(2026, 12, 31)
    told = reckon(terms("2024-01-01", end="2026-12-31"), date.fromisoformat(today))
    given = ended_by_notice(end, date.fromisoformat(today))
    assert told.explanation.lines()[-1] == f"{of_itself} 31 december 2026."
    assert given.explanation.lines() == [f"{by_notice} 31 december 2026."]


def test_the_number_of_prolongations_is_limited() -> None:
    agreed = terms("2017-11-06", first="12m", following="3m", max_prolongations=4)
    assert last_day_of(agreed) == date(2019, 11, 5)
    assert str(consequence(agreed, date(2019, 1, 1)).phrase) == "Förlängs till 5 maj 2019"
    assert str(consequence(agreed, date(2019, 11, 5)).phrase) == "Upphör 5 november 2019"
    assert str(consequence(agreed, date(2019, 11, 6)).phrase) == "Upphörde 5 november 2019"
    assert current_term(agreed, TODAY).number == 4


@pytest.mark.parametrize(
    ("anchor", "today", "end", "notice"),
    [
        (Anchor.MONTH, "2026-11-24", "2027-05-31", "2026-11-30"),
        (Anchor.MONTH, "2026-12-01", "2027-06-30", "2026-12-30"),
        (Anchor.QUARTER, "2026-11-24", "2027-06-30", "2026-12-30"),
        (Anchor.HALFYEAR, "2026-11-24", "2027-06-30", "2026-12-30"),
        (Anchor.YEAR, "2026-11-24", "2027-12-31", "2027-06-30"),
        (Anchor.YEAR, "2025-01-01", "2026-12-31", "2026-06-30"),
    ],
)
def test_an_agreement_can_end_with_a_part_of_the_calendar_after_its_first_term(
    anchor: Anchor, today: str, end: str, notice: str
) -> None:
    agreed = terms("2024-03-15", first="24m", notice="6m", anchor=anchor)
    found = notice_by(agreed, day(today))
    assert found is not None
    assert str(current_term(agreed, day(today)).end) == end
    assert str(found.safe_day) == notice


def test_the_calculation_is_told_step_by_step() -> None:
    told = reckon(terms("2025-01-01", first="36m", following="24m", notice="12m"), TODAY)
    assert told.explanation.lines() == [
        "Avtalet gäller från 1 januari 2025. Första avtalstiden är 36 månader och slutar "
        "31 december 2027.",
        "Uppsägningstiden är 12 månader. Sista dagen att säga upp blir därför "
        "31 december 2026. Dagen räknas in.",
        "Det är nyårsafton, en torsdag. Sista vardagen är onsdag 30 december 2026.",
        "Om inget görs förlängs avtalet till 31 december 2029.",
    ]
    assert told.explanation.lines("en")[0] == (
        "The agreement starts on 1 January 2025. Its first term is 36 months and ends on "
        "31 December 2027."
    )


def test_a_prolongation_and_the_other_reading_are_told() -> None:
    told = reckon(D8, TODAY).explanation.lines()
    assert told == [
        "Första avtalstiden slutar 30 juni 2024.",
        "Därefter förlängs avtalet med 1 år i taget. Det är förlängt 3 gånger, räknat från "
        "avtalets början, och avtalstiden slutar 30 juni 2027.",
        "Uppsägningstiden är 6 månader. Sista dagen att säga upp blir därför 30 december 2026. "
        "Dagen räknas in.",
        "Räknat från månadsslut till månadsslut vore sista dagen 31 december 2026. "
        "Den tidigare är säker.",
        "Om inget görs förlängs avtalet till 30 juni 2028.",
    ]


periods = st.one_of(
    st.builds(Period, st.integers(1, 400), st.just(Unit.DAY)),
    st.builds(Period, st.integers(1, 60), st.just(Unit.WEEK)),
    st.builds(Period, st.integers(1, 60), st.just(Unit.MONTH)),
    st.builds(Period, st.integers(1, 6), st.just(Unit.YEAR)),
)
dates = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@st.composite
def agreements(draw: st.DrawFn) -> Terms:
    start = draw(dates)
    following = draw(st.none() | periods)
    anchor = Anchor.TERM if following else draw(st.sampled_from(Anchor))
    repeats = following or anchor is not Anchor.TERM
    by_end = draw(st.booleans())
    try:
        return Terms(
            start=start,
            first=None if by_end else draw(periods),
            end=start + timedelta(days=draw(st.integers(0, 2000))) if by_end else None,
            following=following,
            notice=draw(st.none() | periods),
            max_prolongations=draw(st.none() | st.integers(1, 30)) if repeats else None,
            anchor=anchor,
        )
    except RuleBroken:
        assume(False)
        raise


def walked(agreed: Terms, today: date) -> int:
    """The number of the current term, found by walking through the terms one by one."""
    number = 0
    while True:
        notice = agreed.notice
        end = agreed.end_of(number)
        decisive = notice.before(end) if isinstance(notice, Period) else end
        if today <= decisive or number == agreed.last_term:
            return number
        number += 1


@given(agreements(), dates, st.integers(0, 3000))
def test_the_current_term_is_the_one_found_by_walking(
    agreed: Terms, today: date, later: int
) -> None:
    on = today + timedelta(days=later)
    assert current_term(agreed, on).number == walked(agreed, on)


@given(agreements(), dates, st.integers(0, 3000))
def test_dates_never_move_backwards_as_time_passes(agreed: Terms, today: date, later: int) -> None:
    then = today + timedelta(days=later)
    now_term, then_term = current_term(agreed, today), current_term(agreed, then)
    assert now_term.end is not None
    assert then_term.end is not None
    assert now_term.end <= then_term.end
    now, after = notice_by(agreed, today), notice_by(agreed, then)
    if now and after:
        assert now.safe_day <= after.safe_day


@given(agreements(), dates)
def test_notice_never_comes_after_the_end_and_acting_never_after_notice(
    agreed: Terms, today: date
) -> None:
    term, found = current_term(agreed, today), notice_by(agreed, today)
    assert term.end is not None
    if found:
        assert found.act_by <= found.safe_day <= term.end
        assert not is_closed(found.act_by)
        assert found.month_end_reading is None or found.month_end_reading > found.safe_day
        if term.number != agreed.last_term:
            assert found.safe_day >= today


@given(agreements(), dates)
def test_terms_follow_on_each_other_without_gap_or_overlap(agreed: Terms, today: date) -> None:
    term = current_term(agreed, today)
    if term.number:
        assert term.start == agreed.end_of(term.number - 1) + timedelta(days=1)


@given(agreements(), dates)
def test_doing_nothing_brings_about_what_was_foretold(agreed: Terms, today: date) -> None:
    foretold = consequence(agreed, today)
    found = notice_by(agreed, today)
    term = current_term(agreed, today)
    decided = found.safe_day if found else term.end
    assert decided is not None
    if foretold.fate is Fate.PROLONGED:
        afterwards = current_term(agreed, decided + timedelta(days=1))
        assert afterwards.end is not None
        assert afterwards.number > term.number
        assert foretold.day == agreed.end_of(term.number + 1)
    else:
        assert foretold.day == term.end == last_day_of(agreed)


@given(agreements(), dates)
def test_notice_on_the_last_day_works_and_the_day_after_does_not(
    agreed: Terms, today: date
) -> None:
    found, term = notice_by(agreed, today), current_term(agreed, today)
    assume(found is not None and term.number != agreed.last_term)
    assert found is not None
    assert term.end is not None
    assert ends_when_given(agreed, found.safe_day) == term.end
    assert ends_when_given(agreed, found.safe_day + timedelta(days=1)) > term.end


@given(agreements(), dates)
def test_the_explanation_names_the_days_in_both_languages(agreed: Terms, today: date) -> None:
    reckoning = reckon(agreed, today)
    for language in ("sv", "en"):
        text = reckoning.explanation.text(language)
        assert "{" not in text
        assert "None" not in text
    if reckoning.notice:
        assert f" {reckoning.notice.safe_day.year}" in reckoning.explanation.text()


@given(agreements(), dates)
def test_reckoning_again_changes_nothing(agreed: Terms, today: date) -> None:
    once = reckon(agreed, today)
    assert reckon(replace(agreed), today) == once
    spelled_out = replace(agreed, first=None, end=agreed.end_of(0))
    if agreed.first is None or agreed.following is None:
        assert reckon(spelled_out, today).notice == once.notice
        assert reckon(spelled_out, today).consequence == once.consequence


@given(
    st.integers(2024, 2032),
    st.sampled_from((1, 2, 4, 5, 7, 8, 9, 10, 11, 12)),
    dates,
    st.integers(1, 5),
)
def test_a_year_later_the_day_of_a_yearly_rhythm_is_a_year_later(
    year: int, month: int, today: date, years: int
) -> None:
    """For the months whose day of notice and end do not lie in February, whose length varies."""
    yearly = Terms(
        date(year, month, 1),
        Period(years, Unit.YEAR),
        following=Period(1, Unit.YEAR),
        notice=Period(3, Unit.MONTH),
    )
    now = today.replace(day=min(today.day, 28))
    first, then = (notice_by(yearly, now.replace(year=now.year + n)) for n in (0, 1))
    assert first is not None
    assert then is not None
    if current_term(yearly, now).number:
        assert then.safe_day == first.safe_day.replace(year=first.safe_day.year + 1)


@pytest.mark.parametrize("month", range(1, 13))
def test_every_day_of_2024_to_2032_can_be_a_start(month: int) -> None:
    for start in (
        date(year, month, number)
        for year in range(2024, 2033)
        for number in range(1, month_end(date(year, month, 1)).day + 1)
    ):
        agreed = Terms(
            start,
            Period(3, Unit.YEAR),
            following=Period(1, Unit.YEAR),
            notice=Period(6, Unit.MONTH),
        )
        found, term = notice_by(agreed, start), current_term(agreed, start)
        assert found is not None
        assert term.end is not None
        assert term.end + timedelta(days=1) in (
            start.replace(year=start.year + 3, day=min(start.day, 28)) + timedelta(days=n)
            for n in range(4)
        )
        assert found.safe_day.day in (term.end.day, month_end(found.safe_day).day)
        assert (term.end - found.safe_day).days in range(181, 185)
