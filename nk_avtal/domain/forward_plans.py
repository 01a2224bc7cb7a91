"""When a recommendation can apply at the earliest, if it is sent on a given day (domain 8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from nk_avtal.domain.backward_plans import Demand, Plan
from nk_avtal.domain.sittings import Stop, forward_through


def plan_forward(sent_on: date, demand: Demand, stops: Iterable[Stop]) -> Plan:
    """The first meetings that can take it up, and when it applies then. At least one stop."""
    return Plan(sent_on, forward_through(sent_on, stops), demand)


def applies_on(plans: Iterable[Plan]) -> date | None:
    """The first day on which it applies to all, None where there is nobody."""
    return max((one.effect for one in plans), default=None)


def slowest(plans: Sequence[Plan]) -> list[int]:
    """The numbers of the plans that the others wait for."""
    last = applies_on(plans)
    return [number for number, one in enumerate(plans) if one.effect == last]
