"""Recommendations and what their pages show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from nk_avtal.agreements.models import Agreement
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.documents.models import Document, DocumentVersion
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.recommendations import Status
from nk_avtal.formats import swedish_key
from nk_avtal.municipalities.models import Municipality
from nk_avtal.outbox import queries as outbox
from nk_avtal.outbox.models import Message
from nk_avtal.recommendations.models import Addressee, Recommendation

_RECOMMENDABLE = tuple(stage for stage in Stage if stage is not Stage.CANCELLED)


def by_slug(slug: str, drafts: bool) -> Recommendation:
    """The recommendation of an address with all that its page shows, but not its addressees.

    Without `drafts` a draft is not there. Raises NoResultFound.
    """
    statement = (
        sa.select(Recommendation)
        .where(Recommendation.slug == slug)
        .options(
            joinedload(Recommendation.agreement),
            joinedload(Recommendation.body),
            joinedload(Recommendation.sent_by),
            joinedload(Recommendation.document_version).joinedload(DocumentVersion.document),
            joinedload(Recommendation.document_version).joinedload(DocumentVersion.file),
            selectinload(Recommendation.points),
        )
    )
    if not drafts:
        statement = statement.where(Recommendation.status != Status.DRAFT)
    return db.session.scalars(statement).one()


def drafts() -> Sequence[Recommendation]:
    """What is being written, the newest first."""
    return db.session.scalars(
        sa.select(Recommendation)
        .where(Recommendation.status == Status.DRAFT)
        .options(joinedload(Recommendation.agreement))
        .order_by(Recommendation.created_at.desc(), Recommendation.id.desc())
    ).all()


def sent_titles(most: int = 50) -> list[tuple[str, str]]:
    """The addresses and titles of what was sent last, the newest first."""
    found = db.session.execute(
        sa.select(Recommendation.slug, Recommendation.title)
        .where(Recommendation.status != Status.DRAFT)
        .order_by(Recommendation.sent_at.desc(), Recommendation.id.desc())
        .limit(most)
    )
    return [(slug, title) for slug, title in found]


def ids_of(slugs: Sequence[str]) -> list[int]:
    """The numbers of the sent recommendations with these addresses; unknown ones are left out."""
    return list(
        db.session.scalars(
            sa.select(Recommendation.id).where(
                Recommendation.slug.in_(slugs), Recommendation.status != Status.DRAFT
            )
        )
    )


def by_ids(ids: Sequence[int]) -> Sequence[Recommendation]:
    """The sent recommendations with these numbers."""
    return db.session.scalars(
        sa.select(Recommendation).where(
            Recommendation.id.in_(ids), Recommendation.status == Status.SENT
        )
    ).all()


def addressees(recommendation: Recommendation) -> Sequence[Addressee]:
    """Every member's place, with the member."""
    return db.session.scalars(
        sa.select(Addressee)
        .where(Addressee.recommendation_id == recommendation.id)
        .options(joinedload(Addressee.municipality))
    ).all()


def messages(recommendation: Recommendation) -> Sequence[Message]:
    """The mails about a recommendation, the newest first."""
    return outbox.about(topic_of(recommendation))


def topic_of(recommendation: Recommendation) -> str:
    """How the outbox knows the mails about a recommendation."""
    return f"recommendation:{recommendation.id}"


def taken_slugs() -> frozenset[str]:
    """The addresses that recommendations have."""
    return frozenset(db.session.scalars(sa.select(Recommendation.slug)))


def others_sent(recommendation: Recommendation) -> bool:
    """Whether another recommendation about the same agreement is with the municipalities."""
    statement = sa.select(Recommendation.id).where(
        Recommendation.agreement_id == recommendation.agreement_id,
        Recommendation.status == Status.SENT,
        Recommendation.id != recommendation.id,
    )
    return db.session.scalars(statement).first() is not None


def by_name(municipality: Municipality) -> str:
    """The sort key of a municipality, Å Ä Ö last."""
    return swedish_key(municipality.name)


def versions(agreement: Agreement) -> Sequence[DocumentVersion]:
    """The versions of an agreement's documents, the newest first."""
    return db.session.scalars(
        sa.select(DocumentVersion)
        .join(DocumentVersion.document)
        .where(Document.agreement_id == agreement.id, Document.trashed_at.is_(None))
        .options(contains_eager(DocumentVersion.document), joinedload(DocumentVersion.file))
        .order_by(DocumentVersion.added_at.desc(), DocumentVersion.id.desc())
    ).all()


def agreement_by_slug(slug: str) -> Agreement:
    """The agreement of an address with its areas and parties. Raises NoResultFound."""
    return db.session.scalars(
        sa.select(Agreement)
        .where(Agreement.slug == slug)
        .options(selectinload(Agreement.areas), selectinload(Agreement.parties))
    ).one()


def agreements() -> Sequence[tuple[str, str]]:
    """The agreements that something can be recommended about: address and title, by title."""
    found = db.session.execute(
        sa.select(Agreement.slug, Agreement.title).where(Agreement.stage.in_(_RECOMMENDABLE))
    )
    return sorted(found, key=lambda pair: swedish_key(pair[1]))


def board() -> Body | None:
    """The association's board."""
    return db.session.scalars(
        sa.select(Body).where(Body.municipality_id.is_(None), Body.kind == BodyKind.BOARD)
    ).first()


def board_days(until: date, count: int = 4) -> list[date]:
    """The latest days on which the board met, the newest first: those in its plan, and those of
    earlier recommendations."""
    planned = (
        sa.select(Meeting.held_on)
        .join(Meeting.body)
        .where(Body.municipality_id.is_(None), Body.kind == BodyKind.BOARD)
    )
    known = sa.select(Recommendation.recommended_on.label("held_on"))
    days = sa.union(planned, known).subquery()
    statement = (
        sa.select(days.c.held_on)
        .where(days.c.held_on <= until)
        .order_by(days.c.held_on.desc())
        .limit(count)
    )
    return list(db.session.scalars(statement))


def follower_of(recommendation: Recommendation) -> Recommendation | None:
    """The new version that is drafted or sent in its place."""
    wanted = sa.select(Recommendation).where(Recommendation.follows_id == recommendation.id)
    return db.session.scalars(wanted).first()
