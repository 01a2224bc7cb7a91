"""The form by which a municipality's decision is recorded (ux 7.1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from nk_avtal.adoptions.actions import Recorded
from nk_avtal.adoptions.models import Decision
from nk_avtal.blueprints.adoptions.boards import read_boards, written_board
from nk_avtal.blueprints.forms import Form, language, options, stripped
from nk_avtal.documents.models import StoredFile
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.bodies import NAMES, BodyKind, kind_named
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.legal_standing import check_minutes
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


_SETTLING = frozenset({Outcome.ADOPTED, Outcome.ADOPTED_WITH_ADDITION, Outcome.DECLINED})


def _body_kind(text: str | None) -> str:
    value = (text or "").strip()
    return SHORT_BODIES.get(value.upper(), value)


def text_field(label: Any, **more: Any) -> StringField:
    """A line of text, which browsers do not fill in by themselves."""
    return StringField(label, filters=[stripped], render_kw={"autocomplete": "off"} | more)


class DecisionForm(Form):
    """What was decided. Fields in the order of the page."""

    body = RadioField(
        _l("Vem har beslutat?"),
        choices=options(BODIES),
        filters=[_body_kind],
        validate_choice=False,
    )
    body_name = text_field(_l("Vilken nämnd eller vilket utskott?"), maxlength=120, list="organ")
    decided_on = text_field(_l("Sammanträdesdatum"))
    paragraph = text_field(_l("Paragraf"))
    delegated = BooleanField(_l("Ja, utskottet har beslutat på delegation"))
    same_paragraph = BooleanField(_l("Ja, samma paragraf gäller båda"))
    reference = text_field(_l("Kommunens diarienummer"))
    outcome = RadioField(
        _l("Vad blev beslutet?"), choices=options(OUTCOMES | RARE_OUTCOMES), validate_choice=False
    )
    addition = TextAreaField(_l("Vad lade kommunen till?"), filters=[stripped])
    returns_on = text_field(_l("När kommer frågan tillbaka?"))
    reason = TextAreaField(_l("Skäl"), filters=[stripped])
    excerpt = FileField(_l("Protokollsutdrag"))
    excerpt_kept = HiddenField()
    approved_on = text_field(_l("När justerades protokollet?"))
    immediately = BooleanField(_l("Paragrafen justerades omedelbart, vid mötet"))
    announced_on = text_field(_l("När anslogs protokollet?"))
    taken_down_on = text_field(_l("När togs anslaget ned?"))
    boards = TextAreaField(_l("Gemensam nämnd: övriga kommuners anslag"), filters=[stripped])
    wording = SelectField(_l("Vilken text gäller beslutet?"), validate_choice=False)
    changed_text = TextAreaField(_l("Vad ändrade kommunen i texten?"), filters=[stripped])
    note = TextAreaField(_l("Kommentar till Norrbottens Kommuner"), filters=[stripped])
    expected = HiddenField(filters=[stripped])

    def fill_from(self, decision: Decision) -> None:
        """Show a decision that is to be changed."""
        self.body.data = decision.body_kind.value
        if decision.body_kind not in NAMES:
            self.body.data = BodyKind.COMMITTEE.value
            self.body_name.data = decision.body_name
        for name in ("paragraph", "reference", "addition", "reason", "note", "changed_text"):
            self[name].data = getattr(decision, name)
        for name in ("decided_on", "returns_on", "approved_on", "announced_on", "taken_down_on"):
            day = getattr(decision, name)
            self[name].data = long_date(day) if day else ""
        self.immediately.data = decision.approved_on == decision.decided_on
        self.outcome.data = decision.outcome.value
        self.wording.data = str(decision.document_version_id or "")
        self.boards.data = "\n".join(written_board(one) for one in decision.boards)

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
            **self._minutes(decided_on, today),
            "note": self.note.data[:4000],
            "excerpt": excerpt,
        }
        return None if self.errors else Recorded(**values)

    def check_minutes(self, recorded: Recorded, today: date) -> None:
        """An error at the day of the minutes that cannot be right."""
        try:
            check_minutes(recorded.minutes, today)
        except RuleBroken as refusal:
            self.refuse_rule(refusal)

    def ask_about_delegation(self, recorded: Recorded) -> None:
        """A committee that prepares seldom decides: ask, but let it (KL 6:37)."""
        prepares = recorded.body_kind is BodyKind.WORKING_COMMITTEE
        if prepares and recorded.outcome in _SETTLING and not self.delegated.data:
            question = _l("Ett utskott bereder oftast. Stämmer det, eller föreslog det?")
            self.refuse(str(question), "delegated")

    def _minutes(self, decided_on: date | None, today: date) -> dict[str, Any]:
        approved_on = self._day(self.approved_on, today, optional=True)
        return {
            "approved_on": decided_on if self.immediately.data else approved_on,
            "announced_on": self._day(self.announced_on, today, optional=True),
            "taken_down_on": self._day(self.taken_down_on, today, optional=True),
            "boards": self._read(self.boards, lambda text: read_boards(text, today)) or (),
            "changed_text": self.changed_text.data[:4000],
        }

    def _kind(self) -> BodyKind | None:
        if self.body.data not in BODIES:
            self.refuse(str(_l("Välj vem som har beslutat")), "body")
            return None
        kind = BodyKind(self.body.data)
        return kind if kind in NAMES else kind_named(self.body_name.data or "")

    def _named(self, kind: BodyKind | None) -> str:
        if kind is None or kind in NAMES:
            return NAMES[kind] if kind else ""
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


class FollowUpForm(Form):
    """What came after a decision: an appeal, legal force, a court. `version` is the decision's."""

    in_force_on = text_field(_l("Laga kraft, kontrollerad"))
    appealed_on = text_field(_l("Överklagat"))
    annulled_on = text_field(_l("Upphävt av domstol"))
    version = HiddenField()

    def fill_from(self, decision: Decision) -> None:
        """Show what is known."""
        for name in FOLLOW_UPS:
            day = getattr(decision, name)
            self[name].data = long_date(day) if day else ""

    def days(self, today: date) -> dict[str, date | None]:
        """The days that are written; errors at their fields."""
        return {name: self._day(name, today) for name in FOLLOW_UPS}

    def _day(self, name: str, today: date) -> date | None:
        text = self[name].data
        try:
            return parse_day(text, today) if text else None
        except RuleBroken as refusal:
            self.refuse(refusal.text(language()), name)
            return None


FOLLOW_UPS = ("in_force_on", "appealed_on", "annulled_on")


class ExcerptForm(Form):
    """The minutes excerpt, added afterwards. `version` is the decision's that was read."""

    excerpt = FileField(_l("Protokollsutdrag"))
    version = HiddenField()
