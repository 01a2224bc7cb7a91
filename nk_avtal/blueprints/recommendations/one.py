"""One recommendation's page, and what is done there with a button."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from nk_avtal import clock, wording
from nk_avtal.adoptions import actions as adoptions
from nk_avtal.adoptions import facts, pictures, words
from nk_avtal.adoptions.outlook import entry_of
from nk_avtal.adoptions.queries import standing_decision
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.recommendations.blueprint import bp
from nk_avtal.blueprints.recommendations.forms import ReasonForm
from nk_avtal.blueprints.recommendations.links import place_url, place_url_of
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Permission
from nk_avtal.domain.recommendations import Status
from nk_avtal.history import queries as history
from nk_avtal.municipalities import queries as municipalities
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.recommendations import actions, following, mails, queries
from nk_avtal.recommendations.models import Recommendation
from nk_avtal.reminders import by_hand

SHOWN_EVENTS = 4
MAIL_STATES = {
    MessageState.QUEUED: _l("Skickas"),
    MessageState.SENDING: _l("Skickas nu"),
    MessageState.SENT: _l("Skickat"),
    MessageState.FAILED: _l("Gick inte fram"),
    MessageState.STOPPED: _l("Stoppat"),
}


@bp.get("/<slug>")
@requires(Permission.READ_ADOPTIONS)
def show(slug: str) -> str:
    """The map, the members by standing, what is recommended, the mails and the history."""
    return render_page(found(slug), ReasonForm())


def found(slug: str) -> Recommendation:
    """The recommendation, if it is there for this person; a draft is only for the association."""
    return queries.by_slug(slug, drafts=me().may(Permission.READ_DRAFTS))


def render_page(recommendation: Recommendation, withdrawal: ReasonForm) -> str:
    """The page of a recommendation."""
    today = clock.today()
    members = municipalities.members()
    places = facts.standings_of([recommendation.id], today).get(recommendation.id, {})
    inside = me().may(Permission.READ_DRAFTS)
    mailed = queries.messages(recommendation) if inside else []
    sent = recommendation.status is Status.SENT
    return render_template(
        "recommendations/show.html",
        recommendation=recommendation,
        form=withdrawal,
        all_members=members,
        standings=places,
        tally=facts.tally_of(places),
        groups=pictures.groups(members, places),
        entry=entry_of(recommendation, places, members, today) if sent else None,
        events=history.for_recommendation(recommendation.id, SHOWN_EVENTS) if inside else [],
        reminded=by_hand.last_reminded([recommendation.id]).get(recommendation.id, {}),
        follower=queries.follower_of(recommendation) if inside else None,
        mails=mailed,
        held=[mail for mail in mailed if _is_held(mail)],
        stopped=mailed and all(mail.state is MessageState.STOPPED for mail in mailed),
        mail_words=MAIL_STATES,
        words=words,
        wording=wording,
        pictures=pictures,
        place_url=place_url,
        place_url_of=place_url_of,
    )


def _is_held(mail: Message) -> bool:
    return mail.state is MessageState.QUEUED and mail.not_before > clock.now()


@bp.get("/<slug>/historik")
@requires(Permission.READ_DRAFTS)
def history_page(slug: str) -> str:
    """All that has happened to a recommendation, its places and its decisions."""
    recommendation = found(slug)
    return render_template(
        "recommendations/history.html",
        recommendation=recommendation,
        entries=history.for_recommendation(recommendation.id),
    )


@bp.post("/<slug>/stoppa")
@requires(Permission.SEND_RECOMMENDATIONS)
def stop(slug: str) -> Response:
    """Stop the mails that have not left."""
    count = mails.stop(found(slug))
    db.session.commit()
    if count:
        message = ngettext("Ett mejl stoppades.", "%(num)s mejl stoppades.", count)
        flash(message, "notice")
    else:
        flash(gettext("Mejlen har redan lämnat utkorgen."), "warning")
    return _back(slug)


@bp.post("/<slug>/skicka-mejl")
@requires(Permission.SEND_RECOMMENDATIONS)
def send_again(slug: str) -> Response:
    """Send the mails that were stopped."""
    count = mails.send_again(found(slug), me())
    db.session.commit()
    if count:
        flash(ngettext("Ett mejl är köat.", "%(num)s mejl är köade.", count), "notice")
    return _back(slug)


@bp.post("/<slug>/dra-tillbaka")
@requires(Permission.SEND_RECOMMENDATIONS)
def withdraw(slug: str) -> Response | tuple[str, int]:
    """Take the recommendation back, with a reason that is mailed."""
    recommendation = found(slug)
    form = ReasonForm()
    if form.validate():
        try:
            reason = form.reason.data or ""
            actions.withdraw(recommendation, reason, me(), clock.now(), clock.today())
        except RuleBroken as refusal:
            if refusal.name != "reason_missing":
                raise
            form.refuse(str(refusal), "reason")
        else:
            db.session.commit()
            flash(gettext("Rekommendationen är tillbakadragen."), "notice")
            return _back(slug)
    return render_page(recommendation, form), form.status


@bp.post("/<slug>/tillagg/<int:decision_id>")
@requires(Permission.SEND_RECOMMENDATIONS)
def accept_addition(slug: str, decision_id: int) -> Response:
    """Accept what a municipality added, so that its adoption counts for entry into force."""
    decision = standing_decision(found(slug), decision_id)
    if decision.addition_accepted_at is None:
        adoptions.accept_addition(decision, me())
    name = decision.addressee.municipality.name
    db.session.commit()
    flash(gettext("Tillägget från %(name)s är godtaget.", name=name), "notice")
    return _back(slug)


@bp.post("/<slug>/tillagg/<int:decision_id>/ny-version")
@requires(Permission.DRAFT_RECOMMENDATIONS)
def follow(slug: str, decision_id: int) -> Response:
    """Draft a new version with what a municipality added, for all to decide on again."""
    recommendation = found(slug)
    decision = standing_decision(recommendation, decision_id)
    name = decision.addressee.municipality.name
    made = following.follow(recommendation, decision.addition, name, clock.now())
    db.session.commit()
    flash(gettext("Utkastet till ny version är skapat. Styrelsen rekommenderar på nytt."), "notice")
    return redirect(url_for("recommendations.edit", slug=made.slug))


def _back(slug: str) -> Response:
    return redirect(url_for("recommendations.show", slug=slug))
