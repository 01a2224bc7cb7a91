"""Ten thousand agreements reckoned by the rules and by PostgreSQL's own intervals (R-11).

PostgreSQL goes to the last day of a shorter month as the rules do. What it does not know is said
here: an end is the day before, unless the month lacked the day (domain 2.2).
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from random import Random

import psycopg
import sqlalchemy as sa

from nk_avtal.domain.anchors import last_day
from nk_avtal.domain.dates import Period, Unit
from nk_avtal.domain.notices import notice_day
from nk_avtal.domain.terms import Terms

AGREEMENTS = 10_000
UNITS = {Unit.DAY: "day", Unit.WEEK: "week", Unit.MONTH: "month", Unit.YEAR: "year"}
RECKON = """
SELECT CASE WHEN %(in_months)s AND extract(day FROM reached) < extract(day FROM start)
            THEN reached ELSE reached - 1 END
FROM (SELECT (start + term)::date AS reached, start
      FROM (SELECT %(start)s::date AS start, %(term)s::interval AS term) given) counted
"""


def random_case(random: Random) -> tuple[date, Period, Period, int, Period]:
    start = date(2024, 1, 1) + timedelta(days=random.randrange(3288))
    first = Period(random.randint(1, 60), Unit.MONTH)
    following = Period(random.randint(1, 5), random.choice((Unit.MONTH, Unit.YEAR)))
    notice = Period(random.randint(1, 90), random.choice(list(Unit)[:3]))
    return start, first, following, random.randint(0, 40), notice


def connect() -> psycopg.Connection[tuple[date]]:
    address = sa.make_url(os.environ["NK_TEST_POSTGRES"])
    return psycopg.connect(
        host=str(address.query.get("host") or address.host),
        port=address.port or 5432,
        user=address.username,
        password=address.password,
        dbname=address.database,
    )


def test_ends_and_days_of_notice_agree_with_the_intervals_of_postgresql() -> None:
    random = Random("intervals")
    with connect() as connection, connection.pipeline():
        asked = []
        for _ in range(AGREEMENTS):
            start, first, following, number, notice = random_case(random)
            months = first.months + following.months * number
            values = {"start": start, "term": f"{months} months", "in_months": True}
            end = connection.execute(RECKON, values)
            reckoned = Terms(start, first, following=following).end_of(number)
            before = f"{notice.amount} {UNITS[notice.unit]}"
            day = connection.execute("SELECT (%s::date - %s::interval)::date", (reckoned, before))
            asked.append((start, first, following, number, notice, reckoned, end, day))
        for start, first, following, number, notice, reckoned, end, day in asked:
            case = (start, first, following, number, notice)
            assert end.fetchone() == (reckoned,), case
            assert day.fetchone() == (notice_day(notice, reckoned),), case


def test_the_comparison_can_fail() -> None:
    with connect() as connection:
        values = {"start": date(2024, 1, 31), "term": "1 month", "in_months": False}
        wrong = connection.execute(RECKON, values).fetchone()
    assert wrong != (last_day(date(2024, 1, 31), Period(1, Unit.MONTH)),)
