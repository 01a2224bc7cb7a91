"""A municipality's yearly compilation of avtalssamverkan: as it reads now, and as it was sent."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.blueprints import files, notices
from nk_avtal.blueprints.forms import Form
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.reports.blueprint import Page, bp
from nk_avtal.blueprints.reports.sending import FORMS, sent
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.intake import DOCX
from nk_avtal.domain.cost_years import FIRST_YEAR, LAST_YEAR
from nk_avtal.domain.people import Permission
from nk_avtal.domain.reports import Report
from nk_avtal.municipalities.models import Municipality
from nk_avtal.reports import actions, queries
from nk_avtal.reports.cooperation import compiled
from nk_avtal.reports.models import CooperationReport

ADDRESS = "/kommuner/<municipality>/avtalssamverkan/<int:year>"
reading = requires(Permission.READ_COOPERATION)
keeping = requires(Permission.KEEP_COOPERATION)


def _compiled(municipality: Municipality, year: int) -> Report:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    return compiled(municipality, year, clock.today(), address)


def address(agreement: Agreement) -> str:
    """Where an agreement is shown."""
    return url_for("agreements.show", slug=agreement.slug)


@bp.get(ADDRESS)
@reading
def cooperation(municipality: Municipality, year: int) -> Page:
    """How the compilation reads today, and those that are kept."""
    return _page(municipality, year, Form())


def _page(municipality: Municipality, year: int, form: Form) -> tuple[str, int]:
    today = clock.today()
    may_keep = me().may(Permission.KEEP_COOPERATION, municipality.id) and year <= today.year
    inside = me().municipality_id is None
    page = render_template(
        "reports/cooperation.html",
        report=_compiled(municipality, year),
        municipality=municipality,
        year=year,
        years=[one for one in range(today.year - 3, today.year + 1) if one >= FIRST_YEAR],
        kept=queries.kept(municipality, year),
        form=form,
        may_keep=may_keep,
        recipients=actions.recipients(municipality) if may_keep and inside else (),
        inside=inside,
    )
    return page, form.status


@bp.get(f"{ADDRESS}.<any(xlsx, csv):form>")
@reading
def cooperation_table(municipality: Municipality, year: int, form: str) -> Response:
    """The same for Excel or as text."""
    return sent(_compiled(municipality, year), form)


@bp.post(ADDRESS)
@keeping
def keep(municipality: Municipality, year: int) -> Page:
    """Freeze it as it reads now, and have the municipality told."""
    form = Form()
    if not form.validate() or not FIRST_YEAR <= year <= LAST_YEAR:
        abort(400)
    made = None
    with form.explaining():
        made = actions.keep(municipality, year, clock.today(), me())
        db.session.commit()
    return _done(made, municipality, year) if made else _page(municipality, year, form)


def _done(made: CooperationReport, town: Municipality, year: int) -> Redirect:
    here: dict[str, Any] = {"municipality": town.slug, "year": year, "report_id": made.id}
    told = ", ".join(made.mailed_to.split())
    text = _("Sammanställningen är låst och på väg till %(who)s.", who=told)
    stop = _("Stoppa")
    if not told:
        text, stop = _("Sammanställningen är låst."), ""
    notices.done_with_undo(text, url_for("reports.take_back", **here), stop)
    return redirect(url_for("reports.kept", **here))


@bp.get(f"{ADDRESS}/<int:report_id>")
@reading
def kept(municipality: Municipality, year: int, report_id: int) -> str:
    """A compilation as it was kept."""
    made = queries.kept_by_id(municipality, year, report_id)
    return render_template(
        "reports/kept.html",
        made=made,
        report=actions.content_of(made),
        municipality=municipality,
        year=year,
    )


@bp.get(f"{ADDRESS}/<int:report_id>.<{FORMS}:form>")
@reading
def kept_file(municipality: Municipality, year: int, report_id: int, form: str) -> Response:
    """The same as Word, the very bytes that were kept, or as Excel."""
    made = queries.kept_by_id(municipality, year, report_id)
    if form == "docx":
        return files.download(store.read(made.word_file), made.word_file.name, DOCX)
    return sent(actions.content_of(made), form)


@bp.post(f"{ADDRESS}/<int:report_id>/aterta")
@keeping
def take_back(municipality: Municipality, year: int, report_id: int) -> Redirect:
    """Take it back as long as no mail has left."""
    made = queries.kept_by_id(municipality, year, report_id)
    actions.take_back(made)
    db.session.commit()
    notices.done(_("Sammanställningen är återtagen."))
    return redirect(url_for("reports.cooperation", municipality=municipality.slug, year=year))
