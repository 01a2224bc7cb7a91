"""Meetings that a matter passes on its way: the last that are in time, or the first that can be.

What the calendars say is never added to. Where they do not speak of a time, a day is guessed: a
working day outside July, when almost nobody meets, and always marked as a guess (domain 8).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.dates import ONE_DAY, is_closed, last_open_on_or_before, next_open
from nk_avtal.domain.phrases import Phrase

NONE = timedelta(0)
_JULY = 7


@dataclass(frozen=True)
class Sitting:
    """A meeting that can decide, and the last day to hand in documents for it."""

    held_on: date
    hand_in_by: date


@dataclass(frozen=True)
class Stop:
    """A body that the matter passes, with its known meetings in order.

    `hand_in` is how long before a meeting the matter has to be there, from whoever comes before;
    it is used where no meeting is known. `handling` is what it takes to register the matter and
    write it up before that. `every` is how often the body usually meets, and so how far outside
    its known meetings the calendar still speaks. `wait` is added before a guess, for a body that
    meets so seldom that a guess on the last day would be of no use.
    """

    name: str | Phrase
    sittings: tuple[Sitting, ...]
    hand_in: timedelta = timedelta(days=14)
    handling: timedelta = NONE
    every: timedelta = timedelta(days=35)
    wait: timedelta = NONE
    kind: BodyKind | None = None

    def covers(self, day: date) -> bool:
        """Whether the calendar speaks of a day, so that nothing may be guessed there."""
        if not self.sittings:
            return False
        first, last = self.sittings[0].held_on, self.sittings[-1].held_on
        return first - self.every <= day <= last + self.every

    def guess(self, day: date) -> Sitting:
        """A meeting that nobody has entered."""
        return Sitting(day, last_open_on_or_before(day - self.hand_in))


@dataclass(frozen=True)
class Passed:
    """When the matter is at a body. `known` is False where no meeting is in the calendar."""

    stop: Stop
    sitting: Sitting
    known: bool

    @property
    def name(self) -> str | Phrase:
        """What the body is called."""
        return self.stop.name

    @property
    def held_on(self) -> date:
        """The day of the meeting."""
        return self.sitting.held_on

    @property
    def ready_by(self) -> date:
        """The last day on which the matter may come from whoever is before."""
        return self.sitting.hand_in_by - self.stop.handling

    @property
    def step(self) -> Phrase:
        """The meeting as a sentence."""
        values = {"name": self.name, "day": self.held_on, "by": self.sitting.hand_in_by}
        return Phrase(*(_KNOWN if self.known else _GUESSED), values)


def back_through(by: date, stops: Iterable[Stop]) -> tuple[Passed, ...]:
    """The last meetings through which a matter is decided no later than `by`.

    `stops` are in the order in which they take up the matter, and so is the answer.
    """
    passed: list[Passed] = []
    for stop in reversed(tuple(stops)):
        found = latest(stop, by)
        passed.insert(0, found)
        by = found.ready_by
    return tuple(passed)


def forward_through(
    ready: date, stops: Iterable[Stop], decided_from: date = date.min
) -> tuple[Passed, ...]:
    """The first meetings that a matter can pass when it leaves on `ready`.

    The last one is no earlier than `decided_from`: a meeting that has been without deciding it is
    no use, whatever has been prepared.
    """
    passed: list[Passed] = []
    *before, last = stops
    for stop in before:
        passed.append(soonest(stop, ready + stop.handling))
        ready = passed[-1].held_on
    return (*passed, soonest(last, ready + last.handling, decided_from))


def latest(stop: Stop, by: date) -> Passed:
    """The meeting on or before `by` that leaves the most time before it."""
    known = [one for one in stop.sittings if one.held_on <= by]
    best = max(known, key=lambda one: (one.hand_in_by, one.held_on), default=None)
    guess = stop.guess(_guessed_before(stop, by))
    if best and best.hand_in_by >= guess.hand_in_by:
        return Passed(stop, best, known=True)
    return Passed(stop, guess, known=False)


def soonest(stop: Stop, ready: date, not_before: date = date.min) -> Passed:
    """The first meeting for which documents can be handed in on `ready`."""
    ahead = (one for one in stop.sittings if one.held_on >= not_before)
    known = [one for one in ahead if one.hand_in_by >= ready]
    best = min(known, key=lambda one: one.held_on, default=None)
    earliest = max(next_open(ready) + stop.hand_in, not_before)
    guess = stop.guess(_guessed_from(stop, earliest))
    if best and best.held_on <= guess.held_on:
        return Passed(stop, best, known=True)
    return Passed(stop, guess, known=False)


def following(passed: Passed) -> Passed:
    """The body's next meeting, for a matter that misses this one: the next in the calendar, or a
    guess at how often it usually meets."""
    stop, day = passed.stop, passed.held_on
    later = next((one for one in stop.sittings if one.held_on > day), None)
    if later:
        return Passed(stop, later, known=True)
    return Passed(stop, stop.guess(_likely_from(day + stop.every)), known=False)


def _guessed_before(stop: Stop, by: date) -> date:
    day = _likely_before(by - stop.wait)
    if stop.covers(day):
        day = _likely_before(stop.sittings[0].held_on - stop.every - ONE_DAY)
    return day


def _guessed_from(stop: Stop, day: date) -> date:
    day = _likely_from(day)
    if stop.covers(day):
        day = _likely_from(stop.sittings[-1].held_on + stop.every + ONE_DAY)
    return day


def _likely_before(day: date) -> date:
    while is_closed(day) or day.month == _JULY:
        day -= ONE_DAY
    return day


def _likely_from(day: date) -> date:
    while is_closed(day) or day.month == _JULY:
        day += ONE_DAY
    return day


_KNOWN = (
    "{name} sammanträder {day}. Handlingarna lämnas senast {by}.",
    "{name} meets on {day}. Documents are handed in by {by}.",
)
_GUESSED = (
    "{name} behöver besluta omkring {day} (uppskattat, inget sammanträde är inlagt). "
    "Handlingarna lämnas senast {by}.",
    "{name} needs to decide about {day} (estimated, no meeting is in the calendar). "
    "Documents are handed in by {by}.",
)
