"""What the reader wants to plan, as it stands in the address."""

from __future__ import annotations

from datetime import date

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField

from nk_avtal.agreements.models import Agreement
from nk_avtal.blueprints.forms import Form, options
from nk_avtal.blueprints.recommendations.forms import DayField
from nk_avtal.domain.backward_plans import Demand
from nk_avtal.domain.dates import add_months
from nk_avtal.domain.entry import Basis
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.written_dates import day_in
from nk_avtal.formats import long_date
from nk_avtal.recommendations.models import Recommendation
from nk_avtal.recommendations.plans import Question

DEMANDS = {
    "laga-kraft": Demand.LEGAL_FORCE,
    "omedelbart": Demand.AT_ONCE,
    "beslut": Demand.DECISION,
}
"""How a demand stands in the address."""

DEMAND_WORDS = {
    "laga-kraft": _l("Laga kraft"),
    "omedelbart": _l("Laga kraft, omedelbar justering"),
    "beslut": _l("Beslut räcker"),
}
ASKED = ("galler", "skickas", "kraver", "namnd")
_MONTHS_AROUND = 120


class PlanningForm(Form):
    """When it is to apply and when it is sent. It changes nothing, and so it is asked with GET."""

    class Meta(Form.Meta):
        csrf = False

    galler = DayField(_l("Ska gälla från"), ahead=True, description=_l("Till exempel 1 juli 2027"))
    skickas = DayField(_l("Skickas"), ahead=True, description=_l("Till exempel 1 mars 2027"))
    kraver = SelectField(
        _l("För att gälla krävs"), choices=options(DEMAND_WORDS), default="laga-kraft"
    )
    namnd = BooleanField(_l("En nämnd yttrar sig först"))

    def read(self, today: date) -> bool:
        """Whether it can be planned; errors stand at the fields."""
        passed = bool(self.validate())
        for field in (self.galler, self.skickas):
            field.read(today)
            if field.day and not _is_near(field.day, today):
                text = gettext("Skriv ett datum inom tio år från i dag")
                self.refuse(text, field.short_name)
        return passed and not self.errors

    def question(
        self, recommendation: Recommendation, today: date, decided_on: date | None = None
    ) -> Question:
        """What is asked. Without a day of sending it is sent today, but not before the board
        decides."""
        sent_on = self.skickas.day or max(decided_on or today, today)
        return Question(
            wanted=self.galler.day,
            sent_on=sent_on,
            is_sent=recommendation.status is not Status.DRAFT and sent_on <= today,
            decides=recommendation.suggested_body,
            today=today,
            demand=DEMANDS[self.kraver.data],
            committee_first=bool(self.namnd.data),
        )


def asked_about(
    recommendation: Recommendation, today: date, decided_on: date | None = None
) -> PlanningForm:
    """The form as the address fills it, or as the recommendation and its agreement say. It is not
    sent before the board decides on it: `decided_on`, as planned, where it has not yet."""
    form = _filled(recommendation, today, decided_on)
    if recommendation.status is not Status.DRAFT:
        form.skickas.label.text = gettext("Skickades")
    return form


def _filled(recommendation: Recommendation, today: date, decided_on: date | None) -> PlanningForm:
    agreement = recommendation.agreement
    demand = demand_of(agreement)
    demanded = next(name for name, one in DEMANDS.items() if one is demand)
    if any(name in request.args for name in ASKED):
        return PlanningForm(request.args, data={"kraver": demanded})
    wanted = day_in(recommendation.takes_effect, today) or agreement.entry_latest
    if wanted is None and agreement.start_on and agreement.start_on > today:
        wanted = agreement.start_on
    decided = recommendation.recommended_on or decided_on or today
    sent_on = recommendation.sent_at or max(decided, today)
    days = {"galler": long_date(wanted) or "", "skickas": long_date(sent_on)}
    return PlanningForm(None, data={"kraver": demanded, **days})


def demand_of(agreement: Agreement) -> Demand:
    """What the agreement itself demands of the decisions before it applies."""
    by_force = agreement.entry_by is Basis.LEGAL_FORCE
    return Demand.LEGAL_FORCE if by_force else Demand.DECISION


def _is_near(day: date, today: date) -> bool:
    return add_months(today, -_MONTHS_AROUND) <= day <= add_months(today, _MONTHS_AROUND)
