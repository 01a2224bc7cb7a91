"""When a recommendation can be sent and withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.recommendations import (
    Draft,
    Need,
    NotSendable,
    Status,
    Step,
    after,
    check_sendable,
    check_withdrawable,
    missing,
    steps_from,
)

COMPLETE = Draft(
    meeting_on=date(2026, 9, 25),
    paragraph="§ 64",
    decision_points=["att anta bilaga 2"],
    addressees=14,
    reply_by=date(2026, 12, 31),
    document_version="1.0",
)


def test_a_recommendation_is_sent_once_and_withdrawn_once() -> None:
    assert after(Status.DRAFT, Step.SEND) is Status.SENT
    assert after(Status.SENT, Step.WITHDRAW) is Status.WITHDRAWN
    assert steps_from(Status.WITHDRAWN) == ()
    with pytest.raises(RuleBroken, match="redan skickad"):
        after(Status.SENT, Step.SEND)
    with pytest.raises(RuleBroken, match="Bara en skickad"):
        after(Status.DRAFT, Step.WITHDRAW)


def test_a_complete_recommendation_can_be_sent() -> None:
    check_sendable(COMPLETE)


def test_an_empty_recommendation_is_told_everything_that_is_missing_at_once() -> None:
    with pytest.raises(NotSendable) as refusal:
        check_sendable(Draft(decision_points=["  "], paragraph=" "))
    assert [item.need for item in refusal.value.missing] == list(Need)
    assert "Välj vilket av styrelsens möten" in str(refusal.value)
    assert "Choose the board meeting" in refusal.value.text("en")


@pytest.mark.parametrize("reply_by", [date(2026, 9, 25), date(2026, 9, 24)])
def test_the_reply_day_must_be_after_the_meeting(reply_by: date) -> None:
    (found,) = missing(replace(COMPLETE, reply_by=reply_by))
    assert found.need is Need.REPLY_BY
    assert (
        str(found.message) == "Svarsdatumet måste vara efter styrelsens möte den 25 september 2026"
    )


def test_a_withdrawal_needs_a_reason() -> None:
    check_withdrawable(Status.SENT, "Fel bilaga skickades")
    with pytest.raises(RuleBroken, match="Skriv varför"):
        check_withdrawable(Status.SENT, " ")
    with pytest.raises(RuleBroken, match="Bara en skickad"):
        check_withdrawable(Status.DRAFT, "Fel bilaga skickades")
