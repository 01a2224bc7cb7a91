"""What a weekly letter tells its reader, out of facts that are read once for all letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.adoptions.facts import Places, standings_where
from nk_avtal.adoptions.models import Decision
from nk_avtal.adoptions.predicates import remains_open
from nk_avtal.bodies.models import Meeting
from nk_avtal.consultations.models import Consultation, Invited
from nk_avtal.consultations.queries import silent
from nk_avtal.digests import queries
from nk_avtal.digests.news import ViewNews, news_in
from nk_avtal.domain.adoptions import Outcome, Standing
from nk_avtal.domain.mail_choices import monday_of
from nk_avtal.domain.people import Permission
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.reminders import DeadlineKind, reached_lead
from nk_avtal.domain.tallies import remains
from nk_avtal.municipalities.models import Municipality
from nk_avtal.municipalities.queries import members
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Recommendation
from nk_avtal.reminders.watching import Watched, watched
from nk_avtal.reminders.wording import SUMMARIES
from nk_avtal.views.models import SavedView
from nk_avtal.views.queries import followed

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Facts:
    """Everything that any letter of the week may tell."""

    today: date
    watched: Sequence[Watched]
    recommendations: Sequence[Recommendation]
    silent: Sequence[Invited]
    places: Places
    towns: Sequence[Municipality]
    decisions: Sequence[Decision]
    meetings: Sequence[Meeting]
    followed: Mapping[int, Sequence[SavedView]]

    @classmethod
    def read(cls, today: date) -> Facts:
        """What is known on a day, in a fixed number of statements."""
        monday = monday_of(today)
        return cls(
            today=today,
            watched=watched(today),
            recommendations=queries.sent_recommendations(),
            silent=silent(),
            places=standings_where(
                sa.and_(Recommendation.status == Status.SENT, remains_open()), today
            ),
            towns=members(),
            decisions=queries.decided_since(datetime.combine(monday - WEEK, time(), clock.zone())),
            meetings=queries.meetings_between(today, monday + WEEK - timedelta(days=1)),
            followed=followed(),
        )


@dataclass(frozen=True)
class LateWith:
    """A recommendation that a municipality has not answered in time."""

    title: str
    days: int


@dataclass(frozen=True)
class Decided:
    """What municipalities decided alike about a recommendation."""

    title: str
    outcome: Outcome
    towns: tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    """The contents of one person's letter."""

    deadlines: list[Watched] = field(default_factory=list)
    to_decide: list[Recommendation] = field(default_factory=list)
    to_answer: list[Consultation] = field(default_factory=list)
    excerpts: list[Watched] = field(default_factory=list)
    late: dict[str, list[LateWith]] = field(default_factory=dict)
    decided: list[Decided] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    views: list[ViewNews] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        mine = (self.deadlines, self.to_decide, self.to_answer, self.excerpts)
        return not any((*mine, self.late, self.decided, self.meetings, self.views))

    @property
    def decisions(self) -> int:
        """How many decisions it tells of."""
        return sum(len(one.towns) for one in self.decided)

    @property
    def news(self) -> int:
        """How many rows are new in followed views."""
        return sum(len(one.news.rows) for one in self.views)


def letter_to(person: Person, facts: Facts) -> Letter:
    """What a person is told: only what concerns it, and only what it may see."""
    home = person.municipality_id
    of_association = person.may(Permission.READ_DEADLINES)
    meets = person.may(Permission.READ_ASSOCIATION_MEETINGS) or home is not None
    return Letter(
        deadlines=_deadlines(person, facts) if of_association else [],
        to_decide=_to_decide(home, facts) if home is not None else [],
        to_answer=[one.consultation for one in facts.silent if home == one.municipality_id]
        if home is not None
        else [],
        excerpts=_excerpts(person, facts),
        late=_late(facts) if of_association else {},
        decided=_decided(facts) if of_association else [],
        meetings=[one for one in facts.meetings if meets and one.body.municipality_id == home],
        views=_views(person, facts),
    )


def _deadlines(person: Person, facts: Facts) -> list[Watched]:
    """The person's own deadlines, from the first day on which there is mail about them."""
    found = [
        one
        for one in facts.watched
        if one.deadline.kind in SUMMARIES
        and not one.settled
        and person.email in one.deadline.recipients
        and reached_lead(one.deadline, facts.today) is not None
    ]
    return sorted(found, key=lambda one: (one.deadline.falls_on, one.agreement.title))


def _excerpts(person: Person, facts: Facts) -> list[Watched]:
    """Decisions without minutes, of which the person would otherwise be told one by one."""
    return [
        one
        for one in facts.watched
        if one.deadline.kind is DeadlineKind.EXCERPT
        and person.email in one.deadline.recipients
        and reached_lead(one.deadline, facts.today) is not None
    ]


def _views(person: Person, facts: Facts) -> list[ViewNews]:
    """What is new in the views that the person follows. It is read now, and not with the other
    facts: what is told of is remembered in the letter's own transaction."""
    found = (news_in(one, person, facts.today) for one in facts.followed.get(person.id, ()))
    return [one for one in found if one]


def _to_decide(home: int, facts: Facts) -> list[Recommendation]:
    def awaits(one: Recommendation) -> bool:
        place = facts.places.get(one.id, {}).get(home)
        return place is not None and remains(place.standing)

    found = [one for one in facts.recommendations if awaits(one)]
    return sorted(found, key=lambda one: (one.reply_by or date.max, one.title))


def _late(facts: Facts) -> dict[str, list[LateWith]]:
    found: dict[str, list[LateWith]] = defaultdict(list)
    for town in facts.towns:
        for one in facts.recommendations:
            place = facts.places.get(one.id, {}).get(town.id)
            if place and place.standing is Standing.LATE and one.reply_by:
                found[town.name].append(LateWith(one.title, (facts.today - one.reply_by).days))
    return dict(found)


def _decided(facts: Facts) -> list[Decided]:
    alike: dict[tuple[str, Outcome], set[str]] = defaultdict(set)
    for one in facts.decisions:
        about = one.addressee.recommendation.title
        alike[about, one.outcome].add(one.addressee.municipality.name)
    order = [town.name for town in facts.towns]
    return [
        Decided(title, outcome, tuple(name for name in order if name in names))
        for (title, outcome), names in alike.items()
    ]
