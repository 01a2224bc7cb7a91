"""The pages of which views can be saved: where each is, what it can be asked, who may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from nk_avtal.domain.people import Permission
from nk_avtal.views.models import SavedView, ViewPage

LONGEST_VALUE = 250


@dataclass(frozen=True)
class Place:
    """A page of which views can be saved."""

    endpoint: str
    called: LazyString
    arguments: tuple[str, ...]
    needs: Permission


PLACES = {
    ViewPage.SEARCH: Place(
        "search.index", _l("Sök"), ("q", "typ", "omrade", "ar", "lage"), Permission.SIGNED_IN
    ),
    ViewPage.AGREEMENTS: Place(
        "agreements.index",
        _l("Avtal"),
        ("q", "omrade", "skede", "part", "ansvarig", "ordning", "bevakning"),
        Permission.READ_AGREEMENTS,
    ),
    ViewPage.RECOMMENDATIONS: Place(
        "recommendations.index",
        _l("Rekommendationer"),
        ("vy", "omrade", "kommun", "lage"),
        Permission.READ_ADOPTIONS,
    ),
    ViewPage.DEADLINES: Place(
        "deadlines.index",
        _l("Förnyelser"),
        ("q", "omrade", "part", "ansvarig", "gora", "inom", "ordning"),
        Permission.READ_DEADLINES,
    ),
}


def asked_of(page: ViewPage, given: Mapping[str, str]) -> dict[str, str]:
    """What of the given is asked of a page; all else is no part of a view."""
    found = {name: given.get(name, "")[:LONGEST_VALUE] for name in PLACES[page].arguments}
    return {name: value for name, value in found.items() if value}


def asked_by(view: SavedView) -> dict[str, str]:
    """What a view asks of its page. It is looked through again: it came from a form."""
    return asked_of(view.page, view.asked)
