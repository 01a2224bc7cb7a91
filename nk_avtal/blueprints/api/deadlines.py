"""Deadlines of agreements: what has to be settled by when, and what is decided about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import abort
from flask_babel import gettext as _
from marshmallow import Schema, fields

from nk_avtal import clock, wording
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import visible_to
from nk_avtal.blueprints.api.agreements import agreement_by_id
from nk_avtal.blueprints.api.blueprint import bp, explaining, refuse
from nk_avtal.blueprints.api.fields import (
    LARGEST_NUMBER,
    Strict,
    Text,
    asked_number,
    number,
    one_of,
)
from nk_avtal.blueprints.api.municipalities import Tagged
from nk_avtal.blueprints.api.paging import Page, Part, page_of, part_of_list
from nk_avtal.blueprints.api.saving import plan_anew, saves
from nk_avtal.blueprints.api.versions import check_seen, tag
from nk_avtal.blueprints.deadlines.routes import otherwise
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.db import db
from nk_avtal.domain.people import Permission
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewal_decisions import ANSWERS, Answer
from nk_avtal.reminders.watching import Watched, watched, watched_agreements
from nk_avtal.renewals import actions, queries
from nk_avtal.renewals.actions import Told
from nk_avtal.renewals.models import RenewalDecision

FIELDS = {
    "until_passed": "until",
    "until_too_late": "until",
    "not_later": "new_end_on",
    "end_is_reckoned": "new_end_on",
}


class DeadlineShown(Schema):
    """A day by which something about an agreement has to be settled."""

    id = fields.String(required=True)
    agreement = number(required=True)
    title = fields.String(required=True)
    kind = one_of(DeadlineKind, required=True)
    falls_on = fields.Date(required=True)
    what = fields.String(required=True, metadata={"description": "What is to be done."})
    otherwise = fields.String(required=True, metadata={"description": "What happens else."})
    responsible = fields.String(required=True, allow_none=True)
    answers = fields.List(
        one_of(Answer), required=True, metadata={"description": "What can be decided about it."}
    )
    settled = fields.Boolean(required=True)
    answer = one_of(Answer, required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    until = fields.Date(required=True, allow_none=True)
    decided_by = fields.String(required=True, allow_none=True)


class DeadlinesAsked(Part):
    """Which deadlines, soonest first."""

    kind = one_of(DeadlineKind)
    agreement = asked_number(metadata={"description": "Those of this agreement."})
    until = fields.Date(metadata={"description": "Those until this day, itself included."})
    settled = fields.Boolean(metadata={"description": "Only those that are settled, or are not."})


class AnswerTold(Strict):
    """What is decided about a deadline, and why."""

    answer = one_of(Answer, required=True)
    reason = Text(2000, 1, required=True)
    until = fields.Date(
        allow_none=True, load_default=None, metadata={"description": "For `later`."}
    )
    new_end_on = fields.Date(
        allow_none=True,
        load_default=None,
        metadata={"description": "For `prolong` of an agreement that ends on a fixed day."},
    )
    successor = number(
        allow_none=True,
        load_default=None,
        metadata={"description": "The agreement that takes its place; null for a new draft."},
    )


def shown(one: Watched) -> dict[str, Any]:
    """A deadline as it is answered."""
    kind, agreement, decision = one.deadline.kind, one.agreement, one.decision
    return {
        "id": f"{agreement.id}-{kind.value}-{one.deadline.falls_on.isoformat()}",
        "agreement": agreement.id,
        "title": agreement.title,
        "kind": kind,
        "falls_on": one.deadline.falls_on,
        "what": str(wording.TO_DO[kind]),
        "otherwise": otherwise(one),
        "responsible": agreement.responsible.name if agreement.responsible else None,
        "answers": list(ANSWERS.get(kind, ())),
        "settled": one.settled,
        "answer": decision.answer if decision else None,
        "reason": decision.reason if decision else None,
        "until": decision.until if decision else None,
        "decided_by": decision.decided_by.name if decision else None,
    }


def _tag(decision: RenewalDecision | None) -> str:
    return tag("deadline", decision.id if decision else 0)


@bp.get("/deadlines", tags=["deadlines"])
@requires(Permission.READ_DEADLINES)
@bp.arguments(DeadlinesAsked, location="query")
@bp.response(200, page_of(DeadlineShown))
def deadlines(asked: dict[str, Any]) -> Page:
    """What is watched of agreements, soonest first."""
    rows, following = part_of_list(_chosen(asked), asked)
    return {"items": [shown(one) for one in rows], "next_cursor": following}


def _chosen(asked: dict[str, Any]) -> Iterator[tuple[str, Watched]]:
    numbers = visible_to(me()).with_only_columns(Agreement.id)
    seen = set(db.session.scalars(numbers))
    for one in watched_agreements(clock.today()):
        kind, day, agreement = one.deadline.kind, one.deadline.falls_on, one.agreement.id
        if (
            agreement in seen
            and asked.get("kind", kind) is kind
            and asked.get("agreement", agreement) == agreement
            and day <= asked.get("until", date.max)
            and asked.get("settled", one.settled) == one.settled
        ):
            yield f"{day.isoformat()}:{kind.value}:{agreement:010}", one


@bp.get("/deadlines/<deadline_id>", tags=["deadlines"])
@requires(Permission.READ_DEADLINES)
@bp.response(200, DeadlineShown)
def deadline(deadline_id: str) -> Tagged:
    """One deadline."""
    return _tagged(_watched(*_parts(deadline_id)))


def _tagged(one: Watched) -> Tagged:
    standing = queries.standing(one.agreement, one.deadline.kind, one.deadline.falls_on)
    return shown(one), 200, {"ETag": _tag(standing)}


def _parts(deadline_id: str) -> tuple[int, DeadlineKind, date]:
    """The agreement, kind and day that a deadline's id names."""
    agreement, _dash, rest = deadline_id.partition("-")
    kind, _dash, day = rest.partition("-")
    try:
        found = int(agreement), DeadlineKind(kind), date.fromisoformat(day)
    except ValueError:
        abort(404)
    if not 0 < found[0] <= LARGEST_NUMBER:
        abort(404)
    return found


