"""Loading the members, bodies and goals.

Loading again adds what is missing and changes nothing else, so that what an office has edited
stays.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from nk_avtal.agreements.goals import Goal
from nk_avtal.bodies.models import Body
from nk_avtal.db import db
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.slugs import slug_of
from nk_avtal.municipalities.models import Municipality, Population

HERE = Path(__file__).parent
MEMBERS = HERE / "members.csv"
BODIES = HERE / "bodies.csv"
GOALS = HERE / "goals.csv"


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
    known = set(db.session.scalars(sa.select(Goal.code)))
    for position, row in enumerate(rows):
        if row["code"] not in known:
            db.session.add(Goal(position=position, **row))
