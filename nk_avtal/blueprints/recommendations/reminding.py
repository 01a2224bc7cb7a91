"""What is done with several recommendations at once: reminding, and moving the reply day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.adoptions import matrix
from nk_avtal.adoptions.matrix import Filter, Row, Show
from nk_avtal.blueprints.forms import options
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.notices import done_with_undo
from nk_avtal.blueprints.recommendations.blueprint import bp
from nk_avtal.blueprints.recommendations.forms import MoveForm, RemindForm
from nk_avtal.db import db
from nk_avtal.domain.people import Permission
from nk_avtal.municipalities import queries as municipalities
from nk_avtal.recommendations import actions, queries
from nk_avtal.reminders import by_hand

MOST_UNDONE = 50
"""How many old reply days fit in the notice that offers to restore them."""

Answer = str | Response | tuple[str, int]


def _marked(show: Show) -> list[Row]:
    """The rows that were marked, or all of `show` when none were.

    Who does not send recommendations, a negotiator, acts for the own agreements only.
    """
    slugs = request.values.getlist("rek")
    chosen = Filter(
        show=Show.ALL if slugs else show,
        ids=queries.ids_of(slugs) if slugs else None,
        responsible_id=None if me().may(Permission.SEND_RECOMMENDATIONS) else me().id,
    )
    today = clock.today()
    return matrix.filled(matrix.rows(chosen, today), today)


@bp.route("/paminn", methods=["GET", "POST"])
@requires(Permission.REMIND_MUNICIPALITIES)
def remind() -> Answer:
    """Who is late and will get the mail, and what it says; then send."""
    candidates = by_hand.late(_marked(Show.LATE), municipalities.members())
    form = RemindForm()
    names = {one.municipality.id: one.municipality.name for one in candidates}
    form.municipalities.choices = options(names)
    if request.method == "POST":
        if form.validate() and form.municipalities.data:
            return _send(one for one in candidates if one.municipality.id in _ticked(form))
        if not form.errors:
            form.refuse(gettext("Välj minst en kommun att påminna"), "municipalities")
    else:
        now = clock.now()
        form.municipalities.data = [one.municipality.id for one in candidates if one.is_ticked(now)]
    return _preview(form, candidates)


def _ticked(form: RemindForm) -> set[int]:
    return set(form.municipalities.data or ())


def _preview(form: RemindForm, candidates: list[by_hand.Late]) -> tuple[str, int]:
    ticked = _ticked(form)
    sample = next((one for one in candidates if one.municipality.id in ticked), None)
    page = render_template(
        "recommendations/remind.html",
        form=form,
        candidates=candidates,
        ticked=ticked,
        sample=sample,
        letter=by_hand.written(sample) if sample else None,
        marked=request.values.getlist("rek"),
    )
    return page, form.status


def _send(chosen: Iterable[by_hand.Late]) -> Response:
    topic, count = by_hand.remind(chosen, me(), clock.now(), clock.today())
    db.session.commit()
    if count:
        done_with_undo(
            ngettext("Ett mejl är på väg.", "%(num)s mejl är på väg.", count),
            url_for("recommendations.stop_reminders", topic=topic),
            gettext("Stoppa"),
        )
    else:
        flash(gettext("De är redan påminda i dag. Inga fler mejl skickas."), "warning")
    return redirect(url_for("recommendations.index"))


@bp.post("/paminn/stoppa/<topic>")
@requires(Permission.REMIND_MUNICIPALITIES)
def stop_reminders(topic: str) -> Response:
    """Stop the mails of one batch that have not left."""
    count = by_hand.stop(topic)
    db.session.commit()
    flash(
        ngettext("Ett mejl stoppades.", "%(num)s mejl stoppades.", count)
        if count
        else gettext("Mejlen har redan lämnat utkorgen."),
        "notice" if count else "warning",
    )
    return redirect(url_for("recommendations.index"))


@bp.route("/flytta", methods=["GET", "POST"])
@requires(Permission.SEND_RECOMMENDATIONS)
def move() -> Answer:
    """Give the marked recommendations another reply day."""
    rows = [row for row in _marked(Show.ONGOING) if not row.withdrawn]
    slugs = request.values.getlist("rek")
    if not slugs:
        flash(gettext("Markera minst en rekommendation först."), "warning")
        return redirect(url_for("recommendations.index"))
    form = MoveForm()
    if request.method == "POST" and form.validate():
        form.reply_by.read(clock.today())
        if form.reply_by.day is None and not form.errors:
            form.refuse(gettext("Skriv det nya datumet, till exempel 31 mars"), "reply_by")
        if form.reply_by.day and not form.errors:
            with form.explaining("reply_by"):
                return _moved(rows, form.reply_by.day)
    return render_template("recommendations/move.html", form=form, rows=rows), form.status


def _moved(rows: list[Row], day: date) -> Response:
    back = [f"{row.id}:{row.reply_by.isoformat()}" for row in rows]
    for recommendation in queries.by_ids([row.id for row in rows]):
        actions.move_reply_day(recommendation, day)
    db.session.commit()
    text = ngettext("Svarsdatumet är flyttat.", "%(num)s svarsdatum är flyttade.", len(rows))
    if len(rows) <= MOST_UNDONE:
        done_with_undo(text, url_for("recommendations.move_back", till=back))
    else:
        flash(text, "notice")
    return redirect(url_for("recommendations.index"))


@bp.post("/flytta/angra")
@requires(Permission.SEND_RECOMMENDATIONS)
def move_back() -> Response:
    """Restore the reply days that the address names."""
    days = _days(request.args.getlist("till"))
    for recommendation in queries.by_ids(list(days)):
        actions.move_reply_day(recommendation, days[recommendation.id])
    db.session.commit()
    flash(gettext("Svarsdatumen är som förut."), "notice")
    return redirect(url_for("recommendations.index"))


def _days(pairs: list[str]) -> dict[int, date]:
    try:
        split = [pair.split(":") for pair in pairs]
        return {int(number): date.fromisoformat(day) for number, day in split}
    except ValueError:
        abort(400)
