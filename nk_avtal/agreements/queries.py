"""Which agreements a person may see, and one of them."""

from __future__ import annotations

import sqlalchemy as sa

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.people import Permission
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


def agreement_by_slug(slug: str, reader: Person) -> Agreement:
    """The agreement of an address. Raises NoResultFound when there is none that the reader may
    see."""
    return db.session.scalars(visible_to(reader).where(Agreement.slug == slug)).one()
