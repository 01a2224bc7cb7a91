"""A matter's way through the bodies, by worked examples and for every way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.matter_plans import chance_of, clashes, documents_due, through, warnings_of
from nk_avtal.domain.matters import (
    MatterOutcome,
    MatterState,
    Station,
    StopState,
    Track,
    check_outcome,
    moved,
    open_of,
    outcomes_of,
    sitting_of,
    states_of,
    whereabouts,
)
from nk_avtal.domain.sittings import Sitting, Stop

day = date.fromisoformat
TODAY = day("2026-11-24")
BOARD, PREPARES, NETWORK = BodyKind.BOARD, BodyKind.PREPARATORY, BodyKind.NETWORK
SUPPORTED, RECOMMENDED = MatterOutcome.SUPPORTED, MatterOutcome.RECOMMENDED
TABLED, REFERRED_BACK = MatterOutcome.TABLED, MatterOutcome.REFERRED_BACK
DECLINED, WITHDRAWN = MatterOutcome.DECLINED, MatterOutcome.WITHDRAWN
DECIDED = MatterOutcome.DECIDED


def at(held_on: str | None, hand_in: str | None = None) -> Sitting | None:
    return sitting_of(day(held_on), day(hand_in) if hand_in else None) if held_on else None


def stop(
    name: str, held_on: str | None = None, outcome: MatterOutcome | None = None, documents: int = 0
) -> Station:
    kinds = {"Styrelsen": BOARD, "Nätverket": NETWORK, "Fullmäktige": BodyKind.ASSEMBLY}
    return Station(name, kinds.get(name, PREPARES), at(held_on), outcome, documents)


def calendar(name: str, *days: str) -> Stop:
    found = tuple(sitting_of(day(one), None) for one in days)
    return Stop(name, found, every=timedelta(days=60))


@pytest.mark.parametrize(
    ("stations", "state", "index"),
    [
        ([], "unplanned", None),
        ([stop("Nätverket"), stop("Styrelsen")], "unplanned", 0),
        ([stop("Nätverket", "2026-12-03"), stop("Styrelsen")], "planned", 0),
        ([stop("Nätverket", "2026-11-24"), stop("Styrelsen")], "planned", 0),
        ([stop("Nätverket", "2026-11-23"), stop("Styrelsen")], "awaited", 0),
        ([stop("Nätverket", "2026-11-20", SUPPORTED), stop("Styrelsen")], "unplanned", 1),
        ([stop("Berednigen", "2026-11-20", TABLED), stop("Berednigen")], "returned", 1),
        ([stop("Berednigen", "2026-11-20", REFERRED_BACK)], "returned", 0),
        ([stop("Berednigen", "2026-11-20", TABLED), stop("B", "2026-12-09")], "planned", 1),
        ([stop("Styrelsen", "2026-09-25", RECOMMENDED)], "done", 0),
        ([stop("Beredningen", "2026-09-01", DECIDED), stop("Styrelsen")], "done", 0),
        ([stop("Beredningen", "2026-09-01", DECLINED), stop("Styrelsen")], "unplanned", 1),
        ([stop("Styrelsen", "2026-09-01", DECLINED), stop("Fullmäktige")], "declined", 0),
        ([stop("Beredningen", "2026-09-01", WITHDRAWN), stop("Styrelsen")], "withdrawn", 0),
        ([stop("Beredningen", "2026-09-01", SUPPORTED)], "done", 0),
    ],
)
def test_where_a_matter_is(stations: list[Station], state: str, index: int | None) -> None:
    found = whereabouts(stations, TODAY)
    assert (found.state, found.index) == (MatterState(state), index)


def test_each_stop_has_its_place_in_the_way() -> None:
    way = [
        stop("Nätverket", "2026-08-19", SUPPORTED),
        stop("Beredningen", "2026-08-28", TABLED),
        stop("Beredningen", "2026-12-09"),
        stop("Styrelsen"),
    ]
    wanted = (StopState.PASSED, StopState.DELAYED, StopState.NOW, StopState.COMING)
    assert tuple(states_of(way)) == wanted
    ended = [way[0], stop("Beredningen", "2026-08-28", WITHDRAWN), stop("Styrelsen")]
    assert states_of(ended)[-1] is StopState.UNREACHED


@pytest.mark.parametrize(
    ("place", "outcome", "held_on", "of_agreement", "at_field", "says"),
    [
        (0, SUPPORTED, "2026-11-20", True, "outcome", "redan registrerat"),
        (2, RECOMMENDED, "2026-11-24", True, "outcome", "inte framme"),
        (1, RECOMMENDED, "2026-11-24", True, "outcome", "Beredningen kan inte"),
        (1, SUPPORTED, "2026-11-25", True, "decided_on", "har inte varit än"),
    ],
)
def test_an_outcome_that_cannot_be(
    place: int, outcome: MatterOutcome, held_on: str, of_agreement: bool, at_field: str, says: str
) -> None:
    way = [
        stop("Nätverket", "2026-11-20", SUPPORTED),
        stop("Beredningen", "2026-11-24"),
        stop("Styrelsen", "2026-12-11"),
    ]
    with pytest.raises(RuleBroken, match=says) as refusal:
        check_outcome(way, place, outcome, day(held_on), TODAY, of_agreement=of_agreement)
    assert refusal.value.name == at_field


def test_only_about_an_agreement_can_something_be_recommended() -> None:
    way = [stop("Styrelsen", "2026-11-24")]
    check_outcome(way, 0, RECOMMENDED, TODAY, TODAY, of_agreement=True)
    with pytest.raises(RuleBroken, match="hör inte till något avtal"):
        check_outcome(way, 0, RECOMMENDED, TODAY, TODAY, of_agreement=False)


def test_only_the_board_recommends_and_every_body_can_delay() -> None:
    for kind in BodyKind:
        found = outcomes_of(kind)
        assert (RECOMMENDED in found) is (kind is BOARD)
        assert {TABLED, REFERRED_BACK, WITHDRAWN} <= set(found)
        assert len(set(found)) == len(found)
    assert DECIDED not in outcomes_of(NETWORK)
    assert Track.GROWTH.area.value == "other"
    assert Track.HEALTHCARE.area.value == "healthcare"


DIRECTORS = calendar("Kommundirektörerna", "2026-11-27", "2027-02-05")
SOCIAL = calendar("Socialberedningen", "2026-12-09", "2027-01-27", "2027-02-24")
THE_BOARD = calendar("Styrelsen", "2026-12-11", "2027-02-19", "2027-03-26")


@pytest.mark.parametrize(
    ("today", "directors", "social", "board", "makes_it", "reachable"),
    [
        ("2026-11-24", "2026-11-27", None, "2026-12-11", False, "2027-02-19"),
        ("2026-11-24", "2026-11-27", "2026-12-09", "2027-02-19", True, None),
        ("2026-11-01", None, None, "2026-12-11", False, "2027-02-19"),
        ("2026-11-01", None, None, "2027-02-19", True, None),
        ("2026-12-28", None, None, "2027-02-19", False, "2027-03-26"),
    ],
)
def test_whether_the_wanted_board_meeting_can_be_reached(
    today: str,
    directors: str | None,
    social: str | None,
    board: str,
    makes_it: bool,
    reachable: str | None,
) -> None:
    """The directors meet two weeks before the board, and the committee between them is too late
    for the documents of the same meeting."""
    way = [
        stop("Kommundirektörerna", directors, documents=1),
        stop("Socialberedningen", social),
        stop("Styrelsen", board),
    ]
    found = chance_of(way, (DIRECTORS, SOCIAL, THE_BOARD), day(today))
    assert found is not None
    assert found.makes_it is makes_it
    if reachable:
        assert str(found.reachable.held_on) == reachable
        (sentence,) = warnings_of(way, (DIRECTORS, SOCIAL, THE_BOARD), day(today))
        assert str(sentence).startswith("Ärendet hinner inte till Styrelsen")


def test_the_directors_reach_the_board_that_meets_two_weeks_later() -> None:
    way = [stop("Kommundirektörerna", "2026-11-27", documents=1), stop("Styrelsen", "2026-12-11")]
    found = chance_of(way, (DIRECTORS, THE_BOARD), TODAY)
    assert found
    assert found.makes_it
    assert warnings_of(way, (DIRECTORS, THE_BOARD), TODAY) == []


def test_meetings_that_do_not_follow_each_other_are_told() -> None:
    wrong = [stop("Beredningen", "2027-02-01"), stop("Styrelsen", "2026-12-11")]
    (sentence,) = clashes(wrong)
    expected = "Styrelsen möter 11 december 2026, före Beredningen som möter 1 februari 2027."
    assert str(sentence) == expected
    due = [stop("Beredningen", "2026-12-09"), stop("Styrelsen", "2026-12-11")]
    assert "ska vara inne senast 27 november 2026" in str(clashes(due)[0])
    held = [stop("Beredningen", "2026-09-09", SUPPORTED), stop("Styrelsen", "2026-12-11")]
    assert clashes(held) == []


def test_documents_that_should_have_been_there_are_asked_for() -> None:
    assert documents_due([stop("Styrelsen", "2026-12-11")], day("2026-11-27")) is None
    assert documents_due([stop("Styrelsen", "2026-12-11")], day("2026-11-28")) is not None
    assert documents_due([stop("Styrelsen", "2026-12-11", documents=1)], day("2026-12-01")) is None
    assert documents_due([stop("Styrelsen", "2026-12-11")], day("2026-12-12")) is None


def test_an_item_moves_one_place_and_never_beyond_the_ends() -> None:
    assert moved([1, 2, 3], 3, up=True) == [1, 3, 2]
    assert moved([1, 2, 3], 1, up=True) == [1, 2, 3]
    assert moved([1, 2, 3], 3, up=False) == [1, 2, 3]


KINDS = st.sampled_from((NETWORK, PREPARES, BOARD, BodyKind.ASSEMBLY))
DAYS = st.dates(day("2026-01-01"), day("2027-12-31"))
PASSED = st.builds(
    lambda kind, held_on, n: Station(
        "organ", kind, sitting_of(held_on, None), outcomes_of(kind)[n % len(outcomes_of(kind))]
    ),
    *(KINDS, DAYS, st.integers(0, 9)),
)
OPEN = st.builds(
    lambda kind, held_on: Station("organ", kind, sitting_of(held_on, None) if held_on else None),
    *(KINDS, st.none() | DAYS),
)
WAYS = st.builds(lambda done, left: [*done, *left], st.lists(PASSED), st.lists(OPEN))


@given(WAYS, DAYS)
def test_a_matter_is_in_one_place_and_knows_what_is_left(way: list[Station], today: date) -> None:
    found, states = whereabouts(way, today), states_of(way)
    assert len(states) == len(way)
    assert states.count(StopState.NOW) <= 1
    if StopState.NOW in states:
        assert found.state.is_open
        assert found.index == states.index(StopState.NOW)
        assert open_of(way)[0] is way[found.index]
    if not found.state.is_open:
        assert StopState.COMING not in states
        assert open_of(way) == []


@given(WAYS, DAYS)
def test_exactly_at_the_next_stop_an_outcome_can_be_recorded(
    way: list[Station], today: date
) -> None:
    states = states_of(way)
    for place, station in enumerate(way):
        outcome = outcomes_of(station.kind)[0]
        try:
            check_outcome(way, place, outcome, today, today, of_agreement=True)
        except RuleBroken:
            assert states[place] is not StopState.NOW
        else:
            assert states[place] is StopState.NOW


@given(st.lists(OPEN, min_size=1, max_size=5), st.lists(DAYS, max_size=6), DAYS)
def test_no_meeting_is_invented_where_one_is_chosen(
    way: list[Station], days: list[date], today: date
) -> None:
    known = tuple(sitting_of(one, None) for one in sorted(set(days)))
    stops = [Stop("organ", known) for _ in way]
    passed = through(way, stops, today)
    assert len(passed) == len(way)
    for station, one in zip(way, passed, strict=True):
        if station.sitting:
            assert one.sitting == station.sitting
        elif one.known:
            assert one.sitting in known
