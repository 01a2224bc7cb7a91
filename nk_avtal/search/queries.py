"""Finding things by what a person types: what fits best comes first, of that agreements, then the
newest.

What fits: every word must be there. It fits best when all words, in any of their forms, stand in
the heading; then when longer words do; then the same of the whole text. So the order is the same on
either database, and nothing is ranked by how often something is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.stages import is_in
from nk_avtal.db import db, start_of
from nk_avtal.indexing import matching, spelling
from nk_avtal.indexing.matching import Asked, Finder
from nk_avtal.indexing.models import HitKind, IndexEntry, kind_of, shown_as
from nk_avtal.people.models import Person
from nk_avtal.search.attached import texts_of
from nk_avtal.search.excerpts import Piece, excerpt, marked, pattern_of
from nk_avtal.search.gathering import joined
from nk_avtal.search.sight import may_find

MOST = 300
"""So many hits are told of; more than anybody looks through."""
MOST_MISSPELLED = 3
FITS = (("h", True), ("h", False), ("a", True), ("a", False))
"""How well something fits, best first: in which field, and whether exactly."""


@dataclass(frozen=True)
class Filter:
    """What a reader wants to see. An unknown value finds nothing."""

    kind: str = ""
    area: str = ""
    year: str = ""
    status: str = ""

    def clauses(self) -> list[list[str]]:
        """The terms that an entry must have."""
        wanted = {"k": self.kind, "o": self.area, "y": self.year}
        if self.kind != HitKind.AGREEMENT:
            wanted["s"] = self.status
        return [[f"{field}{_plain(value)}"] for field, value in wanted.items() if value]

    def on_this_day(self, entry: type[IndexEntry]) -> sa.ColumnElement[bool]:
        """What no term says, since it changes by itself: where an agreement is in its life."""
        if self.kind != HitKind.AGREEMENT or not self.status:
            return sa.true()
        there = sa.select(Agreement.id).where(is_in(self.status, clock.today()))
        return entry.number.in_(there)


def _plain(value: str) -> str:
    """What stands in an address, as far as it can be a term."""
    return "".join(sign for sign in value[:40].casefold() if sign.isalnum() or sign == "_")


@dataclass(frozen=True)
class Hit:
    """One thing that fits. `slug`, `place` and its number make its address."""

    kind: HitKind
    number: int
    title: Sequence[Piece]
    excerpt: Sequence[Piece]
    slug: str
    place: str = ""


@dataclass(frozen=True)
class Found:
    """Some of what fits, how much there is, and of which kinds. `total` is MOST when there may be
    more. When there is nothing: the words to try instead, or else those that find something alone.
    """

    hits: Sequence[Hit]
    total: int = 0
    kinds: Mapping[HitKind, int] = field(default_factory=dict)
    suggestion: str = ""
    alone: Sequence[str] = ()

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than is told of."""
        return self.total >= MOST


def search(words: str, reader: Person, chosen: Filter, number: int, size: int) -> Found:
    """Part `number` (from 1) of what `reader` may see of what fits `words`."""
    asked = matching.asked(words[: matching.LONGEST_TEXT])
    if not asked:
        return Found([])
    sought = _Sought(reader, chosen)
    ids = _fitting(asked, sought, MOST)
    if not ids:
        suggestion = _nearest(asked, sought)
        return Found([], suggestion=suggestion, alone=() if suggestion else _alone(asked, sought))
    first = start_of(number, size, len(ids))
    kinds = Counter(map(shown_as, map(kind_of, ids)))
    return Found(_shown(ids[first : first + size], asked), len(ids), kinds)


