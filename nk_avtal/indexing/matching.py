"""Finding entries by words. What a person types never reaches a database as it is: only terms do.

A word finds its forms (by stem), longer words that begin with it, and compounds of which it is an
end or lies inside from a letter on: `tjänst` finds `räddningstjänsten`. Which those are is asked of
the words that occur, so that both databases find the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import aliased

from nk_avtal.db import db
from nk_avtal.domain.search_terms import SHORTEST_BEGINNING, asked_words, stem
from nk_avtal.indexing.models import HitKind, IndexEntry, IndexWord, shown_as

LONGEST_TEXT = 200
MOST_WORDS = 10
MOST_FORMS = 300
"""Of one word that is asked for: its own forms, then words that begin with it, then the shortest of
the compounds."""

Clauses = Sequence[Collection[str]]
"""Terms: of each part at least one must be there."""
Condition = Callable[[type[IndexEntry]], sa.ColumnElement[bool]]
"""What else an entry must meet, in SQL, of an alias of it."""


@dataclass(frozen=True)
class Asked:
    """A word that a person asks for, with the words that it finds and their stems."""

    word: str
    forms: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """That of the word itself."""
        return stem(self.word)

    def clause(self, field: str, *, exactly: bool) -> list[str]:
        """The terms of a field of which one must be there."""
        stems = (self.stem,) if exactly else dict.fromkeys((self.stem, *self.stems))
        return [f"{field}{one}" for one in stems]


def asked(text: str) -> list[Asked]:
    """The words of `text` with what they find, in one statement. Empty when there are none."""
    words = asked_words(text, MOST_WORDS)
    found: dict[str, list[tuple[str, str]]] = {word: [] for word in words}
    longer = [word for word in words if has_forms(word)]
    if longer:
        for word, form, its_stem in db.session.execute(_forms(len(longer)), _asking(longer)):
            found[word].append((form, its_stem))
    return [
        Asked(word, tuple(form for form, _ in its), tuple(one for _, one in its))
        for word, its in found.items()
    ]


def has_forms(word: str) -> bool:
    """Whether a word finds more than itself: no bare number does, nor a paragraph."""
    telling = not word.isdecimal() and not word.startswith("§")
    return telling and len(word) >= SHORTEST_BEGINNING


@cache
def _forms(count: int) -> sa.Executable:
    """The words that so many words find, which `_asking` names."""
    return sa.union_all(*map(_forms_of, range(count)))


def _asking(words: Sequence[str]) -> dict[str, str]:
    asked: dict[str, str] = {}
    for place, word in enumerate(words):
        asked |= {f"word{place}": word, f"end{place}": word + LAST_LETTER}
        asked[f"stem{place}"] = stem(word)
    return asked


def _forms_of(place: int) -> sa.Select[Any]:
    part, whole, its_stem = (_WORD.c[name] for name in ("part", "word", "stem"))
    word, end, asked_stem = (
        sa.bindparam(f"{name}{place}", type_=sa.String()) for name in ("word", "end", "stem")
    )
    begins = sa.and_(part >= word, part < end)
    same = sa.and_(its_stem == asked_stem, part == whole)
    nearness = sa.case((its_stem == asked_stem, 0), (part == whole, 1), else_=2)
    wanted = (
        sa.select(word.label("asked"), whole, its_stem)
        .where(sa.or_(begins, same))
        .group_by(whole, its_stem)
        .order_by(sa.func.min(nearness), sa.func.length(whole), whole)
        .limit(MOST_FORMS)
    )
    return sa.select(wanted.subquery())


def numbers_with(kind: HitKind, text: str) -> sa.Select[int]:
    """The numbers of the rows of a kind that have all the words of `text`, for a list that filters
    by more."""
    wanted = sa.select(IndexEntry.number).where(IndexEntry.kind == kind)
    words = asked(text[:LONGEST_TEXT])
    if not words:
        return wanted.where(sa.false())
    clauses = [*(one.clause("a", exactly=False) for one in words), [f"k{shown_as(kind)}"]]
    terms = sa.literal(_text_of(clauses))
    if _is_sqlite():
        return wanted.where(IndexEntry.id.in_(sa.select(_FTS.c.rowid).where(_matches(terms))))
    return wanted.where(_holds(terms))


class Finder:
    """Finds entries that meet a condition. The statement is made once for all that is asked."""

    def __init__(self, condition: Condition) -> None:
        self._wanted = _on_sqlite(condition) if _is_sqlite() else _on_postgresql(condition)

    def newest(self, clauses: Clauses, most: int | None) -> list[int]:
        """The numbers of the newest entries that have one term of each part; of all such when
        `most` is None."""
        wanted = self._wanted.limit(most)
        return list(db.session.scalars(wanted, {_TERMS.key: _text_of(clauses)}))


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _on_sqlite(condition: Condition) -> sa.Select[int]:
    fitting = sa.select(IndexEntry.id).join(_FTS, _FTS.c.rowid == IndexEntry.id)
    return fitting.where(_matches(_TERMS), condition(IndexEntry)).order_by(_FTS.c.rowid.desc())


def _on_postgresql(condition: Condition) -> sa.Select[int]:
    """Sorted before the condition is asked, and that only until there are enough: OFFSET keeps
    PostgreSQL from asking it of each."""
    age = (-_ENTRY.c.id).label("age")
    fitting = sa.select(_ENTRY.c.id, _ENTRY.c.kind, _ENTRY.c.number, age).where(_holds(_TERMS))
    by_age = fitting.order_by(age).offset(0).subquery()
    entry = aliased(IndexEntry, by_age)
    return sa.select(entry.id).where(condition(entry)).order_by(by_age.c.age)


def _text_of(clauses: Clauses) -> str:
    """The terms as the database at hand is asked for them."""
    either, both, mark = (" OR ", " AND ", '"') if _is_sqlite() else (" | ", " & ", "'")
    parts = (either.join(f"{mark}{term}{mark}" for term in clause) for clause in clauses)
    return both.join(f"({part})" for part in parts)


def _matches(terms: sa.BindParameter[str]) -> sa.ColumnElement[bool]:
    return _FTS.c.search_fts.op("MATCH")(terms)


def _holds(terms: sa.BindParameter[str]) -> sa.ColumnElement[bool]:
    """Asked of the index of terms, always. PostgreSQL takes looking at an entry's terms for cheap,
    though they are kept apart and packed, and would rather go through the newest entries until it
    has found enough. So it is not told which terms before it has made its plan, and the order is
    by what no index is made for."""
    return _ENTRY.c.terms.bool_op("@@")(sa.select(sa.cast(terms, TSQUERY)).scalar_subquery())


_TERMS = sa.bindparam("terms", type_=sa.String())
_ENTRY = cast("sa.Table", IndexEntry.__table__)
_WORD = cast("sa.Table", IndexWord.__table__)
_FTS = sa.table("search_fts", sa.column("rowid"), sa.column("search_fts"))
LAST_LETTER = "\U0010ffff"
"""After every letter in the order of bytes."""
