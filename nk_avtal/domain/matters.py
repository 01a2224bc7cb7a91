"""A matter on its way through the association's bodies: where it is, and what a body did with it.

A matter passes its stops in order. One that a body sent back or laid on the table comes to the same
body again, at a later meeting: what was recorded stays, and a new stop follows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from nk_avtal.domain.agreements import Area
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.sittings import Sitting

HAND_IN = timedelta(days=14)
"""How long before a meeting documents are due where its plan does not say (domain 8)."""


class Track(StrEnum):
    """What a matter is about, and so which way it takes. The first are the areas of agreements."""

    EDUCATION = "education"
    SOCIAL_SERVICES = "social_services"
    HEALTHCARE = "healthcare"
    GROWTH = "growth"
    CULTURE = "culture"
    OTHER = "other"
    BUDGET = "budget"  # förbundsfullmäktiges verksamhetsplan och budget
    DIRECTION = "direction"  # fyraårig inriktning

    @property
    def area(self) -> Area:
        """The area of an agreement that the matter is about."""
        return Area(self.value) if self.value in tuple(Area) else Area.OTHER


class MatterOutcome(StrEnum):
    """What a body did with the matter."""

    SUPPORTED = "supported"  # tillstyrkt, och lämnat vidare
    RECOMMENDED = "recommended"  # styrelsen rekommenderar kommunerna att anta
    DECIDED = "decided"  # beslutat
    REFERRED_BACK = "referred_back"  # återremiss
    TABLED = "tabled"  # bordlagt
    DECLINED = "declined"  # avstyrkt, eller avslaget av den som beslutar
    WITHDRAWN = "withdrawn"  # utgått

    @property
    def delays(self) -> bool:
        """Whether the body takes the matter up again."""
        return self in (MatterOutcome.REFERRED_BACK, MatterOutcome.TABLED)


class MatterState(StrEnum):
    """Where a matter is, in the order in which a list asks for attention."""

    AWAITED = "awaited"  # the meeting has been, and nobody has said what it did
    RETURNED = "returned"  # sent back or tabled, and no new meeting chosen
    UNPLANNED = "unplanned"  # the next body has no meeting yet
    PLANNED = "planned"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """Whether something remains to be done."""
        return self not in (MatterState.DONE, MatterState.DECLINED, MatterState.WITHDRAWN)


class StopState(StrEnum):
    """Where one stop is in the matter's way."""

    PASSED = "passed"
    DELAYED = "delayed"  # sent back or tabled: a later stop takes it up again
    NOW = "now"
    COMING = "coming"
    UNREACHED = "unreached"  # the matter ended before it came here


@dataclass(frozen=True)
class Station:
    """A stop as the rules see it. `sitting` is the meeting that is chosen, or that dealt with it;
    `documents` how many are presented there."""

    body: str | Phrase
    kind: BodyKind
    sitting: Sitting | None = None
    outcome: MatterOutcome | None = None
    documents: int = 0

    @property
    def ends(self) -> bool:
        """Whether the matter went no further. Only who decides can end it by declining: what a
        preparatory body advises against goes on to those who decide."""
        if self.outcome is MatterOutcome.DECLINED:
            return self.kind in _DECIDING
        return self.outcome in _ENDING


@dataclass(frozen=True)
class Whereabouts:
    """Where a matter is: `index` is the stop that this is about, None where it has none."""

    state: MatterState
    index: int | None = None


def outcomes_of(kind: BodyKind) -> tuple[MatterOutcome, ...]:
    """What a body of a kind can do. Only the board recommends, and a network decides nothing."""
    return _OUTCOMES.get(kind, _OUTCOMES[BodyKind.PREPARATORY])


def whereabouts(stations: Sequence[Station], today: date) -> Whereabouts:
    """Where a matter with these stops, in order, is on a day."""
    ended = next((place for place, one in enumerate(stations) if one.ends), None)
    if ended is not None:
        return Whereabouts(_ENDED.get(stations[ended].outcome, MatterState.DONE), ended)
    place = next((place for place, one in enumerate(stations) if one.outcome is None), None)
    if place is None:
        return _without_next(stations)
    sitting = stations[place].sitting
    if sitting is None:
        before = stations[place - 1].outcome if place else None
        waits = before is not None and before.delays
        return Whereabouts(MatterState.RETURNED if waits else MatterState.UNPLANNED, place)
    past = sitting.held_on < today
    return Whereabouts(MatterState.AWAITED if past else MatterState.PLANNED, place)


def _without_next(stations: Sequence[Station]) -> Whereabouts:
    last = stations[-1].outcome if stations else None
    if last is None:
        return Whereabouts(MatterState.UNPLANNED)
    state = MatterState.RETURNED if last.delays else MatterState.DONE
    return Whereabouts(state, len(stations) - 1)


