"""The days that a person's calendar holds: what its owner may see, asked anew at each fetch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from nk_avtal.adoptions.facts import standings_where
from nk_avtal.adoptions.predicates import remains_open
from nk_avtal.bodies.queries import upcoming_meetings
from nk_avtal.domain.calendars import Entry
from nk_avtal.domain.people import Permission
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.reminders import LEADS, DeadlineKind
from nk_avtal.domain.words import Language
from nk_avtal.feeds import queries
from nk_avtal.formats import long_date
from nk_avtal.outbox.composing import ASSOCIATION, link
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee, Recommendation
from nk_avtal.reminders.watching import Watched, watched
from nk_avtal.reminders.wording import SUMMARIES, otherwise, summary

LOOKS_BACK = timedelta(days=60)
_OF_MEETINGS = (1,)


def entries_of(person: Person, today: date, language: Language) -> list[Entry]:
    """Every day in a person's own calendar, soonest first, in a fixed number of statements."""
    found = [
        *_deadlines(person, today, language),
        *_replies(person, today),
        *_meetings(person, today),
    ]
    return in_order(found)


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """The entries soonest first, each with a slot of its own."""
    return sorted(_apart(entries), key=lambda one: (one.day, one.slot))


def _apart(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Two days about the same are told apart by their order."""
    seen: Counter[str] = Counter()
    for entry in sorted(entries, key=lambda one: (one.slot, one.day)):
        seen[entry.slot] += 1
        number = seen[entry.slot]
        yield entry if number == 1 else replace(entry, slot=f"{entry.slot}:{number}")


def _deadlines(person: Person, today: date, language: Language) -> Iterator[Entry]:
    if not person.may(Permission.READ_DEADLINES):
        return
    for one in watched(today):
        if one.deadline.kind in SUMMARIES:
            yield _deadline(person, one, language)


def _deadline(person: Person, one: Watched, language: Language) -> Entry:
    told = person.email in one.deadline.recipients and not one.settled
    return Entry(
        slot=f"{one.deadline.kind.value}:{one.deadline.subject}",
        day=one.deadline.falls_on,
        summary=summary(one),
        description=_("Avgjort.") if one.settled else otherwise(one, language),
        url=link("agreements.show", slug=one.agreement.slug),
        alarms=tuple(lead for lead in one.deadline.lead_days if lead > 0) if told else (),
    )


def _replies(person: Person, today: date) -> Iterator[Entry]:
    """The reply days of recommendations that somebody, or the own municipality, has to answer."""
    if not person.may(Permission.READ_ADOPTIONS):
        return
    home = person.municipality
    own = sa.true() if home is None else Addressee.municipality_id == home.id
    open_places = sa.and_(Recommendation.status == Status.SENT, own, remains_open())
    for one in queries.recommendations_by(standings_where(open_places, today)):
        reply_by = one.reply_by
        assert reply_by is not None  # the database lets nothing be sent without
        who = home.full_name if home else _("Kommunerna")
        where = link("recommendations.show", slug=one.slug)
        if home and person.may(Permission.RECORD_OWN_DECISION):
            where = link("adoptions.record", municipality=home.slug, slug=one.slug)
        yield Entry(
            slot=f"reply:recommendation:{one.id}",
            day=reply_by,
            summary=_("Svara senast: %(title)s", title=one.title),
            description=_("%(who)s ska ha beslutat.", who=who),
            url=where,
            alarms=LEADS[DeadlineKind.REPLY] if home else (),
        )


def _meetings(person: Person, today: date) -> Iterator[Entry]:
    home = person.municipality
    needed = Permission.READ_MEETING_PLAN if home else Permission.READ_ASSOCIATION_MEETINGS
    if not person.may(needed, of=home.id if home else None):
        return
    url = link("bodies.plan", municipality=home.slug) if home else link("bodies.index")
    for meeting in upcoming_meetings(home.id if home else None, today - LOOKS_BACK):
        lines = [meeting.place] if meeting.place else []
        if meeting.hand_in_by:
            day = long_date(meeting.hand_in_by)
            lines.append(_("Handlingarna ska in senast %(day)s.", day=day))
        owner = home.full_name if home else ASSOCIATION
        yield Entry(
            slot=f"meeting:{meeting.id}",
            day=meeting.held_on,
            summary=f"{meeting.body.name}, {owner}",
            description="\n".join(lines),
            url=url,
            alarms=_OF_MEETINGS,
        )
