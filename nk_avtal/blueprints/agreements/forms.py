"""Forms for an agreement: what it is, how it stands to others, when somebody is reminded."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from nk_avtal import wording
from nk_avtal.blueprints.forms import Form, options
from nk_avtal.domain.entry import Condition, Entry

LONGEST_NAME = 200


def stripped(text: str | None) -> str:
    return (text or "").strip()


def short_text(label: Any, longest: int = 250, **more: Any) -> StringField:
    return StringField(
        label,
        filters=[stripped],
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
        filters=[stripped],
        validators=[
            DataRequired(_l("Skriv avtalets titel")),
            Length(max=250, message=_l("Titeln är för lång. Skriv högst 250 tecken")),
        ],
        render_kw={"autocomplete": "off"},
    )
    number = short_text(_l("NK-nummer"), 40)
    kind = SelectField(_l("Typ"), choices=options(wording.KINDS))
    areas = SelectMultipleField(_l("Områden"), choices=options(wording.AREAS))
    summary = TextAreaField(
        _l("Vad avtalet reglerar"), filters=[stripped], validators=[Length(max=4000)]
    )
    municipalities = SelectMultipleField(
        _l("Kommuner som är parter"), coerce=int, validate_choice=False
    )
    organisations = TextAreaField(
        _l("Andra parter"),
        description=_l("En per rad, till exempel Region Norrbotten."),
        filters=[stripped],
        validators=[Length(max=4000)],
    )
    responsible = SelectField(_l("Ansvarig"), coerce=_number_or_none, validate_choice=False)
    manager = SelectField(_l("Chef"), coerce=_number_or_none, validate_choice=False)
    counterparty_contact = short_text(_l("Motpartens kontakt"), 200)
    decided_by = SelectField(
        _l("Beslutas i kommunen av"),
        choices=options({"": _l("Inte bestämt")} | wording.BODY_KINDS),
    )
    entry_condition = SelectField(
        _l("Börjar gälla"),
        choices=options({one.value: name for one, name in wording.CONDITIONS.items()}),
        default=Condition.ALL.value,
    )
    entry_at_least = short_text(_l("Antal kommuner som minst ska ha antagit"), 3)
    compensation = TextAreaField(
        _l("Ersättning och kostnader"), filters=[stripped], validators=[Length(max=4000)]
    )
    legal_basis = short_text(_l("Rättslig grund"))
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


class RelationForm(Form):
    """How the agreement stands to another."""

    relation = SelectField(_l("Hur"), choices=options(wording.RELATIONS))
    other = SelectField(_l("Annat avtal"), coerce=_number_or_none, validate_choice=False)
