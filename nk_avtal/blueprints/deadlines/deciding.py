"""Deciding about a deadline, and taking that back."""

from __future__ import annotations

from datetime import date

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal import clock, wording
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import agreement_by_slug, others
from nk_avtal.blueprints import notices
from nk_avtal.blueprints.deadlines import words
from nk_avtal.blueprints.deadlines.forms import AnswerForm
from nk_avtal.blueprints.deadlines.routes import bp
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.reminders.replanning import replanned
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Permission
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewal_decisions import ANSWERS, Answer
from nk_avtal.formats import long_date
from nk_avtal.reminders.watching import Watched, watched
from nk_avtal.renewals import actions, queries
from nk_avtal.renewals.actions import Told
from nk_avtal.renewals.models import RenewalDecision
from nk_avtal.renewals.successors import successors_at_work

Page = str | tuple[str, int] | Response
FIELDS = {
    "until_passed": "until",
    "until_too_late": "until",
    "not_later": "new_end",
    "end_is_reckoned": "new_end",
}
"""Where a broken rule is told; otherwise at the answer."""


@bp.route("/fornyelser/<slug>/avgor", methods=["GET", "POST"])
@requires(Permission.WRITE_DEADLINES)
def decide(slug: str) -> Page:
    """Say what is decided about a deadline."""
    kind, day = _asked()
    agreement = agreement_by_slug(slug, me())
    one = _deadline(agreement, kind, day)
    if one is None:
        notices.done(_("Fristen gäller inte längre. Avtalets villkor eller läge har ändrats."))
        return redirect(url_for("agreements.show", slug=slug))
    choices = {other.id: other for other in others(agreement, me())}
    form = AnswerForm()
    at_work = next((one.id for one in successors_at_work(agreement)), None)
    form.offer({one.value: words.answer(kind, one) for one in ANSWERS[kind]}, choices, at_work)
    if request.method == "GET":
        standing = queries.standing(agreement, kind, day)
        form.expected.data = str(standing.id if standing else 0)
        return _page(form, one)
    told = form.told(kind, choices, clock.today()) if form.validate_on_submit() else None
    return _decided(form, one, told) if told else _page(form, one)


def _asked() -> tuple[DeadlineKind, date]:
    try:
        kind = DeadlineKind(request.args.get("kind", ""))
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        abort(400)
    if kind not in ANSWERS:
        abort(400)
    return kind, day


def _deadline(agreement: Agreement, kind: DeadlineKind, day: date) -> Watched | None:
    for one in watched(clock.today(), agreement.id):
        if (one.deadline.kind, one.deadline.falls_on) == (kind, day):
            return one
    return None


def _decided(form: AnswerForm, one: Watched, told: Told) -> Page:
    """Keep it, unless somebody else has decided since the page was opened."""
    kind, day, agreement = one.deadline.kind, one.deadline.falls_on, one.agreement
    actions.hold(agreement)
    standing = queries.standing(agreement, kind, day)
    if form.expected.data != str(standing.id if standing else 0):
        form.expected.data = str(standing.id if standing else 0)
        return _page(form, one, meanwhile=standing, changed=True)
    try:
        decision = actions.decide(agreement, kind, day, told, me())
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        form.refuse(refusal.text(language()), FIELDS.get(refusal.name, "answer"))
        return _page(form, one)
    answer = _onward(decision)
    replanned(agreement)
    return answer


def _onward(decision: RenewalDecision) -> Response:
    slug = decision.agreement.slug
    if decision.answer is Answer.GIVE_NOTICE:
        notices.done(_("Beslutet är sparat. Skriv nu in uppsägningen."))
        return redirect(url_for("deadlines.give_notice", slug=slug, beslut=decision.id))
    answer = words.answer(decision.kind, decision.answer)
    said = {"title": decision.agreement.title, "answer": answer.lower()}
    if decision.until:
        day = long_date(decision.until)
        text = _("%(title)s avgörs senare. Påminnelserna kommer tillbaka %(day)s.", **said, day=day)
    elif decision.successor_made:
        text = _(
            "%(title)s: %(answer)s. Ett utkast till nytt avtal är skapat, med samma parter och"
            " villkor. Påminnelserna slutar.",
            **said,
        )
    else:
        text = _("%(title)s: %(answer)s. Påminnelserna slutar.", **said)
    undo = url_for("deadlines.undo_decision", slug=slug, decision_id=decision.id)
    notices.done_with_undo(text, undo, see=_draft(decision))
    return redirect(url_for("deadlines.index"))


def _draft(decision: RenewalDecision) -> tuple[str, str] | None:
    """Where the draft that came with a decision is, and what the link there says."""
    if decision.successor is None or not decision.successor_made:
        return None
    draft = url_for("agreements.show", slug=decision.successor.slug)
    return draft, _("Öppna utkastet")


def _page(
    form: AnswerForm,
    one: Watched,
    *,
    meanwhile: RenewalDecision | None = None,
    changed: bool = False,
) -> Page:
    kind = one.deadline.kind
    page = render_template(
        "deadlines/decide.html",
        form=form,
        one=one,
        agreement=one.agreement,
        act=wording.TO_DO[kind],
        words=words,
        notes={answer.value: words.note(kind, answer, one.reckoning) for answer in ANSWERS[kind]},
        meanwhile=meanwhile,
        changed=changed,
    )
    return page, 409 if changed else form.status


@bp.post("/fornyelser/<slug>/avgor/<int:decision_id>/angra")
@requires(Permission.WRITE_DEADLINES)
def undo_decision(slug: str, decision_id: int) -> Response:
    """Take a decision back; the deadline is watched again."""
    agreement = agreement_by_slug(slug, me())
    decision = queries.decision_by_id(agreement, decision_id)
    actions.hold(agreement)
    left = actions.undo(decision, me())
    db.session.commit()
    notices.done(_("%(title)s bevakas igen.", title=agreement.title))
    if left:
        text = _("Utkastet %(title)s finns kvar, för det har ändrats.", title=left.title)
        notices.done(text)
    replanned(agreement)
    return redirect(url_for("deadlines.index"))
