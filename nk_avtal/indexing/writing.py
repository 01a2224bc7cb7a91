"""Writing the index: what is to be found under which terms, and the words that occur."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from nk_avtal.domain.search_terms import MADE_BY, ends_of, stem, words_of
from nk_avtal.indexing.models import (
    HitKind,
    IndexEntry,
    IndexState,
    IndexWord,
    entry_id,
    shown_as,
)

MOST_TERM_BYTES = 500_000
"""Of one entry; PostgreSQL keeps a megabyte. No text that people write has so many words."""
MOST_TEXT = 4_000_000
AT_A_TIME = 5000

Thing = tuple[HitKind, int]


@dataclass(frozen=True)
class Source:
    """What a thing says. `heading` is by what it is called and known, `body` all else; `text` is
    what excerpts are taken from. `day` is how new it is, and its year."""

    kind: HitKind
    number: int
    day: date
    title: str
    heading: str
    slug: str
    body: str = ""
    text: str = ""
    place: str = ""
    areas: tuple[str, ...] = ()
    status: str = ""

    @cached_property
    def words(self) -> set[str]:
        """All its words."""
        return words_of(self.heading) | words_of(self.body[:MOST_TEXT])

    def row(self) -> dict[str, Any]:
        """The entry's columns."""
        return {
            "id": entry_id(self.day, self.kind, self.number),
            "kind": self.kind,
            "number": self.number,
            "title": self.title,
            "text": self.text,
            "slug": self.slug,
            "place": self.place,
            "terms": _bounded(self._terms()),
        }

    def _terms(self) -> list[str]:
        return [
            *(f"k{shown_as(self.kind)}", f"y{self.day.year}"),
            *([f"s{self.status}"] if self.status else []),
            *sorted(f"o{area}" for area in self.areas),
            *sorted(map("h".__add__, {*map(stem, words_of(self.heading))})),
            *sorted(map("a".__add__, {*map(stem, self.words)})),
        ]


def _bounded(terms: Sequence[str]) -> str:
    """As many of the terms, from the first, as there is room for."""
    whole = " ".join(terms).encode()
    if len(whole) <= MOST_TERM_BYTES:
        return whole.decode()
    return whole[: whole.rfind(b" ", 0, MOST_TERM_BYTES + 1)].decode()


def hold(connection: Connection, things: Collection[Thing]) -> None:
    """Keep others from writing these entries, so that of two who change one thing at once the
    second sees what the first has done."""
    wanted = sa.select(_ENTRY.c.id).where(_among(things)).order_by(_ENTRY.c.id)
    connection.execute(wanted.with_for_update())


def forget(connection: Connection, things: Collection[Thing]) -> None:
    """Let these be found no more."""
    if things:
        connection.execute(sa.delete(_ENTRY).where(_among(things)))


def put(connection: Connection, sources: Collection[Source]) -> None:
    """Let these be found, by what they say now."""
    if sources:
        _put(connection, sources)
        _learn(connection, {word for one in sources for word in one.words})


def put_all(connection: Connection, chunks: Iterable[Collection[Source]]) -> int:
    """Fill the index that `begin_anew` has emptied, and say with how many. Nobody else writes to it
    meanwhile, so which words are known needs to be asked of nobody, and they are added at the end,
    in the order in which their own index keeps them."""
    count, words = 0, set[str]()
    for sources in chunks:
        if sources:
            _put(connection, sources)
            words = words.union(*(one.words for one in sources))
            count += len(sources)
    rows = sorted(_rows_of(filter(_is_learned, words)))
    for start in range(0, len(rows), AT_A_TIME):
        _add_words(connection, rows[start : start + AT_A_TIME])
    return count


def _put(connection: Connection, sources: Collection[Source]) -> None:
    rows = [one.row() for one in sources]
    on_sqlite = connection.dialect.name == "sqlite"
    insert = (sqlite.insert if on_sqlite else postgresql.insert)(_ENTRY)
    kept = {name: insert.excluded[name] for name in rows[0] if name not in ("kind", "number")}
    connection.execute(
        insert.on_conflict_do_update(index_elements=["kind", "number"], set_=kept), rows
    )


def _among(things: Collection[Thing]) -> sa.ColumnElement[bool]:
    by_kind = {kind: [number for its, number in things if its is kind] for kind, _ in things}
    return sa.or_(
        *(
            sa.and_(_ENTRY.c.kind == kind, _ENTRY.c.number.in_(numbers))
            for kind, numbers in by_kind.items()
        )
    )


def _learn(connection: Connection, words: set[str]) -> None:
    """Keep the words that are new. Two who learn one at once both keep it, and neither waits."""
    wanted = sorted(filter(_is_learned, words))
    for start in range(0, len(wanted), AT_A_TIME):
        some = wanted[start : start + AT_A_TIME]
        itself = sa.and_(_WORD.c.part.in_(some), _WORD.c.word == _WORD.c.part)
        new = sorted({*some} - {*connection.scalars(sa.select(_WORD.c.part).where(itself))})
        if new:
            _add_words(connection, _rows_of(new))


def _add_words(connection: Connection, rows: Iterable[tuple[str, str, str]]) -> None:
    some = [{"part": part, "word": word, "stem": its_stem} for part, word, its_stem in rows]
    connection.execute(sa.insert(_WORD), some)


def _rows_of(words: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    return ((part, word, stem(word)) for word in words for part in ends_of(word))


def _is_learned(word: str) -> bool:
    return not word.isdecimal() and not word.startswith("§")


def is_current() -> sa.Select[int]:
    """Finds a row when the index was written by today's rules."""
    return sa.select(sa.literal(1)).where(IndexState.made_by == MADE_BY)


def begin_anew(connection: Connection) -> None:
    """Empty the index, and keep others from writing it until it is full again."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"LOCK TABLE {_ENTRY.name} IN EXCLUSIVE MODE")
    for table in (_ENTRY, _WORD, _STATE):
        connection.execute(sa.delete(table))
    connection.execute(sa.insert(_STATE), [{"made_by": MADE_BY}])


_ENTRY, _WORD, _STATE = (
    cast("sa.Table", kind.__table__) for kind in (IndexEntry, IndexWord, IndexState)
)
