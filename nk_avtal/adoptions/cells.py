"""What a cell of the matrix tells, read from what is kept of each place: thousands on a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import sqlalchemy as sa

from nk_avtal.adoptions.facts import day_shown
from nk_avtal.db import db
from nk_avtal.domain.adoptions import DecisionFacts, Outcome, Standing, standing
from nk_avtal.recommendations.models import Addressee


@dataclass(frozen=True, eq=False, slots=True)
class Cell:
    """A standing with the day to show beside it (`facts.Place` says the rest). Those that are alike
    are one object, so that what is written of them is written once."""

    standing: Standing
    outcome: Outcome | None
    day: date | None
    planned_on: date | None


class Asked(Protocol):
    """The recommendation of a row."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def reply_by(self) -> date | None:
        """The last day to answer."""

    @property
    def withdrawn(self) -> bool:
        """Whether nobody needs to decide any more."""


Kept = tuple[bool, str | None, date | None, date | None]

_PLACES = Addressee.__table__.c
_WANTED = sa.select(
    _PLACES.recommendation_id,
    _PLACES.municipality_id,
    _PLACES.concerned,
    _PLACES.outcome,
    _PLACES.decided_on,
    _PLACES.planned_on,
)


def cells_of(
    asked: Iterable[Asked], today: date, municipality_id: int | None = None
) -> dict[int, dict[int, Cell]]:
    """The cells by recommendation and municipality, of one municipality or of all; one
    statement."""
    rows = {one.id: one for one in asked}
    wanted = _WANTED.where(_PLACES.recommendation_id.in_(rows))
    if municipality_id is not None:
        wanted = wanted.where(_PLACES.municipality_id == municipality_id)
    found: dict[int, dict[int, Cell]] = {number: {} for number in rows}
    kinds = {number: (one.withdrawn, one.reply_by) for number, one in rows.items()}
    alike: dict[tuple[bool, date | None], _Alike] = {
        kind: _Alike(*kind, today) for kind in set(kinds.values())
    }
    makers = {number: alike[kind] for number, kind in kinds.items()}
    for number, town, *kept in db.session.connection().execute(wanted):
        found[number][town] = makers[number][tuple(kept)]
    return found


class _Alike(dict[Any, Cell]):
    """The cells of recommendations with one reply day, by what is kept of the place."""

    def __init__(self, withdrawn: bool, reply_by: date | None, today: date) -> None:
        super().__init__()
        self.withdrawn, self.reply_by, self.today = withdrawn, reply_by, today

    def __missing__(self, kept: Kept) -> Cell:
        concerned, outcome, decided_on, planned_on = kept
        counting = [DecisionFacts(Outcome(outcome), decided_on)] if outcome and decided_on else []
        where = standing(
            concerned and not self.withdrawn, counting, planned_on, self.reply_by, self.today
        )
        self[kept] = Cell(
            standing=where,
            outcome=counting[0].outcome if counting else None,
            day=day_shown(where, decided_on, planned_on, self.today),
            planned_on=planned_on,
        )
        return self[kept]
