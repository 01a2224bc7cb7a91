"""A matter as its page shows it: the way as steps, the next stop, what makes the plan unsure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from nk_avtal.agreements.models import Agreement
from nk_avtal.blueprints.forms import language
from nk_avtal.domain.matter_plans import through, warnings_of
from nk_avtal.domain.matters import StopState, Whereabouts, states_of, whereabouts
from nk_avtal.domain.sittings import Passed
from nk_avtal.formats import long_date, section_sign, short_date
from nk_avtal.matters import queries
from nk_avtal.matters.models import Matter, Stop
from nk_avtal.wording import MATTER_OUTCOMES


@dataclass(frozen=True)
class Shown:
    """What the page of a matter says beside what is kept."""

    where: Whereabouts
    next_stop: Stop | None
    steps: list[dict[str, Any]]
    states: dict[int, StopState]
    warnings: list[str]
    suggested: list[Passed]


def shown(matter: Matter, today: date) -> Shown:
    """The page of `matter` on a day, in one more statement."""
    where = whereabouts(matter.stations, today)
    left = queries.stops_left(matter)
    bodies = [one.body for one in left]
    known = queries.meetings_of({one.id for one in bodies}, today)
    calendars = queries.calendars_of(bodies, known, today)
    states = states_of(matter.stations)
    return Shown(
        where=where,
        next_stop=left[0] if left else None,
        steps=[_step(one, state) for one, state in zip(matter.stops, states, strict=True)],
        states={one.id: state for one, state in zip(matter.stops, states, strict=True)},
        warnings=[one.text(language()) for one in warnings_of(matter.stations, calendars, today)],
        suggested=through(matter.stations, calendars, today) if left else [],
    )


_STEPS = {
    StopState.PASSED: "done",
    StopState.DELAYED: "done",
    StopState.NOW: "now",
    StopState.COMING: "coming",
    StopState.UNREACHED: "coming",
}


def steps_of(matter: Matter) -> list[dict[str, Any]]:
    """The way as the steps of a stepper."""
    states = states_of(matter.stations)
    return [_step(one, state) for one, state in zip(matter.stops, states, strict=True)]


@dataclass(frozen=True)
class Prepared:
    """A matter on the page of its agreement. `body` is where it is while it is on its way."""

    matter: Matter
    steps: list[dict[str, Any]]
    body: str


def preparing_of(agreement: Agreement, today: date) -> list[Prepared]:
    """The matters about an agreement with their ways, the newest first."""
    found = []
    for one in queries.of_agreement(agreement.id):
        where = whereabouts(one.stations, today)
        at = one.stops[where.index].body.name if where.index is not None else ""
        found.append(Prepared(one, steps_of(one), at if where.state.is_open else ""))
    return found


def _step(stop: Stop, state: StopState) -> dict[str, Any]:
    return {"title": stop.body.name, "text": told(stop, state), "state": _STEPS[state]}


def told(stop: Stop, state: StopState) -> str:
    """What is known of a stop, in a few words."""
    if stop.outcome and stop.decided_on:
        word = str(MATTER_OUTCOMES[stop.outcome])
        parts = (f"{word} {short_date(stop.decided_on)}", section_sign(stop.paragraph))
        return ", ".join(filter(None, parts))
    if state is StopState.UNREACHED:
        return str(_("kom inte hit"))
    return long_date(stop.meeting.held_on) if stop.meeting else str(_("möte inte valt"))


def meeting_url(stop: Stop, page: str = "matters.agenda") -> str:
    """The address of the meeting at which a stop is dealt with, or of one of its pages."""
    assert stop.meeting
    return url_for(page, body=stop.body.slug, day=stop.meeting.held_on.isoformat())
