"""The days of a municipality and of a body, for whoever may see them: asked anew at each fetch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from nk_avtal.adoptions.facts import Place, standings_where
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.bodies.queries import meetings_of, upcoming_meetings
from nk_avtal.db import db
from nk_avtal.domain.calendars import OWN, Entry, Holder, Subject
from nk_avtal.domain.people import Permission
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.reminders import LEADS, DeadlineKind
from nk_avtal.domain.tallies import remains
from nk_avtal.domain.words import Language
from nk_avtal.feeds import queries
from nk_avtal.feeds.gathering import LOOKS_BACK, entries_of, in_order
from nk_avtal.formats import long_date, section_sign
from nk_avtal.municipalities.models import Municipality
from nk_avtal.outbox.composing import ASSOCIATION, SERVICE, link
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee, Recommendation
from nk_avtal.recommendations.planned import Planned, planned_matters
from nk_avtal.wording import OUTCOMES

_ALARMS = (1,)


@dataclass(frozen=True)
class Calendar:
    """What a calendar is called and holds."""

    name: str
    entries: Sequence[Entry]


def name_for(person: Person, subject: Subject) -> str | None:
    """What a calendar is called to somebody who may read it; None to everybody else."""
    if subject == OWN:
        return SERVICE
    if subject.holder is Holder.MUNICIPALITY:
        town = db.session.get(Municipality, subject.number)
        return town.full_name if town and _may_read(person, town.id) else None
    body = db.session.get(Body, subject.number)
    if body is None or not _may_read(person, body.municipality_id):
        return None
    return _with_owner(body)


def calendar_of(person: Person, subject: Subject, today: date, language: Language) -> Calendar:
    """A calendar as `person` may see it on a day. To somebody who may no longer read it, it is
    empty and has the service's name."""
    name = name_for(person, subject)
    if name is None:
        return Calendar(SERVICE, [])
    if subject == OWN:
        return Calendar(name, entries_of(person, today, language))
    if subject.holder is Holder.MUNICIPALITY:
        town = db.session.get(Municipality, subject.number)
        assert town
        return Calendar(name, in_order(_of_town(person, town, today)))
    body = db.session.get(Body, subject.number)
    assert body
    return Calendar(name, in_order(_of_body(body, today)))


def _may_read(person: Person, municipality_id: int | None) -> bool:
    if municipality_id is None:
        return person.may(Permission.READ_ASSOCIATION_MEETINGS)
    return person.may(Permission.READ_MEETING_PLAN, of=municipality_id)


def _with_owner(body: Body) -> str:
    owner = body.municipality.full_name if body.municipality else ASSOCIATION
    return f"{body.name}, {owner}"


def _of_body(body: Body, today: date) -> Iterator[Entry]:
    planned: Planned = {}
    if body.municipality_id:
        planned = planned_matters(body.municipality_id, today - LOOKS_BACK)
    for meeting in meetings_of(body.id, today - LOOKS_BACK):
        yield from _meeting(meeting, body, planned)


def _of_town(person: Person, town: Municipality, today: date) -> Iterator[Entry]:
    planned = planned_matters(town.id, today - LOOKS_BACK)
    for meeting in upcoming_meetings(town.id, today - LOOKS_BACK):
        yield from _meeting(meeting, meeting.body, planned)
    if person.may(Permission.READ_ADOPTIONS):
        yield from _recommended(town, today)


def _meeting(meeting: Meeting, body: Body, planned: Planned) -> Iterator[Entry]:
    """A meeting with what it is to decide on, and the last day to hand in papers for it."""
    town = body.municipality
    url = link("bodies.plan", municipality=town.slug) if town else link("bodies.index")
    matters = planned.get((body.id, meeting.held_on), [])
    lines = [_("Ska behandla: %(title)s", title=title) for _slug, title in matters]
    yield Entry(
        slot=f"meeting:{meeting.id}",
        day=meeting.held_on,
        summary=_with_owner(body),
        description="\n".join([*([meeting.place] if meeting.place else []), *lines]),
        url=url,
        alarms=_ALARMS,
    )
    if meeting.hand_in_by:
        yield Entry(
            slot=f"hand_in:{meeting.id}",
            day=meeting.hand_in_by,
            summary=_("Lämna in handlingar till %(body)s", body=_with_owner(body)),
            description=_("Sammanträdet är %(day)s.", day=long_date(meeting.held_on)),
            url=url,
        )


def _recommended(town: Municipality, today: date) -> Iterator[Entry]:
    """The reply days of what is left to decide, and the days of what has been decided lately."""
    of_town = (Addressee.municipality_id == town.id) & (Recommendation.status == Status.SENT)
    places = standings_where(of_town, today)
    for one in queries.recommendations_by(places):
        place = places[one.id][town.id]
        if remains(place.standing):
            yield _reply(one, town)
        elif place.decision and place.decision.decided_on >= today - LOOKS_BACK:
            yield _decided(one, place, town)


def _reply(recommendation: Recommendation, town: Municipality) -> Entry:
    assert recommendation.reply_by  # the database lets nothing be sent without
    return Entry(
        slot=f"reply:recommendation:{recommendation.id}",
        day=recommendation.reply_by,
        summary=_("Svara senast: %(title)s", title=recommendation.title),
        description=_("%(who)s ska ha beslutat.", who=town.full_name),
        url=link("recommendations.show", slug=recommendation.slug),
        alarms=LEADS[DeadlineKind.REPLY],
    )


def _decided(recommendation: Recommendation, place: Place, town: Municipality) -> Entry:
    decision = place.decision
    assert decision
    outcome = OUTCOMES[decision.outcome]
    return Entry(
        slot=f"decision:{recommendation.id}",
        day=decision.decided_on,
        summary=f"{outcome}: {recommendation.title}",
        description=f"{decision.body_name}, {town.full_name}, {section_sign(decision.paragraph)}",
        url=link("recommendations.show", slug=recommendation.slug),
    )
