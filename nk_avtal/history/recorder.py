"""The listener that writes history: nobody calls it and nobody can forget it.

It sees changes made through the session only, so bulk `update()` and `delete()` on kept tables
are refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapper, ORMExecuteState, Session, UOWTransaction
from sqlalchemy.orm.attributes import QueryableAttribute

from nk_avtal import clock
from nk_avtal.db import Base
from nk_avtal.history.models import Entry

UNRECORDED = frozenset(
    {"history_entry", "sign_in", "attempt", "mailed_link", "heartbeat", "message", "reminder"}
    | {"calendar_feed", "calendar_event", "digest", "lull", "made_document", "file_text"}
    | {"search_entry", "search_word", "search_state", "import"}
    | {"publication", "saved_view", "told_row"}
    | {"api_use", "kept_answer"}
)
"""Tables that are ledgers or secrets of their own."""

CONCEALED = frozenset({"password_hash", "token_hash"})
UNTOLD = frozenset({"negotiation"})
"""Tables whose rows are told of on no page of what they concern: fewer people may read them."""

Subjects = Mapping[str, int | None]
"""The objects on whose pages something is told: of each kind (`SUBJECTS`), the number or None."""
SUBJECTS = ("agreement_id", "recommendation_id", "municipality_id")
_PARENTS = (
    *("addressee", "document", "body", "recommendation", "consultation", "invited", "reply"),
    "matter",
)
_WRITE = sa.insert(Entry.__table__)  # type: ignore[arg-type]
_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str)
AT_A_TIME = 1000
_CHAIN_LOCK = 0x4E4B  # any number, the same in every process


@event.listens_for(Base, "attribute_instrument", propagate=True)
def _load_old_values(_cls: type, _key: str, attribute: QueryableAttribute[Any]) -> None:
    if isinstance(attribute.property, sa.orm.ColumnProperty):
        event.listen(attribute, "set", lambda *_: None, active_history=True)


@event.listens_for(Session, "after_flush")
def _after_flush(session: Session, context: UOWTransaction) -> None:
    tell(session, _changes(session, context))


def tell(session: Session, entries: Iterable[dict[str, Any]]) -> None:
    """Write entries at the end of the chain, as of now and of whoever acts in the session."""
    digest, waiting = None, iter(entries)
    by = {
        "actor": session.info.get("actor", "system"),
        "actor_id": session.info.get("actor_id"),
        "request_id": session.info.get("request_id", ""),
    }
    while some := list(islice(waiting, AT_A_TIME)):
        digest = _last_digest(session) if digest is None else digest
        for entry in some:
            entry |= {"at": clock.now(), **by}
            digest = entry["digest"] = digest_of(digest, entry)
        session.connection().execute(_WRITE, some)


def added_rows(model: type[Base], rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The entries of rows that were written without objects. What they belong to must be told by
    columns of their own."""
    noun = model.__tablename__
    assert noun not in UNRECORDED, noun
    assert not _links(sa.inspect(model)), noun
    for row in rows:
        subjects = {name: row.get(name) for name in SUBJECTS}
        if f"{noun}_id" in subjects:
            subjects[f"{noun}_id"] = row["id"]
        yield _of_row(model, row, "created", subjects)


def removed_rows(
    model: type[Base], rows: Iterable[dict[str, Any]], subjects: Mapping[int, Subjects]
) -> Iterator[dict[str, Any]]:
    """The entries of rows that were removed without objects. `subjects` says of each number on
    whose pages it is told."""
    assert model.__tablename__ not in UNRECORDED, model
    for row in rows:
        yield _of_row(model, row, "deleted", subjects[row["id"]])


def _of_row(
    model: type[Base], row: dict[str, Any], event: str, subjects: Subjects
) -> dict[str, Any]:
    held = {
        key: _value(key, row[key]) for key in _told(sa.inspect(model)) if row[key] not in (None, "")
    }
    came = event == "created"
    changes = {key: [None, value] if came else [value, None] for key, value in held.items()}
    return {
        "noun": model.__tablename__,
        "object_id": row["id"],
        "event": event,
        "changes": changes,
        **subjects,
    }