class _Sought:
    """What a reader chose among what the reader may see."""

    def __init__(self, reader: Person, chosen: Filter) -> None:
        self._clauses = chosen.clauses()
        self._finder = Finder(
            lambda entry: sa.and_(may_find(reader, entry), chosen.on_this_day(entry))
        )

    def clauses(self, asked: Iterable[Asked], letter: str, exactly: bool) -> matching.Clauses:
        """The terms of what fits so well."""
        return [*(one.clause(letter, exactly=exactly) for one in asked), *self._clauses]

    def newest(self, clauses: matching.Clauses, most: int | None) -> list[int]:
        """The numbers of the newest entries with such terms."""
        return self._finder.newest(clauses, most)

    def all_of(self, asked: Iterable[Asked], most: int | None = None) -> list[int]:
        """The numbers of the newest entries that fit, however well."""
        return self.newest(self.clauses(asked, *FITS[-1]), most)


def _fitting(asked: list[Asked], sought: _Sought, most: int) -> list[int]:
    """The numbers of entries, the best first, each once."""
    *better, widest = _different(sought.clauses(asked, *fit) for fit in FITS)
    all_of_few = sought.newest(widest, most)
    found: dict[int, None] = {}
    for clauses in better:
        if len(found) >= len(all_of_few):
            break
        found |= _in_order(sought.newest(clauses, most))
    found |= _in_order(all_of_few)
    return list(found)[:most]


def _different(some: Iterable[matching.Clauses]) -> list[matching.Clauses]:
    """Each once: of a word that has no other forms two are alike."""
    return [clauses for clauses, _ in groupby(some)]


def _in_order(newest: list[int]) -> dict[int, None]:
    return dict.fromkeys(sorted(newest, key=_comes_after_agreements))


def everything(words: str, reader: Person, chosen: Filter) -> list[int]:
    """The numbers of all entries that `reader` may see of what fits, the newest first."""
    asked = matching.asked(words[: matching.LONGEST_TEXT])
    return _Sought(reader, chosen).all_of(asked) if asked else []


def titles(numbers: Sequence[int]) -> dict[int, str]:
    """What the entries with these numbers are called, by number."""
    wanted = sa.select(IndexEntry.id, IndexEntry.title).where(IndexEntry.id.in_(numbers))
    return {row.id: row.title for row in db.session.execute(wanted)}


def _comes_after_agreements(entry: int) -> bool:
    return kind_of(entry) is not HitKind.AGREEMENT


def _nearest(asked: list[Asked], sought: _Sought) -> str:
    """The same words with those that find nothing changed into such as are spelled nearly so and
    do; "" unless that fits something."""
    better, changed = [], 0
    for one in asked:
        finds = sought.all_of([one], 1)
        changed += not finds
        if changed > MOST_MISSPELLED:
            return ""
        instead = one if finds else _first_found(one.word, sought)
        if instead is None:
            return ""
        better.append(instead)
    if not changed or not sought.all_of(better, 1):
        return ""
    return " ".join(one.word for one in better)


def _alone(asked: list[Asked], sought: _Sought) -> list[str]:
    """Those of several words that find something by themselves."""
    return [one.word for one in asked if len(asked) > 1 and sought.all_of([one], 1)]


def _first_found(word: str, sought: _Sought) -> Asked | None:
    near = map(Asked, spelling.near(word))
    return next((one for one in near if sought.all_of([one], 1)), None)


def _shown(ids: list[int], asked: list[Asked]) -> list[Hit]:
    found = db.session.execute(_SHOWN, {"ids": ids})
    rows = sorted(found, key=lambda row: ids.index(row.id))
    files = texts_of((one.kind, one.number) for one in rows)
    pattern = pattern_of(asked)
    return [
        Hit(
            one.kind,
            one.number,
            marked(one.title, pattern),
            excerpt(joined(one.text, files.get((one.kind, one.number))), pattern),
            one.slug,
            one.place,
        )
        for one in rows
    ]


_E = IndexEntry.__table__.c
_SHOWN = sa.select(_E.id, _E.kind, _E.number, _E.title, _E.text, _E.slug, _E.place).where(
    _E.id.in_(sa.bindparam("ids", expanding=True))
)
