"""Keeping the search index: a copy, written by a listener in the transaction that changes what it
is a copy of, so that nobody can forget to. `nk-avtal recount` writes all of it anew. It leaves no
history, being no news.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, UOWTransaction

from nk_avtal.adoptions.models import Decision, ReportedDecision
from nk_avtal.agreements.models import Agreement, AgreementArea, Party
from nk_avtal.consultations.models import Consultation, Invited, Opinion, Question, Reply
from nk_avtal.db import Base, db
from nk_avtal.documents import kept_texts
from nk_avtal.documents.models import Document, DocumentVersion, StoredFile
from nk_avtal.history.adding import Added, Row, rows_added
from nk_avtal.history.recorder import deleted_in
from nk_avtal.history.removing import Removed, rows_removed
from nk_avtal.indexing import writing
from nk_avtal.indexing.models import HitKind
from nk_avtal.indexing.writing import Source
from nk_avtal.matters.models import Matter, MatterFile
from nk_avtal.municipalities.models import Municipality
from nk_avtal.negotiations.models import Counterparty, Issue, Negotiation
from nk_avtal.recommendations.models import Addressee, Recommendation
from nk_avtal.search.sources import SOURCES

AT_A_TIME = 200

Which = Callable[[Collection[int]], sa.ColumnElement[bool]]
"""The rows that are about things with these numbers."""
One = tuple[HitKind, "Which | None", int]
"""Of a kind, the row with a number, or those that are about the thing with that number."""
Told = Iterator[One]
Tell = Callable[[Any], Told]


def _itself(model: type[Any], one: Any) -> Told:
    for kind in _KINDS[model]:
        yield kind, None, one.id


def _of(kind: HitKind, key: str) -> Tell:
    """The thing whose number stands in a column."""
    return lambda one: iter([(kind, None, getattr(one, key))])


def _agreement(one: Agreement) -> Told:
    yield HitKind.AGREEMENT, None, one.id
    yield from _around(one.id)


def _area(one: AgreementArea) -> Told:
    yield HitKind.AGREEMENT, None, one.agreement_id
    yield from _around(one.agreement_id)


def _around(agreement: int) -> Told:
    """What repeats something of its agreement."""
    for kind, which in _AROUND:
        yield kind, which, agreement


_AROUND: tuple[tuple[HitKind, Which], ...] = (
    (HitKind.DOCUMENT, Document.agreement_id.in_),
    (HitKind.REPORTED, ReportedDecision.agreement_id.in_),
    (HitKind.NEGOTIATION, Negotiation.agreement_id.in_),
    (HitKind.CONSULTATION, Consultation.agreement_id.in_),
    (HitKind.REPLY, lambda numbers: _is_reply(Consultation.agreement_id.in_(numbers))),
)


def _recommendation(one: Recommendation) -> Told:
    yield HitKind.RECOMMENDATION, None, one.id
    for kind in _KINDS[Decision]:
        yield kind, _of_recommendations, one.id


def _of_recommendations(numbers: Collection[int]) -> sa.ColumnElement[bool]:
    places = sa.select(Addressee.id).where(Addressee.recommendation_id.in_(numbers))
    return Decision.addressee_id.in_(places)


def _of_municipalities(numbers: Collection[int]) -> sa.ColumnElement[bool]:
    places = sa.select(Addressee.id).where(Addressee.municipality_id.in_(numbers))
    return Decision.addressee_id.in_(places)


def _municipality(one: Municipality) -> Told:
    yield HitKind.MUNICIPALITY, None, one.id
    for kind in _KINDS[Decision]:
        yield kind, _of_municipalities, one.id
    yield HitKind.REPLY, lambda numbers: _is_reply(Invited.municipality_id.in_(numbers)), one.id


def _is_reply(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """In SQL, of a reply: who is asked, or the consultation, meets a condition."""
    places = sa.select(Invited.id).join(Invited.consultation)
    return Reply.invited_id.in_(places.where(condition))


def _consultation(one: Consultation) -> Told:
    yield HitKind.CONSULTATION, None, one.id
    yield HitKind.REPLY, lambda numbers: _is_reply(Consultation.id.in_(numbers)), one.id


def _matter(one: Matter) -> Told:
    yield HitKind.MATTER, None, one.id
    yield HitKind.MATTER_FILE, MatterFile.matter_id.in_, one.id


_KINDS: dict[type[Any], list[HitKind]] = defaultdict(list)
for _kind, (_model, _) in SOURCES.items():
    _KINDS[_model].append(_kind)
_TELLING: dict[type[Any], tuple[tuple[str, ...], Tell]] = {
    Agreement: (("title", "slug", "number"), _agreement),
    AgreementArea: (("area",), _area),
    Party: (("organisation",), _of(HitKind.AGREEMENT, "agreement_id")),
    Recommendation: (("title", "slug", "area", "status"), _recommendation),
    Municipality: (("name", "slug"), _municipality),
    Issue: (("title", "negotiation_id"), _of(HitKind.NEGOTIATION, "negotiation_id")),
    Counterparty: (("organisation",), _of(HitKind.NEGOTIATION, "negotiation_id")),
    Consultation: (("title", "slug", "status", "agreement_id"), _consultation),
    Opinion: (("comment", "reply_id"), _of(HitKind.REPLY, "reply_id")),
    Question: (("text",), _of(HitKind.CONSULTATION, "consultation_id")),
    DocumentVersion: (("file_id",), _of(HitKind.DOCUMENT, "document_id")),
    Matter: (("title", "slug", "track"), _matter),
}
"""Rows of which more than their own entry depends, or another's: when one of these columns has
changed, or the row has come or gone."""
_PARTS = (AgreementArea, Party)
"""Those that come and go with their agreement are told of by it."""
_SAID = {
    Agreement: ("kind", "summary", "stage", "start_on"),
    Recommendation: ("recommended_on", "paragraph", "reference", "background"),
    Municipality: ("full_name", "code", "finnish_name", "meankieli_name", "sami_name"),
    Decision: (
        *("body_name", "decided_on", "paragraph", "reference", "outcome"),
        *("addressee_id", "undone_at", "annulled_on", "excerpt_id"),
    ),
    ReportedDecision: ("party", "matter", "body", "decided_on", "paragraph", "reference"),
    Matter: ("reference", "summary", "proposal"),
    MatterFile: ("title", "file_id", "matter_id"),
    Negotiation: ("title", "slug", "began_on", "state", "agreement_id"),
    Consultation: ("reference", "lead", "sent_at"),
    Reply: (
        *("received_on", "given_by", "reference", "text", "file_id"),
        *("invited_id", "undone_at"),
    ),
    Document: ("title", "trashed_at", "agreement_id"),
}
"""What only the row's own entry depends on."""


