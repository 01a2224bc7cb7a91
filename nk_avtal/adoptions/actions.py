"""Recording what a municipality has decided, changing it, undoing it, planning it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.adoptions import mails
from nk_avtal.adoptions.models import Decision
from nk_avtal.bodies.models import Body
from nk_avtal.db import db
from nk_avtal.documents.models import StoredFile
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.history import queries as history
from nk_avtal.outbox.actions import stop
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee

UNDO_WITHIN = timedelta(minutes=30)


@dataclass(frozen=True)
class Recorded:
    """What somebody says that a body decided; § and dnr as written."""

    body_kind: BodyKind
    body_name: str
    decided_on: date
    paragraph: str
    reference: str
    outcome: Outcome
    addition: str = ""
    returns_on: date | None = None
    reason: str = ""
    announced_on: date | None = None
    note: str = ""
    excerpt: StoredFile | None = None


def record(addressee: Addressee, recorded: Recorded, by: Person) -> Decision:
    """Add a decision. By somebody of the association it is marked as recorded on behalf.

    Raises RuleBroken when the day cannot be right.
    """
    check_day(addressee, recorded.decided_on, clock.today())
    decision = Decision(
        addressee=addressee,
        recorded_at=clock.now(),
        recorded_by=by,
        on_behalf=not by.role.is_municipal,
    )
    _fill_in(decision, recorded)
    db.session.add(decision)
    db.session.flush()
    mails.tell_recorded(decision, by)
    return decision


def change(decision: Decision, recorded: Recorded, by: Person) -> Decision:
    """Correct a decision; history keeps what stood before. A changed addition has to be accepted
    anew."""
    check_day(decision.addressee, recorded.decided_on, clock.today())
    if (decision.outcome, decision.addition) != (recorded.outcome, recorded.addition):
        decision.addition_accepted_at = decision.addition_accepted_by = None
    _fill_in(decision, recorded)
    decision.recorded_by, decision.recorded_at = by, clock.now()
    decision.on_behalf = not by.role.is_municipal
    stop(mails.topic_of(decision))
    mails.tell_recorded(decision, by)
    return decision


def _fill_in(decision: Decision, recorded: Recorded) -> None:
    for name, value in vars(recorded).items():
        if name != "excerpt":
            setattr(decision, name, value)
    decision.body = _body(decision.addressee, recorded)
    if recorded.excerpt is not None:
        decision.excerpt = recorded.excerpt


def _body(addressee: Addressee, recorded: Recorded) -> Body | None:
    """The municipality's own body of that name, if it has entered one."""
    wanted = sa.select(Body).where(
        Body.municipality_id == addressee.municipality_id, Body.name == recorded.body_name
    )
    return db.session.scalars(wanted).first()


def check_day(addressee: Addressee, decided_on: date, today: date) -> None:
    """A decision lies between the recommendation and today. Raises RuleBroken otherwise."""
    if decided_on > today:
        raise RuleBroken(_AHEAD, name="ahead")
    recommended_on = addressee.recommendation.recommended_on
    if recommended_on and decided_on < recommended_on:
        raise RuleBroken(Phrase(*_BEFORE, {"day": recommended_on}), name="before")


_AHEAD = Phrase(
    "Datumet har inte varit än. Planera mötet i stället, eller ändra datumet",
    "That day has not been yet. Plan the meeting instead, or change the date",
)
_BEFORE = (
    "Datumet är före styrelsens rekommendation den {day}. Kontrollera året",
    "The date is before the board's recommendation on {day}. Check the year",
)


def can_undo(decision: Decision, by: Person) -> bool:
    """Whether `by` may undo: who recorded it first, for half an hour, unless somebody else has
    changed it since. To undo a later change would take the whole decision away."""
    if decision.undone_at is not None or decision.recorded_by_id != by.id:
        return False
    first = history.created("decision", decision.id)
    return first is not None and first.actor_id == by.id and clock.now() - first.at <= UNDO_WITHIN


def undo(decision: Decision, by: Person) -> None:
    """Take a decision back: it stays, marked, and mail about it that has not left is stopped.

    Raises RuleBroken when it is too late or somebody else's.
    """
    if not can_undo(decision, by):
        raise RuleBroken(_TOO_LATE, name="too_late")
    decision.undone_at, decision.undone_by = clock.now(), by
    stop(mails.topic_of(decision))


_TOO_LATE = Phrase(
    "Det går att ångra i 30 minuter. Ändra beslutet i stället",
    "It can be undone for 30 minutes. Change the decision instead",
)


def add_excerpt(decision: Decision, excerpt: StoredFile) -> None:
    """Add the minutes excerpt, or replace the one that is there."""
    decision.excerpt = excerpt


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


def accept_addition(decision: Decision, by: Person) -> None:
    """The association accepts an addition, so that the adoption counts for entry into force.

    Raises RuleBroken when there is no addition to accept.
    """
    if decision.outcome is not Outcome.ADOPTED_WITH_ADDITION or decision.undone_at:
        raise RuleBroken(
            Phrase("Det finns inget tillägg att godta", "There is no addition to accept")
        )
    decision.addition_accepted_at, decision.addition_accepted_by = clock.now(), by


def fetched(addressee: Addressee, reference: str, by: Person) -> None:
    """Note that the Word document was fetched, and the number it got in the municipality."""
    addressee.fetched_at, addressee.fetched_by = clock.now(), by
    if reference:
        addressee.reference = reference
