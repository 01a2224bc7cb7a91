"""Who is in the group and what it may agree to: for the group and the responsible manager."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect

from nk_avtal.blueprints import conflict, notices
from nk_avtal.blueprints.forms import options
from nk_avtal.blueprints.guard import me
from nk_avtal.blueprints.negotiations.blueprint import Page, bp, leading, to_issue, to_workspace
from nk_avtal.blueprints.negotiations.forms import GroupForm, MandateForm
from nk_avtal.blueprints.reminders.replanning import replanned
from nk_avtal.db import db
from nk_avtal.negotiations import actions, queries, saying
from nk_avtal.negotiations.models import Issue, Mandate, Negotiation
from nk_avtal.negotiations.saying import Limits
from nk_avtal.people.queries import managers, negotiators


@bp.route("/<slug>/grupp", methods=["GET", "POST"])
@leading
def group(slug: str) -> Page:
    """Say who is in the group and which manager is responsible."""
    negotiation = queries.to_lead(slug, me())
    form = _offering(GroupForm(), negotiation)
    rows, status = [], 200
    if request.method == "GET":
        _show_group(form, negotiation)
    elif form.validate():
        known = {choice.value for choice in form.members.choices}
        wanted = {one for one in form.members.data or () if one in known}
        if not wanted:
            form.refuse(_("Välj minst en person"), "members")
        elif conflict.meanwhile(form, negotiation):
            saved = _offering(GroupForm(formdata=None), negotiation)
            _show_group(saved, negotiation)
            form.version.data = str(negotiation.version)
            rows, status = conflict.rows(form, saved), 409
        else:
            return _save_group(negotiation, form, wanted)
    page = render_template("negotiations/group.html", form=form, negotiation=negotiation, rows=rows)
    return page, max(status, form.status)


def _save_group(negotiation: Negotiation, form: GroupForm, wanted: set[int]) -> Page:
    actions.set_group(negotiation, wanted)
    known = {choice.value for choice in form.manager.choices}
    negotiation.manager_id = form.manager.data if form.manager.data in known else None
    actions.revise(negotiation)
    db.session.commit()
    notices.done(_("Gruppen är sparad."))
    replanned(negotiation.agreement)
    if queries.is_led_by(negotiation, me()):
        return to_workspace(negotiation.slug)
    return redirect(url_for("negotiations.index"))  # for whoever has left it, it is not there


def _offering(form: GroupForm, negotiation: Negotiation) -> GroupForm:
    people = {one.id: one.name for one in negotiators()}
    for one in negotiation.group:
        people.setdefault(one.person_id, one.person.name)
    form.members.choices = options(people)
    chiefs = {one.id: one.name for one in managers()}
    if negotiation.manager:
        chiefs.setdefault(negotiation.manager.id, negotiation.manager.name)
    form.manager.choices = options({"": _("Ingen")} | chiefs)
    return form


def _show_group(form: GroupForm, negotiation: Negotiation) -> None:
    form.members.data = [one.person_id for one in negotiation.group]
    form.manager.data = negotiation.manager_id
    form.version.data = str(negotiation.version)


@bp.route("/<slug>/mandat", methods=["GET", "POST"])
@leading
def mandate(slug: str) -> Page:
    """Say what the group may agree to: of the whole, or of the issue of the address."""
    negotiation = queries.to_lead(slug, me())
    number = request.args.get("yrkande", type=int)
    issue = queries.issue_numbered(negotiation, number) if number else None
    kept = queries.mandates(negotiation, me()).get(issue.id if issue else None)
    form = MandateForm()
    rows, status = [], 200
    if request.method == "GET":
        _show_mandate(form, kept)
    elif form.validate():
        if form.version.data == _version(kept):
            return _save_mandate(negotiation, issue, form)
        saved = MandateForm(formdata=None)
        _show_mandate(saved, kept)
        form.version.data = _version(kept)
        rows, status = conflict.rows(form, saved), 409
    page = render_template(
        "negotiations/mandate.html", form=form, negotiation=negotiation, issue=issue, rows=rows
    )
    return page, max(status, form.status)


def _save_mandate(negotiation: Negotiation, issue: Issue | None, form: MandateForm) -> Page:
    limits = Limits(form.limits.data, form.given_by.data, form.given_on.day)
    saying.set_mandate(negotiation, issue, limits)
    db.session.commit()
    notices.done(_("Mandatet är sparat."))
    return to_issue(issue) if issue else to_workspace(negotiation.slug)


def _version(kept: Mandate | None) -> str:
    return str(kept.version if kept else 0)


def _show_mandate(form: MandateForm, kept: Mandate | None) -> None:
    if kept:
        form.limits.data, form.given_by.data = kept.limits, kept.given_by
        form.given_on.data = kept.given_on.isoformat() if kept.given_on else ""
    form.version.data = _version(kept)
