"""Who meets and decides, as far as the owner of the token may see."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from marshmallow import Schema, fields
from sqlalchemy.orm import joinedload

from nk_avtal.blueprints.api.blueprint import bp
from nk_avtal.blueprints.api.fields import code, number
from nk_avtal.blueprints.api.municipalities import Tagged
from nk_avtal.blueprints.api.paging import Page, Part, page_of, part
from nk_avtal.blueprints.api.versions import tag
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.bodies.models import Body
from nk_avtal.db import db
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.people import Permission
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.models import Person

reading_bodies = requires(Permission.READ_MEETING_PLAN, Permission.READ_ASSOCIATION_MEETINGS)


class BodyShown(Schema):
    """A body of a municipality or of the association."""

    id = number(required=True)
    municipality = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The code; null for the association's bodies."},
    )
    kind = fields.Enum(BodyKind, by_value=True, required=True)
    name = fields.String(required=True)
    short_name = fields.String(required=True)
    active = fields.Boolean(required=True)


class BodiesAsked(Part):
    """Which bodies."""

    municipality = code(metadata={"description": "Those of the municipality with this code."})


def seen_by(reader: Person) -> sa.ColumnElement[bool]:
    """In SQL, of a body: its meetings are on a page that `reader` may see."""
    association = sa.and_(
        Body.municipality_id.is_(None), sa.literal(reader.may(Permission.READ_ASSOCIATION_MEETINGS))
    )
    if reader.municipality_id is not None:
        return sa.or_(association, Body.municipality_id == reader.municipality_id)
    plans = sa.literal(reader.may(Permission.READ_MEETING_PLAN))
    return sa.or_(association, sa.and_(Body.municipality_id.is_not(None), plans))


def of_municipality(asked: dict[str, Any]) -> list[sa.ColumnElement[bool]]:
    """In SQL, of a body: it is the municipality's that is asked for, if one is."""
    if "municipality" not in asked:
        return []
    return [Body.municipality.has(Municipality.code == asked["municipality"])]


def shown(body: Body) -> dict[str, Any]:
    """A body as it is answered."""
    return {
        "id": body.id,
        "municipality": body.municipality.code if body.municipality else None,
        "kind": body.kind,
        "name": body.name,
        "short_name": body.short_name,
        "active": body.active,
    }


@bp.get("/bodies", tags=["bodies"])
@reading_bodies
@bp.arguments(BodiesAsked, location="query")
@bp.response(200, page_of(BodyShown))
def bodies(asked: dict[str, Any]) -> Page:
    """The bodies that meet, and those that no longer do."""
    wanted = sa.select(Body).where(seen_by(me()), *of_municipality(asked))
    rows, following = part(wanted.options(joinedload(Body.municipality)), Body.id, asked)
    return {"items": [shown(one) for one in rows], "next_cursor": following}


@bp.get("/bodies/<int:body_id>", tags=["bodies"])
@reading_bodies
@bp.response(200, BodyShown)
def body(body_id: int) -> Tagged:
    """One body."""
    found = db.session.scalars(sa.select(Body).where(Body.id == body_id, seen_by(me()))).one()
    return shown(found), 200, {"ETag": tag(found.id, found.version)}
