"""What the pages of a plan do, whoever's plan it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from flask import Response as FileResponse
from flask import abort, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.blueprints import listed, notices
from nk_avtal.blueprints.bodies import forms
from nk_avtal.blueprints.bodies.plans import Plan
from nk_avtal.blueprints.guard import me
from nk_avtal.blueprints.listed import Listed
from nk_avtal.blueprints.paging import Page as Part
from nk_avtal.bodies import actions, queries
from nk_avtal.bodies.models import Meeting
from nk_avtal.bodies.usual_times import said_by, times_of
from nk_avtal.db import db
from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.people import Permission
from nk_avtal.domain.words import capitalized
from nk_avtal.formats import long_date
from nk_avtal.matters.queries import on_agendas
from nk_avtal.recommendations.planned import move_planned, planned_matters

Page = str | tuple[str, int] | Response
SHOWN = 50


def listing(plan: Plan) -> str:
    """The meetings to come, or those that have been (`?tidigare=ja`)."""
    today = clock.today()
    past = request.args.get("tidigare") == "ja"
    part = Part.of(queries.past_meetings(plan.owner, today), SHOWN) if past else None
    coming = [] if past else queries.upcoming_meetings(plan.owner, today)
    return render_template(
        "bodies/index.html",
        plan=plan,
        part=part,
        groups=_by_body(coming) if plan.municipality else _by_month(coming),
        matters=planned_matters(plan.owner, today) if plan.owner else {},
        agendas=_agendas(plan, part.items if part else coming),
        bodies=queries.all_bodies_of(plan.owner),
        kinds=forms.BODY_KINDS,
        times=times_of(said_by(plan.owner)) if plan.owner else None,
    )


def as_file(plan: Plan, form: str) -> FileResponse:
    """The meetings to come as a file, or those that have been."""
    today = clock.today()
    past = request.args.get("tidigare") == "ja"
    found = (queries.past_meetings if past else queries.upcoming_meetings)(plan.owner, today)
    rows = [(one.held_on, one.body.name, one.hand_in_by, one.place) for one in found]
    columns = (_("Datum"), _("Organ"), _("Handlingarna in senast"), _("Plats"))
    name = f"motesplan-{plan.municipality.slug}" if plan.municipality else "moten"
    return listed.sent(Listed(_("Möten"), name, columns, rows), form)


def _agendas(plan: Plan, meetings: Iterable[Meeting]) -> Counter[int] | None:
    """How many matters each meeting of the association deals with, for who prepares them."""
    if plan.municipality or not me().may(Permission.PREPARE_MATTERS):
        return None
    return on_agendas([one.id for one in meetings])


Groups = list[tuple[str, list[Meeting]]]


def _by_month(meetings: Iterable[Meeting]) -> Groups:
    months = groupby(meetings, lambda one: long_date(one.held_on, Precision.MONTH))
    return [(capitalized(month), list(found)) for month, found in months]


def _by_body(meetings: Iterable[Meeting]) -> Groups:
    def key(one: Meeting) -> tuple[int, str]:
        return one.body.position, one.body.name

    return [(name, list(found)) for (_, name), found in groupby(sorted(meetings, key=key), key)]


def add(plan: Plan) -> Page:
    """Add meetings of a body, as many as are written."""
    bodies = {one.id: one for one in queries.bodies_of(plan.owner)}
    form = forms.MeetingsForm()
    form.offer(list(bodies.values()))
    if form.validate_on_submit():
        days, before = form.read_days(clock.today()), form.read_hand_in_days()
        body = bodies.get(form.body.data)
        if body is None:
            form.refuse(_("Välj organ"), "body")
        if body and not form.errors:
            new = actions.add_meetings(body, days, before, form.place.data)
            db.session.commit()
            notices.done(_added(new, len(days) - new))
            return redirect(plan.url("list"))
    return render_template("bodies/add.html", form=form, plan=plan), form.status


def _added(new: int, known: int) -> str:
    text = ngettext("%(num)s sammanträde är tillagt.", "%(num)s sammanträden är tillagda.", new)
    return f"{text} {_('%(num)s fanns redan.', num=known)}" if known else str(text)


def change(plan: Plan, meeting_id: int) -> Page:
    """Another day or place for a meeting; what was planned for it follows."""
    meeting = queries.meeting_by_id(meeting_id, plan.owner)
    form = forms.MeetingForm()
    if request.method == "GET":
        form.fill_from(meeting)
        return _meeting_page(form, meeting, plan)
    form.validate()
    held_on, hand_in_by = form.read(clock.today())
    if form.errors or held_on is None:
        return _meeting_page(form, meeting, plan), form.status
    if form.version.data != str(meeting.version):
        return _meeting_page(form, meeting, plan, theirs=_saved(meeting)), 409
    if _has_changed(form, meeting, held_on, hand_in_by):
        return redirect(plan.url("list"))
    return _meeting_page(form, meeting, plan), form.status


def _has_changed(
    form: forms.MeetingForm, meeting: Meeting, held_on: date, hand_in_by: date | None
) -> bool:
    before, followed = meeting.held_on, 0
    with form.explaining("held_on"):
        actions.change_meeting(meeting, held_on, hand_in_by, form.place.data)
        if held_on != before:
            followed = move_planned(meeting.body_id, before, held_on)
        db.session.commit()
        notices.done(_("Sammanträdet är ändrat."))
    if followed:
        notices.done(
            ngettext(
                "Ett planerat beslut följer med.",
                "%(num)s planerade beslut följer med.",
                followed,
            )
        )
    return not form.errors


def _saved(meeting: Meeting) -> forms.MeetingForm:
    """The meeting as somebody else has saved it, to compare with."""
    form = forms.MeetingForm(formdata=None)
    form.fill_from(meeting)
    return form


def _meeting_page(
    form: forms.MeetingForm, meeting: Meeting, plan: Plan, theirs: forms.MeetingForm | None = None
) -> str:
    form.version.data = str(meeting.version)
    return render_template(
        "bodies/meeting.html", form=form, meeting=meeting, plan=plan, theirs=theirs
    )


def remove(plan: Plan, meeting_id: int) -> Response:
    """Take a meeting out of the plan."""
    meeting = queries.meeting_by_id(meeting_id, plan.owner)
    undo = plan.url(
        "put_back",
        body_id=meeting.body_id,
        held_on=meeting.held_on,
        hand_in_by=meeting.hand_in_by,
        place=meeting.place or None,
    )
    if on_agendas([meeting.id]):
        notices.warned(
            _("Sammanträdet har ärenden på dagordningen. Flytta dem till ett annat möte först.")
        )
        return redirect(plan.url("change", meeting_id=meeting_id))
    actions.remove_meeting(meeting)
    db.session.commit()
    text = _("Sammanträdet %(day)s är borttaget.", day=long_date(meeting.held_on))
    notices.done_with_undo(text, undo)
    return redirect(plan.url("list"))


def put_back(plan: Plan) -> Response:
    """The meeting that the address describes stands in the plan again."""
    body_id, held_on = request.args.get("body_id", 0, int), _day("held_on")
    if held_on is None:
        abort(400)
    body = queries.body_by_id(body_id, plan.owner)
    actions.put_back_meeting(body, held_on, _day("hand_in_by"), request.args.get("place", "")[:120])
    db.session.commit()
    notices.done(_("Sammanträdet %(day)s finns i planen igen.", day=long_date(held_on)))
    return redirect(plan.url("list"))


def _day(name: str) -> date | None:
    text = request.args.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        abort(400)


def body(plan: Plan, body_id: int | None = None) -> Page:
    """A new body, or another name for one; one that has ended is marked, never removed."""
    found = queries.body_by_id(body_id, plan.owner) if body_id else None
    form = forms.BodyForm()
    form.offer(plan.kinds)
    if request.method == "GET" and found:
        form.fill_from(found)
    elif form.validate_on_submit() and not _is_stale(form, plan, body_id):
        kind = BodyKind(form.kind.data)
        with form.explaining("name"):
            if found:
                actions.change_body(
                    found, kind, form.name.data, form.short_name.data, bool(form.active.data)
                )
            else:
                actions.add_body(plan.owner, kind, form.name.data, form.short_name.data)
            db.session.commit()
            notices.done(_("Organet %(name)s är sparat.", name=form.name.data))
            return redirect(plan.url("list"))
    page = render_template("bodies/body.html", form=form, body=found, plan=plan)
    return page, 409 if form.form_errors else form.status


def _is_stale(form: forms.BodyForm, plan: Plan, body_id: int | None) -> bool:
    """Whether somebody has saved the body since the page was opened; then what is kept is told."""
    if body_id is None:
        return False
    kept = queries.body_by_id(body_id, plan.owner)
    if form.version.data == str(kept.version):
        return False
    form.refuse(
        _(
            "Någon annan har ändrat organet sedan du öppnade sidan. Det heter nu %(name)s. Spara"
            " igen, så gäller din version",
            name=kept.name,
        )
    )
    form.version.data = str(kept.version)
    return True
