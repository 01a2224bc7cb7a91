"""Where a municipality's place in a recommendation leads, which depends on the reader."""

from __future__ import annotations

from collections.abc import Callable

from flask import g, url_for

from nk_avtal.domain.people import Permission
from nk_avtal.municipalities.models import Municipality


def place_url(slug: str, member: Municipality) -> str:
    """A clerk comes to the own decision, everybody else to the member's row on the page of the
    recommendation."""
    if records_for(member):
        return url_for("adoptions.record", municipality=member.slug, slug=slug)
    return url_for("recommendations.show", slug=slug, _anchor=member.slug)


def records_for(member: Municipality) -> bool:
    """Whether the reader is a clerk of this member."""
    person = g.person
    own = person is not None and person.municipality_id == member.id
    return own and person.may(_RECORD, member.id)


def place_url_of(slug: str) -> Callable[[Municipality], str]:
    """The same for one recommendation, as a function of the member."""
    return lambda member: place_url(slug, member)


_RECORD = Permission.RECORD_OWN_DECISION
