"""What there is to find, and what each thing says: the one place where the index comes from.

Only what every reader of the thing's page may read there. Of a negotiation that is what it is
about, with whom, and the titles of its issues, never what is said about them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from nk_avtal import clock
from nk_avtal.adoptions.models import Decision, ReportedDecision
from nk_avtal.agreements.models import Agreement, Party
from nk_avtal.consultations.models import Consultation, Invited, Opinion, Question, Reply
from nk_avtal.documents.models import Document, FileText
from nk_avtal.domain.agreements import Kind
from nk_avtal.indexing.models import HitKind
from nk_avtal.indexing.writing import Source
from nk_avtal.matters.models import Matter, MatterFile
from nk_avtal.municipalities.models import Municipality
from nk_avtal.negotiations.models import Counterparty, Issue, Negotiation
from nk_avtal.recommendations.models import Recommendation
from nk_avtal.search import files
from nk_avtal.search.gathering import (
    Numbers,
    areas_of,
    joined,
    section,
    standing_decisions,
    texts_of,
)

FIRST = date.max
"""Municipalities come before everything else that fits as well."""
_REPLY = "Yttrande"
_CALLED = {
    Kind.ACCORD: "överenskommelse",
    Kind.COOPERATION: "samverkansavtal",
    Kind.ADDENDUM: "tilläggsavtal",
    Kind.GUIDELINE: "riktlinjer",
    Kind.PRICE_LIST: "prislista",
    Kind.CHARTER: "förbundsordning stadgar",
    Kind.STRATEGY: "strategi plan",
}
"""What an agreement is called that is called more than that."""


def _agreements(connection: Connection, numbers: Numbers) -> Iterator[Source]:
    kept = Agreement
    wanted = sa.select(
        kept.id, kept.title, kept.number, kept.summary, kept.slug, kept.start_on
    ).add_columns(kept.created_at, kept.kind)
    areas = areas_of(connection, numbers)
    parties = texts_of(connection, Party.agreement_id, Party.organisation, numbers)
    for one in connection.execute(wanted.where(kept.id.in_(numbers))):
        yield Source(
            HitKind.AGREEMENT,
            one.id,
            one.start_on or clock.day_of(one.created_at),
            one.title,
            joined(one.title, one.number, "avtal"),
            one.slug,
            body=joined(one.summary, *parties[one.id], _CALLED.get(one.kind)),
            text=one.summary,
            areas=areas[one.id],
        )


def _recommendations(connection: Connection, numbers: Numbers) -> Iterator[Source]:
    wanted = sa.select(Recommendation.__table__).where(Recommendation.id.in_(numbers))
    for one in connection.execute(wanted):
        yield Source(
            HitKind.RECOMMENDATION,
            one.id,
            one.recommended_on or clock.day_of(one.created_at),
            one.title,
            joined(one.title, section(one.paragraph), one.reference),
            one.slug,
            body=one.background,
            text=one.background,
            areas=(one.area,),
            status=one.status,
        )


def _decisions(connection: Connection, numbers: Numbers) -> Iterator[Source]:
    """Those that stand, on what is with the municipalities. What they are about is no part of
    their heading: there are many of each, and what they decide on is to be found before them."""
    kept = Decision
    wanted = standing_decisions(numbers).add_columns(
        kept.body_name, kept.paragraph, kept.reference, kept.outcome
    )
    for one in connection.execute(wanted):
        known = joined(one.body_name, section(one.paragraph), one.reference)
        yield Source(
            HitKind.DECISION,
            one.id,
            one.decided_on,
            f"{one.name}: {one.title}",
            joined(one.name, known),
            one.slug,
            body=one.title,
            text=known,
            place=one.town,
            areas=(one.area,),
            status=one.outcome,
        )


def _reported(connection: Connection, numbers: Numbers) -> Iterator[Source]:
    kept = ReportedDecision
    wanted = sa.select(kept.__table__, Agreement.slug, Agreement.created_at).join(
        Agreement, kept.agreement_id == Agreement.id
    )
    for one in connection.execute(wanted.where(kept.id.in_(numbers))):
        known = joined(one.body, section(one.paragraph), one.reference)
        yield Source(
            HitKind.REPORTED,
            one.id,
            one.decided_on or clock.day_of(one.created_at),
            f"{one.party}: {one.matter}",
            joined(one.party, known),
            one.slug,
            body=one.matter,
            text=known,
        )


def _matters(connection: Connection, numbers: Numbers) -> Iterator[Source]:
    wanted = sa.select(Matter.__table__).where(Matter.id.in_(numbers))
    for one in connection.execute(wanted):
        said = joined(one.summary, one.proposal)
        yield Source(
            HitKind.MATTER,
            one.id,
            clock.day_of(one.created_at),
            one.title,
            joined(one.title, one.reference),
            one.slug,
            body=said,
            text=said,
            areas=(one.track,),
        )


def _negotiations(connection: Connection, numbers: Numbers) -> Iterator[Source]:
    """With the agreement that each is about and the counterparties."""
    wanted = (
        sa.select(Negotiation.__table__)
        .add_columns(Agreement.title.label("owner"), Agreement.number.label("reference"))
        .join(Agreement, Negotiation.agreement_id == Agreement.id)
        .where(Negotiation.id.in_(numbers))
    )
    found = connection.execute(wanted).all()
    areas = areas_of(connection, {one.agreement_id for one in found})
    issues = texts_of(connection, Issue.negotiation_id, Issue.title, numbers)
    sides = texts_of(connection, Counterparty.negotiation_id, Counterparty.organisation, numbers)
    for one in found:
        said = ", ".join(issues[one.id])
        yield Source(
            HitKind.NEGOTIATION,
            one.id,
            one.began_on,
            one.title,
            one.title,
            one.slug,
            body=joined(said, one.owner, one.reference, *sides[one.id]),
            text=said,
            areas=areas[one.agreement_id],
            status=one.state,
        )


def _consultations(connection: Connection, numbers: Numbers) -> Iterator[Source]:
    wanted = sa.select(Consultation.__table__).where(Consultation.id.in_(numbers))
    found = connection.execute(wanted).all()
    areas = areas_of(connection, {one.agreement_id for one in found})
    questions = texts_of(connection, Question.consultation_id, Question.text, numbers)
    for one in found:
        said = joined(one.lead, *questions[one.id])
        yield Source(
            HitKind.CONSULTATION,
            one.id,
            clock.day_of(one.sent_at or one.created_at),
            one.title,
            joined(one.title, one.reference),
            one.slug,
            body=said,
            text=said,
            areas=areas[one.agreement_id],
            status=one.status,
        )


def _replies(connection: Connection, numbers: Numbers) -> Iterator[Source]:
    """The replies that stand, with what their files say."""
    wanted = (
        sa.select(Reply.__table__, Consultation.title, Consultation.slug, Consultation.status)
        .add_columns(Consultation.agreement_id, FileText.text.label("file"))
        .add_columns(sa.func.coalesce(Municipality.name, Invited.name).label("name"))
        .join(Invited, Reply.invited_id == Invited.id)
        .join(Consultation, Invited.consultation_id == Consultation.id)
        .outerjoin(Municipality, Invited.municipality_id == Municipality.id)
        .where(Reply.id.in_(numbers), Reply.undone_at.is_(None))
    )
    found = connection.execute(files.with_text(wanted, Reply.file_id)).all()
    areas = areas_of(connection, {one.agreement_id for one in found})
    comments = texts_of(connection, Opinion.reply_id, Opinion.comment, numbers)
    for one in found:
        said = joined(one.text, *comments[one.id])
        yield Source(
            HitKind.REPLY,
            one.id,
            one.received_on,
            f"{_REPLY}, {one.name}: {one.title}",
            joined(_REPLY, one.name, one.reference),
            one.slug,
            body=joined(one.title, one.given_by, said, one.file),
            text=said,
            place=str(one.invited_id),
            areas=areas[one.agreement_id],
            status=one.status,
        )


def _municipalities(connection: Connection, numbers: Numbers) -> Iterator[Source]:
    wanted = sa.select(Municipality.__table__).where(Municipality.id.in_(numbers))
    for one in connection.execute(wanted):
        elsewhere = joined(one.finnish_name, one.meankieli_name, one.sami_name)
        yield Source(
            HitKind.MUNICIPALITY,
            one.id,
            FIRST,
            one.full_name,
            joined(one.name, one.full_name, one.code, elsewhere),
            one.slug,
        )


Derive = Callable[[Connection, Numbers], Iterator[Source]]
SOURCES: dict[HitKind, tuple[Any, Derive]] = {
    HitKind.MUNICIPALITY: (Municipality, _municipalities),
    HitKind.AGREEMENT: (Agreement, _agreements),
    HitKind.RECOMMENDATION: (Recommendation, _recommendations),
    HitKind.DECISION: (Decision, _decisions),
    HitKind.REPORTED: (ReportedDecision, _reported),
    HitKind.MATTER: (Matter, _matters),
    HitKind.NEGOTIATION: (Negotiation, _negotiations),
    HitKind.CONSULTATION: (Consultation, _consultations),
    HitKind.DOCUMENT: (Document, files.documents),
    HitKind.MATTER_FILE: (MatterFile, files.matter_files),
    HitKind.EXCERPT: (Decision, files.excerpts),
    HitKind.REPLY: (Reply, _replies),
}
"""Of each kind the rows that it is about, and what those of them that can be found say."""
