"""The phase of an agreement on a day, and the row of steps on its page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.lifecycle import (
    Phase,
    StepFact,
    StepKey,
    StepState,
    Validity,
    phase,
    stepper,
)

TODAY = date(2026, 11, 24)
FIXED = Validity(date(2024, 1, 1), date(2027, 12, 31))
ROLLING = Validity(date(2024, 1, 1), notice_by=date(2026, 12, 31))


@pytest.mark.parametrize(
    ("stage", "validity", "today", "expected"),
    [
        (Stage.DECIDING, FIXED, TODAY, None),
        (Stage.CANCELLED, FIXED, TODAY, None),
        (Stage.CONCLUDED, FIXED, date(2023, 12, 31), Phase.NOT_YET),
        (Stage.CONCLUDED, FIXED, date(2024, 1, 1), Phase.IN_FORCE),
        (Stage.CONCLUDED, FIXED, date(2027, 7, 3), Phase.IN_FORCE),
        (Stage.CONCLUDED, FIXED, date(2027, 7, 4), Phase.UNDER_REVIEW),
        (Stage.CONCLUDED, FIXED, date(2027, 12, 31), Phase.UNDER_REVIEW),
        (Stage.CONCLUDED, FIXED, date(2028, 1, 1), Phase.ENDED),
        (Stage.CONCLUDED, ROLLING, TODAY, Phase.UNDER_REVIEW),
        (Stage.CONCLUDED, ROLLING, date(2027, 1, 1), Phase.IN_FORCE),
        (Stage.CONCLUDED, Validity(), TODAY, Phase.IN_FORCE),
        (Stage.CONCLUDED, Validity(review_on=date(2027, 1, 31)), TODAY, Phase.UNDER_REVIEW),
        (Stage.TERMINATED, FIXED, TODAY, Phase.TERMINATED),
        (Stage.TERMINATED, FIXED, date(2028, 1, 1), Phase.ENDED),
    ],
)
def test_the_calendar_gives_the_phase(
    stage: Stage, validity: Validity, today: date, expected: Phase | None
) -> None:
    assert phase(stage, validity, today) is expected


days = st.dates(date(2020, 1, 1), date(2032, 12, 31))
validities = st.builds(
    Validity,
    starts_on=st.none() | days,
    ends_on=st.none() | days,
    notice_by=st.none() | days,
    review_on=st.none() | days,
)


@given(validities, days, st.integers(0, 4000))
def test_what_has_ended_stays_ended(validity: Validity, today: date, later: int) -> None:
    if phase(Stage.CONCLUDED, validity, today) is Phase.ENDED:
        after = phase(Stage.CONCLUDED, validity, today + timedelta(days=later))
        assert after is Phase.ENDED


def test_the_row_shows_what_is_done_what_is_now_and_what_comes() -> None:
    row = stepper(
        Stage.DECIDING,
        None,
        {
            StepKey.NEGOTIATION: StepFact(date(2026, 5, 20)),
            StepKey.RECOMMENDATION: StepFact(date(2026, 9, 25)),
            StepKey.DECISIONS: StepFact(None, "7 av 14, svar senast 31 december"),
            StepKey.IN_FORCE: StepFact(date(2027, 2, 1)),
        },
    )
    assert [(item.key, item.state) for item in row] == [
        (StepKey.NEGOTIATION, StepState.DONE),
        (StepKey.RECOMMENDATION, StepState.DONE),
        (StepKey.DECISIONS, StepState.NOW),
        (StepKey.IN_FORCE, StepState.COMING),
        (StepKey.REVIEW, StepState.COMING),
    ]
    assert row[2].fact == "7 av 14, svar senast 31 december"
    assert row[3].date == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("stage", "phase", "last"),
    [
        (Stage.TERMINATED, Phase.TERMINATED, StepKey.TERMINATED),
        (Stage.TERMINATED, Phase.ENDED, StepKey.ENDED),
        (Stage.CONCLUDED, Phase.ENDED, StepKey.ENDED),
        (Stage.CANCELLED, None, StepKey.CANCELLED),
    ],
)
def test_an_agreement_off_the_line_ends_its_row_there(
    stage: Stage, phase: Phase | None, last: StepKey
) -> None:
    row = stepper(stage, phase, {StepKey.DRAFT: StepFact(date(2026, 1, 1))})
    assert [item.key for item in row] == [StepKey.DRAFT, last]
    assert row[-1].state is StepState.NOW


def test_an_agreement_under_review_is_past_being_in_force() -> None:
    row = stepper(Stage.CONCLUDED, Phase.UNDER_REVIEW, {StepKey.IN_FORCE: StepFact(TODAY)})
    assert [(item.key, item.state) for item in row] == [
        (StepKey.IN_FORCE, StepState.DONE),
        (StepKey.REVIEW, StepState.NOW),
    ]


@given(
    st.sampled_from(Stage),
    validities,
    days,
    st.dictionaries(st.sampled_from(StepKey), st.just(StepFact())),
)
def test_every_row_has_exactly_one_step_that_is_now(
    stage: Stage, validity: Validity, today: date, facts: dict[StepKey, StepFact]
) -> None:
    row = stepper(stage, phase(stage, validity, today), facts)
    states = [item.state for item in row]
    assert states.count(StepState.NOW) == 1
    assert states == sorted(states, key=["done", "now", "coming"].index)
