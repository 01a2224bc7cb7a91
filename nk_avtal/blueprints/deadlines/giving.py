"""Registering notice of an agreement, following it, withdrawing it."""

from __future__ import annotations

from datetime import date

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import agreement_for_page
from nk_avtal.blueprints import conflict, notices
from nk_avtal.blueprints.deadlines import words
from nk_avtal.blueprints.deadlines.notice_forms import NoticeForm, WithdrawForm
from nk_avtal.blueprints.deadlines.routes import bp
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.reminders.replanning import replanned
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Permission
from nk_avtal.formats import long_date
from nk_avtal.renewals import actions, giving, queries
from nk_avtal.renewals.giving import Notified
from nk_avtal.renewals.models import GivenNotice, RenewalDecision

Page = str | tuple[str, int] | Response
FIELDS = {
    "ahead": "decided_on",
    "out_of_order": "decided_on",
    "no_party": "giver",
    "reason_missing": "effect_reason",
    "effect_unknown": "ends_on",
}
"""Where a broken rule is told."""
writing = requires(Permission.WRITE_DEADLINES)


@bp.route("/avtal/<slug>/uppsagning", methods=["GET", "POST"])
@writing
def give_notice(slug: str) -> Page:
    """Register notice of an agreement."""
    agreement = agreement_for_page(slug, me())
    form = NoticeForm()
    form.offer(agreement)
    told = None
    if request.method == "POST" and form.validate():
        told = form.told(clock.today())
    if told and (notice := _given(form, agreement, told)):
        return _saved(notice, _("Uppsägningen är registrerad."))
    return _page(form, agreement)


def _given(form: NoticeForm, agreement: Agreement, told: Notified) -> GivenNotice | None:
    actions.hold(agreement)
    try:
        notice = giving.give(agreement, told, me(), _decision(agreement))
        db.session.commit()
    except RuleBroken as refusal:
        _refuse(form, refusal)
        return None
    return notice


def _decision(agreement: Agreement) -> RenewalDecision | None:
    """The decision that the notice carries out, when the page was reached from there."""
    number = request.args.get("beslut", "")
    found = (one for one in queries.decisions_of(agreement) if not one.undone_at)
    return next((one for one in found if str(one.id) == number), None)


def _refuse(form: NoticeForm, refusal: RuleBroken) -> None:
    db.session.rollback()
    form.refuse(refusal.text(language()), FIELDS.get(refusal.name, "giver"))


@bp.route("/avtal/<slug>/uppsagning/<int:notice_id>", methods=["GET", "POST"])
@writing
def follow_notice(slug: str, notice_id: int) -> Page:
    """See how far a notice has come, and say when it has come further."""
    agreement = agreement_for_page(slug, me())
    notice = queries.notice_by_id(agreement, notice_id)
    form = NoticeForm()
    form.offer(agreement)
    if request.method == "GET":
        form.fill_from(notice)
        return _page(form, agreement, notice)
    told = form.told(clock.today()) if form.validate() else None
    if told is None or notice.withdrawn_at:
        return _page(form, agreement, notice)
    actions.hold(agreement)
    if form.version.data != str(notice.version):
        return _conflict(form, agreement, notice)
    try:
        giving.follow(notice, told)
        db.session.commit()
    except RuleBroken as refusal:
        _refuse(form, refusal)
        return _page(form, agreement, notice)
    return _saved(notice, _("Ändringarna är sparade."))


def _conflict(form: NoticeForm, agreement: Agreement, notice: GivenNotice) -> Page:
    theirs = NoticeForm(formdata=None)
    theirs.offer(agreement)
    theirs.fill_from(notice)
    form.version.data = str(notice.version)
    return _page(form, agreement, notice, versions=conflict.rows(form, theirs))


def _saved(notice: GivenNotice, text: str) -> Response:
    if notice.takes_effect_on:
        day = long_date(notice.takes_effect_on)
        text = f"{text} {_('Sista dag är %(day)s.', day=day)}"
    notices.done(text)
    replanned(notice.agreement)
    slug = notice.agreement.slug
    return redirect(url_for("deadlines.follow_notice", slug=slug, notice_id=notice.id))


def _page(
    form: NoticeForm,
    agreement: Agreement,
    notice: GivenNotice | None = None,
    versions: list[conflict.Row] | None = None,
) -> Page:
    page = render_template(
        "deadlines/notice.html",
        form=form,
        withdrawing=WithdrawForm(formdata=None),
        agreement=agreement,
        notice=notice,
        versions=versions,
        words=words,
        would_end=_would_end(agreement, clock.today()),
    )
    return page, 409 if versions is not None else form.status


def _would_end(agreement: Agreement, today: date) -> date | None:
    """The last day if the notice counted from today; None when that cannot be reckoned."""
    try:
        return giving.effect_when_given(agreement, today)
    except RuleBroken:
        return None


@bp.post("/avtal/<slug>/uppsagning/<int:notice_id>/aterta")
@writing
def withdraw_notice(slug: str, notice_id: int) -> Page:
    """The notice no longer stands."""
    agreement = agreement_for_page(slug, me())
    notice = queries.notice_by_id(agreement, notice_id)
    withdrawing = WithdrawForm()
    if not withdrawing.validate():
        form = NoticeForm(formdata=None)
        form.offer(agreement)
        form.fill_from(notice)
        return render_template(
            "deadlines/notice.html",
            form=form,
            withdrawing=withdrawing,
            agreement=agreement,
            notice=notice,
            words=words,
        ), 422
    actions.hold(agreement)
    giving.withdraw(notice, withdrawing.withdrawal_reason.data, me())
    db.session.commit()
    undo = url_for("deadlines.restore_notice", slug=slug, notice_id=notice_id)
    notices.done_with_undo(_("Uppsägningen är återtagen. Avtalet gäller som förut."), undo)
    replanned(agreement)
    return redirect(url_for("agreements.show", slug=slug))


@bp.post("/avtal/<slug>/uppsagning/<int:notice_id>/anda")
@writing
def restore_notice(slug: str, notice_id: int) -> Response:
    """The notice stands after all."""
    agreement = agreement_for_page(slug, me())
    notice = queries.notice_by_id(agreement, notice_id)
    actions.hold(agreement)
    giving.restore(notice)
    db.session.commit()
    return _saved(notice, _("Uppsägningen gäller igen."))
