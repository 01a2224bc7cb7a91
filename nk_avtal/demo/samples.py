"""Sample texts for the examples' documents."""

from __future__ import annotations

from pathlib import Path

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.documents import store
from nk_avtal.documents.models import (
    ClearedVersion,
    Document,
    DocumentKind,
    DocumentVersion,
    Mark,
    Openness,
    Origin,
    VersionMark,
)
from nk_avtal.recommendations.models import Recommendation

FILES = Path(__file__).parent / "files"
PDF = "application/pdf"


def signed_agreement(agreement: Agreement) -> Document:
    """The text of an agreement; public when the agreement is."""
    openness = Openness.PUBLIC if agreement.published else Openness.OPEN
    version = _version("signed", f"{agreement.slug}.pdf", "1.0")
    version.origin = Origin.JOINT
    public = ClearedVersion(version=version, set_at=clock.now()) if agreement.published else None
    return Document(
        title=f"{agreement.title}, avtalstext",
        kind=DocumentKind.AGREEMENT,
        openness=openness,
        versions=[version],
        marks=[VersionMark(mark=Mark.SIGNED, version=version, set_at=clock.now())],
        cleared=public,
    )


def recommended_text(recommendation: Recommendation, agreement: Agreement) -> DocumentVersion:
    """The wording that the board recommends."""
    document = Document(
        agreement_id=agreement.id,
        title=recommendation.title,
        kind=DocumentKind.ANNEX,
        openness=Openness.OPEN,
    )
    version = _version("proposal", f"{recommendation.slug}-forslag.pdf", "1.0")
    version.document = document
    return version


def proposal_of(document: Document) -> DocumentVersion:
    """A proposal as the first version of a document."""
    version = _version("proposal", "remissversion.pdf", "Remissversion")
    version.document = document
    return version


def _version(sample: str, name: str, label: str) -> DocumentVersion:
    content = (FILES / f"{sample}.pdf").read_bytes()
    return DocumentVersion(
        number=1,
        label=label,
        origin=Origin.OURS,
        file=store.keep(content, name, PDF),
        added_at=clock.now(),
    )
