"""Publishing as an act: what is shown first, what becomes public, how it is taken away."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.actions import Arrival, Description, add_version, describe
from nk_avtal.documents.intake import DOCX
from nk_avtal.documents.models import Document, DocumentKind, DocumentVersion, Openness, Origin
from nk_avtal.documents.traces import has_traces
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.people import Role
from nk_avtal.history.models import Entry
from tests import builders
from tests.documents.samples import rebuilt, word
from tests.pages import form_of, post

SignIn = Callable[..., FlaskClient]
PDF = "application/pdf"


@pytest.fixture
def negotiator(sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.NEGOTIATOR))


@pytest.fixture
def agreement(app: Flask) -> Agreement:
    made = builders.agreement("Hemsjukvård", summary="Om hemsjukvård", counterparty_contact="X-9")
    for title, openness in (("Avtalstext", Openness.PUBLIC), ("Promemoria", Openness.INTERNAL)):
        made.documents.append(document(title, openness, f"%PDF {title}".encode()))
    db.session.commit()
    return made


def document(title: str, openness: Openness, content: bytes, kind: str = PDF) -> Document:
    file = store.keep(content, f"{title} av Anna.pdf", kind)
    version = DocumentVersion(number=1, file=file, added_at=file.stored_at)
    return Document(title=title, kind=DocumentKind.AGREEMENT, openness=openness, versions=[version])


def with_body(text: str) -> bytes:
    """A Word file with this markup in its text."""
    return rebuilt(
        {"word/document.xml": lambda part: part.replace(b"<w:body>", f"<w:body>{text}".encode())}
    )


def publish(client: FlaskClient, slug: str) -> TestResponse:
    address = f"/avtal/{slug}/register"
    return client.post(address, data=form_of(client.get(address).text, address))


def withdraw(client: FlaskClient, slug: str, reason: str = "Fel version") -> TestResponse:
    page = f"/avtal/{slug}/register"
    return post(client, f"{page}/bort", {"reason": reason}, page=page)


def texts(visitor: FlaskClient, slug: str) -> list[bytes]:
    """What a visitor reads in the documents of an agreement."""
    page = visitor.get(f"/register/{slug}").text
    links = re.findall(r'href="http://localhost(/(?:register/[\w-]+/)?dokument/\d+)"', page)
    return [visitor.get(one).data for one in links]


def test_what_becomes_public_is_shown_first_with_what_does_not(
    negotiator: FlaskClient, client: FlaskClient, agreement: Agreement
) -> None:
    builders.recommendation(agreement, title="Ny bilaga")
    page = negotiator.get(f"/avtal/{agreement.slug}/register").text
    for shown in ("Om hemsjukvård", "Avtalstext", "Ny bilaga", "Publicera i registret"):
        assert shown in page
    left_out = page.split("Det här följer inte med:")[1].split("</ul>")[0]
    assert "Promemoria" in left_out
    assert "internt" in left_out
    assert "X-9" not in page
    assert client.get(f"/register/{agreement.slug}").status_code == 404
    assert publish(negotiator, agreement.slug).status_code == 302
    public = client.get(f"/register/{agreement.slug}").text
    assert "Avtalstext" in public
    for hidden in ("Promemoria", "X-9", "av Anna"):
        assert hidden not in public


def test_a_page_that_was_overtaken_publishes_nothing_and_shows_the_new_one(
    negotiator: FlaskClient, client: FlaskClient, agreement: Agreement
) -> None:
    address = f"/avtal/{agreement.slug}/register"
    seen = form_of(negotiator.get(address).text, address)
    agreement.summary = "Något annat"
    db.session.commit()
    answer = negotiator.post(address, data=seen)
    assert answer.status_code == 409
    assert "Något har ändrats sedan du öppnade sidan" in answer.text
    assert "Något annat" in answer.text
    assert client.get(f"/register/{agreement.slug}").status_code == 404
    assert negotiator.post(address, data=form_of(answer.text, address)).status_code == 302


def test_a_newer_version_is_public_when_it_has_been_looked_at(
    negotiator: FlaskClient, client: FlaskClient, agreement: Agreement
) -> None:
    publish(negotiator, agreement.slug)
    (public, _internal) = agreement.documents
    page = f"/avtal/{agreement.slug}"
    assert "nyare version" not in negotiator.get(page).text
    arrival = Arrival(store.keep(b"%PDF ny", "ny.pdf", PDF), Origin.OURS)
    newer = add_version(public, arrival, builders.person(Role.NEGOTIATOR))
    db.session.commit()
    address = f"/register/{agreement.slug}/dokument/{public.id}"
    assert client.get(address).data == b"%PDF Avtalstext"
    assert client.get(f"/dokument/{newer.id}").status_code == 404
    assert "nyare version" in negotiator.get(page).text
    assert publish(negotiator, agreement.slug).status_code == 302
    answer = client.get(address)
    assert answer.data == b"%PDF ny"
    assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert "avtalstext.pdf" in answer.headers["Content-Disposition"]
    other = builders.agreement("Annat avtal", published=True)
    assert client.get(f"/register/{other.slug}/dokument/{public.id}").status_code == 404
    first = public.versions[0]
    assert client.get(f"/dokument/{first.id}").status_code == 404, "what was replaced is gone"
    assert texts(client, agreement.slug) == [b"%PDF ny"]


def test_a_document_made_public_later_waits_for_the_act_and_a_closed_one_is_gone_at_once(
    negotiator: FlaskClient, client: FlaskClient, agreement: Agreement
) -> None:
    publish(negotiator, agreement.slug)
    public, internal = agreement.documents
    kind = DocumentKind.AGREEMENT
    describe(internal, Description("Promemoria", kind, Openness.PUBLIC), recommended=False)
    db.session.commit()
    assert texts(client, agreement.slug) == [b"%PDF Avtalstext"]
    publish(negotiator, agreement.slug)
    assert len(texts(client, agreement.slug)) == 2
    describe(public, Description("Avtalstext", kind, Openness.OPEN), recommended=False)
    db.session.commit()
    assert texts(client, agreement.slug) == [b"%PDF Promemoria"]
    describe(public, Description("Avtalstext", kind, Openness.PUBLIC), recommended=False)
    db.session.commit()
    assert texts(client, agreement.slug) == [b"%PDF Promemoria"], "it must be published anew"


def test_withdrawing_needs_a_reason_takes_all_away_and_can_be_undone(
    negotiator: FlaskClient, client: FlaskClient, agreement: Agreement
) -> None:
    publish(negotiator, agreement.slug)
    address = f"/register/{agreement.slug}/dokument/{agreement.documents[0].id}"
    answer = withdraw(negotiator, agreement.slug, " ")
    assert answer.status_code == 422
    assert "Skriv varför avtalet tas bort ur registret" in answer.text
    assert client.get(address).status_code == 200
    assert withdraw(negotiator, agreement.slug).status_code == 302
    unknown = client.get("/register/finns-inte")
    for gone in (address, f"/register/{agreement.slug}"):
        found = client.get(gone)
        assert (found.status_code, len(found.data)) == (404, len(unknown.data))
    page = negotiator.get(f"/avtal/{agreement.slug}").text
    assert "Borttaget ur registret: Fel version" in page
    undo = f"/avtal/{agreement.slug}/register/angra?published=yes"
    assert f'action="{undo}"' in page
    post(negotiator, undo, {}, page=f"/avtal/{agreement.slug}")
    assert client.get(address).data == b"%PDF Avtalstext"
    told = db.session.scalars(sa.select(Entry).where(Entry.noun == "agreement")).all()
    assert any("Fel version" in str(one.changes) for one in told)


def test_a_first_publication_can_be_undone_at_once(
    negotiator: FlaskClient, client: FlaskClient, agreement: Agreement
) -> None:
    publish(negotiator, agreement.slug)
    page = f"/avtal/{agreement.slug}"
    undo = f"{page}/register/angra?published=no"
    assert f'action="{undo}"' in negotiator.get(page).text
    post(negotiator, undo, {}, page=page)
    assert client.get(f"/register/{agreement.slug}").status_code == 404
    assert post(negotiator, undo, {}, page=page).status_code == 409, "there is nothing to undo"


def test_what_was_never_looked_at_cannot_be_put_back_and_a_draft_not_be_published(
    negotiator: FlaskClient, client: FlaskClient, agreement: Agreement
) -> None:
    page = f"/avtal/{agreement.slug}"
    undo = f"{page}/register/angra?published=yes"
    assert post(negotiator, undo, {}, page=page).status_code == 409
    draft = builders.agreement("Utkast", stage=Stage.DRAFT)
    assert negotiator.get(f"/avtal/{draft.slug}/register").status_code == 404
    assert "Granska och publicera" not in negotiator.get(f"/avtal/{draft.slug}").text
    post(negotiator, f"/avtal/{draft.slug}/register", {"seen": ""}, page=page)
    agreement.published = draft.published = True
    agreement.stage = Stage.CANCELLED
    db.session.commit()
    for one in (draft, agreement):
        assert client.get(f"/register/{one.slug}").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        '<w:p><w:ins w:id="1" w:author="A"><w:r><w:t>ny</w:t></w:r></w:ins></w:p>',
        '<w:p><w:del w:id="1" w:author="A"><w:r><w:delText>x</w:delText></w:r></w:del></w:p>',
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>dold</w:t></w:r></w:p>",
    ],
    ids=["inserted", "deleted", "hidden"],
)
def test_a_word_file_that_tells_how_it_came_about_is_not_published(
    negotiator: FlaskClient, client: FlaskClient, agreement: Agreement, body: str
) -> None:
    agreement.documents.append(document("Bilaga", Openness.PUBLIC, with_body(body), DOCX))
    db.session.commit()
    page = negotiator.get(f"/avtal/{agreement.slug}/register").text
    assert "Bilaga har kommentarer, spårade ändringar eller dold text" in page
    assert "Publicera i registret</button>" not in page
    assert client.get(f"/register/{agreement.slug}").status_code == 404


def test_a_plain_word_file_has_no_traces() -> None:
    assert not has_traces(word())
