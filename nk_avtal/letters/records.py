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
from nk_avtal.documents.intake import DOCX
from nk_avtal.documents.models import StoredFile
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
    now, files = clock.now(), dict[bytes, int]()
    rows = []
    for one in documents:
        if one.template not in files:
            files[one.template] = _template_file(one.kind, one.template)
        rows.append(
            {
                "name": one.name,
                "kind": one.kind.value,
                "template_file_id": files[one.template],
                "values": one.values,
                "values_sha256": _checksum(one.values),
                "made_at": now,
                "made_by_id": by.id if by else None,
            }
        )
    return rows


def _checksum(values: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def _template_file(kind: LetterKind, content: bytes) -> int:
    """The number of the kept file with this template; the shipped one is kept at its first use."""
    wanted = sa.select(StoredFile.id).where(
        StoredFile.sha256 == hashlib.sha256(content).hexdigest()
    )
    found = db.session.scalars(wanted.order_by(StoredFile.id).limit(1)).first()
    if found is None:
        file = store.keep(content, f"{kind.value}.docx", DOCX)
        db.session.flush()
        found = file.id
    return found


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
        .options(joinedload(MadeDocument.template))
        .order_by(MadeDocument.id.desc())  # the first comes last, and stays
    )
    templates: dict[str, bytes] = {}
    found: dict[str, tuple[bytes, dict[str, Any]]] = {}
    for one in db.session.scalars(statement):
        checksum = one.template.sha256
        templates[checksum] = templates.get(checksum) or store.read(one.template)
        found[one.name] = (templates[checksum], one.values)
    return found


def newest(kind: LetterKind, most: int = 20) -> Sequence[MadeDocument]:
    """The documents of a kind that were made last, with who made them."""
    statement = (
        sa.select(MadeDocument)
        .where(MadeDocument.kind == kind.value)
        .options(joinedload(MadeDocument.made_by), joinedload(MadeDocument.template))
        .order_by(MadeDocument.id.desc())
        .limit(most)
    )
    return db.session.scalars(statement).all()


def by_id(kind: LetterKind, number: int) -> MadeDocument:
    """One of them. Raises NoResultFound."""
    return db.session.scalars(
        sa.select(MadeDocument)
        .where(MadeDocument.kind == kind.value, MadeDocument.id == number)
        .options(joinedload(MadeDocument.template))
    ).one()
