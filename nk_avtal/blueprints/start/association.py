"""The start pages of the association: the state for managers, the work for the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from nk_avtal.adoptions import matrix
from nk_avtal.adoptions.matrix import Filter, Row, Show
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.work import in_the_works
from nk_avtal.bodies.models import Meeting
from nk_avtal.bodies.queries import upcoming_meetings
from nk_avtal.consultations.queries import Counted, going_on
from nk_avtal.domain.adoptions import Standing
from nk_avtal.domain.mail_choices import next_mail_to
from nk_avtal.domain.matters import MatterState
from nk_avtal.domain.people import Role
from nk_avtal.domain.tallies import Tally
from nk_avtal.matters.listing import Choice, Line, part
from nk_avtal.matters.queries import on_agendas
from nk_avtal.municipalities.models import Municipality
from nk_avtal.municipalities.queries import members
from nk_avtal.negotiations import listing
from nk_avtal.negotiations.models import Negotiation
from nk_avtal.negotiations.shown import Shown as NegotiationShown
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Recommendation
from nk_avtal.recommendations.queries import drafts
from nk_avtal.reminders.queries import of_agreements, reaching_nobody
from nk_avtal.reminders.watching import Watched, watched_by_association
from nk_avtal.reminders.wording import SUMMARIES, summary
from nk_avtal.renewals.queries import unwatched

AHEAD = timedelta(days=120)
NEAR = timedelta(days=30)
"""How near a last day of notice or option, or an end, is when it draws attention (ux 5.4)."""
SOON = timedelta(days=7)
"""How near the next step of a negotiation is when it draws attention."""
DEADLINES = 5
MAILS = 5
SHOWN = 10
"""How many recommendations a list has; the matrix has them all."""


@dataclass(frozen=True)
class Going:
    """A recommendation that the municipalities are deciding on."""

    recommendation: Row
    tally: Tally
    towns: list[Municipality]

    def named(self, standing: Standing) -> list[str]:
        """The municipalities with a standing, by name."""
        return [town.name for town in self.towns if self._is(town, standing)]

    def _is(self, town: Municipality, standing: Standing) -> bool:
        place = self.recommendation.places.get(town.id)
        return place is not None and place.standing is standing

    @property
    def tiles(self) -> list[dict[str, object]]:
        """The small map."""
        return [
            {
                "row": town.tile_row,
                "col": town.tile_column,
                "standing": self.recommendation.places[town.id].standing.value,
            }
            for town in self.towns
            if town.tile_row and town.id in self.recommendation.places
        ]


@dataclass(frozen=True)
class NextMail:
    """A deadline that the reader is told of, when next, how many days before it, and how many
    others are told."""

    watched: Watched
    day: date
    lead: int

    @property
    def about(self) -> str:
        """What the deadline is."""
        return summary(self.watched)

    @property
    def others(self) -> int:
        """How many are told beside the reader."""
        return len(self.watched.deadline.recipients) - 1


@dataclass(frozen=True)
class AssociationStart:
    """What somebody of the association sees on one day."""

    today: date
    deadlines: list[Watched]
    nobody: list[Watched]
    going: list[Going]
    drafts: list[Recommendation]
    mine: list[Agreement]
    meetings: list[Meeting]
    agendas: Counter[int]
    awaited: list[Line]
    mails: list[NextMail]
    unwatched: list[Agreement]
    consultations: list[Counted]
    negotiations: list[tuple[Negotiation, NegotiationShown]]

    @property
    def next_steps(self) -> list[Negotiation]:
        """The negotiations whose next step has a day, soonest first."""
        found = [one for one, _shown in self.negotiations if one.next_step and one.next_step_on]
        return sorted(found, key=lambda one: (one.next_step_on or date.max, one.id))

    @property
    def to_settle(self) -> list[Watched]:
        """Deadlines of the next months that nobody has settled."""
        limit = self.today + AHEAD
        return [one for one in self.deadlines if not one.settled and one.deadline.falls_on <= limit]

    @property
    def later(self) -> Watched | None:
        """The first deadline beyond the next months."""
        limit = self.today + AHEAD
        beyond = (one for one in self.deadlines if one.deadline.falls_on > limit)
        return next((one for one in beyond if not one.settled), None)

    @property
    def nearest(self) -> list[Watched | Going]:
        """The first deadlines, among them the coming reply days, soonest first."""
        replies = [one for one in self.waiting if _day_of(one) >= self.today]
        found: list[Watched | Going] = [*self.to_settle[:DEADLINES], *replies[:SHOWN]]
        return sorted(found, key=_day_of)

    @property
    def late(self) -> list[tuple[str, Going]]:
        """Every late reply: which municipality, on what."""
        return [(name, one) for one in self.going for name in one.named(Standing.LATE)]

    @property
    def late_by_town(self) -> Counter[str]:
        """How many replies each municipality is late with."""
        return Counter(name for name, _one in self.late)

    @property
    def adopted_by_all(self) -> list[Going]:
        """What everybody has adopted."""
        return [one for one in self.going if one.tally.adopted_by_all]

    @property
    def waiting(self) -> list[Going]:
        """What somebody has yet to decide, by reply day."""
        return [one for one in self.going if one.tally.remaining]


def _day_of(one: Watched | Going) -> date:
    if isinstance(one, Watched):
        return one.deadline.falls_on
    return one.recommendation.reply_by


def start_of(person: Person, today: date) -> AssociationStart:
    """The start page of `person`."""
    towns = list(members())
    rows = matrix.filled(matrix.rows(Filter(Show.ONGOING), today), today)
    going = [Going(row, row.tally, towns) for row in sorted(rows, key=lambda row: row.reply_by)]
    found = watched_by_association(today)
    meetings = list(upcoming_meetings(None, today, 5))
    awaited = Choice(state=MatterState.AWAITED.value)
    return AssociationStart(
        today=today,
        deadlines=of_agreements(found),
        nobody=reaching_nobody(found),
        going=going,
        drafts=list(drafts()),
        mine=list(in_the_works(person)),
        meetings=meetings,
        agendas=on_agendas([one.id for one in meetings]),
        awaited=part(awaited, today, 1, SHOWN)[1],
        mails=_next_mails(person, found, today),
        unwatched=unwatched(person, today),
        negotiations=_negotiations(person),
        consultations=going_on(SHOWN),
    )


def _negotiations(person: Person) -> list[tuple[Negotiation, NegotiationShown]]:
    """The open negotiations that the person may know of, the most urgent first. A manager's page
    leads to their list."""
    if person.role is Role.MANAGER:
        return []
    found = listing.listed(listing.Choice(), person)[:SHOWN]
    progress = listing.progress(found)
    return [(one, progress[one.id]) for one in found]


def _next_mails(person: Person, found: Iterable[Watched], today: date) -> list[NextMail]:
    """The mails that the person gets next, soonest first."""
    mails = [
        NextMail(one, *found_next)
        for one in found
        if person.email in one.deadline.recipients
        and not (one.settled or one.paused)
        and one.deadline.kind in SUMMARIES
        and (found_next := next_mail_to(person.email, one.deadline, person.mails, today))
    ]
    return sorted(mails, key=lambda mail: mail.day)[:MAILS]
