"""The last day to send a recommendation for it to apply when it should (domain 2.5 F, 8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.dates import ONE_DAY, last_open_on_or_before
from nk_avtal.domain.legal_force import worst_case, worst_case_after_approval
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.sittings import Passed, Stop, back_through, following

_TO_CALL = timedelta(days=7)  # KL 5:13, 5:15


class Demand(StrEnum):
    """What has to have happened before the agreement applies."""

    LEGAL_FORCE = "legal_force"  # every decision has gained legal force, minutes as late as allowed
    AT_ONCE = "at_once"  # the same, with the paragraph approved at the meeting
    DECISION = "decision"  # every decision is taken (KL 13:14)


@dataclass(frozen=True)
class Missed:
    """What it costs to miss the deciding meeting: `days` later effect, at the `next` meeting."""

    days: int
    next: Passed


@dataclass(frozen=True)
class Plan:
    """One municipality's way from the day of sending until the recommendation can apply there."""

    send_on: date
    passed: tuple[Passed, ...]
    demand: Demand

    @property
    def decided_on(self) -> date:
        """The day on which the last body decides."""
        return self.passed[-1].held_on

    @property
    def effect(self) -> date:
        """The first day on which it can apply, unless somebody appeals."""
        return effect_of(self.decided_on, self.demand)

    @property
    def estimated(self) -> bool:
        """Whether some meeting on the way is a guess."""
        return bool(self.unknown)

    @property
    def unknown(self) -> tuple[Passed, ...]:
        """The meetings that are guesses."""
        return tuple(one for one in self.passed if not one.known)

    @property
    def missed(self) -> Missed:
        """What it costs to miss the deciding meeting."""
        later = following(self.passed[-1])
        return Missed((effect_of(later.held_on, self.demand) - self.effect).days, later)

    def at(self, kind: BodyKind) -> Passed | None:
        """The meeting of a kind of body, where the way goes through one."""
        return next((one for one in self.passed if one.stop.kind is kind), None)

    def slack(self, send_on: date) -> int:
        """How many days are left when it is sent on a day; below zero it is too late."""
        return (self.send_on - send_on).days

    @property
    def steps(self) -> list[Phrase]:
        """How the days came about, from sending until effect."""
        steps = [Phrase(*_SENT, {"day": self.send_on}), *(one.step for one in self.passed)]
        last = self.passed[-1]
        if last.stop.kind is BodyKind.COUNCIL:
            steps.append(Phrase(*_CALLED, {"day": called_by(last.held_on)}))
        return [*steps, Phrase(*_EFFECTS[self.demand], {"day": self.effect})]


def plan_back(wanted: date, demand: Demand, stops: Iterable[Stop]) -> Plan:
    """The last day to send for it to apply on `wanted`. `stops` are in order, at least one."""
    passed = back_through(latest_decision(wanted, demand), stops)
    return Plan(last_open_on_or_before(passed[0].ready_by), passed, demand)


def bottlenecks(plans: Sequence[Plan]) -> list[int]:
    """The numbers of the plans that have to be sent first."""
    first = min((one.send_on for one in plans), default=None)
    return [number for number, one in enumerate(plans) if one.send_on == first]


def effect_of(met_on: date, demand: Demand) -> date:
    """The first day on which a decision of `met_on` has done what is demanded."""
    if demand is Demand.DECISION:
        return met_on
    announced = worst_case if demand is Demand.LEGAL_FORCE else worst_case_after_approval
    return announced(met_on).appeal.legal_force


@cache
def latest_decision(wanted: date, demand: Demand) -> date:
    """The last day to decide for it to apply on `wanted`."""
    day = wanted
    while effect_of(day, demand) > wanted:
        day -= ONE_DAY
    return day


def called_by(met_on: date) -> date:
    """The last working day to announce a council's meeting, a week before (KL 5:13)."""
    return last_open_on_or_before(met_on - _TO_CALL)


_SENT = (
    "Rekommendationen är hos kommunen {day}.",
    "The municipality has the recommendation on {day}.",
)
_CALLED = (
    "Sammanträdet kungörs senast {day} (5 kap. 13 § kommunallagen).",
    "The meeting is announced by {day} (Local Government Act 5:13).",
)
_EFFECTS = {
    Demand.LEGAL_FORCE: (
        "Beslutet har laga kraft tidigast {day}, om protokollet justeras och anslås så sent som"
        " lagen tillåter och ingen överklagar.",
        "The decision has legal force on {day} at the earliest, if the minutes are approved and"
        " announced as late as the law allows and nobody appeals.",
    ),
    Demand.AT_ONCE: (
        "Med omedelbar justering och anslag inom två dagar har beslutet laga kraft tidigast {day},"
        " om ingen överklagar.",
        "Approved at the meeting and announced within two days, the decision has legal force on"
        " {day} at the earliest, if nobody appeals.",
    ),
    Demand.DECISION: (
        "Beslutet kan gälla från {day}. Laga kraft krävs inte.",
        "The decision can apply from {day}. Legal force is not required.",
    ),
}
