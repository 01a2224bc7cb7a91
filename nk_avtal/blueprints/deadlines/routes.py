"""Deadlines that come: the table, the line of time, the month, Excel."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from nk_avtal import clock, wording
from nk_avtal.agreements.listing import other_parties
from nk_avtal.blueprints import listed
from nk_avtal.blueprints.deadlines import words
from nk_avtal.blueprints.deadlines.months import Month, month_of
from nk_avtal.blueprints.deadlines.timelines import chart_of, first_day
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.listed import Listed
from nk_avtal.blueprints.views.shown import beside
from nk_avtal.domain.people import Permission
from nk_avtal.municipalities.queries import members
from nk_avtal.people.queries import association_people
from nk_avtal.reminders import chosen
from nk_avtal.reminders.chosen import Choice, of_agreements
from nk_avtal.reminders.watching import Watched, awaiting_replies, watched_agreements
from nk_avtal.renewals.queries import meetings_between
from nk_avtal.views.models import ViewPage

bp = Blueprint("deadlines", __name__)

NEAR = timedelta(days=30)
COLUMNS = (
    *(_l("Senast"), _l("Avtal"), _l("Vad ska göras"), _l("Om inget görs")),
    *(_l("Ansvarig"), _l("Ställningstagande")),
)


@bp.get("/fornyelser")
@requires(Permission.READ_DEADLINES)
def index() -> str:
    """What has to be settled, by when, and what happens otherwise."""
    today = clock.today()
    choice = Choice.of(request.args)
    agreements = choice.agreements(me(), first_day(today))
    every_day = watched_agreements(today)
    ahead = of_agreements(agreements, every_day)
    found = choice.deadlines(ahead, today)
    return render_template(
        "deadlines/index.html",
        choice=choice,
        views=beside(ViewPage.DEADLINES),
        narrowing={name: request.args[name] for name in chosen.NARROWING if request.args.get(name)},
        chosen=chosen,
        deadlines=[one for one in found if not one.settled],
        settled=[one for one in found if one.settled],
        later=next((one for one in ahead if not one.settled and one not in found), None),
        chart=chart_of(agreements, today),
        month=_month(every_day, {one.id for one in agreements}),
        near_day=today + NEAR,
        what=what,
        otherwise=otherwise,
        answered=answered,
        successor_words=words.successor,
        acts=wording.TO_DO,
        language=language(),
        words=wording,
        towns=members(),
        others=other_parties(me()),
        people=association_people(),
    )


def _month(found: list[Watched], numbers: set[int]) -> Month:
    today = clock.today()
    month = Month(month_of(request.args.get("manad", ""), today))
    first, last = month.span
    month.add_deadlines(
        one
        for one in found
        if first <= one.deadline.falls_on <= last and one.agreement.id in numbers
    )
    replies = awaiting_replies(first, last, today)
    month.add_replies(one for one in replies if one.agreement_id in numbers)
    month.add_meetings(meetings_between(first, last))
    return month


def what(one: Watched) -> str:
    """What is to be done before the deadline."""
    return str(wording.TO_DO[one.deadline.kind])


def otherwise(one: Watched) -> str:
    """What happens if it is not done."""
    if one.deadline.kind in wording.OTHERWISE:
        return str(wording.OTHERWISE[one.deadline.kind])
    return one.reckoning.consequence.phrase.text(language()) if one.reckoning else ""


def answered(one: Watched) -> str:
    """What is decided about the deadline, if anything."""
    return words.answer(one.decision.kind, one.decision.answer) if one.decision else ""


@bp.get(f"/fornyelser.<{listed.FORMS}:form>")
@requires(Permission.READ_DEADLINES)
def export(form: str) -> Response:
    """The same list as a file."""
    today = clock.today()
    choice = Choice.of(request.args)
    agreements = choice.agreements(me(), first_day(today))
    found = of_agreements(agreements, watched_agreements(today))
    rows = [
        (
            one.deadline.falls_on,
            one.agreement.title,
            what(one),
            otherwise(one),
            one.agreement.responsible.name if one.agreement.responsible else "",
            answered(one),
        )
        for one in choice.deadlines(found, today)
    ]
    return listed.sent(Listed(_("Frister"), "frister", COLUMNS, rows), form)
