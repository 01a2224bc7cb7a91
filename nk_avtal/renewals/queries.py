"""Which agreements stand on the line of time, and which meetings lie in a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from nk_avtal.agreements.models import Agreement, Party
from nk_avtal.agreements.queries import visible_to
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage
from nk_avtal.formats import swedish_key
from nk_avtal.people.models import Person


def agreements_over_time(reader: Person) -> Sequence[Agreement]:
    """The agreements that apply, applied or are to apply, by title; none cancelled."""
    wanted = (
        visible_to(reader)
        .where(Agreement.stage != Stage.CANCELLED)
        .options(
            joinedload(Agreement.responsible),
            joinedload(Agreement.manager),
            selectinload(Agreement.areas),
            selectinload(Agreement.notice_rules),
            selectinload(Agreement.set_days),
            selectinload(Agreement.parties).joinedload(Party.municipality),
        )
    )
    found = db.session.scalars(wanted).unique()
    return sorted(found, key=lambda one: swedish_key(one.title))


def meetings_between(first: date, last: date) -> Sequence[Meeting]:
    """The meetings of the association's own bodies from `first` to `last`, both included."""
    wanted = (
        sa.select(Meeting)
        .join(Meeting.body)
        .options(contains_eager(Meeting.body))
        .where(Body.municipality_id.is_(None), Meeting.held_on.between(first, last))
        .order_by(Meeting.held_on, Body.position)
    )
    return db.session.scalars(wanted).all()
