"""What is told and asked of a municipality's decision; names as in the form of the page."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from marshmallow import Schema, fields, validate

from nk_avtal.adoptions.actions import Recorded
from nk_avtal.adoptions.models import Decision
from nk_avtal.blueprints.api.blueprint import refuse
from nk_avtal.blueprints.api.fields import Read, Strict, Text, asked_number, code, number, one_of
from nk_avtal.blueprints.api.paging import Part
from nk_avtal.documents.models import DocumentVersion
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.bodies import NAMES, BodyKind, kind_named
from nk_avtal.domain.paragraphs import parse_paragraph
from nk_avtal.domain.people import Permission
from nk_avtal.domain.references import clean_reference
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee

SETTLING = frozenset({Outcome.ADOPTED, Outcome.ADOPTED_WITH_ADDITION, Outcome.DECLINED})


class DecidingBody(StrEnum):
    """Who has decided, as the form asks."""

    COUNCIL = "council"
    EXECUTIVE = "executive"
    COMMITTEE = "committee"


class DecisionShown(Schema):
    """What a body of a municipality decided on a recommendation."""

    id = number(required=True)
    recommendation = number(required=True)
    municipality = fields.String(required=True)
    body_kind = one_of(BodyKind, required=True)
    body_name = fields.String(required=True)
    decided_on = fields.Date(required=True)
    paragraph = fields.String(required=True)
    reference = fields.String(required=True)
    outcome = one_of(Outcome, required=True)
    addition = fields.String(required=True)
    addition_accepted = fields.Boolean(required=True)
    returns_on = fields.Date(required=True, allow_none=True)
    reason = fields.String(required=True)
    approved_on = fields.Date(required=True, allow_none=True)
    announced_on = fields.Date(required=True, allow_none=True)
    taken_down_on = fields.Date(required=True, allow_none=True)
    appealed_on = fields.Date(required=True, allow_none=True)
    in_force_on = fields.Date(required=True, allow_none=True)
    annulled_on = fields.Date(required=True, allow_none=True)
    changed_text = fields.String(required=True)
    note = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Null for whoever belongs to another municipality."},
    )
    on_behalf = fields.Boolean(required=True)
    confirmed = fields.Boolean(required=True)
    has_excerpt = fields.Boolean(required=True)
    recorded_at = fields.AwareDateTime(required=True)


class DecisionsAsked(Part):
    """Which decisions."""

    recommendation = asked_number(metadata={"description": "Those on this recommendation."})
    municipality = code(metadata={"description": "Those of this municipality."})
    outcome = one_of(Outcome)
    since = fields.Date(metadata={"description": "Those decided from this day on."})


class Correcting(Strict):
    """What becomes of a matter that was sent back."""

    correct = fields.Boolean(
        load_default=False,
        metadata={"description": "Correct the decision that counts, even if it sent it back."},
    )


class BoardTold(Strict):
    """A further notice board of a joint committee."""

    place = Text(120, 1, required=True)
    announced_on = fields.Date(allow_none=True, load_default=None)


class DecisionTold(Strict):
    """A decision, whole: what is left out is empty."""

    body = one_of(DecidingBody, required=True)
    body_name = Text(120, load_default="", metadata={"description": "For `committee`."})
    decided_on = fields.Date(required=True)
    paragraph = Read(lambda text: parse_paragraph(text).as_written, 40, required=True)
    reference = Read(clean_reference, 80, load_default="")
    outcome = one_of(Outcome, required=True)
    addition = Text(8000, load_default="")
    returns_on = fields.Date(allow_none=True, load_default=None)
    reason = Text(4000, load_default="")
    approved_on = fields.Date(allow_none=True, load_default=None)
    announced_on = fields.Date(allow_none=True, load_default=None)
    taken_down_on = fields.Date(allow_none=True, load_default=None)
    boards = fields.List(
        fields.Nested(BoardTold), load_default=list, validate=validate.Length(max=20)
    )
    document_version = number(
        allow_none=True,
        load_default=None,
        metadata={"description": "The wording decided on; null for the recommended one."},
    )
    changed_text = Text(4000, load_default="")
    note = Text(4000, load_default="")
    delegated = fields.Boolean(
        load_default=False,
        metadata={"description": "Yes, a working committee has decided, on delegation."},
    )
    same_paragraph = fields.Boolean(
        load_default=False,
        metadata={"description": "Yes, the paragraph is that of another matter too."},
    )


TOLD = (
    *("decided_on", "paragraph", "reference", "returns_on", "reason", "approved_on"),
    *("announced_on", "taken_down_on", "changed_text", "note"),
)
"""What is kept as it is told."""
SAME = (
    *("id", "body_kind", "body_name", "decided_on", "paragraph", "reference", "outcome"),
    *("addition", "returns_on", "reason", "approved_on", "announced_on", "taken_down_on"),
    *("appealed_on", "in_force_on", "annulled_on", "changed_text", "on_behalf", "recorded_at"),
)
"""What is answered as it is kept."""


def recorded_from(addressee: Addressee, told: dict[str, Any]) -> Recorded:
    """What is told, as the actions want it; answers 422 where something is missing."""
    kind, name = _body(told)
    outcome: Outcome = told["outcome"]
    with_addition = outcome is Outcome.ADOPTED_WITH_ADDITION
    if with_addition and not told["addition"]:
        refuse({"addition": [_("Skriv vad kommunen lade till, eller välj Antagit")]})
    if kind is BodyKind.WORKING_COMMITTEE and outcome in SETTLING and not told["delegated"]:
        sentence = _("Ett utskott bereder oftast. Stämmer det, eller föreslog det?")
        refuse({"delegated": [sentence]})
    return Recorded(
        body_kind=kind,
        body_name=name,
        outcome=outcome,
        addition=told["addition"] if with_addition else "",
        boards=_boards(told["boards"]),
        version=_wording(addressee, told["document_version"]),
        **{field: told[field] for field in TOLD},
    )


def _body(told: dict[str, Any]) -> tuple[BodyKind, str]:
    kind = BodyKind(told["body"].value)
    if kind in NAMES:
        return kind, NAMES[kind]
    if not told["body_name"]:
        refuse({"body_name": [_("Skriv vilken nämnd som har beslutat")]})
    return kind_named(told["body_name"]), told["body_name"]


def _boards(told: list[dict[str, Any]]) -> tuple[tuple[str, Any], ...]:
    places = [one["place"].casefold() for one in told]
    if len(set(places)) < len(places) or "" in places:
        refuse({"boards": [_("Skriv varje kommun en gång")]})
    return tuple((one["place"], one["announced_on"]) for one in told)


def _wording(addressee: Addressee, version_id: int | None) -> DocumentVersion | None:
    """The version that is told, if it is one of the recommended document's."""
    recommended = addressee.recommendation.document_version
    if version_id is None:
        return recommended
    versions = recommended.document.versions if recommended else []
    found = next((one for one in versions if one.id == version_id), None)
    if found is None:
        refuse({"document_version": [_("Det är ingen version av det som rekommenderas")]})
    return found


def shown(decision: Decision, reader: Person) -> dict[str, Any]:
    """A decision as it is answered."""
    place = decision.addressee
    own = reader.may(Permission.READ_DRAFTS) or reader.municipality_id == place.municipality_id
    return {name: getattr(decision, name) for name in SAME} | {
        "recommendation": place.recommendation_id,
        "municipality": place.municipality.code,
        "addition_accepted": decision.addition_accepted_at is not None,
        "note": decision.note if own else None,
        "confirmed": not decision.awaits_confirmation,
        "has_excerpt": decision.excerpt_id is not None,
    }
