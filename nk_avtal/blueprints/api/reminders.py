"""The ledger of reminders: of everybody for who oversees them, for others their own."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from marshmallow import Schema, fields

from nk_avtal.blueprints.api.blueprint import bp
from nk_avtal.blueprints.api.fields import asked_number, number, one_of
from nk_avtal.blueprints.api.paging import Page, Part, page_of, part
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.db import db
from nk_avtal.domain.people import Permission
from nk_avtal.domain.recipients import Withheld
from nk_avtal.domain.reminders import OF_NEGOTIATIONS, DeadlineKind
from nk_avtal.reminders import listing
from nk_avtal.reminders.listing import Became, Choice
from nk_avtal.reminders.models import Reminder


class State(StrEnum):
    """What has become of a reminder."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    WITHHELD = "withheld"


class ReminderShown(Schema):
    """That somebody was to be told of a deadline, and what became of it."""

    id = number(required=True)
    kind = one_of(DeadlineKind, required=True)
    deadline_on = fields.Date(required=True)
    lead_days = fields.Integer(required=True)
    recipient = fields.String(required=True)
    agreement = fields.Integer(required=True, allow_none=True)
    recommendation = fields.Integer(required=True, allow_none=True)
    municipality = fields.String(required=True, allow_none=True)
    escalated = fields.Boolean(required=True)
    state = one_of(State, required=True)
    withheld = one_of(Withheld, required=True, allow_none=True)
    planned_at = fields.AwareDateTime(required=True)
    sent_at = fields.AwareDateTime(required=True, allow_none=True)


class RemindersAsked(Part):
    """Which reminders."""

    kind = one_of(DeadlineKind)
    agreement = asked_number(metadata={"description": "Those about this agreement."})
    state = one_of(State)


def shown(one: Reminder) -> dict[str, Any]:
    """A reminder as it is answered."""
    same = ("id", "kind", "deadline_on", "lead_days", "recipient", "escalated", "withheld")
    return {name: getattr(one, name) for name in (*same, "planned_at")} | {
        "agreement": one.agreement_id,
        "recommendation": one.recommendation_id,
        "municipality": one.municipality.code if one.municipality else None,
        "state": State[listing.became(one).name],
        "sent_at": one.message.sent_at if one.message else None,
    }


def _reminders(asked: dict[str, Any]) -> sa.Select[Reminder]:
    """Those of the choice. Programs are told nothing of negotiations, whoever they act for."""
    wanted = listing.chosen(_chosen(asked))
    return wanted.where(Reminder.kind.not_in(OF_NEGOTIATIONS))


def _chosen(asked: dict[str, Any]) -> Choice:
    oversees = me().may(Permission.OVERSEE_REMINDERS)
    return Choice(
        person=None if oversees else me(),
        agreement_id=asked.get("agreement"),
        kind=asked.get("kind"),
        became=Became[asked["state"].name] if "state" in asked else None,
    )


@bp.get("/reminders", tags=["reminders"])
@requires(Permission.SIGNED_IN)
@bp.arguments(RemindersAsked, location="query")
@bp.response(200, page_of(ReminderShown))
def reminders(asked: dict[str, Any]) -> Page:
    """What was due to be told to whom, in the order it was planned."""
    rows, following = part(_reminders(asked), Reminder.id, asked)
    return {"items": [shown(one) for one in rows], "next_cursor": following}


@bp.get("/reminders/<int:reminder_id>", tags=["reminders"])
@requires(Permission.SIGNED_IN)
@bp.response(200, ReminderShown)
def reminder(reminder_id: int) -> dict[str, Any]:
    """One reminder."""
    wanted = _reminders({}).where(Reminder.id == reminder_id)
    return shown(db.session.scalars(wanted).one())
