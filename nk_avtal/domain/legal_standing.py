"""Whether a municipality's decision stands in law, and from when (domain 1.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.explanations import Explanation, Weekday
from nk_avtal.domain.legal_force import (
    LegalForce,
    joint_legal_force,
    worst_case,
    worst_case_after_approval,
)
from nk_avtal.domain.phrases import Phrase


class ForceState(StrEnum):
    """How sure it is that a decision can no longer be appealed. Derived, never stored."""

    ESTIMATED = "estimated"  # announcement not known: reckoned from the latest day the law allows
    RECKONED = "reckoned"  # announced: the earliest day, if nobody appeals
    INTERRUPTED = "interrupted"  # taken down too soon, so the time to appeal has not run out
    APPEALED = "appealed"
    CONFIRMED = "confirmed"  # a person has checked it
    ANNULLED = "annulled"  # by a court: as if never decided


@dataclass(frozen=True)
class Minutes:
    """What is known of the minutes of a decision, and of what came after them.

    `announced` holds one day for each notice board: a joint committee has one in each of its
    municipalities, and `boards` says how many there are in all.
    """

    decided_on: date
    approved_on: date | None = None
    announced: tuple[date, ...] = ()
    boards: int = 1
    taken_down_on: date | None = None
    appealed_on: date | None = None
    in_force_on: date | None = None
    annulled_on: date | None = None


@dataclass(frozen=True)
class LegalStanding:
    """The state, and the first day in legal force where one can be said."""

    state: ForceState
    day: date | None
    minutes: Minutes
    force: LegalForce | None = None

    @property
    def is_certain(self) -> bool:
        """Whether a person has confirmed it; else it always reads "tidigast"."""
        return self.state is ForceState.CONFIRMED

    @property
    def last_appeal_day(self) -> date | None:
        """The last day on which somebody can appeal, where the announcement is known."""
        return self.force.last_appeal_day if self.force and self.day else None

    def in_force(self, day: date) -> bool:
        """Whether the decision is in legal force on a day, as far as anybody knows.

        An estimate is not enough: until the minutes are announced no time runs.
        """
        known = self.state in (ForceState.CONFIRMED, ForceState.RECKONED)
        return known and self.day is not None and self.day <= day

    @property
    def phrase(self) -> Phrase:
        """In one sentence: Laga kraft tidigast 16 december 2026, om ingen överklagar."""
        return Phrase(*_SENTENCES[self.state], {"day": self.day})

    @cached_property
    def explanation(self) -> Explanation:
        """How the day came about, step by step."""
        return Explanation((*_told(self.minutes), *self._counted()))

    def _counted(self) -> tuple[Phrase, ...]:
        if self.force is None:
            return (self.phrase,)
        announced, *counting, ending = self.force.explanation.steps
        if self.state is ForceState.RECKONED:
            return (announced, *counting, ending)
        if self.state is ForceState.ESTIMATED:
            return (*_expected(self.minutes, self.force), *counting, self.phrase)
        return (announced, *counting, self.phrase)


def legal_standing(minutes: Minutes) -> LegalStanding:
    """Where a decision stands, from what is known of its minutes.

    What a court has said goes before an appeal, an appeal before what somebody confirmed before
    it, and that before any reckoning.
    """
    if minutes.annulled_on:
        return LegalStanding(ForceState.ANNULLED, None, minutes)
    if minutes.in_force_on:
        return LegalStanding(ForceState.CONFIRMED, minutes.in_force_on, minutes)
    if minutes.appealed_on:
        return LegalStanding(ForceState.APPEALED, None, minutes)
    if len(minutes.announced) < minutes.boards:
        return _estimated(minutes)
    force = joint_legal_force(minutes.announced)
    if minutes.taken_down_on and minutes.taken_down_on <= force.last_appeal_day:
        return LegalStanding(ForceState.INTERRUPTED, None, minutes, force)
    return LegalStanding(ForceState.RECKONED, force.legal_force, minutes, force)


def _estimated(minutes: Minutes) -> LegalStanding:
    """The worst case, from the approval where it is known and from the meeting where not. The
    boards that have announced already can only be the earlier ones."""
    if minutes.approved_on:
        worst = worst_case_after_approval(minutes.approved_on)
    else:
        worst = worst_case(minutes.decided_on)
    force = joint_legal_force([worst.announced_by, *minutes.announced])
    return LegalStanding(ForceState.ESTIMATED, force.legal_force, minutes, force)


def check_minutes(minutes: Minutes, today: date) -> None:
    """The days of the minutes in the order in which they come, none ahead of today.

    Raises RuleBroken, named after the day that cannot be right.
    """
    _in_order("approved_on", minutes.approved_on, minutes.decided_on, today)
    for day in minutes.announced:
        _in_order("announced_on", day, minutes.approved_on or minutes.decided_on, today)
    first = min(minutes.announced, default=minutes.decided_on)
    _in_order("taken_down_on", minutes.taken_down_on, first, today)
    _in_order("appealed_on", minutes.appealed_on, minutes.decided_on, today)
    _in_order("annulled_on", minutes.annulled_on, minutes.decided_on, today)
    _in_order("in_force_on", minutes.in_force_on, minutes.decided_on, today)


def _in_order(name: str, day: date | None, earliest: date, today: date) -> None:
    if day is None:
        return
    if day > today:
        raise RuleBroken(Phrase(*_AHEAD), name=name)
    if day < earliest:
        raise RuleBroken(Phrase(*_TOO_EARLY, {"day": earliest}), name=name)


def all_in_force_on(standings: Iterable[LegalStanding]) -> date | None:
    """The day from which all of several decisions are in legal force; None when some has none."""
    days = [one.day for one in standings]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _told(minutes: Minutes) -> list[Phrase]:
    days = (
        ("decided_on", minutes.decided_on),
        ("approved_on", minutes.approved_on),
        ("appealed_on", minutes.appealed_on),
        ("taken_down_on", minutes.taken_down_on),
    )
    return [Phrase(*_DAYS[name], {"day": Weekday(day)}) for name, day in days if day]


def _expected(minutes: Minutes, force: LegalForce) -> list[Phrase]:
    """The latest days of what is not known yet."""
    approve = Phrase(*_TO_APPROVE, {"day": Weekday(worst_case(minutes.decided_on).approved_by)})
    announce = Phrase(*_TO_ANNOUNCE, {"day": Weekday(force.announced_on)})
    return [announce] if minutes.approved_on else [approve, announce]


_TO_APPROVE = (
    "Protokollet justeras senast {day}, 14 dagar efter mötet (5 kap. 69 § kommunallagen).",
    "The minutes are approved by {day}, 14 days after the meeting (Local Government Act 5:69).",
)
_TO_ANNOUNCE = (
    "Det anslås senast {day}, andra dagen efter justeringen (8 kap. 9 § kommunallagen).",
    "They are announced by {day}, the second day after approval (Local Government Act 8:9).",
)
_DAYS = {
    "decided_on": ("Sammanträdet var {day}.", "The meeting was on {day}."),
    "approved_on": (
        "Protokollet justerades {day}.",
        "The minutes were approved on {day}.",
    ),
    "appealed_on": ("Beslutet överklagades {day}.", "The decision was appealed on {day}."),
    "taken_down_on": (
        "Anslaget togs ned {day}.",
        "The announcement was taken down on {day}.",
    ),
}
_SENTENCES = {
    ForceState.ESTIMATED: (
        "Laga kraft tidigast {day}, om ingen överklagar (uppskattat, anslagsdagen saknas)",
        "In legal force on {day} at the earliest, if nobody appeals (estimated, the day of "
        "announcement is missing)",
    ),
    ForceState.RECKONED: (
        "Laga kraft tidigast {day}, om ingen överklagar",
        "In legal force on {day} at the earliest, if nobody appeals",
    ),
    ForceState.INTERRUPTED: (
        "Anslaget togs ned för tidigt, så tiden att överklaga har inte gått ut",
        "The announcement was taken down too soon, so the time to appeal has not run out",
    ),
    ForceState.APPEALED: (
        "Överklagat: ingen dag för laga kraft kan sägas",
        "Appealed: no day of legal force can be said",
    ),
    ForceState.CONFIRMED: (
        "Laga kraft {day}, bekräftat",
        "In legal force on {day}, confirmed",
    ),
    ForceState.ANNULLED: (
        "Upphävt av domstol: räknas inte som antaget",
        "Annulled by a court: does not count as adopted",
    ),
}
_AHEAD = (
    "Datumet har inte varit än. Kontrollera året",
    "That day has not been yet. Check the year",
)
_TOO_EARLY = (
    "Datumet är före {day}. Kontrollera ordningen: sammanträde, justering, anslag",
    "The date is before {day}. Check the order: meeting, approval, announcement",
)
