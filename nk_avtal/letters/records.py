"""Which documents were made, of which template and which values, so that they can be made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import joinedload

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.domain.letters import LetterKind
from nk_avtal.letters.models import MadeDocument
from nk_avtal.people.models import Person


@dataclass(frozen=True)
class Made:
    """A document and what it was made of."""

    name: str
    kind: LetterKind
    template: bytes
    values: dict[str, Any]


def keep(documents: Iterable[Made], by: Person | None) -> None:
    """Note that these have been made. One that was made before of the same template and the same
    values is the same document, and is noted once."""
    rows = _rows(documents, by)
    if rows:
        on_sqlite = db.engine.dialect.name == "sqlite"
        insert = sqlite.insert if on_sqlite else postgresql.insert
        db.session.execute(insert(MadeDocument).on_conflict_do_nothing(), rows)


def _rows(documents: Iterable[Made], by: Person | None) -> list[dict[str, Any]]:
    now, checksums = clock.now(), dict[bytes, str]()
    rows = []
    for one in documents:
        if one.template not in checksums:
            checksums[one.template] = store.keep_bytes(one.template)
        rows.append(
            {
                "name": one.name,
                "kind": one.kind.value,
                "template_sha256": checksums[one.template],
                "values": one.values,
                "values_sha256": _checksum(one.values),
                "made_at": now,
                "made_by_id": by.id if by else None,
            }
        )
    return rows


def _checksum(values: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def first_since(
    kind: LetterKind, names: Sequence[str], since: datetime
) -> Mapping[str, tuple[bytes, dict[str, Any]]]:
    """Of what each document of these names was made first, at that instant or later: its template
    and its values. What has not been made is left out."""
    statement = (
        sa.select(MadeDocument)
        .where(
            MadeDocument.kind == kind.value,
            MadeDocument.name.in_(names),
            MadeDocument.made_at >= since,
        )
        .order_by(MadeDocument.id.desc())  # the first comes last, and stays
    )
    templates: dict[str, bytes] = {}
    found: dict[str, tuple[bytes, dict[str, Any]]] = {}
    for one in db.session.scalars(statement):
        checksum = one.template_sha256
        templates[checksum] = templates.get(checksum) or store.read_bytes(checksum)
        found[one.name] = (templates[checksum], one.values)
    return found


def newest(kind: LetterKind, most: int = 20) -> Sequence[MadeDocument]:
    """The documents of a kind that were made last, with who made them."""
    statement = (
        sa.select(MadeDocument)
        .where(MadeDocument.kind == kind.value)
        .options(joinedload(MadeDocument.made_by))
        .order_by(MadeDocument.id.desc())
        .limit(most)
    )
    return db.session.scalars(statement).all()


def by_id(kind: LetterKind, number: int) -> Made:
    """What one of them was made of. Raises NoResultFound."""
    found = db.session.scalars(
        sa.select(MadeDocument).where(MadeDocument.kind == kind.value, MadeDocument.id == number)
    ).one()
    return Made(found.name, kind, store.read_bytes(found.template_sha256), found.values)
