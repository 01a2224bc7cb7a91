"""Planning a recommendation over the municipalities' meetings, backwards and forwards."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import requires
from nk_avtal.blueprints.recommendations import own_steps
from nk_avtal.blueprints.recommendations import planning_words as words
from nk_avtal.blueprints.recommendations.blueprint import bp
from nk_avtal.blueprints.recommendations.deciding import Deciding
from nk_avtal.blueprints.recommendations.lanes import chart_of
from nk_avtal.blueprints.recommendations.one import found
from nk_avtal.blueprints.recommendations.planning_form import asked_about, demand_of
from nk_avtal.bodies.calendars import calendars
from nk_avtal.domain.people import Permission
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.written_dates import day_in
from nk_avtal.exchange import tables
from nk_avtal.municipalities import queries as municipalities
from nk_avtal.recommendations.actions import Content
from nk_avtal.recommendations.models import Recommendation
from nk_avtal.recommendations.plans import Planning, Question, planning_of


@bp.get("/<slug>/planering")
@requires(Permission.READ_ADOPTIONS)
def planning(slug: str) -> tuple[str, int]:
    """Until when it has to be sent to apply in time, and when it can apply if sent on a day."""
    recommendation, today = found(slug), clock.today()
    way = own_steps.way_to(recommendation, today)
    decided_on = way.last.day if way else None
    form = asked_about(recommendation, today, decided_on)
    shown: dict[str, Any] = {"planning": None}
    if form.read(today):
        question = form.question(recommendation, today, decided_on)
        planning = _shown(recommendation, question, today)
        shown = planning | _own(planning["planning"], way)
    page = render_template(
        "recommendations/planning.html",
        recommendation=recommendation,
        form=form,
        words=words,
        language=language(),
        draft=recommendation.status is Status.DRAFT,
        **shown,
    )
    return page, form.status


def _shown(recommendation: Recommendation, asked: Question, today: date) -> dict[str, Any]:
    deciding = Deciding.of(recommendation, today)
    made = _made(deciding, asked)
    return {
        "planning": made,
        "decided": deciding.decided,
        "backwards": words.backwards(made, today),
        "forwards": words.forwards(made, deciding.condition_day(made)),
        "grounds": words.grounds(made),
        "chart": chart_of(made),
    }


def _own(planning: Planning, way: own_steps.Way | None) -> dict[str, Any]:
    """What a draft says of the association's own steps."""
    return {
        "way": way,
        "own": own_steps.facts_of(planning, way),
        "own_verdict": own_steps.verdict(planning, way),
    }


def _made(deciding: Deciding, asked: Question) -> Planning:
    return planning_of(asked, deciding.left, calendars(deciding.today), deciding.announced)


@bp.get("/<slug>/planering.<any(xlsx, csv):form>")
@requires(Permission.READ_ADOPTIONS)
def planning_file(slug: str, form: str) -> AnyResponse:
    """The same days as a file."""
    recommendation, today = found(slug), clock.today()
    way = own_steps.way_to(recommendation, today)
    decided_on = way.last.day if way else None
    asked = asked_about(recommendation, today, decided_on)
    if not asked.read(today):
        kept: dict[str, Any] = request.args.to_dict()
        return redirect(url_for("recommendations.planning", slug=slug, **kept))
    question = asked.question(recommendation, today, decided_on)
    made = _made(Deciding.of(recommendation, today), question)
    head = words.head_of(made)
    rows = [words.row_of(made, number) for number in range(len(made.lanes))]
    if form == "csv":
        body, media = tables.csv(head, rows), "text/csv"
    else:
        body, media = tables.xlsx(gettext("Planering"), head, rows), tables.XLSX
    name = f"planering-{recommendation.slug}-{today.isoformat()}.{form}"
    return Response(
        body, mimetype=media, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def doubts(content: Content, agreement: Agreement) -> list[str]:
    """What a draft promises that the meetings cannot keep, in sentences."""
    today = clock.today()
    wanted = day_in(content.takes_effect, today)
    chosen = content.municipality_ids
    if not chosen or not (content.reply_by or wanted):
        return []
    sent_on = max(today, content.recommended_on or today)
    deciding = [one for one in municipalities.members() if one.id in chosen]
    demand = demand_of(agreement)
    asked = Question(wanted, sent_on, content.suggested_body, today, demand)
    return words.unattainable(planning_of(asked, deciding, calendars(today)), content.reply_by)
