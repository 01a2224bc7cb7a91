"""Whether a matter's plan holds: meetings in order, documents in time, the last one reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from nk_avtal.domain.matters import Station, open_of
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.sittings import Passed, Sitting, Stop, soonest


@dataclass(frozen=True)
class Chance:
    """Whether a matter reaches the meeting at which it is to be decided.

    `ready` is when it has passed the bodies before at the earliest, and `reachable` the first
    meeting of the last body that it can then come to. `slowest` is the body just before.
    """

    wanted: Sitting
    ready: date
    slowest: str | Phrase
    reachable: Passed

    @property
    def makes_it(self) -> bool:
        """Whether the documents can be there in time."""
        return self.ready <= self.wanted.hand_in_by

    def warning(self, last: str | Phrase) -> Phrase:
        """What to say when it does not make it, of the body that decides last."""
        values = {
            "last": last,
            "day": self.wanted.held_on,
            "before": self.slowest,
            "ready": self.ready,
            "by": self.wanted.hand_in_by,
            "next": self.reachable.held_on,
        }
        return Phrase(*(_LATE if self.reachable.known else _LATE_GUESSED), values)


def through(stations: Sequence[Station], stops: Sequence[Stop], today: date) -> list[Passed]:
    """The first meetings through which the matter can pass what is left, with those that somebody
    has chosen as they are. `stops` are the calendars of the bodies that it has yet to pass."""
    passed: list[Passed] = []
    ready = today
    for station, stop in zip(open_of(stations), stops, strict=True):
        chosen = station.sitting
        passed.append(
            Passed(stop, chosen, known=True) if chosen else soonest(stop, ready + stop.handling)
        )
        ready = max(ready, passed[-1].held_on)
    return passed


def chance_of(stations: Sequence[Station], stops: Sequence[Stop], today: date) -> Chance | None:
    """Whether the last meeting can be reached; None while it is not chosen, or no body comes
    before it. `stops` as in `through`."""
    left = open_of(stations)
    if len(left) < 2 or left[-1].sitting is None:
        return None
    before = through(stations, stops, today)[:-1]
    ready = max(today, *(one.held_on for one in before))
    return Chance(left[-1].sitting, ready, before[-1].name, soonest(stops[-1], ready))


def clashes(stations: Sequence[Station]) -> list[Phrase]:
    """Chosen meetings that do not follow each other: one before the body that comes first, or
    one whose documents are due before that body has met."""
    found: list[Phrase] = []
    known = [one for one in stations if one.sitting is not None]
    for before, after in pairwise(known):
        if before.sitting is None or after.sitting is None or after.outcome is not None:
            continue
        first, then = before.sitting, after.sitting
        values = {
            "before": before.body,
            "first": first.held_on,
            "after": after.body,
            "then": then.held_on,
            "by": then.hand_in_by,
        }
        if then.held_on < first.held_on:
            found.append(Phrase(*_WRONG_ORDER, values))
        elif then.hand_in_by < first.held_on:
            found.append(Phrase(*_DUE_BEFORE, values))
    return found


def documents_due(stations: Sequence[Station], today: date) -> Phrase | None:
    """A sentence when documents for the next meeting should have been there and are not."""
    left = open_of(stations)
    if not left or left[0].sitting is None or left[0].documents:
        return None
    sitting = left[0].sitting
    if not sitting.hand_in_by < today <= sitting.held_on:
        return None
    return Phrase(*_NO_DOCUMENTS, {"body": left[0].body, "by": sitting.hand_in_by})


def warnings_of(stations: Sequence[Station], stops: Sequence[Stop], today: date) -> list[Phrase]:
    """Everything that makes the plan unsure, the most urgent first."""
    due = documents_due(stations, today)
    found = [due] if due else []
    chance = chance_of(stations, stops, today)
    if chance and not chance.makes_it:
        return [*found, chance.warning(open_of(stations)[-1].body)]
    return [*found, *clashes(stations)]


_LATE = (
    "Ärendet hinner inte till {last} {day}. {before} möter tidigast {ready}, och handlingarna ska"
    " vara inne senast {by}. Det första mötet som går att nå är {next}.",
    "The matter cannot reach {last} on {day}. {before} meets on {ready} at the earliest, and the"
    " documents are due by {by}. The first meeting that can be reached is on {next}.",
)
_LATE_GUESSED = (
    "Ärendet hinner inte till {last} {day}. {before} möter tidigast {ready}, och handlingarna ska"
    " vara inne senast {by}. Nästa möte finns inte i mötesplanen än, men kan bli omkring {next}.",
    "The matter cannot reach {last} on {day}. {before} meets on {ready} at the earliest, and the"
    " documents are due by {by}. The next meeting is not in the plan yet, but may be about {next}.",
)
_WRONG_ORDER = (
    "{after} möter {then}, före {before} som möter {first}.",
    "{after} meets on {then}, before {before}, which meets on {first}.",
)
_DUE_BEFORE = (
    "Handlingarna till {after} ska vara inne senast {by}, men {before} möter först {first}.",
    "The documents for {after} are due by {by}, but {before} does not meet until {first}.",
)
_NO_DOCUMENTS = (
    "Handlingarna till {body} skulle ha varit inne senast {by}. Inget dokument är valt.",
    "The documents for {body} were due by {by}. No document is chosen.",
)
