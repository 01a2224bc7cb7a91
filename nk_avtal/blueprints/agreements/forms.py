"""Forms for an agreement: what it is, its terms, when somebody is reminded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from nk_avtal import wording
from nk_avtal.agreements.models import Agreement
from nk_avtal.blueprints.forms import Form, language, options
from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.dates import Period, month_end
from nk_avtal.domain.entry import Condition, Entry
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.month_days import MonthDay, parse_notice
from nk_avtal.domain.partial_dates import parse_partial_day
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.domain.written_periods import read_notice, read_period
from nk_avtal.formats import long_date

Read = TypeVar("Read")
LONGEST_NAME = 200
LONGEST_LEAD = 36_500
"""A hundred years: no agreement needs more, and the day before can still be reckoned."""


def _stripped(text: str | None) -> str:
    return (text or "").strip()


def _text(label: Any, longest: int = 250, **more: Any) -> StringField:
    return StringField(
        label,
        filters=[_stripped],
        validators=[Length(max=longest, message=_l("Skriv högst %(max)d tecken"))],
        render_kw={"autocomplete": "off"},
        **more,
    )


def _number_or_none(text: Any) -> int | None:
    return int(text) if text and str(text).isdecimal() else None


class AgreementForm(Form):
    """What the agreement is and who is bound. Fields in the order of the page."""

    title = StringField(
        _l("Titel"),
        filters=[_stripped],
        validators=[
            DataRequired(_l("Skriv avtalets titel")),
            Length(max=250, message=_l("Titeln är för lång. Skriv högst 250 tecken")),
        ],
        render_kw={"autocomplete": "off"},
    )
    number = _text(_l("NK-nummer"), 40)
    kind = SelectField(_l("Typ"), choices=options(wording.KINDS))
    areas = SelectMultipleField(_l("Områden"), choices=options(wording.AREAS))
    summary = TextAreaField(
        _l("Vad avtalet reglerar"), filters=[_stripped], validators=[Length(max=4000)]
    )
    municipalities = SelectMultipleField(
        _l("Kommuner som är parter"), coerce=int, validate_choice=False
    )
    organisations = TextAreaField(
        _l("Andra parter"),
        description=_l("En per rad, till exempel Region Norrbotten."),
        filters=[_stripped],
        validators=[Length(max=4000)],
    )
    responsible = SelectField(_l("Ansvarig"), coerce=_number_or_none, validate_choice=False)
    manager = SelectField(_l("Chef"), coerce=_number_or_none, validate_choice=False)
    counterparty_contact = _text(_l("Motpartens kontakt"), 200)
    decided_by = SelectField(
        _l("Beslutas i kommunen av"),
        choices=options({"": _l("Inte bestämt")} | wording.BODY_KINDS),
    )
    entry_condition = SelectField(
        _l("Börjar gälla"),
        choices=options({one.value: name for one, name in wording.CONDITIONS.items()}),
        default=Condition.ALL.value,
    )
    entry_at_least = _text(_l("Antal kommuner som minst ska ha antagit"), 3)
    compensation = TextAreaField(
        _l("Ersättning och kostnader"), filters=[_stripped], validators=[Length(max=4000)]
    )
    legal_basis = _text(_l("Rättslig grund"))
    cooperation = SelectField(
        _l("Är det avtalssamverkan enligt 9 kap. 37 § kommunallagen?"),
        choices=options(wording.COOPERATIONS),
    )
    goals = SelectMultipleField(
        _l("Mål som avtalet bidrar till"), coerce=int, validate_choice=False
    )
    version = HiddenField()

    def other_parties(self) -> tuple[str, ...]:
        """The other parties, one for each line that says something."""
        lines = (line.strip() for line in self.organisations.data.splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def entry(self) -> Entry:
        """Who must have adopted before the agreement begins to apply."""
        return Entry(Condition(self.entry_condition.data), int(self.entry_at_least.data or 1))

    def validate_entry_at_least(self, field: StringField) -> None:
        """A number, where one is asked for. Raises ValidationError."""
        asked = self.entry_condition.data == Condition.AT_LEAST
        number = int(field.data) if field.data.isdecimal() else 0
        if (asked or field.data) and not number:
            raise ValidationError(_("Skriv ett antal kommuner, till exempel 10"))

    def validate_organisations(self, field: TextAreaField) -> None:
        """Each name fits in a table. Raises ValidationError."""
        if any(len(line) > LONGEST_NAME for line in self.other_parties()):
            raise ValidationError(_("En part har för långt namn. Skriv högst 200 tecken per rad"))


class TermsForm(Form):
    """How long the agreement runs and how it ends. Days may be half known."""

    start = _text(_l("Gäller från"), 60)
    end = _text(_l("Gäller till och med"), 60)
    first_term = _text(_l("Första avtalstid"), 20)
    following_term = _text(_l("Förlängs med"), 20)
    max_prolongations = _text(_l("Högst så många gånger"), 4)
    notice_period = _text(_l("Uppsägningstid"), 20)
    clause = TextAreaField(
        _l("Så står det i avtalet"), filters=[_stripped], validators=[Length(max=4000)]
    )
    review_on = _text(_l("Nästa uppföljning"), 60)
    version = HiddenField()

    def fill_from(self, agreement: Agreement) -> None:
        """Show the present terms."""
        self.start.data = _shown(agreement.start_on, agreement.start_precision)
        self.end.data = _shown(agreement.end_on, agreement.end_precision)
        self.clause.data = agreement.clause
        for name in ("first_term", "following_term", "notice_period"):
            kept = getattr(agreement, name)
            self[name].data = _written(kept) if kept else ""
        number = agreement.max_prolongations
        self.max_prolongations.data = "" if number is None else str(number)
        self.review_on.data = long_date(agreement.review_on) if agreement.review_on else ""
        self.version.data = str(agreement.version)

    def terms(self, today: date) -> dict[str, object] | None:
        """The terms that are written, or None when something has to be corrected."""
        start = self._read("start", parse_partial_day) or (None, Precision.UNKNOWN)
        end = self._read("end", parse_partial_day) or (None, Precision.UNKNOWN)
        values: dict[str, object] = {
            "start_on": start[0],
            "start_precision": start[1],
            "end_on": _last_day(*end),
            "end_precision": end[1],
            "first_term": self._period("first_term"),
            "following_term": self._period("following_term"),
            "notice_period": self._period("notice_period", read_notice),
            "max_prolongations": self._count(),
            "clause": self.clause.data,
            "review_on": self._read(
                "review_on", lambda text: parse_day(text, today, latest_past=False)
            ),
        }
        return None if self.errors else values

    def _period(
        self, name: str, read: Callable[[str], Period | MonthDay] = read_period
    ) -> str | None:
        found = self._read(name, read)
        return str(found) if found else None

    def _count(self) -> int | None:
        text = self.max_prolongations.data
        if text and not text.isdecimal():
            self.refuse(str(_l("Skriv ett antal, till exempel 2")), "max_prolongations")
        return int(text) if text.isdecimal() else None

    def _read(self, name: str, parse: Callable[[str], Read]) -> Read | None:
        text = self[name].data
        if not text:
            return None
        try:
            return parse(text)
        except RuleBroken as refusal:
            self.refuse(refusal.text(language()), name)
            return None


def _shown(day: date | None, precision: Precision) -> str:
    if precision is Precision.OPEN_ENDED:
        return "tills vidare"
    return long_date(day, precision) if day and precision is not Precision.UNKNOWN else ""


def _last_day(day: date | None, precision: Precision) -> date | None:
    """An end that is known as a month or a year is that month's or year's last day."""
    if day is None or precision is Precision.DAY:
        return day
    return date(day.year, 12, 31) if precision is Precision.YEAR else month_end(day)


class LeadsForm(Form):
    """How many days before a deadline somebody is reminded."""

    leads = _text(_l("Dagar före"), 200, description=_l("Skriv till exempel 365, 180, 30, 7."))

    def days(self) -> tuple[int, ...] | None:
        """The days, or an error at the field when they cannot be read."""
        numbers = self.leads.data.replace(";", " ").replace(",", " ").split()
        if not all(part.isdecimal() and int(part) <= LONGEST_LEAD for part in numbers):
            message = _l("Skriv antal dagar med komma emellan, till exempel 180, 30")
            self.refuse(str(message), "leads")
            return None
        return tuple(int(part) for part in numbers) or None


class RelationForm(Form):
    """How the agreement stands to another."""

    relation = SelectField(_l("Hur"), choices=options(wording.RELATIONS))
    other = SelectField(_l("Annat avtal"), coerce=_number_or_none, validate_choice=False)


def _written(kept: str) -> str:
    """A kept period in words; as it stands when it cannot be read, so that it can be mended."""
    try:
        return parse_notice(kept).text(language())
    except RuleBroken:
        return kept
