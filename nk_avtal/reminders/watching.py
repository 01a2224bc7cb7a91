"""Which days are watched, and who is told: gathered from agreements and recommendations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nk_avtal.adoptions.facts import Condition, Place, standings_where, tally_of
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import deciding_members, with_rules
from nk_avtal.agreements.reckoning import reckoning_of
from nk_avtal.bodies.calendars import calendars
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Standing
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.lead_times import LeadTime
from nk_avtal.domain.people import Role
from nk_avtal.domain.reckonings import Reckoning
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.reminders import Deadline, DeadlineKind
from nk_avtal.domain.tallies import Tally
from nk_avtal.municipalities.models import Contact, ContactKind, Municipality
from nk_avtal.outbox.actions import is_address
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Recommendation
from nk_avtal.reminders.agreement_days import days_of, lead_time_of, leads_of
from nk_avtal.reminders.models import SettledDeadline

UNWATCHED = (Stage.DRAFT, Stage.CANCELLED, Stage.TERMINATED)
EXCERPT_WINDOW = timedelta(days=45)
AT_A_TIME = 1000


@dataclass(frozen=True)
class Watched:
    """A deadline with what a mail or a page tells of it."""

    deadline: Deadline
    agreement: Agreement
    recommendation: Recommendation | None = None
    municipality: Municipality | None = None
    reckoning: Reckoning | None = None
    lead_time: LeadTime | None = None
    place: Place | None = None
    tally: Tally | None = None
    settled: bool = False


@dataclass
class _Addresses:
    """Who gets mail for whom."""

    contacts: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    clerks: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    managers: list[str] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    """Held so that an agreement finds its manager and its responsible person at hand."""

    def of_municipality(self, number: int) -> tuple[str, ...]:
        return tuple(self.contacts.get(number) or self.clerks.get(number) or ())

    def of_agreement(self, agreement: Agreement) -> tuple[str, ...]:
        """The manager and the responsible person; without either, all managers."""
        chosen = [
            one.email for one in (agreement.manager, agreement.responsible) if one and one.active
        ]
        return tuple(dict.fromkeys(chosen or self.managers))


def watched(today: date, agreement_id: int | None = None) -> list[Watched]:
    """Every day that is watched today, of one agreement or of all, in a fixed number of
    statements."""
    return list(watching(today, agreement_id))


def watching(today: date, agreement_id: int | None = None) -> Iterator[Watched]:
    """The same, one after the other: however many there are, few are held at a time."""
    addresses = _addresses()
    agreements: list[Condition] = [Agreement.stage.not_in(UNWATCHED)]
    recommendations: list[Condition] = [Recommendation.status == Status.SENT]
    if agreement_id is not None:
        agreements.append(Agreement.id == agreement_id)
        recommendations.append(Recommendation.agreement_id == agreement_id)
    yield from _of_agreements(today, addresses, sa.and_(*agreements))
    yield from _of_recommendations(today, addresses, sa.and_(*recommendations))


def with_parties(agreements: Iterable[Agreement]) -> None:
    """Have the parties of these at hand, for the words of a mail."""
    numbers = list({one.id for one in agreements})
    wanted = sa.select(Agreement).options(selectinload(Agreement.parties))
    for start in range(0, len(numbers), AT_A_TIME):
        some = Agreement.id.in_(numbers[start : start + AT_A_TIME])
        db.session.scalars(wanted.where(some)).all()


def _addresses() -> _Addresses:
    found = _Addresses()
    contacts = sa.select(Contact.municipality_id, Contact.email)
    for number, email in db.session.execute(
        contacts.where(
            Contact.kind == ContactKind.RECOMMENDATIONS, Contact.bounced_at.is_(None)
        ).order_by(Contact.id)
    ):
        if is_address(email):
            found.contacts[number].append(email)
    found.people += db.session.scalars(sa.select(Person).order_by(Person.id))
    for person in found.people:
        if person.active and person.role is Role.CLERK and person.municipality_id is not None:
            found.clerks[person.municipality_id].append(person.email)
        elif person.active and person.role is Role.MANAGER:
            found.managers.append(person.email)
    return found


def _of_agreements(today: date, addresses: _Addresses, condition: Condition) -> Iterator[Watched]:
    settled = {
        (one.agreement_id, one.kind, one.deadline_on)
        for one in db.session.scalars(sa.select(SettledDeadline))
    }
    agreements = db.session.scalars(
        sa.select(Agreement)
        .where(condition)
        .order_by(Agreement.id)
        .execution_options(yield_per=AT_A_TIME)
    )
    plans, deciding = calendars(today), deciding_members()
    for agreement in with_rules(agreements):
        reckoning = reckoning_of(agreement, today)
        lead_time = lead_time_of(agreement, reckoning, plans, deciding.get(agreement.id, ()), today)
        for kind, day in days_of(agreement, reckoning, lead_time, today):
            deadline = Deadline(
                kind=kind,
                subject=f"agreement:{agreement.id}",
                falls_on=day,
                recipients=addresses.of_agreement(agreement),
                leads=leads_of(agreement, kind),
            )
            known = (agreement.id, kind, day) in settled
            yield Watched(
                deadline, agreement, reckoning=reckoning, lead_time=lead_time, settled=known
            )


def _of_recommendations(
    today: date, addresses: _Addresses, condition: Condition
) -> Iterator[Watched]:
    recommendations = db.session.scalars(
        sa.select(Recommendation)
        .where(condition)
        .options(
            joinedload(Recommendation.agreement).joinedload(Agreement.responsible),
            joinedload(Recommendation.agreement).joinedload(Agreement.manager),
        )
        .order_by(Recommendation.id)
    ).all()
    places = standings_where(condition, today)
    towns = {one.id: one for one in db.session.scalars(sa.select(Municipality))}
    for recommendation in recommendations:
        around = places.get(recommendation.id, {})
        tally = tally_of(around)
        for place in around.values():
            values: dict[str, Any] = {
                "agreement": recommendation.agreement,
                "recommendation": recommendation,
                "municipality": towns[place.municipality_id],
                "place": place,
                "tally": tally,
            }
            for deadline in _of_place(recommendation, place, addresses, today):
                yield Watched(deadline, **values)


def _of_place(
    recommendation: Recommendation, place: Place, addresses: _Addresses, today: date
) -> Iterator[Deadline]:
    subject = f"addressee:{place.addressee_id}"
    theirs = addresses.of_municipality(place.municipality_id)
    if recommendation.reply_by and _awaits_reply(place, today):
        copy: Iterable[str] = ()
        if recommendation.reply_by < today:
            copy = addresses.of_agreement(recommendation.agreement)
        recipients = tuple(dict.fromkeys((*theirs, *copy)))
        yield Deadline(DeadlineKind.REPLY, subject, recommendation.reply_by, recipients)
    if place.planned_on and _meeting_has_passed(place, today):
        yield Deadline(DeadlineKind.MEETING, subject, place.planned_on, theirs)
    decision = place.decision
    if decision and not decision.excerpt_id and today - decision.decided_on < EXCERPT_WINDOW:
        yield Deadline(DeadlineKind.EXCERPT, f"decision:{decision.id}", decision.decided_on, theirs)


def _awaits_reply(place: Place, today: date) -> bool:
    """A municipality that has said when the matter comes up is left alone until then."""
    planned = place.planned_on is not None and place.planned_on >= today
    return place.standing in (Standing.WAITING, Standing.LATE) and not planned


def _meeting_has_passed(place: Place, today: date) -> bool:
    open_matter = place.standing in (Standing.MEETING_PASSED, Standing.LATE)
    return open_matter and place.planned_on is not None and place.planned_on < today
