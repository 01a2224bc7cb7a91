"""The meeting plans as the planner reads them: who decides on a notice, and when they meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

import sqlalchemy as sa

from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.lead_times import LeadTime, Sitting, Stop, earliest, latest_start

HORIZON = timedelta(days=3 * 366)
"""No plan of meetings reaches further."""

_INTERVALS = {
    BodyKind.BOARD: (timedelta(days=14), timedelta(days=70)),
    BodyKind.EXECUTIVE: (timedelta(days=28), timedelta(days=14)),
    BodyKind.COUNCIL: (timedelta(days=7), timedelta(days=30)),
    BodyKind.COMMITTEE: (timedelta(days=14), timedelta(days=30)),
}
"""How long before a meeting documents are handed in, and how often there is one: where the plan
does not say (domain 8). A municipal executive board has its working committee before it."""

_PATHS = {
    BodyKind.COUNCIL: (BodyKind.EXECUTIVE, BodyKind.COUNCIL),
    BodyKind.EXECUTIVE: (BodyKind.EXECUTIVE,),
    BodyKind.COMMITTEE: (BodyKind.COMMITTEE,),
}


@dataclass
class Calendars:
    """The meetings of the association's board and of each municipality's deciding bodies."""

    meetings: dict[tuple[int | None, BodyKind], list[Sitting]] = field(
        default_factory=lambda: defaultdict(list)
    )
    names: dict[tuple[int | None, BodyKind], str] = field(default_factory=dict)

    def lead_time(
        self, act_by: date, municipality_ids: Iterable[int], decides: BodyKind | None
    ) -> LeadTime:
        """The latest day to begin for notice on `act_by`.

        The board decides first, and then each of the municipalities, in the body that decides
        there: the council where nothing is said. Without municipalities the board decides alone.
        """
        board = (self._stop(None, BodyKind.BOARD),)
        path = _PATHS.get(decides or BodyKind.COUNCIL, _PATHS[BodyKind.COUNCIL])
        chains = [
            (*board, *(self._stop(number, kind) for kind in path)) for number in municipality_ids
        ]
        found = earliest(latest_start(act_by, stops) for stops in chains or [board])
        assert found is not None
        return found

    def _stop(self, owner: int | None, kind: BodyKind) -> Stop:
        hand_in, interval = _INTERVALS[kind]
        name = self.names.get((owner, kind), "")
        return Stop(name, tuple(self.meetings.get((owner, kind), ())), hand_in, interval)


Planned = tuple[int | None, BodyKind, str, date | None, date | None]
"""A body's owner, kind and name, with a meeting that it holds and the day for its documents."""


def calendars(today: date) -> Calendars:
    """The plans from a year back and as far ahead as they go, in one statement."""
    wanted = (
        sa.select(Body.municipality_id, Body.kind, Body.name, Meeting.held_on, Meeting.hand_in_by)
        .outerjoin(
            Meeting,
            sa.and_(
                Meeting.body_id == Body.id,
                Meeting.held_on.between(today - timedelta(days=366), today + HORIZON),
            ),
        )
        .where(Body.active.is_(True), Body.kind.in_(_INTERVALS))
        .order_by(Meeting.held_on, Body.position)
    )
    return calendars_of(db.session.execute(wanted))


def calendars_of(planned: Iterable[Planned]) -> Calendars:
    """The plans out of meetings in order; those of bodies that do not decide are left out."""
    found = Calendars()
    for owner, kind, name, held_on, hand_in_by in planned:
        if kind not in _INTERVALS:
            continue
        key = (owner, kind)
        found.names.setdefault(key, name)
        if held_on:
            usual = held_on - _INTERVALS[kind][0]
            found.meetings[key].append(Sitting(held_on, hand_in_by or usual))
    return found
