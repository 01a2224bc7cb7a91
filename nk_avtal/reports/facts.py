"""What the reports on all agreements are made of, read in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nk_avtal.agreements.goals import AgreementGoal, GoalSet
from nk_avtal.agreements.models import Agreement, Party
from nk_avtal.agreements.parties import Signature
from nk_avtal.agreements.queries import visible_to, with_rules
from nk_avtal.agreements.reckoning import BINDING, is_unwatched, reckoning_of, validity_of
from nk_avtal.db import db
from nk_avtal.documents.models import Document
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.lifecycle import Phase, phase
from nk_avtal.domain.reckonings import Reckoning
from nk_avtal.people.models import Person
from nk_avtal.reminders.watching import Watched, watched_agreements

APPLYING = (Phase.IN_FORCE, Phase.UNDER_REVIEW, Phase.TERMINATED)
"""The phases in which an agreement applies."""
AGAIN = (Stage.NEGOTIATION, Stage.PREPARATION, Stage.RECOMMENDED, Stage.DECIDING)
"""Stages in which one that has begun applies, while it is changed or its successor is made."""


@dataclass(frozen=True)
class Known:
    """An agreement with what its terms and the calendar make of it."""

    agreement: Agreement
    reckoning: Reckoning | None
    phase: Phase | None
    unwatched: bool

    @property
    def applies(self) -> bool:
        """Whether it is in force."""
        return self.phase in APPLYING


def known_agreements(reader: Person, today: date) -> list[Known]:
    """The agreements that the reader may see and that apply, soon will or did, by title, with
    areas and parties."""
    wanted = (
        visible_to(reader)
        .where(
            sa.or_(
                Agreement.stage.in_((*BINDING, Stage.TERMINATED)),
                sa.and_(Agreement.stage.in_(AGAIN), Agreement.start_on <= today),
            )
        )
        .options(
            joinedload(Agreement.responsible),
            joinedload(Agreement.manager),
            selectinload(Agreement.areas),
            selectinload(Agreement.parties).joinedload(Party.municipality),
        )
        .order_by(Agreement.title_key, Agreement.id)
    )
    return [_known(one, today) for one in with_rules(db.session.scalars(wanted).unique())]


def _known(agreement: Agreement, today: date) -> Known:
    reckoning = reckoning_of(agreement, today)
    now = phase(_stage(agreement, today), validity_of(agreement, reckoning), today)
    return Known(agreement, reckoning, now, is_unwatched(agreement, today))


def _stage(agreement: Agreement, today: date) -> Stage:
    begun = agreement.start_on is not None and agreement.start_on <= today
    return Stage.CONCLUDED if begun and agreement.stage in AGAIN else agreement.stage


def deadlines_of(known: Iterable[Known], today: date) -> list[Watched]:
    """Their coming deadlines, soonest first."""
    numbers = {one.agreement.id for one in known}
    found = [one for one in watched_agreements(today) if one.agreement.id in numbers]
    return sorted(found, key=lambda one: (one.deadline.falls_on, one.agreement.title))


def with_documents(agreement_ids: Collection[int]) -> set[int]:
    """Those of the agreements that have a document."""
    wanted = sa.select(Document.agreement_id).where(
        Document.agreement_id.in_(agreement_ids), Document.trashed_at.is_(None)
    )
    return set(db.session.scalars(wanted.distinct()))


def serving(agreement_ids: Collection[int], chosen: GoalSet) -> dict[int, set[int]]:
    """Those of the agreements that serve each goal of the programme, by the goal's number."""
    link = AgreementGoal
    found: dict[int, set[int]] = {one.id: set() for one in chosen.goals}
    wanted = sa.select(link.goal_id, link.agreement_id).where(
        link.goal_id.in_(found), link.agreement_id.in_(agreement_ids)
    )
    for goal, agreement in db.session.execute(wanted):
        found[goal].add(agreement)
    return found


def signatures(agreement_ids: Collection[int]) -> dict[int, list[Signature]]:
    """The signatures that hold, by agreement, the earliest first."""
    wanted = (
        sa.select(Signature)
        .where(Signature.agreement_id.in_(agreement_ids), Signature.undone_at.is_(None))
        .order_by(Signature.signed_on, Signature.id)
    )
    found: dict[int, list[Signature]] = defaultdict(list)
    for one in db.session.scalars(wanted):
        found[one.agreement_id].append(one)
    return found
