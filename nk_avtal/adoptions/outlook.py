"""How it stands with an agreement's condition for effect, by what is recorded."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from nk_avtal.adoptions.facts import Place
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.parties import PartyDecision
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Standing
from nk_avtal.domain.entry import Basis, Certainty, Entry, Voice
from nk_avtal.domain.entry_outlook import Outlook, outlook
from nk_avtal.domain.entry_phrases import (
    entry_phrase,
    further_phrases,
    progress_phrases,
    start_phrase,
)
from nk_avtal.domain.legal_force import worst_case
from nk_avtal.domain.legal_standing import ForceState, LegalStanding
from nk_avtal.formats import language, swedish_key
from nk_avtal.municipalities.models import Municipality, Population
from nk_avtal.recommendations.models import Recommendation

_SURE = {
    ForceState.CONFIRMED: Certainty.KNOWN,
    ForceState.RECKONED: Certainty.UNLESS_APPEALED,
}


@dataclass(frozen=True)
class EntryShown:
    """The condition of an agreement for one recommendation, ready to be said."""

    recommendation: Recommendation
    entry: Entry
    outlook: Outlook
    concerned: int
    names: Mapping[Hashable, str]

    @property
    def condition(self) -> str:
        """What the condition says, in one or a few sentences."""
        thing = self.recommendation.object_name or "avtalet"
        first = entry_phrase(self.entry, self.concerned, thing)
        phrases = (first, *further_phrases(self.entry, self._name))
        return " ".join(one.text(language()) for one in phrases)

    @property
    def progress(self) -> str:
        """What is still needed and from when it can be met; empty where each is bound for itself
        and waits for nobody."""
        phrases = progress_phrases(self.entry, self.outlook, self._name)
        return " ".join(one.text(language()) for one in phrases)

    @property
    def warning(self) -> str:
        """That the condition is met only after the day on which the agreement was to begin; what
        is recommended about an agreement that applies already has no such day."""
        day, start = self.outlook.day, self.recommendation.agreement.start_on
        recommended = self.recommendation.recommended_on
        if not day or not start or (recommended and recommended > start):
            return ""
        found = start_phrase(day, start)
        return found.text(language()) if found else ""

    def _name(self, party: Hashable) -> str:
        return self.names.get(party, str(party))


def entry_of(
    recommendation: Recommendation,
    places: Mapping[int, Place],
    members: Iterable[Municipality],
    today: date,
) -> EntryShown | None:
    """The condition for what is recommended, and how the municipalities have met it; None where
    nobody is concerned."""
    towns = sorted(members, key=lambda one: swedish_key(one.name))
    found = [places[one.id] for one in towns if one.id in places]
    concerned = [one for one in found if one.standing is not Standing.NOT_CONCERNED]
    if not concerned:
        return None
    entry = recommendation.agreement.entry
    voices = voices_of(recommendation.agreement, concerned, today)
    names: dict[Hashable, str] = {one.id: one.name for one in towns}
    return EntryShown(recommendation, entry, outlook(entry, voices, today), len(concerned), names)


def voices_of(
    agreement: Agreement,
    concerned: Iterable[Place],
    today: date,
    decisions: Iterable[PartyDecision] | None = None,
    people: Iterable[Population] | None = None,
) -> list[Voice]:
    """The concerned municipalities, and the other parties where their decisions are waited for.

    `decisions` of single parties and all counts of `people` are read where they are not given.
    """
    entry = agreement.entry
    living: dict[int, int] = {}
    if entry.condition.weighed:
        counts = populations() if people is None else people
        living = inhabitants(counts, agreement.entry_counted_on)
    voices = [voice_of(one, entry.by, today, living.get(one.municipality_id)) for one in concerned]
    if entry.counterparty:
        own = party_decisions(agreement.id) if decisions is None else decisions
        voices.extend(_others(agreement, own))
    return voices


def voice_of(place: Place, by: Basis, today: date, inhabitants: int | None = None) -> Voice:
    """A municipality's place in a recommendation in the eyes of the condition."""
    decision = place.decision
    adopted = bool(decision and decision.facts.counts_for_entry)
    if decision and adopted:
        on, sure, stopped = _counts_on(decision.decided_on, decision.force, by)
    else:
        on, sure, stopped = _planned(place, by, today), Certainty.ESTIMATED, False
    return Voice(
        party=place.municipality_id,
        adopted=adopted,
        on=on,
        certainty=sure,
        declined=place.standing is Standing.DECLINED,
        stopped=stopped,
        inhabitants=inhabitants,
    )


def _counts_on(
    decided_on: date, force: LegalStanding, by: Basis
) -> tuple[date | None, Certainty, bool]:
    if by is Basis.DECISION:
        return decided_on, Certainty.KNOWN, False
    return force.day, _SURE.get(force.state, Certainty.ESTIMATED), force.day is None


def _planned(place: Place, by: Basis, today: date) -> date | None:
    """From when a decision at the planned meeting would count; None for one that has been."""
    if place.planned_on is None or place.planned_on < today:
        return None
    if by is Basis.DECISION:
        return place.planned_on
    return worst_case(place.planned_on).appeal.legal_force


def _others(agreement: Agreement, decisions: Iterable[PartyDecision]) -> Iterator[Voice]:
    decided = {one.organisation: one for one in decisions if one.organisation}
    for name in (one.organisation for one in agreement.parties if one.organisation):
        own = decided.get(name)
        yield Voice(name, is_other=True) if own is None else other_voice(own, agreement.entry_by)


def other_voice(decision: PartyDecision, by: Basis) -> Voice:
    """Another party that has decided, in the eyes of the condition."""
    if by is Basis.DECISION:
        on, sure = decision.decided_on, Certainty.KNOWN
    elif decision.in_force_on:
        on, sure = decision.in_force_on, Certainty.KNOWN
    else:
        on, sure = worst_case(decision.decided_on).appeal.legal_force, Certainty.ESTIMATED
    return Voice(decision.organisation, True, on, sure, is_other=True)


def party_decisions(agreement_id: int) -> list[PartyDecision]:
    """What single parties have decided outside recommendations, nothing undone, oldest first."""
    wanted = sa.select(PartyDecision).where(
        PartyDecision.agreement_id == agreement_id, PartyDecision.undone_at.is_(None)
    )
    return list(
        db.session.scalars(wanted.order_by(PartyDecision.decided_on, PartyDecision.id)).all()
    )


def populations() -> list[Population]:
    """Every count of inhabitants, the oldest first."""
    return list(db.session.scalars(sa.select(Population).order_by(Population.counted_on)))


def inhabitants(counts: Iterable[Population], counted_on: date | None) -> dict[int, int]:
    """How many live in each municipality by the count of a day, or the latest before it; by the
    newest without a day. `counts` has the oldest first."""
    return {
        one.municipality_id: one.inhabitants
        for one in counts
        if counted_on is None or one.counted_on <= counted_on
    }
