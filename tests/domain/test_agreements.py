"""The lifecycle of an agreement."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.agreements import NEXT, Stage, Step, after, steps_from
from nk_avtal.domain.errors import RuleBroken

LINE = [
    (Step.NEGOTIATE, Stage.NEGOTIATION),
    (Step.PREPARE, Stage.PREPARATION),
    (Step.RECOMMEND, Stage.RECOMMENDED),
    (Step.SEND, Stage.DECIDING),
    (Step.CONCLUDE, Stage.CONCLUDED),
    (Step.GIVE_NOTICE, Stage.TERMINATED),
]


def test_an_agreement_goes_the_whole_way_from_draft_to_notice() -> None:
    stage = Stage.DRAFT
    for step, reached in LINE:
        stage = after(stage, step)
        assert stage is reached


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.NEGOTIATION, Stage.PREPARATION])
def test_negotiation_and_preparation_can_be_skipped(stage: Stage) -> None:
    assert after(stage, Step.RECOMMEND) is Stage.RECOMMENDED


@pytest.mark.parametrize("stage", [Stage.RECOMMENDED, Stage.DECIDING])
def test_a_withdrawn_recommendation_goes_back_to_preparation(stage: Stage) -> None:
    assert after(stage, Step.PREPARE) is Stage.PREPARATION


def test_every_stage_before_conclusion_can_be_cancelled_and_a_cancelled_one_reopened() -> None:
    cancellable = {stage for stage in Stage if Step.CANCEL in steps_from(stage)}
    assert cancellable == set(Stage) - {Stage.CONCLUDED, Stage.TERMINATED, Stage.CANCELLED}
    assert after(Stage.CANCELLED, Step.REOPEN) is Stage.DRAFT


def test_a_refused_step_says_so_in_both_languages() -> None:
    with pytest.raises(RuleBroken, match="går inte att ta") as refusal:
        after(Stage.DRAFT, Step.GIVE_NOTICE)
    assert refusal.value.name == "step_refused"
    assert refusal.value.text("en").startswith("That step cannot")


@given(st.sampled_from(Stage), st.sampled_from(Step))
def test_a_step_is_offered_exactly_when_it_can_be_taken(stage: Stage, step: Step) -> None:
    try:
        after(stage, step)
    except RuleBroken:
        assert step not in steps_from(stage)
    else:
        assert step in steps_from(stage)


def test_every_stage_can_be_reached_from_a_draft() -> None:
    reached = {Stage.DRAFT}
    for _ in Stage:
        reached |= {to for (stage, _), to in NEXT.items() if stage in reached}
    assert reached == set(Stage)
