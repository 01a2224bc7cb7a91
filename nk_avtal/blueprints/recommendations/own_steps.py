"""The association's own steps before it can send: the meetings of its matter, or usual ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me
from nk_avtal.domain.matter_plans import through
from nk_avtal.domain.people import Permission
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.recommendations import Status
from nk_avtal.formats import long_date, section_sign
from nk_avtal.matters import queries
from nk_avtal.matters.models import Matter, Stop
from nk_avtal.recommendations.models import Recommendation
from nk_avtal.recommendations.plans import Planning
from nk_avtal.wording import MATTER_OUTCOMES


@dataclass(frozen=True)
class Step:
    """A body that deals with the matter, or has: when, whether that is known, and what it did."""

    body: str
    day: date
    known: bool = True
    result: str = ""


@dataclass(frozen=True)
class Way:
    """The matter that leads to a recommendation, with its steps in order."""

    matter: Matter
    steps: tuple[Step, ...]

    @property
    def last(self) -> Step:
        """The body that decides."""
        return self.steps[-1]


def way_to(recommendation: Recommendation, today: date) -> Way | None:
    """The way of a draft; None for what is sent, for who may not read of it, or without a matter
    that has a body to come to."""
    if recommendation.status is not Status.DRAFT or not me().may(Permission.PREPARE_MATTERS):
        return None
    matter = queries.leading_to(recommendation)
    steps = tuple(_steps(matter, today)) if matter else ()
    return Way(matter, steps) if matter and steps else None


def _steps(matter: Matter, today: date) -> Iterator[Step]:
    for stop in matter.stops:
        if stop.outcome and stop.decided_on and not stop.outcome.delays:
            yield Step(stop.body.name, stop.decided_on, result=_result(stop))
    left = queries.stops_left(matter)
    bodies = [one.body for one in left]
    known = queries.meetings_of({one.id for one in bodies}, today)
    calendars = queries.calendars_of(bodies, known, today)
    for passed in through(matter.stations, calendars, today) if left else ():
        yield Step(_named(passed.name), passed.held_on, passed.known)


def _result(stop: Stop) -> str:
    word = str(MATTER_OUTCOMES[stop.outcome]) if stop.outcome else ""
    return ", ".join(filter(None, (word, section_sign(stop.paragraph))))


def _named(name: str | Phrase) -> str:
    return name if isinstance(name, str) else name.text(language())


def facts_of(planning: Planning, way: Way | None) -> list[dict[str, Any]]:
    """The steps as `macros/lists.html` shows facts."""
    if way:
        return [_fact(one.body, one.day, one.known, one.result) for one in way.steps]
    if not planning.own:
        return []
    ready = planning.own[0].sitting.hand_in_by
    own = [_fact(_named(one.name), one.held_on, one.known) for one in planning.own]
    return [_fact(_("Underlaget klart"), ready), *own]


def _fact(name: str, day: date, known: bool = True, result: str = "") -> dict[str, Any]:
    note = result if known else _("uppskattat")
    return {"name": name, "value": long_date(day), "note": note or None}


def verdict(planning: Planning, way: Way | None) -> str:
    """Until when the steps have to be taken, and whether the matter's own plan is in time."""
    send_by = planning.send_by
    if send_by is None:
        return ""
    if way is None:
        return str(_("För att kunna skicka senast %(day)s.", day=long_date(send_by)))
    last = way.last
    days = (send_by - last.day).days
    values = {"body": last.body, "day": long_date(last.day), "send": long_date(send_by)}
    if days < 0:
        return str(
            ngettext(
                "Hinner inte: %(body)s beslutar %(day)s, en dag efter sista dagen att skicka.",
                "Hinner inte: %(body)s beslutar %(day)s, %(num)s dagar efter sista dagen att"
                " skicka.",
                -days,
                **values,
            )
        )
    return str(
        ngettext(
            "%(body)s beslutar %(day)s, en dag före sista dagen att skicka, %(send)s.",
            "%(body)s beslutar %(day)s, %(num)s dagar före sista dagen att skicka, %(send)s.",
            days,
            **values,
        )
    )
