"""Forms for what single parties decide and sign, and for names that parties have had."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.bindings.actions import Decided, Which
from nk_avtal.blueprints.deadlines.forms import line, text
from nk_avtal.blueprints.forms import Form, language, options
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.paragraphs import parse_paragraph
from nk_avtal.domain.references import clean_reference
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.formats import swedish_key
from nk_avtal.municipalities.queries import members

JOINT = "gemensamt"
ORGANISATION = "org:"


class PartyForm(Form):
    """A form about one party: a member by its number, another by `org:` and its name."""

    party = SelectField(_l("Part"), validate_choice=False)

    def which(self) -> Which | None:
        """The party that is chosen, or None with an error at the field."""
        value = str(self.party.data or "")
        known = {str(one.value) for one in self.party.choices}
        if value not in known or not value:
            self.refuse(_("Välj en part"), "party")
            return None
        if value == JOINT:
            return Which()
        if value.startswith(ORGANISATION):
            return Which(organisation=value.removeprefix(ORGANISATION))
        return Which(municipality_id=int(value))

    def day(self, name: str, *, ahead: bool = False) -> date | None:
        """The day that a field says; None when it is empty, or wrong and now has an error."""
        if not self[name].data:
            return None
        try:
            return parse_day(self[name].data, clock.today(), latest_past=not ahead)
        except RuleBroken as refusal:
            self.refuse(refusal.text(language()), name)
            return None


class DecisionForm(PartyForm):
    """A party's own decision. Fields in the order of the page."""

    organisation = line(_l("Ny part"), 200)
    body_name = line(_l("Vem har beslutat?"), 120)
    decided_on = line(_l("Beslutsdag"))
    paragraph = line(_l("Paragraf"))
    reference = line(_l("Diarienummer"))
    in_force_on = line(_l("Laga kraft, bekräftad"))
    joins_on = line(_l("Ansluter sig från och med"))
    note = text(_l("Anteckning"))

    def offer(self, agreement: Agreement) -> None:
        """Every member can be chosen, since one that is no party may join."""
        others = [one.organisation for one in agreement.parties if one.organisation]
        choices: dict[Any, Any] = {"": _("Välj")}
        choices |= {f"{ORGANISATION}{one}": one for one in sorted(others, key=swedish_key)}
        self.party.choices = options(choices | {str(one.id): one.name for one in members()})

    def which(self) -> Which | None:
        """The party that is chosen, or a new one by name."""
        if self.organisation.data and not self.party.data:
            return Which(organisation=self.organisation.data)
        return super().which()

    def decided(self) -> Decided | None:
        """What the form says, or None when something has to be corrected."""
        decided_on = self.day("decided_on")
        if not self.decided_on.data:
            self.refuse(_("Skriv vilken dag beslutet fattades"), "decided_on")
        if not self.body_name.data:
            self.refuse(_("Skriv vilket organ som har beslutat"), "body_name")
        in_force_on, joins_on = self.day("in_force_on"), self.day("joins_on", ahead=True)
        paragraph, reference = self._paragraph(), self._reference()
        if self.errors or decided_on is None:
            return None
        return Decided(
            str(self.body_name.data),
            decided_on,
            paragraph,
            reference,
            in_force_on,
            joins_on,
            str(self.note.data),
        )

    def _paragraph(self) -> str:
        try:
            return parse_paragraph(self.paragraph.data).as_written if self.paragraph.data else ""
        except RuleBroken as refusal:
            self.refuse(refusal.text(language()), "paragraph")
            return ""

    def _reference(self) -> str:
        try:
            return clean_reference(str(self.reference.data))
        except RuleBroken as refusal:
            self.refuse(refusal.text(language()), "reference")
            return ""


class SignatureForm(PartyForm):
    """Who signed for a party, by which right, and when."""

    signatory = line(_l("Vem har undertecknat?"), 200)
    authority = line(_l("Med vilken rätt?"), 250)
    signed_on = line(_l("Dag"))

    def offer(self, agreement: Agreement) -> None:
        """The parties, and all municipalities together."""
        towns = [one.municipality for one in agreement.parties if one.municipality]
        others = [one.organisation for one in agreement.parties if one.organisation]
        choices: dict[Any, Any] = {"": _("Välj")}
        if len(towns) > 1:
            choices[JOINT] = _("Alla kommuner gemensamt")
        choices |= {
            str(one.id): one.name for one in sorted(towns, key=lambda t: swedish_key(t.name))
        }
        self.party.choices = options(choices | {f"{ORGANISATION}{one}": one for one in others})

    def signed_day(self) -> date | None:
        """The day of signing, or None with an error at the field."""
        if not self.signatory.data:
            self.refuse(_("Skriv vem som har undertecknat, till exempel kommunchefen"), "signatory")
        if not self.signed_on.data:
            self.refuse(_("Skriv vilken dag avtalet undertecknades"), "signed_on")
        return self.day("signed_on")


class NameForm(PartyForm):
    """What a party was called during a time."""

    name = line(_l("Namn under tiden"), 200)
    first_on = line(_l("Första dag"))
    last_on = line(_l("Sista dag"))

    def offer(self, organisations: list[str]) -> None:
        """Every member, and every other party of an agreement."""
        choices: dict[Any, Any] = {"": _("Välj")}
        choices |= {str(one.id): one.name for one in members()}
        self.party.choices = options(choices | {f"{ORGANISATION}{o}": o for o in organisations})
