"""How it stands with the condition for effect on a day: met, lacking, out of reach, lapsed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nk_avtal.domain.entry import Assembly, Certainty, Condition, Entry, Lacking, Voice


class Stand(StrEnum):
    """Where the condition stands. Derived, never stored."""

    OPEN = "open"  # more must adopt
    AWAITING_FORCE = "awaiting_force"  # enough have adopted; their legal force is waited for
    MET = "met"
    OUT_OF_REACH = "out_of_reach"  # too many have declined
    LAPSED = "lapsed"  # not met by the latest day
    UNCLEAR = "unclear"  # the inhabitants of somebody are not known


@dataclass(frozen=True)
class Outlook:
    """The condition on a day. Once it is out of reach, `lacking` holds what never can be had.

    `day` is the day on which it was met, or the earliest on which it can be; None when no day can
    be said, and then `undated` are those without one. `late` says that the day is after the latest.
    """

    stand: Stand
    lacking: Lacking
    day: date | None
    certainty: Certainty
    undated: tuple[Hashable, ...] = ()
    stopped: tuple[Hashable, ...] = ()
    unweighed: tuple[Hashable, ...] = ()
    declined: tuple[Hashable, ...] = ()
    late: bool = False

    @property
    def is_met(self) -> bool:
        """Whether it is met for sure."""
        return self.stand is Stand.MET


def outlook(entry: Entry, voices: Iterable[Voice], today: date) -> Outlook:
    """Where the condition stands on `today`."""
    assembly = Assembly(entry, voices)
    everybody = [*assembly.members, *assembly.others]
    adopted = [one for one in everybody if one.adopted]
    candidates = [one for one in everybody if not one.declined]
    met = assembly.first_day([one for one in adopted if one.certainty is Certainty.KNOWN])
    day = met or assembly.first_day(candidates)
    stand = _stand(assembly, adopted, candidates, met, today)
    over = stand in (Stand.LAPSED, Stand.OUT_OF_REACH, Stand.UNCLEAR)
    return Outlook(
        stand=stand,
        lacking=assembly.lacking(candidates if stand is Stand.OUT_OF_REACH else adopted),
        day=None if over else day,
        certainty=_certainty(assembly, candidates, day),
        undated=() if day or over else _undated(candidates),
        stopped=tuple(one.party for one in adopted if one.stopped),
        unweighed=assembly.unweighed,
        declined=tuple(one.party for one in everybody if one.declined),
        late=bool(day and entry.latest and day > entry.latest),
    )


def _stand(
    assembly: Assembly,
    adopted: list[Voice],
    candidates: list[Voice],
    met: date | None,
    today: date,
) -> Stand:
    latest = assembly.entry.latest
    if assembly.unweighed:
        return Stand.UNCLEAR
    if met and met <= min(today, latest or today):
        return Stand.MET
    if latest and today > latest and not assembly.satisfied(_in_time(adopted, latest)):
        return Stand.LAPSED
    if not assembly.satisfied(candidates):
        return Stand.OUT_OF_REACH
    return Stand.AWAITING_FORCE if assembly.satisfied(adopted) else Stand.OPEN


def _in_time(adopted: list[Voice], latest: date) -> list[Voice]:
    """Those that counted by the latest day, or may have: an estimate is the latest possible day."""
    return [
        one
        for one in adopted
        if one.on and (one.on <= latest or one.certainty is Certainty.ESTIMATED)
    ]


def _certainty(assembly: Assembly, candidates: list[Voice], day: date | None) -> Certainty:
    """The surest level at which the day is reached."""
    for level in (Certainty.KNOWN, Certainty.UNLESS_APPEALED):
        if day and assembly.first_day([one for one in candidates if one.certainty <= level]) == day:
            return level
    return Certainty.ESTIMATED


def _undated(candidates: list[Voice]) -> tuple[Hashable, ...]:
    """The municipalities without a day; of another party it is said anyway that it lacks."""
    members = (one for one in candidates if not one.is_other)
    return tuple(one.party for one in members if one.on is None and not one.stopped)


def met_on(entry: Entry, voices: Iterable[Voice]) -> tuple[date, Certainty] | None:
    """The day on which decisions that are made have met the condition, and how sure it is; None
    while more is needed or no day can be said, and when it came after the latest day."""
    assembly = Assembly(entry, voices)
    adopted = [one for one in (*assembly.members, *assembly.others) if one.adopted]
    for level in Certainty:
        day = assembly.first_day([one for one in adopted if one.certainty <= level])
        if day:
            return None if entry.latest and day > entry.latest else (day, level)
    return None


def is_for_each(entry: Entry) -> bool:
    """Whether each municipality is bound on a day of its own."""
    return entry.condition is Condition.EACH
