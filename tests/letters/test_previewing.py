"""Seeing a template before it is used, and using it from a day."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.given_notices import Giver, Reach
from nk_avtal.domain.letters import LetterKind
from nk_avtal.domain.people import Role
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewal_decisions import Answer
from nk_avtal.letters import queries
from tests import builders
from tests.letters import test_agreed
from tests.letters.test_pages import TEMPLATE, saying, text_of
from tests.pages import csrf_of

SignIn = Callable[..., FlaskClient]
KIND = LetterKind.OFFICIAL_LETTER
PREVIEW = f"{TEMPLATE}/forhandsgranska"
TOMORROW = "25 november 2026"


@pytest.fixture
def secretary(sign_in: SignIn) -> FlaskClient:
    builders.recommendation()
    return sign_in(builders.person(Role.SECRETARY))


def upload(browser: FlaskClient, content: bytes, used_from: str = "") -> str:
    data = {
        "csrf_token": csrf_of(browser, TEMPLATE),
        "template": (io.BytesIO(content), "mall.docx"),
        "used_from": used_from,
    }
    answer = browser.post(TEMPLATE, data=data)
    return answer.text if answer.status_code == 422 else browser.get(TEMPLATE).text


@pytest.mark.parametrize("kind", LetterKind)
def test_every_kind_is_seen_with_an_example(secretary: FlaskClient, kind: LetterKind) -> None:
    for sample in ("example", "longest", "emptiest"):
        page = secretary.get(f"/dokumentmallar/{kind.value}/forhandsgranska?uppgifter={sample}")
        assert page.status_code == 200
        assert '<div class="dokumenttext">' in page.text


def test_a_real_recommendation_fills_the_preview(secretary: FlaskClient) -> None:
    slug = "lakarmedverkan-ny-bilaga-2-om-jourtid"
    chosen = f"?uppgifter={slug}&kommun=boden&version=0"
    assert "Bodens kommuns beslut" in secretary.get(PREVIEW + chosen).text
    assert "Bodens kommuns beslut" in text_of(secretary.get(f"{PREVIEW}.docx{chosen}").data)
    for kind in (LetterKind.RECOMMENDATION, LetterKind.DECISION_BASIS):
        page = secretary.get(f"/dokumentmallar/{kind.value}/forhandsgranska{chosen}").text
        assert "Läkarmedverkan på jourtid" in page
    assert secretary.get(f"{PREVIEW}?uppgifter=finns-inte").status_code == 404
    assert secretary.get(f"{PREVIEW}?version=7").status_code == 404


def test_all_that_is_recorded_can_fill_its_kind_for_whoever_may_read_it(
    app: Flask, sign_in: SignIn
) -> None:
    secretary = sign_in(builders.person(Role.SECRETARY))
    decision = builders.decision(builders.recommendation(), "Piteå")
    agreement = builders.agreement("Skolskjuts", stage=Stage.DRAFT)
    prolonged = test_agreed.decided(agreement, DeadlineKind.NOTICE, Answer.PROLONG).split("/")[-2]
    given = test_agreed.given(agreement, Giver.ASSOCIATION, Reach.WHOLE)
    preview = "/dokumentmallar/{}/forhandsgranska?uppgifter={}&kommun=pitea&version=0"
    for kind, key, told in (
        (LetterKind.EXCERPT, decision.id, "Piteå"),
        (LetterKind.AGREEMENT_DRAFT, agreement.slug, "Skolskjuts"),
        (LetterKind.PROLONGATION, prolonged, "Skolskjuts"),
        (LetterKind.NOTICE, given.id, "Skolskjuts"),
        (LetterKind.NOTICE_CONFIRMATION, given.id, "Skolskjuts"),
        (LetterKind.COOPERATION_REPORT, 2026, "Piteå kommuns avtalssamverkan 2026"),
    ):
        page = secretary.get(preview.format(kind.value, key))
        assert page.status_code == 200, kind
        assert told in page.text.split('class="dokumenttext"')[1], kind
    admin = sign_in(builders.person(Role.ADMIN))
    for kind, key in ((LetterKind.AGREEMENT_DRAFT, agreement.slug), (LetterKind.NOTICE, given.id)):
        page = admin.get(f"/dokumentmallar/{kind.value}/forhandsgranska")
        assert "Skolskjuts" not in page.text
        assert admin.get(preview.format(kind.value, key)).status_code == 404


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_the_pages_can_be_read_as_a_pdf(secretary: FlaskClient) -> None:
    answer = secretary.get(f"{PREVIEW}.pdf?version=0")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "Förslag till beslut" in PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()


def test_a_wording_waits_for_its_day(secretary: FlaskClient) -> None:
    upload(secretary, saying("Nu {{ kommun.namn }}"))
    page = upload(secretary, saying("Sedan {{ kommun.namn }}"), TOMORROW)
    assert f"Mallen används från {TOMORROW}" in page
    assert "Väntar" in page
    today, tomorrow = builders.TODAY, builders.TODAY.replace(day=25)
    used = [queries.in_use(KIND, day) for day in (today, tomorrow)]
    assert [one and one.number for one in used] == [1, 2]
    assert text_of(secretary.get(f"{TEMPLATE}/mall.docx").data) == "Nu {{ kommun.namn }}"


@pytest.mark.parametrize("day", ["2026-11-23", "32 maj", "sedan"])
def test_a_day_that_cannot_be_is_explained_and_nothing_is_kept(
    secretary: FlaskClient, day: str
) -> None:
    page = upload(secretary, saying("Hej"), day)
    assert f'value="{day}"' in page
    assert 'class="falt falt--fel"' in page
    assert queries.versions(KIND) == []
