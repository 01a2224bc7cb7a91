"""Matters, their stops, and what a meeting deals with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from nk_avtal.agreements.models import Agreement
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.documents.models import Document, DocumentVersion
from nk_avtal.domain.matters import HAND_IN, Station, Track, open_of, sitting_of
from nk_avtal.domain.sittings import Stop as CalendarStop
from nk_avtal.matters.models import Matter, MatterFile, Paper, RouteStep, Stop
from nk_avtal.recommendations.models import Recommendation

_STOPS = (
    selectinload(Matter.stops).joinedload(Stop.body),
    selectinload(Matter.stops).joinedload(Stop.meeting),
    selectinload(Matter.stops).selectinload(Stop.papers),
)


def by_slug(slug: str) -> Matter:
    """The matter of an address with all that its page shows. Raises NoResultFound."""
    papers = selectinload(Matter.stops).selectinload(Stop.papers)
    wanted = (
        sa.select(Matter)
        .where(Matter.slug == slug)
        .options(
            joinedload(Matter.agreement).selectinload(Agreement.parties),
            joinedload(Matter.responsible),
            joinedload(Matter.recommendation),
            selectinload(Matter.goals),
            selectinload(Matter.files).joinedload(MatterFile.file),
            *_STOPS,
            papers.joinedload(Paper.file),
            papers.joinedload(Paper.version),
        )
    )
    return db.session.scalars(wanted).unique().one()


def by_ids(ids: Collection[int]) -> dict[int, Matter]:
    """Matters by number with their stops, in a fixed number of statements."""
    wanted = (
        sa.select(Matter)
        .where(Matter.id.in_(ids))
        .options(joinedload(Matter.agreement), joinedload(Matter.responsible), *_STOPS)
    )
    return {one.id: one for one in db.session.scalars(wanted).unique()}


def of_agreement(agreement_id: int) -> Sequence[Matter]:
    """The matters about an agreement, the newest first."""
    wanted = sa.select(Matter).where(Matter.agreement_id == agreement_id).options(*_STOPS)
    return db.session.scalars(wanted.order_by(Matter.id.desc())).unique().all()


def made_into(recommendation: Recommendation) -> Matter | None:
    """The matter that a recommendation was made of."""
    wanted = sa.select(Matter).where(Matter.recommendation_id == recommendation.id)
    return db.session.scalars(wanted.options(*_STOPS)).unique().first()


def leading_to(recommendation: Recommendation) -> Matter | None:
    """The matter that a recommendation was made of, or else the newest about the same agreement
    that nothing has come of yet and that may still lead to it."""
    made = made_into(recommendation)
    if made is not None:
        return made
    about = of_agreement(recommendation.agreement_id)
    return next((one for one in about if one.recommendation_id is None and stops_left(one)), None)


def taken_slugs() -> set[str]:
    """The addresses that matters have."""
    return set(db.session.scalars(sa.select(Matter.slug)))


def route_of(track: Track) -> Sequence[Body]:
    """The bodies on the usual way of a track, in order."""
    wanted = (
        sa.select(RouteStep)
        .where(RouteStep.track == track)
        .options(joinedload(RouteStep.body))
        .order_by(RouteStep.position)
    )
    return [one.body for one in db.session.scalars(wanted)]


def routes() -> dict[Track, list[Body]]:
    """The usual ways of all tracks."""
    found: dict[Track, list[Body]] = {track: [] for track in Track}
    wanted = sa.select(RouteStep).options(joinedload(RouteStep.body)).order_by(RouteStep.position)
    for step in db.session.scalars(wanted):
        found[step.track].append(step.body)
    return found


def meetings_of(bodies: Collection[int], since: date) -> dict[int, list[Meeting]]:
    """The meetings of bodies from a day on, by the body's number."""
    found: dict[int, list[Meeting]] = defaultdict(list)
    wanted = (
        sa.select(Meeting)
        .join(Meeting.body)
        .options(contains_eager(Meeting.body))
        .where(Meeting.body_id.in_(bodies), Meeting.held_on >= since)
        .order_by(Meeting.held_on)
    )
    for one in db.session.scalars(wanted):
        found[one.body_id].append(one)
    return found


def calendars_of(
    bodies: Iterable[Body], known: dict[int, list[Meeting]], today: date
) -> list[CalendarStop]:
    """The calendars of bodies for the rules, of their coming meetings."""
    return [
        CalendarStop(
            name=body.name,
            sittings=tuple(
                sitting_of(one.held_on, one.hand_in_by)
                for one in known.get(body.id, ())
                if one.held_on >= today
            ),
            hand_in=HAND_IN,
            kind=body.kind,
        )
        for body in bodies
    ]


def stops_left(matter: Matter) -> list[Stop]:
    """The stops that the matter has yet to pass."""
    left = len(open_of(matter.stations))
    return [one for one in matter.stops if one.outcome is None] if left else []


