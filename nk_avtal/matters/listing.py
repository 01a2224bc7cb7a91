"""The list of matters: where each is now, narrowed down, sorted and in parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from nk_avtal.db import db, start_of
from nk_avtal.domain.matters import MatterState, Station, Track, Whereabouts, whereabouts
from nk_avtal.formats import swedish_key
from nk_avtal.indexing.matching import numbers_with
from nk_avtal.indexing.models import HitKind
from nk_avtal.matters.models import Matter, MatterFile
from nk_avtal.matters.queries import all_stations, by_ids

OPEN = "aktuella"


@dataclass(frozen=True)
class Choice:
    """What a reader wants to see. An unknown value narrows nothing."""

    words: str = ""
    body: str = ""
    track: str = ""
    state: str = OPEN
    sort: str = "mote"


@dataclass(frozen=True)
class Line:
    """A matter in the list, and where it is."""

    matter: Matter
    where: Whereabouts
    station: Station | None


@dataclass(frozen=True)
class _Found:
    number: int
    title: str
    where: Whereabouts
    stations: list[Station]

    @property
    def station(self) -> Station | None:
        return self.stations[self.where.index] if self.where.index is not None else None


def part(choice: Choice, today: date, number: int, size: int) -> tuple[int, list[Line]]:
    """How many matters fit, and part `number` (from 1) of them; the last part for one beyond."""
    found = sorted(_fitting(choice, today), key=_ORDERS.get(choice.sort, _by_meeting))
    first = start_of(number, size, len(found))
    shown = found[first : first + size]
    kept = by_ids([one.number for one in shown])
    return len(found), [Line(kept[one.number], one.where, one.station) for one in shown]


def total() -> int:
    """How many matters there are."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(Matter)) or 0


def _fitting(choice: Choice, today: date) -> list[_Found]:
    wanted = sa.select(Matter.id, Matter.title)
    if choice.track in tuple(Track):
        wanted = wanted.where(Matter.track == Track(choice.track))
    if choice.words:
        wanted = wanted.where(_is_told_by(choice.words))
    stations, found = all_stations(), []
    for number, title in db.session.execute(wanted):
        way = stations.get(number, [])
        where = whereabouts([one for one, _body in way], today)
        if _is_at(choice.body, where, way) and _is_in(choice.state, where):
            found.append(_Found(number, title, where, [one for one, _body in way]))
    return found


def _is_told_by(words: str) -> sa.ColumnElement[bool]:
    """In SQL, of a matter: itself or one of its documents has all the words."""
    files = MatterFile.id.in_(numbers_with(HitKind.MATTER_FILE, words))
    return sa.or_(
        Matter.id.in_(numbers_with(HitKind.MATTER, words)),
        Matter.id.in_(sa.select(MatterFile.matter_id).where(files)),
    )


def _is_at(body: str, where: Whereabouts, way: list[tuple[Station, int]]) -> bool:
    """Whether the matter is with a body now."""
    if not body.isdecimal():
        return True
    return where.index is not None and str(way[where.index][1]) == body


def _is_in(state: str, where: Whereabouts) -> bool:
    if state == OPEN:
        return where.state.is_open
    return state not in tuple(MatterState) or where.state is MatterState(state)


def _by_meeting(one: _Found) -> tuple[int, int, str]:
    """By the next meeting; what has ended comes last."""
    ended = not one.where.state.is_open
    sitting = one.station.sitting if one.station else None
    day = sitting.held_on if sitting else date.max
    return ended, day.toordinal(), swedish_key(one.title)


def _by_title(one: _Found) -> str:
    return swedish_key(one.title)


def _by_state(one: _Found) -> tuple[int, str]:
    return list(MatterState).index(one.where.state), swedish_key(one.title)


_ORDERS: dict[str, Callable[[_Found], Any]] = {"titel": _by_title, "lage": _by_state}
