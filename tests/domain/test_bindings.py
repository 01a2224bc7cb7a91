"""Who is bound by an agreement on a day: adoption, entry, joining, leaving and the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.bindings import (
    Adoption,
    Bindings,
    Bond,
    Joining,
    Round,
    bound_on,
    spells,
)
from nk_avtal.domain.entry import Certainty
from nk_avtal.domain.given_notices import Ending, Reach

LULEA, PITEA, BODEN, REGION = 1, 2, 3, "Region Norrbotten"
TOWNS = frozenset({LULEA, PITEA, BODEN})
DECIDED, ENTERED, START = date(2026, 11, 16), date(2026, 12, 21), date(2027, 1, 1)
SURE = Certainty.KNOWN


def adoption(party: int, day: date = DECIDED, wording: str | None = "v1") -> Adoption:
    return Adoption(party, day, day, SURE, "avtalet", wording)


def exit_of(party: int, last_day: date) -> Ending:
    return Ending(party, Reach.EXIT, last_day)


WHOLE = Round((adoption(LULEA), adoption(PITEA, ENTERED)), (ENTERED, SURE), TOWNS)
NEW = Bindings((LULEA, PITEA, BODEN, REGION), START, START, date(2029, 12, 31), rounds=(WHOLE,))
OLD = Bindings((LULEA, PITEA, REGION), date(2020, 1, 1), date(2020, 1, 1))
ANNEX = Round((adoption(LULEA, ENTERED, "v2"),), (ENTERED, SURE), TOWNS, running=True)


def state(known: Bindings, party: object, day: date) -> Bond:
    return next(one.state for one in bound_on(known, day) if one.party == party)


@pytest.mark.parametrize(
    ("known", "party", "day", "expected"),
    [
        # a new agreement: decided in November, condition met in December, begins at New Year
        (NEW, LULEA, date(2026, 12, 31), Bond.NOT_YET),
        (NEW, LULEA, START, Bond.BOUND),
        (NEW, LULEA, date(2029, 12, 31), Bond.BOUND),
        (NEW, LULEA, date(2030, 1, 1), Bond.ENDED),
        (NEW, BODEN, date(2028, 1, 1), Bond.OUTSIDE),
        (NEW, REGION, date(2026, 12, 31), Bond.NOT_YET),
        (NEW, REGION, date(2028, 1, 1), Bond.UNKNOWN),
        (replace(NEW, applies=False), REGION, date(2028, 1, 1), Bond.UNKNOWN),
        # decisions after the start (C5): bound from the decision, not from the start
        (replace(NEW, starts_on=DECIDED, starts_by=DECIDED), PITEA, ENTERED, Bond.BOUND),
        (replace(NEW, starts_on=DECIDED, starts_by=DECIDED), PITEA,
         ENTERED - timedelta(days=1), Bond.NOT_YET),
        # all or nothing (C1): the condition is not met, so nobody is bound
        (replace(NEW, rounds=(replace(WHOLE, entered=None),)), LULEA, date(2028, 1, 1),
         Bond.OUTSIDE),
        (replace(NEW, rounds=(replace(WHOLE, entered=None),)), REGION, date(2028, 1, 1),
         Bond.OUTSIDE),
        # only the year of the start is known
        (replace(NEW, starts_by=date(2027, 12, 31)), LULEA, date(2027, 6, 1), Bond.UNKNOWN),
        (replace(NEW, starts_by=date(2027, 12, 31)), LULEA, date(2027, 12, 31), Bond.BOUND),
        # another party that decided for its part
        (replace(NEW, others=(Adoption(REGION, DECIDED, DECIDED),)), REGION, START, Bond.BOUND),
        # who leaves, and who joins later
        (replace(NEW, endings=(exit_of(PITEA, date(2028, 6, 30)),)), PITEA, date(2028, 6, 30),
         Bond.BOUND),
        (replace(NEW, endings=(exit_of(PITEA, date(2028, 6, 30)),)), PITEA, date(2028, 7, 1),
         Bond.LEFT),
        (replace(NEW, endings=(exit_of(PITEA, date(2028, 6, 30)),)), LULEA, date(2028, 7, 1),
         Bond.BOUND),
        (replace(NEW, joinings=(Joining(BODEN, DECIDED, date(2028, 1, 1)),)), BODEN,
         date(2027, 12, 31), Bond.NOT_YET),
        (replace(NEW, joinings=(Joining(BODEN, DECIDED, date(2028, 1, 1)),)), BODEN,
         date(2028, 1, 1), Bond.BOUND),
        (replace(NEW, joinings=(Joining(9, DECIDED, date(2028, 1, 1)),)), 9,
         date(2028, 1, 1), Bond.BOUND),
        # one who adopts after the others when the agreement is closed stays outside
        (replace(NEW, closed=True, rounds=(replace(WHOLE, adoptions=(
            *WHOLE.adoptions, adoption(BODEN, date(2027, 2, 1)))),)), BODEN, date(2028, 1, 1),
         Bond.OUTSIDE),
        # an agreement of which no decision is recorded: unknown, never bound
        (OLD, LULEA, date(2026, 1, 1), Bond.UNKNOWN),
        (OLD, LULEA, date(2019, 12, 31), Bond.NOT_YET),
        (replace(OLD, applies=False), LULEA, date(2026, 1, 1), Bond.OUTSIDE),
        (replace(OLD, ends_on=date(2025, 12, 31)), LULEA, date(2026, 1, 1), Bond.ENDED),
        (replace(OLD, endings=(exit_of(PITEA, date(2024, 6, 30)),)), PITEA, date(2024, 7, 1),
         Bond.LEFT),
        # a new annex to it shows who is a party from then on, and says nothing of before
        (replace(OLD, rounds=(ANNEX,)), LULEA, ENTERED, Bond.BOUND),
        (replace(OLD, rounds=(ANNEX,)), LULEA, date(2026, 1, 1), Bond.UNKNOWN),
        (replace(OLD, rounds=(ANNEX,)), PITEA, ENTERED, Bond.UNKNOWN),
    ],
)  # fmt: skip
def test_where_a_party_stands_on_a_day(
    known: Bindings, party: object, day: date, expected: Bond
) -> None:
    assert state(known, party, day) is expected


def test_each_is_bound_in_the_wording_that_it_adopted_last() -> None:
    second = Round(
        (adoption(LULEA, date(2028, 2, 1), "v2"),), (date(2028, 3, 1), SURE), TOWNS, True
    )
    known = replace(NEW, rounds=(WHOLE, second))
    wordings = {
        (one.party, day): dict(one.wordings)
        for day in (date(2028, 2, 29), date(2028, 3, 1))
        for one in bound_on(known, day)
    }
    assert wordings[LULEA, date(2028, 2, 29)] == {"avtalet": "v1"}
    assert wordings[LULEA, date(2028, 3, 1)] == {"avtalet": "v2"}
    assert wordings[PITEA, date(2028, 3, 1)] == {"avtalet": "v1"}
    assert wordings[REGION, date(2028, 3, 1)] == {}


def test_who_leaves_and_joins_again_is_bound_twice() -> None:
    known = replace(
        NEW,
        endings=(exit_of(PITEA, date(2027, 12, 31)),),
        joinings=(Joining(PITEA, date(2028, 4, 1), date(2028, 7, 1)),),
    )
    assert [(one.since, one.until) for one in spells(known, PITEA)] == [
        (START, date(2027, 12, 31)),
        (date(2028, 7, 1), date(2029, 12, 31)),
    ]


def test_a_day_that_is_only_reckoned_is_not_called_sure() -> None:
    reckoned = replace(WHOLE, entered=(ENTERED, Certainty.UNLESS_APPEALED))
    found = spells(replace(NEW, rounds=(reckoned,)), LULEA)
    assert found[0].certainty is Certainty.UNLESS_APPEALED


DAYS = st.integers(0, 400).map(lambda days: date(2027, 1, 1) + timedelta(days=days))
PARTIES = st.integers(1, 4)


@st.composite
def histories(draw: st.DrawFn) -> Bindings:
    """An agreement with whatever may have happened to it."""
    rounds = []
    for _ in range(draw(st.integers(0, 2))):
        made = tuple(
            Adoption(party, day, day + timedelta(days=draw(st.integers(0, 40))))
            for party, day in draw(st.dictionaries(PARTIES, DAYS)).items()
        )
        entered = draw(st.none() | DAYS)
        running = draw(st.booleans())
        rounds.append(Round(made, entered and (entered, SURE), frozenset({1, 2, 3}), running))
    start = draw(st.none() | DAYS)
    return Bindings(
        parties=(1, 2, 3, REGION),
        starts_on=start,
        starts_by=start and start + timedelta(days=draw(st.sampled_from([0, 30]))),
        ends_on=draw(st.none() | DAYS),
        applies=draw(st.booleans()),
        closed=draw(st.booleans()),
        rounds=tuple(rounds),
        joinings=tuple(
            Joining(party, day, day + timedelta(days=draw(st.integers(0, 60))))
            for party, day in draw(st.lists(st.tuples(PARTIES, DAYS), max_size=3))
        ),
        endings=tuple(
            Ending(party, Reach.EXIT, day)
            for party, day in draw(st.lists(st.tuples(PARTIES, DAYS), max_size=3))
        ),
    )


@given(histories(), DAYS)
def test_nobody_is_bound_before_deciding_and_entry_nor_after_leaving_or_the_end(
    known: Bindings, day: date
) -> None:
    for one in bound_on(known, day):
        if one.state is not Bond.BOUND:
            continue
        decisions = [
            a.decided_on for r in known.rounds for a in r.adoptions if a.party == one.party
        ]
        decisions += [j.decided_on for j in known.joinings if j.party == one.party]
        assert decisions
        assert min(decisions) <= day
        assert known.starts_by is None or known.starts_by <= day
        assert known.ends_on is None or day <= known.ends_on
        # A running round says itself that the agreement applied, whatever is recorded of the first.
        whole = [r for r in known.rounds if not r.running]
        assert not whole or any(r.entered and r.entered[0] <= day for r in known.rounds)


@given(histories(), PARTIES)
def test_times_of_being_bound_never_overlap_and_end_with_the_exit(
    known: Bindings, party: int
) -> None:
    found = spells(known, party)
    for before, after in pairwise(found):
        assert before.until
        assert after.since
        assert before.until < after.since
    exits = {one.last_day for one in known.endings if one.party == party}
    for spell in found:
        first = spell.since or date.min
        assert not any(first <= day < (spell.until or date.max) for day in exits)
        assert spell.left == (spell.until in exits)


@given(histories(), PARTIES, DAYS, st.integers(1, 100))
def test_after_an_exit_only_a_new_decision_binds_again(
    known: Bindings, party: int, last_day: date, later: int
) -> None:
    known = replace(known, endings=(exit_of(party, last_day),))
    day = last_day + timedelta(days=later)
    now = next((one for one in bound_on(known, day) if one.party == party), None)
    if now and now.state is Bond.BOUND:
        assert now.spell
        assert now.spell.since
        assert now.spell.since > last_day
