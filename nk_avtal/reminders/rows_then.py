"""Rows as they were on a day, out of the history: what was changed later has its former value, what
was added later is not there, and what was removed later is there again."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.db import Base, db
from nk_avtal.history.models import Entry


@dataclass(frozen=True)
class Change:
    """One entry of the history. `columns` maps a column to [before, after]."""

    day: date
    event: str
    number: int
    agreement_id: int | None
    columns: Mapping[str, Sequence[Any]]


def changes_since(day: date, nouns: Collection[str]) -> dict[str, list[Change]]:
    """What has happened to rows of some tables from the beginning of a day, the newest first."""
    found: dict[str, list[Change]] = defaultdict(list)
    wanted = (
        sa.select(
            Entry.noun, Entry.at, Entry.event, Entry.object_id, Entry.agreement_id, Entry.changes
        )
        .where(Entry.noun.in_(nouns), Entry.at >= begins_at(day))
        .order_by(Entry.id.desc())
    )
    for noun, at, event, number, agreement_id, columns in db.session.execute(wanted):
        found[noun].append(Change(local_day(at), event, number, agreement_id, columns))
    return found


class AsOf:
    """A row as it was at the end of a day. `instead` are further names with their values then."""

    def __init__(
        self, row: Any, changes: Iterable[Change], day: date, instead: Mapping[str, Any] = {}
    ) -> None:
        self._row = row
        self._instead = dict(instead)
        table = row.__table__
        for change in changes:
            if change.day > day:
                self._instead |= _former(table, change)

    def __getattr__(self, name: str) -> Any:
        return self._instead[name] if name in self._instead else getattr(self._row, name)


class Rows:
    """The rows of a table at the end of each day, by the value of one of their columns."""

    def __init__(
        self, model: type[Base], changes: Sequence[Change], by: str, *conditions: Any
    ) -> None:
        self._changes = changes
        self._days = sorted({one.day for one in changes})
        self._by, self._table = by, model.__table__
        rows = db.session.execute(sa.select(self._table).where(*conditions)).mappings()
        self._now = {row["id"]: dict(row) for row in rows}
        self._found: dict[int, dict[Hashable, list[Any]]] = {}

    def of(self, value: Hashable, day: date) -> list[Any]:
        """The rows with a value, in the order of their numbers."""
        so_far = bisect_right(self._days, day)
        if so_far not in self._found:
            later = [change for change in self._changes if change.day > day]
            self._found[so_far] = self._before(later)
        return self._found[so_far].get(value, [])

    def _before(self, changes: Iterable[Change]) -> dict[Hashable, list[Any]]:
        rows = {number: dict(row) for number, row in self._now.items()}
        for change in changes:
            former = _former(self._table, change)
            if change.event == "created":
                rows.pop(change.number, None)
            elif change.event == "deleted":
                rows[change.number] = {one.key: _empty(one) for one in self._table.c} | former
            elif change.number in rows:
                rows[change.number] |= former
        grouped: dict[Hashable, list[Any]] = defaultdict(list)
        for _number, row in sorted(rows.items()):
            grouped[row[self._by]].append(SimpleNamespace(**row))
        return dict(grouped)


def _former(table: sa.FromClause, change: Change) -> dict[str, Any]:
    return {name: _read(table.c[name], pair[0]) for name, pair in change.columns.items()}


def _read(column: Any, value: Any) -> Any:
    """A value as the row had it, from how the history writes it."""
    kind = column.type
    if value is None:
        return _empty(column)
    if isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    if isinstance(kind, sa.Enum) and kind.enum_class:
        return kind.enum_class(value)
    return value


def _empty(column: Any) -> Any:
    """What a row has where the history tells nothing: it leaves out empty texts."""
    is_text = isinstance(column.type, sa.String) and not isinstance(column.type, sa.Enum)
    return "" if is_text and not column.nullable else None


def local_day(at: datetime) -> date:
    """The day of an instant."""
    return at.astimezone(clock.zone()).date()


def begins_at(day: date) -> datetime:
    """The instant at which a day begins."""
    return datetime.combine(day, time(), clock.zone()).astimezone(UTC)
