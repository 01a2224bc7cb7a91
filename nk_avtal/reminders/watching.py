"""Which days are watched, and who is told: gathered from agreements and recommendations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nk_avtal.adoptions.cells import Cell, cells_of
from nk_avtal.adoptions.facts import Place, standings_where, tally_of
from nk_avtal.adoptions.predicates import Condition, goes_on, remains_open
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import deciding_members, with_rules
from nk_avtal.agreements.reckoning import reckoning_of
from nk_avtal.bodies.calendars import calendars
from nk_avtal.consultations.models import Invited
from nk_avtal.consultations.queries import silent
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Standing
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.lead_times import LeadTime
from nk_avtal.domain.reckonings import Reckoning
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.reminders import Deadline, DeadlineKind
from nk_avtal.domain.tallies import Tally
from nk_avtal.municipalities.models import Municipality
from nk_avtal.negotiations.models import Negotiation
from nk_avtal.negotiations.queries import to_remind_of
from nk_avtal.recommendations.models import Addressee, Recommendation
from nk_avtal.reminders.agreement_days import days_of, lead_time_of
from nk_avtal.reminders.recipients import Reached, Recipients, recipients
from nk_avtal.renewals.models import RenewalDecision
from nk_avtal.renewals.queries import decided

UNWATCHED = (Stage.DRAFT, Stage.CANCELLED, Stage.TERMINATED)
"""Stages without days to watch; one that is terminated still has its end, when that is known."""
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
    decision: RenewalDecision | None = None
    reached: Reached | None = None
    paused: bool = False
    invited: Invited | None = None
    negotiation: Negotiation | None = None

    @property
    def title(self) -> str:
        """What it is about: the recommendation, the consultation or the negotiation, or else the
        agreement."""
        if self.invited:
            return self.invited.consultation.title
        return (self.recommendation or self.negotiation or self.agreement).title


def watched(today: date, agreement_id: int | None = None) -> list[Watched]:
    """Every day that is watched today, of one agreement or of all, in a fixed number of
    statements."""
    return list(watching(today, agreement_id))


def watching(
    today: date, agreement_id: int | None = None, within: Condition | None = None
) -> Iterator[Watched]:
    """The same, one after the other: however many there are, few are held at a time. `within`
    limits which agreements' own days are asked for."""
    known = recipients(today)
    agreements = [_watched_agreements(today)]
    recommendations: list[Condition] = [Recommendation.status == Status.SENT]
    if agreement_id is not None:
        agreements.append(Agreement.id == agreement_id)
        recommendations.append(Recommendation.agreement_id == agreement_id)
    if within is not None:
        agreements.append(within)
    yield from _of_agreements(known, sa.and_(*agreements))
    yield from _of_recommendations(known, sa.and_(*recommendations))
    yield from _of_consultations(known, agreement_id)
    yield from _of_negotiations(known, agreement_id)


def watched_agreements(today: date) -> list[Watched]:
    """The days of agreements themselves."""
    return list(_of_agreements(recipients(today), _watched_agreements(today)))


def awaiting_replies(first: date, last: date, today: date) -> list[Recommendation]:
    """The recommendations of whose reply day, from `first` to `last`, some municipality is to be
    told."""
    wanted = sa.select(Recommendation).where(
        Recommendation.status == Status.SENT,
        Recommendation.reply_by.between(first, last),
        goes_on(today),
    )
    found = db.session.scalars(wanted.order_by(Recommendation.id)).all()
    cells = cells_of(found, today)
    return [
        one for one in found if any(_awaits_reply(place, today) for place in cells[one.id].values())
    ]


def watched_by_association(today: date) -> list[Watched]:
    """The days of agreements themselves, and of recommendations those of municipalities that have
    no address at which to tell them: what its pages show, without the many that answer."""
    known = recipients(today)
    found = list(_of_agreements(known, _watched_agreements(today)))
    numbers = db.session.scalars(sa.select(Municipality.id))
    silent = [number for number in numbers if not known.of_municipality(number)]
    if silent:
        theirs = Addressee.municipality_id.in_(silent)
        found += _of_recommendations(known, Recommendation.status == Status.SENT, theirs)
    return found


def _watched_agreements(today: date) -> Condition:
    ending = sa.and_(Agreement.stage == Stage.TERMINATED, Agreement.notice_ends_on >= today)
    return sa.or_(Agreement.stage.not_in(UNWATCHED), ending)


def with_parties(agreements: Iterable[Agreement]) -> None:
    """Have the parties of these at hand, for the words of a mail."""
    numbers = list({one.id for one in agreements})
    wanted = sa.select(Agreement).options(selectinload(Agreement.parties))
    for start in range(0, len(numbers), AT_A_TIME):
        some = Agreement.id.in_(numbers[start : start + AT_A_TIME])
        db.session.scalars(wanted.where(some)).all()


