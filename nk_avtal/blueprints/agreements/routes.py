"""The list of agreements and one agreement's page."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as Redirect

from nk_avtal import clock, wording
from nk_avtal.adoptions.reported import reported_about
from nk_avtal.agreements import actions, listing, stages
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import (
    agreement_by_slug,
    agreement_for_page,
    is_visible,
)
from nk_avtal.agreements.reckoning import is_unwatched
from nk_avtal.blueprints import listed, notices
from nk_avtal.blueprints.agreements.shown import show as shown
from nk_avtal.blueprints.bindings.shown import parties_of
from nk_avtal.blueprints.costs.shown import on_agreement
from nk_avtal.blueprints.deadlines import words as words_of_notice
from nk_avtal.blueprints.deadlines.on_agreement import renewal_of
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.listed import Listed
from nk_avtal.blueprints.matters.shown import preparing_of
from nk_avtal.blueprints.paging import Page
from nk_avtal.blueprints.reminders.replanning import replanned
from nk_avtal.blueprints.views.shown import beside
from nk_avtal.consultations import queries as consultations
from nk_avtal.db import db
from nk_avtal.domain.agreements import Precision, Step, steps_from
from nk_avtal.domain.people import Permission
from nk_avtal.domain.reminders import Deadline
from nk_avtal.domain.renewal_decisions import ANSWERS
from nk_avtal.formats import long_date
from nk_avtal.history import queries as history
from nk_avtal.municipalities.queries import members
from nk_avtal.negotiations import queries as negotiations
from nk_avtal.people.queries import association_people
from nk_avtal.recommendations.newest import newest_of
from nk_avtal.register.actions import has_newer
from nk_avtal.reminders.queries import coming_mails, reaching_nobody, reminders_about
from nk_avtal.reminders.watching import Watched, watched
from nk_avtal.views.models import ViewPage

bp = Blueprint("agreements", __name__)

SHOWN = 25
EVENTS = 6
COLUMNS = (
    *(_l("NK-nummer"), _l("Titel"), _l("Typ"), _l("Område"), _l("Skede"), _l("Kommuner")),
    *(_l("Andra parter"), _l("Gäller från"), _l("Gäller till"), _l("Ansvarig")),
)
SHOWN_STEPS = (Step.NEGOTIATE, Step.PREPARE, Step.CONCLUDE, Step.CANCEL)


def _choice() -> listing.Choice:
    return listing.Choice.of(request.args)


@bp.get("/avtal")
@requires(Permission.READ_AGREEMENTS)
def index() -> str:
    """The agreements that the reader may see."""
    choice = _choice()
    count, found = listing.part(choice, me(), Page.asked(), SHOWN)
    return render_template(
        "agreements/index.html",
        page=Page.part(found, count, SHOWN),
        total=listing.total(me()),
        choice=choice,
        views=beside(ViewPage.AGREEMENTS),
        narrowing={
            name: request.args[name] for name in listing.NARROWING if request.args.get(name)
        },
        words=wording,
        towns=members(),
        others=listing.other_parties(me()),
        people=association_people(),
        lacks_watch=_lacks_watch,
        stage_of=_stage_of,
    )


def _stage_of(agreement: Agreement) -> str:
    """The stage in a list: for what is concluded, also whether it has begun and whether it is
    over."""
    return str(wording.IN_LISTS[stages.stage_of(agreement, clock.today())])


def _lacks_watch(agreement: Agreement) -> bool:
    """Whether the reader is to be told that no day of the agreement is watched."""
    return me().may(Permission.READ_DEADLINES) and is_unwatched(agreement, clock.today())


@bp.get(f"/avtal.<{listed.FORMS}:form>")
@requires(Permission.READ_AGREEMENTS)
def export(form: str) -> Response:
    """The same list as a file."""
    return listed.sent(Listed(_("Avtal"), "avtal", COLUMNS, _rows()), form)


def _rows() -> list[tuple[object, ...]]:
    return [
        (
            one.number or "",
            one.title,
            str(wording.KINDS[one.kind]),
            ", ".join(str(wording.AREAS[area.area]) for area in one.areas),
            _stage_of(one),
            ", ".join(party.municipality.name for party in one.parties if party.municipality),
            ", ".join(party.organisation for party in one.parties if party.organisation),
            _day(one.start_on, one.start_precision),
            _day(one.end_on, one.end_precision),
            one.responsible.name if one.responsible else "",
        )
        for one in listing.chosen(_choice(), me())
    ]


def _day(day: date | None, precision: Precision) -> date | str:
    """A day as a day, so that a table can sort it; 2026-03 or 2026 when no more is known."""
    if day is None or precision is Precision.UNKNOWN:
        return long_date(day, precision)
    known = {Precision.MONTH: 7, Precision.YEAR: 4}.get(precision)
    return day.isoformat()[:known] if known else day


@bp.get("/avtal/<slug>")
@requires(Permission.READ_AGREEMENTS)
def show(slug: str) -> str:
    """One agreement."""
    agreement = agreement_for_page(slug, me())
    today = clock.today()
    may_write = me().may(Permission.WRITE_AGREEMENTS)
    internal = me().may(Permission.READ_DRAFTS)
    page = shown(agreement, newest_of(agreement, me()), today, internal)
    watch = watched(today, agreement.id) if internal else []
    steps = [step for step in steps_from(agreement.stage) if step in SHOWN_STEPS]
    return render_template(
        "agreements/show.html",
        agreement=agreement,
        shown=page,
        words=wording,
        steps=steps if may_write else [],
        related=_related(agreement),
        reported=reported_about(agreement),
        reminders=coming_mails(watch, today) if me().may(Permission.READ_DEADLINES) else [],
        events=history.for_agreement(agreement.id, EVENTS) if internal else [],
        nobody=reaching_nobody(watch),
        deadline=_next_to_decide(watch),
        internal=internal,
        unpublished_text=internal and agreement.published and has_newer(agreement),
        consultations=consultations.about(agreement.id) if internal else [],
        renewal=renewal_of(agreement, inside=me().may(Permission.READ_DEADLINES)),
        words_of_notice=words_of_notice,
        parties=parties_of(agreement, today),
        matters=preparing_of(agreement, today) if internal else [],
        costs=on_agreement(agreement, me(), today),
        negotiations=negotiations.about(agreement, me()),
    )


def _next_to_decide(watch: list[Watched]) -> Deadline | None:
    """The next deadline of the agreement that nobody has settled."""
    found = (one.deadline for one in watch if one.recommendation is None and not one.settled)
    kinds = (one for one in found if one.kind in ANSWERS)
    return min(kinds, key=lambda one: one.falls_on, default=None)


def _related(agreement: Agreement) -> list[tuple[str, Agreement]]:
    """How the agreement stands to those others that the reader may know of."""
    found = [(str(wording.RELATIONS[one.relation]), one.other) for one in agreement.relations]
    for one in agreement.reverse_relations:
        found.append((str(wording.REVERSE_RELATIONS[one.relation]), one.agreement))
    return [(word, other) for word, other in found if is_visible(other, me())]


@bp.get("/avtal/<slug>/historik")
@requires(Permission.READ_DRAFTS)
def history_page(slug: str) -> str:
    """Who has changed what."""
    agreement = agreement_by_slug(slug, me())
    return render_template(
        "agreements/history.html",
        agreement=agreement,
        page=Page.of(history.for_agreement(agreement.id), 50),
        reminders=reminders_about(agreement.id) if me().may(Permission.READ_DEADLINES) else [],
    )


@bp.get(f"/avtal/<slug>/historik.<{listed.FORMS}:form>")
@requires(Permission.READ_DRAFTS)
def history_file(slug: str, form: str) -> Response:
    """The same as a file."""
    agreement = agreement_by_slug(slug, me())
    columns = (_("När"), _("Vem"), _("Vad"), _("Ändringar"))
    rows = [
        (one.day, one.by, one.text, "; ".join(one.details))
        for one in history.for_agreement(agreement.id)
    ]
    return listed.sent(Listed(_("Historik"), f"historik-{slug}", columns, rows), form)


@bp.post("/avtal/<slug>/steg")
@requires(Permission.WRITE_AGREEMENTS)
def take_step(slug: str) -> Redirect:
    """Bring the agreement to its next stage."""
    agreement = agreement_by_slug(slug, me())
    step = request.form.get("step", "")
    if step not in SHOWN_STEPS:
        abort(400)
    actions.take(agreement, Step(step))
    db.session.commit()
    notices.done(_("Skedet är nu %(stage)s.", stage=str(wording.STAGES[agreement.stage]).lower()))
    replanned(agreement)
    return redirect(url_for("agreements.show", slug=slug))
