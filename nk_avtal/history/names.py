"""The names of what the log's entries speak of, fetched with one statement a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from nk_avtal.db import Base, db
from nk_avtal.history.models import Entry

TITLES = {
    "agreement": "title",
    "api_token": "name",
    "body": "name",
    "consultation": "title",
    "contact": "email",
    "document": "title",
    "goal": "title",
    "goal_set": "name",
    "matter": "title",
    "matter_file": "title",
    "matter_paper": "title",
    "issue": "title",
    "municipality": "name",
    "negotiation": "title",
    "person": "name",
    "recommendation": "title",
    "reply_link": "email",
    "stored_file": "name",
}
"""The column that names a row, for each table whose rows have a name."""

NAMING = frozenset({"goal_id"})
"""Columns that say which one of several a row is, by pointing at it."""

SUBJECTS = ("agreement", "recommendation", "municipality")

Sight = Callable[[str, set[int]], set[int]]
"""Of a table and numbers of its rows: those that a reader may know of."""


class Names:
    """What each row is called now. A row out of `sight` has no name here."""

    def __init__(self, entries: Iterable[Entry], sight: Sight | None = None) -> None:
        mentioned: dict[str, set[int]] = defaultdict(set)
        for entry in entries:
            for table, number in _mentioned(entry):
                mentioned[table].add(number)
        self._seen = {
            table: sight(table, numbers) if sight else numbers
            for table, numbers in mentioned.items()
        }
        self._found = {
            table: _titles(table, numbers)
            for table, numbers in self._seen.items()
            if table in TITLES and numbers
        }

    def of(self, table: str, number: Any) -> str:
        """The name of row `number` in `table`, or nothing."""
        return self._found.get(table, {}).get(number, "")

    def hides(self, entry: Entry) -> bool:
        """Whether the entry concerns something that this reader may not know of."""
        return any(number not in self._seen[table] for table, number in _concerned(entry))


def _titles(table: str, numbers: set[int]) -> dict[int, str]:
    kept = Base.metadata.tables[table]
    wanted = sa.select(kept.c.id, kept.c[TITLES[table]]).where(kept.c.id.in_(numbers))
    return dict(db.session.execute(wanted).all())


def target_of(noun: str, column: str) -> str | None:
    """The table that a column points at, or None."""
    table = Base.metadata.tables.get(noun)
    if table is None or column not in table.c:
        return None
    keys = list(table.c[column].foreign_keys)
    return str(keys[0].column.table.name) if keys else None


def _concerned(entry: Entry) -> Iterator[tuple[str, int]]:
    """The row that was changed and those on whose pages it is told."""
    yield entry.noun, entry.object_id
    for table in SUBJECTS:
        number = getattr(entry, f"{table}_id")
        if number is not None:
            yield table, number
    for column, values in entry.changes.items():
        table_of_column = target_of(entry.noun, column)
        if table_of_column == "document":
            yield from ((table_of_column, one) for one in values if one is not None)


def _mentioned(entry: Entry) -> Iterator[tuple[str, int]]:
    """All rows that a sentence about the entry may name. What came or went is named, and not what
    each of its columns held."""
    yield from _concerned(entry)
    for column, values in entry.changes.items():
        target = target_of(entry.noun, column)
        if target and (entry.event == "changed" or column in NAMING):
            yield from ((target, one) for one in values if one is not None)
