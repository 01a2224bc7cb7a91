"""The way of a matter through the bodies of one municipality (domain 1.2): nämnd, AU, KS, KF.

Preparing bodies propose; the last one decides. What a body before it has said is told, but the
rule which decision counts (`domain.adoptions.which_counts`) reads outcomes only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from nk_avtal.domain.adoptions import DecisionFacts, Outcome
from nk_avtal.domain.bodies import BodyKind


class LinkState(StrEnum):
    """How far the matter has come in one body. Derived, never stored."""

    SETTLED = "settled"  # said yes or no
    PROPOSED = "proposed"  # sent it on to the next
    RETURNED = "returned"  # referred back or tabled: it comes here again
    CLOSED = "closed"  # taken off the agenda, or only noted
    PLANNED = "planned"
    PASSED = "passed"  # the planned meeting has been, and nothing is recorded
    UNPLANNED = "unplanned"
    UNTOLD = "untold"  # the matter is settled without anything being told of this body


_BY_OUTCOME = {
    Outcome.ADOPTED: LinkState.SETTLED,
    Outcome.ADOPTED_WITH_ADDITION: LinkState.SETTLED,
    Outcome.DECLINED: LinkState.SETTLED,
    Outcome.PROPOSED: LinkState.PROPOSED,
    Outcome.REFERRED_BACK: LinkState.RETURNED,
    Outcome.TABLED: LinkState.RETURNED,
    Outcome.WITHDRAWN: LinkState.CLOSED,
    Outcome.NOTED: LinkState.CLOSED,
}


@dataclass(frozen=True)
class Step:
    """A body on the way, and when the matter comes up there."""

    body_name: str
    planned_on: date | None = None


@dataclass(frozen=True)
class Told:
    """A decision with the body that took it."""

    body_name: str
    facts: DecisionFacts


@dataclass(frozen=True)
class Link:
    """A body on the way with all that it has decided, oldest first, and where that leaves it.

    `decides` marks the last body, whose decision ends the matter.
    """

    body_name: str
    planned_on: date | None
    decisions: tuple[DecisionFacts, ...]
    state: LinkState
    decides: bool


def links(
    preparing: Sequence[Step], deciding: Step, decisions: Iterable[Told], today: date
) -> list[Link]:
    """The way in order: what prepares, then what decides.

    A body that has decided without standing on the way comes before the deciding one, in the order
    of its first decision. Undone decisions are left out.
    """
    valid = sorted(
        (one for one in decisions if not one.facts.undone),
        key=lambda one: (one.facts.decided_on, one.facts.recorded),
    )
    known = {step.body_name for step in (*preparing, deciding)}
    others = dict.fromkeys(one.body_name for one in valid if one.body_name not in known)
    steps = (*preparing, *(Step(name) for name in others), deciding)
    found = [_link(step, valid, today, decides=step is deciding) for step in steps]
    settled = any(one.state is LinkState.SETTLED for one in found)
    return [
        replace(one, state=LinkState.UNTOLD) if settled and _silent(one) else one for one in found
    ]


def _silent(link: Link) -> bool:
    return not link.decisions and link.state is not LinkState.PLANNED


def _link(step: Step, decisions: list[Told], today: date, *, decides: bool) -> Link:
    own = tuple(one.facts for one in decisions if one.body_name == step.body_name)
    return Link(step.body_name, step.planned_on, own, _state(step, own, today), decides)


def _state(step: Step, own: tuple[DecisionFacts, ...], today: date) -> LinkState:
    """What the body said last; a meeting planned after that goes before it when the matter is to
    come back."""
    last = own[-1] if own else None
    if last and not (_open(last) and step.planned_on and step.planned_on > last.decided_on):
        return _BY_OUTCOME[last.outcome]
    if step.planned_on is None:
        return LinkState.UNPLANNED
    return LinkState.PLANNED if step.planned_on >= today else LinkState.PASSED


def _open(decision: DecisionFacts) -> bool:
    return _BY_OUTCOME[decision.outcome] in (LinkState.RETURNED, LinkState.CLOSED)


def usual_way(deciding: BodyKind, has: Iterable[BodyKind]) -> tuple[BodyKind, ...]:
    """The kinds of body that usually prepare before `deciding`, of those that the municipality has.

    A matter for the council is prepared by the executive board, which is always heard (KL 5:28),
    and that one's working committee before it; a committee decides on its own.
    """
    before = {
        BodyKind.COUNCIL: (BodyKind.WORKING_COMMITTEE, BodyKind.EXECUTIVE),
        BodyKind.EXECUTIVE: (BodyKind.WORKING_COMMITTEE,),
    }
    owned = set(has)
    return tuple(kind for kind in before.get(deciding, ()) if kind in owned)
