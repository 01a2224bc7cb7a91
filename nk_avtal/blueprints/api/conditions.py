"""The condition for effect of an agreement: read, and set whole (ux 17.1)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from marshmallow import ValidationError, fields, validate

from nk_avtal.agreements import actions
from nk_avtal.agreements.models import Agreement
from nk_avtal.blueprints.api.agreements import (
    agreement_by_id,
    agreement_to_write,
    municipality_ids,
    reading,
    tag_of,
    writing,
)
from nk_avtal.blueprints.api.blueprint import bp, refuse
from nk_avtal.blueprints.api.fields import Strict, Text, code, number, one_of
from nk_avtal.blueprints.api.municipalities import Tagged
from nk_avtal.blueprints.api.saving import plan_anew, saves
from nk_avtal.db import db
from nk_avtal.domain.entry import Basis, Condition, Entry, Outsiders

PERCENT = {"description": "Percent of the inhabitants, with at most two decimals."}


def _check_decimals(share: float) -> None:
    if Decimal(str(share)) * 100 % 1:
        raise ValidationError(_("Skriv andelen med högst två decimaler"))


class ConditionTold(Strict):
    """When the agreement begins to apply. What is left out gets its usual value; what the kind of
    condition does not use is not kept."""

    condition = one_of(Condition, required=True)
    at_least = number(allow_none=True, load_default=None, highest=999)
    share = fields.Float(
        allow_none=True,
        load_default=None,
        validate=[validate.Range(min=0.01, max=100), _check_decimals],
        metadata=PERCENT,
    )
    counted_on = fields.Date(
        allow_none=True,
        load_default=None,
        metadata={"description": "The day at which the inhabitants are counted."},
    )
    by = one_of(Basis, load_default=Basis.DECISION)
    named = fields.List(
        code(),
        load_default=list,
        validate=validate.Length(max=400),
        metadata={"description": "Parties that must be among those that have adopted."},
    )
    counterparty = fields.Boolean(
        load_default=False, metadata={"description": "The other parties must have decided too."}
    )
    latest = fields.Date(
        allow_none=True,
        load_default=None,
        metadata={"description": "The agreement lapses if it is not met by this day."},
    )
    outsiders = one_of(Outsiders, load_default=Outsiders.UNSAID)
    outsiders_note = Text(4000, load_default="")


class ConditionShown(ConditionTold):
    """The condition as it is kept."""


def shown(agreement: Agreement) -> dict[str, Any]:
    """A condition as it is answered."""
    entry = agreement.entry
    required = (one.municipality for one in agreement.parties if one.required)
    named = [one.code for one in required if one]
    return {
        "condition": entry.condition,
        "at_least": agreement.entry_at_least,
        "share": float(entry.share) or None,
        "counted_on": agreement.entry_counted_on,
        "by": entry.by,
        "named": sorted(named),
        "counterparty": entry.counterparty,
        "latest": entry.latest,
        "outsiders": entry.outsiders,
        "outsiders_note": agreement.entry_outsiders_note,
    }


def _tagged(agreement: Agreement) -> Tagged:
    return shown(agreement), 200, {"ETag": tag_of(agreement)}


@bp.get("/agreements/<int:agreement_id>/condition", tags=["agreements"])
@reading
@bp.response(200, ConditionShown)
def condition(agreement_id: int) -> Tagged:
    """Who must have adopted before the agreement applies."""
    return _tagged(agreement_by_id(agreement_id))


@bp.put("/agreements/<int:agreement_id>/condition", tags=["agreements"])
@writing
@bp.arguments(ConditionTold)
@saves
@bp.response(200, ConditionShown)
def set_condition(told: dict[str, Any], agreement_id: int) -> Tagged:
    """Say who must have adopted before the agreement applies."""
    found = agreement_to_write(agreement_id)
    entry = _entry(found, told)
    with db.session.no_autoflush:
        actions.set_entry(found, entry, told["counted_on"], told["outsiders_note"])
        plan_anew(found)
        actions.revise(found)
    db.session.flush()
    return _tagged(found)


def _entry(agreement: Agreement, told: dict[str, Any]) -> Entry:
    chosen: Condition = told["condition"]
    if chosen.counted and told["at_least"] is None:
        refuse({"at_least": [_("Skriv ett antal kommuner, till exempel 10")]})
    if chosen.weighed and told["share"] is None:
        refuse({"share": [_("Skriv andelen i procent, till exempel 60 eller 66,67")]})
    named = municipality_ids(told["named"], "named")
    if set(named) - {one.municipality_id for one in agreement.parties}:
        refuse({"named": [_("Kommuner som måste vara med ska också vara parter")]})
    return Entry(
        condition=chosen,
        at_least=told["at_least"] or 1,
        share=Decimal(str(told["share"] or 0)),
        named=named,
        counterparty=told["counterparty"],
        by=told["by"],
        latest=told["latest"],
        outsiders=told["outsiders"],
    )
