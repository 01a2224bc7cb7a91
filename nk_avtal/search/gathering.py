"""What the sources of the index ask alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from nk_avtal.agreements.models import AgreementArea
from nk_avtal.documents.models import DocumentVersion

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