@event.listens_for(Session, "after_flush")
def _after_flush(session: Session, context: UOWTransaction) -> None:
    told = list(_told(session, context))
    if told:
        _write(session.connection(), told)


def _told(session: Session, context: UOWTransaction) -> Told:
    gone = set(deleted_in(context))
    for one in (*gone, *session.new):
        yield from _all_of(type(one), one)
    for one in session.dirty:
        if one not in gone:
            yield from _changed(one)


@rows_added.connect
def _rows_added(session: Session, added: Added) -> None:
    _rows_came_or_went(session, added)


@rows_removed.connect
def _rows_removed(session: Session, removed: Removed) -> None:
    _rows_came_or_went(session, removed)


def _rows_came_or_went(session: Session, which: Mapping[type[Base], Iterable[Row]]) -> None:
    whole = {row["id"] for row in which.get(Agreement, ())}
    told = {
        one
        for kind, rows in which.items()
        for row in rows
        if not (kind in _PARTS and row["agreement_id"] in whole)
        for one in _all_of(kind, SimpleNamespace(**row))
    }
    if told:
        _write(session.connection(), told)


def _all_of(kind: type[Base], one: Any) -> Told:
    """What a row that has come or gone is about. What is around an agreement comes and goes by
    itself."""
    if kind is Agreement:
        yield HitKind.AGREEMENT, None, one.id
    elif kind in _TELLING:
        yield from _TELLING[kind][1](one)
    elif kind in _SAID:
        yield from _itself(kind, one)


def _changed(one: Base) -> Told:
    kind, attributes = type(one), sa.inspect(one).attrs

    def any_of(columns: Iterable[str]) -> bool:
        return any(attributes[name].history.has_changes() for name in columns)

    columns, tell = _TELLING.get(kind, ((), None))
    if tell and any_of(columns):
        yield from tell(one)
    elif any_of(_SAID.get(kind, ())):
        yield from _itself(kind, one)


def _write(connection: Connection, told: Iterable[One]) -> None:
    numbers: dict[HitKind, set[int]] = defaultdict(set)
    about: dict[tuple[HitKind, Which], set[int]] = defaultdict(set)
    for kind, which, number in told:
        (about[kind, which] if which else numbers[kind]).add(number)
    for (kind, which), things in about.items():
        for some in _parts(sorted(things)):
            wanted = sa.select(SOURCES[kind][0].id).where(which(some))
            numbers[kind].update(connection.scalars(wanted))
    for kind, its in numbers.items():
        _keep(connection, kind, sorted(its))


def _parts(numbers: list[int]) -> Iterator[list[int]]:
    return (numbers[start : start + AT_A_TIME] for start in range(0, len(numbers), AT_A_TIME))


def _keep(connection: Connection, kind: HitKind, numbers: list[int]) -> None:
    """Keep what these say now; what cannot be found any more goes."""
    derive = SOURCES[kind][1]
    for some in _parts(numbers):
        writing.hold(connection, [(kind, number) for number in some])
        found = list(derive(connection, some))
        gone = {*some} - {one.number for one in found}
        writing.forget(connection, [(kind, number) for number in sorted(gone)])
        writing.put(connection, found)


@kept_texts.text_kept.connect
def _text_kept(checksum: str) -> None:
    """What a file says has been read: what is or has this file says so too."""
    files = sa.select(StoredFile.id).where(StoredFile.sha256 == checksum)
    having = {
        HitKind.DOCUMENT: (DocumentVersion.document_id, DocumentVersion.file_id),
        HitKind.EXCERPT: (Decision.id, Decision.excerpt_id),
        HitKind.MATTER_FILE: (MatterFile.id, MatterFile.file_id),
        HitKind.REPLY: (Reply.id, Reply.file_id),
    }
    db.session.flush()
    for kind, (number, file) in having.items():
        numbers = db.session.scalars(sa.select(number).where(file.in_(files)).distinct())
        _keep(db.session.connection(), kind, sorted(numbers))


def rewrite(connection: Connection) -> int:
    """Write the whole index anew; how many things it holds."""
    writing.begin_anew(connection)
    return writing.put_all(connection, _everything(connection))


def _everything(connection: Connection) -> Iterator[list[Source]]:
    for model, derive in SOURCES.values():
        numbers = list(connection.scalars(sa.select(model.id).order_by(model.id)))
        for some in _parts(numbers):
            yield list(derive(connection, some))


def bring_up_to_date() -> int:
    """Write the index anew if other rules have made it, or none; how many things it holds then."""
    if db.session.scalar(writing.is_current()) is not None:
        return 0
    count = rewrite(db.session.connection())
    db.session.commit()
    return count
