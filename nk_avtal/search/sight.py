"""What a reader may find: the rule of each thing's own pages, asked of the entry's row."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from nk_avtal.adoptions.models import ReportedDecision
from nk_avtal.agreements import documents
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import visible_to
from nk_avtal.consultations.models import Consultation, Invited
from nk_avtal.documents.models import Document
from nk_avtal.domain.consultations import ConsultationStatus
from nk_avtal.domain.people import Permission
from nk_avtal.domain.recommendations import Status
from nk_avtal.indexing.models import HitKind, IndexEntry, shown_as
from nk_avtal.negotiations import queries as negotiations
from nk_avtal.negotiations.models import Negotiation
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Recommendation

Condition = sa.ColumnElement[bool]


_ALL, _NONE = sa.true(), sa.false()


def may_find(reader: Person) -> Condition:
    """In SQL, of an entry: `reader` may read what it is about."""
    rules = {
        HitKind.MUNICIPALITY: _ALL,
        HitKind.DECISION: _ALL,
        HitKind.EXCERPT: _ALL,
        HitKind.AGREEMENT: _agreement(reader),
        HitKind.REPORTED: _reported(reader),
        HitKind.RECOMMENDATION: _recommendation(reader),
        HitKind.MATTER: _if(reader.may(Permission.PREPARE_MATTERS)),
        HitKind.MATTER_FILE: _if(reader.may(Permission.PREPARE_MATTERS)),
        HitKind.NEGOTIATION: _negotiation(reader),
        HitKind.CONSULTATION: _consultation(reader),
        HitKind.DOCUMENT: _document(reader),
    }
    whole = [kind for kind, rule in rules.items() if rule is _ALL]
    some = [(kind, rule) for kind, rule in rules.items() if rule is not _ALL and rule is not _NONE]
    return sa.or_(
        IndexEntry.kind.in_(whole), *(sa.and_(IndexEntry.kind == kind, rule) for kind, rule in some)
    )


def kinds_for(reader: Person) -> list[HitKind]:
    """The kinds that there may be something of for `reader`."""
    lacking = {
        HitKind.MATTER: not reader.may(Permission.PREPARE_MATTERS),
        HitKind.NEGOTIATION: not reader.may(Permission.READ_NEGOTIATIONS),
        HitKind.CONSULTATION: not _reads_consultations(reader),
    }
    return [kind for kind in HitKind if shown_as(kind) is kind and not lacking.get(kind)]


def _if(holds: bool) -> Condition:
    return _ALL if holds else _NONE


def _agreement(reader: Person) -> Condition:
    if reader.may(Permission.READ_DRAFTS):
        return _ALL
    return _there(visible_to(reader).where(Agreement.id == IndexEntry.number))


def _reported(reader: Person) -> Condition:
    if reader.may(Permission.READ_DRAFTS):
        return _ALL
    about = visible_to(reader).join(ReportedDecision, ReportedDecision.agreement_id == Agreement.id)
    return _there(about.where(ReportedDecision.id == IndexEntry.number))


def _recommendation(reader: Person) -> Condition:
    if reader.may(Permission.READ_DRAFTS):
        return _ALL
    sent = sa.select(Recommendation.id).where(Recommendation.status != Status.DRAFT)
    return _there(sent.where(Recommendation.id == IndexEntry.number))


def _negotiation(reader: Person) -> Condition:
    if not reader.may(Permission.READ_NEGOTIATIONS):
        return _NONE
    return _there(negotiations.visible_to(reader).where(Negotiation.id == IndexEntry.number))


def _reads_consultations(reader: Person) -> bool:
    return reader.may(Permission.READ_CONSULTATIONS) or reader.may(
        Permission.READ_OWN_CONSULTATIONS
    )


def _consultation(reader: Person) -> Condition:
    if reader.may(Permission.READ_CONSULTATIONS):
        return _ALL
    if not _reads_consultations(reader):
        return _NONE
    mine = (
        sa.select(Invited.id)
        .join(Invited.consultation)
        .where(
            Invited.municipality_id == reader.municipality_id,
            Consultation.status != ConsultationStatus.DRAFT,
            Consultation.id == IndexEntry.number,
        )
    )
    return _there(mine)


def _document(reader: Person) -> Condition:
    if reader.may(Permission.READ_DRAFTS):
        return _ALL
    wanted = (
        sa.select(Document.id)
        .join(Agreement, Document.agreement_id == Agreement.id)
        .where(Document.id == IndexEntry.number, documents.readable_by(reader))
    )
    return _there(wanted)


def _there(wanted: sa.Select[Any]) -> Condition:
    return wanted.correlate(IndexEntry).exists()
