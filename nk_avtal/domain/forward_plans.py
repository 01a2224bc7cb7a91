"""When a recommendation can apply at the earliest, if it is sent on a given day (domain 8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from nk_avtal.domain.backward_plans import Demand, Plan
from nk_avtal.domain.sittings import Passed, Sitting, Stop, forward_through


def plan_forward(
    sent_on: date, demand: Demand, stops: Iterable[Stop], decided_from: date = date.min
) -> Plan:
    """The first meetings that can take it up, and when it applies then. At least one stop; the
    last one decides no earlier than `decided_from`."""
    return Plan(sent_on, forward_through(sent_on, stops, decided_from), demand)


def plan_announced(sent_on: date, demand: Demand, stop: Stop, planned_on: date) -> Plan:
    """The plan of a municipality that has said itself when it is going to decide."""
    sitting = Sitting(planned_on, planned_on - stop.hand_in)
    return Plan(sent_on, (Passed(stop, sitting, known=True),), demand)


def applies_on(plans: Iterable[Plan]) -> date | None:
    """The first day on which it applies to all, None where there is nobody."""
    return max((one.effect for one in plans), default=None)


def slowest(plans: Sequence[Plan]) -> list[int]:
    """The numbers of the plans that the others wait for."""
    last = applies_on(plans)
    return [number for number, one in enumerate(plans) if one.effect == last]
