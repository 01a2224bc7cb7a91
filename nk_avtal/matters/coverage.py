"""Which goals of a programme something serves, and what serves none of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa

from nk_avtal.agreements.goals import AgreementGoal, Goal, GoalSet
from nk_avtal.agreements.models import Agreement, AgreementArea
from nk_avtal.agreements.stages import has_ended
from nk_avtal.db import db
from nk_avtal.domain.agreements import Area, Stage
from nk_avtal.formats import swedish_key
from nk_avtal.matters.models import Matter, MatterGoal


class Status(StrEnum):
    """How far an agreement has come, as the page tells it."""

    WORK = "arbete"
    IN_FORCE = "galler"
    ENDED = "upphort"


_STATUS = {
    Stage.CONCLUDED: Status.IN_FORCE,
    Stage.TERMINATED: Status.IN_FORCE,
    Stage.CANCELLED: Status.ENDED,
}
"""Of those whose time has not ended."""


@dataclass(frozen=True)
class Thing:
    """An agreement or a matter in the list: its address and title."""

    slug: str
    title: str
    status: Status = Status.WORK
    areas: frozenset[Area] = frozenset()


@dataclass(frozen=True)
class Served:
    """A goal with what serves it, by title."""

    goal: Goal
    agreements: list[Thing]
    matters: list[Thing]


@dataclass(frozen=True)
class Share:
    """How many agreements of an area and status serve a goal of the programme, and of how many."""

    area: Area
    status: Status
    serving: int
    total: int


@dataclass(frozen=True)
class Coverage:
    """A programme beside the agreements."""

    served: list[Served]
    without_goal: list[Thing]
    shares: list[Share]

    @property
    def without_agreement(self) -> list[Goal]:
        """The goals that no agreement serves."""
        return [one.goal for one in self.served if not one.agreements]

    @property
    def most(self) -> int:
        """How many agreements the goal with most of them has."""
        return max((len(one.agreements) for one in self.served), default=0)


def coverage_of(goal_set: GoalSet, today: date, area: str = "", status: str = "") -> Coverage:
    """A programme beside the agreements of an area and a status today. Without a status those that
    have ended are left out. An unknown value narrows nothing."""
    things = _agreements(today)
    chosen = {number: one for number, one in things.items() if _fits(one, area, status)}
    goals = {one.id for one in goal_set.goals}
    links = _links(AgreementGoal.goal_id, AgreementGoal.agreement_id, goals)
    matters, of_matters = _matters(), _links(MatterGoal.goal_id, MatterGoal.matter_id, goals)
    serving = {number for numbers in links.values() for number in numbers}
    return Coverage(
        served=[
            Served(
                one,
                _sorted(chosen[number] for number in links[one.id] if number in chosen),
                _sorted(matters[number] for number in of_matters[one.id]),
            )
            for one in goal_set.goals
        ],
        without_goal=_sorted(one for number, one in chosen.items() if number not in serving),
        shares=_shares(chosen, serving),
    )


def _fits(thing: Thing, area: str, status: str) -> bool:
    if area in tuple(Area) and Area(area) not in thing.areas:
        return False
    if status in tuple(Status):
        return thing.status is Status(status)
    return thing.status is not Status.ENDED


def _agreements(today: date) -> dict[int, Thing]:
    areas: dict[int, set[Area]] = defaultdict(set)
    for number, area in db.session.execute(
        sa.select(AgreementArea.agreement_id, AgreementArea.area)
    ):
        areas[number].add(area)
    kept = Agreement
    wanted = sa.select(kept.id, kept.slug, kept.title, kept.stage, has_ended(today).label("ended"))
    return {
        one.id: Thing(
            one.slug,
            one.title,
            Status.ENDED if one.ended else _STATUS.get(one.stage, Status.WORK),
            frozenset(areas[one.id]),
        )
        for one in db.session.execute(wanted)
    }


def _matters() -> dict[int, Thing]:
    wanted = sa.select(Matter.id, Matter.slug, Matter.title)
    return {number: Thing(slug, title) for number, slug, title in db.session.execute(wanted)}


def _links(
    goal: sa.orm.InstrumentedAttribute[int],
    owner: sa.orm.InstrumentedAttribute[int],
    goals: set[int],
) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for number, of in db.session.execute(sa.select(goal, owner).where(goal.in_(goals))):
        found[number].append(of)
    return found


def _sorted(things: Iterable[Thing]) -> list[Thing]:
    return sorted(things, key=lambda one: swedish_key(one.title))


def _shares(chosen: dict[int, Thing], serving: set[int]) -> list[Share]:
    found = []
    for area in Area:
        for status in Status:
            numbers = [
                number
                for number, one in chosen.items()
                if area in one.areas and one.status is status
            ]
            if numbers:
                found.append(Share(area, status, len(serving.intersection(numbers)), len(numbers)))
    return found
