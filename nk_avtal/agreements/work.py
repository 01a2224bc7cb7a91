"""Agreements that somebody is working on."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage
from nk_avtal.people.models import Person

OPEN_STAGES = (Stage.DRAFT, Stage.NEGOTIATION, Stage.PREPARATION, Stage.RECOMMENDED)


def in_the_works(person: Person) -> Sequence[Agreement]:
    """What `person` is responsible for and has not come to the municipalities yet."""
    wanted = (
        sa.select(Agreement)
        .where(Agreement.responsible_id == person.id, Agreement.stage.in_(OPEN_STAGES))
        .order_by(Agreement.id.desc())
    )
    return db.session.scalars(wanted).all()
