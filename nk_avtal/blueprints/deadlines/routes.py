"""Deadlines that come, reminders that went."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from nk_avtal import clock
from nk_avtal.agreements.queries import agreement_by_slug
from nk_avtal.blueprints import files, notices
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.db import db
from nk_avtal.domain.people import Permission
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.exchange import tables
from nk_avtal.reminders import actions, queries
from nk_avtal.reminders.watching import Watched

bp = Blueprint("deadlines", __name__)

NEAR = timedelta(days=30)
COLUMNS = ("Senast", "Avtal", "Vad ska göras", "Om inget görs", "Ansvarig", "Avgjort")


@bp.get("/fornyelser")
@requires(Permission.READ_DEADLINES)
def index() -> str:
    """What has to be settled, by when, and what happens otherwise."""
    found = queries.deadlines_ahead(clock.today())
    return render_template(
        "deadlines/index.html",
        deadlines=[one for one in found if not one.settled],
        settled=[one for one in found if one.settled],
        near_day=clock.today() + NEAR,
        what=what,
        language=language(),
    )


def what(one: Watched) -> str:
    """What is to be done before the deadline."""
    if one.deadline.kind is DeadlineKind.NOTICE:
        return str(_("Säg upp eller låt förlängas"))
    return str(_("Ersätt eller låt upphöra"))


@bp.get("/fornyelser.xlsx")
@requires(Permission.READ_DEADLINES)
def export() -> Response:
    """The same list for Excel."""
    rows = [
        (
            one.deadline.falls_on,
            one.agreement.title,
            what(one),
            one.reckoning.consequence.phrase.text(language()) if one.reckoning else "",
            one.agreement.responsible.name if one.agreement.responsible else "",
            "ja" if one.settled else "",
        )
        for one in queries.deadlines_ahead(clock.today())
    ]
    name = f"frister-{clock.today().isoformat()}.xlsx"
    return files.download(tables.xlsx("Frister", COLUMNS, rows), name, tables.XLSX)


@bp.post("/fornyelser/<slug>/avgjort")
@requires(Permission.WRITE_DEADLINES)
def settle(slug: str) -> Redirect:
    """Somebody has dealt with a deadline: its reminders stop."""
    kind, day = _asked()
    agreement = agreement_by_slug(slug, me())
    actions.settle(agreement, kind, day, me(), request.form.get("note", "")[:2000])
    db.session.commit()
    undo = url_for("deadlines.unsettle", slug=slug, kind=kind.value, day=day.isoformat())
    text = _("%(title)s är avgjort. Påminnelserna slutar.", title=agreement.title)
    notices.done_with_undo(text, undo)
    return redirect(url_for("deadlines.index"))


@bp.post("/fornyelser/<slug>/bevaka")
@requires(Permission.WRITE_DEADLINES)
def unsettle(slug: str) -> Redirect:
    """Watch the deadline again."""
    kind, day = _asked()
    agreement = agreement_by_slug(slug, me())
    actions.unsettle(agreement, kind, day)
    db.session.commit()
    notices.done(_("%(title)s bevakas igen.", title=agreement.title))
    return redirect(url_for("deadlines.index"))


def _asked() -> tuple[DeadlineKind, date]:
    values = {**request.args, **request.form}
    try:
        return DeadlineKind(values.get("kind", "")), date.fromisoformat(values.get("day", ""))
    except ValueError:
        abort(400)


@bp.get("/paminnelser")
@requires(Permission.SIGNED_IN)
def reminders() -> str:
    """What I have been reminded of, and what comes."""
    coming = queries.deadlines_of(me(), clock.today())
    return render_template(
        "deadlines/reminders.html", sent=queries.reminders_to(me()), coming=coming
    )
