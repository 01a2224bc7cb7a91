"""How long a municipality usually needs between its bodies (domain 8); each may say its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from nk_avtal.domain.bodies import BodyKind

DAYS = ("handling", "hand_in", "to_executive", "to_council", "committee")
"""What is counted in days, in the order in which a matter goes."""

Step = tuple[BodyKind, timedelta]
"""A body, and how long before its meeting the matter has to be there."""


@dataclass(frozen=True)
class UsualTimes:
    """Days in one municipality; what stands here holds where nothing else is said.

    `handling` is for registering and writing up what has come, `hand_in` from then until the first
    body, `to_executive` from the working committee until the board, `to_council` from the board
    until the council, and `committee` what a committee takes that is heard first.
    """

    handling: int = 14
    hand_in: int = 14
    to_executive: int = 14
    to_council: int = 21
    committee: int = 35
    working_committee: bool = True

    def path(self, decides: BodyKind, committee_first: bool = False) -> tuple[Step, ...]:
        """The bodies that the matter passes until the one that decides, in order."""
        if decides is BodyKind.COMMITTEE:
            return ((BodyKind.COMMITTEE, timedelta(days=self.hand_in)),)
        steps = [(BodyKind.COMMITTEE, self.committee)] if committee_first else []
        if self.working_committee:
            steps += [(BodyKind.WORKING_COMMITTEE, self.hand_in)]
            steps += [(BodyKind.EXECUTIVE, self.to_executive)]
        else:
            steps += [(BodyKind.EXECUTIVE, self.hand_in)]
        if decides is BodyKind.COUNCIL:
            steps += [(BodyKind.COUNCIL, self.to_council)]
        return tuple((kind, timedelta(days=days)) for kind, days in steps)
