"""What is told and asked of an agreement."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from marshmallow import Schema, ValidationError, fields, validate, validates

from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.terms import TERM_FIELDS
from nk_avtal.blueprints.api.fields import Read, Strict, Text, code, number, one_of
from nk_avtal.blueprints.api.paging import Part
from nk_avtal.domain.agreements import Area, Cooperation, Kind, Precision, Stage, Step
from nk_avtal.domain.anchors import Anchor, CountedFrom, ValidWhen
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.dates import parse_period
from nk_avtal.domain.month_days import parse_notice
from nk_avtal.domain.people import Permission
from nk_avtal.outbox.composing import link
from nk_avtal.people.models import Person

GOALS = "The numbers of the goals that it serves."
PERIOD = "A period such as 14d, 2w, 36m or 1y."
NOTICE = "A period such as 6m, or a day of the year such as 11-01."


class TermsShown(Schema):
    """How long an agreement runs and how it ends, as it is written (not what is reckoned)."""

    start_on = fields.Date(required=True, allow_none=True)
    start_precision = one_of(Precision, required=True)
    end_on = fields.Date(required=True, allow_none=True)
    end_precision = one_of(Precision, required=True)
    first_term = fields.String(required=True, allow_none=True, metadata={"description": PERIOD})
    following_term = fields.String(required=True, allow_none=True, metadata={"description": PERIOD})
    max_prolongations = fields.Integer(required=True, allow_none=True)
    longest = fields.String(required=True, allow_none=True, metadata={"description": PERIOD})
    notice_period = fields.String(required=True, allow_none=True, metadata={"description": NOTICE})
    anchor = one_of(Anchor, required=True)
    counted_from = one_of(CountedFrom, required=True)
    valid_when = one_of(ValidWhen, required=True)
    notice_by_members = fields.Boolean(required=True)
    option_step = fields.String(required=True, allow_none=True, metadata={"description": PERIOD})
    option_times = fields.Integer(required=True, allow_none=True)
    option_use_by = fields.String(required=True, allow_none=True, metadata={"description": NOTICE})
    options_used = fields.Integer(required=True)
    clause = fields.String(required=True)
    review_on = fields.Date(required=True, allow_none=True)


class AgreementShown(Schema):
    """An agreement."""

    id = number(required=True)
    slug = fields.String(required=True)
    title = fields.String(required=True)
    number = fields.String(required=True, allow_none=True)
    kind = one_of(Kind, required=True)
    areas = fields.List(one_of(Area), required=True)
    goals = fields.List(fields.Integer(), required=True, metadata={"description": GOALS})
    stage = one_of(Stage, required=True)
    summary = fields.String(required=True)
    municipalities = fields.List(fields.String(), required=True)
    organisations = fields.List(fields.String(), required=True)
    responsible = fields.String(required=True, allow_none=True)
    counterparty_contact = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Null for whoever does not belong to the association."},
    )
    decided_by = one_of(BodyKind, required=True, allow_none=True)
    compensation = fields.String(required=True)
    legal_basis = fields.String(required=True)
    cooperation = one_of(Cooperation, required=True)
    published = fields.Boolean(required=True)
    terms = fields.Nested(TermsShown, required=True)
    url = fields.String(required=True)


class AgreementsAsked(Part):
    """Which agreements."""

    stage = one_of(Stage)
    area = one_of(Area)
    kind = one_of(Kind)
    municipality = code(metadata={"description": "Those with this municipality as a party."})
    number = Text(40, metadata={"description": "The one with this number."})
    slug = Text(120, metadata={"description": "The one with this address."})


def _count(**more: Any) -> fields.Integer:
    return number(lowest=0, highest=999, **more)


def _row() -> fields.Integer:
    return number()  # a field of the same name hides it below


def _period(text: str) -> str:
    return str(parse_period(text))


def _notice(text: str) -> str:
    return str(parse_notice(text))


class TermsChange(Strict):
    """What is changed of the terms; what is left out stays as it is."""

    start_on = fields.Date(allow_none=True)
    start_precision = fields.Enum(
        Precision,
        by_value=True,
        validate=validate.NoneOf((Precision.OPEN_ENDED,)),
    )
    end_on = fields.Date(allow_none=True)
    end_precision = one_of(Precision)
    first_term = Read(_period, 10, allow_none=True, metadata={"description": PERIOD})
    following_term = Read(_period, 10, allow_none=True, metadata={"description": PERIOD})
    max_prolongations = _count(allow_none=True)
    longest = Read(_period, 10, allow_none=True, metadata={"description": PERIOD})
    notice_period = Read(_notice, 10, allow_none=True, metadata={"description": NOTICE})
    anchor = one_of(Anchor)
    counted_from = one_of(CountedFrom)
    valid_when = one_of(ValidWhen)
    notice_by_members = fields.Boolean()
    option_step = Read(_period, 10, allow_none=True, metadata={"description": PERIOD})
    option_times = _count(allow_none=True)
    option_use_by = Read(_notice, 10, allow_none=True, metadata={"description": NOTICE})
    options_used = _count()
    clause = Text(4000)
    review_on = fields.Date(allow_none=True)


class AgreementChange(Strict):
    """What is changed of an agreement; what is left out stays as it is."""

    title = Text(250, 1)
    number = Text(40, allow_none=True)
    kind = one_of(Kind)
    areas = fields.List(one_of(Area), validate=validate.Length(max=len(Area)))
    goals = fields.List(_row(), validate=validate.Length(max=100), metadata={"description": GOALS})
    summary = Text(4000)
    municipalities = fields.List(code(), validate=validate.Length(max=400))
    organisations = fields.List(Text(200, 1), validate=validate.Length(max=100))
    responsible = fields.Email(
        allow_none=True,
        validate=validate.Length(max=254),
        metadata={"description": "The address of the account of somebody of the association."},
    )
    counterparty_contact = Text(200)
    decided_by = one_of(BodyKind, allow_none=True)
    compensation = Text(4000)
    legal_basis = Text(250)
    cooperation = one_of(Cooperation)
    terms = fields.Nested(TermsChange)

    @validates("title")
    def _titled(self, title: str, **_more: Any) -> None:
        if not title:
            raise ValidationError(_("Skriv avtalets titel"))


class NewAgreement(AgreementChange):
    """An agreement to register, as a draft."""

    title = Text(250, 1, required=True)
    kind = one_of(Kind, required=True)


class StepTaken(Strict):
    """The step to take. The others follow from what is done with recommendations and notice."""

    step = fields.Enum(
        Step,
        by_value=True,
        required=True,
        validate=validate.OneOf((Step.NEGOTIATE, Step.PREPARE, Step.CONCLUDE, Step.CANCEL)),
    )


SAME = (
    *("id", "slug", "title", "number", "kind", "stage", "summary", "decided_by"),
    *("compensation", "legal_basis", "cooperation", "published"),
)
"""What is answered as it is kept."""


def shown(agreement: Agreement, reader: Person) -> dict[str, Any]:
    """An agreement as it is answered: what its page shows the reader."""
    inside = reader.may(Permission.READ_DRAFTS)
    parties = agreement.parties
    return {name: getattr(agreement, name) for name in SAME} | {
        "areas": [one.area for one in agreement.areas],
        "goals": sorted(one.goal_id for one in agreement.goal_links),
        "municipalities": sorted(one.municipality.code for one in parties if one.municipality),
        "organisations": [one.organisation for one in parties if one.organisation],
        "responsible": agreement.responsible.name if agreement.responsible else None,
        "counterparty_contact": agreement.counterparty_contact if inside else None,
        "terms": {name: getattr(agreement, name) for name in TERM_FIELDS},
        "url": link("agreements.show", slug=agreement.slug),
    }
