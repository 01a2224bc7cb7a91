"""What is decided about a deadline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from nk_avtal.agreements.models import Agreement
from nk_avtal.blueprints.forms import Form, language, number_or_none, options
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewal_decisions import Answer, needs_successor
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.renewals.actions import Told

LONGEST_REASON = 2000


def stripped(text: str | None) -> str:
    """What was typed, without spaces around it."""
    return (text or "").strip()


def line(label: Any, longest: int = 60) -> StringField:
    """A field of one line."""
    return StringField(
        label,
        filters=[stripped],
        validators=[Length(max=longest, message=_l("Skriv högst %(max)d tecken"))],
        render_kw={"autocomplete": "off"},
    )


def text(label: Any, *validators: Any) -> TextAreaField:
    """A field of several lines."""
    longest = Length(max=LONGEST_REASON, message=_l("Skriv högst %(max)d tecken"))
    return TextAreaField(label, filters=[stripped], validators=[*validators, longest])


class AnswerForm(Form):
    """What is decided, and why. Fields in the order of the page."""

    answer = RadioField(_l("Vad har ni kommit fram till?"), validate_choice=False)
    until = line(_l("Påminn igen från och med"))
    new_end = line(_l("Nytt slutdatum"))
    successor = SelectField(_l("Efterträdare"), coerce=number_or_none, validate_choice=False)
    replacement = SelectField(_l("Ersätts av"), coerce=number_or_none, validate_choice=False)
    reason = text(_l("Varför?"), DataRequired(_l("Skriv varför, så förstår de som läser sedan")))
    expected = HiddenField()

    def told(self, kind: DeadlineKind, others: Mapping[int, Agreement], today: date) -> Told | None:
        """What the form says, or None when something has to be corrected."""
        try:
            answer = Answer(self.answer.data or "")
        except ValueError:
            self.refuse(_("Välj vad ni har kommit fram till"), "answer")
            return None
        until = self._day("until", today) if answer is Answer.LATER else None
        moved = answer is Answer.PROLONG and kind is DeadlineKind.END
        new_end = self._day("new_end", today) if moved else None
        successor = others.get(self._successor_of(kind, answer) or 0)
        told = Told(answer, str(self.reason.data), until, new_end, successor)
        return None if self.errors else told

    def _successor_of(self, kind: DeadlineKind, answer: Answer) -> int | None:
        """The number of the agreement that is chosen to take the place of this one."""
        if needs_successor(kind, answer):
            return self.successor.data  # type: ignore[no-any-return]
        return self.replacement.data if answer is Answer.LET_END else None

    def _day(self, name: str, today: date) -> date | None:
        try:
            return parse_day(self[name].data, today, latest_past=False)
        except RuleBroken as refusal:
            self.refuse(refusal.text(language()), name)
            return None

    def offer(
        self, answers: Mapping[str, str], others: Mapping[int, Agreement], at_work: int | None
    ) -> None:
        """What can be chosen. A successor `at_work` already stands first, in place of a draft."""
        self.answer.choices = options(answers)
        titles: dict[Any, Any] = {number: one.title for number, one in others.items()}
        self.replacement.choices = options({"": _("Inget avtal valt")} | titles)
        first = {at_work: titles[at_work]} if at_work in titles else {"": _("Ett nytt utkast")}
        self.successor.choices = options(first | titles)
