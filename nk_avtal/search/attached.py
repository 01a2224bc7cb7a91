"""What the files of found things say, for excerpts: only of the few that are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from nk_avtal.adoptions.models import Decision
from nk_avtal.db import db
from nk_avtal.documents.models import DocumentVersion, FileText, StoredFile
from nk_avtal.indexing.models import HitKind
from nk_avtal.matters.models import MatterFile

Texts = Mapping[tuple[HitKind, int], Sequence[tuple[str, str]]]
"""By kind and number: of each file what it is called where that needs to be said, and its text."""


def texts_of(documents: Mapping[int, int], things: Collection[tuple[HitKind, int]]) -> Texts:
    """What files say: `documents` by number with the version that is searched, and of the other
    `things` those that have files, a statement for each kind that is there."""
    found: dict[tuple[HitKind, int], list[tuple[str, str]]] = defaultdict(list)
    by_version = {version: number for number, version in documents.items()}
    for version, title, text in _read(_OF_VERSIONS, [*by_version]):
        found[HitKind.DOCUMENT, by_version[version]].append((title, text))
    for kind, wanted in _OTHERS.items():
        numbers = [number for its, number in things if its is kind]
        for number, title, text in _read(wanted, numbers):
            found[kind, number].append((title, text))
    return found


def _read(wanted: sa.Select[Any], numbers: Sequence[int]) -> Sequence[Any]:
    return db.session.execute(wanted, {"numbers": numbers}).all() if numbers else ()


def _with_text(key: Any, title: Any, file: Any) -> sa.Select[Any]:
    return (
        sa.select(key, title, FileText.text)
        .join(StoredFile, file == StoredFile.id)
        .join(FileText, FileText.sha256 == StoredFile.sha256)
        .where(key.in_(sa.bindparam("numbers", expanding=True)))
    )


_OF_VERSIONS = _with_text(DocumentVersion.id, sa.literal(""), DocumentVersion.file_id)
_OTHERS = {
    HitKind.DECISION: _with_text(Decision.id, StoredFile.name, Decision.excerpt_id),
    HitKind.MATTER: _with_text(MatterFile.matter_id, MatterFile.title, MatterFile.file_id).order_by(
        MatterFile.id
    ),
}
