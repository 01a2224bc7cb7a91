"""The pages of deadlines and reminders: what is shown, settled, taken back and refused."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import Agreement
from nk_avtal.domain.people import Role
from tests import builders
from tests.statements import counted

SignIn = Callable[..., FlaskClient]
DEADLINE = {"kind": "notice", "day": "2026-12-31"}


@pytest.fixture
def manager(app: Flask) -> builders.Person:
    return builders.person(Role.MANAGER, email="chef@example.org", name="Avdelningschefen")


@pytest.fixture
def agreement(manager: builders.Person) -> Agreement:
    return builders.agreement(manager_id=manager.id, responsible_id=manager.id)


def test_a_deadline_is_shown_with_what_happens_otherwise_and_how_it_was_reckoned(
    agreement: Agreement, manager: builders.Person, sign_in: SignIn
) -> None:
    page = sign_in(manager).get("/fornyelser").text
    for words in ("31 december 2026", "om 37 dagar", "Säg upp eller låt förlängas"):
        assert words in page
    assert "örlängs till 31 december 2029" in page
    assert "Visa uträkningen" in page
    assert f'id="{agreement.slug}"' in page, "the link of the mail leads to the row"


def test_the_page_says_so_when_there_are_none(manager: builders.Person, sign_in: SignIn) -> None:
    assert "Inga kommande frister." in sign_in(manager).get("/fornyelser").text


def test_excel_holds_what_the_page_shows(
    agreement: Agreement, manager: builders.Person, sign_in: SignIn
) -> None:
    answer = sign_in(manager).get("/fornyelser.xlsx")
    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    assert sheet
    head, row = list(sheet.values)[-2:]
    assert head[:2] == ("Senast", "Avtal")
    assert agreement.title in row
    assert "Avdelningschefen" in row


def test_the_page_takes_the_same_number_of_statements_however_much_there_is(
    agreement: Agreement, manager: builders.Person, sign_in: SignIn
) -> None:
    browser = sign_in(manager)
    browser.get("/fornyelser")
    with counted() as few:
        browser.get("/fornyelser")
    for number in range(4):
        builders.agreement(f"Avtal {number}", responsible_id=manager.id)
    with counted() as many:
        browser.get("/fornyelser")
    assert len(many) == len(few)
