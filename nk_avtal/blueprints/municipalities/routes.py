"""The members, and one member's page for those who are not its clerk."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from nk_avtal import clock, wording
from nk_avtal.adoptions import overview, words
from nk_avtal.adoptions.queries import decided_matters, open_matters
from nk_avtal.bindings.names import Names
from nk_avtal.bindings.queries import numbers_about
from nk_avtal.blueprints import listed
from nk_avtal.blueprints.bindings.shown import asked_day, towards
from nk_avtal.blueprints.costs.shown import of_municipality
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.listed import Listed
from nk_avtal.blueprints.paging import Page
from nk_avtal.blueprints.recommendations.links import place_url
from nk_avtal.costs.queries import shares_of
from nk_avtal.domain.people import Permission
from nk_avtal.formats import swedish_key
from nk_avtal.municipalities import queries
from nk_avtal.municipalities.models import Municipality

bp = Blueprint("municipalities", __name__, url_prefix="/kommuner")

BOUND_ON_A_PAGE = DECIDED_ON_PAGE = 25
ASKED_FOR_A_PAGE, FEWEST_ON_A_PAGE = 3000, 10
"""How many members, all rows together, are asked whether the condition of an agreement is met."""
SORTS = ("namn", "kvar", "sena", "planerade")


@bp.get("")
@requires(Permission.READ_ADOPTIONS)
def index() -> str:
    """Every member: how much it has left to decide, is late with and has planned."""
    counts = overview.counts(clock.today())
    sort, members = _sorted(counts)
    return render_template(
        "municipalities/index.html",
        all_members=members,
        counts=counts,
        none=overview.NOTHING,
        sort=sort,
        tiles=[_tile(one, counts) for one in members if one.tile_row and one.tile_column],
    )


def _sorted(counts: dict[int, overview.Count]) -> tuple[str, list[Municipality]]:
    """The members in the order that the address asks for, and what it is called."""
    chosen = request.args.get("sortera", "namn")
    sort = chosen if chosen in SORTS else "namn"
    return sort, sorted(queries.members(), key=lambda one: _order(sort, one, counts))


@bp.get(f"/kommuner.<{listed.FORMS}:form>")
@requires(Permission.READ_ADOPTIONS)
def export(form: str) -> Response:
    """The same list as a file."""
    counts = overview.counts(clock.today())
    found = [(one, counts.get(one.id, overview.NOTHING)) for one in _sorted(counts)[1]]
    rows = [
        (one.name, one.code, count.open, count.late, count.planned, count.next_reply)
        for one, count in found
    ]
    columns = (
        *(_("Kommun"), _("Kommunkod"), _("Kvar"), _("Försenade"), _("Planerade")),
        _("Nästa svarsdatum"),
    )
    return listed.sent(Listed(_("Kommuner"), "kommuner", columns, rows), form)


def _order(sort: str, one: Municipality, counts: dict[int, overview.Count]) -> tuple[int, str]:
    count = counts.get(one.id, overview.NOTHING)
    most_first = {"kvar": -count.open, "sena": -count.late, "planerade": -count.planned}
    return most_first.get(sort, 0), swedish_key(one.name)


def _tile(one: Municipality, counts: dict[int, overview.Count]) -> dict[str, Any]:
    count = counts.get(one.id, overview.NOTHING)
    return {
        "row": one.tile_row,
        "col": one.tile_column,
        "name": one.name,
        "url": url_for("municipalities.show", municipality=one.slug),
        "standing": count.standing,
        "text": str(count.open or ""),
        "sentence": overview.sentence(count),
    }


def _bound(municipality: Municipality, members: int) -> Page:
    """A part of the agreements that have something to do with a member. Whether one binds depends
    on all members, so the part is smaller where these are many."""
    size = max(FEWEST_ON_A_PAGE, min(BOUND_ON_A_PAGE, ASKED_FOR_A_PAGE // members))
    return Page.of(numbers_about(municipality, me()), size)


@bp.get("/<municipality>")
@requires(Permission.READ_ADOPTIONS)
def show(municipality: Municipality) -> str:
    """What one member has left to decide and what it has decided."""
    today = clock.today()
    names = Names()
    page = _bound(municipality, names.municipalities)
    asked = asked_day(today)
    whoever = (Permission.READ_DRAFTS, Permission.ADMINISTER)
    reaches = any(map(me().may, whoever)) or me().municipality_id == municipality.id
    return render_template(
        "municipalities/show.html",
        municipality=municipality,
        matters=open_matters(municipality, today),
        done=decided_matters(municipality, today, DECIDED_ON_PAGE),
        most=DECIDED_ON_PAGE,
        count=overview.counts(today).get(municipality.id, overview.NOTHING),
        contacts=queries.contacts(municipality) if reaches else [],
        words=words,
        wording=wording,
        overview=overview,
        place_url=place_url,
        asked=asked,
        page=page,
        towards=towards(municipality, page.items, asked, today),
        costs=of_municipality(shares_of(municipality, me(), today)),
        called=names.on(municipality.id, asked.day),
    )
