"""The visit to the form of a decision, by an account or by a personal link."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from flask import redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.adoptions import actions, queries
from nk_avtal.adoptions.models import Decision
from nk_avtal.blueprints import uploads
from nk_avtal.blueprints.adoptions.forms import SHORT_NAMES, DecisionForm
from nk_avtal.blueprints.adoptions.reading import Proposal, propose
from nk_avtal.blueprints.adoptions.wordings import chosen_wording, wordings
from nk_avtal.bodies.queries import bodies_of, decision_days
from nk_avtal.db import db
from nk_avtal.documents.models import StoredFile
from nk_avtal.domain.bodies import NAMES, BodyKind
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.formats import long_date, weekday_date
from nk_avtal.recommendations.models import Addressee

Page = str | tuple[str, int] | Response


@dataclass
class Filling:
    """One visit to the form: whose place, who records, which decision is changed, which file has
    passed. `template` shows the form and `more`; `done` is the address to go to when it is saved.
    """

    addressee: Addressee
    form: DecisionForm
    decision: Decision | None
    by: actions.Recorder
    template: str
    done: str
    excerpt: StoredFile | None = None
    proposals: list[Proposal] = field(default_factory=list)
    was_read: bool = False
    more: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def seen(self) -> Decision | None:
        """What the page tells of: the decision that is changed, else what was recorded last."""
        return self.decision or queries.last_recorded(self.addressee)

    @property
    def expected(self) -> str:
        """How the page knows again what the person has seen, so that a decision recorded twice in
        the same moment is one."""
        return f"{self.seen.id}.{self.seen.version}" if self.seen else ""

    def page(self, status: int | None = None, theirs: Decision | None = None) -> Page:
        """The form as it stands."""
        self.form.expected.data = self.expected
        page = render_template(
            self.template,
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
            **self.more,
            excerpt_token=uploads.token_of(self.excerpt) if self.excerpt else "",
        )
        return page, status or self.form.status


def answer(filling: Filling) -> Page:
    """The form, and what becomes of it."""
    filling.form.wording.choices = wordings(filling.addressee.recommendation)
    if request.method != "POST":
        _prefill(filling)
        return filling.page()
    if "decided_on_pick" in request.form:
        return _picked(filling)
    return _read(filling) if "read" in request.form else _submitted(filling)


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
            actions.check_day(filling.addressee.recommendation, recorded.decided_on, clock.today())
        form.check_minutes(recorded, clock.today())
        form.ask_about_delegation(recorded)
        _ask_about_paragraph(filling, recorded)
    if form.errors or recorded is None:
        db.session.commit()
        return filling.page(422)
    if form.expected.data != filling.expected:
        return _conflict(filling)
    if filling.decision:
        actions.change(filling.decision, recorded, filling.by)
    else:
        actions.record(filling.addressee, recorded, filling.by)
    db.session.commit()
    return redirect(filling.done)


def _conflict(filling: Filling) -> Page:
    """Somebody else saved, or took back, meanwhile: both versions, and what was typed is kept."""
    db.session.commit()
    shown = (filling.form.expected.data or "").partition(".")[0]
    taken_back = any(
        str(one.id) == shown and one.undone_at for one in queries.decisions_of(filling.addressee)
    )
    return filling.page(409, theirs=None if taken_back else filling.seen)


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
    kind = BodyKind(form.body.data) if form.body.data in NAMES else BodyKind.COUNCIL
    days = decision_days(
        addressee.municipality_id,
        kind,
        addressee.recommendation.recommended_on,
        clock.today(),
    )
    return [(long_date(day).rsplit(" ", 1)[0], day.isoformat()) for day in days]
