"""What every page may show: the person, the menu of the role, the day, and warnings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for
from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import SQLAlchemyError

from nk_avtal import clock
from nk_avtal.blueprints.banners import banners
from nk_avtal.db import db
from nk_avtal.domain.people import Permission, Role
from nk_avtal.municipalities import queries as municipalities
from nk_avtal.negotiations.queries import count_open
from nk_avtal.people.models import Person

SERVICE = "Gemensamma avtal"
ASSOCIATION = "Norrbottens Kommuner"


@dataclass(frozen=True)
class MenuItem:
    """A place in the main menu."""

    endpoint: str
    label: LazyString
    anchor: str = ""
    also: str = ""
    """The beginning of other addresses that belong here."""
    count: Callable[[Person], int] | None = None

    def shown(self) -> dict[str, Any]:
        """The place as the page's head draws it."""
        path = url_for(self.endpoint)
        below = path != "/" and request.path.startswith(f"{path}/")
        below = below or (bool(self.also) and f"{request.path}/".startswith(self.also))
        return {
            "url": f"{path}#{self.anchor}" if self.anchor else path,
            "label": str(self.label),
            "count": self.count(g.person) if self.count else 0,
            "current": not self.anchor and (request.path == path or below),
        }


_ASSOCIATION_MENU = (
    MenuItem("start.index", _l("Start")),
    MenuItem("agreements.index", _l("Avtal"), also="/mal/"),
    MenuItem("negotiations.index", _l("Förhandlingar"), count=count_open),
    MenuItem("recommendations.index", _l("Rekommendationer")),
    MenuItem("municipalities.index", _l("Kommuner")),
    MenuItem("deadlines.index", _l("Förnyelser")),
    MenuItem("bodies.index", _l("Möten"), also="/arenden/"),
    MenuItem("letters.index", _l("Dokumentmallar")),
)
_MUNICIPAL_MENU = (
    MenuItem("start.index", _l("Start")),
    MenuItem("start.index", _l("Att besluta"), "att-besluta"),
    MenuItem("start.index", _l("Vår kommuns beslut"), "registrerade"),
    MenuItem("agreements.index", _l("Avtal")),
    MenuItem("recommendations.index", _l("Rekommendationer")),
    MenuItem("consultations.index", _l("Remisser")),
    MenuItem("start.index", _l("Beslutsunderlag"), "underlag"),
)
_ADMIN_MENU = (
    MenuItem("start.index", _l("Start")),
    MenuItem("agreements.index", _l("Avtal")),
    MenuItem("letters.index", _l("Dokumentmallar")),
    MenuItem("admin.people", _l("Användare")),
    MenuItem("admin.municipalities", _l("Kommuner")),
    MenuItem("admin.log", _l("Logg")),
)


def _menu() -> list[dict[str, Any]]:
    if not g.get("person"):
        return []
    role = g.person.role
    menu: tuple[MenuItem, ...] = _MUNICIPAL_MENU if role.is_municipal else _ASSOCIATION_MENU
    if role is Role.ADMIN:
        menu = _ADMIN_MENU
    if role is Role.READER:
        menu = tuple(item for item in menu if item.anchor != "underlag")
    return [item.shown() for item in menu]


def _may(permission: str, of: int | None = None) -> bool:
    person = g.get("person")
    return bool(person) and person.may(Permission(permission), of)


def register(app: Flask) -> None:
    """Give these values to every template of `app`."""

    @app.context_processor
    def values() -> dict[str, Any]:
        tiles = _tiles()
        return {
            "me": g.get("person"),
            "may": _may,
            "navigation": _menu(),
            "locale": str(get_locale() or "sv"),
            "today": clock.today(),
            "printed_at": clock.now(),
            "fixed_today": app.config["TODAY"],
            "demo": app.config["DEMO"],
            "banners": banners(),
            "mark_tiles": tiles,
            "members": len(tiles),
            "service_name": SERVICE,
            "association": ASSOCIATION,
        }


def _tiles() -> list[tuple[int | None, int | None]]:
    """The mark in the page's head. The page that says the database is away does without; any
    other meets that itself as soon as it asks for more, and so gives way to that page."""
    try:
        return municipalities.tiles()
    except SQLAlchemyError:
        db.session.rollback()
        return []
