"""Saying how an agreement is watched, who is told, and who stands in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.agreements import Kind
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.recipients import ALL_TOLD, Told
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.outbox.actions import check_address
from nk_avtal.people.models import Person
from nk_avtal.reminders.models import Absence, GroupMember, KindLeads, Watch

Leads = Mapping[DeadlineKind, tuple[int, ...]]


@dataclass(frozen=True)
class Arranged:
    """How one agreement is to be watched. Kinds without leads take the usual ones."""

    leads: Leads
    told: Iterable[Told] = ALL_TOLD
    paused_until: date | None = None
    pause_reason: str = ""


def watch_of(agreement: Agreement) -> Watch:
    """How an agreement is watched; not kept yet when it is as usual."""
    found = db.session.scalars(sa.select(Watch).where(Watch.agreement_id == agreement.id)).first()
    return found or Watch(
        agreement_id=agreement.id, leads={}, told=list(ALL_TOLD), pause_reason="", version=0
    )


def arrange(agreement: Agreement, arranged: Arranged, today: date) -> Watch:
    """Keep how an agreement is watched.

    Raises RuleBroken when nobody would be told, or a pause has no end ahead or no reason.
    """
    told = [one.value for one in arranged.told]
    if not told:
        raise RuleBroken(_NOBODY, name="told")
    if arranged.paused_until and arranged.paused_until < today:
        raise RuleBroken(_PAST, name="paused_until")
    if arranged.paused_until and not arranged.pause_reason:
        raise RuleBroken(_NO_REASON, name="pause_reason")
    watch = watch_of(agreement)
    watch.leads = {kind.value: list(days) for kind, days in arranged.leads.items() if days}
    watch.told = told
    watch.paused_until = arranged.paused_until
    watch.pause_reason = arranged.pause_reason if arranged.paused_until else ""
    if not watch.version:
        watch.version = 1
        db.session.add(watch)
    return watch


def add_member(agreement: Agreement, person: Person | None, name: str, email: str) -> GroupMember:
    """Somebody more in the group: a person, or a name and an address without an account.

    Raises RuleBroken when the address is none, or somebody is there already.
    """
    address = "" if person else email.strip().lower()
    if person is None:
        check_address(address)
        if not name:
            raise RuleBroken(_NO_NAME, name="name")
    wanted = sa.select(GroupMember).where(GroupMember.agreement_id == agreement.id)
    for one in db.session.scalars(wanted):
        if (one.person_id, one.email) == (person.id if person else None, address):
            raise RuleBroken(_KNOWN, name="known")
    member = GroupMember(agreement=agreement, person=person, name=name, email=address)
    db.session.add(member)
    return member


def set_usual(agreement_kind: Kind, leads: Leads) -> None:
    """How many days before somebody is told, for agreements of one kind."""
    wanted = sa.select(KindLeads).where(KindLeads.agreement_kind == agreement_kind)
    known = {one.deadline_kind: one for one in db.session.scalars(wanted)}
    for kind, days in leads.items():
        rule = known.get(kind)
        if rule and days:
            rule.leads = list(days)
        elif rule:
            db.session.delete(rule)
        elif days:
            db.session.add(
                KindLeads(agreement_kind=agreement_kind, deadline_kind=kind, leads=list(days))
            )


def add_absence(
    person: Person, first_on: date, last_on: date, stand_in: Person, today: date
) -> Absence:
    """Somebody is away and another one takes over.

    Raises RuleBroken when the days are in the wrong order or over, when both are the same person,
    and when the person is away then already.
    """
    if last_on < first_on:
        raise RuleBroken(_WRONG_ORDER, name="last_on")
    if last_on < today:
        raise RuleBroken(_OVER, name="last_on")
    if person.id == stand_in.id:
        raise RuleBroken(_ONESELF, name="stand_in")
    overlapping = sa.select(Absence).where(
        Absence.person_id == person.id, Absence.first_on <= last_on, Absence.last_on >= first_on
    )
    if db.session.scalars(overlapping).first():
        raise RuleBroken(_OVERLAP, name="first_on")
    absence = Absence(person=person, first_on=first_on, last_on=last_on, stand_in=stand_in)
    db.session.add(absence)
    return absence


_NOBODY = Phrase(
    "Välj minst en som ska få påminnelserna",
    "Choose at least one who is to get the reminders",
)
_PAST = Phrase(
    "Den dagen har varit. Skriv en dag framåt, eller lämna fältet tomt",
    "That day has been. Write a day ahead, or leave the field empty",
)
_NO_REASON = Phrase(
    "Skriv varför påminnelserna vilar, till exempel Omförhandlas i annat ärende",
    "Write why the reminders rest, for example Renegotiated in another matter",
)
_NO_NAME = Phrase("Skriv vem det är", "Write who it is")
_KNOWN = Phrase("Den personen finns redan i gruppen", "That person is in the group already")
_WRONG_ORDER = Phrase(
    "Sista dagen är före den första. Kontrollera dagarna",
    "The last day is before the first. Check the days",
)
_OVER = Phrase(
    "Frånvaron är redan slut. Kontrollera dagarna",
    "The absence is over already. Check the days",
)
_ONESELF = Phrase("Välj en annan person som ersättare", "Choose somebody else to stand in")
_OVERLAP = Phrase(
    "Det finns redan en frånvaro de dagarna. Ta bort den först",
    "There is an absence on those days already. Remove it first",
)
