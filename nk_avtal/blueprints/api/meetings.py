"""When bodies meet: read, added, changed, removed."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import abort, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields
from sqlalchemy.orm import contains_eager, joinedload

from nk_avtal.blueprints.api.blueprint import bp, explaining, refuse
from nk_avtal.blueprints.api.bodies import of_municipality, reading_bodies, seen_by
from nk_avtal.blueprints.api.fields import Strict, Text, asked_number, code, number
from nk_avtal.blueprints.api.municipalities import Tagged
from nk_avtal.blueprints.api.paging import Page, Part, page_of, part
from nk_avtal.blueprints.api.saving import saves
from nk_avtal.blueprints.api.versions import check_seen, tag
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.bodies import actions
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Permission
from nk_avtal.domain.phrases import Phrase
from nk_avtal.matters.queries import on_agendas
from nk_avtal.recommendations.planned import move_planned

writing_meetings = requires(Permission.WRITE_MEETING_PLAN, Permission.WRITE_ASSOCIATION_MEETINGS)


class MeetingShown(Schema):
    """A day on which a body meets."""

    id = number(required=True)
    body = number(required=True)
    body_name = fields.String(required=True)
    municipality = fields.String(required=True, allow_none=True)
    held_on = fields.Date(required=True)
    hand_in_by = fields.Date(required=True, allow_none=True)
    place = fields.String(required=True)


class MeetingsAsked(Part):
    """Which meetings."""

    municipality = code(metadata={"description": "Those of this municipality's bodies."})
    body = asked_number(metadata={"description": "Those of this body."})
    since = fields.Date(metadata={"description": "From this day on."})
    until = fields.Date(metadata={"description": "Until this day, itself included."})


class MeetingChange(Strict):
    """What is changed of a meeting; what is left out stays as it is."""

    held_on = fields.Date()
    hand_in_by = fields.Date(allow_none=True)
    place = Text(120)


class NewMeeting(MeetingChange):
    """A meeting to add."""

    body = number(required=True)
    held_on = fields.Date(required=True)


def shown(meeting: Meeting) -> dict[str, Any]:
    """A meeting as it is answered."""
    body = meeting.body
    return {
        "id": meeting.id,
        "body": body.id,
        "body_name": body.name,
        "municipality": body.municipality.code if body.municipality else None,
        "held_on": meeting.held_on,
        "hand_in_by": meeting.hand_in_by,
        "place": meeting.place,
    }


def _tagged(meeting: Meeting, status: int = 200) -> Tagged:
    return shown(meeting), status, {"ETag": _tag(meeting)}


def _tag(meeting: Meeting) -> str:
    return tag(meeting.id, meeting.version)


def _meetings() -> sa.Select[Meeting]:
    body = contains_eager(Meeting.body)
    return (
        sa.select(Meeting)
        .join(Meeting.body)
        .options(body, body.joinedload(Body.municipality))
        .where(seen_by(me()))
    )


def _to_write(meeting_id: int) -> Meeting:
    """A meeting that the program has seen and that its owner may change."""
    found = db.session.scalars(_meetings().where(Meeting.id == meeting_id)).one()
    _check_right(found.body)
    check_seen(_tag(found))
    return found


def _check_right(body: Body) -> None:
    """The same as on the pages of the plan: the association's, or the own municipality's."""
    ours = body.municipality_id is None
    needed = Permission.WRITE_ASSOCIATION_MEETINGS if ours else Permission.WRITE_MEETING_PLAN
    if not me().may(needed, body.municipality_id):
        abort(403)


@bp.get("/meetings", tags=["meetings"])
@reading_bodies
@bp.arguments(MeetingsAsked, location="query")
@bp.response(200, page_of(MeetingShown))
def meetings(asked: dict[str, Any]) -> Page:
    """The meetings that the owner of the token may see."""
    wanted = _meetings().where(*of_municipality(asked))
    if "body" in asked:
        wanted = wanted.where(Meeting.body_id == asked["body"])
    days = (asked.get("since", date.min), asked.get("until", date.max))
    rows, following = part(wanted.where(Meeting.held_on.between(*days)), Meeting.id, asked)
    return {"items": [shown(one) for one in rows], "next_cursor": following}


@bp.get("/meetings/<int:meeting_id>", tags=["meetings"])
@reading_bodies
@bp.response(200, MeetingShown)
def meeting(meeting_id: int) -> Tagged:
    """One meeting."""
    return _tagged(db.session.scalars(_meetings().where(Meeting.id == meeting_id)).one())


@bp.post("/meetings", tags=["meetings"])
@writing_meetings
@bp.arguments(NewMeeting)
@saves
@bp.response(201, MeetingShown)
def add_meeting(told: dict[str, Any]) -> Any:
    """Add a meeting. A body meets once a day."""
    body = _body(told["body"])
    before = told.get("hand_in_by")
    if not actions.add_meetings(body, [told["held_on"]], place=told.get("place", "")):
        raise RuleBroken(actions.TAKEN_DAY)
    db.session.flush()
    made = sa.select(Meeting).where(Meeting.body_id == body.id, Meeting.held_on == told["held_on"])
    found = db.session.scalars(made).one()
    with explaining("held_on", hand_in_by="hand_in_by"):
        actions.change_meeting(found, found.held_on, before, found.place)
    db.session.flush()
    answer, status, headers = _tagged(found, 201)
    return answer, status, headers | {"Location": url_for("api.meeting", meeting_id=found.id)}


def _body(body_id: int) -> Body:
    wanted = sa.select(Body).where(Body.id == body_id, seen_by(me()), Body.active.is_(True))
    found = db.session.scalars(wanted.options(joinedload(Body.municipality))).first()
    if found is None:
        refuse({"body": [_("Det finns inget sådant organ som sammanträder")]})
    _check_right(found)
    return found


@bp.patch("/meetings/<int:meeting_id>", tags=["meetings"])
@writing_meetings
@bp.arguments(MeetingChange)
@saves
@bp.response(200, MeetingShown)
def change_meeting(told: dict[str, Any], meeting_id: int) -> Tagged:
    """Another day or place. What municipalities have planned for the meeting follows it."""
    found = _to_write(meeting_id)
    before = found.held_on
    held_on = told.get("held_on", before)
    hand_in_by = told.get("hand_in_by", found.hand_in_by)
    with explaining("held_on", hand_in_by="hand_in_by"):
        actions.change_meeting(found, held_on, hand_in_by, told.get("place", found.place))
    if held_on != before:
        move_planned(found.body_id, before, held_on)
    db.session.flush()
    return _tagged(found)


@bp.delete("/meetings/<int:meeting_id>", tags=["meetings"])
@writing_meetings
@saves
@bp.response(204)
def remove_meeting(meeting_id: int) -> Any:
    """Take a meeting out of the plan, unless matters are to be dealt with there."""
    found = _to_write(meeting_id)
    if on_agendas([found.id]):
        raise RuleBroken(_ON_AGENDA)
    actions.remove_meeting(found)
    db.session.flush()
    return "", 204


_ON_AGENDA = Phrase(
    "Sammanträdet har ärenden på dagordningen. Flytta dem till ett annat möte först",
    "The meeting has matters on its agenda. Move them to another meeting first",
)
