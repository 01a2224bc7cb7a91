"""Given notice: how far it has come, from when it counts, and who stays bound."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.anchors import ValidWhen
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.given_notices import (
    Course,
    Ending,
    Progress,
    Reach,
    agreement_ends,
    still_bound,
)

TODAY = date(2026, 11, 24)
PARTIES = ("Boden", "Luleå", "Piteå", "Region Norrbotten")
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
ENDINGS = st.lists(
    st.builds(
        Ending,
        party=st.sampled_from(PARTIES),
        reach=st.sampled_from(Reach),
        last_day=DAYS,
    ),
    max_size=5,
)


def day(number: int) -> date:
    return date(2026, 11, number)


def test_a_notice_is_as_far_as_its_last_step() -> None:
    assert Course().progress is Progress.DECIDED
    assert Course(day(1)).progress is Progress.DECIDED
    assert Course(day(1), day(2)).progress is Progress.SENT
    assert Course(day(1), day(2), day(3)).progress is Progress.RECEIVED
    assert Course(None, None, None, day(4)).progress is Progress.CONFIRMED


@pytest.mark.parametrize(
    ("course", "sent", "received"),
    [
        (Course(day(1)), None, None),
        (Course(day(1), day(2)), day(2), None),
        (Course(day(1), day(2), day(3)), day(2), day(3)),
        (Course(None, None, day(3)), day(3), day(3)),
        (Course(None, day(2), None, day(4)), day(2), day(4)),
    ],
)
def test_it_counts_from_sending_or_from_receipt_as_the_agreement_says(
    course: Course, sent: date | None, received: date | None
) -> None:
    assert course.counts_from(ValidWhen.SENT) == sent
    assert course.counts_from(ValidWhen.RECEIVED) == received


def test_what_has_not_happened_is_not_recorded() -> None:
    with pytest.raises(RuleBroken) as refusal:
        Course(received_on=TODAY + timedelta(days=1)).check(TODAY)
    assert refusal.value.name == "ahead"


def test_the_steps_come_in_their_order() -> None:
    Course(day(5), day(5), day(5), day(5)).check(TODAY)
    with pytest.raises(RuleBroken) as refusal:
        Course(day(5), None, day(4)).check(TODAY)
    assert refusal.value.name == "out_of_order"


def test_a_partial_notice_leaves_the_others_bound() -> None:
    exits = [Ending("Piteå", Reach.EXIT, date(2027, 12, 31))]
    assert still_bound(PARTIES, exits, date(2027, 12, 31)) == list(PARTIES)
    assert still_bound(PARTIES, exits, date(2028, 1, 1)) == ["Boden", "Luleå", "Region Norrbotten"]
    assert agreement_ends(PARTIES, exits) is None


def test_a_notice_of_the_whole_ends_it_for_everybody() -> None:
    notices = [
        Ending("Piteå", Reach.EXIT, date(2027, 6, 30)),
        Ending("Region Norrbotten", Reach.WHOLE, date(2027, 12, 31)),
    ]
    assert still_bound(PARTIES, notices, date(2027, 12, 31)) == [
        *("Boden", "Luleå", "Region Norrbotten"),
    ]
    assert still_bound(PARTIES, notices, date(2028, 1, 1)) == []
    assert agreement_ends(PARTIES, notices) == date(2027, 12, 31)


def test_nobody_is_bound_alone() -> None:
    exits = [
        Ending(name, Reach.EXIT, date(2027, month, 28))
        for month, name in enumerate(PARTIES[:3], start=1)
    ]
    assert agreement_ends(PARTIES, exits) == date(2027, 3, 28)
    assert still_bound(PARTIES, exits, date(2027, 3, 29)) == []


@given(ENDINGS, DAYS)
def test_nobody_becomes_bound_again(endings: list[Ending], on: date) -> None:
    now = still_bound(PARTIES, endings, on)
    assert set(still_bound(PARTIES, endings, on + timedelta(days=1))) <= set(now)


@given(ENDINGS, DAYS)
def test_the_agreement_ends_on_the_last_day_on_which_anybody_is_bound(
    endings: list[Ending], on: date
) -> None:
    ends = agreement_ends(PARTIES, endings)
    assert bool(still_bound(PARTIES, endings, on)) is (ends is None or on <= ends)
