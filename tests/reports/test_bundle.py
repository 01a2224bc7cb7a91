"""Everything about an agreement as a zip: only what the reader may see, under safe names."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.models import Openness
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.file_names import LONGEST, Names, safe_name
from nk_avtal.domain.people import Role
from tests import builders

SignIn = Callable[..., FlaskClient]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bilaga 2", "Bilaga 2.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ('a<b>:"c"|d?*\\e', "a b c d e.pdf"),
        ("CON", "_CON.pdf"),
        (" . ", "_.pdf"),
        ("Överenskommelse\r\n om\u2028vård", "Överenskommelse om vård.pdf"),
    ],
)
def test_a_name_is_safe_wherever_it_is_unpacked(text: str, name: str) -> None:
    assert safe_name(text, ".pdf") == name


@given(st.lists(st.text(max_size=300), max_size=5))
def test_no_two_files_have_the_same_name(texts: list[str]) -> None:
    names = Names()
    found = [names.of("Brev", text, ".docx") for text in [*texts, *texts]]
    assert len({one.casefold() for one in found}) == len(found)
    for one in found:
        assert one.startswith("Brev/")
        assert "/" not in one[5:]
        assert len(one) <= LONGEST + len("Brev/")


def unpacked(browser: FlaskClient, slug: str) -> zipfile.ZipFile:
    answer = browser.get(f"/avtal/{slug}/allt.zip")
    assert answer.status_code == 200
    assert f"{slug}.zip" in answer.headers["Content-Disposition"]
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    return archive


def test_everybody_gets_what_they_may_read(app: Flask, sign_in: SignIn) -> None:
    agreement = builders.agreement("Hemsjukvård")
    open_one = builders.document_version(agreement, "Avtal/2024")
    secret = builders.document_version(agreement, "Intern anteckning")
    for one in (open_one, secret):
        one.file = store.keep(one.document.title.encode(), "avtal.pdf", "application/pdf")
    open_one.document.openness, secret.document.openness = Openness.OPEN, Openness.INTERNAL
    sent = builders.recommendation(agreement, title="Hemsjukvård")
    builders.decision(sent, "Piteå", paragraph="31")
    builders.consultation(agreement, title="Remiss om hemsjukvård")
    db.session.commit()
    inside = unpacked(sign_in(builders.person(Role.MANAGER)), agreement.slug).namelist()
    clerk = unpacked(sign_in(builders.person(Role.CLERK, "Piteå")), agreement.slug)
    assert {one for one in inside if "Intern anteckning" in one}
    assert "Historik.xlsx" in inside
    assert not [one for one in clerk.namelist() if "Intern" in one or "Historik" in one]
    assert [one for one in clerk.namelist() if one.startswith("Dokument/Avtal 2024, version 1")]
    book = openpyxl.load_workbook(io.BytesIO(clerk.read("Beslut.xlsx")))
    rows = list(book["Hemsjukvård"].values)
    assert any(row[0] == "Piteå kommun" and row[4] == "31" for row in rows)


def test_a_hidden_agreement_has_no_zip(app: Flask, sign_in: SignIn) -> None:
    agreement = builders.agreement("Förhandlas", stage=Stage.NEGOTIATION)
    clerk = sign_in(builders.person(Role.CLERK, "Piteå"))
    assert clerk.get(f"/avtal/{agreement.slug}/allt.zip").status_code == 404


def test_a_file_that_is_gone_is_named_beside_the_others(app: Flask, sign_in: SignIn) -> None:
    agreement = builders.agreement("Hemsjukvård")
    builders.document_version(agreement, "Bilaga")  # its bytes are not in the store
    archive = unpacked(sign_in(builders.person(Role.MANAGER)), agreement.slug)
    assert "Dokument/Bilaga, version 1" in archive.read("Filer som saknas.txt").decode("utf-8-sig")
