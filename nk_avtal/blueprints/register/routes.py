"""The open register: what everyone may see, without a cookie."""

from __future__ import annotations

from flask import Blueprint, Response, g, render_template, request

from nk_avtal import clock
from nk_avtal import wording as words
from nk_avtal.blueprints.guard import public
from nk_avtal.blueprints.paging import Page
from nk_avtal.municipalities.queries import members
from nk_avtal.register import queries
from nk_avtal.register.filters import Filter
from nk_avtal.register.open_data import LICENCE
from nk_avtal.register.words import VALIDITIES

bp = Blueprint("register", __name__)

SHOWN = 10


@bp.after_request
def _asked_again(response: Response) -> Response:
    """Everybody may keep what a visitor got, and must ask each time whether it still holds: what is
    withdrawn is gone at once, and what has not changed costs no transfer."""
    if g.get("person") is None:
        response.headers["Cache-Control"] = "public, no-cache"
        if response.status_code == 200:
            if not response.direct_passthrough:
                response.add_etag()
            response.make_conditional(request)
    return response


@bp.get("/register")
@public
def index() -> str:
    """The published agreements, with search and filters in the address."""
    chosen = Filter(
        words=request.args.get("q", ""),
        area=request.args.get("omrade", ""),
        town=request.args.get("kommun", ""),
        state=request.args.get("lage", "galler"),
    )
    found = chosen.chosen(queries.entries(clock.today()))
    return render_template(
        "register/index.html",
        page=Page.of(found, SHOWN),
        chosen=chosen,
        towns=members(),
        licence=LICENCE,
        words=words,
        validities=VALIDITIES,
    )


@bp.get("/register/<slug>")
@public
def show(slug: str) -> str:
    """One published agreement and what the municipalities have decided."""
    return render_template(
        "register/show.html",
        entry=queries.entry(slug, clock.today()),
        words=words,
        validities=VALIDITIES,
    )
