"""Which version is the agreed or signed one, and what becomes of what was laid aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.documents import actions, binning, store
from nk_avtal.documents.actions import Arrival
from nk_avtal.documents.models import Document, DocumentVersion, Mark, Origin, StoredFile
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.letters import LetterKind
from nk_avtal.domain.people import Role
from nk_avtal.history.models import Entry
from nk_avtal.letters import records
from nk_avtal.letters.records import Made
from tests import builders
from tests.pages import post

SignIn = Callable[[builders.Person], FlaskClient]
PDF = "application/pdf"


def document_of(*contents: bytes, title: str = "Bilaga 2") -> Document:
    agreement = builders.agreement(title)
    by = builders.person(Role.SECRETARY, f"{title.lower().replace(' ', '-')}@nk.example")
    document = Document(
        agreement_id=agreement.id, title=title, kind="annex", openness="open", versions=[]
    )
    db.session.add(document)
    for content in contents:
        file = store.keep(content, "bilaga.pdf", PDF)
        actions.add_version(document, Arrival(file, Origin.OURS), by)
    db.session.commit()
    return document


def bytes_of(document: Document) -> list[bool]:
    return [store.has(version.file.sha256) for version in document.versions]


def test_a_mark_moves_is_taken_back_and_keeps_the_document_from_the_bin(sign_in: SignIn) -> None:
    document = document_of(b"ett", b"tva")
    browser = sign_in(builders.person(Role.NEGOTIATOR))
    index = "/avtal/bilaga-2/dokument"
    address = f"{index}/{document.id}/marke"

    def page_after(**said: str) -> str:
        assert post(browser, address, said, page=index).status_code == 302
        db.session.expire_all()
        return browser.get(index).text

    def marked() -> list[tuple[Mark, int]]:
        return sorted((one.mark, one.version.number) for one in document.marks)

    assert "Version 1 av Bilaga 2 är märkt som undertecknad" in page_after(
        mark="signed", number="1"
    )
    page = page_after(mark="signed", number="2")
    page_after(mark="agreed", number="1")
    assert marked() == [(Mark.AGREED, 1), (Mark.SIGNED, 2)]
    undo = page.partition('class="not not--ja')[2].partition('action="')[2].partition('"')[0]
    post(browser, undo.replace("&amp;", "&"), {}, page=index)
    db.session.expire_all()
    assert marked() == [(Mark.AGREED, 1), (Mark.SIGNED, 1)]
    with pytest.raises(RuleBroken, match="Ta bort märket först"):
        actions.lay_aside(document, recommended=False)
    page_after(mark="agreed", number="")
    page_after(mark="signed", number="")
    assert marked() == []
    for wrong in ({"mark": "signed", "number": "9"}, {"mark": "x", "number": "1"}):
        assert post(browser, address, wrong, page=index).status_code == 400
    told = browser.get("/avtal/bilaga-2/historik").text
    assert "märket på en version av dokumentet: undertecknad" in told


def test_the_bin_is_emptied_after_thirty_days_with_a_trace_in_the_history(app: Flask) -> None:
    document = document_of(b"ett", b"tva")
    checksum = document.versions[0].file.sha256
    actions.lay_aside(document, recommended=False)
    db.session.commit()
    now = clock.now()
    assert binning.empty(now + timedelta(days=29)) == 0
    assert bytes_of(document) == [True, True]
    actions.put_back(document)
    db.session.commit()
    assert binning.empty(now + timedelta(days=31)) == 0
    actions.lay_aside(document, recommended=False)
    db.session.commit()
    assert binning.empty(now + timedelta(days=31)) == 1
    assert [db.session.scalar(sa.select(sa.func.count(kind.id))) for kind in _KINDS] == [0, 0, 0]
    assert not store.has(checksum)
    traces = db.session.scalars(sa.select(Entry).where(Entry.event == "deleted")).all()
    assert sorted(one.noun for one in traces) == (
        ["document"] + ["document_version"] * 2 + ["stored_file"] * 2
    )
    assert binning.empty(now + timedelta(days=31)) == 0


_KINDS = (Document, DocumentVersion, StoredFile)


def test_bytes_that_somebody_else_has_and_what_is_recommended_stay(app: Flask) -> None:
    document, other = document_of(b"ett", b"delad"), document_of(b"delad", title="Annat")
    recommendation = builders.recommendation()
    kept = recommendation.document_version.document
    for one in (document, kept):
        one.trashed_at = clock.now()
    db.session.commit()
    lone = document.versions[0].file.sha256
    assert binning.empty(clock.now() + timedelta(days=31)) == 1
    assert not store.has(lone)
    assert bytes_of(other) == [True]
    assert db.session.get(Document, kept.id) is not None


def test_bytes_of_a_template_that_documents_were_made_of_stay(app: Flask) -> None:
    document = document_of(b"mall")
    made = Made("Missiv.docx", LetterKind.COVER_LETTER, b"mall", {})
    records.keep([made], None)
    document.trashed_at = clock.now()
    db.session.commit()
    checksum = document.versions[0].file.sha256
    assert binning.empty(clock.now() + timedelta(days=31)) == 1
    assert store.read_bytes(checksum) == b"mall"


def test_while_a_file_arrives_no_bytes_are_removed(app: Flask) -> None:
    if db.engine.dialect.name != "postgresql":
        return  # on SQLite whoever writes is alone
    document = document_of(b"ett")
    document.trashed_at = clock.now()
    db.session.commit()
    later = clock.now() + timedelta(days=31)
    with app.app_context():
        store.keep(b"ett", "igen.pdf", PDF)
        with app.app_context():
            assert binning.empty(later) == 0
        db.session.commit()
    assert binning.empty(later) == 1
    assert store.read(db.session.scalars(sa.select(StoredFile)).one()) == b"ett"
