"""Forms for an agreement: what it is, how it stands to others, when somebody is reminded."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, ValidationError

from nk_avtal import wording
from nk_avtal.blueprints.agreements.entry_fields import read_day, read_share
from nk_avtal.blueprints.forms import Form, language, number_or_none, options
from nk_avtal.domain.agreements import Cooperation
from nk_avtal.domain.entry import Basis, Condition, Outsiders
from nk_avtal.domain.errors import RuleBroken

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
    responsible = SelectField(_l("Ansvarig"), coerce=number_or_none, validate_choice=False)
    manager = SelectField(_l("Chef"), coerce=number_or_none, validate_choice=False)
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
    entry_share = short_text(_l("Minsta andel av invånarna, i procent"), 10)
    entry_counted_on = short_text(_l("Invånarna räknas vid"), 60)
    entry_by = SelectField(
        _l("Ett antagande räknas"),
        choices=options({one.value: name for one, name in wording.BASES.items()}),
        default=Basis.DECISION.value,
    )
    entry_named = SelectMultipleField(
        _l("Kommuner som måste vara bland dem"), coerce=int, validate_choice=False
    )
    entry_counterparty = BooleanField(_l("De andra parterna måste också ha beslutat"))
    entry_latest = short_text(_l("Villkoret ska vara uppfyllt senast"), 60)
    entry_outsiders = SelectField(
        _l("Kommuner som inte har antagit när avtalet börjar gälla"),
        choices=options({one.value: name for one, name in wording.OUTSIDERS.items()}),
        default=Outsiders.UNSAID.value,
    )
    entry_outsiders_note = TextAreaField(
        _l("Så står det om dem i avtalet"), filters=[stripped], validators=[Length(max=4000)]
    )
    compensation = TextAreaField(
        _l("Ersättning och kostnader"), filters=[stripped], validators=[Length(max=4000)]
    )
    legal_basis = short_text(_l("Rättslig grund"))
    cooperation = SelectField(
        _l("Är det avtalssamverkan enligt 9 kap. 37 § kommunallagen?"),
        choices=options(wording.COOPERATIONS),
        default=Cooperation.UNCLEAR.value,
    )
    goals = SelectMultipleField(
        _l("Mål som avtalet bidrar till"), coerce=int, validate_choice=False
    )
    version = HiddenField()

    def other_parties(self) -> tuple[str, ...]:
        """The other parties, one for each line that says something."""
        lines = (line.strip() for line in self.organisations.data.splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    RARE = ("share", "counted_on", "named", "counterparty", "latest", "outsiders_note")

    @property
    def has_rare_condition(self) -> bool:
        """Whether the condition says something that is folded away, or says it wrongly."""
        folded = [self[f"entry_{name}"] for name in self.RARE]
        chosen = self.entry_by.data != Basis.DECISION or self.entry_outsiders.data != "unsaid"
        return chosen or any(one.data or one.errors for one in folded)

    def validate_entry_at_least(self, field: StringField) -> None:
        """A number, where one is asked for. Raises ValidationError."""
        asked = _chosen(self.entry_condition).counted
        number = int(field.data) if field.data.isdecimal() else 0
        if (asked or field.data) and not number:
            raise ValidationError(_("Skriv ett antal kommuner, till exempel 10"))

    def validate_entry_share(self, field: StringField) -> None:
        """A share, where one is asked for. Raises ValidationError."""
        asked = _chosen(self.entry_condition).weighed
        if (asked or field.data) and not read_share(field.data):
            raise ValidationError(_("Skriv andelen i procent, till exempel 60 eller 66,67"))

    def validate_entry_named(self, field: SelectMultipleField) -> None:
        """Only parties can be asked for. Raises ValidationError."""
        if set(field.data or ()) - set(self.municipalities.data or ()):
            raise ValidationError(_("Kommuner som måste vara med ska också vara parter"))

    def validate_entry_counted_on(self, field: StringField) -> None:
        """A day that can be read. Raises ValidationError."""
        _check_day(field)

    def validate_entry_latest(self, field: StringField) -> None:
        """A day that can be read. Raises ValidationError."""
        _check_day(field)

    def validate_organisations(self, field: TextAreaField) -> None:
        """Each name fits in a table. Raises ValidationError."""
        if any(len(line) > LONGEST_NAME for line in self.other_parties()):
            raise ValidationError(_("En part har för långt namn. Skriv högst 200 tecken per rad"))


def _chosen(field: SelectField) -> Condition:
    """The condition that is chosen; the usual one where the choice is not one of ours."""
    known = {one.value for one in Condition}
    return Condition(field.data) if field.data in known else Condition.ALL


def _check_day(field: StringField) -> None:
    try:
        read_day(field.data)
    except RuleBroken as refusal:
        raise ValidationError(refusal.text(language())) from None


class RelationForm(Form):
    """How the agreement stands to another."""

    relation = SelectField(_l("Hur"), choices=options(wording.RELATIONS))
    other = SelectField(_l("Annat avtal"), coerce=number_or_none, validate_choice=False)
