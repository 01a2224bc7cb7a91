"""The index and its words.

Every term begins with the letter of its field, so that one list of terms answers all questions on
both databases: `h` a word of the heading, `a` a word anywhere, `k` the kind, `o` an area, `y` the
year, `s` the status (not of agreements, which move on by themselves). On SQLite triggers keep an
FTS5 table (`search_fts`, with these terms as they are: split at spaces, nothing folded), on
PostgreSQL the terms are a tsvector with a GIN index.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, mapped_column

from nk_avtal.db import Base, Identified, choice, sort_key
from nk_avtal.domain.search_terms import LONGEST_WORD

TERMS = sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class HitKind(StrEnum):
    """What there is to find."""

    MUNICIPALITY = "municipality"
    AGREEMENT = "agreement"
    RECOMMENDATION = "recommendation"
    DECISION = "decision"
    REPORTED = "reported"  # a decision that a public source reports
    MATTER = "matter"
    NEGOTIATION = "negotiation"
    CONSULTATION = "consultation"
    DOCUMENT = "document"
    MATTER_FILE = "matter_file"  # a document of a matter
    EXCERPT = "excerpt"  # the minutes excerpt of a decision
    REPLY = "reply"  # what one that is asked has answered a consultation


_SHOWN_AS = {
    HitKind.REPORTED: HitKind.DECISION,
    HitKind.MATTER_FILE: HitKind.DOCUMENT,
    HitKind.EXCERPT: HitKind.DOCUMENT,
    HitKind.REPLY: HitKind.CONSULTATION,
}


def shown_as(kind: HitKind) -> HitKind:
    """The kind that a reader knows it as, chooses and sees counted."""
    return _SHOWN_AS.get(kind, kind)


class IndexEntry(Base):
    """One thing to find: the row `number` of its kind. `text` is what excerpts are taken from (of a
    file its kept text instead); `slug` and `place` make its address.

    The number of an entry tells how new it is (`entry_id`): the newest first is the order in which
    both databases find entries fastest.
    """

    __tablename__ = "search_entry"

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=False)
    kind: Mapped[HitKind] = mapped_column(choice(HitKind))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(sa.Text)
    text: Mapped[str] = mapped_column(sa.Text)
    slug: Mapped[str] = mapped_column(sa.String(120))
    place: Mapped[str] = mapped_column(sa.String(120))
    terms: Mapped[str] = mapped_column(TERMS)

    __table_args__ = (sa.UniqueConstraint("kind", "number"),)


class IndexWord(Identified, Base):
    """A word that occurs, at each end of it (`ends_of`), with its stem. A word may be there twice,
    and stays when it no longer occurs, until the index is written anew."""

    __tablename__ = "search_word"

    part: Mapped[str] = mapped_column(sort_key(LONGEST_WORD), index=True)
    word: Mapped[str] = mapped_column(sort_key(LONGEST_WORD))
    stem: Mapped[str] = mapped_column(sort_key(LONGEST_WORD), index=True)


class IndexState(Base):
    """By which rules the index was written; without a row it has yet to be."""

    __tablename__ = "search_state"

    made_by: Mapped[str] = mapped_column(sa.String(80), primary_key=True)


_KIND_BITS, _NUMBER_BITS = 4, 32
_PLACES = {kind: len(HitKind) - place for place, kind in enumerate(HitKind)}
_KINDS = {place: kind for kind, place in _PLACES.items()}


def entry_id(day: date, kind: HitKind, number: int) -> int:
    """The number of an entry: by day, of one day by kind, then by row."""
    return (day.toordinal() << _KIND_BITS | _PLACES[kind]) << _NUMBER_BITS | number


def row_of(entry: int) -> int:
    """The number of the row that an entry's number tells of."""
    return entry & (1 << _NUMBER_BITS) - 1


def kind_of(entry: int) -> HitKind:
    """The kind that an entry's number tells of."""
    return _KINDS[entry >> _NUMBER_BITS & (1 << _KIND_BITS) - 1]
