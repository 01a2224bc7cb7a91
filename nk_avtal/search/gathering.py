"""What the sources of the index ask alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from nk_avtal.adoptions.models import Decision
from nk_avtal.adoptions.predicates import stands
from nk_avtal.agreements.models import AgreementArea
from nk_avtal.documents.models import DocumentVersion
from nk_avtal.domain.recommendations import Status
from nk_avtal.municipalities.models import Municipality
from nk_avtal.recommendations.models import Addressee, Recommendation

Numbers = Collection[int]


def areas_of(connection: Connection, agreements: Numbers) -> dict[int, tuple[str, ...]]:
    """The areas of agreements, by number."""
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    wanted = sa.select(AgreementArea.agreement_id, AgreementArea.area)
    for number, area in connection.execute(
        wanted.where(AgreementArea.agreement_id.in_(agreements))
    ):
        found[number] += (area,)
    return found


def texts_of(
    connection: Connection, owner: Any, column: Any, numbers: Numbers
) -> dict[int, list[str]]:
    """What a column says in the rows of each owner, in order."""
    found: dict[int, list[str]] = defaultdict(list)
    wanted = sa.select(owner, column).where(owner.in_(numbers), column.is_not(None))
    for number, text in connection.execute(wanted.order_by(owner, column)):
        found[number].append(text)
    return found


def standing_decisions(numbers: Numbers) -> sa.Select[Any]:
    """The decisions of members that stand, on what is with the municipalities; with whose they are
    and on what."""
    return (
        sa.select(Decision.id, Decision.decided_on)
        .add_columns(Recommendation.title, Recommendation.slug, Recommendation.area)
        .add_columns(Municipality.name, Municipality.slug.label("town"))
        .join(Addressee, Decision.addressee_id == Addressee.id)
        .join(Recommendation, Addressee.recommendation_id == Recommendation.id)
        .join(Municipality, Addressee.municipality_id == Municipality.id)
        .where(stands(Decision), Recommendation.status == Status.SENT, Decision.id.in_(numbers))
    )


def is_newest() -> sa.ColumnElement[bool]:
    """In SQL, of a version of a document: no other is newer."""
    newer = sa.orm.aliased(DocumentVersion)
    return ~sa.exists().where(
        newer.document_id == DocumentVersion.document_id, newer.number > DocumentVersion.number
    )


def joined(*texts: str | None) -> str:
    """What is said in several places, as one text."""
    return " · ".join(text for text in texts if text)


def section(paragraph: str) -> str:
    """How a paragraph is written in a text."""
    return f"§ {paragraph}" if paragraph else ""
