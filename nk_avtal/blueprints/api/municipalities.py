"""The members."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from marshmallow import Schema, fields
from sqlalchemy.orm import selectinload

from nk_avtal.blueprints.api.blueprint import bp
from nk_avtal.blueprints.api.paging import Page, Part, page_of, part
from nk_avtal.blueprints.api.versions import tag
from nk_avtal.blueprints.guard import requires
from nk_avtal.domain.people import Permission
from nk_avtal.municipalities.models import Municipality
from nk_avtal.outbox.composing import link

Tagged = tuple[dict[str, Any], int, dict[str, str]]


class MunicipalityShown(Schema):
    """A member."""

    code = fields.String(required=True, metadata={"description": "The SCB code, such as 2581."})
    name = fields.String(required=True)
    full_name = fields.String(required=True)
    active = fields.Boolean(required=True)
    inhabitants = fields.Integer(required=True, allow_none=True)
    inhabitants_on = fields.Date(required=True, allow_none=True)
    url = fields.String(required=True, metadata={"description": "The page for people."})


def shown(town: Municipality) -> dict[str, Any]:
    """A member as it is answered."""
    last = town.populations[-1] if town.populations else None
    return {
        "code": town.code,
        "name": town.name,
        "full_name": town.full_name,
        "active": town.active,
        "inhabitants": last.inhabitants if last else None,
        "inhabitants_on": last.counted_on if last else None,
        "url": link("municipalities.show", municipality=town.slug),
    }


@bp.get("/municipalities", tags=["municipalities"])
@requires(Permission.SIGNED_IN)
@bp.arguments(Part, location="query")
@bp.response(200, page_of(MunicipalityShown))
def municipalities(asked: dict[str, Any]) -> Page:
    """The members."""
    wanted = sa.select(Municipality).options(selectinload(Municipality.populations))
    rows, following = part(wanted, Municipality.id, asked)
    return {"items": [shown(one) for one in rows], "next_cursor": following}


@bp.get("/municipalities/<municipality>", tags=["municipalities"])
@requires(Permission.SIGNED_IN)
@bp.response(200, MunicipalityShown)
def municipality(municipality: Municipality) -> Tagged:
    """One member, by its code."""
    return shown(municipality), 200, {"ETag": tag(municipality.id, municipality.version)}
