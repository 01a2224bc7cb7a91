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
from nk_avtal.domain.sittings import Passed, Stop, back_through

PREPARING = timedelta(days=14)
"""To register the matter and write the proposal, before documents are handed in (domain 8)."""

SENDING = timedelta(days=7)
"""From a decision until the other party has the notice."""


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
        return [*(one.step for one in self.passed), Phrase(*_START, {"day": self.start_by})]


def latest_start(act_by: date, stops: Iterable[Stop]) -> LeadTime:
    """The latest day to begin for notice to be given on `act_by`.

    `stops` are the bodies in the order in which they decide. The last one decides at least a week
    before, the time it takes to send the notice and be sure that it has come. A day to begin that
    falls on a holiday is the working day before.
    """
    by = act_by - SENDING
    passed = back_through(by, stops)
    begins = passed[0].ready_by if passed else by
    return LeadTime(last_open_on_or_before(begins - PREPARING), passed[::-1])


def earliest(lead_times: Iterable[LeadTime]) -> LeadTime | None:
    """The one that begins first, where several parties decide beside each other."""
    return min(lead_times, key=lambda one: one.start_by, default=None)


_START = (
    "Ärendet behöver påbörjas senast {day}.",
    "The matter has to be begun by {day}.",
)
