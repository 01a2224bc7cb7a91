"""Which rows a reader may know of, for whatever lists rows of all kinds, such as the log."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import visible_to
from nk_avtal.db import Base, db
from nk_avtal.documents.models import Document, DocumentVersion, Openness, StoredFile
from nk_avtal.domain.people import Permission
from nk_avtal.domain.recommendations import Status
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Recommendation


def sight_of(reader: Person) -> Callable[[str, set[int]], set[int]]:
    """A function from a table and numbers of its rows to those that `reader` may know of."""

    def seen(table: str, numbers: set[int]) -> set[int]:
        outside = not reader.may(Permission.READ_DRAFTS)
        if table in _NEGOTIATED or (table in _CONSULTED and outside):
            return set()
        if table in _INTERNAL and outside:
            return set()
        if table not in _VISIBLE or not outside:
            return numbers
        column, wanted = _VISIBLE[table](reader)
        return set(db.session.scalars(wanted.where(column.in_(numbers))))

    return seen


_NEGOTIATED = frozenset(
    {"negotiation", "negotiation_round", "negotiator", "counterparty", "mandate", "talk"}
    | {"issue", "issue_step", "position"}
)
"""What is known to the group of a negotiation and few others, and named in no list of all kinds."""

_CONSULTED = frozenset(
    {"consultation", "consultation_party", "consultation_question"}
    | {"consultation_reply", "consultation_opinion"}
)
"""Tables of which only the association's own people are told anything in such a list."""

Visible = tuple[sa.orm.InstrumentedAttribute[int], sa.Select[int]]


def _agreements(reader: Person) -> Visible:
    return Agreement.id, visible_to(reader).with_only_columns(Agreement.id)


def _recommendations(reader: Person) -> Visible:
    agreements = visible_to(reader).with_only_columns(Agreement.id)
    return Recommendation.id, sa.select(Recommendation.id).where(
        Recommendation.status != Status.DRAFT, Recommendation.agreement_id.in_(agreements)
    )


def _documents(reader: Person) -> Visible:
    agreements = visible_to(reader).with_only_columns(Agreement.id)
    return Document.id, sa.select(Document.id).where(
        Document.openness != Openness.INTERNAL, Document.agreement_id.in_(agreements)
    )


def _files(reader: Person) -> Visible:
    documents = _documents(reader)[1]
    hidden = sa.select(DocumentVersion.file_id).where(DocumentVersion.document_id.not_in(documents))
    of_matters = sa.select(Base.metadata.tables["matter_file"].c.file_id)
    replies = Base.metadata.tables["consultation_reply"].c.file_id
    answered = sa.select(replies).where(replies.is_not(None))
    return StoredFile.id, sa.select(StoredFile.id).where(
        *(StoredFile.id.not_in(one) for one in (hidden, of_matters, answered))
    )


_INTERNAL = frozenset({"matter", "matter_stop", "matter_paper", "matter_file", "matter_goal"})
"""What only the association knows of."""
_VISIBLE: dict[str, Callable[[Person], Visible]] = {
    "agreement": _agreements,
    "recommendation": _recommendations,
    "document": _documents,
    "stored_file": _files,
}
