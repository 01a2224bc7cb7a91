"""Which decision counts, and where that leaves the municipality."""

from __future__ import annotations

import random
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.adoptions import (
    DecisionFacts,
    Outcome,
    Standing,
    place_in_order,
    standing,
    which_counts,
)

TODAY = date(2026, 11, 24)
OCT, NOV, DEC = date(2026, 10, 12), date(2026, 11, 9), date(2026, 12, 14)


def decision(outcome: str, day: date = NOV, recorded: int = 1, **more: bool) -> DecisionFacts:
    return DecisionFacts(Outcome(outcome), day, recorded, **more)


@pytest.mark.parametrize(
    ("history", "counts"),
    [
        ([], None),
        ([("adopted", OCT)], 0),
        ([("referred_back", OCT), ("adopted", NOV)], 1),
        ([("adopted", OCT), ("referred_back", NOV)], 1),
        ([("adopted", OCT), ("declined", OCT)], 1),
        ([("proposed", OCT)], None),
        ([("adopted", OCT), ("proposed", NOV)], 0),
        ([("withdrawn", NOV)], 0),
        ([("referred_back", OCT), ("withdrawn", NOV)], 1),
        ([("adopted", OCT), ("withdrawn", NOV)], 0),
        ([("declined", OCT), ("noted", NOV)], 0),
        ([("adopted", OCT), ("tabled", NOV), ("noted", DEC)], 2),
    ],
)
def test_the_latest_decision_counts(history: list[tuple[str, date]], counts: int | None) -> None:
    decisions = [decision(outcome, day, n) for n, (outcome, day) in enumerate(history)]
    for order in permutations(decisions):
        assert which_counts(order) == (None if counts is None else decisions[counts])


def test_an_undone_decision_never_counts() -> None:
    first = decision("referred_back", OCT)
    assert which_counts([first, decision("declined", NOV, undone=True)]) == first
    assert which_counts([decision("adopted", undone=True)]) is None


@pytest.mark.parametrize(
    ("concerned", "outcome", "planned_on", "reply_by", "expected"),
    [
        (True, None, None, None, Standing.WAITING),
        (True, None, None, TODAY, Standing.WAITING),
        (True, None, None, date(2026, 11, 23), Standing.LATE),
        (True, None, DEC, date(2026, 11, 23), Standing.LATE),
        (True, None, TODAY, None, Standing.PLANNED),
        (True, None, DEC, DEC, Standing.PLANNED),
        (True, None, NOV, DEC, Standing.MEETING_PASSED),
        (False, None, DEC, date(2026, 11, 23), Standing.NOT_CONCERNED),
        (False, "adopted", None, None, Standing.ADOPTED),
        (True, "adopted", NOV, date(2026, 10, 31), Standing.ADOPTED),
        (True, "adopted_with_addition", None, None, Standing.ADOPTED_WITH_ADDITION),
        (True, "declined", None, None, Standing.DECLINED),
        (True, "referred_back", DEC, date(2026, 10, 31), Standing.PAUSED),
        (True, "tabled", DEC, None, Standing.PAUSED),
        (True, "proposed", None, None, Standing.WAITING),
        (True, "proposed", DEC, None, Standing.PLANNED),
        (True, "withdrawn", None, date(2026, 10, 31), Standing.LATE),
        (True, "noted", DEC, None, Standing.PLANNED),
    ],
)
def test_the_standing_follows_the_precedence(
    concerned: bool,
    outcome: str | None,
    planned_on: date | None,
    reply_by: date | None,
    expected: Standing,
) -> None:
    decisions = [decision(outcome)] if outcome else []
    assert standing(concerned, decisions, planned_on, reply_by, TODAY) is expected


def test_an_addition_counts_for_entry_only_once_it_is_accepted() -> None:
    assert decision("adopted").counts_for_entry
    assert not decision("adopted_with_addition").counts_for_entry
    assert decision("adopted_with_addition", addition_accepted=True).counts_for_entry
    assert not decision("declined", addition_accepted=True).counts_for_entry


def test_the_eighth_to_be_recorded_is_the_eighth_whatever_the_meeting_day() -> None:
    earlier = [decision("adopted", date(2026, 11, day), day) for day in range(17, 24)]
    own = decision("adopted", date(2026, 11, 16), 30)
    later = decision("adopted", date(2026, 11, 2), 31)
    refused = decision("declined", OCT, 3)
    assert place_in_order(own, [*earlier, refused, own, later]) == 8


facts = st.builds(
    DecisionFacts,
    outcome=st.sampled_from(Outcome),
    decided_on=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    recorded=st.integers(0, 10_000),
    undone=st.booleans(),
)
histories = st.lists(facts, max_size=8, unique_by=lambda d: d.recorded)


@given(histories, st.randoms(use_true_random=False))
def test_the_order_in_which_decisions_are_read_does_not_matter(
    history: list[DecisionFacts], chance: random.Random
) -> None:
    shuffled = chance.sample(history, len(history))
    assert which_counts(shuffled) == which_counts(history)


@given(histories)
def test_what_counts_is_one_of_the_valid_decisions(history: list[DecisionFacts]) -> None:
    counting = which_counts(history)
    valid = [d for d in history if not d.undone and d.outcome is not Outcome.PROPOSED]
    assert (counting is None) == (not valid)
    assert counting is None or counting in valid


@given(histories, facts)
def test_undoing_the_newest_decision_restores_what_stood_before(
    history: list[DecisionFacts], newest: DecisionFacts
) -> None:
    undone = DecisionFacts(newest.outcome, newest.decided_on, 20_000, undone=True)
    assert which_counts([*history, undone]) == which_counts(history)


days = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(st.booleans(), histories, days, days)
def test_without_a_decision_time_only_moves_a_municipality_towards_late(
    concerned: bool, history: list[DecisionFacts], planned: date | None, reply: date | None
) -> None:
    order = [Standing.WAITING, Standing.PLANNED, Standing.MEETING_PASSED, Standing.LATE]
    seen = [
        standing(concerned, history, planned, reply, date.fromordinal(day))
        for day in range(date(2026, 1, 1).toordinal(), date(2028, 1, 2).toordinal(), 61)
    ]
    ranks = [order.index(s) for s in seen if s in order]
    assert ranks == sorted(ranks)
    assert len(ranks) in (0, len(seen))
