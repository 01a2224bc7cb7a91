"""Publishing an agreement in the open register, and withdrawing it from there."""

from __future__ import annotations

from collections.abc import Iterator

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import NEVER_PUBLIC
from nk_avtal.documents import store
from nk_avtal.documents.intake import DOCX
from nk_avtal.documents.models import ClearedVersion, Document, DocumentVersion, Openness
from nk_avtal.documents.traces import has_traces
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.people.models import Person
from nk_avtal.register import telling


def publish(agreement: Agreement, by: Person | None) -> None:
    """Show the agreement to everyone, with the newest version of each document that is open to the
    public.

    Raises RuleBroken for a draft, for one that came to nothing, and while a Word file still tells
    how it came about.
    """
    if agreement.stage in NEVER_PUBLIC:
        raise RuleBroken(_DRAFT)
    if telling_too_much := obstacles(agreement):
        raise RuleBroken(Phrase(*_TRACES, {"title": telling_too_much[0].title}))
    for document, version in open_versions(agreement):
        _clear(document, version, by)
    _show(agreement)


def put_back(agreement: Agreement) -> None:
    """Show again what was withdrawn, as it was. Raises RuleBroken when it was never shown."""
    if agreement.stage in NEVER_PUBLIC or telling.publication_of(agreement) is None:
        raise RuleBroken(_DRAFT)
    _show(agreement)


def withdraw(agreement: Agreement, reason: str) -> None:
    """Take the agreement away from everyone at once. Raises RuleBroken when it is not shown."""
    if not agreement.published:
        raise RuleBroken(_NOT_SHOWN)
    agreement.published, agreement.withdrawn_because = False, reason
    telling.note(clock.today(), agreement)


def open_versions(agreement: Agreement) -> Iterator[tuple[Document, DocumentVersion]]:
    """The newest version of each document that publishing opens to everyone."""
    for document in agreement.documents:
        wanted = document.openness is Openness.PUBLIC and document.trashed_at is None
        if wanted and document.versions:
            yield document, document.versions[-1]


def obstacles(agreement: Agreement) -> list[Document]:
    """The documents that would tell too much: Word files with comments, tracked changes or hidden
    text."""
    return [
        document
        for document, version in open_versions(agreement)
        if version.file.media_type == DOCX and has_traces(store.read(version.file))
    ]


def has_newer(agreement: Agreement) -> bool:
    """Whether publishing again would show another text than the register does now."""
    return any(
        document.cleared is None or document.cleared.version_id != version.id
        for document, version in open_versions(agreement)
    )


def _clear(document: Document, version: DocumentVersion, by: Person | None) -> None:
    cleared = document.cleared or ClearedVersion()
    if cleared.version is not version:
        cleared.version, cleared.set_at, cleared.set_by = version, clock.now(), by
        document.cleared = cleared


def _show(agreement: Agreement) -> None:
    agreement.published, agreement.withdrawn_because = True, ""
    telling.note(clock.today(), agreement)


_DRAFT = Phrase(
    "Ett utkast kan inte publiceras i registret", "A draft cannot be published in the register"
)
_TRACES = (
    "{title} har kommentarer, spårade ändringar eller dold text. Lägg in en PDF i stället",
    "{title} has comments, tracked changes or hidden text. Add a PDF instead",
)
_NOT_SHOWN = Phrase("Avtalet syns inte i registret", "The agreement is not shown in the register")
