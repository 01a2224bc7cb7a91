"""The matrix in its three views and the file of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext

from nk_avtal import clock, wording
from nk_avtal.adoptions import matrix, pictures, table, words
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.paging import Page
from nk_avtal.blueprints.recommendations import chosen as choosing
from nk_avtal.blueprints.recommendations import drafting, one, planning, reminding  # noqa: F401
from nk_avtal.blueprints.recommendations.blueprint import bp
from nk_avtal.blueprints.recommendations.lines import Lines
from nk_avtal.blueprints.recommendations.links import place_url, place_url_of
from nk_avtal.blueprints.views.shown import beside
from nk_avtal.domain.people import Permission
from nk_avtal.exchange import tables
from nk_avtal.municipalities import queries as municipalities
from nk_avtal.municipalities.models import Municipality
from nk_avtal.recommendations import queries
from nk_avtal.views.models import ViewPage

__all__ = ["bp"]

ON_A_PAGE = 25
CHOICES = 100
"""How many recommendations the map offers to choose from."""


@bp.get("")
@requires(Permission.READ_ADOPTIONS)
def index() -> str:
    """The recommendations and what the members have decided: matrix, map or list."""
    members = municipalities.members()
    chosen = choosing.chosen(members)
    show = {"karta": _map, "lista": _list}.get(chosen.view, _matrix)
    return show(chosen, members)


def _matrix(chosen: choosing.Chosen, members: Sequence[Municipality]) -> str:
    today = clock.today()
    page = _page(chosen)
    columns = [chosen.municipality] if chosen.municipality else members
    rows = matrix.filled(page.items, today, chosen.filter.municipality_id)
    lines = Lines(columns, today)
    return render_template(
        "recommendations/index.html",
        columns=columns,
        areas=[(area, list(map(lines.of, some))) for area, some in matrix.by_area(rows)],
        remaining=matrix.remaining(chosen.filter, today),
        drafts=queries.drafts() if me().may(Permission.READ_DRAFTS) else [],
        **_frame(chosen, members, page),
    )


def _page(chosen: choosing.Chosen) -> Page:
    total, rows = matrix.part(chosen.filter, clock.today(), Page.asked(), ON_A_PAGE)
    return Page.part(rows, total, ON_A_PAGE)


def _map(chosen: choosing.Chosen, members: Sequence[Municipality]) -> str:
    today = clock.today()
    total, found = matrix.part(chosen.filter, today, 1, CHOICES)
    wanted = request.args.get("rekommendation", "")
    asked = [row for row in found if row.slug == wanted]
    if wanted and not asked:
        asked = matrix.rows(replace(chosen.filter, ids=queries.ids_of([wanted])), today)
    rows = matrix.told((asked or found)[:1], today)
    return render_template(
        "recommendations/map.html",
        choices=[*(row for row in asked if row not in found), *found],
        row=rows[0] if rows else None,
        **_frame(chosen, members, Page(found, 1, 1, total, CHOICES)),
    )


def _list(chosen: choosing.Chosen, members: Sequence[Municipality]) -> str:
    today = clock.today()
    page = _page(chosen)
    rows = matrix.told(page.items, today, chosen.filter.municipality_id)
    return render_template(
        "recommendations/list.html",
        rows=sorted(rows, key=lambda row: row.reply_by),
        listed=[chosen.municipality] if chosen.municipality else members,
        **_frame(chosen, members, page),
    )


def _frame(chosen: choosing.Chosen, members: Sequence[Municipality], page: Page) -> dict[str, Any]:
    """What the three views have in common."""
    return {
        "chosen": chosen,
        "views": beside(ViewPage.RECOMMENDATIONS),
        "all_members": members,
        "area_choices": choosing.areas(),
        "show_choices": choosing.shown(),
        "page": page,
        "total": matrix.total(),
        "words": words,
        "wording": wording,
        "pictures": pictures,
        "split": matrix.open_and_done,
        "place_url": place_url,
        "place_url_of": place_url_of,
    }


@bp.get("/avtalsmatris.<any(xlsx, csv):form>")
@requires(Permission.READ_ADOPTIONS)
def export(form: str) -> Response:
    """What the matrix shows, all pages of it, as a file."""
    today = clock.today()
    members = municipalities.members()
    chosen = choosing.chosen(members)
    columns = [chosen.municipality] if chosen.municipality else members
    rows = matrix.filled(matrix.rows(chosen.filter, today), today)
    head, content = table.columns(columns), table.content(rows, columns)
    if form == "csv":
        body, media = tables.csv(head, content), "text/csv"
    else:
        body, media = tables.xlsx(gettext("Avtalsmatris"), head, content), tables.XLSX
    name = f"avtalsmatris-{today.isoformat()}.{form}"
    return Response(
        body, mimetype=media, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