def _of_agreements(known: Recipients, condition: Condition) -> Iterator[Watched]:
    answers = decided(known.today)
    agreements = db.session.scalars(
        sa.select(Agreement)
        .where(condition)
        .order_by(Agreement.id)
        .execution_options(yield_per=AT_A_TIME)
    )
    today = known.today
    plans, deciding = calendars(today), deciding_members()
    for agreement in with_rules(agreements):
        reckoning = reckoning_of(agreement, today)
        lead_time = lead_time_of(agreement, reckoning, plans, deciding.get(agreement.id, ()), today)
        reached = known.of_agreement(agreement)
        for kind, day in days_of(agreement, reckoning, lead_time, today):
            yield Watched(
                known.deadline(agreement, kind, day, reached),
                agreement,
                reckoning=reckoning,
                lead_time=lead_time,
                settled=answers.settles(agreement.id, kind, day),
                decision=answers.about(agreement.id, kind, day),
                reached=reached,
                paused=known.rests(agreement),
            )


def _of_recommendations(
    known: Recipients, condition: Condition, places: Condition | None = None
) -> Iterator[Watched]:
    """Of the recommendations that satisfy `condition`, and of the `places` in them."""
    today = known.today
    recommendations = db.session.scalars(
        sa.select(Recommendation)
        .where(condition, goes_on(today))
        .options(
            joinedload(Recommendation.agreement).joinedload(Agreement.responsible),
            joinedload(Recommendation.agreement).joinedload(Agreement.manager),
        )
        .order_by(Recommendation.id)
    ).all()
    if not recommendations:
        return
    cells = cells_of(recommendations, today)
    recent = Addressee.decided_on > today - EXCERPT_WINDOW
    some = [condition, sa.or_(remains_open(), recent), *([] if places is None else [places])]
    found = standings_where(sa.and_(*some), today)
    towns = {one.id: one for one in db.session.scalars(sa.select(Municipality))}
    for recommendation in recommendations:
        tally = tally_of(cells[recommendation.id])
        for place in found.get(recommendation.id, {}).values():
            values: dict[str, Any] = {
                "agreement": recommendation.agreement,
                "recommendation": recommendation,
                "municipality": towns[place.municipality_id],
                "place": place,
                "tally": tally,
            }
            for deadline in _of_place(recommendation, place, known):
                yield Watched(deadline, **values)


def _of_consultations(known: Recipients, agreement_id: int | None = None) -> Iterator[Watched]:
    """The last day of what goes on, for each that has not answered and can be told. Those
    responsible get a copy afterwards, as of a recommendation."""
    for invited in silent(agreement_id):
        consultation, town = invited.consultation, invited.municipality
        theirs = known.of_municipality(town.id) if town else (invited.email,)
        if consultation.reply_by is None or theirs == ("",):
            continue
        copy: Iterable[str] = ()
        if consultation.reply_by < known.today:
            copy = known.of_agreement(consultation.agreement).told
        yield Watched(
            Deadline(
                DeadlineKind.REPLY,
                f"invited:{invited.id}",
                consultation.reply_by,
                tuple(dict.fromkeys((*theirs, *copy))),
            ),
            consultation.agreement,
            municipality=town,
            invited=invited,
        )


def _of_negotiations(known: Recipients, agreement_id: int | None = None) -> Iterator[Watched]:
    """The next step and the target day of what goes on, told to the group; to the manager when
    nobody of it is left. Nobody stands in: only they may know of it."""
    for one in to_remind_of(agreement_id):
        days = ((DeadlineKind.STEP, one.next_step_on), (DeadlineKind.TARGET, one.target_on))
        for kind, day in days:
            if day is not None:
                told = known.of_negotiation(one)
                deadline = Deadline(kind, f"negotiation:{one.id}", day, told)
                yield Watched(deadline, one.agreement, negotiation=one)


def _of_place(
    recommendation: Recommendation, place: Place, known: Recipients
) -> Iterator[Deadline]:
    subject = f"addressee:{place.addressee_id}"
    today, theirs = known.today, known.of_municipality(place.municipality_id)
    if recommendation.reply_by and _awaits_reply(place, today):
        copy: Iterable[str] = ()
        if recommendation.reply_by < today:
            copy = known.of_agreement(recommendation.agreement).told
        recipients = tuple(dict.fromkeys((*theirs, *copy)))
        yield Deadline(DeadlineKind.REPLY, subject, recommendation.reply_by, recipients)
    if place.planned_on and _meeting_has_passed(place, today):
        yield Deadline(DeadlineKind.MEETING, subject, place.planned_on, theirs)
    decision = place.decision
    if decision and not decision.excerpt_id and today - decision.decided_on < EXCERPT_WINDOW:
        yield Deadline(DeadlineKind.EXCERPT, f"decision:{decision.id}", decision.decided_on, theirs)


def _awaits_reply(place: Place | Cell, today: date) -> bool:
    """A municipality that has said when the matter comes up is left alone until then."""
    planned = place.planned_on is not None and place.planned_on >= today
    return place.standing in (Standing.WAITING, Standing.LATE) and not planned


def _meeting_has_passed(place: Place, today: date) -> bool:
    open_matter = place.standing in (Standing.MEETING_PASSED, Standing.LATE)
    return open_matter and place.planned_on is not None and place.planned_on < today
