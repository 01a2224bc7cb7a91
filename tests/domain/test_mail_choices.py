"""Which reminders can wait for Monday's letter, and which week a day belongs to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.mail_choices import (
    MailChoice,
    can_wait,
    choice_of,
    monday_of,
    next_mail_to,
    week_of,
)
from nk_avtal.domain.people import Role
from nk_avtal.domain.reminders import LEADS, OF_NEGOTIATIONS, Deadline, DeadlineKind, Due

DAY = date(2026, 12, 31)


def reminder(kind: DeadlineKind, lead: int, leads: tuple[int, ...] | None = None) -> Due:
    deadline = Deadline(kind, "agreement:1", DAY, ("a@example.org",), leads)
    return Due(deadline, lead, "a@example.org", DAY - timedelta(days=lead))


@pytest.mark.parametrize("lead", [180, 90, 30])
def test_earlier_reminders_can_wait(lead: int) -> None:
    assert can_wait(reminder(DeadlineKind.NOTICE, lead))


@pytest.mark.parametrize("lead", [7, 3, 1, 0])
def test_the_last_one_before_the_day_and_what_follows_it_cannot(lead: int) -> None:
    assert not can_wait(reminder(DeadlineKind.NOTICE, lead))


def test_the_last_of_the_agreements_own_days_counts() -> None:
    assert not can_wait(reminder(DeadlineKind.NOTICE, 365, (365,)))
    assert can_wait(reminder(DeadlineKind.NOTICE, 365, (365, 60)))


@pytest.mark.parametrize("kind", [DeadlineKind.MEETING, DeadlineKind.EXCERPT, DeadlineKind.REPLY])
def test_what_is_told_after_a_day_can_wait(kind: DeadlineKind) -> None:
    assert can_wait(reminder(kind, -8))


@given(
    kind=st.sampled_from(sorted(set(DeadlineKind) - OF_NEGOTIATIONS)),
    leads=st.lists(st.integers(0, 400), min_size=1, unique=True).map(tuple),
)
def test_of_all_days_before_exactly_one_cannot_wait(
    kind: DeadlineKind, leads: tuple[int, ...]
) -> None:
    assert [one for one in leads if not can_wait(reminder(kind, one, leads))] == [min(leads)]


def test_nothing_about_a_negotiation_is_left_to_a_letter_that_does_not_tell_of_it() -> None:
    leads = (30, 7, -1, -8)
    assert not any(can_wait(reminder(DeadlineKind.TARGET, one, leads)) for one in leads)


@pytest.mark.parametrize(
    ("choice", "day", "before"),
    [
        (MailChoice.AT_ONCE, date(2026, 12, 1), 30),
        (MailChoice.BOTH, date(2026, 12, 1), 30),
        (MailChoice.WEEKLY, date(2026, 12, 24), 7),
    ],
)
def test_the_next_mail_by_itself_is_the_last_one_for_whoever_has_the_letter(
    choice: MailChoice, day: date, before: int
) -> None:
    deadline = Deadline(DeadlineKind.NOTICE, "agreement:1", DAY, ("a@example.org",))
    assert next_mail_to("a@example.org", deadline, choice, date(2026, 11, 24)) == (day, before)


def test_after_the_day_there_is_none() -> None:
    deadline = Deadline(DeadlineKind.NOTICE, "agreement:1", DAY, ("a@example.org",))
    assert next_mail_to("a@example.org", deadline, MailChoice.BOTH, DAY) is None


def test_every_deadline_with_days_before_has_one_that_is_always_sent() -> None:
    for kind, leads in LEADS.items():
        before = [lead for lead in leads if lead >= 0]
        assert not before or not all(can_wait(reminder(kind, lead)) for lead in before)


@pytest.mark.parametrize("role", list(Role))
def test_managers_get_both_and_others_each_by_itself_until_they_choose(role: Role) -> None:
    usual = MailChoice.BOTH if role is Role.MANAGER else MailChoice.AT_ONCE
    assert choice_of(role, None) is usual
    assert choice_of(role, MailChoice.WEEKLY) is MailChoice.WEEKLY


def test_a_week_begins_on_monday_and_may_belong_to_another_year() -> None:
    assert monday_of(date(2026, 11, 29)) == date(2026, 11, 23)
    assert (week_of(date(2026, 11, 24)), week_of(date(2027, 1, 1))) == ("2026-W48", "2026-W53")
