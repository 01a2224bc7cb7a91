"""Which deadlines a reader asks for in an address, and in what order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from nk_avtal.agreements import listing
from nk_avtal.agreements.models import Agreement
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.formats import swedish_key
from nk_avtal.people.models import Person
from nk_avtal.reminders.watching import Watched
from nk_avtal.renewals.queries import agreements_over_time

NARROWING = ("q", "omrade", "part", "ansvarig", "gora", "inom", "ordning")
KINDS = {
    "uppsagning": DeadlineKind.NOTICE,
    "slut": DeadlineKind.END,
    "option": DeadlineKind.OPTION,
    "uttrade": DeadlineKind.EXIT,
    "pris": DeadlineKind.PRICE,
    "uppfoljning": DeadlineKind.REVIEW,
    "borja": DeadlineKind.START,
}
"""How a kind of deadline stands in an address."""
WITHIN = {
    "30": _l("Närmaste 30 dagarna"),
    "120": _l("Närmaste 120 dagarna"),
    "365": _l("Närmaste året"),
}
ORDERS = {"dag": _l("Senast först"), "titel": _l("Titel"), "ansvarig": _l("Ansvarig")}


@dataclass(frozen=True)
class Choice:
    """What the reader wants to see. An unknown value in the address narrows nothing."""

    words: str = ""
    area: str = ""
    party: str = ""
    responsible: str = ""
    kind: str = ""
    within: str = ""
    order: str = "dag"

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Choice:
        """What the address asks for."""
        words, area, party, responsible, kind, within, order = (
            asked.get(name, "") for name in NARROWING
        )
        return cls(words, area, party, responsible, kind, within, order or "dag")

    @property
    def days(self) -> int | None:
        """How many days ahead to look; None for all."""
        return int(self.within) if self.within in WITHIN else None

    @property
    def _of_agreements(self) -> listing.Choice:
        return listing.Choice(
            words=self.words, area=self.area, party=self.party, responsible=self.responsible
        )

    def agreements(self, reader: Person, since: date) -> list[Agreement]:
        """The agreements that `reader` may see that have all the words, as the list of agreements
        finds them, and whose area, party and responsible person are chosen; none that notice had
        ended before `since`."""
        return agreements_over_time(reader, self._of_agreements, since)

    def deadlines(self, found: Iterable[Watched], today: date) -> list[Watched]:
        """The deadlines of the kind and the time that are asked for, in the order asked for."""
        kind = KINDS.get(self.kind)
        last = today + timedelta(days=self.days) if self.days else date.max
        fitting = [
            one
            for one in found
            if kind in (None, one.deadline.kind) and one.deadline.falls_on <= last
        ]
        return _ordered(fitting, self.order)


def of_agreements(agreements: Iterable[Agreement], found: Iterable[Watched]) -> list[Watched]:
    """The deadlines of these agreements, soonest first."""
    numbers = {one.id for one in agreements}
    theirs = (one for one in found if one.agreement.id in numbers)
    return sorted(theirs, key=lambda one: (one.deadline.falls_on, one.agreement.title))


def _ordered(found: list[Watched], order: str) -> list[Watched]:
    by_day = sorted(found, key=lambda one: one.deadline.falls_on)
    if order == "titel":
        return sorted(by_day, key=lambda one: swedish_key(one.agreement.title))
    if order == "ansvarig":
        return sorted(by_day, key=_by_responsible)
    return by_day


def _by_responsible(one: Watched) -> tuple[bool, str]:
    """Those whom nobody answers for come last."""
    responsible = one.agreement.responsible
    return responsible is None, swedish_key(responsible.name) if responsible else ""
