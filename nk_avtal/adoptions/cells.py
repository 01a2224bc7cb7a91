"""What a cell of the matrix tells, read from what is kept of each place: thousands on a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

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


_PLACES = Addressee.__table__.c
_PACKED: sa.ColumnElement[str] = sa.case((_PLACES.concerned, "1"), else_="")
for _one in (_PLACES.outcome, _PLACES.decided_on, _PLACES.planned_on):
    _PACKED = _PACKED + "|" + sa.func.coalesce(sa.cast(_one, sa.String), "")
_WANTED = sa.select(
    _PLACES.recommendation_id,
    sa.func.aggregate_strings(sa.cast(_PLACES.municipality_id, sa.String), ","),
    sa.func.aggregate_strings(_PACKED, ","),
).group_by(_PLACES.recommendation_id)
"""The places of a recommendation packed in two texts, both in the same order, whichever it is: a
row of its own for each of thousands of places costs more than all that is done with it."""


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
    alike: dict[tuple[bool, date | None], _Alike] = {}
    for number, towns, places in db.session.connection().execute(wanted):
        kind = (rows[number].withdrawn, rows[number].reply_by)
        cells = alike.get(kind) or alike.setdefault(kind, _Alike(*kind, today))
        numbers = map(int, towns.split(","))
        found[number] = dict(zip(numbers, map(cells.__getitem__, places.split(",")), strict=True))
    return found


class _Alike(dict[str, Cell]):
    """The cells of recommendations with one reply day, by what is kept of the place."""

    def __init__(self, withdrawn: bool, reply_by: date | None, today: date) -> None:
        super().__init__()
        self.withdrawn, self.reply_by, self.today = withdrawn, reply_by, today

    def __missing__(self, kept: str) -> Cell:
        self[kept] = _cell(kept, self.withdrawn, self.reply_by, self.today)
        return self[kept]


@lru_cache(maxsize=16384)
def _cell(kept: str, withdrawn: bool, reply_by: date | None, today: date) -> Cell:
    """What is told of a place of which this is kept, as it stands on this day."""
    concerned, outcome, decided, planned = kept.split("|")
    decided_on, planned_on = _day(decided), _day(planned)
    counting = [DecisionFacts(Outcome(outcome), decided_on)] if outcome and decided_on else []
    asked = bool(concerned) and not withdrawn
    where = standing(asked, counting, planned_on, reply_by, today)
    return Cell(
        standing=where,
        outcome=counting[0].outcome if counting else None,
        day=day_shown(where, decided_on, planned_on, today),
        planned_on=planned_on,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
