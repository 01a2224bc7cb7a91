"""What municipalities have decided: read, recorded, corrected, taken back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import abort, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import contains_eager, joinedload

from nk_avtal import clock
from nk_avtal.adoptions import actions, queries
from nk_avtal.adoptions.actions import Recorded, Recorder
from nk_avtal.adoptions.models import Decision
from nk_avtal.blueprints.api.blueprint import bp, explaining, refuse
from nk_avtal.blueprints.api.decision_schemas import (
    Correcting,
    DecisionsAsked,
    DecisionShown,
    DecisionTold,
    recorded_from,
    shown,
)
from nk_avtal.blueprints.api.municipalities import Tagged
from nk_avtal.blueprints.api.paging import Page, page_of, part
from nk_avtal.blueprints.api.saving import saves
from nk_avtal.blueprints.api.versions import check_seen, check_seen_or_new, tag
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.db import db
from nk_avtal.domain.legal_standing import check_minutes
from nk_avtal.domain.people import Permission
from nk_avtal.municipalities.models import Municipality
from nk_avtal.recommendations.models import Addressee

reading = requires(Permission.READ_ADOPTIONS)
recording = requires(Permission.RECORD_OWN_DECISION, Permission.RECORD_DECISION_ON_BEHALF)
OF_A_PLACE = "/recommendations/<int:recommendation_id>/decisions/<municipality>"
MINUTES = ("decided_on", "approved_on", "announced_on", "taken_down_on", "boards")


def answer_with(decision: Decision) -> Tagged:
    """A decision with its version."""
    return shown(decision, me()), 200, {"ETag": tag_of(decision)}


def tag_of(decision: Decision) -> str:
    """Which version of the decision it is."""
    return tag(decision.id, decision.version)


def _tag_of_place(addressee: Addressee) -> str | None:
    """What a program has seen of a municipality's decisions: the one that counts and the last."""
    last = queries.last_recorded(addressee)
    counting = queries.counting_decision(addressee) or last
    parts = [part for one in (counting, last) if one for part in (one.id, one.version)]
    return tag(*parts) if parts else None


def _decisions() -> sa.Select[Decision]:
    """Those that nobody has taken back, of municipalities that a page would show as well."""
    place = contains_eager(Decision.addressee)
    return (
        sa.select(Decision)
        .join(Decision.addressee)
        .join(Addressee.municipality)
        .options(place.contains_eager(Addressee.municipality), joinedload(Decision.recorded_by))
        .where(Decision.undone_at.is_(None))
    )


@bp.get("/decisions", tags=["decisions"])
@reading
@bp.arguments(DecisionsAsked, location="query")
@bp.response(200, page_of(DecisionShown))
def decisions(asked: dict[str, Any]) -> Page:
    """What municipalities have decided, in the order it was recorded."""
    wanted = _decisions()
    if "recommendation" in asked:
        wanted = wanted.where(Addressee.recommendation_id == asked["recommendation"])
    if "municipality" in asked:
        wanted = wanted.where(Municipality.code == asked["municipality"])
    if "outcome" in asked:
        wanted = wanted.where(Decision.outcome == asked["outcome"])
    if "since" in asked:
        wanted = wanted.where(Decision.decided_on >= asked["since"])
    rows, following = part(wanted, Decision.id, asked)
    return {"items": [shown(one, me()) for one in rows], "next_cursor": following}


@bp.get("/decisions/<int:decision_id>", tags=["decisions"])
@reading
@bp.response(200, DecisionShown)
def decision(decision_id: int) -> Tagged:
    """One decision."""
    return answer_with(decision_by_id(decision_id))


def decision_by_id(decision_id: int) -> Decision:
    """One that nobody has taken back. Raises NoResultFound."""
    return db.session.scalars(_decisions().where(Decision.id == decision_id)).one()


@bp.get(OF_A_PLACE, tags=["decisions"])
@reading
@bp.response(200, DecisionShown)
def decision_of_municipality(recommendation_id: int, municipality: Municipality) -> Tagged:
    """What a municipality has decided on a recommendation: what counts, or was recorded last."""
    addressee = queries.addressee_in(municipality, recommendation_id)
    found = queries.counting_decision(addressee) or queries.last_recorded(addressee)
    if found is None:
        abort(404)
    return shown(found, me()), 200, {"ETag": _tag_of_place(addressee) or ""}


@bp.put(OF_A_PLACE, tags=["decisions"])
@recording
@bp.arguments(Correcting, location="query")
@bp.arguments(DecisionTold)
@saves
@bp.response(201, DecisionShown)
@bp.alt_response(200, schema=DecisionShown, success=True)
def record_decision(
    asked: dict[str, Any], told: dict[str, Any], recommendation_id: int, municipality: Municipality
) -> Any:
    """Record what a municipality has decided, or correct what is recorded. A matter that was sent
    back gets a new decision, unless `correct=true` says that the old one was wrong."""
    addressee = queries.addressee_in(municipality, recommendation_id, for_update=True)
    current = queries.counting_decision(addressee)
    wrong = current and (asked["correct"] or queries.settles(current))
    check_seen_or_new(_tag_of_place(addressee))
    recorded = _checked(addressee, told)
    by = Recorder(me())
    if current and wrong:
        changed = actions.change(current, recorded, by)
        db.session.flush()
        return shown(changed, me()), 200, {"ETag": _tag_of_place(addressee)}
    made = actions.record(addressee, recorded, by)
    address = url_for("api.decision", decision_id=made.id)
    return shown(made, me()), 201, {"ETag": _tag_of_place(addressee), "Location": address}


def _checked(addressee: Addressee, told: dict[str, Any]) -> Recorded:
    """What is told, by the rules and the questions of the form."""
    recorded = recorded_from(addressee, told)
    with explaining("decided_on"):
        actions.check_day(addressee.recommendation, recorded.decided_on, clock.today())
    with explaining("decided_on", **{name: name for name in MINUTES}):
        check_minutes(recorded.minutes, clock.today())
    taken = queries.same_paragraph(
        addressee, recorded.body_name, recorded.decided_on, recorded.paragraph
    )
    if taken and not told["same_paragraph"]:
        sentence = _(
            "Paragrafen är redan registrerad för organet den dagen. Sänd true om båda gäller"
        )
        refuse({"same_paragraph": [sentence]})
    return recorded


@bp.delete("/decisions/<int:decision_id>", tags=["decisions"])
@recording
@saves
@bp.response(204)
def undo_decision(decision_id: int) -> Any:
    """Take back what was just recorded. It can be done for half an hour, by who recorded it."""
    found = decision_by_id(decision_id)
    check_own(found)
    check_seen(tag_of(found))
    actions.undo(found, me())
    db.session.flush()
    return "", 204


def check_own(decision: Decision) -> None:
    """Answer 403 to whoever may not record for the municipality."""
    home = decision.addressee.municipality_id
    own = me().may(Permission.RECORD_OWN_DECISION, home)
    if not own and not me().may(Permission.RECORD_DECISION_ON_BEHALF):
        abort(403)
