"""What is said about an issue: positions, its status, and what is agreed."""

from __future__ import annotations

from flask import abort, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal import clock, wording
from nk_avtal.blueprints import conflict, notices
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me
from nk_avtal.blueprints.negotiations import words
from nk_avtal.blueprints.negotiations.blueprint import Page, bp, to_issue, writing
from nk_avtal.blueprints.negotiations.forms import AgreeForm, PositionForm
from nk_avtal.blueprints.negotiations.panel import AGREEMENT, THEIRS, Forms, newest
from nk_avtal.blueprints.negotiations.routes import issue_page
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.negotiations import IssueStatus, Side
from nk_avtal.negotiations import queries, saying
from nk_avtal.negotiations.models import Issue, Position
from nk_avtal.negotiations.saying import Said
from nk_avtal.negotiations.shown import issue_shown

SEND = "skicka"
"""The button that says that our position has been sent."""


@bp.post("/<slug>/yrkanden/<int:number>/position")
@writing
def say(slug: str, number: int) -> Page:
    """Write our position: as a draft, or as sent."""
    form = PositionForm()
    sent = SEND in request.form
    return _post(slug, number, form, Side.OURS, sent, Forms(ours=form))


@bp.post("/<slug>/yrkanden/<int:number>/motpart")
@writing
def hear(slug: str, number: int) -> Page:
    """Write what the other side says."""
    form = PositionForm(prefix=THEIRS)
    return _post(slug, number, form, Side.THEIRS, True, Forms(theirs=form))


def _post(slug: str, number: int, form: PositionForm, side: Side, sent: bool, forms: Forms) -> Page:
    negotiation = queries.to_write(slug, me())
    issue = queries.issue_numbered(negotiation, number)
    if form.validate():
        what = Said(
            side=side,
            text=form.text.data,
            sent=sent,
            on=form.said_on.day or clock.today(),
            is_concession=form.is_concession.data,
            in_return=form.in_return.data,
        )
        if _is_repeated(issue, what):
            return to_issue(issue)
        if form.seen.data != newest(issue):
            return _somebody_spoke(issue, form, side, forms)
        with form.explaining("text"):
            saying.post(issue, what, me())
            db.session.commit()
            notices.done(_told(issue, what))
            return to_issue(issue)
    return issue_page(queries.by_slug(slug, me()), number, forms), form.status


def _is_repeated(issue: Issue, what: Said) -> bool:
    """Whether the very same is there already: the button was pressed twice."""
    last = _last_of(issue, what.side)
    same = last is not None and (last.text, last.is_sent) == (what.text, what.sent)
    return bool(same and last and last.written_by_id == me().id)


def _last_of(issue: Issue, side: Side) -> Position | None:
    found = issue_shown(issue, drafts=True)
    return found.ours if side is Side.OURS else found.theirs


def _somebody_spoke(issue: Issue, form: PositionForm, side: Side, forms: Forms) -> Page:
    """Somebody wrote about the issue since the page was opened: both are shown, and saving again
    writes one's own below. Nothing is lost either way."""
    form.seen.data = newest(issue)
    last = max(issue.positions, key=lambda one: one.id)
    whose = last.side is side
    name = _("Vår position") if last.side is Side.OURS else words.their_position(issue.negotiation)
    row = {"name": name, "mine": form.text.data if whose else "", "theirs": last.text}
    forms.meanwhile.append(row)
    return issue_page(issue.negotiation, issue.number, forms), 409


def _told(issue: Issue, what: Said) -> str:
    if what.side is Side.THEIRS:
        who = words.their_position(issue.negotiation)
        return str(_("%(whose)s i yrkande %(number)s är sparad.", whose=who, number=issue.number))
    if what.sent:
        return str(_("Positionen i yrkande %(number)s är skickad.", number=issue.number))
    return str(_("Utkastet i yrkande %(number)s är sparat.", number=issue.number))


@bp.post("/<slug>/yrkanden/<int:number>/overens")
@writing
def agree(slug: str, number: int) -> Page:
    """Keep what has been agreed; the notice after it takes that back."""
    negotiation = queries.to_write(slug, me())
    issue = queries.issue_numbered(negotiation, number)
    form = AgreeForm(prefix=AGREEMENT)
    if form.validate():
        if conflict.meanwhile(form, issue):
            return _changed_meanwhile(issue, form)
        with form.explaining("wording"):
            saying.agree(issue, form.wording.data, me())
            db.session.commit()
            undo = url_for("negotiations.disagree", slug=slug, number=number)
            notices.done_with_undo(_("Yrkande %(number)s är överens.", number=number), undo)
            return to_issue(issue)
    forms = Forms(agreement=form)
    return issue_page(queries.by_slug(slug, me()), number, forms), form.status


def _changed_meanwhile(issue: Issue, form: AgreeForm) -> Page:
    form.version.data = str(issue.version)
    name = _("Överenskommet") if issue.agreed_wording else _("Läge")
    theirs = issue.agreed_wording or str(wording.ISSUE_STATUSES[issue.status])
    rows = [{"name": name, "mine": form.wording.data, "theirs": theirs}]
    return issue_page(issue.negotiation, issue.number, Forms(agreement=form, meanwhile=rows)), 409


@bp.post("/<slug>/yrkanden/<int:number>/inte-overens")
@writing
def disagree(slug: str, number: int) -> Response:
    """Take back that an issue is agreed."""
    issue = queries.issue_numbered(queries.to_write(slug, me()), number)
    if issue.status is IssueStatus.AGREED:
        _try(issue, None)
    return to_issue(issue)


@bp.post("/<slug>/yrkanden/<int:number>/lage")
@writing
def set_status(slug: str, number: int) -> Response:
    """Say where an issue is."""
    issue = queries.issue_numbered(queries.to_write(slug, me()), number)
    wanted = request.form.get("status", "")
    if wanted not in tuple(IssueStatus) or wanted == IssueStatus.AGREED:
        abort(400)
    if request.form.get("version") == str(issue.version):
        _try(issue, IssueStatus(wanted))
    else:
        flash(
            _("Någon annan har ändrat yrkandet. Se hur det är nu, och välj läge igen."), "warning"
        )
    return to_issue(issue)


def _try(issue: Issue, status: IssueStatus | None) -> None:
    """Give the issue a status, or the one it had before it was agreed; a rule may refuse."""
    try:
        if status is None:
            saying.disagree(issue, me())
        else:
            saying.set_status(issue, status, me())
    except RuleBroken as refusal:
        flash(f"{refusal.text(language())}.", "error")
        return
    db.session.commit()
    word = str(wording.ISSUE_STATUSES[issue.status]).lower()
    notices.done(_("Yrkande %(number)s är nu %(status)s.", number=issue.number, status=word))
