"""Who is told of a deadline, and when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.dates import is_closed
from nk_avtal.domain.reminders import (
    LEADS,
    Deadline,
    DeadlineKind,
    Due,
    coming,
    due,
    reached_lead,
    reminds_on,
)

ONE_DAY = timedelta(days=1)
MANAGER, CLERK = "chef@demo.example", "kommun-2581@demo.example"
NOTICE = Deadline(DeadlineKind.NOTICE, "agreement:12", date(2026, 12, 31), (MANAGER,))
REPLY = Deadline(DeadlineKind.REPLY, "addressee:7", date(2026, 11, 30), (CLERK,))
MEETING = Deadline(DeadlineKind.MEETING, "addressee:7", date(2026, 11, 16), (CLERK,))
EXCERPT = Deadline(DeadlineKind.EXCERPT, "decision:3", date(2026, 11, 16), (CLERK,))


def run(deadline: Deadline, first: date, last: date, missed: frozenset[date]) -> list[Due]:
    """The reminders of one run a day, except on the days missed."""
    sent: list[Due] = []
    keys: set[str] = set()
    day = first
    while day <= last:
        if day not in missed:
            found = list(due([deadline], day, keys))
            keys |= {reminder.key for reminder in found}
            sent += found
        day += ONE_DAY
    return sent


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        (
            NOTICE,
            [
                *("180 2026-07-04", "90 2026-10-02", "30 2026-12-01", "23 2026-12-08"),
                *("16 2026-12-15", "9 2026-12-22", "7 2026-12-24", "0 2026-12-31"),
            ],
        ),
        (
            REPLY,
            [
                *("14 2026-11-16", "3 2026-11-27", "-1 2026-12-01", "-8 2026-12-08"),
                *("-15 2026-12-15", "-22 2026-12-22", "-29 2026-12-29"),
            ],
        ),
        (MEETING, ["-2 2026-11-18"]),
        (EXCERPT, ["-14 2026-11-30"]),
    ],
)
def test_a_run_every_day_reminds_on_the_days_of_the_leads(
    deadline: Deadline, expected: list[str]
) -> None:
    sent = run(deadline, date(2026, 1, 1), date(2026, 12, 31), frozenset())
    assert [f"{reminder.lead} {reminder.today}" for reminder in sent] == expected
    assert not any(reminder.delayed for reminder in sent)


def test_days_after_a_meeting_are_working_days() -> None:
    christmas = Deadline(DeadlineKind.MEETING, "addressee:7", date(2026, 12, 22))
    assert reminds_on(christmas, -2) == date(2026, 12, 28)


def test_a_missed_run_is_caught_up_with_the_most_urgent_lead_alone() -> None:
    (only,) = due([NOTICE], date(2026, 12, 26), set())
    assert (only.lead, only.days_left, only.delayed) == (7, 5, True)
    assert not list(due([NOTICE], date(2026, 12, 27), {only.key}))


def test_nobody_is_told_of_a_day_of_notice_that_has_passed() -> None:
    assert list(due([NOTICE], date(2026, 12, 31), set()))
    assert not list(due([NOTICE], date(2027, 1, 1), set()))


def test_a_deadline_that_moves_is_told_of_anew() -> None:
    (first,) = due([NOTICE], date(2026, 12, 1), set())
    moved = Deadline(DeadlineKind.NOTICE, "agreement:12", date(2026, 12, 30), (MANAGER,))
    (again,) = due([moved], date(2026, 12, 1), {first.key})
    assert again.lead == first.lead == 30


def test_each_recipient_is_told_once_however_the_address_is_written() -> None:
    several = Deadline(
        DeadlineKind.NOTICE,
        "agreement:12",
        date(2026, 12, 31),
        (MANAGER, CLERK, MANAGER.upper(), f" {MANAGER}"),
    )
    assert [d.recipient for d in due([several], date(2026, 12, 1), set())] == [MANAGER, CLERK]


def test_the_leads_of_an_agreement_take_the_place_of_the_defaults() -> None:
    own = Deadline(DeadlineKind.NOTICE, "agreement:12", date(2026, 12, 31), (MANAGER,), (400, 0))
    assert reached_lead(own, date(2025, 11, 25)) is None
    assert reached_lead(own, date(2025, 11, 26)) == 400
    assert reached_lead(own, date(2026, 12, 31)) == 0
    silent = Deadline(DeadlineKind.NOTICE, "agreement:12", date(2026, 12, 31), (MANAGER,), ())
    assert reached_lead(silent, date(2026, 12, 31)) is None


def test_the_key_is_the_same_text_in_every_run() -> None:
    (found,) = due([NOTICE], date(2026, 12, 2), set())
    assert found.key == "notice:agreement:12:2026-12-31:30:chef@demo.example"


def test_the_coming_reminders_are_listed_with_the_soonest_first() -> None:
    assert coming(NOTICE, date(2026, 11, 24)) == [(date(2026, 12, 1), 30), (date(2026, 12, 24), 7)]
    assert coming(NOTICE, date(2026, 12, 24)) == []


kinds = st.sampled_from(DeadlineKind)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
leads = st.none() | st.lists(st.integers(-30, 200), max_size=5, unique=True).map(tuple)
deadlines = st.builds(
    Deadline, kinds, st.just("agreement:1"), days, st.just((MANAGER, CLERK)), leads
)


@given(deadlines, st.sets(st.integers(0, 800)))
def test_each_lead_reaches_each_recipient_at_most_once_whatever_runs_are_missed(
    deadline: Deadline, missed: set[int]
) -> None:
    first, last = date(2025, 12, 1), date(2028, 2, 1)
    sent = run(deadline, first, last, frozenset(first + timedelta(days=n) for n in missed))
    keys = [reminder.key for reminder in sent]
    assert len(keys) == len(set(keys))
    by_day = [(reminder.today, reminder.recipient) for reminder in sent]
    assert len(by_day) == len(set(by_day))
    of_manager = [reminder.lead for reminder in sent if reminder.recipient == MANAGER]
    assert of_manager == sorted(of_manager, reverse=True)
    for reminder in sent:
        assert reminder.lead < 0 or reminder.days_left >= 0


@given(deadlines)
def test_a_run_every_day_misses_no_lead_and_is_never_late(deadline: Deadline) -> None:
    sent = run(deadline, date(2025, 6, 1), date(2028, 3, 1), frozenset())
    assert not any(reminder.delayed for reminder in sent)
    told = {reminder.lead for reminder in sent}
    same_day = {reminds_on(deadline, lead) for lead in deadline.lead_days}
    assert {reminds_on(deadline, lead) for lead in told} >= same_day


@given(deadlines, days, st.integers(1, 30))
def test_the_first_run_after_a_stop_tells_of_the_most_urgent_lead(
    deadline: Deadline, today: date, off: int
) -> None:
    lead = reached_lead(deadline, today)
    earlier = reached_lead(deadline, today - timedelta(days=off))
    if lead is not None and earlier is not None and lead >= 0:
        assert lead <= earlier
    found = list(due([deadline], today, set()))
    assert [reminder.lead for reminder in found] == [lead] * (0 if lead is None else 2)


@given(days)
def test_the_reminder_after_a_meeting_goes_out_on_a_working_day(day: date) -> None:
    deadline = Deadline(DeadlineKind.MEETING, "addressee:1", day)
    (lead,) = LEADS[DeadlineKind.MEETING]
    assert not is_closed(reminds_on(deadline, lead))
