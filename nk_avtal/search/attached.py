"""What found files say, for excerpts: only of the few that are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from nk_avtal.adoptions.models import Decision
from nk_avtal.consultations.models import Reply
from nk_avtal.db import db
from nk_avtal.documents.models import DocumentVersion, FileText, StoredFile
from nk_avtal.indexing.models import HitKind
from nk_avtal.matters.models import MatterFile
from nk_avtal.search.gathering import is_newest

Thing = tuple[HitKind, int]


def texts_of(things: Iterable[Thing]) -> Mapping[Thing, str]:
    """What those of the things that are files say, in a statement for each kind of file."""
    numbers: dict[HitKind, list[int]] = defaultdict(list)
    for kind, number in things:
        numbers[kind].append(number)
    return {
        (kind, number): text
        for kind, wanted in _TEXTS.items()
        if kind in numbers
        for number, text in db.session.execute(wanted, {"numbers": numbers[kind]})
    }


def _texts(number: Any, file: Any) -> sa.Select[Any]:
    return (
        sa.select(number, FileText.text)
        .join(StoredFile, file == StoredFile.id)
        .join(FileText, FileText.sha256 == StoredFile.sha256)
        .where(number.in_(sa.bindparam("numbers", expanding=True)))
    )


_TEXTS = {
    HitKind.DOCUMENT: _texts(DocumentVersion.document_id, DocumentVersion.file_id).where(
        is_newest()
    ),
    HitKind.MATTER_FILE: _texts(MatterFile.id, MatterFile.file_id),
    HitKind.EXCERPT: _texts(Decision.id, Decision.excerpt_id),
    HitKind.REPLY: _texts(Reply.id, Reply.file_id),
}
