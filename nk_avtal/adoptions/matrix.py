"""Recommendations by municipality: the rows that a filter asks for and their cells.

However many rows there are, the number of statements is the same.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from nk_avtal.adoptions import facts, predicates
from nk_avtal.adoptions.cells import Cell, cells_of
from nk_avtal.adoptions.facts import Place
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db, start_of
from nk_avtal.domain.adoptions import Standing
from nk_avtal.domain.agreements import Area
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.tallies import Tally, remains, tally
from nk_avtal.formats import swedish_key
from nk_avtal.municipalities.models import Municipality
from nk_avtal.recommendations.models import Addressee, Recommendation


class Show(StrEnum):
    """Which recommendations a list shows; the value stands in the address."""

    ONGOING = "pagaende"  # and those completed recently
    LATE = "forsenad"
    ALL = "alla"  # withdrawn ones too


@dataclass(frozen=True)
class Filter:
    """What the reader has chosen. `ids` are recommendations that were marked one by one;
    `responsible_id` keeps those whose agreement that person is responsible for."""

    show: Show = Show.ONGOING
    area: Area | None = None
    municipality_id: int | None = None
    ids: Sequence[int] | None = None
    responsible_id: int | None = None


@dataclass(frozen=True)
class Row:
    """One recommendation, and where each member stands on it."""

    id: int
    slug: str
    title: str
    object_name: str
    area: Area
    status: Status
    recommended_on: date
    paragraph: str
    reply_by: date
    made_up: bool
    agreement_slug: str
    agreement_title: str
    places: Mapping[int, Place | Cell] = field(default_factory=dict)

    @cached_property
    def tally(self) -> Tally:
        """How far the members have come."""
        return tally(place.standing for place in self.places.values())

    def standings(self, members: Iterable[Municipality]) -> list[Standing]:
        """Where these members stand, in their order."""
        return [self.places[one.id].standing for one in members if one.id in self.places]

    @property
    def withdrawn(self) -> bool:
        """Whether nobody needs to decide any more."""
        return self.status is Status.WITHDRAWN


def rows(chosen: Filter, today: date) -> list[Row]:
    """The recommendations of the filter by area, reply day and title, their cells still empty."""
    return _rows(_conditions(chosen, today))


def numbers(chosen: Filter, today: date) -> Sequence[int]:
    """The numbers of the filter's recommendations, the latest made first."""
    wanted = sa.select(Recommendation.id).where(*_conditions(chosen, today))
    return db.session.scalars(wanted.order_by(Recommendation.id.desc())).all()


def part(chosen: Filter, today: date, number: int, size: int) -> tuple[int, list[Row]]:
    """How many recommendations the filter finds, and part `number` (from 1) of them, as `rows`
    orders them; the last part for a number beyond. Two statements.

    Only those are read whose area and reply day fall on the part: a database does not know the
    Swedish order of titles, which decides among equals.
    """
    conditions = _conditions(chosen, today)
    alike = (Recommendation.area, Recommendation.reply_by)
    counted = sa.select(*alike, sa.func.count()).where(*conditions).group_by(*alike)
    groups = sorted(_columns(counted), key=lambda group: (_AREAS.index(group[0]), group[1]))
    total = sum(count for _area, _day, count in groups)
    first = start_of(number, size, total)
    wanted: list[tuple[Area, date]] = []
    before = skipped = 0
    for area, reply_by, count in groups:
        if before + count > first and before < first + size:
            skipped = skipped if wanted else first - before
            wanted.append((area, reply_by))
        before += count
    if not wanted:
        return 0, []
    found = _rows([*conditions, sa.tuple_(*alike).in_(wanted)])
    return total, found[skipped : skipped + size]


def _rows(conditions: list[Any]) -> list[Row]:
    statement = (
        sa.select(
            Recommendation.id,
            Recommendation.slug,
            Recommendation.title,
            Recommendation.object_name,
            Recommendation.area,
            Recommendation.status,
            Recommendation.recommended_on,
            Recommendation.paragraph,
            Recommendation.reply_by,
            Recommendation.made_up,
            Agreement.slug,
            Agreement.title,
        )
        .join(Agreement, Agreement.id == Recommendation.agreement_id)
        .where(*conditions)
    )
    found = [Row(*columns) for columns in _columns(statement)]
    return sorted(found, key=lambda r: (_AREAS.index(r.area), r.reply_by, swedish_key(r.title)))


