"""What a page shows of saved views: those that there are, and the form that saves this one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import LazyString

from nk_avtal.blueprints.guard import me
from nk_avtal.views.models import SavedView, ViewPage
from nk_avtal.views.places import PLACES, asked_by, asked_of
from nk_avtal.views.queries import views_of


@dataclass(frozen=True)
class Views:
    """What stands beside a list."""

    page: ViewPage
    saved: list[tuple[SavedView, str]]
    """Those of the page, each with its address."""
    current: SavedView | None
    """The one that is shown now."""
    asked: dict[str, str]
    """What the list is asked now; nothing where it is not narrowed down."""


def beside(page: ViewPage) -> Views:
    """The reader's views of the page that is shown."""
    asked = asked_of(page, request.args)
    found = views_of(me(), page)
    current = next((one for one in found if one.asked == asked), None)
    return Views(page, [(one, address(one)) for one in found], current, asked)


def address(view: SavedView) -> str:
    """Where a view is shown."""
    return address_of(view.page, asked_by(view))


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
