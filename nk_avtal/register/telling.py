"""Keeping what the register has told, so that subscribers learn what is new, changed and gone."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.publications import Publication
from nk_avtal.db import db, one_at_a_time
from nk_avtal.domain.publications import Told, told
from nk_avtal.register import open_data, queries
from nk_avtal.register.entries import Entry


def fingerprint(entry: Entry) -> str:
    """Differs whenever something that everyone may see does. When it last changed, and where the
    product is installed, are no news."""
    values = open_data.plain(entry) | {"changed_at": None}
    content = json.dumps(values, sort_keys=True).replace(current_app.config["BASE_URL"], "")
    return hashlib.sha256(content.encode()).hexdigest()


def note(today: date, agreement: Agreement | None = None) -> None:
    """Keep what the register shows on a day, of one agreement or of all. Nothing is kept anew
    while nothing has changed. A round and somebody who publishes take turns."""
    one_at_a_time("publication")
    db.session.flush()
    shown = {
        one.slug: fingerprint(one)
        for one in queries.entries(today, agreement.slug if agreement else None)
    }
    before = {one.agreement.slug: one for one in _kept(agreement)}
    numbers = _numbers(shown.keys() - before.keys())
    now = clock.now()
    for slug in sorted(shown.keys() | before.keys()):
        _keep(before.get(slug), shown.get(slug), numbers.get(slug), now)


def run(today: date) -> None:
    """The same for all, as a round of the timetable. Commits."""
    note(today)
    db.session.commit()


def publications() -> Sequence[Publication]:
    """What has been told, the latest first."""
    latest = sa.func.coalesce(Publication.withdrawn_at, Publication.changed_at)
    wanted = sa.select(Publication).options(joinedload(Publication.agreement))
    return db.session.scalars(wanted.order_by(latest.desc(), Publication.id)).all()


def since() -> date | None:
    """The day on which something was told for the first time."""
    first = db.session.scalar(sa.select(sa.func.min(Publication.published_at)))
    return clock.day_of(first) if first else None


def publication_of(agreement: Agreement) -> Publication | None:
    """What has been told of one agreement."""
    wanted = sa.select(Publication).where(Publication.agreement_id == agreement.id)
    return db.session.scalar(wanted)


def _kept(agreement: Agreement | None) -> Sequence[Publication]:
    wanted = sa.select(Publication).options(joinedload(Publication.agreement))
    if agreement is not None:
        wanted = wanted.where(Publication.agreement_id == agreement.id)
    return db.session.scalars(wanted).all()


def _numbers(slugs: set[str]) -> dict[str, int]:
    wanted = sa.select(Agreement.slug, Agreement.id).where(Agreement.slug.in_(slugs))
    return {row.slug: row.id for row in db.session.execute(wanted)}


def _keep(
    row: Publication | None, shown: str | None, agreement_id: int | None, at: datetime
) -> None:
    before = None
    if row is not None:
        before = Told(row.fingerprint, row.published_at, row.changed_at, row.withdrawn_at)
    now = told(before, shown, at)
    if now is None or now == before:
        return
    if row is None:
        row = Publication(agreement_id=agreement_id, uid=str(uuid.uuid4()))
        db.session.add(row)
    row.fingerprint, row.published_at = now.fingerprint, now.published_at
    row.changed_at, row.withdrawn_at = now.changed_at, now.withdrawn_at
