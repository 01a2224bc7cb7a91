"""Who is told for whom, and when: roles, groups, stand-ins and leads, read for all at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.domain.recipients import ALL_TOLD, Told, leads_of
from nk_avtal.domain.reminders import Deadline, DeadlineKind
from nk_avtal.domain.standing_in import Away, told_for
from nk_avtal.municipalities.models import Contact, ContactKind
from nk_avtal.negotiations.models import Negotiation
from nk_avtal.outbox.actions import is_address
from nk_avtal.people.models import Person
from nk_avtal.reminders.models import Absence, GroupMember, KindLeads, Watch


@dataclass(frozen=True)
class Reached:
    """Whom the deadlines of one agreement are told to.

    `stands_in_for` holds, by address, the number of the person in whose place it is told; `left`
    the addresses of those with a part in the agreement whose account is closed.
    """

    told: tuple[str, ...]
    escalates_to: tuple[str, ...]
    stands_in_for: Mapping[str, int] = field(default_factory=dict)
    left: tuple[str, ...] = ()


@dataclass
class Recipients:
    """What is known on one day of everybody who may be told."""

    today: date
    contacts: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    clerks: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    managers: list[int] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    """Held so that an agreement finds its manager and its responsible person at hand."""
    emails: dict[int, str] = field(default_factory=dict)
    active: set[int] = field(default_factory=set)
    absences: list[Away] = field(default_factory=list)
    groups: dict[int, list[int | str]] = field(default_factory=lambda: defaultdict(list))
    watches: dict[int, Watch] = field(default_factory=dict)
    usual: dict[str, dict[str, list[int]]] = field(default_factory=lambda: defaultdict(dict))

    def of_municipality(self, number: int) -> tuple[str, ...]:
        """The municipality's own addresses, or else its clerks."""
        return tuple(self.contacts.get(number) or self.clerks.get(number) or ())

    def of_agreement(self, agreement: Agreement) -> Reached:
        """Those with a part in the agreement; all managers when nobody of them is left."""
        watch = self.watches.get(agreement.id)
        asked = set(watch.told if watch else ALL_TOLD)
        chosen = [one for part, one in self._parts(agreement) if part in asked and one is not None]
        people = [one for one in chosen if isinstance(one, str) or one in self.active]
        bosses = [agreement.manager_id] if agreement.manager_id in self.active else self.managers
        told, stands_in_for = self._told(people or self.managers)
        escalates_to, for_bosses = self._told(bosses)
        gone = (one for one in chosen if isinstance(one, int) and one not in self.active)
        return Reached(
            told,
            escalates_to,
            for_bosses | stands_in_for,
            tuple(dict.fromkeys(self.emails[one] for one in gone)),
        )

    def of_negotiation(self, negotiation: Negotiation) -> tuple[str, ...]:
        """The group; its manager, or else all managers, when nobody of the group is left."""
        group = [one.person_id for one in negotiation.group if one.person_id in self.active]
        bosses = [negotiation.manager_id] if negotiation.manager_id in self.active else []
        return tuple(self.emails[one] for one in group or bosses or self.managers if one)

    def _parts(self, agreement: Agreement) -> Iterator[tuple[Told, int | str | None]]:
        yield Told.MANAGER, agreement.manager_id
        yield Told.RESPONSIBLE, agreement.responsible_id
        for one in self.groups.get(agreement.id, ()):
            yield Told.GROUP, one

    def _told(self, chosen: Iterable[int | str | None]) -> tuple[tuple[str, ...], dict[str, int]]:
        """The addresses, and in whose place the stand-ins among them are told."""
        found: dict[str, int] = {}
        for one in chosen:
            if isinstance(one, str):
                found.setdefault(one, 0)
            elif one is not None:
                told = told_for(one, self.absences, self.today, self.active)
                found.setdefault(self.emails[told], 0 if told == one else one)
        return tuple(found), {email: person for email, person in found.items() if person}

    def deadline(
        self, agreement: Agreement, kind: DeadlineKind, day: date, reached: Reached
    ) -> Deadline:
        """A deadline of an agreement, with who is told of it and how many days before."""
        watch = self.watches.get(agreement.id)
        own = watch.leads if watch else {}
        return Deadline(
            kind=kind,
            subject=f"agreement:{agreement.id}",
            falls_on=day,
            recipients=reached.told,
            leads=leads_of(kind, own, self.usual.get(agreement.kind, {})),
            escalates_to=reached.escalates_to,
        )

    def rests(self, agreement: Agreement) -> bool:
        """Whether the agreement's reminders are paused."""
        watch = self.watches.get(agreement.id)
        return bool(watch and watch.paused_until and watch.paused_until >= self.today)


def recipients(today: date) -> Recipients:
    """Everything that decides who is told on `today`, in six statements."""
    found = Recipients(today)
    _add_addresses(found)
    _add_people(found)
    wanted = sa.select(Absence).where(Absence.first_on <= today, Absence.last_on >= today)
    for away in db.session.scalars(wanted.order_by(Absence.id.desc())):
        found.absences.append(Away(away.person_id, away.first_on, away.last_on, away.stand_in_id))
    for member in db.session.scalars(sa.select(GroupMember).order_by(GroupMember.id)):
        found.groups[member.agreement_id].append(member.person_id or member.email)
    for watch in db.session.scalars(sa.select(Watch)):
        found.watches[watch.agreement_id] = watch
    for rule in db.session.scalars(sa.select(KindLeads)):
        found.usual[rule.agreement_kind][rule.deadline_kind] = rule.leads
    return found


def _add_addresses(found: Recipients) -> None:
    contacts = sa.select(Contact.municipality_id, Contact.email)
    wanted = contacts.where(
        Contact.kind == ContactKind.RECOMMENDATIONS, Contact.bounced_at.is_(None)
    )
    for number, email in db.session.execute(wanted.order_by(Contact.id)):
        if is_address(email):
            found.contacts[number].append(email)


def _add_people(found: Recipients) -> None:
    found.people += db.session.scalars(sa.select(Person).order_by(Person.id))
    for one in found.people:
        found.emails[one.id] = one.email
        if not one.active:
            continue
        found.active.add(one.id)
        if one.role is Role.CLERK and one.municipality_id is not None:
            found.clerks[one.municipality_id].append(one.email)
        elif one.role is Role.MANAGER:
            found.managers.append(one.id)
