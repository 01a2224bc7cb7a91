"""One meeting, many decisions: shared body and day, and for each matter only § and outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import RadioField

from nk_avtal import clock
from nk_avtal.adoptions import actions, queries
from nk_avtal.adoptions.queries import Matter
from nk_avtal.blueprints.adoptions.filling import Page
from nk_avtal.blueprints.adoptions.forms import BODIES, SHORT_BODIES
from nk_avtal.blueprints.adoptions.routes import bp, record_decisions
from nk_avtal.blueprints.forms import Form, language, options
from nk_avtal.blueprints.guard import LARGEST_NUMBER, me
from nk_avtal.bodies.queries import bodies_of, decision_days
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.bodies import NAMES, BodyKind, kind_named
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.paragraphs import parse_paragraph
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.formats import long_date
from nk_avtal.municipalities.models import Municipality

OUTCOMES = {
    "": _l("Inte uppe på mötet"),
    Outcome.ADOPTED.value: _l("Antagit"),
    Outcome.REFERRED_BACK.value: _l("Återremitterat"),
    Outcome.TABLED.value: _l("Bordlagt"),
    Outcome.DECLINED.value: _l("Avslagit"),
    Outcome.PROPOSED.value: _l("Föreslaget till nästa organ"),
}
"""An addition needs its text, and goes by the matter's own form."""


class MeetingForm(Form):
    """Who met and when."""

    body = RadioField(
        _l("Vem har beslutat?"),
        choices=options(BODIES),
        filters=[lambda text: SHORT_BODIES.get((text or "").upper(), text)],
        validate_choice=False,
    )


@dataclass
class Row:
    """A matter with what is written for it, and what has to be corrected. `seen` tells which
    decision the page has shown as the last."""

    matter: Matter
    seen: str = ""
    paragraph: str = ""
    outcome: str = ""
    error: str = ""

    @property
    def key(self) -> str:
        """What its fields are named after."""
        return str(self.matter.place.addressee_id)

    @property
    def is_told(self) -> bool:
        """Whether anything is written for it."""
        return bool(self.paragraph or self.outcome)


@dataclass
class Meeting:
    """What the page holds: the shared fields as written, and the rows."""

    body: str
    body_name: str
    decided_on: str
    rows: list[Row]
    errors: dict[str, str]

    @property
    def is_right(self) -> bool:
        """Whether nothing has to be corrected."""
        return not self.errors and not any(row.error for row in self.rows)


@bp.route("/kommuner/<municipality>/beslut", methods=["GET", "POST"])
@record_decisions
def many(municipality: Municipality) -> Page:
    """Record what one meeting decided in several matters, all or none."""
    form = MeetingForm()
    if request.method == "POST":
        queries.hold(municipality)
    meeting = _read(municipality)
    if request.method == "POST" and form.validate_on_submit():
        recorded = _recorded(meeting, clock.today())
        _compare(municipality, meeting)
        if meeting.is_right:
            return _save(municipality, recorded)
    days = decision_days(municipality.id, BodyKind.COUNCIL, None, clock.today())
    page = render_template(
        "adoptions/many.html",
        form=form,
        meeting=meeting,
        municipality=municipality,
        bodies=BODIES,
        outcomes=OUTCOMES,
        days=[long_date(day) for day in days],
        names=[body.name for body in bodies_of(municipality.id)],
    )
    return page, 200 if meeting.is_right and not form.errors else 422


def _compare(municipality: Municipality, meeting: Meeting) -> None:
    """What somebody else has recorded since the page was opened is told at its place."""
    for row in meeting.rows:
        if row.is_told and request.form.get(f"seen_{row.key}", "") != row.seen:
            row.error = _("Någon annan har registrerat ett beslut här. Spara igen om båda gäller")
    shown = {row.key for row in meeting.rows}
    told = {name.removeprefix("outcome_") for name, value in request.form.items() if value}
    lost = [
        int(key) for key in told - shown if key.isdecimal() and len(key) < len(str(LARGEST_NUMBER))
    ]
    found = queries.matters_at(municipality, lost, clock.today()) if lost else []
    gone = [one.recommendation.title for one in found]
    if gone:
        meeting.errors["rows"] = _(
            "Någon annan har redan registrerat %(titles)s. Det du skrev där är inte sparat",
            titles=", ".join(gone),
        )


