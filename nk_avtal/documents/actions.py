"""Adding documents and versions. What has been added is never changed, only followed or laid
aside."""

from __future__ import annotations

from dataclasses import dataclass

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.documents.models import (
    Document,
    DocumentKind,
    DocumentVersion,
    Openness,
    StoredFile,
)
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.people.models import Person


@dataclass(frozen=True)
class Description:
    """What a document is and who may read it."""

    title: str
    kind: DocumentKind
    openness: Openness


def add(
    agreement_id: int, description: Description, file: StoredFile, label: str, by: Person
) -> Document:
    """A new document of an agreement, with its first version."""
    document = Document(
        agreement_id=agreement_id,
        title=description.title,
        kind=description.kind,
        openness=description.openness,
    )
    db.session.add(document)
    add_version(document, file, label, by)
    return document


def add_version(document: Document, file: StoredFile, label: str, by: Person) -> DocumentVersion:
    """The next version. Raises RuleBroken when it is the same file as the one before."""
    last = document.versions[-1] if document.versions else None
    if last and last.file.sha256 == file.sha256:
        raise RuleBroken(Phrase(*_SAME_FILE, {"number": last.number}))
    version = DocumentVersion(
        document=document,
        number=last.number + 1 if last else 1,
        label=label,
        file=file,
        added_at=clock.now(),
        added_by_id=by.id,
    )
    db.session.add(version)
    return version


def describe(document: Document, description: Description, *, recommended: bool) -> None:
    """Change what the document is called and who may read it.

    Raises RuleBroken when one that is `recommended` to the municipalities would be hidden from
    them.
    """
    if recommended and description.openness is Openness.INTERNAL:
        raise RuleBroken(_HIDDEN)
    document.title = description.title
    document.kind = description.kind
    document.openness = description.openness


def lay_aside(document: Document, *, recommended: bool) -> None:
    """Take the document away from the pages; its files stay. Raises RuleBroken when it is
    `recommended` to the municipalities."""
    if recommended:
        raise RuleBroken(_IN_USE)
    document.trashed_at = document.trashed_at or clock.now()


def put_back(document: Document) -> None:
    """Show a document that was laid aside."""
    document.trashed_at = None


_SAME_FILE = (
    "Filen är densamma som version {number}. Välj den ändrade filen",
    "The file is the same as version {number}. Choose the changed file",
)
_HIDDEN = Phrase(
    "Dokumentet är rekommenderat till kommunerna och måste gå att läsa för dem",
    "The document is recommended to the municipalities and must be readable to them",
)
_IN_USE = Phrase(
    "Dokumentet är rekommenderat till kommunerna och kan inte tas bort",
    "The document is recommended to the municipalities and cannot be removed",
)
