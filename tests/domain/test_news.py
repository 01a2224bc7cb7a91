"""What is new in a list that somebody follows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.news import news_of

CASES = [
    # there now, told of before, named, counted
    ("", "", "", 0),
    ("abc", "", "abc", 0),
    ("abc", "b", "ac", 0),
    ("abc", "abc", "", 0),
    ("b", "abc", "", 0),  # others have gone
    ("abc", "acx", "b", 0),  # x went, and is not told of again when it is back
    ("cba", "", "cba", 0),  # in the order in which they are there
    ("aab", "", "ab", 0),
    ("abcd", "", "abcd", 0),  # one more than is named: naming it takes no more room
    ("abcde", "", "abc", 2),
    ("abcdef", "a", "bcd", 2),
]


@pytest.mark.parametrize(("now", "told", "named", "more"), CASES)
def test_what_is_told(now: str, told: str, named: str, more: int) -> None:
    news = news_of(now, told, most=3)
    assert ("".join(news.shown), news.more) == (named, more)


@given(st.lists(st.sets(st.integers(0, 30))))
def test_over_many_weeks_each_row_is_told_of_once_and_none_is_lost(weeks: list[set[int]]) -> None:
    told: list[str] = []
    for week in weeks:
        news = news_of([str(one) for one in week], told)
        assert len(news.shown) + news.more == len(news.rows)
        told += news.rows
    assert sorted(told) == sorted({str(one) for week in weeks for one in week})
