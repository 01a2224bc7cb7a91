"""What one body did with a matter, and taking it back."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.blueprints import notices
from nk_avtal.blueprints.guard import me
from nk_avtal.blueprints.matters import forms
from nk_avtal.blueprints.matters.blueprint import BOTH, Page, bp, preparing
from nk_avtal.blueprints.matters.way import stop_of
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.matters import MatterOutcome
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.formats import language, long_date
from nk_avtal.matters import actions, queries, recommending
from nk_avtal.matters.actions import Result
from nk_avtal.matters.models import Stop


@bp.route("/arenden/<slug>/steg/<int:stop_id>/utfall", methods=BOTH)
@preparing
def outcome(slug: str, stop_id: int) -> Page:
    """What one body did, also one whose meetings are in no plan."""
    stop = stop_of(slug, stop_id)
    if stop.outcome is not None and request.method == "GET":
        return redirect(url_for("matters.show", slug=slug))
    meetings = queries.meetings_of({stop.body_id}, clock.today())
    form = forms.outcome_form(stop, meetings)
    if request.method == "GET":
        if stop.meeting and stop.meeting.held_on <= clock.today():
            form.decided_on.data = long_date(stop.meeting.held_on)
    elif form.validate() and not _is_stale(form, stop) and _recorded(form, stop, meetings):
        return redirect(_after(stop))
    page = render_template("matters/outcome.html", form=form, stop=stop, matter=stop.matter)
    return page, 409 if form.form_errors else form.status


def _is_stale(form: Any, stop: Stop) -> bool:
    if form.version.data == str(stop.version):
        return False
    form.version.data = str(stop.version)
    form.refuse(_("Någon annan har ändrat steget sedan du öppnade sidan. Se efter vad som gäller"))
    return True


def _recorded(form: Any, stop: Stop, meetings: dict[int, list[Any]]) -> bool:
    paragraph = forms.read_paragraph(form, "paragraph")
    try:
        day = parse_day(form.decided_on.data or "", clock.today())
    except RuleBroken as refusal:
        form.refuse(refusal.text(language()), "decided_on")
        return False
    if form.errors:
        return False
    later = {one.id: one for one in meetings.get(stop.body_id, ())}
    result = Result(MatterOutcome(form.outcome.data), day, paragraph, form.text.data or "")
    try:
        actions.record(stop, result, me(), clock.today(), later.get(form.next.data))
    except RuleBroken as refusal:
        db.session.rollback()
        form.refuse_rule(refusal)
        return False
    db.session.commit()
    notices.done_with_undo(
        _("Utfallet är registrerat."),
        url_for("matters.undo", slug=stop.matter.slug, stop_id=stop.id),
    )
    return True


def _after(stop: Stop) -> str:
    """Where to go on: to the draft when the board has recommended."""
    made = stop.matter.recommendation
    if stop.outcome is MatterOutcome.RECOMMENDED and made:
        return url_for("recommendations.edit", slug=made.slug)
    return url_for("matters.show", slug=stop.matter.slug)


@bp.post("/arenden/<slug>/utkast")
@preparing
def recommend(slug: str) -> Response:
    """Another draft of what the board recommended, where the first was thrown away."""
    matter = queries.by_slug(slug)
    recommending.draft_again(matter)
    db.session.commit()
    if matter.recommendation is None:
        return redirect(url_for("matters.show", slug=slug))
    return redirect(url_for("recommendations.edit", slug=matter.recommendation.slug))


@bp.post("/arenden/<slug>/steg/<int:stop_id>/angra")
@preparing
def undo(slug: str, stop_id: int) -> Response:
    """Take back what was recorded at a stop."""
    stop = stop_of(slug, stop_id)
    if stop.outcome is not None:
        actions.undo(stop)
        db.session.commit()
        notices.done(_("Utfallet är borttaget. Ärendet är åter hos %(body)s.", body=stop.body.name))
    return redirect(url_for("matters.show", slug=slug))
