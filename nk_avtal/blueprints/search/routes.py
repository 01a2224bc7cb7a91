"""One search over what the reader may see."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.paging import Page
from nk_avtal.domain.people import Permission
from nk_avtal.search.queries import Hit, HitKind, search

bp = Blueprint("search", __name__)

SHOWN = 20


@bp.get("/sok")
@requires(Permission.SIGNED_IN)
def index() -> str:
    """What fits the words in the address."""
    words = request.args.get("q", "").strip()
    found = search(words, me())
    return render_template(
        "search/index.html",
        words=words,
        page=Page.of(found.hits, SHOWN),
        suggestion=found.suggestion,
        address=address,
    )


def address(hit: Hit) -> str:
    """Where the thing that was found has its page."""
    if hit.kind is HitKind.AGREEMENT:
        return url_for("agreements.show", slug=hit.slug)
    if hit.kind is HitKind.MATTER:
        return url_for("matters.show", slug=hit.slug)
    if hit.kind is HitKind.MUNICIPALITY:
        return url_for("municipalities.show", municipality=hit.slug)
    if hit.kind is HitKind.NEGOTIATION:
        return url_for("negotiations.show", slug=hit.slug)
    return url_for("recommendations.show", slug=hit.slug)
