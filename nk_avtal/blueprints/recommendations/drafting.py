"""Writing a recommendation, from an agreement to the mail that goes out."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.blueprints import drafts, notices
from nk_avtal.blueprints.discarding import DiscardForm, question
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.recommendations import defaults
from nk_avtal.blueprints.recommendations.blueprint import bp
from nk_avtal.blueprints.recommendations.forms import RecommendationForm, values_of
from nk_avtal.blueprints.recommendations.one import found
from nk_avtal.blueprints.recommendations.planning import doubts
from nk_avtal.db import db
from nk_avtal.domain import recommendations as rules
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Permission
from nk_avtal.domain.recommendations import NotSendable, Status
from nk_avtal.formats import long_date
from nk_avtal.letters.making import keep_as_sent
from nk_avtal.matters import queries as matters
from nk_avtal.matters import recommending
from nk_avtal.municipalities import queries as municipalities
from nk_avtal.recommendations import actions, mails, queries
from nk_avtal.recommendations.models import Recommendation

Answer = str | Response | tuple[str, int]


@bp.route("/ny", methods=["GET", "POST"])
@requires(Permission.DRAFT_RECOMMENDATIONS)
def new() -> Answer:
    """A draft about the agreement in the address (`?avtal=`), or first the choice of one."""
    slug = request.args.get("avtal", "")
    if not slug:
        return render_template("recommendations/choose.html", agreements=queries.agreements())
    agreement = queries.agreement_by_slug(slug)
    form = _form(agreement, defaults.of(agreement))
    if _is_ready(form):
        members = municipalities.members()
        made = actions.draft(agreement, form.content, members, queries.board(), clock.now())
        return _saved(made)
    return _page(form, agreement, None)


@bp.route("/<slug>/andra", methods=["GET", "POST"])
@requires(Permission.DRAFT_RECOMMENDATIONS)
def edit(slug: str) -> Answer:
    """Change a draft."""
    recommendation = found(slug)
    agreement = recommendation.agreement
    form = _form(agreement, values_of(recommendation))
    if _is_ready(form):
        if drafts.meanwhile(form, recommendation.version):
            return _page(form, agreement, recommendation, 409)
        actions.edit(recommendation, form.content)
        return _saved(recommendation)
    return _page(form, agreement, recommendation)


def _form(agreement: Agreement, values: dict[str, Any]) -> RecommendationForm:
    form = RecommendationForm(data=values)
    form.prepare(municipalities.members(), queries.versions(agreement))
    return form


def _is_ready(form: RecommendationForm) -> bool:
    """Whether there is something to save: all of it where the next step is to send it."""
    if request.method != "POST" or _picked(form) or not form.read(clock.today()):
        return False
    check = partial(rules.check_sendable, form.content.draft)
    return not (_wants_review() and form.lacking(check))


def _picked(form: RecommendationForm) -> bool:
    """Whether a button beside a day was pressed, which fills the field and saves nothing."""
    picked = request.form.get("meeting_pick")
    if picked:
        form.meeting.data = picked
    return bool(picked)


def _wants_review() -> bool:
    return request.form.get("next") == "review"


def _saved(recommendation: Recommendation) -> Response:
    db.session.commit()
    if _wants_review():
        return redirect(url_for("recommendations.send", slug=recommendation.slug))
    flash(gettext("Utkastet är sparat."), "notice")
    return redirect(url_for("recommendations.show", slug=recommendation.slug))


def _page(
    form: RecommendationForm,
    agreement: Agreement,
    recommendation: Recommendation | None,
    status: int = 0,
) -> tuple[str, int]:
    days = queries.board_days(clock.today())
    conflicting = recommendation if status == 409 else None
    page = render_template(
        "recommendations/form.html",
        form=form,
        agreement=agreement,
        recommendation=recommendation,
        quick=[(long_date(day), day.isoformat()) for day in days],
        theirs=drafts.theirs(form, values_of(conflicting)) if conflicting else [],
        doubts=_doubts(form, agreement),
    )
    return page, status or form.status


def _doubts(form: RecommendationForm, agreement: Agreement) -> list[str]:
    """Days in the form that the municipalities' meetings cannot keep."""
    form.reply_by.read(clock.today())
    form.meeting.read(clock.today())
    return doubts(form.content, agreement)


@bp.route("/<slug>/ta-bort", methods=["GET", "POST"])
@requires(Permission.DRAFT_RECOMMENDATIONS)
def discard(slug: str) -> Answer:
    """Ask, and then throw the draft away. What has been sent stays: its page."""
    recommendation = found(slug)
    back = url_for("recommendations.show", slug=slug)
    if recommendation.status is not Status.DRAFT:
        return redirect(back)
    matter = matters.made_into(recommendation)
    form = DiscardForm.of(recommendation.version)
    if not form.confirmed(recommendation.version):
        crumbs = [(gettext("Rekommendationer"), url_for("recommendations.index"))]
        stays = gettext("Ärendet och styrelsens beslut står kvar.") if matter else ""
        return question(form, recommendation.title, back, crumbs, stays)
    agreement = recommendation.agreement
    recommending.discard(recommendation)
    db.session.commit()
    notices.done(gettext("Utkastet är borttaget."))
    if matter:
        return redirect(url_for("matters.show", slug=matter.slug))
    return redirect(url_for("agreements.show", slug=agreement.slug))


@bp.route("/<slug>/skicka", methods=["GET", "POST"])
@requires(Permission.SEND_RECOMMENDATIONS)
def send(slug: str) -> Answer:
    """Who will get the mail and what it says; then send it. Sent already: the page, once more."""
    recommendation = found(slug)
    if recommendation.status is not Status.DRAFT:
        return redirect(url_for("recommendations.show", slug=slug))
    if request.method == "POST":
        count = actions.send(recommendation, me(), clock.now(), clock.today())
        keep_as_sent(recommendation, me(), clock.today())
        db.session.commit()
        flash(
            ngettext(
                "Rekommendationen är skickad. Ett mejl lämnar utkorgen om en stund.",
                "Rekommendationen är skickad. %(num)s mejl lämnar utkorgen om en stund.",
                count,
            ),
            "notice",
        )
        return redirect(url_for("recommendations.show", slug=slug))
    return _preview(recommendation)


def _preview(recommendation: Recommendation) -> str:
    boxes = mails.concerned(recommendation)
    problems = _problems(recommendation)
    sample = boxes[0].municipality if boxes and not problems else None
    return render_template(
        "recommendations/send.html",
        recommendation=recommendation,
        boxes=boxes,
        problems=problems,
        sample=sample,
        letter=mails.written(mails.SENT, recommendation, sample) if sample else None,
        doubts=doubts(actions.content_of(recommendation), recommendation.agreement),
    )


def _problems(recommendation: Recommendation) -> list[str]:
    try:
        actions.check_sendable(recommendation, clock.today())
    except NotSendable as refusal:
        return [str(missing.message) for missing in refusal.missing]
    except RuleBroken as refusal:
        return [str(refusal)]
    return []
