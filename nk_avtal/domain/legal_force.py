"""When a decision can no longer be appealed (KL 13:5, lag 1930:173, domain 1.4).

Every day here is the earliest possible, if nobody appeals; a person confirms it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from nk_avtal.domain.dates import ONE_DAY, is_closed, next_open
from nk_avtal.domain.explanations import ClosedDay, Explanation, Weekday
from nk_avtal.domain.phrases import Phrase

_TO_APPROVE = timedelta(days=14)  # KL 5:69
_TO_ANNOUNCE = timedelta(days=2)  # KL 8:9
_TO_APPEAL = timedelta(weeks=3)  # KL 13:5


@dataclass(frozen=True)
class LegalForce:
    """The last day to appeal, and the first day in legal force, which may be a holiday."""

    announced_on: date
    last_appeal_day: date
    legal_force: date

    @property
    def explanation(self) -> Explanation:
        """How the days were reckoned."""
        return _explain(self.announced_on, self.last_appeal_day)


@dataclass(frozen=True)
class WorstCase:
    """The latest days that the law allows after a meeting: an estimate until it is announced."""

    approved_by: date
    announced_by: date
    appeal: LegalForce


def legal_force(announced_on: date) -> LegalForce:
    """From the day on which the approval of the minutes was announced on the notice board.

    Three weeks later, the same weekday, is the last day to appeal; one that is closed moves to
    the next working day. Holidays within the three weeks change nothing (RÅ 1999 not 181).
    """
    last = next_open(announced_on + _TO_APPEAL)
    return LegalForce(announced_on, last, last + ONE_DAY)


def joint_legal_force(announced_on: Iterable[date]) -> LegalForce:
    """Of a joint committee: from the last of all its notice boards (KL 13:5).

    Raises ValueError when no day is given.
    """
    return legal_force(max(announced_on))


def all_in_force(announced_on: Iterable[date]) -> date:
    """The first day on which every one of several decisions is in legal force.

    Raises ValueError when no day is given.
    """
    return max(legal_force(day).legal_force for day in announced_on)


def worst_case(met_on: date) -> WorstCase:
    """The latest days when only the meeting is known: 14 days to approve, two to announce."""
    return worst_case_after_approval(next_open(met_on + _TO_APPROVE))


def worst_case_after_approval(approved_on: date) -> WorstCase:
    """The latest days when the minutes were approved on `approved_on`."""
    announced = next_open(approved_on + _TO_ANNOUNCE)
    return WorstCase(approved_on, announced, legal_force(announced))


def _explain(announced: date, last: date) -> Explanation:
    three_weeks = announced + _TO_APPEAL
    steps = [
        Phrase(
            "Protokollet anslogs {announced}.",
            "The minutes were announced on {announced}.",
            {"announced": Weekday(announced)},
        ),
        Phrase(
            "Tre veckor senare är {day} (13 kap. 5 § kommunallagen).",
            "Three weeks later is {day} (Local Government Act 13:5).",
            {"day": Weekday(three_weeks)},
        ),
    ]
    if is_closed(three_weeks):
        steps.append(
            Phrase(
                "Det är {why}, så sista dagen flyttas till {last}.",
                "That is {why}, so the last day moves to {last}.",
                {"why": ClosedDay(three_weeks), "last": Weekday(last)},
            )
        )
    steps.append(
        Phrase(
            "Beslutet får laga kraft tidigast {day}, om ingen överklagar.",
            "The decision gains legal force on {day} at the earliest, if nobody appeals.",
            {"day": Weekday(last + ONE_DAY)},
        )
    )
    return Explanation(tuple(steps))
