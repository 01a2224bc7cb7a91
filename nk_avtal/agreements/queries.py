"""Which agreements a person may see, and one of them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nk_avtal.agreements.goals import Goal
from nk_avtal.agreements.models import Agreement, AgreementRelation, Party
from nk_avtal.db import db
from nk_avtal.documents.models import Document, DocumentVersion
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.people import Permission
from nk_avtal.formats import swedish_key
from nk_avtal.people.models import Person

INTERNAL_STAGES = (Stage.DRAFT, Stage.NEGOTIATION, Stage.PREPARATION, Stage.CANCELLED)
"""Stages in which an agreement is the association's own work, unless it is published."""


def visible_to(person: Person) -> sa.Select[Agreement]:
    """The agreements that `person` may see: all for the association, for others those that have
    come to the municipalities."""
    wanted = sa.select(Agreement)
    if person.may(Permission.READ_DRAFTS):
        return wanted
    return wanted.where(
        sa.or_(Agreement.stage.not_in(INTERNAL_STAGES), Agreement.published.is_(True))
    )


def is_visible(agreement: Agreement, person: Person) -> bool:
    """Whether `visible_to` would find the agreement, for one that is already at hand."""
    shown = agreement.published or agreement.stage not in INTERNAL_STAGES
    return shown or person.may(Permission.READ_DRAFTS)


def agreement_by_slug(slug: str, reader: Person) -> Agreement:
    """The agreement of an address. Raises NoResultFound when there is none that the reader may
    see."""
    return db.session.scalars(visible_to(reader).where(Agreement.slug == slug)).one()


def agreement_for_page(slug: str, reader: Person) -> Agreement:
    """The same with everything that its page shows, in a fixed number of statements."""
    wanted = (
        visible_to(reader)
        .where(Agreement.slug == slug)
        .options(
            joinedload(Agreement.responsible),
            joinedload(Agreement.manager),
            selectinload(Agreement.areas),
            selectinload(Agreement.goals),
            selectinload(Agreement.parties).joinedload(Party.municipality),
            selectinload(Agreement.relations).joinedload(AgreementRelation.other),
            selectinload(Agreement.reverse_relations).joinedload(AgreementRelation.agreement),
            selectinload(Agreement.documents)
            .selectinload(Document.versions)
            .joinedload(DocumentVersion.file),
        )
    )
    return db.session.scalars(wanted).unique().one()


def goals() -> Sequence[Goal]:
    """All goals, programme by programme."""
    return db.session.scalars(sa.select(Goal).order_by(Goal.programme, Goal.position)).all()


def others(agreement: Agreement, reader: Person) -> Sequence[Agreement]:
    """The other agreements that the reader may see, by title."""
    wanted = visible_to(reader).where(Agreement.id != agreement.id)
    return sorted(db.session.scalars(wanted), key=lambda one: swedish_key(one.title))
