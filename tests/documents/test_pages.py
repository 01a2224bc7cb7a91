"""An agreement's documents: who sees them, new versions, and what may not be taken away."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.documents.models import Document, Openness, Origin
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.people import Role
from tests import builders
from tests.documents import samples
from tests.pages import post
from tests.statements import counted

SignIn = Callable[[builders.Person], FlaskClient]


@pytest.fixture
def negotiator(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.NEGOTIATOR))


def address(agreement: Agreement, rest: str = "") -> str:
    return f"/avtal/{agreement.slug}/dokument{rest}"


def upload(content: bytes, name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def filled(**changes: Any) -> dict[str, Any]:
    values = {"title": "Avtalstext", "kind": "agreement", "openness": "open", "origin": "ours"}
    return values | changes


def only_document() -> Document:
    return db.session.scalars(sa.select(Document)).one()


def test_an_uploaded_document_is_listed_and_can_be_fetched(negotiator: FlaskClient) -> None:
    agreement = builders.agreement()
    content = samples.pdf()
    answer = post(
        negotiator, address(agreement, "/nytt"), filled(file=upload(content, "C:\\Avtal ö.PDF"))
    )
    assert answer.location == address(agreement)
    page = negotiator.get(address(agreement)).text
    assert "Avtalstext" in page
    assert "Avtal ö.pdf" in page
    version = only_document().versions[0]
    assert version.file.sha256[:12] in page
    fetched = negotiator.get(f"/dokument/{version.id}")
    assert fetched.data == content
    assert fetched.headers["Content-Disposition"].startswith("attachment")


def test_what_is_wrong_stands_at_its_field_and_a_file_that_passed_is_kept(
    negotiator: FlaskClient,
) -> None:
    agreement = builders.agreement()
    form = address(agreement, "/nytt")
    picture = post(negotiator, form, filled(file=upload(b"\xff\xd8\xff\xe0 jfif", "avtal.pdf")))
    assert picture.status_code == 422
    assert "Filen är i formatet JPEG. Välj en PDF eller ett Word-dokument" in picture.text
    none = post(negotiator, form, filled())
    assert "Välj en fil" in none.text
    word = upload(samples.word(), "avtal.docx")
    unsaid = post(negotiator, form, filled(origin="", file=word))
    assert unsaid.status_code == 422
    assert "avtal.docx är uppladdad" in unsaid.text
    token = unsaid.text.partition('name="file_kept" value="')[2].partition('"')[0]
    assert post(negotiator, form, filled(file_kept=token)).status_code == 302
    assert only_document().versions[0].file.name == "avtal.docx"


def test_a_file_that_takes_too_long_is_refused_at_its_field(negotiator: FlaskClient) -> None:
    agreement = builders.agreement()
    nasty = filled(file=upload(samples.inflating_pdf(), "avtal.pdf"), label="Slutlig")
    answer = post(negotiator, address(agreement, "/nytt"), nasty)
    assert answer.status_code == 422
    assert answer.text.count("Filen tog för lång tid att gå igenom. Spara en enklare kopia") == 2
    assert 'value="Slutlig"' in answer.text


def test_a_new_version_follows_and_the_old_one_stays(negotiator: FlaskClient) -> None:
    agreement = builders.agreement()
    post(negotiator, address(agreement, "/nytt"), filled(file=upload(samples.pdf(), "a.pdf")))
    form = address(agreement, f"/{only_document().id}/version")
    same = post(negotiator, form, {"file": upload(samples.pdf(), "b.pdf"), "origin": "ours"})
    assert same.status_code == 422
    assert "Filen är densamma som version 1" in same.text
    theirs = {"file": upload(samples.pdf(2), "b.pdf"), "label": "1.1", "origin": "counterparty"}
    post(negotiator, form, theirs)
    versions = only_document().versions
    assert [(one.number, one.label, one.origin, one.file.name) for one in versions] == [
        (1, "", Origin.OURS, "a.pdf"),
        (2, "1.1", Origin.COUNTERPARTY, "b.pdf"),
    ]
    assert "Från motparten" in negotiator.get(address(agreement)).text


def test_the_second_of_two_people_sees_both_wordings(negotiator: FlaskClient) -> None:
    agreement = builders.agreement()
    document = builders.document_version(agreement).document
    form = address(agreement, f"/{document.id}")
    first = negotiator.get(form).text
    version = first.partition('name="version"')[2].partition('value="')[2].partition('"')[0]
    post(negotiator, form, filled(title="Bilaga två", kind="annex", version=version))
    late = post(negotiator, form, filled(title="Bilaga II", kind="annex", version=version))
    assert late.status_code == 409
    assert "Bilaga två" in late.text
    assert "Bilaga II" in late.text
    assert only_document().title == "Bilaga två"


def test_a_recommended_document_can_neither_be_hidden_nor_taken_away(
    negotiator: FlaskClient,
) -> None:
    recommendation = builders.recommendation()
    agreement = recommendation.agreement
    document = only_document()
    hiding = filled(title="Bilaga 2", openness="internal", version=str(document.version))
    hidden = post(negotiator, address(agreement, f"/{document.id}"), hiding)
    assert hidden.status_code == 422
    assert "måste gå att läsa för dem" in hidden.text
    post(
        negotiator,
        address(agreement, f"/{document.id}/bort"),
        {},
        page=address(agreement, f"/{document.id}"),
    )
    assert "kan inte tas bort" in negotiator.get(address(agreement)).text
    assert only_document().trashed_at is None


def test_a_document_that_is_laid_aside_is_gone_for_others_until_it_is_put_back(
    negotiator: FlaskClient, sign_in: SignIn
) -> None:
    agreement = builders.agreement()
    version = builders.document_version(agreement)
    away, back = (
        address(agreement, f"/{version.document_id}/{step}") for step in ("bort", "tillbaka")
    )
    clerk = sign_in(builders.person(Role.CLERK))
    assert version.file.name in clerk.get(address(agreement)).text
    post(negotiator, away, {}, page=address(agreement))
    assert version.file.name not in clerk.get(address(agreement)).text
    assert clerk.get(f"/dokument/{version.id}").status_code == 404
    post(negotiator, back, {}, page=address(agreement))
    assert version.file.name in clerk.get(address(agreement)).text


def test_others_see_neither_internal_documents_nor_those_of_a_draft(
    app: Flask, sign_in: SignIn
) -> None:
    agreement = builders.agreement()
    version = builders.document_version(agreement)
    version.document.openness = Openness.INTERNAL
    draft = builders.document_version(builders.agreement("Utkast", stage=Stage.DRAFT))
    clerk = sign_in(builders.person(Role.CLERK))
    page = clerk.get(address(agreement)).text
    assert "Inga dokument." in page
    assert "Nytt dokument" not in page
    assert clerk.get(f"/dokument/{version.id}").status_code == 404
    assert clerk.get(f"/dokument/{draft.id}").status_code == 404
    assert clerk.get("/avtal/utkast/dokument").status_code == 404


def test_the_page_takes_as_many_statements_for_ten_documents_as_for_one(
    negotiator: FlaskClient,
) -> None:
    agreement = builders.agreement()
    builders.document_version(agreement)
    with counted() as few:
        negotiator.get(address(agreement))
    for number in range(9):
        builders.document_version(agreement, f"Bilaga {number}")
    with counted() as many:
        negotiator.get(address(agreement))
    assert len(few) == len(many)
