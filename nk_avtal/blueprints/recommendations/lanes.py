"""The picture beside a planning's table: a lane for each municipality, from sending to effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from nk_avtal.blueprints.agreements.lines import Scale
from nk_avtal.blueprints.recommendations import planning_words as words
from nk_avtal.domain.backward_plans import Plan
from nk_avtal.domain.dates import add_months, month_end
from nk_avtal.formats import long_date, short_date
from nk_avtal.recommendations.plans import Lane, Planning

MOST_LABELS = 8
ROOM = timedelta(days=4)
"""At both ends, so that no mark is cut off."""


@dataclass(frozen=True)
class Chart:
    """What `macros/lanes.html` draws: places in per cent of the line."""

    months: list[dict[str, Any]]
    marks: list[dict[str, Any]]
    """The day of sending and the wanted day."""
    lanes: list[dict[str, Any]]
    is_sent: bool


def chart_of(planning: Planning) -> Chart | None:
    """The ways back from the wanted day, or ahead where no such day is asked for."""
    asked = planning.asked
    plans = [_Drawn.of(one, asked.is_sent) for one in planning.lanes]
    if not plans:
        return None
    days = [day for one in plans for day in (one.plan.send_on, one.plan.effect)]
    days += [day for day in (asked.wanted, asked.sent_on) if day]
    last = month_end(max(days) + ROOM)
    scale = Scale((min(days) - ROOM).replace(day=1), last)
    marks = [{"x": scale.x(asked.sent_on), "kind": "sent"}]
    if asked.wanted:
        marks.append({"x": scale.x(asked.wanted), "kind": "wanted"})
    lanes = [_lane(scale, one) for one in plans]
    return Chart(_months(scale, month_end(max(days) + ROOM)), marks, lanes, asked.is_sent)


@dataclass(frozen=True)
class _Drawn:
    """The way of a municipality that is drawn; `is_sent` where it has begun."""

    name: str
    plan: Plan
    is_sent: bool

    @classmethod
    def of(cls, lane: Lane, is_sent: bool) -> _Drawn:
        return cls(lane.municipality.name, lane.back or lane.ahead, is_sent and not lane.back)


def _lane(scale: Scale, drawn: _Drawn) -> dict[str, Any]:
    plan = drawn.plan
    return {
        "name": drawn.name,
        "text": _("%(send)s – %(day)s", send=short_date(plan.send_on), day=short_date(plan.effect)),
        "sentence": f"{drawn.name}: {_spoken(drawn)}",
        "estimated": plan.estimated,
        "x": scale.x(plan.send_on),
        "width": round(scale.x(plan.effect) - scale.x(plan.send_on), 2),
        "stops": [{"x": scale.x(one.held_on), "known": one.known} for one in plan.passed],
        "effect": scale.x(plan.effect),
    }


def _spoken(drawn: _Drawn) -> str:
    plan = drawn.plan
    day = long_date(plan.send_on)
    parts = [_("skickades %(day)s", day=day) if drawn.is_sent else _("skickas %(day)s", day=day)]
    for one in plan.passed:
        name = words.short_name(one.stop.kind) if one.stop.kind else ""
        parts.append(f"{name} {long_date(one.held_on)}")
    parts.append(_("gäller %(day)s", day=long_date(plan.effect)))
    return ", ".join(parts) + "."


def _months(scale: Scale, last: date) -> list[dict[str, Any]]:
    """Where the months begin, named so seldom that the names have room."""
    count = (last.year - scale.first.year) * 12 + last.month - scale.first.month + 1
    step = 1 + (count - 1) // MOST_LABELS
    found = []
    for number in range(count):
        first = add_months(scale.first, number)
        label = "" if number % step else _month_label(first, bool(number))
        found.append({"x": scale.x(first), "label": label})
    return found


def _month_label(first: date, later: bool) -> str:
    name = short_date(first).split()[-1]
    return name if later and first.month != 1 else f"{name} {first.year}"
