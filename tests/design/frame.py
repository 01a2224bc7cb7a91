"""A small application around the templates: no database, the whole frame of a page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from flask import Flask, render_template, request
from flask_babel import Babel
from flask_wtf import CSRFProtect

import nk_avtal
from nk_avtal import formats
from nk_avtal.blueprints.pages.forms import opened, refused

TILES = [(1, 2), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (3, 3), (3, 4)]
TILES += [(4, 1), (4, 2), (4, 3), (4, 4), (5, 2), (5, 3)]
PERSON = SimpleNamespace(
    name="Kommunhandläggare",
    role="clerk",
    municipality=SimpleNamespace(full_name="Piteå kommun"),
    shortcuts=True,
    theme="",
)
MENU = [
    SimpleNamespace(url="/", label="Start", count=None, current=True),
    SimpleNamespace(url="/#att-besluta", label="Att besluta", count=4, current=False),
    SimpleNamespace(url="/avtal", label="Avtal", count=None, current=False),
]


def make_app(person: Any = PERSON) -> Flask:
    """An application whose pages have everything that the frame asks for."""
    app = Flask(nk_avtal.__name__, root_path=nk_avtal.__path__[0])
    app.config.update(SECRET_KEY="design", BABEL_DEFAULT_LOCALE="sv", WTF_CSRF_CHECK_DEFAULT=False)
    app.config["TIMEZONE"] = "Europe/Stockholm"
    app.jinja_env.filters.update(formats.FILTERS)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app, locale_selector=lambda: request.args.get("language", "sv"))
    CSRFProtect(app)
    app.jinja_env.globals["asset"] = lambda path: f"/static/{path}"

    @app.context_processor
    def frame() -> dict[str, Any]:
        return {
            "me": person,
            "navigation": MENU if person else [],
            "locale": request.args.get("language", "sv"),
            "today": date(2026, 11, 24),
            "fixed_today": date(2026, 11, 24),
            "printed_at": datetime(2026, 11, 24, 10, tzinfo=UTC),
            "demo": True,
            "banners": [{"kind": "warning", "text": "Mejlen är försenade.", "url": "/moten"}],
            "mark_tiles": TILES,
            "members": len(TILES),
            "may": lambda *_: True,
            "service_name": "Gemensamma avtal",
            "association": "Norrbottens Kommuner",
        }

    @app.get("/stilguide")
    def style_guide() -> str:
        return render_template("pages/style_guide.html", sample=opened(), refused=refused())

    @app.get("/sida/<path:template>")
    def page(template: str) -> str:
        return render_template(f"{template}.html", request_id="a1b2c3", message="")

    return app
