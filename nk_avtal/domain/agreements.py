"""What an agreement is: its kinds and areas, and the lifecycle as a table of steps."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase


class Kind(StrEnum):
    """What the text calls itself. Only some kinds have a notice period."""

    AGREEMENT = "agreement"  # avtal
    ACCORD = "accord"  # överenskommelse
    COOPERATION = "cooperation"  # samverkansavtal
    ADDENDUM = "addendum"  # tilläggsavtal, bilaga
    GUIDELINE = "guideline"  # riktlinje
    PRICE_LIST = "price_list"  # prislista, taxa
    CHARTER = "charter"  # förbundsordning, stadgar
    STRATEGY = "strategy"  # strategi, målbild, inriktning, plan
    OTHER = "other"


class Area(StrEnum):
    """The field of work; an agreement may span several."""

    EDUCATION = "education"
    SOCIAL_SERVICES = "social_services"
    HEALTHCARE = "healthcare"  # kommunal hälso- och sjukvård
    OTHER = "other"


class Precision(StrEnum):
    """How much of a date is known. The stored day is the first day of a month or a year."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"
    OPEN_ENDED = "open_ended"  # tills vidare


class Relation(StrEnum):
    """How one agreement stands to another, read from the first to the second."""

    REPLACES = "replaces"
    UNDER = "under"
    RELATED = "related"


class Cooperation(StrEnum):
    """Whether it is avtalssamverkan, one municipality doing another's task (KL 9:37)."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


class Stage(StrEnum):
    """Where people have brought the agreement. What the calendar brings about is derived."""

    DRAFT = "draft"
    NEGOTIATION = "negotiation"
    PREPARATION = "preparation"
    RECOMMENDED = "recommended"
    DECIDING = "deciding"
    CONCLUDED = "concluded"
    TERMINATED = "terminated"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What people do to bring an agreement to its next stage."""

    NEGOTIATE = "negotiate"
    PREPARE = "prepare"
    RECOMMEND = "recommend"
    SEND = "send"
    CONCLUDE = "conclude"
    GIVE_NOTICE = "give_notice"
    CANCEL = "cancel"
    REOPEN = "reopen"


NEXT: dict[tuple[Stage, Step], Stage] = {
    (Stage.DRAFT, Step.NEGOTIATE): Stage.NEGOTIATION,
    (Stage.DRAFT, Step.PREPARE): Stage.PREPARATION,
    (Stage.DRAFT, Step.RECOMMEND): Stage.RECOMMENDED,
    (Stage.DRAFT, Step.CONCLUDE): Stage.CONCLUDED,
    (Stage.DRAFT, Step.CANCEL): Stage.CANCELLED,
    (Stage.NEGOTIATION, Step.PREPARE): Stage.PREPARATION,
    (Stage.NEGOTIATION, Step.RECOMMEND): Stage.RECOMMENDED,
    (Stage.NEGOTIATION, Step.CANCEL): Stage.CANCELLED,
    (Stage.PREPARATION, Step.NEGOTIATE): Stage.NEGOTIATION,
    (Stage.PREPARATION, Step.RECOMMEND): Stage.RECOMMENDED,
    (Stage.PREPARATION, Step.CANCEL): Stage.CANCELLED,
    (Stage.RECOMMENDED, Step.PREPARE): Stage.PREPARATION,
    (Stage.RECOMMENDED, Step.SEND): Stage.DECIDING,
    (Stage.RECOMMENDED, Step.CANCEL): Stage.CANCELLED,
    (Stage.DECIDING, Step.PREPARE): Stage.PREPARATION,
    (Stage.DECIDING, Step.CONCLUDE): Stage.CONCLUDED,
    (Stage.DECIDING, Step.CANCEL): Stage.CANCELLED,
    (Stage.CONCLUDED, Step.NEGOTIATE): Stage.NEGOTIATION,
    (Stage.CONCLUDED, Step.RECOMMEND): Stage.RECOMMENDED,
    (Stage.NEGOTIATION, Step.GIVE_NOTICE): Stage.TERMINATED,
    (Stage.PREPARATION, Step.GIVE_NOTICE): Stage.TERMINATED,
    (Stage.RECOMMENDED, Step.GIVE_NOTICE): Stage.TERMINATED,
    (Stage.DECIDING, Step.GIVE_NOTICE): Stage.TERMINATED,
    (Stage.CONCLUDED, Step.GIVE_NOTICE): Stage.TERMINATED,
    (Stage.CANCELLED, Step.REOPEN): Stage.DRAFT,
}
"""The lifecycle: the stage that each permitted step leads to (ux 5.1).

Negotiation and preparation may be skipped, since real matters skip them. A draft may be concluded
at once: so an agreement that already applies is registered. PREPARE from RECOMMENDED or DECIDING is
a recommendation withdrawn, and NEGOTIATE from PREPARATION a matter that the body sent back. From
CONCLUDED they begin anew: a renegotiation, or an annex that the municipalities decide on. Notice
may be given of an agreement that applies while such work goes on.
"""


def after(stage: Stage, step: Step) -> Stage:
    """The stage that `step` leads to.

    Raises RuleBroken when the step cannot be taken from this stage.
    """
    try:
        return NEXT[stage, step]
    except KeyError:
        raise RuleBroken(_REFUSED, name="step_refused") from None


def steps_from(stage: Stage) -> tuple[Step, ...]:
    """The steps that can be taken now, in the order of the work. A page shows these as buttons."""
    return tuple(step for step in Step if (stage, step) in NEXT)


@cache
def steps_to(stage: Stage, wanted: Stage) -> tuple[Step, ...]:
    """The fewest steps that lead from one stage to another, for what is registered afterwards.

    Raises RuleBroken when none do.
    """
    ways: dict[Stage, tuple[Step, ...]] = {stage: ()}
    reached = [stage]
    for here in reached:
        for step in steps_from(here):
            there = NEXT[here, step]
            if there not in ways:
                ways[there] = (*ways[here], step)
                reached.append(there)
    if wanted not in ways:
        raise RuleBroken(_REFUSED, name="step_refused")
    return ways[wanted]


_REFUSED = Phrase(
    "Det steget går inte att ta från avtalets nuvarande skede.",
    "That step cannot be taken from the present stage of the agreement.",
)
