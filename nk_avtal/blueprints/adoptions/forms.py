"""The form by which a municipality's decision is recorded (ux 7.1), and the one that plans it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField

from nk_avtal.adoptions.actions import Recorded
from nk_avtal.adoptions.models import Decision
from nk_avtal.blueprints.forms import Form, language, options
from nk_avtal.documents.models import StoredFile
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.paragraphs import parse_paragraph
from nk_avtal.domain.references import clean_reference
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.formats import long_date
from nk_avtal.recommendations.models import Addressee

Read = TypeVar("Read")

BODIES = {
    BodyKind.COUNCIL.value: _l("Kommunfullmäktige"),
    BodyKind.EXECUTIVE.value: _l("Kommunstyrelsen"),
    BodyKind.COMMITTEE.value: _l("En nämnd"),
}
SHORT_BODIES = {"KF": BodyKind.COUNCIL.value, "KS": BodyKind.EXECUTIVE.value}
BODY_NAMES = {
    BodyKind.COUNCIL: "Kommunfullmäktige",
    BodyKind.EXECUTIVE: "Kommunstyrelsen",
}
SHORT_NAMES = {
    BodyKind.COUNCIL: _l("fullmäktige"),
    BodyKind.EXECUTIVE: _l("kommunstyrelsen"),
}
OUTCOMES = {
    Outcome.ADOPTED.value: _l("Antagit"),
    Outcome.ADOPTED_WITH_ADDITION.value: _l("Antagit med tillägg eller förbehåll"),
    Outcome.REFERRED_BACK.value: _l("Återremitterat eller bordlagt"),
    Outcome.DECLINED.value: _l("Avslagit"),
}
RARE_OUTCOMES = {
    Outcome.TABLED.value: _l("Bordlagt"),
    Outcome.WITHDRAWN.value: _l("Utgått från dagordningen"),
    Outcome.NOTED.value: _l("Lagt till handlingarna"),
    Outcome.PROPOSED.value: _l("Föreslaget till nästa organ"),
}


def _stripped(text: str | None) -> str:
    return (text or "").strip()


def _body_kind(text: str | None) -> str:
    value = (text or "").strip()
    return SHORT_BODIES.get(value.upper(), value)


def _text(label: Any, **more: Any) -> StringField:
    return StringField(label, filters=[_stripped], render_kw={"autocomplete": "off"} | more)


class DecisionForm(Form):
    """What was decided. Fields in the order of the page."""

    body = RadioField(
        _l("Vem har beslutat?"),
        choices=options(BODIES),
        filters=[_body_kind],
        validate_choice=False,
    )
    body_name = _text(_l("Vilken nämnd?"), maxlength=120)
    decided_on = _text(_l("Sammanträdesdatum"))
    paragraph = _text(_l("Paragraf"))
    same_paragraph = BooleanField(_l("Ja, samma paragraf gäller båda"))
    reference = _text(_l("Kommunens diarienummer"))
    outcome = RadioField(
        _l("Vad blev beslutet?"), choices=options(OUTCOMES | RARE_OUTCOMES), validate_choice=False
    )
    addition = TextAreaField(_l("Vad lade kommunen till?"), filters=[_stripped])
    returns_on = _text(_l("När kommer frågan tillbaka?"))
    reason = TextAreaField(_l("Skäl"), filters=[_stripped])
    excerpt = FileField(_l("Protokollsutdrag"))
    excerpt_kept = HiddenField()
    announced_on = _text(_l("När anslogs protokollet?"))
    note = TextAreaField(_l("Kommentar till Norrbottens Kommuner"), filters=[_stripped])
    expected = HiddenField(filters=[_stripped])

    def fill_from(self, decision: Decision) -> None:
        """Show a decision that is to be changed."""
        self.body.data = decision.body_kind.value
        committee = decision.body_kind is BodyKind.COMMITTEE
        self.body_name.data = decision.body_name if committee else ""
        for name in ("paragraph", "reference", "addition", "reason", "note"):
            self[name].data = getattr(decision, name)
        for name in ("decided_on", "returns_on", "announced_on"):
            day = getattr(decision, name)
            self[name].data = long_date(day) if day else ""
        self.outcome.data = decision.outcome.value

    def recorded(
        self, addressee: Addressee, today: date, excerpt: StoredFile | None
    ) -> Recorded | None:
        """What the form says, or None when something has to be corrected."""
        kind = self._kind()
        decided_on = self._day(self.decided_on, today)
        paragraph = self._read(self.paragraph, parse_paragraph)
        reference = self._read(self.reference, clean_reference)
        outcome = self._outcome()
        values: dict[str, Any] = {
            "body_kind": kind,
            "body_name": self._named(kind),
            "decided_on": decided_on,
            "paragraph": paragraph.as_written if paragraph else "",
            "reference": reference or "",
            "outcome": outcome,
            "addition": self._addition(outcome),
            "returns_on": self._day(self.returns_on, today, optional=True, ahead=True),
            "reason": self.reason.data[:4000],
            "announced_on": self._day(self.announced_on, today, optional=True),
            "note": self.note.data[:4000],
            "excerpt": excerpt,
        }
        return None if self.errors else Recorded(**values)

    def _kind(self) -> BodyKind | None:
        if self.body.data not in BODIES:
            self.refuse(str(_l("Välj vem som har beslutat")), "body")
            return None
        return BodyKind(self.body.data)

    def _named(self, kind: BodyKind | None) -> str:
        if kind is not BodyKind.COMMITTEE:
            return BODY_NAMES[kind] if kind else ""
        if not self.body_name.data:
            self.refuse(str(_l("Skriv vilken nämnd som har beslutat")), "body_name")
        return str(self.body_name.data)[:120]

    def _outcome(self) -> Outcome | None:
        try:
            return Outcome(self.outcome.data or "")
        except ValueError:
            self.refuse(str(_l("Välj vad beslutet blev")), "outcome")
            return None

    def _addition(self, outcome: Outcome | None) -> str:
        if outcome is Outcome.ADOPTED_WITH_ADDITION and not self.addition.data:
            self.refuse(str(_l("Skriv vad kommunen lade till, eller välj Antagit")), "addition")
        return str(self.addition.data)[:8000] if outcome is Outcome.ADOPTED_WITH_ADDITION else ""

    def _day(
        self, field: Any, today: date, *, optional: bool = False, ahead: bool = False
    ) -> date | None:
        if optional and not field.data:
            return None
        return self._read(field, lambda text: parse_day(text, today, latest_past=not ahead))

    def _read(self, field: Any, parse: Callable[[str], Read]) -> Read | None:
        try:
            return parse(field.data or "")
        except RuleBroken as refusal:
            self.refuse(refusal.text(language()), field.short_name)
            return None


class PlanForm(Form):
    """When the matter comes up in the municipality, and where."""

    planned_on = _text(_l("När tas frågan upp?"))
    body = RadioField(_l("I vilket organ?"), coerce=int, validate_choice=False)

    def day(self, today: date) -> date | None:
        """The day that is written; an error at the field when there is none."""
        try:
            return parse_day(self.planned_on.data or "", today, latest_past=False)
        except RuleBroken as refusal:
            self.refuse(refusal.text(language()), "planned_on")
            return None


class ExcerptForm(Form):
    """The minutes excerpt, added afterwards. `version` is the decision's that was read."""

    excerpt = FileField(_l("Protokollsutdrag"))
    version = HiddenField()
