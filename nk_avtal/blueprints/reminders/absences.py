"""Who is away and who takes over: one's own, and for managers everybody's."""

from __future__ import annotations

from datetime import date

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.blueprints import notices
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.reminders.blueprint import bp
from nk_avtal.blueprints.reminders.forms import AbsenceForm
from nk_avtal.blueprints.reminders.replanning import replanned
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Permission
from nk_avtal.people.models import Person
from nk_avtal.people.queries import association_people
from nk_avtal.reminders import arrangements, arranging

Page = str | tuple[str, int] | Response
reading = requires(Permission.READ_DEADLINES)


def _own() -> Person | None:
    """The only one whose absence may be changed; None for whoever may change anybody's."""
    return None if me().may(Permission.OVERSEE_REMINDERS) else me()


@bp.route("/paminnelser/franvaro", methods=["GET", "POST"])
@reading
def absences() -> Page:
    """The absences ahead, and a new one."""
    people = {one.id: one for one in association_people()}
    form = AbsenceForm()
    form.offer(people, _own())
    if request.method == "GET":
        form.person.data = me().id
    elif form.validate() and _added(form, people):
        return redirect(url_for("reminders.absences"))
    page = render_template(
        "reminders/absences.html",
        form=form,
        absences=arrangements.absences(clock.today(), _own()),
        own=_own(),
    )
    return page, form.status


def _added(form: AbsenceForm, people: dict[int, Person]) -> bool:
    days = form.days(clock.today())
    person = _own() or people.get(form.person.data or 0)
    stand_in = people.get(form.stand_in.data or 0)
    if person is None:
        form.refuse(_("Välj vem som är borta"), "person")
    if stand_in is None:
        form.refuse(_("Välj vem som tar över"), "stand_in")
    if days and person and stand_in:
        _add(form, person, days, stand_in)
    return not form.errors


def _add(form: AbsenceForm, person: Person, days: tuple[date, date], stand_in: Person) -> None:
    try:
        arranging.add_absence(person, *days, stand_in, clock.today())
    except RuleBroken as refusal:
        db.session.rollback()
        form.refuse(refusal.text(language()), refusal.name)
        return
    db.session.commit()
    notices.done(
        _(
            "%(stand_in)s får påminnelserna i stället för %(name)s de dagarna.",
            stand_in=stand_in.name,
            name=person.name,
        )
    )
    replanned()


@bp.post("/paminnelser/franvaro/<int:absence_id>/bort")
@reading
def remove_absence(absence_id: int) -> Response:
    """Somebody is not away after all."""
    absence = arrangements.absence_by_id(absence_id)
    if _own() and absence.person_id != me().id:
        abort(403)
    undo = url_for(
        "reminders.put_back_absence",
        person=absence.person_id,
        first=absence.first_on,
        last=absence.last_on,
        stand_in=absence.stand_in_id,
    )
    db.session.delete(absence)
    db.session.commit()
    notices.done_with_undo(_("Frånvaron är borttagen."), undo)
    replanned()
    return redirect(url_for("reminders.absences"))


@bp.post("/paminnelser/franvaro/angra")
@reading
def put_back_absence() -> Response:
    """The absence that the address describes is there again."""
    people = {one.id: one for one in association_people()}
    person = people.get(request.args.get("person", 0, int))
    stand_in = people.get(request.args.get("stand_in", 0, int))
    if person is None or stand_in is None:
        abort(404)
    if _own() and person.id != me().id:
        abort(403)
    arranging.add_absence(person, _day("first"), _day("last"), stand_in, clock.today())
    db.session.commit()
    notices.done(_("Frånvaron finns igen."))
    replanned()
    return redirect(url_for("reminders.absences"))


def _day(name: str) -> date:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        abort(400)
