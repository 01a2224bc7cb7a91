"""Whoever reads English gets pages, files and mail in English."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.outbox.models import Message
from nk_avtal.reminders.running import run
from tests import builders
from tests.pages import post

SignIn = Callable[..., FlaskClient]


def reader_of_english(role: Role) -> builders.Person:
    person = builders.person(role)
    person.language = "en"
    db.session.commit()
    return person


@pytest.mark.parametrize(
    ("address", "sheet", "column"),
    [
        ("/avtal.xlsx", "Agreements", "Responsible"),
        ("/fornyelser.xlsx", "Deadlines", "Decision"),
        ("/rekommendationer/avtalsmatris.xlsx", "Adoption matrix", "Area"),
    ],
)
def test_a_spreadsheet_has_english_headings(
    app: Flask, sign_in: SignIn, address: str, sheet: str, column: str
) -> None:
    builders.recommendation()
    answer = sign_in(reader_of_english(Role.MANAGER)).get(address)
    found = openpyxl.load_workbook(BytesIO(answer.data)).active
    assert found
    assert found.title == sheet
    assert column in next(iter(found.values))


def test_the_fields_of_a_template_are_explained(app: Flask, sign_in: SignIn) -> None:
    page = sign_in(reader_of_english(Role.MANAGER)).get("/dokumentmallar/official_letter").text
    assert "The name of the municipality" in page
    assert "kommun.namn" in page


def test_a_receipt_and_a_reminder_come_in_the_language_of_the_account(
    app: Flask, sign_in: SignIn
) -> None:
    clerk, manager = reader_of_english(Role.CLERK), reader_of_english(Role.MANAGER)
    other = builders.person(Role.MANAGER)
    owner = builders.agreement(manager_id=manager.id, responsible_id=other.id)
    sent = builders.recommendation(owner)
    form = {"body": "council", "decided_on": "2026-11-16", "paragraph": "1", "outcome": "adopted"}
    post(sign_in(clerk), f"/kommuner/pitea/beslut/{sent.slug}", form)
    run(date(2026, 12, 1))
    wanted = sa.select(Message.recipient, Message.text).where(
        Message.kind.in_(("receipt", "reminder-notice"))
    )
    texts = dict(db.session.execute(wanted).all())
    assert "You get this mail because you are municipal clerk for" in texts[clerk.email]
    assert "1 of 14 have adopted" in texts[clerk.email]
    assert (
        "If nothing is done, the agreement is prolonged to 31 December 2029" in texts[manager.email]
    )
    assert "Om inget görs förlängs avtalet till 31 december 2029" in texts[other.email]
