"""Mail about decisions: a receipt, and word to the association of an addition."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from nk_avtal import clock
from nk_avtal.adoptions.facts import standings_of, tally_of
from nk_avtal.adoptions.models import Decision
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.municipalities.models import Contact, ContactKind, Municipality
from nk_avtal.outbox.actions import queue
from nk_avtal.outbox.composing import compose, link
from nk_avtal.people.models import Person
from nk_avtal.people.queries import language_of

VERBS: dict[Outcome, LazyString] = {
    Outcome.ADOPTED: _l("har antagit"),
    Outcome.ADOPTED_WITH_ADDITION: _l("har antagit med tillägg"),
    Outcome.DECLINED: _l("har avslagit"),
    Outcome.REFERRED_BACK: _l("har återremitterat"),
    Outcome.TABLED: _l("har bordlagt"),
    Outcome.WITHDRAWN: _l("har tagit bort från dagordningen"),
    Outcome.NOTED: _l("har lagt till handlingarna"),
    Outcome.PROPOSED: _l("har lämnat vidare förslaget om"),
}


def topic_of(decision: Decision) -> str:
    """What a mail about a decision is filed under, so that it can be stopped."""
    return f"decision:{decision.id}"


def tell_recorded(decision: Decision, recorder: str) -> None:
    """Queue the receipt to who recorded it, and word to the responsible officer when there is an
    addition. What the association recorded is told to the municipality instead."""
    for email, role in _recipients(decision, recorder):
        _send("receipt", decision, email, role)
    responsible = decision.addressee.recommendation.agreement.responsible
    if decision.outcome is Outcome.ADOPTED_WITH_ADDITION and responsible:
        _send("addition", decision, responsible.email, _l("ansvarig"))


def _recipients(decision: Decision, recorder: str) -> Iterator[tuple[str, LazyString]]:
    if not decision.on_behalf:
        yield recorder, _l("kommunhandläggare")
        return
    for email in addresses_of(decision.addressee.municipality):
        yield email, _l("kommunens kontakt")


def addresses_of(municipality: Municipality) -> list[str]:
    """Where a municipality gets mail: its contact for recommendations, else its clerks."""
    contacts = sa.select(Contact.email).where(
        Contact.municipality_id == municipality.id, Contact.kind == ContactKind.RECOMMENDATIONS
    )
    clerks = sa.select(Person.email).where(
        Person.municipality_id == municipality.id,
        Person.role == "clerk",
        Person.active.is_(True),
    )
    return list(db.session.scalars(contacts)) or list(db.session.scalars(clerks))


def _send(name: str, decision: Decision, email: str, role: LazyString) -> None:
    addressee = decision.addressee
    recommendation = addressee.recommendation
    places = standings_of([recommendation.id], clock.today())[recommendation.id]
    page = link(
        "adoptions.receipt", municipality=addressee.municipality.slug, slug=recommendation.slug
    )
    written = compose(
        name,
        locale=language_of(email),
        title=recommendation.title,
        town=addressee.municipality.name,
        verb=VERBS[decision.outcome],
        decision=decision,
        tally=tally_of(places),
        url=page,
        role=role,
        about=recommendation.title,
    )
    queue(
        kind=name,
        topic=topic_of(decision),
        recipient=email,
        subject=written.subject,
        text=written.text,
        html=written.html,
    )
