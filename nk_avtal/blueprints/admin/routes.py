"""Accounts and the log, for administrators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.blueprints.admin.forms import (
    ROLE_NOTES,
    ROLES,
    InvitationForm,
    LogForm,
    PersonForm,
)
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.paging import Page as Part
from nk_avtal.db import db
from nk_avtal.domain.people import Permission
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.formats import swedish_key
from nk_avtal.history import queries as history
from nk_avtal.history.models import Entry
from nk_avtal.history.sentences import told
from nk_avtal.municipalities.queries import members
from nk_avtal.people import administering, queries
from nk_avtal.people.accounts import check_place
from nk_avtal.people.models import LinkPurpose, Person
from nk_avtal.people.signing_in import mail_link
from nk_avtal.recommendations.sight import sight_of

bp = Blueprint("admin", __name__)

Page = str | tuple[str, int] | Response

PEOPLE_SHOWN = 50
ENTRIES_SHOWN = 50
_ORDERS: dict[str, Callable[[Person], Any]] = {
    "namn": lambda one: swedish_key(one.name),
    "epost": lambda one: one.email,
    "roll": lambda one: (list(ROLES).index(one.role.value), swedish_key(one.name)),
    "kommun": lambda one: swedish_key(one.municipality.name if one.municipality else ""),
}


@bp.get("/admin/anvandare")
@requires(Permission.ADMINISTER)
def people() -> str:
    """The accounts, with search, role and order in the address."""
    asked = request.args
    return render_template(
        "admin/people.html",
        page=Part.of(chosen_people(), PEOPLE_SHOWN),
        words=asked.get("q", "").strip(),
        role=asked.get("roll", ""),
        order=asked.get("sort", "namn"),
        roles=ROLES,
        last=queries.last_sign_ins(),
    )


def chosen_people() -> list[Person]:
    """The accounts that fit the address, in its order."""
    words = request.args.get("q", "").strip()
    role = request.args.get("roll", "")
    found = [
        one
        for one in queries.everyone()
        if words.casefold() in f"{one.name} {one.email}".casefold() and role in ("", one.role)
    ]
    return sorted(found, key=_ORDERS.get(request.args.get("sort", "namn"), _ORDERS["namn"]))


@bp.route("/admin/anvandare/ny", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def invite() -> Page:
    """A new account; the person gets a link by mail and chooses a password."""
    form = InvitationForm()
    form.offer(members())
    if form.validate_on_submit():
        wanted = form.standing()
        with form.explaining("municipality"):
            check_place(wanted.role, wanted.municipality)
        if not form.errors:
            with form.explaining("email"):
                return _invited(form, wanted)
    page = render_template("admin/person.html", form=form, person=None, notes=ROLE_NOTES)
    return page, form.status


def _invited(form: InvitationForm, wanted: administering.Standing) -> Response:
    administering.invite(form.email.data, wanted.name, wanted.role, wanted.municipality)
    db.session.commit()
    flash(_("Inbjudan till %(email)s är på väg.", email=form.email.data), "notice")
    return redirect(url_for("admin.people"))


@bp.route("/admin/anvandare/<int:person_id>", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def edit(person_id: int) -> Page:
    """Role, municipality, and whether the account is open."""
    person = queries.person_by_id(person_id, for_update=request.method == "POST")
    form = PersonForm()
    form.offer(members())
    if request.method == "GET":
        form.fill_from(person)
        return _edit_page(form, person)
    if form.validate():
        if form.version.data != str(person.version):
            return _edit_page(form, person, theirs=_kept(person)), 409
        with form.explaining("municipality"):
            administering.change(person, form.standing(), by=me())
            db.session.commit()
            flash(_("Kontot är ändrat."), "notice")
            return redirect(url_for("admin.people"))
    return _edit_page(form, person), form.status


def _kept(person: Person) -> PersonForm:
    """The account as somebody else has saved it, to compare with."""
    form = PersonForm(formdata=None)
    form.fill_from(person)
    return form


def _edit_page(form: PersonForm, person: Person, theirs: PersonForm | None = None) -> str:
    form.version.data = str(person.version)
    return render_template(
        "admin/person.html",
        form=form,
        person=person,
        theirs=theirs,
        roles=ROLES,
        notes=ROLE_NOTES,
        towns={one.value: one.label for one in form.municipality.choices},
    )


@bp.post("/admin/anvandare/<int:person_id>/lank")
@requires(Permission.ADMINISTER)
def mail_new_link(person_id: int) -> Response:
    """A new link to choose a password, for someone who lost the first or never got it."""
    person = queries.person_by_id(person_id, for_update=True)
    if person.active and not person.demo:
        purpose = LinkPurpose.RESET if person.password_hash else LinkPurpose.INVITATION
        mail_link(person, purpose)
        db.session.commit()
        flash(_("En länk till %(email)s är på väg.", email=person.email), "notice")
    return redirect(url_for("admin.edit", person_id=person.id))


@bp.get("/admin/logg")
@requires(Permission.ADMINISTER)
def log() -> Page:
    """Everything that has been changed, newest first, by person, kind and day."""
    form = LogForm(queries.everyone())
    wanted = wanted_entries(form)
    number = Part.asked()
    total, entries = history.part_of(wanted, number, ENTRIES_SHOWN)
    pages = max(1, -(-total // ENTRIES_SHOWN))
    part = Part(told(entries, sight_of(me())), number, pages, total, ENTRIES_SHOWN)
    return render_template("admin/log.html", form=form, page=part), form.status


def wanted_entries(form: LogForm) -> sa.Select[Entry]:
    """What the address asks for, as far as it can be read."""
    form.validate()
    day = _day(form)
    since, before = _limits(day) if day else (None, None)
    return history.log(
        actor_id=int(form.person.data) if form.person.data and not form.person.errors else None,
        noun=form.noun.data if not form.noun.errors else None,
        since=since,
        before=before,
    )


def _day(form: LogForm) -> date | None:
    day = None
    if form.day.data:
        with form.explaining("day"):
            day = parse_day(form.day.data, clock.today())
    return day


def _limits(day: date) -> tuple[datetime, datetime]:
    midnight = datetime.combine(day, time(), clock.zone())
    return midnight, datetime.combine(day + timedelta(days=1), time(), clock.zone())
