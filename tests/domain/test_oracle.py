"""Ten thousand random agreements, each reckoned by the rules and walked through day by day."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import islice
from random import Random

import pytest

from nk_avtal.domain.anchors import Anchor, CountedFrom
from nk_avtal.domain.dates import Period, Unit
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.month_days import MonthDay
from nk_avtal.domain.renewals import Fate, consequence, current_term, notice_by, option_by
from nk_avtal.domain.terms import Option, Terms
from tests.domain import oracle

FIRST_DAY, DAYS = date(2024, 1, 1), 3288
AGREEMENTS, SHARDS = 10_000, 4


def period(random: Random, most_months: int = 48) -> Period:
    unit = random.choice((Unit.MONTH, Unit.MONTH, Unit.YEAR, Unit.WEEK, Unit.DAY))
    most = {Unit.MONTH: most_months, Unit.YEAR: 4, Unit.WEEK: 150, Unit.DAY: 700}[unit]
    return Period(random.randint(1, most), unit)


def notice_rule(random: Random) -> Period | MonthDay | None:
    chosen = random.random()
    if chosen < 0.1:
        return None
    if chosen < 0.25:
        return MonthDay(random.randint(1, 12), random.randint(1, 28))
    return period(random, 24)


def random_terms(random: Random) -> Terms:
    """Terms of any form that is not contradictory."""
    while True:
        start = FIRST_DAY + timedelta(days=random.randrange(DAYS))
        form = random.choice(("following", "following", "option", "calendar", "once"))
        by_end = random.random() < 0.5
        ends_on = start + timedelta(days=random.randint(30, 1500)) if by_end else None
        step = Period(random.randint(20, 300), Unit.DAY) if random.random() < 0.2 else None
        try:
            return Terms(
                start=start,
                first=None if by_end else period(random),
                end=ends_on,
                following=(step or period(random)) if form == "following" else None,
                notice=notice_rule(random),
                max_prolongations=random.choice((None, None, 1, 3))
                if form in ("following", "calendar")
                else None,
                anchor=random.choice(list(Anchor)[1:]) if form == "calendar" else Anchor.TERM,
                counted_from=random.choice(list(CountedFrom)),
                option=Option(period(random), 3, period(random, 12), random.randint(0, 3))
                if form == "option"
                else None,
            )
        except RuleBroken:
            continue


@pytest.mark.parametrize("shard", range(SHARDS))
def test_the_rules_and_a_walk_through_the_calendar_agree(shard: int) -> None:
    random = Random(f"walk {shard}")
    seen: Counter[str] = Counter()
    for _ in range(AGREEMENTS // SHARDS):
        terms = random_terms(random)
        today = FIRST_DAY + timedelta(days=random.randrange(DAYS))
        assert_agree(terms, today)
        seen[consequence(terms, today).fate] += 1
    assert set(seen) == {Fate.PROLONGED, Fate.ENDS}, seen


def assert_agree(terms: Terms, today: date) -> None:
    number = oracle.current(terms, today)
    ends = list(islice(oracle.ends(terms), number + 2))
    term, notice = current_term(terms, today), notice_by(terms, today)
    assert (term.number, term.end) == (number, ends[number]), (terms, today)
    if terms.notice:
        assert notice is not None
        assert notice.safe_day == oracle.notice_day(terms, ends[number]), (terms, today)
    if consequence(terms, today).fate is Fate.PROLONGED:
        assert consequence(terms, today).day == ends[number + 1], (terms, today)
    if found := option_by(terms, today):
        assert terms.option is not None
        prolonged = next(islice(oracle.ends(terms), terms.option.used + 1, None))
        assert found.prolongs_to == prolonged, (terms, today)
