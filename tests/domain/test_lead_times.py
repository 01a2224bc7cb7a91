"""The latest day to begin before a last day of notice (domain 8)."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.dates import is_closed
from nk_avtal.domain.lead_times import PREPARING, SENDING, earliest, latest_start
from nk_avtal.domain.sittings import Sitting, Stop

day = date.fromisoformat


def sitting(held_on: str, days_before: int = 14) -> Sitting:
    return Sitting(day(held_on), day(held_on) - timedelta(days=days_before))


DIRECTORS = Stop("Kommundirektörsberedningen", (sitting("2026-09-04", 7), sitting("2026-11-13", 7)))
BOARD = Stop(
    "Styrelsen",
    (sitting("2026-09-25"), sitting("2026-12-04"), sitting("2027-02-12")),
    wait=timedelta(days=14),
)


def test_the_matter_goes_back_from_the_last_meeting_that_is_in_time() -> None:
    found = latest_start(day("2026-12-30"), (DIRECTORS, BOARD))
    assert [(one.name, str(one.sitting.held_on)) for one in found.passed] == [
        ("Styrelsen", "2026-12-04"),
        ("Kommundirektörsberedningen", "2026-11-13"),
    ]
    assert str(found.start_by) == "2026-10-23"
    assert not found.estimated
    assert [str(step) for step in found.steps] == [
        "Styrelsen sammanträder 4 december 2026. Handlingarna lämnas senast 20 november 2026.",
        "Kommundirektörsberedningen sammanträder 13 november 2026. "
        "Handlingarna lämnas senast 6 november 2026.",
        "Ärendet behöver påbörjas senast 23 oktober 2026.",
    ]


def test_a_decision_needs_a_week_before_the_notice() -> None:
    in_time = latest_start(day("2026-12-11"), (BOARD,))
    too_late = latest_start(day("2026-12-10"), (BOARD,))
    assert str(in_time.passed[0].sitting.held_on) == "2026-12-04"
    assert str(too_late.passed[0].sitting.held_on) == "2026-09-25"


def test_a_calendar_that_does_not_reach_is_marked_as_estimated() -> None:
    found = latest_start(day("2027-12-30"), (BOARD,))
    assert found.estimated
    assert str(found.passed[0].sitting.held_on) == "2027-12-09"
    assert str(found.start_by) == "2027-11-11"
    assert "uppskattat" in str(found.steps[0])


def test_a_calendar_without_meetings_is_never_a_silent_guess() -> None:
    assert latest_start(day("2027-12-30"), (Stop("KF", ()),)).estimated


def test_where_several_decide_the_first_to_begin_counts() -> None:
    early, late = (latest_start(day(by), (BOARD,)) for by in ("2026-10-05", "2026-12-30"))
    assert earliest((late, early)) is early
    assert earliest(()) is None


sittings = st.lists(st.dates(date(2024, 1, 1), date(2032, 12, 31)), max_size=12).map(
    lambda days: tuple(Sitting(one, one - timedelta(days=10)) for one in sorted(set(days)))
)
stops = st.lists(st.builds(Stop, st.just("KS"), sittings), max_size=4)


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), stops)
def test_the_day_to_begin_leaves_time_for_every_step(act_by: date, passing: list[Stop]) -> None:
    found = latest_start(act_by, passing)
    by = act_by - SENDING
    for one in found.passed:
        assert one.sitting.held_on <= by
        by = one.sitting.hand_in_by
    assert found.start_by <= by - PREPARING
    assert not is_closed(found.start_by)


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), stops, st.integers(0, 60))
def test_more_time_never_means_beginning_earlier_when_calendars_are_known(
    act_by: date, passing: list[Stop], more: int
) -> None:
    now, then = (latest_start(by, passing) for by in (act_by, act_by + timedelta(days=more)))
    if not (now.estimated or then.estimated):
        assert now.start_by <= then.start_by
