"""Forms for bodies and their meetings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from nk_avtal.blueprints.forms import Form, language, options, stripped
from nk_avtal.bodies.models import Body, Meeting, MunicipalTimes
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.meeting_plans import MOST_DAYS_BEFORE, parse_meeting_days
from nk_avtal.domain.usual_times import DAYS
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.formats import long_date

Read = TypeVar("Read")

BODY_KINDS = {
    BodyKind.ASSEMBLY: _l("Förbundsfullmäktige"),
    BodyKind.BOARD: _l("Styrelse"),
    BodyKind.PREPARATORY: _l("Beredning"),
    BodyKind.FORUM: _l("Forum"),
    BodyKind.NETWORK: _l("Nätverk"),
    BodyKind.COUNCIL: _l("Kommunfullmäktige"),
    BodyKind.EXECUTIVE: _l("Kommunstyrelse"),
    BodyKind.COMMITTEE: _l("Nämnd"),
    BodyKind.WORKING_COMMITTEE: _l("Utskott"),
}


def _text(label: Any, longest: int, **more: Any) -> StringField:
    return StringField(
        label,
        filters=[stripped],
        validators=[Length(max=longest, message=_l("Skriv högst %(max)d tecken"))],
        render_kw={"autocomplete": "off"},
        **more,
    )


class _Reading(Form):
    def _read(self, field: Any, parse: Callable[[str], Read]) -> Read | None:
        try:
            return parse(field.data)
        except RuleBroken as refusal:
            self.refuse(refusal.text(language()), field.short_name)
            return None


class MeetingsForm(_Reading):
    """Several meetings of one body, as they stand in its own plan."""

    body = SelectField(_l("Organ"), coerce=int, validate_choice=False)
    days = TextAreaField(
        _l("Datum"),
        description=_l(
            "Ett per rad eller med komma emellan, till exempel 15 februari 2027. Klistra gärna in"
            " hela årets plan."
        ),
        filters=[stripped],
        validators=[Length(max=4000, message=_l("Skriv högst %(max)d tecken"))],
    )
    hand_in_days = _text(
        _l("Handlingarna ska in så många dagar före"), 3, description=_l("Till exempel 14.")
    )
    place = _text(_l("Plats"), 120)

    def offer(self, bodies: Sequence[Body]) -> None:
        """Fill the list of bodies."""
        self.body.choices = options({one.id: one.name for one in bodies})

    def read_days(self, today: date) -> list[date]:
        """The days, or an error at their field."""
        return self._read(self.days, lambda text: parse_meeting_days(text, today)) or []

    def read_hand_in_days(self) -> int | None:
        """How many days before, or an error at the field."""
        text = self.hand_in_days.data
        if text and not (text.isdecimal() and int(text) <= MOST_DAYS_BEFORE):
            self.refuse(str(_l("Skriv ett antal dagar, till exempel 14")), "hand_in_days")
            return None
        return int(text) if text else None


class MeetingForm(_Reading):
    """One meeting. `version` is the one that was read."""

    held_on = _text(_l("Datum"), 60)
    hand_in_by = _text(_l("Handlingarna in senast"), 60)
    place = _text(_l("Plats"), 120)
    version = HiddenField()

    def fill_from(self, meeting: Meeting) -> None:
        """Show what is kept."""
        self.held_on.data = long_date(meeting.held_on)
        self.hand_in_by.data = long_date(meeting.hand_in_by)
        self.place.data = meeting.place
        self.version.data = str(meeting.version)

    def read(self, today: date) -> tuple[date | None, date | None]:
        """The day of the meeting and the day to hand in; errors at what cannot be read."""
        held_on = self._read(self.held_on, lambda text: parse_day(text, today, latest_past=False))
        if not self.hand_in_by.data:
            return held_on, None
        near = held_on or today
        return held_on, self._read(self.hand_in_by, lambda text: parse_day(text, near))


class BodyForm(Form):
    """A body. `version` is the one that was read."""

    name = StringField(
        _l("Namn"),
        filters=[stripped],
        validators=[
            DataRequired(_l("Skriv vad organet heter")),
            Length(max=120, message=_l("Skriv högst %(max)d tecken")),
        ],
        render_kw={"autocomplete": "off"},
    )
    kind = SelectField(_l("Slag"))
    short_name = _text(_l("Förkortning"), 20, description=_l("Till exempel SN."))
    active = BooleanField(_l("Organet sammanträder"), default=True)
    version = HiddenField()

    def offer(self, kinds: Sequence[BodyKind]) -> None:
        """Fill the list of kinds."""
        self.kind.choices = options({kind.value: BODY_KINDS[kind] for kind in kinds})

    def fill_from(self, body: Body) -> None:
        """Show what is kept."""
        self.name.data, self.kind.data = body.name, body.kind.value
        self.short_name.data, self.active.data = body.short_name, body.active
        self.version.data = str(body.version)


class TimesForm(Form):
    """How many days a municipality usually needs. An empty field is as usual. `version` is the
    one that was read, 0 where nothing has been said."""

    handling = _text(_l("Registrera och skriva tjänsteskrivelse"), 3)
    hand_in = _text(_l("Från inlämnade handlingar till första organet"), 3)
    to_executive = _text(_l("Från arbetsutskottet till kommunstyrelsen"), 3)
    to_council = _text(_l("Från kommunstyrelsen till kommunfullmäktige"), 3)
    committee = _text(_l("Nämnd som yttrar sig först"), 3)
    working_committee = BooleanField(_l("Arbetsutskottet bereder ärendet"), default=True)
    version = HiddenField()

    def fill_from(self, said: MunicipalTimes | None) -> None:
        """Show what is kept."""
        for name in DAYS:
            number = getattr(said, name) if said else None
            self[name].data = "" if number is None else str(number)
        self.working_committee.data = said.working_committee if said else True
        self.version.data = str(said.version if said else 0)

    def read(self) -> dict[str, int | None]:
        """The days by name; errors at what is no number of days."""
        return {name: self._number(name) for name in DAYS}

    def _number(self, name: str) -> int | None:
        text = self[name].data
        if text and not (text.isdecimal() and int(text) <= MOST_DAYS_BEFORE):
            self.refuse(str(_l("Skriv ett antal dagar, till exempel 14")), name)
            return None
        return int(text) if text else None
