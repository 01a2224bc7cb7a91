"""Which link a secret opens, and which links a recommendation has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.domain.recommendations import Status
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee, Recommendation, ReplyLink


def link_by(token_hash: str) -> ReplyLink | None:
    """The link of a secret, as long as its municipality is asked: the recommendation is out and
    concerns it."""
    return db.session.scalar(
        sa.select(ReplyLink)
        .join(ReplyLink.addressee)
        .join(Addressee.recommendation)
        .where(
            ReplyLink.token_hash == token_hash,
            Addressee.concerned.is_(True),
            Recommendation.status == Status.SENT,
        )
        .options(
            contains_eager(ReplyLink.addressee).contains_eager(Addressee.recommendation),
            contains_eager(ReplyLink.addressee).joinedload(Addressee.municipality),
        )
    )


def links_of(recommendation: Recommendation) -> Sequence[ReplyLink]:
    """All links of a recommendation, newest first in each municipality."""
    wanted = (
        sa.select(ReplyLink)
        .join(ReplyLink.addressee)
        .where(Addressee.recommendation_id == recommendation.id)
        .options(
            contains_eager(ReplyLink.addressee).joinedload(Addressee.municipality),
            joinedload(ReplyLink.revoked_by),
        )
        .order_by(ReplyLink.addressee_id, ReplyLink.id.desc())
    )
    return db.session.scalars(wanted).all()


def link_of(recommendation: Recommendation, link_id: int) -> ReplyLink:
    """One of a recommendation's links. Raises NoResultFound."""
    wanted = (
        sa.select(ReplyLink)
        .join(ReplyLink.addressee)
        .where(ReplyLink.id == link_id, Addressee.recommendation_id == recommendation.id)
    )
    return db.session.scalars(wanted).one()


def open_links(addressee_id: int, email: str) -> Sequence[ReplyLink]:
    """The links of a municipality at an address that nobody has revoked."""
    wanted = sa.select(ReplyLink).where(
        ReplyLink.addressee_id == addressee_id,
        ReplyLink.email == email,
        ReplyLink.revoked_at.is_(None),
    )
    return db.session.scalars(wanted).all()


def clerks_among(emails: Iterable[str]) -> set[str]:
    """Those of the addresses that sign in as clerks and need no link."""
    wanted = sa.select(Person.email).where(
        Person.email.in_(list(emails)), Person.role == Role.CLERK, Person.active.is_(True)
    )
    return set(db.session.scalars(wanted))
