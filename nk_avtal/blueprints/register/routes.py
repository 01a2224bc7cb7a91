"""The open register: what everyone may see, without a cookie."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, g, render_template, request, url_for

from nk_avtal import clock
from nk_avtal import wording as words
from nk_avtal.blueprints import files
from nk_avtal.blueprints.guard import public
from nk_avtal.blueprints.paging import Page
from nk_avtal.documents import store
from nk_avtal.documents.intake import DOCX
from nk_avtal.domain.slugs import slug_of
from nk_avtal.municipalities.queries import members
from nk_avtal.register import queries
from nk_avtal.register.filters import Filter
from nk_avtal.register.open_data import LICENCE
from nk_avtal.register.words import VALIDITIES

bp = Blueprint("register", __name__)

SHOWN = 10


@bp.context_processor
def _licence() -> dict[str, str]:
    return {"licence": LICENCE}


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
        order=request.args.get("ordning", ""),
    )
    found = chosen.chosen(queries.entries(clock.today()))
    return render_template(
        "register/index.html",
        page=Page.of(found, SHOWN),
        chosen=chosen,
        towns=members(),
        ordered=_ordered,
        words=words,
        validities=VALIDITIES,
    )


def _ordered(order: str) -> str:
    """The address of the same choice in another order, from its first part."""
    known = ("q", "omrade", "kommun", "lage")
    chosen = {name: request.args[name] for name in known if request.args.get(name)}
    return f"{url_for('register.index')}?{urlencode(chosen | {'ordning': order})}"


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


@bp.get("/register/<slug>/dokument/<int:document_id>")
@public
def document(slug: str, document_id: int) -> Response:
    """A document of a published agreement, in the version that is open to everyone. The address
    stays the same when a later version is published."""
    version = queries.document(slug, document_id)
    kept = version.file
    name = slug_of(version.document.title) + (".docx" if kept.media_type == DOCX else ".pdf")
    answer = files.download(store.read(kept), name, kept.media_type)
    answer.set_etag(kept.sha256)
    return answer
