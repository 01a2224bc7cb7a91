"""A reply that becomes an issue (yrkande) in the negotiation about the agreement."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from nk_avtal.agreements.models import Agreement
from nk_avtal.consultations.models import Consultation, Opinion, Reply
from nk_avtal.db import db
from nk_avtal.domain.negotiations import NegotiationState
from nk_avtal.domain.opinions import issue_title
from nk_avtal.domain.people import Permission
from nk_avtal.domain.words import genitive, long_date
from nk_avtal.negotiations import actions, queries
from nk_avtal.negotiations.models import Issue, Negotiation, Negotiator
from nk_avtal.people.models import Person

LONGEST_ORIGIN = 250


@dataclass(frozen=True)
class Made:
    """The issue that was made of a reply, as far as an address needs it."""

    number: int
    negotiation: str


def negotiation_for(agreement: Agreement, writer: Person) -> Negotiation | None:
    """The newest open negotiation about the agreement in whose group `writer` is."""
    if not writer.may(Permission.WRITE_NEGOTIATIONS):
        return None
    mine = sa.select(Negotiator.negotiation_id).where(Negotiator.person_id == writer.id)
    wanted = (
        sa.select(Negotiation)
        .where(
            Negotiation.agreement_id == agreement.id,
            Negotiation.state == NegotiationState.OPEN,
            Negotiation.id.in_(mine),
        )
        .order_by(Negotiation.began_on.desc(), Negotiation.id.desc())
    )
    return db.session.scalars(wanted).first()


def made_of(consultation: Consultation, reader: Person) -> dict[int, Made]:
    """The issues that were made of its replies and that `reader` may know of, by number."""
    replies = [one.reply for one in consultation.invited if one.reply]
    ids = {one.issue_id for one in replies if one.issue_id}
    ids |= {one.issue_id for reply in replies for one in reply.opinions if one.issue_id}
    if not ids:
        return {}
    seen = queries.visible_to(reader).with_only_columns(Negotiation.id)
    wanted = (
        sa.select(Issue.id, Issue.number, Negotiation.slug)
        .join(Issue.negotiation)
        .where(Issue.id.in_(ids), Issue.negotiation_id.in_(seen))
    )
    return {one: Made(number, slug) for one, number, slug in db.session.execute(wanted)}


def make(source: Reply | Opinion, negotiation: Negotiation, writer: Person) -> Made:
    """Make an issue of a whole reply or of what it says of one question. What has become one
    already is not made again. Raises NoResultFound when `writer` may not write it."""
    held = queries.to_write(negotiation.slug, writer)
    known = db.session.get(Issue, source.issue_id) if source.issue_id else None
    issue = known or actions.add_issue(held, _title(source), _about(source), writer)
    source.issue_id = issue.id
    return Made(issue.number, issue.negotiation.slug)


def _title(source: Reply | Opinion) -> str:
    if isinstance(source, Opinion):
        return issue_title(source.comment or source.question.text)
    return issue_title(source.text or source.invited.consultation.title)


def _about(source: Reply | Opinion) -> actions.About:
    if isinstance(source, Opinion):
        asked = f"{source.question.text}\n\n{source.comment}".strip()
        where = f", fråga {source.question.position}"
        return actions.About(question=asked, origin=_origin(source.reply, where))
    return actions.About(question=source.text, origin=_origin(source, ""))


def _origin(reply: Reply, where: str) -> str:
    whose = genitive(reply.invited.full_name)
    return f"{whose} remissvar {long_date(reply.received_on)}{where}"[:LONGEST_ORIGIN]
