"""One municipality's matters: what it is asked, what it has decided."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from nk_avtal.adoptions.facts import Place, standings_where
from nk_avtal.adoptions.models import Decision
from nk_avtal.adoptions.predicates import Condition, remains_open, stands
from nk_avtal.db import db
from nk_avtal.documents.models import StoredFile
from nk_avtal.domain.adoptions import DecisionFacts, Outcome, which_counts
from nk_avtal.domain.paragraphs import Paragraph, parse_paragraph
from nk_avtal.domain.recommendations import Status
from nk_avtal.municipalities.models import Municipality
from nk_avtal.recommendations.models import Addressee, Recommendation


@dataclass(frozen=True)
class Matter:
    """A recommendation as it concerns one municipality."""

    recommendation: Recommendation
    place: Place


def addressee_of(municipality: Municipality, slug: str, *, for_update: bool = False) -> Addressee:
    """The municipality's place in a sent recommendation that concerns it.

    `for_update` holds the row until the transaction ends, so that two people who save at once
    come one after the other. Raises NoResultFound when there is no such place.
    """
    return _place(municipality, Recommendation.slug == slug, for_update)


def addressee_in(
    municipality: Municipality, recommendation_id: int, *, for_update: bool = False
) -> Addressee:
    """The same by the number of the recommendation."""
    return _place(municipality, Recommendation.id == recommendation_id, for_update)


def _place(municipality: Municipality, recommended: Condition, for_update: bool) -> Addressee:
    wanted = (
        sa.select(Addressee)
        .join(Addressee.recommendation)
        .where(
            Addressee.municipality_id == municipality.id,
            Addressee.concerned.is_(True),
            recommended,
            Recommendation.status == Status.SENT,
        )
    )
    if for_update:
        wanted = wanted.with_for_update(of=Addressee)
    return db.session.scalars(wanted).one()


def hold(municipality: Municipality) -> None:
    """Let nobody else record in the municipality's matters until the transaction ends."""
    wanted = (
        sa.select(Addressee.id)
        .join(Addressee.recommendation)
        .where(Addressee.municipality_id == municipality.id, Recommendation.status == Status.SENT)
        .order_by(Addressee.id)
    )
    db.session.execute(wanted.with_for_update(of=Addressee))


def decisions_of(addressee: Addressee) -> Sequence[Decision]:
    """All decisions of a place, undone ones too, newest first."""
    wanted = (
        sa.select(Decision)
        .where(Decision.addressee_id == addressee.id)
        .options(
            joinedload(Decision.recorded_by),
            joinedload(Decision.undone_by),
            joinedload(Decision.excerpt),
        )
        .order_by(Decision.decided_on.desc(), Decision.id.desc())
    )
    return db.session.scalars(wanted).all()


def standing_decision(recommendation: Recommendation, decision_id: int) -> Decision:
    """A decision on this recommendation that stands. Raises NoResultFound."""
    wanted = (
        sa.select(Decision)
        .join(Decision.addressee)
        .where(
            Decision.id == decision_id,
            stands(Decision),
            Addressee.recommendation_id == recommendation.id,
        )
        .options(joinedload(Decision.addressee).joinedload(Addressee.municipality))
    )
    return db.session.scalars(wanted).one()


def decision_of(municipality: Municipality, decision_id: int) -> Decision:
    """A decision of this municipality that is not undone. Raises NoResultFound."""
    wanted = (
        sa.select(Decision)
        .join(Decision.addressee)
        .where(
            Decision.id == decision_id,
            Decision.undone_at.is_(None),
            Addressee.municipality_id == municipality.id,
        )
        .options(joinedload(Decision.addressee).joinedload(Addressee.recommendation))
    )
    return db.session.scalars(wanted).one()


def last_recorded_decisions(most: int = 50) -> Sequence[Decision]:
    """What municipalities' decisions were recorded last and stand, the newest first."""
    place = joinedload(Decision.addressee)
    wanted = (
        sa.select(Decision)
        .where(stands(Decision))
        .options(place.joinedload(Addressee.municipality))
        .options(place.joinedload(Addressee.recommendation))
        .order_by(Decision.recorded_at.desc(), Decision.id.desc())
        .limit(most)
    )
    return db.session.scalars(wanted).all()


def counting_decision(addressee: Addressee) -> Decision | None:
    """The decision that says where the municipality stands."""
    decisions = {one.id: one for one in decisions_of(addressee)}
    counting = which_counts(facts_of(one) for one in decisions.values())
    return decisions[counting.recorded] if counting else None


