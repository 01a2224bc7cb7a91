"""Which kinds of file somebody may bring in, and what the pages call them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from nk_avtal.blueprints.guard import me
from nk_avtal.domain.import_columns import ImportKind
from nk_avtal.domain.people import Permission


@dataclass(frozen=True)
class Offer:
    """A kind as the pages tell of it. `slug` stands in addresses, `back` is the list it is of; one
    of the permissions is needed."""

    kind: ImportKind
    slug: str
    title: LazyString
    about: LazyString
    permissions: tuple[Permission, ...]
    back: str


OFFERS = (
    Offer(
        ImportKind.AGREEMENTS,
        "avtal",
        _l("Avtal"),
        _l("En rad per avtal: titel, parter, tider, uppsägning och det ni har i övrigt."),
        (Permission.WRITE_AGREEMENTS,),
        "agreements.index",
    ),
    Offer(
        ImportKind.DECISIONS,
        "beslut",
        _l("Kommunernas beslut"),
        _l(
            "En rad per beslut, eller en rad per avtal med en kolumn för varje kommun, till exempel"
            " KF § 12 2024-03-01."
        ),
        (Permission.RECORD_DECISION_ON_BEHALF, Permission.RECORD_OWN_DECISION),
        "agreements.index",
    ),
    Offer(
        ImportKind.MEETINGS,
        "sammantraden",
        _l("Sammanträden"),
        _l(
            "En rad per sammanträde: organ, datum och sista dag för handlingar. Det går också med"
            " en kolumn för varje organ, med dagarna under."
        ),
        (Permission.WRITE_MEETING_PLAN,),
        "imports.index",
    ),
    Offer(
        ImportKind.PEOPLE,
        "personer",
        _l("Personer"),
        _l(
            "En rad per konto: e-post, namn, roll och kommun. Ingen får mejl, och filen har aldrig"
            " lösenord."
        ),
        (Permission.ADMINISTER,),
        "admin.people",
    ),
)


def way_back(offer: Offer) -> str:
    """The address of the list in which one sees what was brought in: for those of a municipality
    what is theirs."""
    town = me().municipality
    if offer.kind is ImportKind.MEETINGS:
        return url_for("bodies.plan", municipality=town.slug) if town else url_for("bodies.index")
    if offer.kind is ImportKind.DECISIONS:
        mine = url_for("municipalities.show", slug=town.slug) if town else ""
        return mine or url_for("recommendations.index")
    return url_for(offer.back)


def allowed() -> list[Offer]:
    """What the signed-in person may bring in."""
    return [one for one in OFFERS if any(map(me().may, one.permissions))]


def by_slug(slug: str) -> Offer:
    """The kind of an address; 404 where it is none, or not for this person."""
    return next((one for one in allowed() if one.slug == slug), None) or abort(404)


def by_kind(kind: ImportKind) -> Offer:
    """How a kind is told of; 404 where it is not for this person."""
    return next((one for one in allowed() if one.kind is kind), None) or abort(404)
