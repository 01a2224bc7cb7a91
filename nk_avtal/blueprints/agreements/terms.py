"""The terms of an agreement, its further rules of notice, and a day set by hand."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from flask import abort, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from nk_avtal import clock, wording
from nk_avtal.agreements import terms as changes
from nk_avtal.agreements.actions import revise
from nk_avtal.agreements.models import Agreement, AgreementNoticeRule
from nk_avtal.agreements.queries import agreement_by_slug
from nk_avtal.agreements.reckoning import reckoned, rule_of, terms_of
from nk_avtal.blueprints import conflict, notices
from nk_avtal.blueprints.agreements.routes import bp
from nk_avtal.blueprints.agreements.terms_forms import (
    CHOSEN,
    RuleForm,
    SetDayForm,
    TermsForm,
    written,
)
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.reminders.replanning import replanned
from nk_avtal.db import db
from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.anchors import Anchor, CountedFrom
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.month_days import parse_notice
from nk_avtal.domain.notice_rules import NoticeRule, Scope, next_day
from nk_avtal.domain.people import Permission
from nk_avtal.formats import long_date

Page = str | tuple[str, int] | Response
writing = requires(Permission.WRITE_AGREEMENTS)
BEFORE = "terms_before"
KEPT = ("scope", "notice_period", "anchor", "counted_from", "party_name", "clause")


@bp.route("/avtal/<slug>/villkor", methods=["GET", "POST"])
@writing
def terms(slug: str) -> Page:
    """Change the term, the notice and the prolongation."""
    agreement = agreement_by_slug(slug, me())
    form = TermsForm()
    if request.method == "GET":
        form.fill_from(agreement)
    elif form.validate_on_submit():
        if conflict.meanwhile(form, agreement):
            theirs = TermsForm(formdata=None)
            theirs.fill_from(agreement)
            return conflict.page("agreements/terms.html", form, theirs, agreement)
        changed = _changed_terms(form, agreement)
        if changed:
            return changed
    return render_template("agreements/terms.html", form=form, agreement=agreement), form.status


def _changed_terms(form: TermsForm, agreement: Agreement) -> Response | None:
    values = form.terms(clock.today())
    if values is None:
        return None
    with form.explaining("end"):
        before = changes.set_terms(agreement, values)
        db.session.commit()
        named = {"slug": agreement.slug, "version": agreement.version}
        session[BEFORE] = json.dumps(named | before, default=str)
        undo = url_for("agreements.undo_terms", slug=agreement.slug)
        notices.done_with_undo(_("Villkoren är sparade."), undo)
        replanned(agreement)
    return None if form.errors else redirect(url_for("agreements.show", slug=agreement.slug))


@bp.post("/avtal/<slug>/villkor/angra")
@writing
def undo_terms(slug: str) -> Response:
    """Put back the terms that stood before the last change."""
    agreement = agreement_by_slug(slug, me())
    before = json.loads(session.pop(BEFORE, "{}"))
    own = before.pop("slug", "") == slug
    if own and before.pop("version", 0) == agreement.version:
        changes.set_terms(agreement, _from_text(before))
        db.session.commit()
        notices.done(_("De tidigare villkoren gäller igen."))
        replanned(agreement)
    else:
        notices.done(_("Avtalet har ändrats sedan dess, så villkoren står kvar som de är."))
    return redirect(url_for("agreements.show", slug=slug))


def _from_text(values: dict[str, Any]) -> dict[str, Any]:
    found = dict(values)
    for name in ("start_on", "end_on", "review_on"):
        found[name] = date.fromisoformat(values[name]) if values[name] else None
    for name in ("start_precision", "end_precision"):
        found[name] = Precision(values[name])
    for name, kind in CHOSEN.items():
        found[name] = kind(values[name])
    return found


@bp.route("/avtal/<slug>/villkor/regler", methods=["GET", "POST"])
@writing
def notice_rules(slug: str) -> Page:
    """Further rules of notice: for prices, for one party's exit, for one party."""
    agreement = agreement_by_slug(slug, me())
    form = RuleForm()
    if form.validate_on_submit() and (notice := form.notice()):
        with form.explaining("notice_period"):
            rule = NoticeRule(
                Scope(form.scope.data),
                notice,
                Anchor(form.anchor.data),
                CountedFrom(form.counted_from.data),
                form.party.data,
            )
            changes.add_rule(agreement, rule, form.clause.data)
            revise(agreement)
            db.session.commit()
            notices.done(_("Regeln är sparad och bevakas."))
            replanned(agreement)
            return redirect(url_for("agreements.notice_rules", slug=slug))
    page = render_template(
        "agreements/notice_rules.html",
        form=form,
        agreement=agreement,
        rules=[
            (one, written(one.notice_period), _coming(agreement, one))
            for one in agreement.notice_rules
        ],
        words=wording,
    )
    return page, form.status


