"""Options, longest times, further rules, days set by hand and half-known ends (domain 2.1-2.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.anchors import Anchor, CountedFrom, ValidWhen
from nk_avtal.domain.dates import Period, parse_period
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.month_days import MonthDay
from nk_avtal.domain.notice_rules import NoticeRule, Scope, next_day
from nk_avtal.domain.notices import notice_day, run_out
from nk_avtal.domain.reckonings import reckon
from nk_avtal.domain.renewals import (
    Fate,
    consequence,
    current_term,
    ends_when_given,
    last_day_of,
    notice_by,
    option_by,
)
from nk_avtal.domain.set_days import check_set_day
from nk_avtal.domain.stored_terms import option_from, terms_from
from nk_avtal.domain.terms import Option, SetDay, Terms

TODAY = date(2026, 11, 24)
day = date.fromisoformat
per = parse_period
THREE_YEARS: dict[str, Any] = {"start": day("2024-01-01"), "first": per("3y")}


def name_of(fields: dict[str, Any]) -> str:
    with pytest.raises(RuleBroken) as refusal:
        Terms(**fields)
    assert refusal.value.text("en") != str(refusal.value)
    return refusal.value.name


@pytest.mark.parametrize(
    ("used", "today", "use_by", "to", "left", "ends"),
    [
        (0, "2026-06-30", "2026-06-30", "2027-12-31", 2, "2026-12-31"),
        (0, "2026-07-01", None, None, None, "2026-12-31"),
        (1, "2026-11-24", "2027-06-30", "2028-12-31", 1, "2027-12-31"),
        (2, "2026-11-24", None, None, None, "2028-12-31"),
    ],
)
def test_an_option_has_to_be_used_in_time(
    used: int, today: str, use_by: str | None, to: str | None, left: int | None, ends: str
) -> None:
    """Three years, and one plus one year more if it is used six months before the end."""
    agreed = Terms(**THREE_YEARS, option=Option(per("1y"), 2, per("6m"), used))
    found = option_by(agreed, day(today))
    shown = (found.notice.safe_day, found.prolongs_to, found.left) if found else (None,) * 3
    assert shown == (use_by and day(use_by), to and day(to), left)
    assert consequence(agreed, day(today)).fate is Fate.ENDS
    assert consequence(agreed, day(today)).day == last_day_of(agreed) == day(ends)


def test_an_option_is_explained_with_its_last_day() -> None:
    agreed = Terms(**THREE_YEARS, option=Option(per("1y"), 2, MonthDay(6, 6), 1))
    assert reckon(agreed, TODAY).explanation.lines()[-4:] == [
        "Ingen uppsägningstid är angiven.",
        "Avtalet kan förlängas med 1 år om optionen används senast 6 juni 2027, och gäller då "
        "till 31 december 2028. Det går 1 av 2 gånger till.",
        "Det är nationaldagen, en söndag. Sista vardagen är fredag 4 juni 2027.",
        "Om inget görs upphör avtalet 31 december 2027.",
    ]


def test_an_option_that_contradicts_other_terms_is_refused_by_name() -> None:
    option = Option(per("1y"), 2, per("6m"))
    assert name_of({**THREE_YEARS, "option": option, "following": per("1y")}) == (
        "option_contradicts_term"
    )
    assert name_of({"open_ended": True, "option": option}) == "option_contradicts_term"
    assert name_of({**THREE_YEARS, "option": Option(per("1y"), 0, per("6m"))}) == (
        "option_count_out_of_range"
    )
    assert name_of({**THREE_YEARS, "option": Option(per("1y"), 1, per("6m"), used=2)}) == (
        "option_count_out_of_range"
    )
    assert option_from(None, None, None) is None
    with pytest.raises(RuleBroken) as refusal:
        option_from("1y", None, "6m")
    assert refusal.value.name == "option_incomplete"


@pytest.mark.parametrize(
    ("end", "rule", "last"),
    [
        ("2027-12-31", "6m", "2027-06-30"),
        ("2027-06-30", "6m", "2026-12-31"),  # a whole December is left to give notice in
        ("2027-12-15", "6m", "2027-05-31"),
        ("2027-05-30", "3m", "2027-01-31"),
        ("2027-03-01", "30d", "2026-12-31"),
        ("2027-03-02", "30d", "2027-01-31"),
        ("2027-12-31", "1y", "2026-12-31"),
    ],
)
def test_notice_can_run_from_the_next_month(end: str, rule: str, last: str) -> None:
    found = notice_day(per(rule), day(end), CountedFrom.NEXT_MONTH)
    assert str(found) == last
    assert run_out(per(rule), found, CountedFrom.NEXT_MONTH) <= day(end)
    too_late = run_out(per(rule), found + timedelta(days=1), CountedFrom.NEXT_MONTH)
    assert too_late > day(end)


@pytest.mark.parametrize(
    ("received", "length", "ends"),
    [
        ("2027-01-31", "3m", "2027-04-30"),  # E1
        ("2026-08-31", "6m", "2027-02-28"),  # E2
        ("2026-11-24", "12m", "2027-11-30"),  # E3
        ("2027-01-15", "6m", "2027-07-31"),  # E4
        ("2027-01-15", "30d", "2027-03-02"),
    ],
)
def test_an_open_ended_agreement_can_run_out_from_the_next_month(
    received: str, length: str, ends: str
) -> None:
    agreed = Terms(open_ended=True, notice=per(length), counted_from=CountedFrom.NEXT_MONTH)
    assert str(ends_when_given(agreed, day(received))) == ends


def test_a_longest_time_limits_the_prolongations() -> None:
    agreed = Terms(**THREE_YEARS, following=per("1y"), notice=per("6m"), longest=per("5y"))
    assert agreed.last_term == 2
    assert last_day_of(agreed) == date(2028, 12, 31)
    assert consequence(agreed, date(2028, 7, 1)).fate is Fate.ENDS
    assert "sammanlagt högst 5 år, till och med 31 december 2028" in str(
        reckon(agreed, TODAY).explanation.text()
    )


def test_a_longest_time_ends_an_open_ended_agreement() -> None:
    start = date(2024, 1, 1)
    agreed = Terms(start, open_ended=True, notice=per("6m"), longest=per("4y"))
    assert consequence(agreed, TODAY).day == date(2027, 12, 31)
    assert current_term(agreed, TODAY).end == date(2027, 12, 31)
    assert ends_when_given(agreed, date(2027, 10, 1)) == date(2027, 12, 31)
    assert ends_when_given(agreed, TODAY) == date(2027, 5, 24)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({**THREE_YEARS, "longest": per("5y")}, "longest_contradicts_term"),
        ({**THREE_YEARS, "following": per("2y"), "longest": per("4y")}, "longest_within_term"),
        (
            {**THREE_YEARS, "following": per("1y"), "longest": per("2y")},
            "longest_shorter_than_term",
        ),
        ({"end": TODAY, "following": per("1y"), "longest": per("9y")}, "start_unknown"),
        (
            {
                **THREE_YEARS,
                "following": per("1y"),
                "notice": MonthDay(11, 1),
                "counted_from": CountedFrom.NEXT_MONTH,
            },
            "counted_from_contradicts_notice_day",
        ),
    ],
)
def test_a_limit_that_cannot_be_read_one_way_is_refused(fields: dict[str, Any], name: str) -> None:
    assert name_of(fields) == name


@pytest.mark.parametrize(
    ("rule", "today", "by", "effect"),
    [
        (NoticeRule(Scope.PRICE, MonthDay(10, 31), Anchor.YEAR), "2026-10-31", "2026-10-31", 2026),
        (NoticeRule(Scope.PRICE, MonthDay(10, 31), Anchor.YEAR), "2026-11-01", "2027-10-31", 2027),
        (NoticeRule(Scope.EXIT, per("12m"), Anchor.YEAR), "2026-11-24", "2026-12-31", 2027),
        (NoticeRule(Scope.EXIT, per("12m"), Anchor.YEAR), "2027-01-01", "2027-12-31", 2028),
        (NoticeRule(Scope.PARTY, per("18m"), party="Regionen"), "2026-11-24", "2028-06-30", 2029),
    ],
)
def test_each_further_rule_has_its_own_next_day(
    rule: NoticeRule, today: str, by: str, effect: int
) -> None:
    agreed = Terms(**THREE_YEARS, following=per("3y"), notice=per("6m"))
    found = next_day(agreed, rule, day(today))
    assert found is not None
    assert (str(found.notice.safe_day), found.takes_effect) == (by, date(effect, 12, 31))
    assert found.notice.act_by <= found.notice.safe_day


def test_a_further_rule_has_no_day_after_the_end_or_when_it_holds_at_any_time() -> None:
    once = Terms(**THREE_YEARS)
    price = NoticeRule(Scope.PRICE, MonthDay(10, 31), Anchor.YEAR)
    assert next_day(once, price, date(2026, 10, 31)) is not None
    assert next_day(once, price, date(2026, 11, 1)) is None
    leaving = NoticeRule(Scope.EXIT, per("6m"))
    assert next_day(Terms(open_ended=True), leaving, TODAY) is None
    assert next_day(once, leaving, TODAY) is None


def test_a_fixed_day_of_a_further_rule_needs_a_yearly_end() -> None:
    with pytest.raises(RuleBroken) as refusal:
        NoticeRule(Scope.PRICE, MonthDay(10, 31), Anchor.QUARTER)
    assert refusal.value.name == "notice_day_contradicts_anchor"


def test_the_rules_are_told_after_what_happens_otherwise() -> None:
    agreed = Terms(
        **THREE_YEARS, following=per("1y"), notice=per("6m"), valid_when=ValidWhen.RECEIVED
    )
    rules = (
        NoticeRule(Scope.PRICE, MonthDay(10, 31), Anchor.YEAR),
        NoticeRule(Scope.EXIT, per("12m"), Anchor.YEAR),
    )
    told = reckon(agreed, TODAY, rules)
    assert [one.rule.scope for one in told.rules] == [Scope.PRICE, Scope.EXIT]
    assert told.explanation.lines()[3:] == [
        "Uppsägningen ska ha kommit fram till motparten den dagen.",
        "Om inget görs förlängs avtalet till 31 december 2028.",
        "Ändrade priser från och med dagen efter 31 december 2027 ska begäras senast "
        "31 oktober 2027.",
        "Det är en söndag. Sista vardagen är fredag 29 oktober 2027.",
        "En part som vill lämna avtalet 31 december 2027 ska säga upp det senast "
        "31 december 2026. De andra är kvar i avtalet.",
        "Det är nyårsafton, en torsdag. Sista vardagen är onsdag 30 december 2026.",
    ]


YEARLY = Terms(**THREE_YEARS, following=per("1y"), notice=per("6m"))


def with_days(*days: tuple[str, str]) -> Terms:
    found = tuple(SetDay(day(end), day(on), "Parterna är överens.") for end, on in days)
    return Terms(**THREE_YEARS, following=per("1y"), notice=per("6m"), set_days=found)


def test_a_day_set_by_hand_holds_for_its_term_and_is_told_as_such() -> None:
    agreed = with_days(("2027-12-31", "2027-05-15"))
    found = notice_by(agreed, TODAY)
    assert found is not None
    assert (str(found.safe_day), str(found.act_by), str(found.reckoned)) == (
        "2027-05-15",
        "2027-05-14",
        "2027-06-30",
    )
    lines = reckon(agreed, TODAY).explanation.lines()
    assert "Dagen är satt för hand till 15 maj 2027: Parterna är överens." in lines
    assert current_term(agreed, date(2027, 5, 16)).end == date(2028, 12, 31)
    later = notice_by(agreed, date(2027, 5, 16))
    assert later is not None
    assert (later.safe_day, later.reckoned) == (date(2028, 6, 30), None)


def test_a_set_day_that_no_longer_fits_is_left_out() -> None:
    for agreed in (
        with_days(("2027-11-30", "2027-05-15")),  # no term ends then
        with_days(("2027-12-31", "2026-06-30")),  # not after the day of the term before
        with_days(("2027-12-31", "2028-01-01")),
    ):
        found = notice_by(agreed, TODAY)
        assert found is not None
        assert (found.safe_day, found.reckoned) == (date(2027, 6, 30), None)


def test_a_set_day_is_left_out_when_there_is_no_notice_any_more() -> None:
    agreed = replace(with_days(("2027-12-31", "2027-05-15")), notice=None)
    assert notice_by(agreed, TODAY) is None
    assert str(current_term(agreed, date(2027, 5, 16)).end) == "2027-12-31"


@pytest.mark.parametrize(
    ("agreed", "wanted", "name"),
    [
        (YEARLY, "2028-01-01", "set_day_after_end"),
        (YEARLY, "2026-06-30", "set_day_out_of_order"),
        (with_days(("2028-12-31", "2027-10-01")), "2027-10-02", "set_day_out_of_order"),
        (Terms(open_ended=True, notice=per("6m")), "2027-05-15", "no_notice_day"),
        (Terms(**THREE_YEARS), "2026-05-15", "no_notice_day"),
    ],
)
def test_a_set_day_is_refused_by_name(agreed: Terms, wanted: str, name: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_set_day(agreed, 1, SetDay(date(2027, 12, 31), day(wanted), "Skäl"))
    assert refusal.value.name == name


@given(
    st.dates(date(2024, 1, 1), date(2032, 12, 31)),
    st.integers(-400, 400),
    st.integers(-400, 400),
    st.dates(date(2024, 1, 1), date(2032, 12, 31)),
    st.integers(0, 1500),
)
def test_set_days_never_make_time_run_backwards(
    start: date, first: int, second: int, today: date, later: int
) -> None:
    plain = Terms(start, per("2y"), following=per("1y"), notice=per("3m"))
    ends = [plain.end_of(n) for n in (1, 2)]
    moved = [
        SetDay(end, notice_day(per("3m"), end) + timedelta(days=by), "Skäl")
        for end, by in zip(ends, (first, second), strict=True)
    ]
    agreed = Terms(start, per("2y"), following=per("1y"), notice=per("3m"), set_days=tuple(moved))
    assume(later)
    now, then = (current_term(agreed, on).number for on in (today, today + timedelta(days=later)))
    assert now <= then
    found = notice_by(agreed, today)
    assert found is not None
    assert found.safe_day >= today


def test_notice_before_a_half_known_end_is_counted_from_its_earliest_day() -> None:
    agreed = terms_from(
        start_on=date(2024, 1, 1),
        start_precision=Precision.DAY,
        end_on=date(2027, 12, 31),
        end_precision=Precision.MONTH,
        notice_period="6m",
    )
    found = notice_by(agreed, TODAY)
    assert found is not None
    assert found.safe_day == date(2027, 6, 1)
    assert last_day_of(agreed) == date(2027, 12, 31)
    assert (
        "den tidigaste dag det kan vara, 1 december 2027"
        in reckon(agreed, TODAY).explanation.text()
    )


def test_peers_fail_these_and_we_do_not() -> None:
    """peers.md section 2: the questions that other systems answered wrongly or not at all."""
    leap = Terms(end=date(2028, 2, 29), notice=per("1y"))
    clamped = Terms(end=date(2026, 8, 31), following=per("6m"), notice=per("3m"))
    monthly = Terms(date(2026, 1, 31), per("1m"), following=per("1m"))
    found = [notice_by(one, TODAY) for one in (leap, clamped)]
    assert [one.safe_day.isoformat() for one in found if one] == ["2027-02-28", "2026-11-28"]
    assert current_term(clamped, TODAY).end == date(2027, 2, 28)
    assert {monthly.end_of(number).day for number in range(1, 400)} <= {27, 28, 29, 30}
    assert str(Period(6, per("6m").unit)) == "6m"
    with pytest.raises(RuleBroken):
        per("halvt år ungefär")
