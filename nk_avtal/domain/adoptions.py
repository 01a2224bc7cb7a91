"""What a municipality has decided on a recommendation, and where that leaves it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Outcome(StrEnum):
    """What a body decided (domain: outcomes in a decision body). Stored."""

    ADOPTED = "adopted"
    ADOPTED_WITH_ADDITION = "adopted_with_addition"
    REFERRED_BACK = "referred_back"
    TABLED = "tabled"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    NOTED = "noted"
    PROPOSED = "proposed"  # to the next organ: never an adoption


class Standing(StrEnum):
    """A municipality's position on a recommendation (ux 5.2). Derived, never stored."""

    ADOPTED = "adopted"
    ADOPTED_WITH_ADDITION = "adopted_with_addition"
    PLANNED = "planned"
    MEETING_PASSED = "meeting_passed"
    WAITING = "waiting"
    LATE = "late"
    PAUSED = "paused"
    DECLINED = "declined"
    NOT_CONCERNED = "not_concerned"

    __hash__ = str.__hash__  # the enumeration's own is slow, and pages count thousands


_ADOPTING = frozenset({Outcome.ADOPTED, Outcome.ADOPTED_WITH_ADDITION})
_SETTLING = _ADOPTING | {Outcome.DECLINED}
_LEAVING_OPEN = frozenset({Outcome.WITHDRAWN, Outcome.NOTED})
_BY_OUTCOME = {
    Outcome.ADOPTED: Standing.ADOPTED,
    Outcome.ADOPTED_WITH_ADDITION: Standing.ADOPTED_WITH_ADDITION,
    Outcome.DECLINED: Standing.DECLINED,
    Outcome.REFERRED_BACK: Standing.PAUSED,
    Outcome.TABLED: Standing.PAUSED,
}


@dataclass(frozen=True)
class DecisionFacts:
    """What the rules need to know of one decision.

    `recorded` is a running number in the order of recording, such as the row's id: it orders
    decisions of the same day. `undone` is also one that a court has annulled (KL 13:8).
    """

    outcome: Outcome
    decided_on: date
    recorded: int = 0
    undone: bool = False
    addition_accepted: bool = False
    confirmed: bool = True

    @property
    def counts_for_entry(self) -> bool:
        """Whether it counts towards entry into force: an addition only once it is accepted, and
        what came by a personal link only once the association has confirmed it."""
        with_addition = self.outcome is Outcome.ADOPTED_WITH_ADDITION
        adopts = self.outcome is Outcome.ADOPTED or (with_addition and self.addition_accepted)
        return adopts and self.confirmed


def which_counts(decisions: Iterable[DecisionFacts]) -> DecisionFacts | None:
    """The decision that says where the municipality stands, or None.

    The latest by day and then by recording. An undone one and a proposal to the next organ never
    count. An item withdrawn from the agenda or only noted leaves the matter open (domain 1.5), but
    takes nothing back: what an earlier decision settled stays settled.
    """
    valid = [d for d in decisions if not d.undone and d.outcome is not Outcome.PROPOSED]
    latest = _latest(valid)
    if latest is None or latest.outcome not in _LEAVING_OPEN:
        return latest
    before = _latest(d for d in valid if d.outcome not in _LEAVING_OPEN)
    return before if before and before.outcome in _SETTLING else latest


def _latest(decisions: Iterable[DecisionFacts]) -> DecisionFacts | None:
    return max(decisions, key=lambda d: (d.decided_on, d.recorded), default=None)


def standing(
    concerned: bool,
    decisions: Iterable[DecisionFacts],
    planned_on: date | None,
    reply_by: date | None,
    today: date,
) -> Standing:
    """Where the municipality stands today (ux 5.2).

    First what it has decided, then whether it is concerned at all, then whether it is late, and
    last what is known of its planned meeting. The reply day and the meeting day are still in time.
    """
    return standing_by(which_counts(decisions), concerned, planned_on, reply_by, today)


def standing_by(
    counting: DecisionFacts | None,
    concerned: bool,
    planned_on: date | None,
    reply_by: date | None,
    today: date,
) -> Standing:
    """The same where the decision that counts is known already."""
    if counting and counting.outcome in _BY_OUTCOME:
        return _BY_OUTCOME[counting.outcome]
    if not concerned:
        return Standing.NOT_CONCERNED
    if reply_by and today > reply_by:
        return Standing.LATE
    if planned_on:
        return Standing.PLANNED if planned_on >= today else Standing.MEETING_PASSED
    return Standing.WAITING


def place_in_order(own: DecisionFacts, counting: Iterable[DecisionFacts]) -> int:
    """Which in order the municipality was to have its adoption recorded: 8 for the eighth.

    `counting` holds the decision that counts of each municipality, `own` among them. The order is
    that of recording, so that a receipt says the same when it is read again later.
    """
    place = (own.recorded, own.decided_on)
    return sum(d.outcome in _ADOPTING and (d.recorded, d.decided_on) <= place for d in counting)
