"""The form that says when a matter comes up in the municipality, and on which way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from nk_avtal.blueprints.adoptions.forms import text_field
from nk_avtal.blueprints.forms import Form, language
from nk_avtal.domain.chains import Step
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.formats import long_date

STEPS = 5


class PlanForm(Form):
    """When the matter comes up in the deciding body, and before that in others."""

    planned_on = text_field(_l("När tas frågan upp?"))
    body = RadioField(_l("I vilket organ?"), coerce=int, validate_choice=False)

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """The fields of the preparing steps: body and day."""
        return [(self[f"step_{n}"], self[f"step_{n}_on"]) for n in range(1, STEPS + 1)]

    def fill_steps(self, steps: Sequence[Step]) -> None:
        """Show the way as it is planned or usual."""
        for (name, day), step in zip(self.rows, steps, strict=False):
            name.data = step.body_name
            day.data = long_date(step.planned_on) if step.planned_on else ""

    def day(self, today: date) -> date | None:
        """The day that is written; an error at the field when there is none."""
        return self._day(self.planned_on, today)

    def steps(self, today: date, decided_on: date | None) -> list[Step]:
        """The preparing steps that are written; errors at their fields.

        A day without a year comes before the deciding meeting, so it may have been already.
        """
        found = []
        for name, day in self.rows:
            if day.data and not name.data:
                self.refuse(gettext("Skriv vilket organ, eller ta bort datumet"), name.short_name)
            elif name.data:
                found.append(Step(name.data[:120], self._before(day, today, decided_on)))
        return found

    def _before(self, field: Any, today: date, decided_on: date | None) -> date | None:
        if not field.data:
            return None
        day = self._day(field, today)
        late = day and decided_on and day > decided_on
        return parse_day(field.data, today) if late else day

    def _day(self, field: Any, today: date) -> date | None:
        try:
            return parse_day(field.data or "", today, latest_past=False)
        except RuleBroken as refusal:
            self.refuse(refusal.text(language()), field.short_name)
            return None


for _number in range(1, STEPS + 1):
    setattr(PlanForm, f"step_{_number}", text_field(_l("Organ"), maxlength=120, list="organ"))
    setattr(PlanForm, f"step_{_number}_on", text_field(_l("Möte")))