def _last_digest(session: Session) -> str:
    """The end of the chain, held until this transaction ends so that nobody forks it."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(sa.select(sa.func.pg_advisory_xact_lock(_CHAIN_LOCK)))
    last = sa.select(Entry.digest).order_by(Entry.id.desc()).limit(1)
    return session.connection().execute(last).scalar() or ""


def digest_of(before: str, entry: dict[str, Any]) -> str:
    """The digest of an entry that follows the digest `before`."""
    text = _JSON.encode([before, entry])
    return hashlib.sha256(text.encode()).hexdigest()


def _changes(session: Session, context: UOWTransaction) -> Iterator[dict[str, Any]]:
    deleted = set(deleted_in(context))
    for kind, objects in (
        ("created", session.new),
        ("changed", _in_order(one for one in session.dirty if one not in deleted)),
        ("deleted", _in_order(deleted)),
    ):
        for thing in objects:
            if thing.__tablename__ in UNRECORDED:
                continue
            changes = _columns(thing, kind)
            if changes:
                yield {
                    "noun": thing.__tablename__,
                    "object_id": thing.id,
                    "event": kind,
                    "changes": changes,
                } | _subjects(thing)


def _in_order(things: Iterable[Any]) -> list[Any]:
    """Always the same for the same changes: the session holds them in sets."""
    return sorted(things, key=lambda one: (one.__tablename__, sa.inspect(one).identity))


def deleted_in(context: UOWTransaction) -> list[Any]:
    """What a flush deletes: also what was taken out of what it belonged to, of which the session
    itself does not tell."""
    return [
        state.obj()
        for state, (is_deleted, is_only_listed) in context.states.items()
        if is_deleted and not is_only_listed
    ]


def _columns(thing: Any, kind: str) -> dict[str, list[Any]]:
    state = sa.inspect(thing)
    found: dict[str, list[Any]] = {}
    for key in _told(state.mapper):
        value = getattr(thing, key)
        if kind == "changed":
            history = state.attrs[key].history
            if history.has_changes():
                old = history.deleted[0] if history.deleted else None
                found[key] = [old, value]
        elif value not in (None, ""):
            found[key] = [None, value] if kind == "created" else [value, None]
    return {
        key: [_value(key, one) for one in pair] for key, pair in found.items() if pair[0] != pair[1]
    }


@cache
def _told(mapper: Mapper[Any]) -> tuple[str, ...]:
    """The columns that the history tells of."""
    return tuple(
        column.key
        for column in mapper.column_attrs
        if column.key not in ("id", "version") and not column.columns[0].info.get("copy")
    )


@cache
def _links(mapper: Mapper[Any]) -> tuple[str, ...]:
    """What a row may belong to."""
    return tuple(link for link in _PARENTS if link in mapper.relationships)


def _value(key: str, value: Any) -> Any:
    """A value as the log keeps it."""
    if key in CONCEALED:
        return None if value is None else "***"
    return value.isoformat() if isinstance(value, date) else value  # an instant is a day too


def _subjects(thing: Any) -> dict[str, int | None]:
    """The objects on whose pages this change is told."""
    if thing.__tablename__ in UNTOLD:
        return dict.fromkeys(SUBJECTS)
    found = {name: getattr(thing, name, None) for name in SUBJECTS}
    own = f"{thing.__tablename__}_id"
    if own in found:
        found[own] = thing.id
    for link in _links(sa.inspect(thing).mapper):
        parent = _parent(thing, link)
        if parent is not None:
            for name in SUBJECTS:
                found[name] = found[name] or getattr(parent, name, None)
    return found


def _parent(thing: Any, link: str) -> Any:
    """What `thing` belongs to; a new row does not load it by itself when only its number is set."""
    state = sa.inspect(thing)
    parent = getattr(thing, link)
    number = getattr(thing, f"{link}_id", None)
    if parent is None and number is not None and state.session is not None:
        return state.session.get(state.mapper.relationships[link].entity.class_, number)
    return parent


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk_writes(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete):
        return
    table = str(state.bind_mapper.local_table) if state.bind_mapper else ""
    if table not in UNRECORDED:
        raise RuntimeError(f"a bulk write to {table} would leave no history")
