"""How agreements are watched, for pages: groups, usual days, absences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.agreements import Kind
from nk_avtal.people.models import Person
from nk_avtal.reminders.models import Absence, GroupMember, KindLeads


def group_of(agreement: Agreement) -> Sequence[GroupMember]:
    """Those in the group around an agreement, in the order in which they were added."""
    wanted = (
        sa.select(GroupMember)
        .where(GroupMember.agreement_id == agreement.id)
        .options(joinedload(GroupMember.person))
        .order_by(GroupMember.id)
    )
    return db.session.scalars(wanted).all()


def member_by_id(agreement: Agreement, member_id: int) -> GroupMember:
    """One in the group. Raises NoResultFound when this agreement has none such."""
    wanted = sa.select(GroupMember).where(
        GroupMember.id == member_id, GroupMember.agreement_id == agreement.id
    )
    return db.session.scalars(wanted).one()


def usual_leads(kind: Kind) -> dict[str, list[int]]:
    """The days before that are kept for agreements of a kind, by kind of deadline."""
    wanted = sa.select(KindLeads).where(KindLeads.agreement_kind == kind)
    return {one.deadline_kind.value: one.leads for one in db.session.scalars(wanted)}


def all_usual_leads() -> dict[Kind, dict[str, list[int]]]:
    """The same for every kind of agreement that has any."""
    found: dict[Kind, dict[str, list[int]]] = {}
    for one in db.session.scalars(sa.select(KindLeads)):
        found.setdefault(one.agreement_kind, {})[one.deadline_kind.value] = one.leads
    return found


def absences(today: date, person: Person | None = None) -> Sequence[Absence]:
    """The absences that are not over, of one person or of all, soonest first."""
    wanted = (
        sa.select(Absence)
        .where(Absence.last_on >= today)
        .options(joinedload(Absence.person), joinedload(Absence.stand_in))
        .order_by(Absence.first_on, Absence.id)
    )
    if person:
        wanted = wanted.where(Absence.person_id == person.id)
    return db.session.scalars(wanted).all()


def absence_by_id(absence_id: int) -> Absence:
    """An absence. Raises NoResultFound when there is none."""
    return db.session.scalars(sa.select(Absence).where(Absence.id == absence_id)).one()