def last_recorded(addressee: Addressee) -> Decision | None:
    """What was recorded last and not undone, whether or not it is what counts."""
    standing = (one for one in decisions_of(addressee) if one.undone_at is None)
    return max(standing, key=lambda one: (one.recorded_at, one.id), default=None)


def last_recorded_in(addressee_ids: Collection[int]) -> dict[int, Decision]:
    """The same of several places, by the place's number."""
    wanted = (
        sa.select(Decision)
        .where(Decision.addressee_id.in_(addressee_ids), Decision.undone_at.is_(None))
        .order_by(Decision.recorded_at, Decision.id)
    )
    return {one.addressee_id: one for one in db.session.scalars(wanted)}


def facts_of(decision: Decision) -> DecisionFacts:
    """What the rules need to know of a decision."""
    return DecisionFacts(
        outcome=decision.outcome,
        decided_on=decision.decided_on,
        recorded=decision.id,
        undone=decision.undone_at is not None or decision.annulled_on is not None,
        addition_accepted=decision.addition_accepted_at is not None,
        confirmed=not decision.awaits_confirmation,
    )


def same_paragraph(
    addressee: Addressee, body_name: str, decided_on: date, paragraph: str
) -> Paragraph | None:
    """The § under which the body has decided another matter that day, if it is this one,
    however the two are written."""
    wanted = (
        sa.select(Decision.paragraph)
        .join(Decision.addressee)
        .where(
            Addressee.municipality_id == addressee.municipality_id,
            Addressee.id != addressee.id,
            Decision.body_name == body_name,
            Decision.decided_on == decided_on,
            stands(Decision),
        )
    )
    mine = parse_paragraph(paragraph)
    taken = {parse_paragraph(one).label for one in db.session.scalars(wanted)}
    return mine if mine.label in taken else None


def open_matters(municipality: Municipality, today: date) -> list[Matter]:
    """What the municipality has yet to decide, by reply day, with what is recommended."""
    mine = sa.and_(Addressee.municipality_id == municipality.id, remains_open())
    return _matters(
        mine,
        today,
        joinedload(Recommendation.agreement),
        joinedload(Recommendation.document_version),
        selectinload(Recommendation.points),
    )


def decided_matters(municipality: Municipality, today: date, most: int) -> list[Matter]:
    """What the municipality has decided last, the newest first, of recommendations that stand."""
    latest = (
        sa.select(Addressee.id)
        .join(Addressee.recommendation)
        .where(
            Addressee.municipality_id == municipality.id,
            Addressee.decided_on.is_not(None),
            ~remains_open(),
            Recommendation.status == Status.SENT,
        )
        .order_by(Addressee.decided_on.desc(), Addressee.id.desc())
        .limit(most)
    )
    order = {number: place for place, number in enumerate(db.session.scalars(latest))}
    found = _matters(Addressee.id.in_(order), today)
    return sorted(found, key=lambda one: order[one.place.addressee_id])


def matters_at(
    municipality: Municipality, addressee_ids: Collection[int], today: date
) -> list[Matter]:
    """The municipality's matters with these places, decided ones too, by reply day."""
    mine = Addressee.municipality_id == municipality.id
    return _matters(sa.and_(mine, Addressee.id.in_(addressee_ids)), today)


def _matters(condition: Condition, today: date, *more: ORMOption) -> list[Matter]:
    """The places that satisfy `condition` in recommendations that stand, by reply day."""
    found = standings_where(sa.and_(condition, Recommendation.status == Status.SENT), today)
    places = {number: place for number, one in found.items() for place in one.values()}
    wanted = (
        sa.select(Recommendation)
        .where(Recommendation.id.in_(places))
        .options(*more)
        .order_by(Recommendation.reply_by, Recommendation.id)
    )
    return [Matter(one, places[one.id]) for one in db.session.scalars(wanted).unique()]


def excerpt_of(decision_id: int, municipality: Municipality) -> StoredFile:
    """The minutes excerpt of one of a municipality's decisions.

    Raises NoResultFound when it has none.
    """
    wanted = (
        sa.select(StoredFile)
        .join(Decision, Decision.excerpt_id == StoredFile.id)
        .join(Decision.addressee)
        .where(Decision.id == decision_id, Addressee.municipality_id == municipality.id)
    )
    return db.session.scalars(wanted).one()


def settles(decision: Decision) -> bool:
    """Whether the municipality is done with the matter by this decision."""
    return decision.outcome in (
        Outcome.ADOPTED,
        Outcome.ADOPTED_WITH_ADDITION,
        Outcome.DECLINED,
    )
