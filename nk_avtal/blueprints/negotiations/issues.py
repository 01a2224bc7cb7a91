"""Adding issues, one or many at a time, changing them and moving them in the list."""

from __future__ import annotations

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from nk_avtal.blueprints import conflict, notices
from nk_avtal.blueprints.forms import options
from nk_avtal.blueprints.guard import me
from nk_avtal.blueprints.negotiations.blueprint import Page, bp, to_issue, to_workspace, writing
from nk_avtal.blueprints.negotiations.forms import IssueForm, LinesForm
from nk_avtal.db import db
from nk_avtal.domain.negotiations import Importance
from nk_avtal.negotiations import actions, queries
from nk_avtal.negotiations.actions import About
from nk_avtal.negotiations.models import Issue, Negotiation

TEMPLATE = "negotiations/issue_form.html"


@bp.route("/<slug>/yrkanden/nytt", methods=["GET", "POST"])
@writing
def add(slug: str) -> Page:
    """Add an issue."""
    negotiation = queries.to_write(slug, me())
    form = _offering(IssueForm(), negotiation)
    if form.validate_on_submit():
        about = About(
            clause=form.contract_clause.data,
            question=form.question.data,
            importance=Importance(form.importance.data),
            owner_id=_owner(form),
        )
        issue = actions.add_issue(negotiation, form.title.data, about, me())
        db.session.commit()
        notices.done(_("Yrkande %(number)s är tillagt.", number=issue.number))
        return to_issue(issue)
    return render_template(TEMPLATE, form=form, negotiation=negotiation, issue=None), form.status


@bp.route("/<slug>/yrkanden/flera", methods=["GET", "POST"])
@writing
def add_lines(slug: str) -> Page:
    """Add many issues, one a line."""
    negotiation = queries.to_write(slug, me())
    form = LinesForm()
    if form.validate_on_submit():
        made = len(actions.add_lines(negotiation, form.lines.data, me()))
        db.session.commit()
        notices.done(ngettext("Ett yrkande är tillagt.", "%(num)s yrkanden är tillagda.", made))
        return to_workspace(slug)
    return render_template(
        "negotiations/lines.html", form=form, negotiation=negotiation
    ), form.status


@bp.route("/<slug>/yrkanden/<int:number>/andra", methods=["GET", "POST"])
@writing
def edit(slug: str, number: int) -> Page:
    """Change what an issue is about."""
    negotiation = queries.to_write(slug, me())
    issue = queries.issue_numbered(negotiation, number)
    form = _offering(IssueForm(), negotiation)
    rows, status = [], 200
    if request.method == "GET":
        _show(form, issue)
    elif form.validate():
        if not conflict.meanwhile(form, issue):
            return _saved(issue, form)
        saved = _offering(IssueForm(formdata=None), negotiation)
        _show(saved, issue)
        form.version.data = str(issue.version)
        rows, status = conflict.rows(form, saved), 409
    page = render_template(TEMPLATE, form=form, negotiation=negotiation, issue=issue, rows=rows)
    return page, max(status, form.status)


def _saved(issue: Issue, form: IssueForm) -> Response:
    issue.title, issue.question = form.title.data, form.question.data
    issue.contract_clause = form.contract_clause.data
    issue.importance = Importance(form.importance.data)
    issue.owner_id = _owner(form)
    db.session.commit()
    notices.done(_("Yrkande %(number)s är ändrat.", number=issue.number))
    return to_issue(issue)


def _offering(form: IssueForm, negotiation: Negotiation) -> IssueForm:
    people = {one.person_id: one.person.name for one in negotiation.group}
    form.owner.choices = options({"": _("Ingen")} | people)
    return form


def _owner(form: IssueForm) -> int | None:
    known = {choice.value for choice in form.owner.choices}
    return form.owner.data if form.owner.data in known else None


def _show(form: IssueForm, issue: Issue) -> None:
    form.title.data, form.question.data = issue.title, issue.question
    form.contract_clause.data = issue.contract_clause
    form.importance.data = issue.importance.value
    form.owner.data = issue.owner_id
    form.version.data = str(issue.version)


@bp.post("/<slug>/yrkanden/<int:number>/flytta")
@writing
def move(slug: str, number: int) -> Response:
    """Move an issue a place up or down."""
    negotiation = queries.to_write(slug, me())
    issue = queries.issue_numbered(negotiation, number)
    actions.move(negotiation, issue, -1 if request.form.get("at") == "upp" else 1)
    db.session.commit()
    return to_issue(issue)
