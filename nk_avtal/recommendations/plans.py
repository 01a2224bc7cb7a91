"""A recommendation planned over every municipality's meetings, backwards and forwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from nk_avtal.bodies.calendars import Calendars
from nk_avtal.domain.asking import question_of
from nk_avtal.domain.backward_plans import Demand, Plan, bottlenecks, plan_back
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.forward_plans import applies_on, plan_announced, plan_forward, slowest
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.planning_warnings import warnings_of
from nk_avtal.domain.sittings import Passed, back_through
from nk_avtal.municipalities.models import Municipality


@dataclass(frozen=True)
class Question:
    """What is planned: until when it is to apply, from when it is sent (or was, where it
    `is_sent`), and what that demands. Nobody decides before `today`."""

    wanted: date | None
    sent_on: date
    decides: BodyKind
    today: date
    demand: Demand = Demand.LEGAL_FORCE
    committee_first: bool = False
    is_sent: bool = False


@dataclass(frozen=True)
class Announced:
    """The meeting at which a municipality has said that it is going to decide."""

    held_on: date
    kind: BodyKind
    body_name: str


@dataclass(frozen=True)
class Lane:
    """One municipality's ways: `back` from the wanted day, `ahead` from the day of sending."""

    municipality: Municipality
    back: Plan | None
    ahead: Plan

    @property
    def plans(self) -> list[Plan]:
        """Those that there are."""
        return [self.back, self.ahead] if self.back else [self.ahead]

    @property
    def question(self) -> Phrase | None:
        """What to ask the municipality for."""
        return question_of(self.plans)


@dataclass(frozen=True)
class Planning:
    """The lanes of all that are to decide, in the order of their names."""

    asked: Question
    lanes: Sequence[Lane]
    own: tuple[Passed, ...]
    """The association's own meetings before it can send on the last day."""

    @property
    def send_by(self) -> date | None:
        """The last day to send for all of them to be in time."""
        return min((one.back.send_on for one in self.lanes if one.back), default=None)

    @property
    def applies_on(self) -> date | None:
        """When it applies to all of them at the earliest, sent on the given day."""
        return applies_on(one.ahead for one in self.lanes)

    @property
    def first_out(self) -> list[str]:
        """The names of those that have to have it first."""
        plans = [one.back for one in self.lanes if one.back]
        return [self.lanes[number].municipality.name for number in bottlenecks(plans)]

    @property
    def last_in(self) -> list[str]:
        """The names of those that the others wait for."""
        plans = [one.ahead for one in self.lanes]
        return [self.lanes[number].municipality.name for number in slowest(plans)]

    @property
    def estimated(self) -> int:
        """How many municipalities have a meeting on the way that is a guess."""
        return sum(any(plan.estimated for plan in one.plans) for one in self.lanes)

    @property
    def kinds(self) -> list[BodyKind]:
        """The kinds of body that some matter passes, in their order."""
        plans = [plan for lane in self.lanes for plan in lane.plans]
        stops = {one.stop.kind for plan in plans for one in plan.passed}
        return [kind for kind in _ORDER if kind in stops]

    @property
    def warnings(self) -> list[Phrase]:
        """What makes the days less sure."""
        return warnings_of(plan for one in self.lanes for plan in one.plans)

    @property
    def questions(self) -> list[tuple[Phrase, list[Municipality]]]:
        """What to ask for, and whom."""
        asked: dict[str, tuple[Phrase, list[Municipality]]] = {}
        for lane in self.lanes:
            question = lane.question
            if question:
                asked.setdefault(str(question), (question, []))[1].append(lane.municipality)
        return list(asked.values())


_ORDER = (
    *(BodyKind.COMMITTEE, BodyKind.WORKING_COMMITTEE),
    *(BodyKind.EXECUTIVE, BodyKind.COUNCIL),
)


def planning_of(
    asked: Question,
    deciding: Iterable[Municipality],
    calendars: Calendars,
    announced: Mapping[int, Announced] | None = None,
) -> Planning:
    """The plans of the `deciding` municipalities. `announced` are their own, by number."""
    known = announced or {}
    lanes = [_lane(asked, one, calendars, known.get(one.id)) for one in deciding]
    planning = Planning(asked, lanes, ())
    if planning.send_by is None:
        return planning
    return replace(planning, own=back_through(planning.send_by, calendars.association()))


def _lane(
    asked: Question, municipality: Municipality, calendars: Calendars, own: Announced | None
) -> Lane:
    stops = calendars.stops(municipality.id, asked.decides, asked.committee_first)
    back = plan_back(asked.wanted, asked.demand, stops) if asked.wanted else None
    if own:
        deciding = calendars.stops(municipality.id, own.kind)[-1]
        named = replace(deciding, name=own.body_name or deciding.name)
        ahead = plan_announced(asked.sent_on, asked.demand, named, own.held_on)
    else:
        ahead = plan_forward(asked.sent_on, asked.demand, stops, asked.today)
    return Lane(municipality, back, ahead)
