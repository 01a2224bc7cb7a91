"""What has happened: to one object, for its page, and to everything, for the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from nk_avtal.db import Base, db
from nk_avtal.history.models import Entry
from nk_avtal.history.sentences import Told, folded

LATEST = 200
FOLDED = 20
"""How many entries a sentence is made of at most, where only the newest sentences are wanted."""


def about(condition: sa.ColumnElement[bool], limit: int = LATEST) -> Sequence[Entry]:
    """The newest entries that satisfy a condition on `Entry`, the newest first."""
    wanted = sa.select(Entry).where(condition).order_by(Entry.id.desc()).limit(limit)
    return db.session.scalars(wanted).all()


def _folded(condition: sa.ColumnElement[bool], limit: int) -> list[Told]:
    """The newest sentences, the newest first."""
    return folded(about(condition, min(LATEST, limit * FOLDED)), limit)


def created(noun: str, object_id: int) -> Entry | None:
    """How an object came to be: who created it, and when."""
    wanted = sa.select(Entry).where(
        Entry.noun == noun, Entry.object_id == object_id, Entry.event == "created"
    )
    return db.session.scalars(wanted).first()


def for_agreement(agreement_id: int, limit: int = LATEST) -> list[Told]:
    """What has happened to an agreement and what belongs to it, in sentences."""
    return _folded(Entry.agreement_id == agreement_id, limit)


def for_recommendation(recommendation_id: int, limit: int = LATEST) -> list[Told]:
    """What has happened to a recommendation, its places and its decisions, in sentences."""
    return _folded(Entry.recommendation_id == recommendation_id, limit)


def for_municipality(municipality_id: int, limit: int = LATEST) -> list[Told]:
    """What has happened to a member, its bodies, meetings and decisions, in sentences."""
    return _folded(Entry.municipality_id == municipality_id, limit)


def for_consultation(consultation_id: int, limit: int = LATEST) -> list[Told]:
    """What has happened to a consultation and to the replies to it, in sentences."""
    tables = Base.metadata.tables
    asked, reply = tables["consultation_party"].c, tables["consultation_reply"].c
    invited = sa.select(asked.id).where(asked.consultation_id == consultation_id)
    replies = sa.select(reply.id).where(reply.invited_id.in_(invited))
    of_replies = sa.and_(Entry.noun == "consultation_reply", Entry.object_id.in_(replies))
    own = sa.and_(Entry.noun == "consultation", Entry.object_id == consultation_id)
    return _folded(sa.or_(own, of_replies), limit)


def log(
    *,
    actor_id: int | None = None,
    noun: str | None = None,
    since: datetime | None = None,
    before: datetime | None = None,
) -> sa.Select[Entry]:
    """The whole log, or the part of it that somebody did, that concerns a kind of thing, or that
    lies between two instants; newest first."""
    wanted = sa.select(Entry).order_by(Entry.id.desc())
    if actor_id is not None:
        wanted = wanted.where(Entry.actor_id == actor_id)
    if noun:
        wanted = wanted.where(Entry.noun == noun)
    if since:
        wanted = wanted.where(Entry.at >= since)
    return wanted.where(Entry.at < before) if before else wanted


def part_of(wanted: sa.Select[Entry], number: int, size: int) -> tuple[int, Sequence[Entry]]:
    """How many entries there are, and part `number` (from 1) of them."""
    count = sa.select(sa.func.count()).select_from(wanted.order_by(None).subquery())
    part = wanted.limit(size).offset((number - 1) * size)
    return db.session.scalar(count) or 0, db.session.scalars(part).all()
