"""A little of everything that can be found."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

import time_machine

from nk_avtal.adoptions.models import ReportedDecision
from nk_avtal.agreements.models import Agreement, AgreementArea, Party
from nk_avtal.db import db
from nk_avtal.documents import kept_texts
from nk_avtal.documents.models import Document, DocumentKind, DocumentVersion, Openness, StoredFile
from nk_avtal.domain.agreements import Area, Stage
from nk_avtal.domain.matters import Track
from nk_avtal.domain.people import Role
from nk_avtal.matters.models import Matter, MatterFile
from nk_avtal.search.queries import Filter, search
from tests import builders
from tests.builders import Person
from tests.negotiations import scenes

MINUTES = """Protokollet fördes vid sammanträdet i Boden den 3 mars 2024.
Kommunerna håller släckbilar och stegbil i beredskap dygnet runt. Ersättningen är 412 kronor per
timme enligt § 17 i avtalet. Dnr RT 2024-55. Utrustningen besiktigas årligen.
"""
NEW = datetime(2026, 11, 20, tzinfo=UTC)


def make() -> None:
    """Agreements with what belongs to them, on a day that is always the same."""
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False):
        _make()


def _make() -> None:
    doctors = _agreement(
        "Läkarmedverkan i kommunal hälso- och sjukvård",
        "Avtalet reglerar läkares medverkan i hemsjukvården, dygnet runt.",
        number="NK 2026/031",
        start_on=date(2026, 1, 1),
    )
    rescue = _agreement(
        "Samverkan om räddningstjänst",
        "Gemensam ledning, inre befäl och övningar.",
        number="NK 2024/007",
        area=Area.OTHER,
        start_on=date(2024, 7, 1),
    )
    aids = _agreement(
        "Överenskommelsen om hjälpmedel",
        "Kostnaderna delas lika mellan regionen och kommunerna.",
        start_on=date(2025, 3, 1),
        parties=[Party(organisation="Region Norrbotten"), Party(organisation="Sámi siida")],
    )
    _agreement(
        "Bete för får på fjället",
        "Beteslag och gärdsgårdar i e-tjänsten.",
        area=Area.OTHER,
        stage=Stage.TERMINATED,
        start_on=date(2019, 5, 1),
    )
    _agreement("Ambulansflyget", "Hemligt utkast.", stage=Stage.DRAFT, start_on=date(2026, 2, 2))
    sent = builders.recommendation(
        doctors, reference="NK 2026/118", background="Jouren är för gles i inlandet."
    )
    minutes = file_saying("Utdrag. Reservation av Skogspartiet om jourlinjen.", "§ 142.pdf")
    builders.decision(sent, "Piteå", reference="KS 2026/123", excerpt=minutes)
    builders.decision(
        sent, "Övertorneå", paragraph="14", decided_on=date(2026, 11, 2), reference="KF 26/1422"
    )
    document(rescue, "Bilaga 1", MINUTES, Openness.OPEN)
    document(rescue, "Intern beräkning", "Självkostnaden är känslig.", Openness.INTERNAL)
    db.session.add_all(
        [
            ReportedDecision(
                agreement=aids,
                party="Luleå kommun",
                matter="Antagande av hjälpmedelsavtal",
                body="Socialnämnden",
                decided_on=date(2025, 4, 1),
                paragraph="77",
            ),
            Matter(
                slug="budget",
                title="Budget och inriktning 2027",
                reference="NK 2026/140",
                track=Track.OTHER,
                summary="Medlemsavgiften höjs med indexet.",
                files=[
                    MatterFile(
                        title="Promemoria om lokalerna",
                        file=file_saying("Hyran för kontorslandskapet stiger."),
                        added_at=NEW,
                    )
                ],
                created_at=NEW,
            ),
        ]
    )
    db.session.commit()
    builders.consultation(aids, reference="NK 2026/150", to=("Piteå",))
    scenes.under_way(builders.person(Role.NEGOTIATOR))


def _agreement(title: str, summary: str, area: Area = Area.HEALTHCARE, **more: object) -> Agreement:
    return builders.agreement(title, summary=summary, areas=[AgreementArea(area=area)], **more)


def document(owner: Agreement, title: str, text: str, openness: Openness) -> Document:
    """A document whose file says `text`."""
    made = Document(
        agreement_id=owner.id,
        title=title,
        kind=DocumentKind.ANNEX,
        openness=openness,
        versions=[DocumentVersion(number=1, file=file_saying(text), added_at=NEW)],
    )
    db.session.add(made)
    db.session.commit()
    return made


def file_saying(text: str, name: str = "a.pdf") -> StoredFile:
    """A file that is stored, and says `text`."""
    checksum = hashlib.sha256(text.encode()).hexdigest()
    file = StoredFile(
        sha256=checksum, size=1, media_type="application/pdf", name=name, stored_at=NEW
    )
    db.session.add(file)
    db.session.flush()
    kept_texts.keep(checksum, text)
    return file


def found(words: str, reader: Person, **chosen: str) -> list[str]:
    """The titles that are found, in order."""
    hits = search(words, reader, Filter(**chosen), 1, 50).hits
    return ["".join(one.text for one in hit.title) for hit in hits]
