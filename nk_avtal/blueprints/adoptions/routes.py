"""A municipality's decision: record, change, undo."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.adoptions import actions, queries
from nk_avtal.adoptions.facts import standings_of, tally_of
from nk_avtal.adoptions.models import Decision
from nk_avtal.blueprints import uploads
from nk_avtal.blueprints.adoptions.forms import (
    BODY_NAMES,
    SHORT_NAMES,
    DecisionForm,
)
from nk_avtal.blueprints.adoptions.reading import Proposal, propose
from nk_avtal.blueprints.adoptions.wordings import chosen_wording, wordings
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.bodies.queries import bodies_of, decision_days
from nk_avtal.db import db
from nk_avtal.documents.models import StoredFile
from nk_avtal.domain.adoptions import place_in_order
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Permission
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.formats import long_date, weekday_date
from nk_avtal.municipalities.models import Municipality
from nk_avtal.recommendations.models import Addressee

bp = Blueprint("adoptions", __name__)

Page = str | tuple[str, int] | Response
record_decisions = requires(Permission.RECORD_OWN_DECISION, Permission.RECORD_DECISION_ON_BEHALF)
ADDRESS = "/kommuner/<municipality>/beslut/<slug>"


@dataclass
class Filling:
    """One visit to the form: whose place, which decision is changed, which file has passed."""

    addressee: Addressee
    form: DecisionForm
    decision: Decision | None
    excerpt: StoredFile | None = None
    proposals: list[Proposal] = field(default_factory=list)
    was_read: bool = False

    @property
    def expected(self) -> str:
        """What the person has seen: the decision that is changed, or that there is none."""
        return f"{self.decision.id}.{self.decision.version}" if self.decision else ""

    def page(self, status: int | None = None, theirs: Decision | None = None) -> Page:
        """The form as it stands."""
        self.form.expected.data = self.expected
        page = render_template(
            "adoptions/record.html",
            form=self.form,
            addressee=self.addressee,
            recommendation=self.addressee.recommendation,
            municipality=self.addressee.municipality,
            decision=self.decision,
            theirs=theirs,
            withdrawn=status == 409 and theirs is None,
            names=[body.name for body in bodies_of(self.addressee.municipality_id)],
            echo=_echo(self.form),
            quick=_quick_picks(self.addressee, self.form),
            excerpt=self.excerpt,
            proposals=self.proposals,
            was_read=self.was_read,
            excerpt_token=uploads.token_of(self.excerpt) if self.excerpt else "",
        )
        return page, status or self.form.status


@bp.route(ADDRESS, methods=["GET", "POST"])
@record_decisions
def record(municipality: Municipality, slug: str) -> Page:
    """The form, and what becomes of it."""
    writing = request.method == "POST"
    addressee = queries.addressee_of(municipality, slug, for_update=writing)
    filling = Filling(addressee, DecisionForm(), _decision_to_change(addressee))
    filling.form.wording.choices = wordings(addressee.recommendation)
    if not writing:
        _prefill(filling)
        return filling.page()
    if "decided_on_pick" in request.form:
        return _picked(filling)
    if "read" in request.form:
        return _read(filling)
    return _submitted(filling)


def _decision_to_change(addressee: Addressee) -> Decision | None:
    """The decision that counts; a matter that was sent back gets a new one instead, unless the
    address asks to change the old (`?andra=ja`)."""
    current = queries.counting_decision(addressee)
    asked = request.args.get("andra") == "ja"
    return current if current and (asked or queries.settles(current)) else None


def _prefill(filling: Filling) -> None:
    form, addressee = filling.form, filling.addressee
    if filling.decision:
        form.fill_from(filling.decision)
        return
    form.body.data = addressee.recommendation.suggested_body.value
    form.wording.data = str(addressee.recommendation.document_version_id or "")
    form.reference.data = addressee.reference


def _picked(filling: Filling) -> Page:
    """A date button without script: the page again, with the date in its field."""
    picked = parse_day(request.form["decided_on_pick"], clock.today())
    filling.form.decided_on.data = long_date(picked)
    _keep_upload(filling)
    db.session.commit()
    return filling.page(200 if not filling.form.errors else 422)


def _read(filling: Filling) -> Page:
    """The page again, with what the excerpt says in the fields that were empty."""
    _keep_upload(filling)
    if filling.excerpt is None and not filling.form.excerpt.errors:
        filling.form.refuse(_("Välj filen med protokollsutdraget först"), "excerpt")
    db.session.commit()
    if filling.excerpt is None:
        return filling.page(422)
    title = filling.addressee.recommendation.title
    filling.proposals = propose(filling.form, filling.excerpt, title, clock.today())
    filling.was_read = True
    return filling.page(200)


def _submitted(filling: Filling) -> Page:
    form = filling.form
    form.validate()
    _keep_upload(filling)
    recorded = form.recorded(filling.addressee, clock.today(), filling.excerpt)
    if recorded:
        recorded = replace(recorded, version=chosen_wording(filling.addressee, form))
        with form.explaining("decided_on", keep=True):
            actions.check_day(filling.addressee, recorded.decided_on, clock.today())
        form.check_minutes(recorded, clock.today())
        form.ask_about_delegation(recorded)
        _ask_about_paragraph(filling, recorded)
    if form.errors or recorded is None:
        db.session.commit()
        return filling.page(422)
    if form.expected.data != filling.expected:
        return _conflict(filling)
    if filling.decision:
        actions.change(filling.decision, recorded, me())
    else:
        actions.record(filling.addressee, recorded, me())
    db.session.commit()
    return redirect(_address(filling.addressee, "receipt"))


def _conflict(filling: Filling) -> Page:
    """Somebody else saved meanwhile: both versions, and what was typed is kept."""
    db.session.commit()
    return filling.page(409, theirs=filling.decision)


def _keep_upload(filling: Filling) -> None:
    form = filling.form
    with form.explaining("excerpt", keep=True):
        filling.excerpt = uploads.checked(form.excerpt.data, _("Protokollsutdraget"))
    filling.excerpt = filling.excerpt or uploads.file_of(form.excerpt_kept.data)
    db.session.flush()


def _ask_about_paragraph(filling: Filling, recorded: actions.Recorded) -> None:
    form = filling.form
    if form.errors or form.same_paragraph.data:
        return
    taken = queries.same_paragraph(
        filling.addressee, recorded.body_name, recorded.decided_on, recorded.paragraph
    )
    if taken:
        question = _(
            "Paragraf %(number)s är redan registrerad för %(body)s %(day)s. Stämmer det?",
            number=taken.label,
            body=SHORT_NAMES.get(recorded.body_kind, recorded.body_name),
            day=long_date(recorded.decided_on).rsplit(" ", 1)[0],
        )
        form.refuse(question, "same_paragraph")


def _echo(form: DecisionForm) -> str:
    """How the date has been read, so that a slip of the year shows."""
    try:
        return weekday_date(parse_day(form.decided_on.data or "", clock.today()))
    except RuleBroken:
        return ""


def _quick_picks(addressee: Addressee, form: DecisionForm) -> list[tuple[str, str]]:
    kind = BodyKind(form.body.data) if form.body.data in BODY_NAMES else BodyKind.COUNCIL
    days = decision_days(
        addressee.municipality_id,
        kind,
        addressee.recommendation.recommended_on,
        clock.today(),
    )
    return [(long_date(day).rsplit(" ", 1)[0], day.isoformat()) for day in days]


def _address(addressee: Addressee, page: str) -> str:
    return url_for(
        f"adoptions.{page}",
        municipality=addressee.municipality.slug,
        slug=addressee.recommendation.slug,
    )


@bp.get(f"{ADDRESS}/kvitto")
@record_decisions
def receipt(municipality: Municipality, slug: str) -> Page:
    """What was recorded, what happens now, and the way to take it back."""
    addressee = queries.addressee_of(municipality, slug)
    decision = queries.last_recorded(addressee)
    if decision is None:
        return redirect(_address(addressee, "record"))
    today = clock.today()
    places = standings_of([addressee.recommendation_id], today)[addressee.recommendation_id]
    counting = [place.decision.facts for place in places.values() if place.decision]
    return render_template(
        "adoptions/receipt.html",
        addressee=addressee,
        recommendation=addressee.recommendation,
        municipality=municipality,
        decision=decision,
        order=place_in_order(queries.facts_of(decision), counting),
        tally=tally_of(places),
        can_undo=actions.can_undo(decision, me()),
        coming=queries.open_matters(municipality, today)[:3],
    )


@bp.post(f"{ADDRESS}/angra")
@record_decisions
def undo(municipality: Municipality, slug: str) -> Response:
    """Take back what was just recorded."""
    addressee = queries.addressee_of(municipality, slug, for_update=True)
    decision = queries.last_recorded(addressee)
    if decision is None:
        return redirect(_address(addressee, "record"))
    actions.undo(decision, me())
    db.session.commit()
    flash(_("Beslutet är ångrat. Inget mejl om det skickas."), "notice")
    return redirect(_address(addressee, "record"))
