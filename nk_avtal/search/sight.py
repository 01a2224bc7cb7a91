"""What a reader may find: the rule of each thing's own pages, asked of the entry's row."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from nk_avtal.adoptions.models import ReportedDecision
from nk_avtal.agreements import documents
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import visible_to
from nk_avtal.consultations.models import Consultation, Invited, Reply
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
Entry = type[IndexEntry]


_ALL, _NONE = sa.true(), sa.false()


def may_find(reader: Person, entry: Entry) -> Condition:
    """In SQL, of an entry (or an alias of it): `reader` may read what it is about."""
    rules = {
        HitKind.MUNICIPALITY: _ALL,
        HitKind.DECISION: _ALL,
        HitKind.EXCERPT: _ALL,
        HitKind.AGREEMENT: _agreement(reader, entry),
        HitKind.REPORTED: _reported(reader, entry),
        HitKind.RECOMMENDATION: _recommendation(reader, entry),
        HitKind.MATTER: _if(reader.may(Permission.PREPARE_MATTERS)),
        HitKind.MATTER_FILE: _if(reader.may(Permission.PREPARE_MATTERS)),
        HitKind.NEGOTIATION: _negotiation(reader, entry),
        HitKind.CONSULTATION: _consultation(reader, entry),
        HitKind.REPLY: _reply(reader, entry),
        HitKind.DOCUMENT: _document(reader, entry),
    }
    whole = [kind for kind, rule in rules.items() if rule is _ALL]
    some = [(kind, rule) for kind, rule in rules.items() if rule is not _ALL and rule is not _NONE]
    return sa.or_(
        entry.kind.in_(whole), *(sa.and_(entry.kind == kind, rule) for kind, rule in some)
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


def _agreement(reader: Person, entry: Entry) -> Condition:
    if reader.may(Permission.READ_DRAFTS):
        return _ALL
    return _there(visible_to(reader).where(Agreement.id == entry.number), entry)


def _reported(reader: Person, entry: Entry) -> Condition:
    if reader.may(Permission.READ_DRAFTS):
        return _ALL
    about = visible_to(reader).join(ReportedDecision, ReportedDecision.agreement_id == Agreement.id)
    return _there(about.where(ReportedDecision.id == entry.number), entry)


def _recommendation(reader: Person, entry: Entry) -> Condition:
    if reader.may(Permission.READ_DRAFTS):
        return _ALL
    sent = sa.select(Recommendation.id).where(Recommendation.status != Status.DRAFT)
    return _there(sent.where(Recommendation.id == entry.number), entry)


def _negotiation(reader: Person, entry: Entry) -> Condition:
    if not reader.may(Permission.READ_NEGOTIATIONS):
        return _NONE
    return _there(negotiations.visible_to(reader).where(Negotiation.id == entry.number), entry)


def _reads_consultations(reader: Person) -> bool:
    return reader.may(Permission.READ_CONSULTATIONS) or reader.may(
        Permission.READ_OWN_CONSULTATIONS
    )


def _consultation(reader: Person, entry: Entry) -> Condition:
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
            Consultation.id == entry.number,
        )
    )
    return _there(mine, entry)


def _reply(reader: Person, entry: Entry) -> Condition:
    """One that is asked reads its own reply, and all of them when the consultation is over."""
    if reader.may(Permission.READ_CONSULTATIONS):
        return _ALL
    if not _reads_consultations(reader):
        return _NONE
    mine = aliased(Invited)
    over = Consultation.status == ConsultationStatus.CLOSED
    wanted = (
        sa.select(Reply.id)
        .join(Reply.invited)
        .join(Invited.consultation)
        .join(mine, mine.consultation_id == Consultation.id)
        .where(
            Reply.id == entry.number,
            mine.municipality_id == reader.municipality_id,
            Consultation.status != ConsultationStatus.DRAFT,
            sa.or_(mine.id == Invited.id, over),
        )
    )
    return _there(wanted, entry)


def _document(reader: Person, entry: Entry) -> Condition:
    if reader.may(Permission.READ_DRAFTS):
        return _ALL
    wanted = (
        sa.select(Document.id)
        .join(Agreement, Document.agreement_id == Agreement.id)
        .where(Document.id == entry.number, documents.readable_by(reader))
    )
    return _there(wanted, entry)


def _there(wanted: sa.Select[Any], entry: Entry) -> Condition:
    """Asked of one entry at a time: without OFFSET PostgreSQL would first gather all that `wanted`
    finds of any entry."""
    return wanted.correlate(entry).offset(0).exists()
