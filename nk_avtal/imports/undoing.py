"""Undoing a whole import: what it created goes, and what it changed is as before.

The history tells what was written, so that every kind is undone alike. What somebody has built upon
or changed since stands in the way, and then nothing is undone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapper

from nk_avtal import clock
from nk_avtal.db import Base, UtcDateTime, db
from nk_avtal.history.models import Entry
from nk_avtal.history.recorder import SUBJECTS, Subjects
from nk_avtal.history.removing import removing
from nk_avtal.imports.collecting import uncollected
from nk_avtal.imports.models import Import, ImportState
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.people.models import Person
from nk_avtal.reminders.models import Reminder

Written = dict[str, dict[int, list[Any]]]
"""The entries of an import, by noun and the number of what they are about."""
Net = dict[str, tuple[Any, Any]]
"""What columns held before, and after."""


@dataclass(frozen=True)
class Hindrance:
    """A row that stands in the way. `of` is the row of the import that it points to, or itself
    where it was changed."""

    noun: str
    number: int
    of: tuple[str, int]


DERIVED = frozenset({"lull", "made_document", "attempt", "import"})
"""Tables of which nothing stands in the way: they are made again, or only tell of what was read."""
MOST_TOLD = 20
AT_A_TIME = 500


def in_the_way(one: Import) -> list[Hindrance]:
    """What has been changed or built since; at most a few of it. What was changed and changed back
    does not stand in the way."""
    return _hindrances(one, written_by(one))


def written_by(one: Import) -> Written:
    """What the import wrote, in order."""
    found: Written = {}
    if one.first_entry is not None and one.last_entry is not None:
        own = Entry.request_id == f"import {one.id}"
        wanted = _WRITTEN.where(Entry.id.between(one.first_entry, one.last_entry), own)
        for entry in db.session.execute(wanted.order_by(Entry.id)):
            found.setdefault(entry.noun, {}).setdefault(entry.object_id, []).append(entry)
    return found


_WRITTEN = sa.select(
    *(Entry.noun, Entry.object_id, Entry.event),
    *(getattr(Entry, name) for name in SUBJECTS),
    sa.case((Entry.event != "created", Entry.changes)).label("changes"),
)
"""What entries say. Of what was created the values are not wanted, and take long to read."""


def _hindrances(one: Import, written: Written) -> list[Hindrance]:
    found = dict.fromkeys((*_changed_since(one, written), *_built_upon(written)))
    return list(found)[:MOST_TOLD]


def hand_over(one: Import, by: Person) -> None:
    """Let the background take it back."""
    one.state, one.undone_by_id, one.failure = ImportState.UNDOING, by.id, ""


@uncollected()
def undo(one: Import, by: Person | None) -> list[Hindrance]:
    """Take the import back, or say what stands in the way; then nothing is undone."""
    written = written_by(one)
    created = _created(written)
    _hold(created)
    hindrances = _hindrances(one, written)
    if hindrances:
        return hindrances
    _withdraw_reminders(created)
    _restore(written, created)
    with removing(db.session) as remove:
        for table in reversed(Base.metadata.sorted_tables):
            numbers = created.get(table.name)
            if numbers:
                entries = written[table.name]
                told_on = {number: _subjects(entries[number][0]) for number in numbers}
                remove.rows(_mappers()[table.name].class_, told_on)
    one.state, one.undone_at = ImportState.UNDONE, clock.now()
    one.undone_by_id, one.failure = by.id if by else None, ""
    return []


def _hold(created: dict[str, set[int]]) -> None:
    """Keep others from changing what is to go, and from building upon it, until it is gone."""
    for noun, numbers in created.items():
        table = Base.metadata.tables[noun]
        for some in _parts(numbers):
            held = sa.select(table.c.id).where(table.c.id.in_(some)).order_by(table.c.id)
            db.session.execute(held.with_for_update())


def _subjects(entry: Any) -> Subjects:
    return {name: getattr(entry, name) for name in SUBJECTS}


def _parts(numbers: Collection[int]) -> Iterator[list[int]]:
    whole = sorted(numbers)
    return (whole[start : start + AT_A_TIME] for start in range(0, len(whole), AT_A_TIME))


def _created(written: Written) -> dict[str, set[int]]:
    return {
        noun: {number for number, entries in numbers.items() if entries[0].event == "created"}
        for noun, numbers in written.items()
    }


def _changed_since(one: Import, written: Written) -> Iterator[Hindrance]:
    wanted = sa.select(Entry.noun, Entry.object_id, Entry.event, Entry.changes).where(
        Entry.id > (one.last_entry or 0), Entry.noun.in_(written)
    )
    created = _created(written)
    since: dict[tuple[str, int], Net] = {}
    for noun, number, event, changes in db.session.execute(wanted.order_by(Entry.id)):
        if event == "deleted" and number in created[noun]:
            since.pop((noun, number), None)  # it is gone already
        elif number in written[noun]:
            _add(since.setdefault((noun, number), {}), changes)
    for thing, net in since.items():
        if any(before != after for before, after in net.values()):
            yield Hindrance(*thing, thing)


def _add(net: Net, changes: Mapping[str, Sequence[Any]]) -> None:
    """Count further changes into what has changed in all."""
    for column in changes.keys() - FOLLOWS:
        before, after = changes[column]
        net[column] = (net.get(column, (before,))[0], after)


FOLLOWS = frozenset({"stage_changed_on"})
"""Columns that say when another was changed."""


def _built_upon(written: Written) -> Iterator[Hindrance]:
    """Rows that point to what the import created and were not created by it."""
    created = _created(written)
    tables = Base.metadata.tables
    for table in tables.values():
        for key in table.foreign_keys:
            numbers = created.get(key.column.table.name)
            if numbers and table.name not in DERIVED:
                own = created.get(table.name, set())
                for number, points_to in _pointing(table, key.parent, numbers):
                    if number not in own:
                        yield Hindrance(table.name, number, (key.column.table.name, points_to))


def _pointing(
    table: sa.Table, column: sa.Column[Any], numbers: set[int]
) -> Iterator[tuple[int, int]]:
    key = next(iter(table.primary_key))
    wanted = sa.select(key, column).where(column.is_not(None), column >= min(numbers))
    if table.name == "reminder":
        wanted = wanted.where(~key.in_(_UNSENT))
    for number, points_to in db.session.execute(wanted):
        if points_to in numbers:
            yield number, points_to


_UNSENT = (
    sa.select(Reminder.id)
    .outerjoin(Reminder.message)
    .where(
        sa.or_(
            Reminder.message_id.is_(None),
            Message.state.in_([MessageState.QUEUED, MessageState.STOPPED]),
        )
    )
)
"""The reminders that nobody has been told: they do not stand in the way."""


def _withdraw_reminders(created: dict[str, set[int]]) -> None:
    """Stop the reminders of what goes away, and forget that they were planned."""
    for part in _parts(created.get("agreement", ())):
        for one in db.session.scalars(sa.select(Reminder).where(Reminder.agreement_id.in_(part))):
            if one.message:
                one.message.state = MessageState.STOPPED
            db.session.delete(one)


def _restore(written: Written, created: dict[str, set[int]]) -> None:
    """Let what the import changed or removed be as it was."""
    with db.session.no_autoflush:
        for noun, numbers in written.items():
            kept = numbers.keys() - created[noun]
            at_hand = _at_hand(noun, kept)
            for number in sorted(kept):
                _restore_one(noun, number, numbers[number], at_hand.get(number))


def _at_hand(noun: str, numbers: Collection[int]) -> dict[int, Any]:
    """The rows of a table, read together."""
    kind = _mappers()[noun].class_
    found: dict[int, Any] = {}
    for part in _parts(numbers):
        wanted = sa.select(kind).where(kind.id.in_(part))
        found |= {one.id: one for one in db.session.scalars(wanted)}
    return found


def _restore_one(noun: str, number: int, entries: Sequence[Any], thing: Any) -> None:
    mapper = _mappers()[noun]
    if entries[-1].event == "deleted":
        db.session.add(mapper.class_(id=number, **_values(mapper, entries, since_created=True)))
        return
    for name, value in _values(mapper, entries).items():
        setattr(thing, name, value)


def _values(mapper: Mapper[Any], entries: Sequence[Any], since_created: bool = False) -> Any:
    """What the columns held before the first of the entries."""
    before: dict[str, Any] = {}
    for entry in reversed(entries):
        before |= {name: pair[0] for name, pair in entry.changes.items()}
    found = {
        name: _read(mapper.columns[name], value)
        for name, value in before.items()
        if not mapper.columns[name].info.get("copy")
    }
    if since_created:
        found |= {
            column.key: ""
            for column in mapper.columns
            if column.key not in found and not column.nullable and _is_text(column)
        }
    return found


def _is_text(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.String) and not isinstance(column.type, sa.Enum)


def _read(column: sa.Column[Any], value: Any) -> Any:
    """A value of the history as the column has it."""
    if not isinstance(value, str):
        return value
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, sa.Date):
        return date.fromisoformat(value)
    if isinstance(column.type, sa.Enum) and column.type.enum_class:
        return column.type.enum_class(value)
    return value


@cache
def _mappers() -> Mapping[str, Mapper[Any]]:
    return {str(one.local_table): one for one in Base.registry.mappers}
