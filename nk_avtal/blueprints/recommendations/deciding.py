"""Those whose decisions a planning is about: who is left, and what they have said themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from nk_avtal.adoptions import facts
from nk_avtal.adoptions.facts import Place
from nk_avtal.adoptions.outlook import voices_of
from nk_avtal.blueprints.guard import me
from nk_avtal.domain.adoptions import Standing
from nk_avtal.domain.entry import Condition
from nk_avtal.domain.entry_outlook import outlook
from nk_avtal.municipalities.models import Municipality
from nk_avtal.recommendations import queries
from nk_avtal.recommendations.models import Recommendation
from nk_avtal.recommendations.plans import Announced, Planning

_SETTLED = frozenset({Standing.ADOPTED, Standing.ADOPTED_WITH_ADDITION, Standing.DECLINED})


@dataclass(frozen=True)
class Deciding:
    """The municipalities that a reader's planning is about: those that have not decided. A clerk's
    is about the own one alone."""

    recommendation: Recommendation
    left: list[Municipality]
    decided: int
    places: Mapping[int, Place]
    today: date

    @classmethod
    def of(cls, recommendation: Recommendation, today: date) -> Deciding:
        """Who is left today."""
        places = facts.standings_of([recommendation.id], today).get(recommendation.id, {})
        concerned = [one for one in queries.addressees(recommendation) if one.concerned]
        towns = [one.municipality for one in concerned]
        if me().municipality_id:
            towns = [one for one in towns if one.id == me().municipality_id]
        settled = {number for number, place in places.items() if place.standing in _SETTLED}
        left = sorted((one for one in towns if one.id not in settled), key=queries.by_name)
        return cls(recommendation, left, len(towns) - len(left), places, today)

    @property
    def announced(self) -> dict[int, Announced]:
        """The meetings at which they have said that they are going to decide."""
        return {
            number: Announced(place.planned_on, place.planned_kind, place.planned_body)
            for number, place in self.places.items()
            if place.planned_on and place.planned_on >= self.today and place.planned_kind
        }

    def condition_day(self, planning: Planning) -> date | None:
        """When a condition that does not wait for all can be met, if nobody is slower than
        planned; None where it waits for all, or for each alone, or no day can be said."""
        agreement = self.recommendation.agreement
        entry = agreement.entry
        if entry.condition in (Condition.ALL, Condition.EACH) or me().municipality_id:
            return None
        ahead = {one.municipality.id: one.ahead.effect for one in planning.lanes}
        unconcerned = Standing.NOT_CONCERNED
        concerned = [one for one in self.places.values() if one.standing is not unconcerned]
        voices = [
            replace(one, on=ahead.get(int(str(one.party)), one.on)) if not one.is_other else one
            for one in voices_of(agreement, concerned, self.today)
        ]
        return outlook(entry, voices, self.today).day
