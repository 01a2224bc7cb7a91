"""Forms of the reminders: days before, who is told, pauses, groups and absences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length

from nk_avtal import wording
from nk_avtal.blueprints.forms import Form, language, number_or_none, options, stripped
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.recipients import Told, parse_leads
from nk_avtal.domain.reminders import LEADS, DeadlineKind
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.formats import long_date
from nk_avtal.people.models import Person
from nk_avtal.reminders.arranging import Arranged
from nk_avtal.reminders.models import Watch

Read = TypeVar("Read")
KINDS = (
    *(DeadlineKind.START, DeadlineKind.NOTICE, DeadlineKind.OPTION, DeadlineKind.PRICE),
    *(DeadlineKind.EXIT, DeadlineKind.END, DeadlineKind.REVIEW),
)


def _text(label: Any, longest: int, **more: Any) -> StringField:
    return StringField(
        label,
        filters=[stripped],
        validators=[Length(max=longest, message=_l("Skriv högst %(max)d tecken"))],
        render_kw={"autocomplete": "off"},
        **more,
    )


class _Reading(Form):
    def read(self, name: str, parse: Callable[[str], Read]) -> Read | None:
        """What a field says, or None with an error at it; None too when it is empty."""
        text = self[name].data
        try:
            return parse(text) if text else None
        except RuleBroken as refusal:
            self.refuse(refusal.text(language()), name)
            return None


class LeadsForm(_Reading):
    """How many days before each kind of deadline; an empty field takes the usual days.

    `version` is what was kept when the page was opened.
    """

    start = _text(wording.DEADLINES[DeadlineKind.START], 200)
    notice = _text(wording.DEADLINES[DeadlineKind.NOTICE], 200)
    option = _text(wording.DEADLINES[DeadlineKind.OPTION], 200)
    price = _text(wording.DEADLINES[DeadlineKind.PRICE], 200)
    exit = _text(wording.DEADLINES[DeadlineKind.EXIT], 200)
    end = _text(wording.DEADLINES[DeadlineKind.END], 200)
    review = _text(wording.DEADLINES[DeadlineKind.REVIEW], 200)
    version = HiddenField()

    def show_leads(self, kept: Mapping[str, Sequence[int]]) -> None:
        """Show the days that are kept."""
        for kind in KINDS:
            self[kind.value].data = ", ".join(map(str, kept.get(kind, ())))

    def leads(self) -> dict[DeadlineKind, tuple[int, ...]]:
        """The days that are written, with errors at what cannot be read."""
        return {kind: self.read(kind.value, parse_leads) or () for kind in KINDS}

    @staticmethod
    def usual(kept: Mapping[str, Sequence[int]]) -> dict[str, str]:
        """What an empty field means: the days kept for this kind of agreement, or the defaults."""
        return {kind.value: ", ".join(map(str, kept.get(kind) or LEADS[kind])) for kind in KINDS}


class WatchForm(LeadsForm):
    """How one agreement is watched."""

    told = SelectMultipleField(_l("Vem får påminnelserna?"), choices=options(wording.TOLD))
    paused_until = _text(_l("Vila påminnelserna till och med"), 60)
    pause_reason = _text(_l("Varför"), 200)

    def fill_from(self, watch: Watch) -> None:
        """Show how it is watched now."""
        self.show_leads(watch.leads)
        self.told.data = list(watch.told)
        self.paused_until.data = long_date(watch.paused_until) if watch.paused_until else ""
        self.pause_reason.data = watch.pause_reason
        self.version.data = str(watch.version)

    def arranged(self, today: date) -> Arranged | None:
        """What is written, or None when something has to be corrected."""
        until = self.read("paused_until", lambda text: parse_day(text, today, latest_past=False))
        leads = self.leads()
        if self.errors:
            return None
        told = [Told(one) for one in self.told.data]
        return Arranged(leads, told, until, self.pause_reason.data if until else "")


class MemberForm(Form):
    """Somebody more in the group around an agreement."""

    person = SelectField(_l("Person med konto"), coerce=number_or_none, validate_choice=False)
    name = _text(_l("Namn"), 120)
    email = _text(_l("E-postadress"), 254)

    def offer(self, people: Iterable[Person]) -> None:
        """Fill the list of people."""
        nobody: dict[Any, Any] = {"": _("Ingen, jag skriver namn och adress")}
        self.person.choices = options(nobody | {one.id: one.name for one in people})


class AbsenceForm(_Reading):
    """Somebody is away, and who takes over."""

    person = SelectField(_l("Vem är borta?"), coerce=number_or_none, validate_choice=False)
    first_on = _text(_l("Första dag borta"), 60)
    last_on = _text(_l("Sista dag borta"), 60)
    stand_in = SelectField(_l("Ersättare"), coerce=number_or_none, validate_choice=False)

    def offer(self, people: Mapping[int, Person], own: Person | None) -> None:
        """Fill the lists; with `own`, only that person can be away."""
        away = {own.id: own} if own else people
        self.person.choices = options({number: one.name for number, one in away.items()})
        nobody: dict[Any, Any] = {"": _("Välj")}
        self.stand_in.choices = options(
            nobody | {number: one.name for number, one in people.items()}
        )

    def days(self, today: date) -> tuple[date, date] | None:
        """The first and the last day, or None with errors at their fields."""
        first = self.read("first_on", lambda text: parse_day(text, today, latest_past=False))
        last = self.read("last_on", lambda text: parse_day(text, first or today, latest_past=False))
        for name, day in (("first_on", first), ("last_on", last)):
            if day is None and not self[name].errors:
                self.refuse(_("Skriv en dag, till exempel 14 december"), name)
        return (first, last) if first and last and not self.errors else None
