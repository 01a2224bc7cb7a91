"""Recommendations: read by all, drafted and changed until they are sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from sqlalchemy.orm import joinedload, selectinload

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import visible_to
from nk_avtal.blueprints.api.agreements import municipality_ids
from nk_avtal.blueprints.api.blueprint import bp, refuse
from nk_avtal.blueprints.api.fields import Read, Strict, Text, asked_number, code, number, one_of
from nk_avtal.blueprints.api.municipalities import Tagged
from nk_avtal.blueprints.api.paging import Page, Part, page_of, part
from nk_avtal.blueprints.api.saving import saves
from nk_avtal.blueprints.api.versions import check_seen, tag
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.recommendations import defaults
from nk_avtal.db import db
from nk_avtal.domain.agreements import Area, Stage
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.paragraphs import parse_paragraph
from nk_avtal.domain.people import Permission
from nk_avtal.domain.recommendations import Status
from nk_avtal.municipalities.models import Municipality
from nk_avtal.municipalities.queries import members
from nk_avtal.outbox.composing import link
from nk_avtal.recommendations import actions, queries
from nk_avtal.recommendations.actions import Content
from nk_avtal.recommendations.models import Addressee, Recommendation

reading = requires(Permission.SIGNED_IN)
drafting = requires(Permission.DRAFT_RECOMMENDATIONS)


class PlaceShown(Schema):
    """Where a municipality is with a recommendation; its decisions say more."""

    municipality = fields.String(required=True)
    awaited = fields.Boolean(required=True, metadata={"description": "It has yet to decide."})
    outcome = fields.String(required=True, allow_none=True)
    decided_on = fields.Date(required=True, allow_none=True)
    planned_on = fields.Date(required=True, allow_none=True)


class RecommendationShown(Schema):
    """What the board recommends the municipalities to decide."""

    id = number(required=True)
    slug = fields.String(required=True)
    agreement = number(required=True)
    title = fields.String(required=True)
    object_name = fields.String(required=True)
    area = one_of(Area, required=True)
    status = one_of(Status, required=True)
    recommended_on = fields.Date(required=True, allow_none=True)
    paragraph = fields.String(required=True)
    reference = fields.String(required=True)
    background = fields.String(required=True)
    suggested_body = one_of(BodyKind, required=True)
    reply_by = fields.Date(required=True, allow_none=True)
    takes_effect = fields.String(required=True)
    document_version = fields.Integer(required=True, allow_none=True)
    points = fields.List(fields.String(), required=True)
    places = fields.List(fields.Nested(PlaceShown), required=True)
    sent_at = fields.AwareDateTime(required=True, allow_none=True)
    withdrawn_at = fields.AwareDateTime(required=True, allow_none=True)
    withdrawal_reason = fields.String(required=True)
    follows = fields.Integer(required=True, allow_none=True)
    url = fields.String(required=True)


class RecommendationsAsked(Part):
    """Which recommendations."""

    status = one_of(Status)
    area = one_of(Area)
    agreement = asked_number(metadata={"description": "Those about this agreement."})
    awaits = code(metadata={"description": "Those that this municipality has yet to decide on."})


def _paragraph(text: str) -> str:
    return parse_paragraph(text).label if text else ""


class DraftChange(Strict):
    """What is changed of a draft; what is left out stays as it is."""

    title = Text(250, 1)
    object_name = Text(80)
    area = one_of(Area)
    recommended_on = fields.Date(allow_none=True)
    paragraph = Read(_paragraph, 40)
    reference = Text(40)
    background = Text(20_000)
    suggested_body = one_of(BodyKind)
    reply_by = fields.Date(allow_none=True)
    takes_effect = Text(120)
    document_version = number(allow_none=True)
    points = fields.List(Text(4000, 1), validate=validate.Length(max=50))
    municipalities = fields.List(code(), validate=validate.Length(max=400))


class NewDraft(DraftChange):
    """A draft about an agreement; what is left out is proposed from that, as on the page."""

    agreement = number(required=True)


SAME = (
    *("id", "slug", "title", "object_name", "area", "status", "recommended_on", "paragraph"),
    *("reference", "background", "suggested_body", "reply_by", "takes_effect", "sent_at"),
    *("withdrawn_at", "withdrawal_reason"),
)
"""What is answered as it is kept."""


def shown(one: Recommendation) -> dict[str, Any]:
    """A recommendation as it is answered."""
    places = [place for place in one.addressees if place.concerned]
    return {name: getattr(one, name) for name in SAME} | {
        "agreement": one.agreement_id,
        "document_version": one.document_version_id,
        "points": [point.text for point in one.points],
        "places": [_place(place) for place in places],
        "follows": one.follows_id,
        "url": link("recommendations.show", slug=one.slug),
    }


def _place(place: Addressee) -> dict[str, Any]:
    same = ("awaited", "outcome", "decided_on", "planned_on")
    found = {name: getattr(place, name) for name in same}
    return found | {"municipality": place.municipality.code}


def answer_with(one: Recommendation, status: int = 200) -> Tagged:
    """A recommendation with its version."""
    return shown(one), status, {"ETag": tag_of(one)}


def tag_of(one: Recommendation) -> str:
    """Which version of the recommendation it is."""
    return tag(one.id, one.version)


def _recommendations() -> sa.Select[Recommendation]:
    """Those that the owner of the token may see; drafts are the association's own work."""
    wanted = sa.select(Recommendation).options(
        selectinload(Recommendation.points),
        selectinload(Recommendation.addressees).joinedload(Addressee.municipality),
    )
    inside = me().may(Permission.READ_DRAFTS)
    return wanted if inside else wanted.where(Recommendation.status != Status.DRAFT)


