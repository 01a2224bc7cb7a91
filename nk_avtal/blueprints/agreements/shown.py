"""What the page of one agreement shows: the steps, the dates, the line of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from nk_avtal import wording
from nk_avtal.adoptions.facts import Place, standings_of, tally_of
from nk_avtal.adoptions.outlook import EntryShown, entry_of
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.reckoning import is_unwatched, reckoned, validity_of
from nk_avtal.blueprints.agreements.key_dates import ending_of, key_dates_of
from nk_avtal.blueprints.agreements.lines import line_of
from nk_avtal.blueprints.forms import language
from nk_avtal.bodies.calendars import calendars
from nk_avtal.domain.adoptions import Standing
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.lead_times import LeadTime
from nk_avtal.domain.lifecycle import Phase, StepFact, StepKey, phase, stepper
from nk_avtal.domain.reckonings import Reckoning
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.tallies import Tally
from nk_avtal.formats import long_date, matrix_date
from nk_avtal.municipalities.queries import members
from nk_avtal.recommendations.models import Recommendation
from nk_avtal.reminders.agreement_days import lead_time_of

ORDER = (
    Standing.ADOPTED,
    Standing.ADOPTED_WITH_ADDITION,
    Standing.PLANNED,
    Standing.MEETING_PASSED,
    Standing.WAITING,
    Standing.LATE,
    Standing.PAUSED,
    Standing.DECLINED,
    Standing.NOT_CONCERNED,
)
GROUPS = {
    Standing.ADOPTED: _l("Antagit"),
    Standing.ADOPTED_WITH_ADDITION: _l("Antagit med tillägg"),
    Standing.PLANNED: _l("Datum satt"),
    Standing.MEETING_PASSED: _l("Mötet har varit"),
    Standing.WAITING: _l("Väntar på beslut"),
    Standing.LATE: _l("Försenat"),
    Standing.PAUSED: _l("Återremitterat eller bordlagt"),
    Standing.DECLINED: _l("Avslagit"),
    Standing.NOT_CONCERNED: _l("Berörs inte"),
}


@dataclass(frozen=True)
class Shown:
    """One agreement on one day."""

    agreement: Agreement
    today: date
    reckoning: Reckoning | None
    refusal: str
    lead_time: LeadTime | None
    phase: Phase | None
    recommendation: Recommendation | None
    tally: Tally | None
    groups: list[dict[str, Any]]
    entry: EntryShown | None

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The row of stages."""
        items = stepper(self.agreement.stage, self.phase, self._facts())
        return [
            {
                "title": wording.STEP_KEYS[item.key],
                "text": item.fact or (long_date(item.date) if item.date else ""),
                "state": item.state,
            }
            for item in items
        ]

    def _facts(self) -> dict[StepKey, StepFact]:
        facts: dict[StepKey, StepFact] = {}
        recommendation = self.recommendation
        if recommendation and recommendation.recommended_on:
            facts[StepKey.RECOMMENDATION] = StepFact(recommendation.recommended_on)
        if recommendation and self.tally:
            facts[StepKey.DECISIONS] = StepFact(
                fact=_(
                    "%(count)s av %(all)s, svar senast %(day)s",
                    count=self.tally.adopted,
                    all=self.tally.concerned,
                    day=long_date(recommendation.reply_by),
                )
            )
        if recommendation and recommendation.takes_effect:
            facts[StepKey.IN_FORCE] = StepFact(
                fact=_("Från %(day)s", day=recommendation.takes_effect)
            )
        elif self.agreement.start_on:
            start = long_date(self.agreement.start_on, self.agreement.start_precision)
            facts[StepKey.IN_FORCE] = StepFact(fact=_("Från %(day)s", day=start))
        return facts

    @property
    def key_dates(self) -> list[dict[str, Any]]:
        """The dates that matter, the one to act on first."""
        if self.agreement.stage is Stage.TERMINATED:
            return ending_of(self.agreement, self.today)
        return key_dates_of(self.agreement, self.reckoning, self.lead_time, self.today)

    @property
    def unwatched(self) -> bool:
        """Whether the terms say too little for any day to be watched."""
        return is_unwatched(self.agreement, self.today)

    @property
    def line(self) -> dict[str, Any] | None:
        """The term, the prolongation, today and the last day of notice as parts of a line."""
        if self.agreement.stage is Stage.TERMINATED:
            return None
        return line_of(self.agreement, self.reckoning, self.today)


def show(
    agreement: Agreement, recommendation: Recommendation | None, today: date, internal: bool
) -> Shown:
    """Everything that the page says of `agreement` on `today`; when to begin only `internal`."""
    found = reckoned(agreement, today)
    reckoning = None if isinstance(found, RuleBroken) else found
    places: dict[int, Place] = {}
    entry = None
    if recommendation and recommendation.status is Status.SENT:
        places = standings_of([recommendation.id], today).get(recommendation.id, {})
        entry = entry_of(recommendation, places, members(), today)
    return Shown(
        agreement=agreement,
        today=today,
        reckoning=reckoning,
        refusal=f"{found.text(language())}." if isinstance(found, RuleBroken) else "",
        lead_time=_lead_time(agreement, reckoning, today) if internal else None,
        phase=phase(agreement.stage, validity_of(agreement, reckoning), today),
        recommendation=recommendation,
        tally=tally_of(places) if places else None,
        groups=list(_groups(recommendation, places)) if recommendation else [],
        entry=entry,
    )


def _lead_time(agreement: Agreement, reckoning: Reckoning | None, today: date) -> LeadTime | None:
    parties = agreement.parties if agreement.notice_by_members else ()
    deciding = [one.municipality_id for one in parties if one.municipality_id]
    return lead_time_of(agreement, reckoning, calendars(today), deciding, today)


def _groups(recommendation: Recommendation, places: dict[int, Place]) -> list[dict[str, Any]]:
    found = []
    towns = [(town, places[town.id]) for town in members() if town.id in places]
    for standing in ORDER:
        some = [(town, place) for town, place in towns if place.standing is standing]
        if some:
            names = [
                f"{town.name} {matrix_date(place.day)}"
                if standing in (Standing.PLANNED, Standing.MEETING_PASSED) and place.day
                else town.name
                for town, place in some
            ]
            found.append(
                {
                    "standing": standing.value,
                    "label": f"{GROUPS[standing]} ({len(some)})",
                    "names": names,
                    "url": url_for("recommendations.show", slug=recommendation.slug),
                }
            )
    return found
