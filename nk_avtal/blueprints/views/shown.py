"""What a page shows of saved views: those that there are, and the form that saves this one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from nk_avtal.blueprints.guard import me
from nk_avtal.domain.people import Permission
from nk_avtal.views.models import SavedView, ViewPage
from nk_avtal.views.queries import views_of

LONGEST_VALUE = 250


@dataclass(frozen=True)
class Place:
    """A page of which views can be saved: where it is, what it can be asked, who may read it."""

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


@dataclass(frozen=True)
class Views:
    """What stands beside a list."""

    page: ViewPage
    saved: list[tuple[str, str, bool]]
    """Name, address, and whether it is what is shown now."""
    asked: dict[str, str]
    """What the list is asked now; nothing where it is not narrowed down."""


def beside(page: ViewPage) -> Views:
    """The reader's views of the page that is shown."""
    asked = asked_of(page, request.args)
    saved = [(one.name, address(one), one.asked == asked) for one in views_of(me(), page)]
    return Views(page, saved, asked)


def asked_of(page: ViewPage, given: Mapping[str, str]) -> dict[str, str]:
    """What of the given is asked of a page; all else is no part of a view."""
    found = {name: given.get(name, "")[:LONGEST_VALUE] for name in PLACES[page].arguments}
    return {name: value for name, value in found.items() if value}


def address(view: SavedView) -> str:
    """Where a view is shown. What it asks is looked through again: it came from a form."""
    return address_of(view.page, asked_of(view.page, view.asked))


def address_of(page: ViewPage, asked: Mapping[str, str]) -> str:
    """Where a page is shown that is asked this."""
    arguments: dict[str, Any] = dict(asked)
    return url_for(PLACES[page].endpoint, **arguments)


def readable(views: Iterable[SavedView]) -> list[tuple[SavedView, LazyString, str]]:
    """The views of pages that the reader may still read, with the page's name and the address."""
    return [
        (one, PLACES[one.page].called, address(one))
        for one in views
        if me().may(PLACES[one.page].needs)
    ]