@bp.get("/recommendations", tags=["recommendations"])
@reading
@bp.arguments(RecommendationsAsked, location="query")
@bp.response(200, page_of(RecommendationShown))
def recommendations(asked: dict[str, Any]) -> Page:
    """What the board has recommended, and drafts for those who may read them."""
    wanted = _recommendations()
    for name, column in (
        ("status", Recommendation.status),
        ("area", Recommendation.area),
        ("agreement", Recommendation.agreement_id),
    ):
        if name in asked:
            wanted = wanted.where(column == asked[name])
    if "awaits" in asked:
        town = Addressee.municipality.has(Municipality.code == asked["awaits"])
        wanted = wanted.where(
            Recommendation.status == Status.SENT,
            Recommendation.addressees.any(sa.and_(Addressee.awaited.is_(True), town)),
        )
    rows, following = part(wanted, Recommendation.id, asked)
    return {"items": [shown(one) for one in rows], "next_cursor": following}


@bp.get("/recommendations/<int:recommendation_id>", tags=["recommendations"])
@reading
@bp.response(200, RecommendationShown)
def recommendation(recommendation_id: int) -> Tagged:
    """One recommendation."""
    return answer_with(recommendation_by_id(recommendation_id))


def recommendation_by_id(recommendation_id: int) -> Recommendation:
    """One that the owner of the token may see. Raises NoResultFound."""
    wanted = _recommendations().where(Recommendation.id == recommendation_id)
    return db.session.scalars(wanted).one()


@bp.post("/recommendations", tags=["recommendations"])
@drafting
@bp.arguments(NewDraft)
@saves
@bp.response(201, RecommendationShown)
def draft_recommendation(told: dict[str, Any]) -> Any:
    """Begin a draft about an agreement. Its page shows the mails before it is sent."""
    wanted = visible_to(me()).where(
        Agreement.id == told["agreement"], Agreement.stage != Stage.CANCELLED
    )
    agreement = db.session.scalars(wanted.options(joinedload(Agreement.responsible))).first()
    if agreement is None:
        refuse({"agreement": [_("Det finns inget sådant avtal att rekommendera")]})
    content = _with(_proposed(agreement), told, agreement)
    made = actions.draft(agreement, content, members(), queries.board(), clock.now())
    db.session.flush()
    answer, status, headers = answer_with(made, 201)
    address = url_for("api.recommendation", recommendation_id=made.id)
    return answer, status, headers | {"Location": address}


@bp.patch("/recommendations/<int:recommendation_id>", tags=["recommendations"])
@drafting
@bp.arguments(DraftChange)
@saves
@bp.response(200, RecommendationShown)
def change_recommendation(told: dict[str, Any], recommendation_id: int) -> Tagged:
    """Change a draft. What is sent is not changed any more."""
    found = recommendation_by_id(recommendation_id)
    check_seen(tag_of(found))
    content = _with(actions.content_of(found), told, found.agreement)
    actions.edit(found, content)
    found.version += 1  # points and places belong to what was seen too
    db.session.flush()
    return answer_with(found)


def _proposed(agreement: Agreement) -> Content:
    """What the form of a new draft would hold."""
    values = defaults.of(agreement)
    return Content(
        title=values["title"],
        object_name=values["object_name"],
        area=Area(values["area"]),
        recommended_on=None,
        paragraph="",
        reference="",
        background="",
        suggested_body=BodyKind(values["suggested_body"]),
        reply_by=None,
        takes_effect="",
        document_version_id=values["document_version"],
        points=(values["decision_points"],) if values["decision_points"] else (),
        municipality_ids=frozenset(values["addressees"]),
    )


def _with(content: Content, told: dict[str, Any], agreement: Agreement) -> Content:
    """The content with what is told of it in its place."""
    same = told.keys() - {"agreement", "points", "municipalities", "document_version"}
    changed: dict[str, Any] = {name: told[name] for name in same}
    if "points" in told:
        changed["points"] = tuple(point for point in told["points"] if point)
    if "municipalities" in told:
        changed["municipality_ids"] = frozenset(municipality_ids(told["municipalities"]))
    if "document_version" in told:
        changed["document_version_id"] = _version(told["document_version"], agreement)
    found = replace(content, **changed)
    if found.recommended_on and found.reply_by and found.reply_by <= found.recommended_on:
        refuse({"reply_by": [_("Svarsdatumet måste vara efter styrelsens möte.")]})
    if not found.title:
        refuse({"title": [_("Skriv vad styrelsen rekommenderar, till exempel Prislista 2027")]})
    return found


def _version(version_id: int | None, agreement: Agreement) -> int | None:
    if version_id and version_id not in {one.id for one in queries.versions(agreement)}:
        refuse({"document_version": [_("Avtalet har ingen sådan version av ett dokument")]})
    return version_id
