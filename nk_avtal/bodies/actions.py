"""Writing down who meets and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.bodies.queries import belongs_to
from nk_avtal.db import db
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.meeting_plans import hand_in_day
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.slugs import slug_of


def add_meetings(
    body: Body, days: Iterable[date], hand_in_days: int | None = None, place: str = ""
) -> int:
    """Add the meetings that are not there yet; how many they were."""
    known = set(db.session.scalars(sa.select(Meeting.held_on).where(Meeting.body_id == body.id)))
    new = [day for day in days if day not in known]
    db.session.add_all(
        Meeting(body=body, held_on=day, hand_in_by=hand_in_day(day, hand_in_days), place=place)
        for day in new
    )
    return len(new)


def change_meeting(meeting: Meeting, held_on: date, hand_in_by: date | None, place: str) -> None:
    """Another day or place. Raises RuleBroken when the body meets then already, or documents
    would be due after the meeting."""
    if hand_in_by and hand_in_by > held_on:
        raise RuleBroken(_TOO_LATE, name="hand_in_by")
    other = sa.select(Meeting.id).where(
        Meeting.body_id == meeting.body_id, Meeting.held_on == held_on, Meeting.id != meeting.id
    )
    if db.session.scalar(other):
        raise RuleBroken(TAKEN_DAY, name="held_on")
    meeting.held_on, meeting.hand_in_by, meeting.place = held_on, hand_in_by, place


def remove_meeting(meeting: Meeting) -> None:
    """Take the meeting out of the plan."""
    db.session.delete(meeting)


def put_back_meeting(body: Body, held_on: date, hand_in_by: date | None, place: str) -> None:
    """A meeting that was removed; nothing happens when the body meets on that day already."""
    known = sa.select(Meeting.id).where(Meeting.body_id == body.id, Meeting.held_on == held_on)
    if not db.session.scalar(known):
        meeting = Meeting(body=body, held_on=held_on, hand_in_by=hand_in_by, place=place)
        db.session.add(meeting)


def add_body(municipality_id: int | None, kind: BodyKind, name: str, short_name: str) -> Body:
    """A new body of a municipality, or of the association. Raises RuleBroken when the name is
    taken."""
    _check_name(municipality_id, name, None)
    slugs = set(db.session.scalars(sa.select(Body.slug).where(belongs_to(municipality_id))))
    last = db.session.scalar(
        sa.select(sa.func.max(Body.position)).where(belongs_to(municipality_id))
    )
    body = Body(
        municipality_id=municipality_id,
        kind=kind,
        name=name,
        short_name=short_name,
        slug=slug_of(name, slugs),
        position=(last or 0) + 1,
    )
    db.session.add(body)
    return body


def change_body(body: Body, kind: BodyKind, name: str, short_name: str, active: bool) -> None:
    """What a body is called and whether it still meets; decisions keep the name of their time.

    Raises RuleBroken when the name is taken.
    """
    _check_name(body.municipality_id, name, body.id)
    body.kind, body.name, body.short_name, body.active = kind, name, short_name, active


def _check_name(municipality_id: int | None, name: str, own: int | None) -> None:
    same = sa.select(Body.id).where(belongs_to(municipality_id), Body.name == name)
    if db.session.scalars(same.where(Body.id != (own or 0))).first():
        raise RuleBroken(_TAKEN_NAME, name="name")


_TOO_LATE = Phrase(
    "Handlingarna ska in senast samma dag som sammanträdet. Skriv en tidigare dag",
    "Documents are due no later than the day of the meeting. Write an earlier day",
)
TAKEN_DAY = Phrase(
    "Organet har redan ett sammanträde den dagen. Skriv en annan dag",
    "The body already meets on that day. Write another day",
)
_TAKEN_NAME = Phrase(
    "Det finns redan ett organ med det namnet. Skriv ett annat",
    "There is a body of that name already. Write another",
)