def meeting_on(body_slug: str, held_on: date) -> Meeting:
    """A meeting of one of the association's bodies. Raises NoResultFound."""
    wanted = (
        sa.select(Meeting)
        .join(Meeting.body)
        .options(contains_eager(Meeting.body).selectinload(Body.recipients))
        .where(Body.municipality_id.is_(None), Body.slug == body_slug, Meeting.held_on == held_on)
    )
    return db.session.scalars(wanted).one()


def agenda_of(meeting: Meeting) -> Sequence[Stop]:
    """What a meeting deals with, in order, with the matters and their papers."""
    matter = joinedload(Stop.matter)
    wanted = (
        sa.select(Stop)
        .where(Stop.meeting_id == meeting.id)
        .options(
            joinedload(Stop.body),
            joinedload(Stop.meeting),
            selectinload(Stop.papers).joinedload(Paper.file),
            matter.joinedload(Matter.responsible),
            matter.joinedload(Matter.agreement),
            matter.joinedload(Matter.recommendation),
            matter.selectinload(Matter.stops).joinedload(Stop.body),
            matter.selectinload(Matter.stops).joinedload(Stop.meeting),
            matter.selectinload(Matter.stops).selectinload(Stop.papers),
        )
        .order_by(Stop.agenda_position, Stop.id)
    )
    return db.session.scalars(wanted).unique().all()


def waiting_for(meeting: Meeting) -> list[Stop]:
    """The matters that wait for the body of a meeting and have no meeting yet, the oldest first."""
    wanted = (
        sa.select(Stop)
        .where(Stop.body_id == meeting.body_id, Stop.meeting_id.is_(None), Stop.outcome.is_(None))
        .options(
            joinedload(Stop.body),
            joinedload(Stop.matter).selectinload(Matter.stops).joinedload(Stop.body),
            joinedload(Stop.matter).selectinload(Matter.stops).joinedload(Stop.meeting),
            joinedload(Stop.matter).selectinload(Matter.stops).selectinload(Stop.papers),
        )
        .order_by(Stop.id)
    )
    found = db.session.scalars(wanted).unique()
    return [one for one in found if one in stops_left(one.matter)]


def on_agendas(meetings: Collection[int]) -> Counter[int]:
    """How many matters each of these meetings deals with."""
    wanted = (
        sa.select(Stop.meeting_id, sa.func.count())
        .where(Stop.meeting_id.in_(meetings))
        .group_by(Stop.meeting_id)
    )
    return Counter({number: count for number, count in db.session.execute(wanted) if number})


def last_agendas(most: int = 50) -> Sequence[Meeting]:
    """The meetings that deal with something, the latest first."""
    dealt = sa.select(Stop.meeting_id).where(Stop.meeting_id.is_not(None))
    wanted = (
        sa.select(Meeting)
        .join(Meeting.body)
        .options(contains_eager(Meeting.body))
        .where(Meeting.id.in_(dealt))
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
    )
    return db.session.scalars(wanted.limit(most)).all()


def last_place(meeting_id: int) -> int:
    """The highest place on the agenda of a meeting; 0 without any."""
    wanted = sa.select(sa.func.max(Stop.agenda_position)).where(Stop.meeting_id == meeting_id)
    return db.session.scalar(wanted) or 0


def versions_of(agreement_id: int) -> Sequence[DocumentVersion]:
    """The versions of an agreement's documents that can be presented, the newest first."""
    wanted = (
        sa.select(DocumentVersion)
        .join(DocumentVersion.document)
        .where(Document.agreement_id == agreement_id, Document.trashed_at.is_(None))
        .options(contains_eager(DocumentVersion.document), joinedload(DocumentVersion.file))
        .order_by(DocumentVersion.added_at.desc(), DocumentVersion.id.desc())
    )
    return db.session.scalars(wanted).all()


def all_stations() -> dict[int, list[tuple[Station, int]]]:
    """The stops of every matter as the rules see them with the number of the body, in one
    statement; for lists."""
    found: dict[int, list[tuple[Station, int]]] = defaultdict(list)
    wanted = (
        sa.select(
            Stop.matter_id,
            Stop.outcome,
            Stop.decided_on,
            Body.id,
            Body.name,
            Body.kind,
            Meeting.held_on,
            Meeting.hand_in_by,
        )
        .join(Stop.body)
        .outerjoin(Stop.meeting)
        .order_by(Stop.matter_id, Stop.position)
    )
    for row in db.session.execute(wanted):
        number, outcome, decided_on, body, name, kind, held_on, hand_in_by = row
        day = held_on or decided_on
        sitting = sitting_of(day, hand_in_by) if day else None
        found[number].append((Station(name, kind, sitting, outcome), body))
    return found