def states_of(stations: Sequence[Station]) -> list[StopState]:
    """Where each stop is in the matter's way."""
    found: list[StopState] = []
    next_one, ended = StopState.NOW, False
    for one in stations:
        if one.outcome is not None:
            found.append(StopState.DELAYED if one.outcome.delays else StopState.PASSED)
        else:
            found.append(StopState.UNREACHED if ended else next_one)
            next_one = StopState.COMING
        ended = ended or one.ends
    return found


def check_outcome(
    stations: Sequence[Station],
    place: int,
    outcome: MatterOutcome,
    held_on: date,
    today: date,
    *,
    of_agreement: bool,
) -> None:
    """Raises RuleBroken, named after the field, unless `outcome` can be recorded at a stop.

    The stop is the next one, the meeting has begun, and the body can do such a thing. Something is
    recommended only about an agreement, since the municipalities adopt that.
    """
    station = stations[place]
    next_one = whereabouts(stations, today)
    if station.outcome is not None:
        raise RuleBroken(_ALREADY, name="outcome")
    if next_one.index != place or not next_one.state.is_open:
        raise RuleBroken(_NOT_THERE, name="outcome")
    if outcome not in outcomes_of(station.kind):
        raise RuleBroken(Phrase(*_NOT_THEIRS, {"body": station.body}), name="outcome")
    if outcome is MatterOutcome.RECOMMENDED and not of_agreement:
        raise RuleBroken(_NO_AGREEMENT, name="outcome")
    if held_on > today:
        raise RuleBroken(Phrase(*_AHEAD, {"day": held_on}), name="decided_on")


def moved(order: Sequence[int], item: int, *, up: bool) -> list[int]:
    """The same items with `item` one place earlier or later; at an end nothing happens."""
    found = list(order)
    place = found.index(item)
    other = place - 1 if up else place + 1
    if 0 <= other < len(found):
        found[place], found[other] = found[other], found[place]
    return found


def sitting_of(held_on: date, hand_in_by: date | None) -> Sitting:
    """A meeting with the day for its documents, the usual one where the plan does not say."""
    return Sitting(held_on, hand_in_by or held_on - HAND_IN)


def open_of(stations: Iterable[Station]) -> list[Station]:
    """The stops that the matter has yet to pass; none when it has ended."""
    kept = list(stations)
    return [] if any(one.ends for one in kept) else [one for one in kept if one.outcome is None]


_DECIDING = frozenset({BodyKind.BOARD, BodyKind.ASSEMBLY})
_ENDING = frozenset({MatterOutcome.RECOMMENDED, MatterOutcome.DECIDED, MatterOutcome.WITHDRAWN})
_ENDED: dict[MatterOutcome | None, MatterState] = {
    MatterOutcome.DECLINED: MatterState.DECLINED,
    MatterOutcome.WITHDRAWN: MatterState.WITHDRAWN,
}
_ALWAYS = (
    *(MatterOutcome.REFERRED_BACK, MatterOutcome.TABLED),
    *(MatterOutcome.DECLINED, MatterOutcome.WITHDRAWN),
)
_OUTCOMES = {
    BodyKind.BOARD: (
        *(MatterOutcome.RECOMMENDED, MatterOutcome.DECIDED, MatterOutcome.SUPPORTED),
        *_ALWAYS,
    ),
    BodyKind.ASSEMBLY: (MatterOutcome.DECIDED, *_ALWAYS),
    BodyKind.PREPARATORY: (MatterOutcome.SUPPORTED, MatterOutcome.DECIDED, *_ALWAYS),
    BodyKind.FORUM: (MatterOutcome.SUPPORTED, *_ALWAYS),
    BodyKind.NETWORK: (MatterOutcome.SUPPORTED, *_ALWAYS),
}
_ALREADY = Phrase(
    "Utfallet är redan registrerat. Ångra det först",
    "The outcome has already been recorded. Undo it first",
)
_NOT_THERE = Phrase(
    "Ärendet är inte framme här än, eller redan avslutat. Registrera utfallen i ordning",
    "The matter is not here yet, or has ended. Record the outcomes in order",
)
_NOT_THEIRS = (
    "{body} kan inte avsluta ett ärende så. Välj ett annat utfall",
    "{body} cannot conclude a matter like that. Choose another outcome",
)
_NO_AGREEMENT = Phrase(
    "Ärendet hör inte till något avtal, så det finns inget att rekommendera. Välj Beslutat",
    "The matter belongs to no agreement, so there is nothing to recommend. Choose Decided",
)
_AHEAD = (
    "Mötet den {day} har inte varit än. Utfallet registreras under mötet eller efter det",
    "The meeting on {day} has not been yet. Record the outcome during the meeting or afterwards",
)
