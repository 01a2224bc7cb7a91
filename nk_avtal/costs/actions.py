"""Deciding how a year's cost is shared, and taking that back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.costs import queries
from nk_avtal.costs.models import CostShare, CostYear
from nk_avtal.db import db
from nk_avtal.domain.cost_keys import CostKey, KeyKind, Payer
from nk_avtal.domain.cost_shares import Sharing, share_cost
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.models import Person


@dataclass(frozen=True)
class YearCost:
    """A year's cost in öre and its key. `stated` holds, by municipality, what the key states for
    each (öre, or millionths of the whole); `note` where the key comes from."""

    total: int
    key: CostKey
    counted_on: date | None = None
    stated: Mapping[int, int] = field(default_factory=dict)
    note: str = ""


def set_cost(agreement: Agreement, year: int, cost: YearCost, by: Person | None) -> CostYear:
    """Share the cost of a year in place of what stood for it.

    Raises RuleBroken when the key cannot be kept (`domain.cost_shares.share_cost`).
    """
    shares = _shares(queries.paying_members(agreement, year, clock.today()), cost)
    before = queries.cost_year(agreement, year)
    if before:
        _end(before, by)
    made = CostYear(
        agreement_id=agreement.id,
        year=year,
        total=cost.total,
        kind=cost.key.kind,
        counted_on=cost.counted_on if cost.key.kind.by_population else None,
        fixed=cost.key.fixed if cost.key.kind is KeyKind.EQUAL_PART else 0,
        floor=cost.key.floor,
        ceiling=cost.key.ceiling,
        in_ore=cost.key.unit == 1,
        note=cost.note,
        set_at=clock.now(),
        set_by_id=by.id if by else None,
        follows_id=before.id if before else None,
        shares=shares,
    )
    db.session.add(made)
    db.session.flush()
    return made


def _shared(members: Sequence[Municipality], cost: YearCost) -> Sharing:
    people = queries.inhabitants(cost.counted_on) if cost.counted_on else {}
    uses_people, has_table = cost.key.kind.by_population, cost.key.kind.has_table
    payers = [
        Payer(
            one.code,
            one.name,
            people.get(one.id) if uses_people else None,
            cost.stated.get(one.id) if has_table else None,
        )
        for one in members
    ]
    return share_cost(cost.total, cost.key, payers)


def _shares(members: Sequence[Municipality], cost: YearCost) -> list[CostShare]:
    ids = {one.code: one.id for one in members}
    return [
        CostShare(
            municipality_id=ids[one.payer.code],
            inhabitants=one.payer.inhabitants,
            stated=one.payer.stated,
            amount=one.amount,
        )
        for one in _shared(members, cost).shares
    ]


def take_back(standing: CostYear, by: Person | None) -> CostYear | None:
    """Take back what stands for a year; what stood before stands again, and is returned."""
    _end(standing, by)
    before = standing.follows
    if before:
        before.ended_at, before.ended_by_id = None, None
    return before


def _end(standing: CostYear, by: Person | None) -> None:
    """End it and say so at once: only one may stand for a year."""
    standing.ended_at = clock.now()
    standing.ended_by_id = by.id if by else None
    db.session.flush()


def reckoned_again(standing: CostYear) -> Sharing:
    """The sharing that a year's shares came from, for its explanation: from what was kept."""
    payers = [
        Payer(one.municipality.code, one.municipality.name, one.inhabitants, one.stated)
        for one in standing.shares
    ]
    return share_cost(standing.total, standing.key, payers)
