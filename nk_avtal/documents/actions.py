"""Adding documents and versions. What has been added is never changed, only followed or laid
aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.documents.models import (
    Document,
    DocumentKind,
    DocumentVersion,
    Mark,
    Openness,
    Origin,
    StoredFile,
    VersionMark,
)
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.people.models import Person

BIN_DAYS = timedelta(days=30)
"""For so long what was laid aside can be put back."""


@dataclass(frozen=True)
class Arrival:
    """A file that has come, from whom, and what it is called there."""

    file: StoredFile
    origin: Origin
    label: str = ""


@dataclass(frozen=True)
class Description:
    """What a document is and who may read it."""

    title: str
    kind: DocumentKind
    openness: Openness


def add(agreement_id: int, description: Description, arrival: Arrival, by: Person) -> Document:
    """A new document of an agreement, with its first version."""
    document = Document(
        agreement_id=agreement_id,
        title=description.title,
        kind=description.kind,
        openness=description.openness,
    )
    db.session.add(document)
    add_version(document, arrival, by)
    return document


def add_version(document: Document, arrival: Arrival, by: Person) -> DocumentVersion:
    """The next version. Raises RuleBroken when it is the same file as the one before."""
    last = document.versions[-1] if document.versions else None
    if last and last.file.sha256 == arrival.file.sha256:
        raise RuleBroken(Phrase(*_SAME_FILE, {"number": last.number}))
    version = DocumentVersion(
        document=document,
        number=last.number + 1 if last else 1,
        label=arrival.label,
        origin=arrival.origin,
        file=arrival.file,
        added_at=clock.now(),
        added_by_id=by.id,
    )
    db.session.add(version)
    return version


def describe(document: Document, description: Description, *, recommended: bool) -> None:
    """Change what the document is called and who may read it. One that is closed to the public, or
    laid aside, must be published anew to come back.

    Raises RuleBroken when one that is `recommended` to the municipalities would be hidden from
    them.
    """
    if recommended and description.openness is Openness.INTERNAL:
        raise RuleBroken(_HIDDEN)
    document.title = description.title
    document.kind = description.kind
    document.openness = description.openness
    if document.openness is not Openness.PUBLIC:
        document.cleared = None


def lay_aside(document: Document, *, recommended: bool) -> None:
    """Lay the document in the bin, where it stays for BIN_DAYS. Raises RuleBroken when it is
    `recommended` to the municipalities, or a version of it is marked as agreed or signed."""
    if recommended:
        raise RuleBroken(_IN_USE)
    if document.marks:
        raise RuleBroken(_MARKED)
    document.trashed_at = document.trashed_at or clock.now()
    document.cleared = None


def put_back(document: Document) -> None:
    """Show a document that was laid aside."""
    document.trashed_at = None


def mark(document: Document, what: Mark, number: int | None, by: Person) -> int | None:
    """Say that version `number` is the agreed or the signed one, or with None that none is.

    Returns the number of the version that was it before. Raises RuleBroken when there is no such
    version, or the document lies in the bin.
    """
    before = next((one for one in document.marks if one.mark is what), None)
    version = next((one for one in document.versions if one.number == number), None)
    if document.trashed_at or (number is not None and version is None):
        raise RuleBroken(_NO_VERSION)
    was = before.version.number if before else None
    if was == number:
        return was
    if before:
        document.marks.remove(before)
        db.session.flush()  # the old mark makes room before the new one comes
    if version:
        new = VersionMark(mark=what, version=version, set_at=clock.now(), set_by_id=by.id)
        document.marks.append(new)
    return was


_SAME_FILE = (
    "Filen är densamma som version {number}. Välj den ändrade filen",
    "The file is the same as version {number}. Choose the changed file",
)
_HIDDEN = Phrase(
    "Dokumentet är rekommenderat till kommunerna och måste gå att läsa för dem",
    "The document is recommended to the municipalities and must be readable to them",
)
_NO_VERSION = Phrase(
    "Versionen finns inte längre. Läs in sidan på nytt",
    "The version is no longer there. Reload the page",
)
_MARKED = Phrase(
    "En version är märkt som överenskommen eller undertecknad. Ta bort märket först",
    "A version is marked as agreed or signed. Remove the mark first",
)
_IN_USE = Phrase(
    "Dokumentet är rekommenderat till kommunerna och kan inte tas bort",
    "The document is recommended to the municipalities and cannot be removed",
)
