"""Programmes of goals: which of them hold, entering one, and letting the next take its place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from nk_avtal.agreements.goals import Goal, GoalSet
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.goals import GoalLine
from nk_avtal.domain.phrases import Phrase

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Content:
    """What is written of a programme."""

    name: str
    first_on: date | None
    last_on: date | None
    goals: Sequence[GoalLine]


def all_sets() -> Sequence[GoalSet]:
    """Every programme with its goals, those of the association before what always holds, and the
    newest first."""
    wanted = sa.select(GoalSet).options(selectinload(GoalSet.goals))
    return db.session.scalars(
        wanted.order_by(GoalSet.first_on.desc().nulls_last(), GoalSet.name)
    ).all()


def by_id(number: int) -> GoalSet:
    """A programme with its goals. Raises NoResultFound."""
    wanted = sa.select(GoalSet).where(GoalSet.id == number)
    return db.session.scalars(wanted.options(selectinload(GoalSet.goals))).one()


def offered(today: date, chosen: Collection[int]) -> list[Goal]:
    """The goals that can be chosen today, and those that are `chosen` already."""
    wanted = (
        sa.select(Goal)
        .join(Goal.goal_set)
        .options(contains_eager(Goal.goal_set))
        .order_by(GoalSet.name, Goal.position)
    )
    found = db.session.scalars(wanted)
    return [one for one in found if one.goal_set.holds_on(today) or one.id in chosen]


def enter(content: Content, follows: GoalSet | None = None) -> GoalSet:
    """A new programme. The one that it follows ends the day before it begins, and keeps what
    served it. Raises RuleBroken, named after the field."""
    made = GoalSet(name=content.name)
    _write(made, content)
    db.session.add(made)
    if follows:
        _end(follows, made)
    return made


def _end(old: GoalSet, new: GoalSet) -> None:
    if new.first_on is None:
        raise RuleBroken(_NO_BEGINNING, name="first_on")
    last = new.first_on - ONE_DAY
    if old.first_on and last < old.first_on:
        raise RuleBroken(Phrase(*_TOO_EARLY, {"name": old.name}), name="first_on")
    if old.last_on is None or old.last_on > last:
        old.last_on = last


def change(goal_set: GoalSet, content: Content) -> None:
    """Correct a programme. A goal keeps what serves it as long as its number stands.

    Raises RuleBroken, named after the field: also for a goal that is gone while something serves
    it.
    """
    _write(goal_set, content)
    goal_set.version += 1


def _write(goal_set: GoalSet, content: Content) -> None:
    same = sa.select(GoalSet.id).where(GoalSet.name == content.name)
    if db.session.scalar(same.where(GoalSet.id != (goal_set.id or 0))):
        raise RuleBroken(_TAKEN, name="name")
    if content.first_on and content.last_on and content.last_on < content.first_on:
        raise RuleBroken(_BACKWARDS, name="last_on")
    goal_set.name, goal_set.first_on, goal_set.last_on = (
        content.name,
        content.first_on,
        content.last_on,
    )
    known = {one.code: one for one in goal_set.goals}
    codes = {line.code for line in content.goals}
    _check_unused([one for one in goal_set.goals if one.code not in codes])
    kept = []
    for position, line in enumerate(content.goals):
        goal = known.get(line.code) or Goal(code=line.code)
        goal.goal_area, goal.title, goal.position = line.area, line.title, position
        kept.append(goal)
    goal_set.goals = kept


def _check_unused(goals: Sequence[Goal]) -> None:
    tables = Goal.metadata.tables
    for goal in goals:
        for name in ("agreement_goal", "matter_goal"):
            links = tables[name]
            used = sa.select(links.c.id).where(links.c.goal_id == goal.id).limit(1)
            if db.session.scalar(used):
                raise RuleBroken(Phrase(*_IN_USE, {"title": goal.title}), name="goals")


_TAKEN = Phrase(
    "Det finns redan mål med det namnet. Skriv ett annat",
    "There are goals of that name already. Write another",
)
_BACKWARDS = Phrase(
    "Sista dagen är före den första. Kontrollera dagarna",
    "The last day is before the first. Check the days",
)
_NO_BEGINNING = Phrase(
    "Skriv från vilken dag de nya målen gäller, så att de gamla slutar dagen före",
    "Write from which day the new goals hold, so that the old ones end the day before",
)
_TOO_EARLY = (
    "De nya målen börjar före {name}. Skriv en senare dag",
    "The new goals begin before {name}. Write a later day",
)
_IN_USE = (
    "Målet ”{title}” används av ett avtal eller ärende. Låt raden stå kvar, eller ta bort målet där"
    " först",
    "The goal “{title}” is served by an agreement or a matter. Keep the line, or remove the goal"
    " there first",
)
