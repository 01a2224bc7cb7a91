"""Who is bound on a day, by which agreements, and who has signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nk_avtal.adoptions.models import Decision
from nk_avtal.agreements.models import Agreement, Party
from nk_avtal.agreements.parties import PartyDecision, Signature
from nk_avtal.agreements.queries import shown, visible_to, with_rules
from nk_avtal.bindings.facts import bindings_of
from nk_avtal.db import db
from nk_avtal.documents.models import DocumentVersion
from nk_avtal.domain.agreements import Cooperation, Stage
from nk_avtal.domain.bindings import Bound, bound_on, party_on
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee, Recommendation


@dataclass(frozen=True)
class BoundBy:
    """An agreement, and where one of its parties stands to it on a day."""

    agreement: Agreement
    bound: Bound


def bound_parties(agreement: Agreement, day: date, today: date) -> list[Bound]:
    """Where every party of an agreement stands on `day`, by what is known `today`."""
    return bound_on(bindings_of([agreement], today)[agreement.id], day)


def numbers_about(municipality: Municipality, reader: Person) -> Sequence[int]:
    """The agreements that the reader may see and that have something to do with a member, by number
    in the order of their titles. None is a draft or was broken off."""
    wanted = _about(municipality, visible_to(reader)).with_only_columns(Agreement.id)
    return db.session.scalars(wanted.order_by(Agreement.title_key, Agreement.id)).all()


def cooperating(municipality: Municipality) -> list[Agreement]:
    """The agreements that have something to do with a member and are, or may be, avtalssamverkan
    (KL 9:37): those that have come to the municipalities, with their parties and rules."""
    wanted = (
        _about(municipality, shown())
        .where(Agreement.cooperation != Cooperation.NO)
        .options(selectinload(Agreement.parties).joinedload(Party.municipality))
    )
    return list(with_rules(db.session.scalars(wanted).all()))


def _about(municipality: Municipality, wanted: sa.Select[Agreement]) -> sa.Select[Agreement]:
    own = Party.agreement_id == Agreement.id, Party.municipality_id == municipality.id
    adopted = (
        sa.exists()
        .where(
            Recommendation.agreement_id == Agreement.id,
            Addressee.recommendation_id == Recommendation.id,
            Addressee.municipality_id == municipality.id,
            Decision.addressee_id == Addressee.id,
        )
        .correlate(Agreement)
    )
    joined = sa.exists().where(
        PartyDecision.agreement_id == Agreement.id,
        PartyDecision.municipality_id == municipality.id,
    )
    return wanted.where(
        sa.or_(sa.exists().where(*own), adopted, joined),
        Agreement.stage.not_in((Stage.DRAFT, Stage.CANCELLED)),
    )


def bound_by(
    municipality: Municipality, agreement_ids: Iterable[int], day: date, today: date
) -> list[BoundBy]:
    """Where a member stands to each of the agreements, in the order given, in a fixed number of
    statements."""
    ids = list(agreement_ids)
    wanted = (
        sa.select(Agreement).where(Agreement.id.in_(ids)).options(selectinload(Agreement.parties))
    )
    agreements = list(with_rules(db.session.scalars(wanted).all()))
    known = bindings_of(agreements, today)
    found = {
        one.id: BoundBy(one, party_on(known[one.id], municipality.id, day)) for one in agreements
    }
    return [found[number] for number in ids if number in found]


def version_names(bound: Iterable[Bound]) -> dict[int, str]:
    """What the versions that bind somebody are called: document and number."""
    used = {version for one in bound for version in one.wordings.values()}
    if not used:
        return {}
    wanted = (
        sa.select(DocumentVersion)
        .where(DocumentVersion.id.in_(used))
        .options(joinedload(DocumentVersion.document))
    )
    return {
        one.id: f"{one.document.title}, version {one.number}" for one in db.session.scalars(wanted)
    }


def signatures_of(agreement: Agreement) -> Sequence[Signature]:
    """The signatures that hold, the earliest first."""
    wanted = sa.select(Signature).where(
        Signature.agreement_id == agreement.id, Signature.undone_at.is_(None)
    )
    return db.session.scalars(wanted.order_by(Signature.signed_on, Signature.id)).all()


def decision_by_id(agreement: Agreement, number: int) -> PartyDecision:
    """A party's own decision on this agreement. Raises NoResultFound when there is none such."""
    wanted = sa.select(PartyDecision).where(
        PartyDecision.id == number, PartyDecision.agreement_id == agreement.id
    )
    return db.session.scalars(wanted).one()


def signature_by_id(agreement: Agreement, number: int) -> Signature:
    """A signature of this agreement. Raises NoResultFound when there is none such."""
    wanted = sa.select(Signature).where(
        Signature.id == number, Signature.agreement_id == agreement.id
    )
    return db.session.scalars(wanted).one()