def _read(municipality: Municipality) -> Meeting:
    sent = request.form
    matters = queries.open_matters(municipality, clock.today())
    last = queries.last_recorded_in([one.place.addressee_id for one in matters])
    rows = [Row(one) for one in matters]
    for row in rows:
        seen = last.get(row.matter.place.addressee_id)
        row.seen = f"{seen.id}.{seen.version}" if seen else ""
        row.paragraph = sent.get(f"paragraph_{row.key}", "").strip()
        row.outcome = sent.get(f"outcome_{row.key}", "")
    body = sent.get("body", BodyKind.COUNCIL.value)
    day = sent.get("decided_on", request.args.get("mote", "")).strip()
    return Meeting(
        SHORT_BODIES.get(body.upper(), body), sent.get("body_name", "").strip(), day, rows, {}
    )


def _recorded(meeting: Meeting, today: date) -> list[tuple[Row, actions.Recorded]]:
    """What is to be recorded; what cannot be is told at its place."""
    told = [row for row in meeting.rows if row.is_told]
    day = _day(meeting, today)
    kind, name = _body(meeting)
    if not told:
        meeting.errors["rows"] = _("Skriv paragraf och beslut för minst en fråga")
    found = []
    for row in told:
        paragraph = _paragraph(row)
        if day and kind and paragraph and not row.error:
            _check_day(row, day, today)
            outcome = Outcome(row.outcome)
            found.append((row, actions.Recorded(kind, name, day, paragraph, "", outcome)))
    _same_paragraph(found)
    return found


def _day(meeting: Meeting, today: date) -> date | None:
    try:
        return parse_day(meeting.decided_on, today)
    except RuleBroken as refusal:
        meeting.errors["decided_on"] = refusal.text(language())
        return None


def _check_day(row: Row, day: date, today: date) -> None:
    try:
        actions.check_day(row.matter.recommendation, day, today)
    except RuleBroken as refusal:
        row.error = refusal.text(language())


def _body(meeting: Meeting) -> tuple[BodyKind | None, str]:
    if meeting.body not in BODIES:
        meeting.errors["body"] = _("Välj vem som har beslutat")
        return None, ""
    kind = BodyKind(meeting.body)
    if kind in NAMES:
        return kind, NAMES[kind]
    if not meeting.body_name:
        meeting.errors["body_name"] = _("Skriv vilken nämnd som har beslutat")
    return kind_named(meeting.body_name), meeting.body_name[:120]


def _paragraph(row: Row) -> str:
    if row.outcome not in OUTCOMES or not row.outcome:
        row.error = _("Välj vad beslutet blev")
        return ""
    try:
        return parse_paragraph(row.paragraph).as_written
    except RuleBroken as refusal:
        row.error = refusal.text(language())
        return ""


def _same_paragraph(found: list[tuple[Row, actions.Recorded]]) -> None:
    """One § decides one matter: two rows with the same are a slip."""
    seen: set[str] = set()
    for row, recorded in found:
        label = parse_paragraph(recorded.paragraph).label
        if label in seen:
            row.error = _("Samma paragraf står på en annan rad")
        seen.add(label)


def _save(municipality: Municipality, recorded: list[tuple[Row, actions.Recorded]]) -> Page:
    by = actions.Recorder(me())
    for row, one in recorded:
        slug = row.matter.recommendation.slug
        actions.record(queries.addressee_of(municipality, slug), one, by)
    db.session.commit()
    flash(
        ngettext("Ett beslut är registrerat.", "%(num)s beslut är registrerade.", len(recorded)),
        "notice",
    )
    return redirect(url_for("municipalities.show", municipality=municipality.slug))
