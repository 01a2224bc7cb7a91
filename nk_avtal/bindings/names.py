"""What parties were called on a day: municipalities and organisations change names and merge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nk_avtal.agreements.models import Party
from nk_avtal.agreements.parties import PartyName
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.formats import swedish_key
from nk_avtal.municipalities.models import Municipality


class Names:
    """The names of all parties, read once. A party without a kept name for a day has its present
    one."""

    def __init__(self) -> None:
        present = db.session.execute(sa.select(Municipality.id, Municipality.name))
        self._present: dict[Hashable, str] = dict(iter(present))
        self._kept: dict[Hashable, list[PartyName]] = defaultdict(list)
        for one in db.session.scalars(sa.select(PartyName).order_by(PartyName.id)):
            self._kept[one.municipality_id or one.organisation].append(one)

    @property
    def municipalities(self) -> int:
        """How many municipalities there are, those that have left among them."""
        return len(self._present)

    def on(self, party: Hashable, day: date) -> str:
        """What the party was called on a day."""
        for one in self._kept.get(party, ()):
            if (one.first_on or day) <= day <= (one.last_on or day):
                return one.name
        return self._present.get(party, str(party))


def kept_names() -> Sequence[PartyName]:
    """Every kept name with its time, party by party."""
    wanted = sa.select(PartyName).options(joinedload(PartyName.municipality))
    order = (PartyName.municipality_id, PartyName.organisation, PartyName.first_on, PartyName.id)
    return db.session.scalars(wanted.order_by(*order)).all()


def name_by_id(number: int) -> PartyName:
    """A kept name. Raises NoResultFound when there is none such."""
    return db.session.scalars(sa.select(PartyName).where(PartyName.id == number)).one()


def organisations() -> list[str]:
    """The parties of agreements that are no members, as agreements name them."""
    wanted = sa.select(Party.organisation).where(Party.organisation.is_not(None)).distinct()
    return sorted((one for one in db.session.scalars(wanted) if one), key=swedish_key)


def keep_name(
    municipality_id: int | None,
    organisation: str | None,
    name: str,
    first_on: date | None,
    last_on: date | None,
) -> PartyName:
    """Keep what a party was called during a time.

    Raises RuleBroken named `no_time` without a first or last day, `out_of_order` when the last day
    is before the first, and `overlaps` when another kept name has some of the time.
    """
    if not first_on and not last_on:
        raise RuleBroken(_NO_TIME, name="no_time")
    if first_on and last_on and first_on > last_on:
        raise RuleBroken(_OUT_OF_ORDER, name="out_of_order")
    same = (PartyName.municipality_id == municipality_id, PartyName.organisation == organisation)
    wanted = sa.select(PartyName).where(same[0] if municipality_id else same[1])
    for other in db.session.scalars(wanted):
        after = last_on and other.first_on and other.first_on > last_on
        before = first_on and other.last_on and other.last_on < first_on
        if not after and not before:
            raise RuleBroken(_OVERLAPS, name="overlaps")
    kept = PartyName(
        municipality_id=municipality_id,
        organisation=None if municipality_id else organisation,
        name=name,
        first_on=first_on,
        last_on=last_on,
    )
    db.session.add(kept)
    return kept


_NO_TIME = Phrase(
    "Skriv första eller sista dag för namnet", "Write the first or the last day of the name"
)
_OUT_OF_ORDER = Phrase(
    "Sista dag ligger före första dag. Kontrollera datumen",
    "The last day is before the first. Check the dates",
)
_OVERLAPS = Phrase(
    "Parten har redan ett annat namn under en del av den tiden",
    "The party has another name already during some of that time",
)
