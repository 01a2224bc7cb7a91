"""The form by which notice is registered and followed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import DataRequired

from nk_avtal.agreements.models import Agreement, Party
from nk_avtal.blueprints.deadlines import words
from nk_avtal.blueprints.deadlines.forms import line, text
from nk_avtal.blueprints.forms import Form, language, number_or_none, options
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.given_notices import Course, Giver, Reach
from nk_avtal.domain.paragraphs import parse_paragraph
from nk_avtal.domain.references import clean_reference
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.formats import long_date, swedish_key
from nk_avtal.renewals.giving import Notified
from nk_avtal.renewals.models import GivenNotice

Read = TypeVar("Read")
DAYS = ("decided_on", "sent_on", "received_on", "confirmed_on")


class NoticeForm(Form):
    """Who gives notice of what, and how far it has come. Fields in the order of the page."""

    giver = RadioField(_l("Vem säger upp?"), validate_choice=False)
    municipality = SelectField(_l("Vilken kommun?"), coerce=number_or_none, validate_choice=False)
    organisation = SelectField(_l("Vilken part?"), validate_choice=False)
    reach = RadioField(_l("Vad sägs upp?"), choices=options(words.REACHES), validate_choice=False)
    body_name = line(_l("Vem har beslutat?"), 120)
    decided_on = line(_l("Beslutad"))
    paragraph = line(_l("Paragraf"))
    reference = line(_l("Diarienummer"))
    sent_on = line(_l("Avsänd"))
    received_on = line(_l("Mottagen"))
    confirmed_on = line(_l("Bekräftad av mottagaren"))
    ends_on = line(_l("Annan sista dag"))
    effect_reason = text(_l("Varför en annan dag?"))
    note = text(_l("Anteckning"))
    version = HiddenField()

    def offer(self, agreement: Agreement) -> None:
        """The parties that can be chosen."""
        towns = sorted(_towns(agreement.parties), key=lambda one: swedish_key(one[1]))
        others = [one.organisation for one in agreement.parties if one.organisation]
        choose: dict[Any, Any] = {"": _("Välj")}
        self.municipality.choices = options(choose | dict(towns))
        self.organisation.choices = options(choose | {one: one for one in others})
        givers = [Giver.ASSOCIATION]
        givers += [Giver.MEMBER] * bool(towns) + [Giver.COUNTERPARTY] * bool(others)
        self.giver.choices = options({one.value: words.GIVERS[one] for one in givers})

    def fill_from(self, notice: GivenNotice) -> None:
        """Show a notice that is to be followed."""
        self.giver.data, self.reach.data = notice.giver.value, notice.reach.value
        self.municipality.data = notice.municipality_id
        self.organisation.data = notice.organisation or ""
        for name in ("body_name", "paragraph", "reference", "effect_reason", "note"):
            self[name].data = getattr(notice, name)
        for name in DAYS:
            self[name].data = long_date(getattr(notice, name))
        self.ends_on.data = long_date(notice.takes_effect_on) if notice.effect_reason else ""
        self.version.data = str(notice.version)

    def told(self, today: date) -> Notified | None:
        """What the form says, or None when something has to be corrected."""
        giver, reach = self._giver(), self._reach()
        days = {name: self._day(name, today) for name in DAYS}
        ends_on = self._day("ends_on", today, ahead=True)
        paragraph = self._read("paragraph", parse_paragraph) if self.paragraph.data else None
        reference = self._read("reference", clean_reference)
        if self.errors or giver is None or reach is None:
            return None
        return Notified(
            giver=giver,
            reach=Reach.WHOLE if giver is Giver.ASSOCIATION else reach,
            course=Course(**days),
            municipality_id=self.municipality.data if giver is Giver.MEMBER else None,
            organisation=self.organisation.data if giver is Giver.COUNTERPARTY else None,
            body_name=str(self.body_name.data),
            paragraph=paragraph.as_written if paragraph else "",
            reference=reference or "",
            note=str(self.note.data),
            ends_on=ends_on,
            effect_reason=str(self.effect_reason.data),
        )

    def _giver(self) -> Giver | None:
        try:
            giver = Giver(self.giver.data or "")
        except ValueError:
            self.refuse(_("Välj vem som säger upp avtalet"), "giver")
            return None
        if giver is Giver.MEMBER and not self.municipality.data:
            self.refuse(_("Välj vilken kommun som säger upp avtalet"), "municipality")
        if giver is Giver.COUNTERPARTY and not self.organisation.data:
            self.refuse(_("Välj vilken part som säger upp avtalet"), "organisation")
        return giver

    def _reach(self) -> Reach | None:
        if self.giver.data == Giver.ASSOCIATION:
            return Reach.WHOLE
        try:
            return Reach(self.reach.data or "")
        except ValueError:
            self.refuse(_("Välj vad som sägs upp"), "reach")
            return None

    def _day(self, name: str, today: date, *, ahead: bool = False) -> date | None:
        if not self[name].data:
            return None
        return self._read(name, lambda text: parse_day(text, today, latest_past=not ahead))

    def _read(self, name: str, parse: Callable[[str], Read]) -> Read | None:
        try:
            return parse(self[name].data or "")
        except RuleBroken as refusal:
            self.refuse(refusal.text(language()), name)
            return None


def _towns(parties: Sequence[Party]) -> list[tuple[int, str]]:
    towns = (one.municipality for one in parties if one.municipality)
    return [(town.id, town.full_name) for town in towns]


class WithdrawForm(Form):
    """Why a notice no longer stands."""

    withdrawal_reason = text(_l("Varför återtas den?"), DataRequired(_l("Skriv varför")))