def _coming(agreement: Agreement, kept: AgreementNoticeRule) -> str:
    """The next day that a rule gives, or why there is none."""
    try:
        found = next_day(terms_of(agreement), rule_of(kept), clock.today())
    except RuleBroken as refusal:
        return refusal.text(language())
    if found is None:
        return str(_("Ingen kommande dag"))
    return str(_("Nästa gång senast %(day)s", day=long_date(found.notice.safe_day)))


@bp.post("/avtal/<slug>/villkor/regler/<int:rule_id>/bort")
@writing
def remove_rule(slug: str, rule_id: int) -> Response:
    """Take a further rule away."""
    agreement = agreement_by_slug(slug, me())
    gone = changes.remove_rule(agreement, rule_id)
    if gone is None:
        notices.done(_("Regeln är borttagen."))
    else:
        revise(agreement)
        db.session.commit()
        kept = {name: getattr(gone, name) for name in KEPT}
        undo = url_for("agreements.restore_rule", slug=slug, **kept)
        notices.done_with_undo(_("Regeln är borttagen."), undo)
        replanned(agreement)
    return redirect(url_for("agreements.notice_rules", slug=slug))


@bp.post("/avtal/<slug>/villkor/regler/tillbaka")
@writing
def restore_rule(slug: str) -> Response:
    """Put back a further rule that was taken away."""
    agreement = agreement_by_slug(slug, me())
    asked = {name: request.args.get(name, "") for name in KEPT}
    try:
        rule = NoticeRule(
            Scope(asked["scope"]),
            parse_notice(asked["notice_period"]),
            Anchor(asked["anchor"]),
            CountedFrom(asked["counted_from"]),
            asked["party_name"][:200],
        )
        changes.add_rule(agreement, rule, asked["clause"][:4000])
    except ValueError:
        abort(400)
    revise(agreement)
    db.session.commit()
    notices.done(_("Regeln gäller igen."))
    replanned(agreement)
    return redirect(url_for("agreements.notice_rules", slug=slug))


@bp.route("/avtal/<slug>/villkor/dag", methods=["GET", "POST"])
@writing
def set_day(slug: str) -> Page:
    """Set the last day of notice of the present term by hand, with a reason."""
    agreement = agreement_by_slug(slug, me())
    form = SetDayForm()
    if form.validate_on_submit() and (day := form.chosen(clock.today())):
        with form.explaining("day"):
            changes.set_notice_day(agreement, day, form.reason.data, me())
            revise(agreement)
            db.session.commit()
            notices.done(_("Dagen är ändrad. Skälet visas i uträkningen."))
            replanned(agreement)
            return redirect(url_for("agreements.show", slug=slug))
    found = reckoned(agreement, clock.today())
    page = render_template(
        "agreements/set_day.html",
        form=form,
        agreement=agreement,
        reckoning=None if isinstance(found, RuleBroken) else found,
        refusal=found.text(language()) if isinstance(found, RuleBroken) else "",
        language=language(),
    )
    return page, form.status


@bp.post("/avtal/<slug>/villkor/dag/<int:set_day_id>/bort")
@writing
def unset_day(slug: str, set_day_id: int) -> Response:
    """Let the rule say the day again."""
    agreement = agreement_by_slug(slug, me())
    changes.unset_notice_day(agreement, set_day_id)
    revise(agreement)
    db.session.commit()
    notices.done(_("Dagen räknas ut av villkoren igen."))
    replanned(agreement)
    return redirect(url_for("agreements.set_day", slug=slug))
