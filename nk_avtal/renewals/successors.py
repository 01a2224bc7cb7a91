"""Which agreements are to take the place of others, and whether work on them has begun."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from nk_avtal.agreements.models import Agreement, AgreementRelation
from nk_avtal.db import db
from nk_avtal.domain.agreements import Relation, Stage
from nk_avtal.domain.renewal_decisions import Answer
from nk_avtal.formats import swedish_key
from nk_avtal.history.models import Entry
from nk_avtal.history.queries import created
from nk_avtal.renewals.models import RenewalDecision

NOT_YET_AGREED = frozenset(
    {Stage.DRAFT, Stage.NEGOTIATION, Stage.PREPARATION, Stage.RECOMMENDED, Stage.DECIDING}
)


def successors_at_work(agreement: Agreement) -> Sequence[Agreement]:
    """The agreements that are to replace this one and are not agreed yet, the newest first."""
    wanted = (
        sa.select(Agreement)
        .join(AgreementRelation, AgreementRelation.from_id == Agreement.id)
        .where(
            AgreementRelation.to_id == agreement.id,
            AgreementRelation.relation == Relation.REPLACES,
            Agreement.stage.in_(NOT_YET_AGREED),
        )
        .order_by(Agreement.id.desc())
    )
    return db.session.scalars(wanted).all()


def replacing(agreement: Agreement, successor: Agreement) -> AgreementRelation | None:
    """The relation that says that `successor` replaces `agreement`."""
    wanted = sa.select(AgreementRelation).where(
        AgreementRelation.from_id == successor.id,
        AgreementRelation.to_id == agreement.id,
        AgreementRelation.relation == Relation.REPLACES,
    )
    return db.session.scalars(wanted).first()


def decisions_for(successor: Agreement) -> Sequence[RenewalDecision]:
    """Every decision that names an agreement as the successor, also those undone."""
    wanted = sa.select(RenewalDecision).where(RenewalDecision.successor_id == successor.id)
    return db.session.scalars(wanted.order_by(RenewalDecision.id)).all()


def renegotiated_into(agreement: Agreement) -> list[Agreement]:
    """The agreements whose renegotiation is to end in this one."""
    later = sa.orm.aliased(RenewalDecision)
    overtaken = sa.exists().where(
        later.agreement_id == RenewalDecision.agreement_id,
        later.kind == RenewalDecision.kind,
        later.deadline_on == RenewalDecision.deadline_on,
        later.undone_at.is_(None),
        later.id > RenewalDecision.id,
    )
    wanted = (
        sa.select(Agreement)
        .join(RenewalDecision, RenewalDecision.agreement_id == Agreement.id)
        .where(
            RenewalDecision.successor_id == agreement.id,
            RenewalDecision.answer == Answer.RENEGOTIATE,
            RenewalDecision.undone_at.is_(None),
            ~overtaken,
        )
    )
    return sorted(db.session.scalars(wanted).unique(), key=lambda one: swedish_key(one.title))


def worked_on(draft: Agreement) -> bool:
    """Whether anything has been done to an agreement after the request in which it was made."""
    made = created("agreement", draft.id)
    since = sa.select(Entry.id).where(Entry.agreement_id == draft.id)
    if made:
        since = since.where(Entry.request_id != made.request_id)
    return db.session.scalar(since.limit(1)) is not None
