"""Notice that somebody has given: how far it has come, from when it counts, who stays bound."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from nk_avtal.domain.anchors import ValidWhen
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase

Who = TypeVar("Who", bound=Hashable)


class Giver(StrEnum):
    """Who gives notice."""

    MEMBER = "member"  # one municipality
    ASSOCIATION = "association"  # the association, for all members
    COUNTERPARTY = "counterparty"  # another party


class Reach(StrEnum):
    """What the notice ends."""

    WHOLE = "whole"  # the agreement, for everybody
    EXIT = "exit"  # the giver's own part; the others stay bound


class Progress(StrEnum):
    """How far a notice has come."""

    DECIDED = "decided"
    SENT = "sent"
    RECEIVED = "received"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Course:
    """The days of a notice, each after the one before or on the same day; None is not yet.

    Raises RuleBroken named `out_of_order` when a day lies before an earlier step, and `ahead` when
    one lies after `today`: what has not happened is not recorded.
    """

    decided_on: date | None = None
    sent_on: date | None = None
    received_on: date | None = None
    confirmed_on: date | None = None

    def check(self, today: date) -> None:
        """See above."""
        days = [day for day in self._days if day]
        if any(day > today for day in days):
            raise RuleBroken(_AHEAD, name="ahead")
        if days != sorted(days):
            raise RuleBroken(_OUT_OF_ORDER, name="out_of_order")

    @property
    def _days(self) -> tuple[date | None, ...]:
        return self.decided_on, self.sent_on, self.received_on, self.confirmed_on

    @property
    def progress(self) -> Progress:
        """The last step that has been taken."""
        steps = (Progress.DECIDED, Progress.SENT, Progress.RECEIVED, Progress.CONFIRMED)
        taken = [step for step, day in zip(steps, self._days, strict=True) if day]
        return taken[-1] if taken else Progress.DECIDED

    def counts_from(self, valid_when: ValidWhen) -> date | None:
        """The day from which the notice counts under the agreement; None when it does not yet.

        Where receipt counts, a confirmation without a day of receipt proves that it came by then.
        """
        if valid_when is ValidWhen.SENT:
            return self.sent_on or self.received_on or self.confirmed_on
        return self.received_on or self.confirmed_on


@dataclass(frozen=True)
class Ending:
    """A notice that counts: whose, what it ends, and the last day on which it binds."""

    party: Hashable
    reach: Reach
    last_day: date


def still_bound(parties: Sequence[Who], endings: Iterable[Ending], on: date) -> list[Who]:
    """The parties that the agreement binds on a day, in the order given.

    A partial notice binds its giver to its last day and leaves the others bound; a notice of the
    whole agreement ends it for everybody. Nobody can be bound to an agreement alone.
    """
    over = [one for one in endings if one.last_day < on]
    if any(one.reach is Reach.WHOLE for one in over):
        return []
    gone = {one.party for one in over}
    left = [one for one in parties if one not in gone]
    return left if len(left) > 1 else []


def agreement_ends(parties: Sequence[Hashable], endings: Iterable[Ending]) -> date | None:
    """The last day of the whole agreement that the notices bring about; None when it goes on.

    That is the last day of the earliest notice of the whole, or the day on which the last party
    but one leaves.
    """
    found = sorted(endings, key=lambda one: one.last_day)
    whole = [one.last_day for one in found if one.reach is Reach.WHOLE]
    left = set(parties)
    for one in found:
        left.discard(one.party)
        if one.reach is Reach.EXIT and len(left) < 2:
            whole.append(one.last_day)
    return min(whole, default=None)


_AHEAD = Phrase(
    "Datumet har inte varit än. Skriv det när det har hänt",
    "That day has not been. Write it when it has happened",
)
_OUT_OF_ORDER = Phrase(
    "Dagarna kommer i fel ordning: beslutad, avsänd, mottagen, bekräftad. Kontrollera datumen",
    "The days are out of order: decided, sent, received, confirmed. Check the dates",
)
