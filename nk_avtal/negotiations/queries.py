"""Negotiations for whoever may read them, and for those few who may read the mandate."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.negotiations import NegotiationState
from nk_avtal.domain.people import Permission, Role
from nk_avtal.negotiations.models import Issue, Mandate, Negotiation, Negotiator, Talk
from nk_avtal.people.models import Person


def visible_to(reader: Person) -> sa.Select[Negotiation]:
    """The negotiations that `reader` may know of: those of the own group for a negotiator, all
    for secretaries and managers, none for others."""
    wanted = sa.select(Negotiation)
    if not reader.may(Permission.READ_NEGOTIATIONS):
        return wanted.where(sa.false())
    if reader.role is Role.NEGOTIATOR:
        wanted = wanted.where(_in_group(reader))
    return wanted


def _in_group(person: Person) -> sa.ColumnElement[bool]:
    mine = sa.select(Negotiator.negotiation_id).where(Negotiator.person_id == person.id)
    return Negotiation.id.in_(mine)


def by_slug(slug: str, reader: Person) -> Negotiation:
    """The negotiation of an address with all that its pages show. Raises NoResultFound."""
    wanted = (
        visible_to(reader)
        .where(Negotiation.slug == slug)
        .options(
            joinedload(Negotiation.agreement),
            joinedload(Negotiation.manager),
            joinedload(Negotiation.follows),
            selectinload(Negotiation.counterparties),
            selectinload(Negotiation.group).joinedload(Negotiator.person),
            selectinload(Negotiation.rounds),
            selectinload(Negotiation.issues).options(
                selectinload(Issue.positions),
                selectinload(Issue.steps),
                joinedload(Issue.owner),
                joinedload(Issue.recurs_from).joinedload(Issue.negotiation),
            ),
        )
    )
    return db.session.scalars(wanted).one()


def to_write(slug: str, writer: Person) -> Negotiation:
    """The same for somebody of its group, held until the transaction ends, so that what two
    people write at once comes one after the other. Raises NoResultFound."""
    hold = (
        visible_to(writer)
        .where(Negotiation.slug == slug, _in_group(writer))
        .with_only_columns(Negotiation.id)
        .with_for_update(of=Negotiation)
    )
    if not writer.may(Permission.WRITE_NEGOTIATIONS):
        hold = hold.where(sa.false())
    db.session.execute(hold).one()
    return by_slug(slug, writer)


def to_lead(slug: str, person: Person) -> Negotiation:
    """The same for somebody who may say who is in the group and what the mandate is.

    Raises NoResultFound.
    """
    hold = visible_to(person).where(Negotiation.slug == slug, _led_by(person))
    db.session.execute(hold.with_only_columns(Negotiation.id).with_for_update(of=Negotiation)).one()
    return by_slug(slug, person)


def _led_by(person: Person) -> sa.ColumnElement[bool]:
    """Whether `person` is in the group or is the responsible manager, by the role of today."""
    if person.role is Role.NEGOTIATOR:
        return _in_group(person)
    if person.role is Role.MANAGER:
        return Negotiation.manager_id == person.id
    return sa.false()


def is_led_by(negotiation: Negotiation, person: Person) -> bool:
    """Whether `person` may read the mandate: the group and the responsible manager alone."""
    wanted = sa.select(Negotiation.id).where(Negotiation.id == negotiation.id, _led_by(person))
    return db.session.scalar(wanted) is not None


def is_written_by(negotiation: Negotiation, person: Person) -> bool:
    """Whether `person` may write issues and positions."""
    inside = person.id in {one.person_id for one in negotiation.group}
    return inside and person.may(Permission.WRITE_NEGOTIATIONS)


def mandates(negotiation: Negotiation, reader: Person) -> dict[int | None, Mandate]:
    """What may be agreed to, by the number of the issue; the whole negotiation's under None.

    Empty to whoever may not read it.
    """
    wanted = (
        sa.select(Mandate)
        .join(Negotiation, Mandate.negotiation_id == Negotiation.id)
        .where(Mandate.negotiation_id == negotiation.id, _led_by(reader))
    )
    return {one.issue_id: one for one in db.session.scalars(wanted)}


def issue_numbered(negotiation: Negotiation, number: int) -> Issue:
    """An issue by its number. Raises NoResultFound."""
    found = next((one for one in negotiation.issues if one.number == number), None)
    if found is None:
        raise sa.exc.NoResultFound
    return found


def talks(negotiation: Negotiation) -> Sequence[Talk]:
    """The contacts with the other side, the latest first."""
    wanted = (
        sa.select(Talk)
        .where(Talk.negotiation_id == negotiation.id)
        .options(joinedload(Talk.written_by))
        .order_by(Talk.held_on.desc(), Talk.id.desc())
    )
    return db.session.scalars(wanted).all()


def count_open(reader: Person) -> int:
    """How many open negotiations `reader` may know of, for the menu."""
    wanted = visible_to(reader).where(Negotiation.state == NegotiationState.OPEN)
    return db.session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0


def to_remind_of(agreement_id: int | None = None) -> Sequence[Negotiation]:
    """What goes on and has a day to keep, of one agreement or of all, with its group. For the
    reminders, which tell nobody outside."""
    wanted = (
        sa.select(Negotiation)
        .where(
            Negotiation.state == NegotiationState.OPEN,
            sa.or_(Negotiation.next_step_on.is_not(None), Negotiation.target_on.is_not(None)),
        )
        .options(joinedload(Negotiation.agreement), selectinload(Negotiation.group))
        .order_by(Negotiation.id)
    )
    if agreement_id is not None:
        wanted = wanted.where(Negotiation.agreement_id == agreement_id)
    return db.session.scalars(wanted).all()


def about(agreement: Agreement, reader: Person) -> Sequence[Negotiation]:
    """The negotiations about an agreement that `reader` may know of, the newest first."""
    if not reader.may(Permission.READ_NEGOTIATIONS):
        return ()
    wanted = visible_to(reader).where(Negotiation.agreement_id == agreement.id)
    return db.session.scalars(wanted.order_by(Negotiation.id.desc())).all()


def writable_about(agreement_id: int, writer: Person) -> Sequence[Negotiation]:
    """The open negotiations about an agreement to which `writer` may add issues."""
    if not writer.may(Permission.WRITE_NEGOTIATIONS):
        return ()
    wanted = visible_to(writer).where(
        Negotiation.agreement_id == agreement_id,
        Negotiation.state == NegotiationState.OPEN,
        _in_group(writer),
    )
    return db.session.scalars(wanted.order_by(Negotiation.id.desc())).all()
