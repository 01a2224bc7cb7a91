"""The meeting plans as the planner reads them: which bodies a matter passes, and when they meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

import sqlalchemy as sa

from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.bodies.usual_times import times_of_all
from nk_avtal.db import db, kept_while_reading
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.lead_times import LeadTime, earliest, latest_start
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.sittings import NONE, Sitting, Stop
from nk_avtal.domain.usual_times import UsualTimes

HORIZON = timedelta(days=3 * 366)
"""No plan of meetings reaches further."""

DIRECTORS = "kommundirektorsberedningen"
"""The address of the association's body that prepares for the board (domain 8)."""

_EVERY = {
    BodyKind.PREPARATORY: timedelta(days=42),
    BodyKind.BOARD: timedelta(days=70),
    BodyKind.COMMITTEE: timedelta(days=35),
    BodyKind.WORKING_COMMITTEE: timedelta(days=28),
    BodyKind.EXECUTIVE: timedelta(days=35),
    BodyKind.COUNCIL: timedelta(days=42),
}
"""How often each body usually meets (domain 8: the board five times a year, a council about seven
times, an executive board about ten)."""

_HAND_IN = timedelta(days=14)
_NAMES = {
    BodyKind.PREPARATORY: Phrase("Kommundirektörsberedningen", "The directors' committee"),
    BodyKind.BOARD: Phrase("Styrelsen", "The board"),
    BodyKind.COMMITTEE: Phrase("Nämnden", "The committee"),
    BodyKind.WORKING_COMMITTEE: Phrase("Arbetsutskottet", "The working committee"),
    BodyKind.EXECUTIVE: Phrase("Kommunstyrelsen", "The executive board"),
    BodyKind.COUNCIL: Phrase("Kommunfullmäktige", "The council"),
}

Day = tuple[date, date | None]
"""A meeting, and the last day to hand in documents where the plan says it."""


@dataclass
class Calendars:
    """The meetings of the association's board and of each municipality's bodies."""

    days: dict[int, list[Day]] = field(default_factory=lambda: defaultdict(list))
    bodies: dict[tuple[int | None, BodyKind], list[tuple[int, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    times: dict[int, UsualTimes] = field(default_factory=dict)

    def lead_time(
        self, act_by: date, municipality_ids: Iterable[int], decides: BodyKind | None
    ) -> LeadTime:
        """The latest day to begin for notice on `act_by`.

        The board decides first, and then each of the municipalities, in the body that decides
        there: the council where nothing is said. Without municipalities the board decides alone.
        """
        board = self.association()[-1:]
        chains = [
            (*board, *self.stops(number, decides or BodyKind.COUNCIL))
            for number in municipality_ids
        ]
        found = earliest(latest_start(act_by, stops) for stops in chains or [board])
        assert found is not None
        return found

    def association(self) -> tuple[Stop, ...]:
        """The association's own bodies before it can send anything, the last of which decides."""
        wait = _EVERY[BodyKind.BOARD]
        return (
            self._stop(None, BodyKind.PREPARATORY, _HAND_IN),
            self._stop(None, BodyKind.BOARD, _HAND_IN, wait=wait),
        )

    def stops(
        self, municipality_id: int, decides: BodyKind, committee_first: bool = False
    ) -> tuple[Stop, ...]:
        """The bodies that a matter passes in a municipality, from the day on which it comes there.

        One whose deciding body is none of a municipality's own kinds decides in its council.
        """
        times = self.times.get(municipality_id, UsualTimes())
        path = times.path(decides if decides.decides else BodyKind.COUNCIL, committee_first)
        handling = timedelta(days=times.handling)
        return tuple(
            self._stop(municipality_id, kind, hand_in, NONE if place else handling, bool(place))
            for place, (kind, hand_in) in enumerate(path)
        )

    def _stop(
        self,
        owner: int | None,
        kind: BodyKind,
        hand_in: timedelta,
        handling: timedelta = NONE,
        after_another: bool = False,
        wait: timedelta = NONE,
    ) -> Stop:
        """A body with its meetings. Which of several the matter comes to, nobody can know."""
        found = self.bodies.get((owner, kind), [])
        number, name = found[0] if len(found) == 1 else (None, _NAMES[kind])
        days = self.days.get(number, []) if number else []
        sittings = tuple(_sitting(one, hand_in, after_another) for one in days)
        return Stop(name, sittings, hand_in, handling, _EVERY[kind], wait, kind)


def _sitting(day: Day, hand_in: timedelta, after_another: bool) -> Sitting:
    """A meeting with the day on which the matter has to be there: what the plan says, but never
    less than usual where another body comes before."""
    held_on, stated = day
    usual = held_on - hand_in
    if stated is None:
        return Sitting(held_on, usual)
    return Sitting(held_on, min(stated, usual) if after_another else stated)


Planned = tuple[int, int | None, BodyKind, str, date | None, date | None]
"""A body's number, owner, kind and name, with a meeting that it holds and the day for its
documents."""


@kept_while_reading
def calendars(today: date) -> Calendars:
    """The plans from a year back and as far ahead as they go, in two statements."""
    days = {"first": today - timedelta(days=366), "last": today + HORIZON}
    return calendars_of(db.session.execute(_PLANNED, days), times_of_all())


_PLANNED = (
    sa.select(
        *(Body.id, Body.municipality_id, Body.kind, Body.name),
        *(Meeting.held_on, Meeting.hand_in_by),
    )
    .outerjoin(
        Meeting,
        sa.and_(
            Meeting.body_id == Body.id,
            Meeting.held_on.between(sa.bindparam("first"), sa.bindparam("last")),
        ),
    )
    .where(
        Body.active.is_(True),
        Body.kind.in_(_EVERY),
        sa.or_(Body.kind != BodyKind.PREPARATORY, Body.slug == DIRECTORS),
    )
    .order_by(Body.position, Body.id, Meeting.held_on)
)


def calendars_of(planned: Iterable[Planned], times: dict[int, UsualTimes]) -> Calendars:
    """The plans out of meetings in order; those of bodies that nothing passes are left out.
    `times` are what municipalities have said that they need."""
    found = Calendars(times=times)
    for number, owner, kind, name, held_on, hand_in_by in planned:
        if kind not in _EVERY:
            continue
        if (number, name) not in found.bodies[owner, kind]:
            found.bodies[owner, kind].append((number, name))
        if held_on:
            found.days[number].append((held_on, hand_in_by))
    return found
