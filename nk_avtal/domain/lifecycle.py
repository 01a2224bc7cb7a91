"""What the calendar makes of an agreement, and the row of steps that its page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from nk_avtal.domain.agreements import Stage

REVIEW_LEAD = timedelta(days=180)
"""How long before its last day of notice, or its end, an agreement is under review."""


class Phase(StrEnum):
    """Where a concluded agreement stands on a day. Derived, never stored."""

    NOT_YET = "not_yet"  # concluded, starts later
    IN_FORCE = "in_force"
    UNDER_REVIEW = "under_review"  # omprövning
    TERMINATED = "terminated"  # notice given, still applies
    ENDED = "ended"


@dataclass(frozen=True)
class Validity:
    """The days that decide the phase; None is unknown or not there.

    `ends_on` is the last day that the agreement applies (inclusive) when nothing more is done. It
    is None for one that goes on until notice is given, prolonged or open-ended alike.
    """

    starts_on: date | None = None
    ends_on: date | None = None
    notice_by: date | None = None
    review_on: date | None = None


def phase(stage: Stage, validity: Validity, today: date) -> Phase | None:
    """The phase on `today`, or None before the agreement is concluded and after a cancelling."""
    if stage not in (Stage.CONCLUDED, Stage.TERMINATED):
        return None
    if validity.ends_on and today > validity.ends_on:
        return Phase.ENDED
    if stage is Stage.TERMINATED:
        return Phase.TERMINATED
    if validity.starts_on and today < validity.starts_on:
        return Phase.NOT_YET
    return Phase.UNDER_REVIEW if _review_has_begun(validity, today) else Phase.IN_FORCE


def _review_has_begun(validity: Validity, today: date) -> bool:
    days = (validity.notice_by, validity.review_on, validity.ends_on)
    return any(day - REVIEW_LEAD <= today <= day for day in days if day)


LISTED_STAGES = (
    *(Stage.DRAFT, Stage.NEGOTIATION, Stage.PREPARATION, Stage.RECOMMENDED, Stage.DECIDING),
    *(Phase.NOT_YET, Stage.CONCLUDED, Stage.TERMINATED, Phase.ENDED, Stage.CANCELLED),
)
"""What a list says of agreements and can be narrowed to, in the order of an agreement's life."""


def listed_stage(stage: Stage, phase: Phase | None) -> Stage | Phase:
    """What a list says: the stage that people have set, unless the agreement begins later or has
    ended."""
    return phase if phase in (Phase.NOT_YET, Phase.ENDED) else stage


class StepKey(StrEnum):
    """The steps of the row, in order; the last three stand off the line (ux 5.1)."""

    DRAFT = "draft"
    NEGOTIATION = "negotiation"
    PREPARATION = "preparation"
    RECOMMENDATION = "recommendation"
    DECISIONS = "decisions"
    IN_FORCE = "in_force"
    REVIEW = "review"
    ENDED = "ended"
    TERMINATED = "terminated"
    CANCELLED = "cancelled"


class StepState(StrEnum):
    """How a step is drawn: with a tick, with a ring, or as what is to come."""

    DONE = "done"
    NOW = "now"
    COMING = "coming"


@dataclass(frozen=True)
class StepFact:
    """What is known of a step: its day, and one fact in the words of the page."""

    day: date | None = None
    fact: str | None = None


@dataclass(frozen=True)
class StepperItem:
    """One step of the row. Exactly one item of a row is NOW."""

    key: StepKey
    state: StepState
    date: date | None = None
    fact: str | None = None


_LINE = tuple(StepKey)[:7]
_OFF_LINE = frozenset(tuple(StepKey)[7:])
_BY_STAGE = {
    Stage.DRAFT: StepKey.DRAFT,
    Stage.NEGOTIATION: StepKey.NEGOTIATION,
    Stage.PREPARATION: StepKey.PREPARATION,
    Stage.RECOMMENDED: StepKey.RECOMMENDATION,
    Stage.DECIDING: StepKey.DECISIONS,
    Stage.CONCLUDED: StepKey.IN_FORCE,
    Stage.TERMINATED: StepKey.TERMINATED,
    Stage.CANCELLED: StepKey.CANCELLED,
}
_BY_PHASE = {Phase.UNDER_REVIEW: StepKey.REVIEW, Phase.ENDED: StepKey.ENDED}


def stepper(
    stage: Stage, phase: Phase | None, facts: Mapping[StepKey, StepFact]
) -> list[StepperItem]:
    """The row of steps for an agreement page.

    A step that lies behind is shown only when `facts` holds something about it: a tick without a
    day would claim that a skipped negotiation took place. An agreement that has ended, been
    terminated or cancelled ends its row there.
    """
    present = _BY_PHASE.get(phase, _BY_STAGE[stage]) if phase else _BY_STAGE[stage]
    off_line = present in _OFF_LINE
    behind = _LINE if off_line else _LINE[: _LINE.index(present)]
    ahead = () if off_line else _LINE[_LINE.index(present) + 1 :]
    return [
        *(_item(key, StepState.DONE, facts) for key in behind if key in facts),
        _item(present, StepState.NOW, facts),
        *(_item(key, StepState.COMING, facts) for key in ahead),
    ]


def _item(key: StepKey, state: StepState, facts: Mapping[StepKey, StepFact]) -> StepperItem:
    known = facts.get(key, StepFact())
    return StepperItem(key, state, known.day, known.fact)
