"""What a calendar is told of days that come, move, go and come again."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from nk_avtal.domain.calendars import CANCELLED_FOR, Entry, Told, carried_over, one_line

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
NOTICE = Entry("notice:agreement:1", date(2026, 12, 31), "Säg upp", "Annars", "https://x/", (30,))


@pytest.fixture
def new_uid() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"uid-{next(numbers)}"


def first(new_uid: Callable[[], str], *entries: Entry) -> dict[str, Told]:
    return carried_over({}, entries or (NOTICE,), NOW, TODAY, new_uid)


def test_a_new_day_begins_at_zero(new_uid: Callable[[], str]) -> None:
    (one,) = first(new_uid).values()
    assert (one.uid, one.sequence, one.changed_at, one.cancelled) == ("uid-1", 0, NOW, False)


def test_what_is_unchanged_stays_as_it_was(new_uid: Callable[[], str]) -> None:
    told = first(new_uid)
    assert carried_over(told, [NOTICE], LATER, TODAY, new_uid) == told


@pytest.mark.parametrize(
    "change",
    [
        {"day": date(2027, 6, 30)},
        {"summary": "Följ upp"},
        {"description": "Avgjort."},
        {"url": "https://y/"},
        {"alarms": ()},
    ],
)
def test_a_change_keeps_the_event_and_counts_up(
    new_uid: Callable[[], str], change: dict[str, object]
) -> None:
    moved = replace(NOTICE, **change)  # type: ignore[arg-type]
    (one,) = carried_over(first(new_uid), [moved], LATER, TODAY, new_uid).values()
    assert (one.uid, one.day, one.sequence, one.changed_at) == ("uid-1", moved.day, 1, LATER)


def test_the_next_term_is_another_event(new_uid: Callable[[], str]) -> None:
    after = date(2027, 1, 2)
    following = replace(NOTICE, day=date(2028, 12, 31))
    (one,) = carried_over(first(new_uid), [following], LATER, after, new_uid).values()
    assert (one.uid, one.sequence) == ("uid-2", 0)


def test_what_has_gone_is_cancelled_once_and_then_forgotten(new_uid: Callable[[], str]) -> None:
    gone = carried_over(first(new_uid), [], LATER, TODAY, new_uid)
    (one,) = gone.values()
    assert (one.uid, one.sequence, one.cancelled, one.changed_at) == ("uid-1", 1, True, LATER)
    assert carried_over(gone, [], LATER + CANCELLED_FOR, TODAY, new_uid) == gone
    assert carried_over(gone, [], LATER + CANCELLED_FOR * 2, TODAY, new_uid) == {}


def test_what_comes_back_is_the_same_event(new_uid: Callable[[], str]) -> None:
    gone = carried_over(first(new_uid), [], LATER, TODAY, new_uid)
    (one,) = carried_over(gone, [NOTICE], LATER, TODAY, new_uid).values()
    assert (one.uid, one.sequence, one.cancelled) == ("uid-1", 2, False)


def test_a_day_that_has_passed_is_not_cancelled(new_uid: Callable[[], str]) -> None:
    assert carried_over(first(new_uid), [], LATER, date(2027, 1, 1), new_uid) == {}


def test_nothing_of_a_text_ends_a_line() -> None:
    hostile = "A\r\nATTENDEE:x\rB\nC\vD\fE\x85F\u2028G\u2029H\x00I"
    assert one_line(hostile) == "A ATTENDEE:x B C D E F G H I"
