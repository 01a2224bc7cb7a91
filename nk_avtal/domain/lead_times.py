"""When work has to begin, for the decisions that notice needs to be taken in time (domain 8).

Notice is given by whoever decides on it: the board, and where the agreement says so each
municipality. Each meets on its own days and wants its documents some time before, so the day on
which somebody has to begin comes long before the last day of notice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from nk_avtal.domain.dates import last_open_on_or_before
from nk_avtal.domain.phrases import Phrase

PREPARING = timedelta(days=14)
"""To register the matter and write the proposal, before documents are handed in (domain 8)."""

SENDING = timedelta(days=7)
"""From a decision until the other party has the notice."""


@dataclass(frozen=True)
class Sitting:
    """A meeting that can decide, and the last day to hand in documents for it."""

    held_on: date
    hand_in_by: date


@dataclass(frozen=True)
class Stop:
    """A body that the matter passes, with its known meetings in order.

    `before_next` is how long before the following body's hand-in day it usually meets: it is used
    where no meeting is known, and the result is then marked as estimated.
    """

    name: str
    sittings: tuple[Sitting, ...]
    hand_in: timedelta = timedelta(days=14)
    before_next: timedelta = timedelta(days=14)


@dataclass(frozen=True)
class Passed:
    """When the matter has to be at a body. `known` is False where no meeting is in the calendar."""

    name: str
    sitting: Sitting
    known: bool


@dataclass(frozen=True)
class LeadTime:
    """The latest day to begin, and the way back to it from the last decision to the first."""

    start_by: date
    passed: tuple[Passed, ...]

    @property
    def estimated(self) -> bool:
        """Whether some meeting on the way is a guess."""
        return any(not one.known for one in self.passed)

    @property
    def steps(self) -> list[Phrase]:
        """How the day came about, from the last decision backwards."""
        told = [
            Phrase(
                *(_KNOWN if one.known else _GUESSED),
                {"name": one.name, "day": one.sitting.held_on, "by": one.sitting.hand_in_by},
            )
            for one in self.passed
        ]
        return [*told, Phrase(*_START, {"day": self.start_by})]


def latest_start(act_by: date, stops: Iterable[Stop]) -> LeadTime:
    """The latest day to begin for notice to be given on `act_by`.

    `stops` are the bodies in the order in which they decide. The last one decides at least a week
    before, the time it takes to send the notice and be sure that it has come. A day to begin that
    falls on a holiday is the working day before.
    """
    by = act_by - SENDING
    passed = []
    for stop in reversed(tuple(stops)):
        found = _sitting(stop, by)
        passed.append(found)
        by = found.sitting.hand_in_by
    return LeadTime(last_open_on_or_before(by - PREPARING), tuple(passed))


def earliest(lead_times: Iterable[LeadTime]) -> LeadTime | None:
    """The one that begins first, where several parties decide beside each other."""
    return min(lead_times, key=lambda one: one.start_by, default=None)


def _sitting(stop: Stop, by: date) -> Passed:
    """The last meeting on or before a day. A calendar that ends before the day, by more than the
    usual interval, does not speak of it."""
    inside = [one for one in stop.sittings if one.held_on <= by]
    reaches = any(one.held_on > by for one in stop.sittings)
    if inside and (reaches or by - inside[-1].held_on <= stop.before_next):
        return Passed(stop.name, inside[-1], known=True)
    guessed = last_open_on_or_before(by - stop.before_next)
    hand_in_by = last_open_on_or_before(guessed - stop.hand_in)
    return Passed(stop.name, Sitting(guessed, hand_in_by), known=False)


_KNOWN = (
    "{name} sammanträder {day}. Handlingarna lämnas senast {by}.",
    "{name} meets on {day}. Documents are handed in by {by}.",
)
_GUESSED = (
    "{name} behöver besluta omkring {day} (uppskattat, inget sammanträde är inlagt). "
    "Handlingarna lämnas senast {by}.",
    "{name} needs to decide about {day} (estimated, no meeting is in the calendar). "
    "Documents are handed in by {by}.",
)
_START = (
    "Ärendet behöver påbörjas senast {day}.",
    "The matter has to be begun by {day}.",
)