def _watched(agreement_id: int, kind: DeadlineKind, day: date) -> Watched:
    found = _now(agreement_by_id(agreement_id), kind, day)
    if found is None:
        abort(404)
    return found


def _now(agreement: Agreement, kind: DeadlineKind, day: date) -> Watched | None:
    """A deadline of the agreement itself, if it has it today."""
    own = (
        one
        for one in watched(clock.today(), agreement.id)
        if not (one.recommendation or one.invited or one.negotiation)
    )
    same = (one for one in own if (one.deadline.kind, one.deadline.falls_on) == (kind, day))
    return next(same, None)


@bp.put("/deadlines/<deadline_id>/decision", tags=["deadlines"])
@requires(Permission.WRITE_DEADLINES)
@bp.arguments(AnswerTold)
@saves
@bp.response(200, DeadlineShown)
def decide_deadline(told: dict[str, Any], deadline_id: str) -> Tagged:
    """Say what is decided about a deadline; its reminders go quiet as on the page."""
    number_of, kind, day = _parts(deadline_id)
    one = _watched(number_of, kind, day)
    actions.hold(one.agreement)
    check_seen(_tag(queries.standing(one.agreement, kind, day)))
    answer = Told(
        told["answer"], told["reason"], told["until"], told["new_end_on"], _successor(told)
    )
    with explaining("answer", **FIELDS):
        decision = actions.decide(one.agreement, kind, day, answer, me())
    db.session.flush()
    plan_anew(one.agreement)
    return shown(_answered(one, decision)), 200, {"ETag": _tag(decision)}


def _answered(before: Watched, decision: RenewalDecision) -> Watched:
    """The deadline as it is now; as it was, with the answer, when the answer has moved it."""
    found = _now(before.agreement, before.deadline.kind, before.deadline.falls_on)
    return found or Watched(
        before.deadline,
        before.agreement,
        reckoning=before.reckoning,
        settled=True,
        decision=decision,
    )


def _successor(told: dict[str, Any]) -> Agreement | None:
    if told["successor"] is None:
        return None
    wanted = visible_to(me()).where(Agreement.id == told["successor"])
    found = db.session.scalars(wanted).first()
    if found is None:
        refuse({"successor": [_("Det finns inget sådant avtal")]})
    return found


@bp.delete("/deadlines/<deadline_id>/decision", tags=["deadlines"])
@requires(Permission.WRITE_DEADLINES)
@saves
@bp.response(204)
def undo_deadline(deadline_id: str) -> Any:
    """Take back what was decided; the deadline is watched again."""
    number_of, kind, day = _parts(deadline_id)
    agreement = agreement_by_id(number_of)
    actions.hold(agreement)
    decision = queries.standing(agreement, kind, day)
    if decision is None:
        abort(404)
    check_seen(_tag(decision))
    actions.undo(decision, me())
    plan_anew(agreement)
    db.session.flush()
    return "", 204
