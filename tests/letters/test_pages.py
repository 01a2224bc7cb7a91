"""Fetching Word documents in the browser, and putting another wording into use."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.blueprints.files import SANDBOX
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.domain.letters import LetterKind
from nk_avtal.domain.people import Role
from nk_avtal.letters import queries
from nk_avtal.letters.build_defaults import path_of
from nk_avtal.letters.models import LetterTemplate
from nk_avtal.recommendations.models import Addressee, Recommendation
from tests import builders
from tests.pages import csrf_of
from tests.statements import counted

SLUG = "lakarmedverkan-ny-bilaga-2-om-jourtid"
BASIS = f"/kommuner/pitea/beslut/{SLUG}/underlag.docx"
TEMPLATE = "/dokumentmallar/official_letter"
SignIn = Callable[..., FlaskClient]


@pytest.fixture
def sent(app: Flask) -> Recommendation:
    return builders.recommendation()


def saying(text: str) -> bytes:
    """A Word document with one paragraph."""
    document, file = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def text_of(document: bytes) -> str:
    return "\n".join(one.text for one in Document(io.BytesIO(document)).paragraphs)


def in_pitea() -> Addressee:
    db.session.expire_all()
    found = db.session.query(Addressee).all()
    return next(one for one in found if one.municipality.slug == "pitea")


def use(content: bytes) -> None:
    """Put a wording into use without its being checked, as one that an upgrade has broken."""
    file = store.keep(content, "mall.docx", "application/zip")
    number = len(queries.versions(LetterKind.OFFICIAL_LETTER)) + 1
    db.session.add(
        LetterTemplate(
            kind=LetterKind.OFFICIAL_LETTER.value,
            number=number,
            file=file,
            uploaded_at=file.stored_at,
            used_from=builders.TODAY,
        )
    )
    db.session.commit()


def upload(client: FlaskClient, content: bytes) -> str:
    data = {
        "csrf_token": csrf_of(client, TEMPLATE),
        "template": (io.BytesIO(content), "mall.docx"),
    }
    answer = client.post(TEMPLATE, data=data)
    return client.get(answer.location).text if answer.status_code == 302 else answer.text


def test_reading_the_document_changes_nothing(sent: Recommendation, sign_in: SignIn) -> None:
    clerk = sign_in(builders.person(Role.CLERK, "Piteå"))
    answer = clerk.get(BASIS)
    assert "beslutsunderlag-" in answer.headers["Content-Disposition"]
    assert "Piteå" in text_of(answer.data)
    assert in_pitea().fetched_at is None


def test_fetching_it_keeps_the_number_and_writes_it_in(
    sent: Recommendation, sign_in: SignIn
) -> None:
    clerk = sign_in(builders.person(Role.CLERK, "Piteå"))
    token = csrf_of(clerk, "/konto")
    answer = clerk.post(BASIS, data={"csrf_token": token, "reference": "KS 2026/77"})
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        written = "".join(parts.read(name).decode(errors="ignore") for name in parts.namelist())
    assert "2026/77" in written
    assert in_pitea().fetched_at is not None
    assert in_pitea().reference == "KS 2026/77"


def test_a_broken_wording_is_explained_and_nothing_is_noted(
    sent: Recommendation, sign_in: SignIn
) -> None:
    use(saying("Det gamla {{ kommun.namn }}"))
    use(saying("Det nya {{ kommun.finns_inte }}"))
    clerk = sign_in(builders.person(Role.CLERK, "Piteå"))
    token = csrf_of(clerk, "/konto")
    answer = clerk.post(BASIS, data={"csrf_token": token, "reference": "KS 2026/77"})
    assert answer.status_code == 409
    assert "finns_inte" in answer.text
    assert in_pitea().fetched_at is None
    assert not in_pitea().reference
    assert text_of(clerk.get(f"{BASIS}?mall=forra").data) == "Det gamla Piteå"


def test_the_zip_has_two_documents_for_each_municipality(
    sent: Recommendation, sign_in: SignIn
) -> None:
    secretary = sign_in(builders.person(Role.SECRETARY))
    answer = secretary.get(f"/rekommendationer/{SLUG}/brev.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert len(archive.namelist()) == 2 * len(sent.addressees)


def test_a_document_that_cannot_be_made_is_listed_beside_the_others(
    sent: Recommendation, sign_in: SignIn
) -> None:
    in_pitea().reference = "KS \x07"
    db.session.commit()
    answer = sign_in(builders.person(Role.SECRETARY)).get(f"/rekommendationer/{SLUG}/brev.zip")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=brev-{SLUG}.zip"
    assert answer.headers["Content-Security-Policy"] == SANDBOX
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert len(archive.namelist()) == 2 * len(sent.addressees) - 2 + 1
        told = archive.read("Dokument som saknas.txt").decode()
    assert f"beslutsunderlag-{SLUG}-pitea.docx" in told
    assert "kommun.dnr" in told


def test_a_wording_that_fits_nobody_is_explained_instead_of_a_zip(
    sent: Recommendation, sign_in: SignIn
) -> None:
    use(saying("{{ kommun.finns_inte }}"))
    answer = sign_in(builders.person(Role.SECRETARY)).get(f"/rekommendationer/{SLUG}/brev.zip")
    assert answer.status_code == 409
    assert "finns_inte" in answer.text


def test_a_municipality_gets_all_its_open_documents_with_as_many_statements(
    sent: Recommendation, sign_in: SignIn
) -> None:
    clerk = sign_in(builders.person(Role.CLERK, "Piteå"))

    def fetched() -> tuple[int, int]:
        db.session.commit()
        with counted() as seen:
            answer = clerk.get("/kommuner/pitea/underlag.zip")
        with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
            assert all("Piteå" in text_of(archive.read(name)) for name in archive.namelist())
            return len(archive.namelist()), len(seen)

    one = fetched()
    for number in range(3):
        owner = builders.agreement(title=f"Avtal {number}")
        builders.recommendation(owner, title=f"Ny bilaga {number}")
    assert fetched() == (4, one[1])


def test_the_status_report_names_the_recommendation(sent: Recommendation, sign_in: SignIn) -> None:
    manager = sign_in(builders.person(Role.MANAGER))
    answer = manager.get(f"/rekommendationer/{SLUG}/lagesrapport.docx")
    text = text_of(answer.data)
    assert sent.title in text
    assert "0 av 14 har beslutat, 14 har inte svarat. 0 av 14 har antagit." in text


def test_the_office_changes_a_wording_and_takes_it_back(app: Flask, sign_in: SignIn) -> None:
    secretary = sign_in(builders.person(Role.SECRETARY))
    shipped = secretary.get(f"{TEMPLATE}/mall.docx").data
    assert shipped == path_of(LetterKind.OFFICIAL_LETTER).read_bytes()
    assert "Mallen används från och med nu" in upload(secretary, saying("Hej {{ kommun.namn }}"))
    assert text_of(secretary.get(f"{TEMPLATE}/mall.docx").data) == "Hej {{ kommun.namn }}"
    token = csrf_of(secretary, TEMPLATE)
    secretary.post(f"{TEMPLATE}/1/anvand", data={"csrf_token": token})
    assert secretary.get(f"{TEMPLATE}/mall.docx").data == shipped


def test_every_fault_of_a_wording_is_told_and_the_one_in_use_stays(
    app: Flask, sign_in: SignIn
) -> None:
    secretary = sign_in(builders.person(Role.SECRETARY))
    page = upload(secretary, saying("{{ kommun.finns_inte }} {{ saknas }}"))
    assert "finns_inte" in page
    assert "saknas" in page
    assert queries.in_use(LetterKind.OFFICIAL_LETTER, builders.TODAY) is None
