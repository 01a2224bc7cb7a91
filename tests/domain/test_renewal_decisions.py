"""What can be decided about a deadline, and for how long that is enough."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewal_decisions import (
    ANSWERS,
    Answer,
    check_answer,
    check_until,
    settles,
)

TODAY = date(2026, 11, 24)
DEADLINE = date(2026, 12, 31)


def test_every_deadline_of_an_agreement_can_wait_and_be_settled() -> None:
    for kind, answers in ANSWERS.items():
        assert Answer.LATER in answers, kind
        assert len(answers) > 1


def test_an_answer_that_the_deadline_does_not_have_is_refused() -> None:
    check_answer(DeadlineKind.OPTION, Answer.USE_OPTION)
    for kind in (DeadlineKind.NOTICE, DeadlineKind.REPLY):
        with pytest.raises(RuleBroken) as refusal:
            check_answer(kind, Answer.USE_OPTION)
        assert refusal.value.name == "answer_unknown"


@pytest.mark.parametrize(
    ("until", "name"),
    [
        (TODAY, "until_passed"),
        (TODAY - timedelta(days=1), "until_passed"),
        (DEADLINE + timedelta(days=1), "until_too_late"),
    ],
)
def test_a_matter_cannot_wait_until_it_is_too_late(until: date, name: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_until(until, DEADLINE, TODAY)
    assert refusal.value.name == name


def test_later_is_enough_until_its_day_and_no_longer() -> None:
    check_until(DEADLINE, DEADLINE, TODAY)
    until = date(2026, 12, 1)
    for days, quiet in ((0, True), (6, True), (7, False), (8, False)):
        today = TODAY + timedelta(days=days)
        assert settles(Answer.LATER, today, until=until, noticed=False) is quiet


def test_notice_that_is_decided_is_not_enough_until_it_counts() -> None:
    assert not settles(Answer.GIVE_NOTICE, TODAY, until=None, noticed=False)
    assert settles(Answer.GIVE_NOTICE, TODAY, until=None, noticed=True)


def test_every_other_answer_is_enough() -> None:
    for answer in set(Answer) - {Answer.LATER, Answer.GIVE_NOTICE}:
        assert settles(answer, TODAY, until=None, noticed=False)
