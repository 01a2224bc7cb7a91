"""The words of a reminder."""

from __future__ import annotations

from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from nk_avtal.agreements.models import Agreement
from nk_avtal.consultations.mails import page_of
from nk_avtal.db import db
from nk_avtal.domain.dates import last_open_on_or_before
from nk_avtal.domain.people import Role
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewal_decisions import ANSWERS
from nk_avtal.outbox.composing import Written, compose, link
from nk_avtal.people.models import Person
from nk_avtal.people.queries import language_of, person_by_email
from nk_avtal.reminders.calling import Called
from nk_avtal.reminders.watching import Watched
from nk_avtal.reminders.wording import otherwise

TEMPLATES = {
    DeadlineKind.MEETING: "meeting_passed",
    DeadlineKind.NOTICE: "notice",
    DeadlineKind.END: "end",
    DeadlineKind.EXCERPT: "excerpt",
    DeadlineKind.START: "start",
    DeadlineKind.OPTION: "option",
    DeadlineKind.PRICE: "price",
    DeadlineKind.EXIT: "exit",
    DeadlineKind.REVIEW: "review",
    DeadlineKind.STEP: "negotiation",
    DeadlineKind.TARGET: "negotiation",
}


def written(called: Called) -> Written:
    """The mail that tells of a deadline, in the language of whoever gets it."""
    one, reminder = called.watched, called.due
    about = "consultation" if one.invited else "reply"
    name = TEMPLATES.get(one.deadline.kind) or (
        f"{about}_before" if reminder.days_left >= 0 else f"{about}_after"
    )
    locale = language_of(reminder.recipient)
    return compose(
        name,
        locale=locale,
        due=reminder,
        deadline=reminder.deadline.falls_on,
        act_by=last_open_on_or_before(reminder.deadline.falls_on),
        agreement=one.agreement,
        recommendation=one.recommendation,
        invited=one.invited,
        town=one.municipality,
        reckoning=one.reckoning,
        lead_time=one.lead_time,
        place=one.place,
        tally=one.tally,
        otherwise=otherwise(one, "en" if locale == "en" else "sv"),
        instead_of=_instead_of(called),
        role=_role(called),
        **_title_and_links(one),
    )


def _role(called: Called) -> LazyString:
    """Why this recipient is told."""
    one, reminder = called.watched, called.due
    agreement = one.agreement
    theirs = one.municipality or one.invited
    if theirs and reminder.recipient not in _emails(agreement):
        return _l("kontakt")
    if one.negotiation:
        group = {member.person_id for member in one.negotiation.group}
        person = person_by_email(reminder.recipient)
        return _l("med i gruppen") if person and person.id in group else _l("chef")
    if reminder.escalated or _stands_for(called, agreement.manager):
        return _l("chef")
    if _stands_for(called, agreement.responsible):
        return _l("ansvarig")
    if not one.deadline.recipients:
        return _l("reservmottagare")
    person = person_by_email(reminder.recipient)
    return _l("chef") if person and person.role is Role.MANAGER else _l("med i gruppen")


def _stands_for(called: Called, person: Person | None) -> bool:
    if person is None:
        return False
    return called.due.recipient == person.email or called.stands_in_for == person.id


def _emails(agreement: Agreement) -> set[str]:
    return {one.email for one in (agreement.manager, agreement.responsible) if one}


def _instead_of(called: Called) -> str:
    person = db.session.get(Person, called.stands_in_for) if called.stands_in_for else None
    return person.name if person else ""


def reply_to(one: Watched) -> str:
    """Whom an answer goes to."""
    if one.negotiation:
        return ""
    sender = one.invited.consultation.sent_by if one.invited else None
    responsible = sender or one.agreement.responsible or one.agreement.manager
    return responsible.email if responsible else ""


def _title_and_links(one: Watched) -> dict[str, Any]:
    settings = link("reminders.index")
    if one.negotiation:
        return {
            "url": link("negotiations.index"),
            "about": _l("en förhandling"),
            "settings_url": settings,
        }
    if one.invited:
        return {
            "title": one.title,
            "url": page_of(one.invited),
            "about": one.invited.full_name,
            "settings_url": settings,
        }
    if one.recommendation is None or one.municipality is None:
        return {
            "title": one.agreement.title,
            "url": link("agreements.show", slug=one.agreement.slug),
            "settle_url": _where_to_decide(one),
            "stance": one.decision,
            "counterparty": _counterparty(one),
            "about": one.agreement.title,
            "settings_url": settings,
        }
    place = {"municipality": one.municipality.slug, "slug": one.recommendation.slug}
    return {
        "title": one.recommendation.title,
        "url": link("adoptions.record", **place),
        "plan_url": link("adoptions.plan", **place),
        "excerpt_url": link("adoptions.excerpt", **place),
        "about": one.municipality.full_name,
        "settings_url": settings,
    }


def _where_to_decide(one: Watched) -> str:
    """The page of the decision. The last day to begin leads to the last day of notice."""
    kind, day, slug = one.deadline.kind, one.deadline.falls_on, one.agreement.slug
    if kind is DeadlineKind.START and one.reckoning and one.reckoning.notice:
        kind, day = DeadlineKind.NOTICE, one.reckoning.notice.safe_day
    if kind not in ANSWERS:
        return link("deadlines.index", anchor=slug)
    return link("deadlines.decide", slug=slug, kind=kind.value, day=day.isoformat())


def _counterparty(one: Watched) -> str | LazyString:
    others = [party.organisation for party in one.agreement.parties if party.organisation]
    return ", ".join(others) or _l("kommunerna sinsemellan")
