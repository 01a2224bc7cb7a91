"""One search over what the reader may see."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _

from nk_avtal import clock, wording
from nk_avtal.blueprints import listed
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.paging import Page
from nk_avtal.blueprints.views.shown import beside
from nk_avtal.domain.people import Permission
from nk_avtal.indexing.models import HitKind, shown_as
from nk_avtal.search import words as called
from nk_avtal.search.chosen import filter_of, years
from nk_avtal.search.queries import MOST, Hit, search
from nk_avtal.search.sight import kinds_for
from nk_avtal.views.models import ViewPage

bp = Blueprint("search", __name__)

SHOWN = 20
NARROWING = ("omrade", "ar", "lage")


@bp.get("/sok")
@requires(Permission.SIGNED_IN)
def index() -> str:
    """What fits the words in the address."""
    words, today = request.args.get("q", "").strip(), clock.today()
    chosen = filter_of(request.args, today)
    found = search(words, me(), chosen, Page.asked(), SHOWN)
    asked = {name: request.args[name] for name in NARROWING if request.args.get(name)}
    return render_template(
        "search/index.html",
        words=words,
        found=found,
        page=Page.part(found.hits, found.total, SHOWN),
        chosen=chosen,
        picked=_NAMES.get(HitKind(chosen.kind), "") if chosen.kind else "",
        kinds=_named(kinds_for(me())),
        counts=[(*pair, found.kinds[called.IN_ADDRESS[pair[0]]]) for pair in _named(found.kinds)],
        kind=called.KIND,
        areas=wording.AREAS,
        years=[(year, year) for year in years(today)],
        statuses=called.STATUSES.get(HitKind(chosen.kind), {}) if chosen.kind else {},
        address=address,
        narrowing=asked,
        views=beside(ViewPage.SEARCH),
    )


@bp.get(f"/sok.<{listed.FORMS}:form>")
@requires(Permission.SIGNED_IN)
def export(form: str) -> Response:
    """All that is told of what was found, best first, for Excel or as text."""
    words = request.args.get("q", "").strip()
    found = search(words, me(), filter_of(request.args, clock.today()), 1, MOST)
    base = current_app.config["BASE_URL"]
    rows = [
        (
            str(called.KIND[hit.kind]),
            "".join(one.text for one in hit.title),
            "".join(one.text for one in hit.excerpt),
            f"{base}{address(hit)}",
        )
        for hit in found.hits
    ]
    columns = [_("Typ"), _("Titel"), _("Utdrag"), _("Adress")]
    return listed.sent(listed.Listed(_("Sök: %(words)s", words=words), "sok", columns, rows), form)


_NAMES = {kind: name for name, kind in called.IN_ADDRESS.items()}


def _named(kinds: Iterable[HitKind]) -> list[tuple[str, LazyString]]:
    """Kinds as an address and a reader know them."""
    some = set(kinds)
    return [(_NAMES[kind], name) for kind, name in called.KINDS.items() if kind in some]


def address(hit: Hit) -> str:
    """Where the thing that was found has its page."""
    slug = hit.slug
    if hit.kind is HitKind.DOCUMENT:
        return url_for("documents.index", slug=slug, _anchor=f"dokument-{hit.number}")
    if hit.kind is HitKind.EXCERPT:
        return url_for("adoptions.download_excerpt", municipality=hit.place, decision_id=hit.number)
    if hit.kind is HitKind.MATTER_FILE:
        return url_for("matters.show", slug=slug, _anchor="organ")
    if hit.kind is HitKind.MUNICIPALITY:
        return url_for("municipalities.show", municipality=slug)
    anchor = f"svar-{hit.place}" if hit.kind is HitKind.REPLY else None
    home = me().municipality
    if shown_as(hit.kind) is HitKind.CONSULTATION and home is not None:
        return url_for("consultations.of_town", municipality=home.slug, slug=slug, _anchor=anchor)
    return url_for(_PAGES[hit.kind], slug=slug, _anchor=anchor)


_PAGES = {
    HitKind.AGREEMENT: "agreements.show",
    HitKind.REPORTED: "agreements.show",
    HitKind.RECOMMENDATION: "recommendations.show",
    HitKind.DECISION: "recommendations.show",
    HitKind.MATTER: "matters.show",
    HitKind.NEGOTIATION: "negotiations.show",
    HitKind.CONSULTATION: "consultations.show",
    HitKind.REPLY: "consultations.show",
}
