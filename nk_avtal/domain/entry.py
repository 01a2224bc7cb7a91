"""When an agreement begins to apply: the condition, and who has met it (ux 17.1)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum


class Condition(StrEnum):
    """Which of the concerned municipalities must have adopted before the agreement applies."""

    ALL = "all"  # every one
    AT_LEAST = "at_least"  # a number of them
    SHARE = "share"  # so many that they have a share of the inhabitants
    BOTH = "both"  # a number that has a share of the inhabitants
    EACH = "each"  # each for itself, when it has adopted

    @property
    def counted(self) -> bool:
        """Whether a number belongs to it."""
        return self in (Condition.AT_LEAST, Condition.BOTH)

    @property
    def weighed(self) -> bool:
        """Whether a share of the inhabitants belongs to it."""
        return self in (Condition.SHARE, Condition.BOTH)


class Basis(StrEnum):
    """From when an adoption counts."""

    DECISION = "decision"  # the day of the decision
    LEGAL_FORCE = "legal_force"  # the day when it can no longer be appealed


class Outsiders(StrEnum):
    """What happens to those who have not adopted when the agreement begins to apply."""

    UNSAID = "unsaid"
    STAY_OUTSIDE = "stay_outside"
    MAY_JOIN = "may_join"


class Certainty(IntEnum):
    """How sure the day is on which an adoption counts, the surest first."""

    KNOWN = 1
    UNLESS_APPEALED = 2  # reckoned from the announcement: holds if nobody appeals
    ESTIMATED = 3  # from a planned meeting, or from minutes whose announcement is not known


@dataclass(frozen=True)
class Entry:
    """The condition of one agreement.

    `at_least` is read only where the condition counts, and `share` (percent) where it weighs the
    inhabitants. `named` must be among those that adopted, and with `counterparty` the other
    parties must have decided too. After `latest` the agreement lapses if it is not met.
    """

    condition: Condition = Condition.ALL
    at_least: int = 1
    share: Decimal = Decimal(0)
    named: tuple[Hashable, ...] = ()
    counterparty: bool = False
    by: Basis = Basis.DECISION
    latest: date | None = None
    outsiders: Outsiders = Outsiders.UNSAID

    def needed(self, concerned: int) -> int:
        """How many adoptions the agreement needs, of the `concerned` municipalities."""
        if self.condition is Condition.ALL:
            return concerned
        return self.at_least if self.condition.counted else 1

    def lacking(self, counted: int, concerned: int) -> int:
        """How many more are needed when `counted` adoptions count for entry into force."""
        return max(0, self.needed(concerned) - counted)


@dataclass(frozen=True)
class Voice:
    """A concerned municipality, or another party, in the eyes of the condition.

    `adopted` says that its decision counts, an addition only when it is accepted. `on` is the first
    day on which it counts by the condition's basis, or would count if it decides as planned; None
    when no day can be said, as when the decision is appealed (`stopped`).
    """

    party: Hashable
    adopted: bool = False
    on: date | None = None
    certainty: Certainty = Certainty.ESTIMATED
    declined: bool = False
    stopped: bool = False
    inhabitants: int | None = None
    is_other: bool = False


@dataclass(frozen=True)
class Lacking:
    """What the condition still needs. `share` is in percent of the inhabitants."""

    number: int = 0
    share: Decimal = Decimal(0)
    named: tuple[Hashable, ...] = ()
    others: tuple[Hashable, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.number or self.share or self.named or self.others)


class Assembly:
    """The parties that a condition waits for, on a day."""

    def __init__(self, entry: Entry, voices: Iterable[Voice]) -> None:
        self.entry = entry
        everybody = list(voices)
        self.members = [one for one in everybody if not one.is_other]
        self.others = [one for one in everybody if one.is_other]
        self.inhabitants = sum(one.inhabitants or 0 for one in self.members)

    @property
    def unweighed(self) -> tuple[Hashable, ...]:
        """Those whose inhabitants must be known, and are not."""
        if not self.entry.condition.weighed:
            return ()
        return tuple(one.party for one in self.members if one.inhabitants is None)

    def lacking(self, having: Collection[Voice]) -> Lacking:
        """What is needed besides `having`."""
        adopted = {one.party for one in having}
        number = sum(not one.is_other for one in having)
        waited_for = self.others if self.entry.counterparty else []
        return Lacking(
            number=self._number(number),
            share=self._share(having),
            named=tuple(
                one.party
                for one in self.members
                if one.party in self.entry.named and one.party not in adopted
            ),
            others=tuple(one.party for one in waited_for if one.party not in adopted),
        )

    def _number(self, having: int) -> int:
        return self.entry.lacking(having, len(self.members))

    def _share(self, having: Collection[Voice]) -> Decimal:
        if not self.entry.condition.weighed or not self.inhabitants:
            return Decimal(0)
        own = sum(one.inhabitants or 0 for one in having if not one.is_other)
        if own * 100 >= self.entry.share * self.inhabitants:
            return Decimal(0)
        return self.entry.share - Decimal(own * 100) / self.inhabitants

    def satisfied(self, having: Collection[Voice]) -> bool:
        """Whether the agreement can apply when those in `having` have adopted."""
        if not self.members or self.unweighed:
            return False
        return not self.lacking(having)

    def first_day(self, having: Collection[Voice]) -> date | None:
        """The first day on which those in `having` that count by then are enough; None when no
        day can be said."""
        dated = sorted((one for one in having if one.on), key=lambda one: one.on or date.max)
        enough = bisect_left(
            range(len(dated) + 1), True, key=lambda count: self.satisfied(dated[:count])
        )
        return dated[enough - 1].on if 0 < enough <= len(dated) else None
