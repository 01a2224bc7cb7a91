"""Several files at once: what passes is kept, and each refusal names its file."""

from __future__ import annotations

import io
from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.blueprints.documents.uploading import MOST_FILES
from nk_avtal.db import db
from nk_avtal.documents.models import Document
from nk_avtal.domain.people import Role
from tests import builders
from tests.documents import samples
from tests.pages import post

SignIn = Callable[[builders.Person], FlaskClient]
KIND = {"kind": "annex", "openness": "internal", "origin": "joint", "title": ""}


def titles() -> list[str]:
    return list(db.session.scalars(sa.select(Document.title).order_by(Document.id)))


def chosen(**files: bytes) -> list[tuple[io.BytesIO, str]]:
    return [(io.BytesIO(content), name.replace("__", ".")) for name, content in files.items()]


def test_each_file_becomes_a_document_and_a_refused_one_stops_no_other(sign_in: SignIn) -> None:
    form = f"/avtal/{builders.agreement().slug}/dokument/nytt"
    browser = sign_in(builders.person(Role.SECRETARY))
    files = chosen(
        Avtal__docx=samples.word(),
        bild__pdf=b"\xff\xd8\xff",
        trasig__docx=b"PK",
        Å__pdf=samples.pdf(),
    )
    answer = post(browser, form, KIND | {"file": files})
    assert answer.status_code == 422
    assert titles() == ["Avtal", "Å"]
    assert "Uppladdat: Avtal.docx, Å.pdf." in answer.text
    assert "bild.pdf: Filen är i formatet JPEG." in answer.text
    assert "trasig.docx: Filen gick inte att öppna." in answer.text
    again = post(browser, form, KIND | {"file": chosen(b__pdf=samples.pdf(2))})
    assert again.status_code == 302
    assert titles() == ["Avtal", "Å", "b"]


def test_a_title_is_that_of_one_document_and_never_of_several(sign_in: SignIn) -> None:
    form = f"/avtal/{builders.agreement().slug}/dokument/nytt"
    browser = sign_in(builders.person(Role.SECRETARY))
    named = KIND | {"title": "Utkast"}
    post(browser, form, named | {"file": chosen(a__pdf=samples.pdf())})
    post(browser, form, named | {"file": chosen(b__pdf=samples.pdf(2), c__pdf=samples.pdf(3))})
    assert titles() == ["Utkast", "b", "c"]


def test_files_that_passed_are_kept_while_the_form_is_corrected(sign_in: SignIn) -> None:
    form = f"/avtal/{builders.agreement().slug}/dokument/nytt"
    browser = sign_in(builders.person(Role.SECRETARY))
    files = chosen(a__docx=samples.word(), b__pdf=samples.pdf())
    answer = post(browser, form, KIND | {"file": files, "openness": ""})
    assert answer.status_code == 422
    assert titles() == []
    tokens = [part.partition('"')[0] for part in answer.text.split('name="file_kept" value="')[1:]]
    assert len(tokens) == 2
    assert post(browser, form, KIND | {"file_kept": tokens}).status_code == 302
    assert titles() == ["a", "b"]
    many = [(io.BytesIO(b"x"), f"{number}.pdf") for number in range(MOST_FILES + 1)]
    refused = post(browser, form, KIND | {"file": many})
    assert "Välj högst 20 filer åt gången" in refused.text


def test_many_together_may_be_larger_than_other_forms(app: Flask, sign_in: SignIn) -> None:
    version = builders.document_version(builders.agreement("Annat"))
    browser = sign_in(builders.person(Role.SECRETARY))
    app.config["MAX_CONTENT_LENGTH"] = 1000
    several = KIND | {"file": chosen(a__txt=b"hej" * 1000, b__txt=b"hej" * 1000)}
    answer = post(browser, "/avtal/annat/dokument/nytt", several)
    assert answer.status_code == 422
    assert "b.txt: Filen är i formatet TXT" in answer.text
    other = f"/avtal/annat/dokument/{version.document_id}/version"
    one = {"origin": "ours", "file": (io.BytesIO(b"hej" * 1000), "a.pdf")}
    assert post(browser, other, one).status_code == 413
