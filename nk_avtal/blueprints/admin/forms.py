"""Forms for accounts and for narrowing the log."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from nk_avtal.blueprints.forms import Form, options, stripped
from nk_avtal.domain.people import Role
from nk_avtal.history.words import KINDS
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.administering import Standing
from nk_avtal.people.models import Person

ROLES = {
    Role.READER.value: _l("Läsare i en kommun"),
    Role.CLERK.value: _l("Kommunhandläggare"),
    Role.NEGOTIATOR.value: _l("Förhandlare"),
    Role.SECRETARY.value: _l("Beredningssekreterare"),
    Role.MANAGER.value: _l("Chef"),
    Role.ADMIN.value: _l("Administratör"),
}
ROLE_NOTES = {
    Role.READER.value: _l("läser avtal och beslut"),
    Role.CLERK.value: _l("registrerar kommunens beslut"),
    Role.NEGOTIATOR.value: _l("skriver avtal och förbereder rekommendationer"),
    Role.SECRETARY.value: _l("skickar rekommendationer, registrerar åt kommunerna"),
    Role.MANAGER.value: _l("skickar rekommendationer, bevakar frister"),
    Role.ADMIN.value: _l("sköter konton och logg"),
}


class AddressForm(Form):
    """Where an invitation goes. Fields stand on the page, and errors in its summary, in the order
    in which they are written here."""

    email = StringField(
        _l("E-postadress"),
        filters=[stripped],
        description=_l("Dit går inbjudan. Länken i den gäller i sju dagar."),
        validators=[DataRequired(_l("Skriv en e-postadress")), Length(max=254)],
        render_kw={"type": "email", "autocomplete": "off"},
    )


class PersonForm(Form):
    """What an administrator decides about an account. `version` is the one that was read."""

    name = StringField(
        _l("Namn"),
        filters=[stripped],
        description=_l("Visas i historiken."),
        validators=[DataRequired(_l("Skriv ett namn")), Length(max=120)],
    )
    role = RadioField(
        _l("Roll"),
        choices=options(ROLES),
        validators=[InputRequired(_l("Välj vilken roll personen har"))],
    )
    municipality = SelectField(_l("Kommun"), validators=[Optional()])
    active = BooleanField(_l("Kontot är öppet"), default=True)
    version = HiddenField()

    def offer(self, members: Sequence[Municipality]) -> None:
        """Fill the list of municipalities."""
        self._members = {one.code: one for one in members}
        names = {one.code: one.full_name for one in members}
        self.municipality.choices = options({"": _l("Ingen, förbundet")} | names)

    def fill_from(self, person: Person) -> None:
        """Show the account as it is kept."""
        self.name.data = person.name
        self.role.data = person.role.value
        self.municipality.data = person.municipality.code if person.municipality else ""
        self.active.data = person.active

    def standing(self) -> Standing:
        """What was decided, in a form without errors."""
        return Standing(
            self.name.data,
            Role(self.role.data),
            self._members.get(self.municipality.data),
            bool(self.active.data),
        )


class InvitationForm(AddressForm, PersonForm):
    """A new account, and where its invitation goes."""


class LogForm(Form):
    """Which part of the log to show; it stands in the address."""

    class Meta(Form.Meta):
        csrf = False

    person = SelectField(_l("Vem"), default="")
    noun = SelectField(_l("Vad"), default="", choices=options({"": _l("Allt")} | KINDS))
    day = StringField(
        _l("Dag"), filters=[stripped], render_kw={"placeholder": "2026-11-24", "size": 12}
    )

    def __init__(self, people: Sequence[Person]) -> None:
        super().__init__(formdata=request.args)
        names = {str(one.id): one.name for one in people}
        self.person.choices = options({"": _l("Alla")} | names)
