"""What an agreement costs each municipality, year by year, and by what key."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as Redirect

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import agreement_by_slug
from nk_avtal.blueprints import conflict, files, notices
from nk_avtal.blueprints.costs import shown
from nk_avtal.blueprints.costs.forms import CostForm, form_for
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.costs import actions, queries
from nk_avtal.costs.models import CostYear
from nk_avtal.db import db
from nk_avtal.domain.cost_explanations import sharing_explained
from nk_avtal.domain.cost_years import FIRST_YEAR, LAST_YEAR, year_shown
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Permission
from nk_avtal.exchange import tables

bp = Blueprint("costs", __name__)

Page = str | tuple[str, int] | Redirect
reading = requires(Permission.READ_AGREEMENTS)
writing = requires(Permission.WRITE_AGREEMENTS)
COLUMNS = (
    *(_l("Kommun"), _l("Kommunkod"), _l("Invånare"), _l("Enligt nyckeln")),
    *(_l("Andel, procent"), _l("Belopp, kronor")),
)


@bp.get("/avtal/<slug>/kostnader")
@reading
def show(slug: str) -> str:
    """The shares of one year."""
    agreement = agreement_by_slug(slug, me())
    years = queries.years(agreement)
    year = _asked_year(years)
    standing = queries.cost_year(agreement, year)
    internal = me().may(Permission.READ_DRAFTS)
    return render_template(
        "costs/show.html",
        agreement=agreement,
        year=year,
        views=_views(agreement, years, year),
        standing=standing,
        before=queries.year_before(agreement, year) if standing is None else None,
        rows=shown.rows_of(standing) if standing else [],
        lines=_explained(standing) if standing else [],
        earlier=queries.earlier(agreement, year) if internal else [],
        said=shown,
    )


def _asked_year(years: list[int]) -> int:
    asked = request.args.get("ar", "")
    if not asked:
        return year_shown(years, clock.today()) or clock.today().year + 1
    return _known(int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 0)


def _known(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    return year


def _views(agreement: Agreement, years: list[int], shown_year: int) -> list[tuple[str, str, bool]]:
    """The years to choose between; who may write can also choose the present and the next."""
    found = {*years, shown_year}
    if me().may(Permission.WRITE_AGREEMENTS):
        today = clock.today()
        found |= {today.year, today.year + 1, max(found) + 1}
    return [
        (str(one), url_for("costs.show", slug=agreement.slug, ar=one), one == shown_year)
        for one in sorted(found)
        if one <= LAST_YEAR
    ]


def _explained(standing: CostYear) -> list[str]:
    sharing = actions.reckoned_again(standing)
    return sharing_explained(sharing, standing.counted_on).lines(language())


@bp.get("/avtal/<slug>/kostnader.xlsx")
@reading
def export_xlsx(slug: str) -> Response:
    """The shares of a year for Excel."""
    agreement, standing = _standing(slug)
    rows = _rows(standing)
    content = tables.xlsx(_("Kostnader %(year)s", year=standing.year), _columns(), rows)
    return files.download(content, _file_name(agreement, standing, "xlsx"), tables.XLSX)


@bp.get("/avtal/<slug>/kostnader.csv")
@reading
def export_csv(slug: str) -> Response:
    """The shares of a year as text, numbers with a comma as Swedish Excel reads them."""
    agreement, standing = _standing(slug)
    rows = [[_comma(value) for value in row] for row in _rows(standing)]
    content = tables.csv(_columns(), rows)
    name = _file_name(agreement, standing, "csv")
    return files.download(content, name, "text/csv")


def _standing(slug: str) -> tuple[Agreement, CostYear]:
    agreement = agreement_by_slug(slug, me())
    standing = queries.cost_year(agreement, _asked_year(queries.years(agreement)))
    return agreement, standing or abort(404)


def _columns() -> list[str]:
    return [str(name) for name in COLUMNS]


def _file_name(agreement: Agreement, standing: CostYear, ending: str) -> str:
    return f"kostnader-{agreement.slug}-{standing.year}.{ending}"


def _rows(standing: CostYear) -> list[list[Any]]:
    rows: list[list[Any]] = [
        [
            row.municipality.name,
            row.municipality.code,
            row.inhabitants,
            row.stated,
            None if row.percent is None else row.percent / 10_000,
            _kronor(row.amount),
        ]
        for row in shown.rows_of(standing)
    ]
    people = [one.inhabitants for one in standing.shares if one.inhabitants is not None]
    whole = 100.0 if standing.total else None
    rows.append([_("Summa"), "", sum(people) or None, "", whole, _kronor(standing.total)])
    return rows


def _kronor(ore: int) -> int | float:
    return ore // 100 if ore % 100 == 0 else ore / 100


def _comma(value: Any) -> Any:
    return f"{value:.2f}".replace(".", ",") if isinstance(value, float) else value


@bp.route("/avtal/<slug>/kostnader/<int:year>", methods=["GET", "POST"])
@writing
def edit(slug: str, year: int) -> Page:
    """Decide the cost and the key of a year."""
    agreement = agreement_by_slug(slug, me())
    standing = queries.cost_year(agreement, _known(year))
    form = form_for(queries.paying_members(agreement, year, clock.today()))
    if request.method == "GET":
        _fill(form, agreement, standing, year)
    elif form.validate_on_submit():
        if form.version.data != _version(standing):
            return _meanwhile(form, agreement, standing, year)
        if _set(form, agreement, year):
            return redirect(url_for("costs.show", slug=slug, ar=year))
    page = render_template("costs/edit.html", form=form, agreement=agreement, year=year)
    return page, form.status


def _fill(form: CostForm, agreement: Agreement, standing: CostYear | None, year: int) -> None:
    """What stands for the year; without it the key of the year before, whose total is another."""
    kept = standing or queries.year_before(agreement, year)
    last = queries.last_count(min(clock.today(), date(year, 12, 31)))
    form.fill_from(kept, last, total=standing is not None)
    form.version.data = _version(standing)


def _version(standing: CostYear | None) -> str:
    return str(standing.id) if standing else ""


def _meanwhile(
    form: CostForm, agreement: Agreement, standing: CostYear | None, year: int
) -> tuple[str, int]:
    """Somebody else has decided the year since the page was opened: both versions."""
    theirs = form_for(form.members)
    theirs.process(formdata=None)
    _fill(theirs, agreement, standing, year)
    form.version.data = _version(standing)
    versions = conflict.rows(form, theirs)
    page = render_template(
        "costs/edit.html", form=form, agreement=agreement, year=year, versions=versions
    )
    return page, 409


def _set(form: CostForm, agreement: Agreement, year: int) -> bool:
    cost = form.cost()
    if cost is None:
        return False
    try:
        made = actions.set_cost(agreement, year, cost, me())
    except RuleBroken as refusal:
        form.refuse_key(refusal)
        return False
    db.session.commit()
    undo = url_for("costs.undo", slug=agreement.slug, year=year, rad=made.id)
    notices.done_with_undo(_("Kostnaden för %(year)s är sparad.", year=year), undo)
    return True


@bp.post("/avtal/<slug>/kostnader/<int:year>/angra")
@writing
def undo(slug: str, year: int) -> Redirect:
    """Take back what was last decided for a year, if nothing newer stands."""
    agreement = agreement_by_slug(slug, me())
    standing = queries.cost_year(agreement, _known(year))
    if standing is None or str(standing.id) != request.args.get("rad", ""):
        notices.done(_("Kostnaden har ändrats sedan dess, så den står kvar som den är."))
    elif actions.take_back(standing, me()):
        db.session.commit()
        notices.done(_("Det som stod för %(year)s tidigare gäller igen.", year=year))
    else:
        db.session.commit()
        notices.done(_("Kostnaden för %(year)s är borttagen.", year=year))
    return redirect(url_for("costs.show", slug=slug, ar=year))