_AREAS = list(Area)


def _columns(statement: sa.Executable) -> Sequence[Sequence[Any]]:
    return db.session.execute(statement).all()


def total() -> int:
    """How many recommendations have ever been sent."""
    statement = sa.select(sa.func.count()).where(Recommendation.status != Status.DRAFT)
    return db.session.scalar(statement) or 0


def filled(found: Sequence[Row], today: date, municipality_id: int | None = None) -> list[Row]:
    """The rows with the cells of every member, or of one."""
    cells = cells_of(found, today, municipality_id)
    return [_with(row, cells[row.id]) for row in found]


def told(found: Sequence[Row], today: date, municipality_id: int | None = None) -> list[Row]:
    """The same with all that is known of each place, where more is told than a cell does."""
    condition: predicates.Condition = Recommendation.id.in_([row.id for row in found])
    if municipality_id is not None:
        condition = sa.and_(condition, Addressee.municipality_id == municipality_id)
    places = facts.standings_where(condition, today)
    return [_with(row, places.get(row.id, {})) for row in found]


def _with(row: Row, places: Mapping[int, Place | Cell]) -> Row:
    return dataclasses.replace(row, places=places)


def by_area(found: Sequence[Row]) -> list[tuple[Area, list[Row]]]:
    """The rows grouped, in the order that `rows` gives."""
    return [(area, list(group)) for area, group in groupby(found, key=lambda row: row.area)]


def open_and_done(found: Sequence[Row], municipality_id: int) -> tuple[list[Row], list[Row]]:
    """The rows that concern a member: those it has yet to decide, and the others."""
    open_rows: list[Row] = []
    done: list[Row] = []
    for row in found:
        place = row.places.get(municipality_id)
        if place and place.standing is not Standing.NOT_CONCERNED:
            (open_rows if remains(place.standing) else done).append(row)
    return open_rows, done


def remaining(chosen: Filter, today: date) -> dict[int, int]:
    """How many of the filter's recommendations each member has yet to decide, by its number."""
    statement = (
        sa.select(Addressee.municipality_id, sa.func.count())
        .join(Recommendation, Recommendation.id == Addressee.recommendation_id)
        .where(*_conditions(chosen, today), _sent(), predicates.remains_open())
        .group_by(Addressee.municipality_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _sent() -> predicates.Condition:
    return Recommendation.status == Status.SENT


def _conditions(chosen: Filter, today: date) -> list[Any]:
    conditions: list[Any] = [Recommendation.status != Status.DRAFT, *_which(chosen)]
    if chosen.show is Show.LATE:
        conditions += [_sent(), _has_addressee(predicates.is_late(today), chosen)]
    elif chosen.municipality_id:
        conditions.append(_has_addressee(Addressee.concerned.is_(True), chosen))
    if chosen.show is Show.ONGOING:
        conditions += [_sent(), predicates.goes_on(today)]
    return conditions


def _which(chosen: Filter) -> Iterator[predicates.Condition]:
    if chosen.area:
        yield Recommendation.area == chosen.area
    if chosen.ids is not None:
        yield Recommendation.id.in_(chosen.ids)
    if chosen.responsible_id is not None:
        yield Recommendation.agreement_id.in_(_answered_for(chosen.responsible_id))


def _answered_for(person_id: int) -> sa.Select[int]:
    return sa.select(Agreement.id).where(Agreement.responsible_id == person_id)


def _has_addressee(condition: predicates.Condition, chosen: Filter) -> predicates.Condition:
    """That some member, or the chosen one, satisfies `condition`."""
    found = sa.exists().where(Addressee.recommendation_id == Recommendation.id, condition)
    if chosen.municipality_id:
        found = found.where(Addressee.municipality_id == chosen.municipality_id)
    return found.correlate_except(Addressee)
