"""Loading the members, bodies, goals and usual ways of matters.

Loading again adds what is missing and changes nothing else, so that what an office has edited
stays.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from nk_avtal.agreements.goals import Goal, GoalSet
from nk_avtal.bodies.models import Body
from nk_avtal.db import db
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.matters import Track
from nk_avtal.domain.slugs import slug_of
from nk_avtal.matters.models import RouteStep
from nk_avtal.municipalities.models import Municipality, Population

HERE = Path(__file__).parent
MEMBERS = HERE / "members.csv"
BODIES = HERE / "bodies.csv"
GOALS = HERE / "goals.csv"
ROUTES = HERE / "routes.csv"


def load(members: Path = MEMBERS, bodies: Path = BODIES, goals: Path = GOALS) -> None:
    """Add the members, bodies and goals of these files that are not there yet."""
    known = {one.code: one for one in db.session.scalars(sa.select(Municipality))}
    for row in _rows(members):
        if row["code"] not in known:
            known[row["code"]] = _member(row)
            db.session.add(known[row["code"]])
    db.session.flush()
    _add_bodies(list(_rows(bodies)), list(known.values()))
    _add_goals(list(_rows(goals)))
    db.session.flush()
    _add_routes(list(_rows(ROUTES)))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def _member(row: dict[str, str]) -> Municipality:
    names = ("code", "name", "full_name", "genitive", "seat")
    others = ("finnish_name", "meankieli_name", "sami_name")
    return Municipality(
        slug=slug_of(row["name"]),
        tile_row=int(row["tile_row"]) if row["tile_row"] else None,
        tile_column=int(row["tile_column"]) if row["tile_column"] else None,
        populations=[
            Population(
                counted_on=date.fromisoformat(row["population_date"]),
                inhabitants=int(row["population"]),
            )
        ],
        **{name: row[name] for name in (*names, *others)},
    )


def _add_bodies(rows: list[dict[str, str]], members: list[Municipality]) -> None:
    found = db.session.execute(sa.select(Body.municipality_id, Body.name))
    known = {(owner, name) for owner, name in found}
    for position, row in enumerate(rows):
        shared = row["belongs_to"] == "association"
        for owner in [None] if shared else [member.id for member in members]:
            if (owner, row["name"]) not in known:
                db.session.add(
                    Body(
                        municipality_id=owner,
                        kind=BodyKind(row["kind"]),
                        name=row["name"],
                        short_name=row["short_name"],
                        slug=slug_of(row["name"]),
                        position=position,
                    )
                )


def _add_goals(rows: list[dict[str, str]]) -> None:
    sets = {one.name: one for one in db.session.scalars(sa.select(GoalSet))}
    known = {
        (name, code)
        for name, code in db.session.execute(sa.select(GoalSet.name, Goal.code).join(Goal.goal_set))
    }
    for position, row in enumerate(rows):
        name = row["programme"]
        if name not in sets:
            sets[name] = GoalSet(name=name)
            db.session.add(sets[name])
        if (name, row["code"]) not in known:
            values = {key: row[key] for key in ("goal_area", "code", "title")}
            db.session.add(Goal(goal_set=sets[name], position=position, **values))


def _add_routes(rows: list[dict[str, str]]) -> None:
    """The usual way of each track that has none; one that the office has changed stays."""
    shared = sa.select(Body.name, Body.id).where(Body.municipality_id.is_(None))
    bodies = {row.name: row.id for row in db.session.execute(shared)}
    known = set(db.session.scalars(sa.select(RouteStep.track)))
    for position, row in enumerate(rows):
        track = Track(row["track"])
        if track not in known and row["body"] in bodies:
            step = RouteStep(track=track, position=position, body_id=bodies[row["body"]])
            db.session.add(step)
