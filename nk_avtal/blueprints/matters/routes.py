"""The list of matters, one matter's page, and writing it."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from nk_avtal import clock, wording
from nk_avtal.agreements.goal_sets import offered
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import agreement_by_slug, last_titles, visible_to
from nk_avtal.blueprints import listed, notices
from nk_avtal.blueprints.conflict import rows
from nk_avtal.blueprints.forms import options
from nk_avtal.blueprints.guard import me
from nk_avtal.blueprints.listed import Listed
from nk_avtal.blueprints.matters.blueprint import BOTH, Page, bp, preparing
from nk_avtal.blueprints.matters.forms import MatterForm
from nk_avtal.blueprints.matters.shown import meeting_url, shown
from nk_avtal.blueprints.paging import Page as Part
from nk_avtal.bodies.queries import bodies_of
from nk_avtal.db import db
from nk_avtal.domain.matters import Track
from nk_avtal.domain.references import clean_reference
from nk_avtal.matters import actions, history, listing, queries
from nk_avtal.matters.models import Matter
from nk_avtal.people.queries import association_people

SHOWN = 25
NARROWING = ("q", "organ", "omrade", "lage", "ordning")


@bp.get("/arenden")
@preparing
def index() -> str:
    """Where each matter is now."""
    choice, today = _choice(), clock.today()
    count, found = listing.part(choice, today, Part.asked(), SHOWN)
    return render_template(
        "matters/index.html",
        page=Part.part(found, count, SHOWN),
        total=listing.total(),
        choice=choice,
        words=wording,
        bodies=bodies_of(None),
    )


def _choice() -> listing.Choice:
    asked = request.args
    return listing.Choice(
        words=asked.get("q", ""),
        body=asked.get("organ", ""),
        track=asked.get("omrade", ""),
        state=asked.get("lage", listing.OPEN),
        sort=asked.get("ordning", "mote"),
    )


@bp.get(f"/arenden.<{listed.FORMS}:form>")
@preparing
def export(form: str) -> Response:
    """The same list as a file."""
    found = listing.part(_choice(), clock.today(), 1, listed.EVERYTHING)[1]
    columns = (
        *(_("Ärende"), _("Diarienummer"), _("Område"), _("Hos"), _("Möte"), _("Läge")),
        _("Ansvarig"),
    )
    rows = map(_row, found)
    return listed.sent(Listed(_("Ärenden"), "arenden", columns, rows), form)


def _row(line: listing.Line) -> tuple[object, ...]:
    matter, station = line.matter, line.station
    return (
        *(matter.title, matter.reference, str(wording.TRACKS[matter.track])),
        station.body if station else "",
        station.sitting.held_on if station and station.sitting else "",
        str(wording.MATTER_STATES[line.where.state]),
        matter.responsible.name if matter.responsible else "",
    )


@bp.get("/arenden/<slug>")
@preparing
def show(slug: str) -> str:
    """One matter."""
    matter = queries.by_slug(slug)
    return render_template(
        "matters/show.html",
        matter=matter,
        shown=shown(matter, clock.today()),
        words=wording,
        meeting_url=meeting_url,
        events=history.told_about(matter),
    )


@bp.route("/arenden/nytt", methods=BOTH)
@preparing
def new() -> Page:
    """Begin a matter, about the agreement in the address (`?avtal=`) or about something else."""
    about = request.args.get("avtal", "")
    agreement = agreement_by_slug(about, me()) if about else None
    form = _offering(MatterForm(data=_beginning(agreement)))
    _offer_agreements(form, agreement)
    if form.validate_on_submit():
        matter = actions.begin(_content(form), agreement or _chosen(form))
        db.session.commit()
        notices.done(_("Ärendet är skapat. Välj möten för de organ som ska behandla det."))
        return redirect(url_for("matters.show", slug=matter.slug))
    page = render_template("matters/form.html", form=form, matter=None, agreement=agreement)
    return page, form.status


def _beginning(agreement: Agreement | None) -> dict[str, Any]:
    mine: dict[str, Any] = {"responsible": me().id}
    if agreement is None:
        return mine
    area = agreement.areas[0].area.value if agreement.areas else Track.OTHER.value
    return mine | {
        "title": agreement.title,
        "track": area,
        "responsible": agreement.responsible_id or me().id,
        "summary": agreement.summary,
        "proposal": f"anta {agreement.title}",
        "goals": [one.goal_id for one in agreement.goal_links],
    }


def _offer_agreements(form: MatterForm, agreement: Agreement | None) -> None:
    known: dict[Any, Any] = {"": _("Inget avtal")}
    if agreement is None:
        known |= dict(last_titles(me()))
    form.agreement.choices = options(known)


def _chosen(form: MatterForm) -> Agreement | None:
    slug = form.agreement.data
    if not slug:
        return None
    return db.session.scalars(visible_to(me()).where(Agreement.slug == slug)).first()


@bp.route("/arenden/<slug>/andra", methods=BOTH)
@preparing
def edit(slug: str) -> Page:
    """Change what is written of a matter."""
    matter = queries.by_slug(slug)
    form = _offering(MatterForm(), matter)
    versions: list[dict[str, str]] = []
    if request.method == "GET":
        _show(form, matter)
    elif form.validate_on_submit():
        if form.version.data == str(matter.version):
            actions.change(matter, _content(form))
            db.session.commit()
            notices.done(_("Ärendet är ändrat."))
            return redirect(url_for("matters.show", slug=slug))
        theirs = _offering(MatterForm(formdata=None), matter)
        _show(theirs, matter)
        versions = rows(form, theirs)
        form.version.data = str(matter.version)
    page = render_template(
        "matters/form.html",
        form=form,
        matter=matter,
        agreement=matter.agreement,
        versions=versions,
    )
    return page, 409 if versions else form.status


def _offering(form: MatterForm, matter: Matter | None = None) -> MatterForm:
    people = {one.id: one.name for one in association_people()}
    if matter and matter.responsible:
        people.setdefault(matter.responsible.id, matter.responsible.name)
    nobody: dict[Any, Any] = {"": _("Ingen")}
    form.responsible.choices = options(nobody | people)
    form.agreement.choices = []
    chosen = {one.goal_id for one in matter.goal_links} if matter else set(form.goals.data or ())
    goals = offered(clock.today(), chosen)
    form.goals.choices = options({one.id: f"{one.programme}: {one.title}" for one in goals})
    return form


def _show(form: MatterForm, matter: Matter) -> None:
    for name in ("title", "reference", "summary", "proposal"):
        form[name].data = getattr(matter, name)
    form.track.data = matter.track.value
    form.responsible.data = matter.responsible_id
    form.goals.data = [one.goal_id for one in matter.goal_links]
    form.version.data = str(matter.version)


def _content(form: MatterForm) -> actions.Content:
    known = {one.value for one in form.responsible.choices}
    responsible = form.responsible.data
    return actions.Content(
        title=form.title.data,
        reference=clean_reference(form.reference.data),
        track=Track(form.track.data),
        summary=form.summary.data or "",
        proposal=form.proposal.data or "",
        responsible_id=responsible if responsible in known else None,
        goal_ids=frozenset(form.goals.data or ()),
    )
