"""A matter on its way to the decision: fetched, and planned through the bodies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.adoptions.models import PreparingStep
from nk_avtal.bodies.models import Body
from nk_avtal.bodies.queries import bodies_of
from nk_avtal.db import db
from nk_avtal.domain.chains import Step, usual_way
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee, Recommendation


def fetched(addressee: Addressee, reference: str, by: Person) -> None:
    """Note that the Word document was fetched, and the number it got in the municipality."""
    addressee.fetched_at, addressee.fetched_by = clock.now(), by
    if reference:
        addressee.reference = reference


def plan(addressee: Addressee, day: date | None, body: Body | None) -> None:
    """Say when the matter comes up, or with no day that it is not planned.

    Raises RuleBroken when the day has passed.
    """
    if day is not None and day < clock.today():
        raise RuleBroken(_PASSED, name="passed")
    addressee.planned_on = day
    addressee.planned_body = body if day else None


_PASSED = Phrase(
    "Mötet har redan varit. Registrera beslutet i stället, eller ändra datumet",
    "The meeting has been already. Record the decision instead, or change the date",
)


def prepare(addressee: Addressee, steps: Sequence[Step]) -> None:
    """Say through which bodies the matter goes before the deciding one, in order.

    Raises RuleBroken when a body stands twice, or when the days do not follow each other.
    """
    _check(steps, addressee.planned_on)
    kept = {one.body_name: one for one in steps_of(addressee)}
    told = {step.body_name for step in steps}
    for name, row in kept.items():
        if name not in told:
            db.session.delete(row)
    for position, step in enumerate(steps):
        row = kept.get(step.body_name) or PreparingStep(
            addressee_id=addressee.id, body_name=step.body_name
        )
        row.position, row.planned_on = position, step.planned_on
        db.session.add(row)


def _check(steps: Sequence[Step], decided_on: date | None) -> None:
    names = [step.body_name.casefold() for step in steps]
    if len(set(names)) < len(names):
        raise RuleBroken(_TWICE, name="twice")
    days = [step.planned_on for step in steps if step.planned_on]
    if decided_on:
        days.append(decided_on)
    if days != sorted(days):
        raise RuleBroken(_BACKWARDS, name="backwards")


_TWICE = Phrase(
    "Samma organ står två gånger. Ta bort det ena",
    "The same body stands twice. Take one away",
)
_BACKWARDS = Phrase(
    "Mötena kommer inte i ordning. Kontrollera datumen eller byt plats på organen",
    "The meetings are not in order. Check the dates or change places of the bodies",
)


def steps_of(addressee: Addressee) -> Sequence[PreparingStep]:
    """The bodies that prepare, in order."""
    wanted = sa.select(PreparingStep).where(PreparingStep.addressee_id == addressee.id)
    return db.session.scalars(wanted.order_by(PreparingStep.position)).all()


def usual_steps(addressee: Addressee) -> list[Step]:
    """The way that the municipality's matters take: that of its last one with the same suggested
    body, and for the first one what its own bodies are."""
    last = _last_way(addressee)
    if last:
        return [Step(name) for name in last]
    own = {body.kind: body for body in reversed(bodies_of(addressee.municipality_id))}
    way = usual_way(addressee.recommendation.suggested_body, own)
    return [Step(own[kind].name) for kind in way]


def _last_way(addressee: Addressee) -> Sequence[str]:
    other = (
        sa.select(PreparingStep.addressee_id)
        .join(PreparingStep.addressee)
        .join(Addressee.recommendation)
        .where(
            Addressee.municipality_id == addressee.municipality_id,
            Addressee.id != addressee.id,
            Recommendation.suggested_body == addressee.recommendation.suggested_body,
        )
        .order_by(PreparingStep.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    wanted = sa.select(PreparingStep.body_name).where(PreparingStep.addressee_id == other)
    return db.session.scalars(wanted.order_by(PreparingStep.position)).all()
