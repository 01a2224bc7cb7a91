"""What a manager sees first: what is next, in order of days, who is late, and which mails come."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.domain.mail_choices import MailChoice
from nk_avtal.domain.people import Role
from tests import builders
from tests.statements import counted

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def manager(app: Flask) -> builders.Person:
    return builders.person(Role.MANAGER)


def text_of(page: str) -> str:
    """What the page says, without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_deadlines_and_reply_days_stand_in_order_of_days(
    manager: builders.Person, sign_in: SignIn
) -> None:
    owner = builders.agreement(manager_id=manager.id)
    builders.agreement(
        "Prislista 2026", end_on=date(2026, 12, 1), notice_period="", following_term=""
    )
    builders.recommendation(owner, title="Bilaga 3", reply_by=date(2026, 12, 15))
    page = text_of(sign_in(manager).get("/").text)
    wanted = [
        "Prislista 2026 upphör Förlängs inte av sig självt 1 dec",
        "Kommunernas svar om Bilaga 3 0 av 14 har antagit 15 dec",
        "Sista dag att säga upp Läkarmedverkan i kommunal hälso- och sjukvård Förlängs till 31"
        " december 2029 31 dec",
    ]
    places = [page.find(words) for words in wanted]
    assert -1 not in places
    assert places == sorted(places)


def test_the_late_are_counted_by_municipality(manager: builders.Person, sign_in: SignIn) -> None:
    for number, without in enumerate(("Pajala", "Haparanda"), start=1):
        sent = builders.recommendation(
            builders.agreement(f"Avtal {number}"),
            title=f"Bilaga {number}",
            reply_by=date(2026, 11, 1),
        )
        for town in builders.members():
            if town.name not in ("Pajala", without):
                builders.decision(sent, town.name)
    assert "2 i Pajala och 1 i Haparanda" in text_of(sign_in(manager).get("/").text)


def test_the_next_mails_are_told_with_whom_else_they_go_to(
    manager: builders.Person, sign_in: SignIn
) -> None:
    other = builders.person(Role.NEGOTIATOR)
    builders.agreement(manager_id=manager.id, responsible_id=other.id)
    page = text_of(sign_in(manager).get("/").text)
    assert "1 december 2026, 30 dagar före Dig och en till" in page
    assert "Veckobrev Måndagar kl. 7 Dig" in page
    manager.mail_choice = MailChoice.AT_ONCE
    assert "Måndagar kl. 7" not in sign_in(manager).get("/").text


def test_the_page_takes_the_same_number_of_statements_however_much_there_is(
    manager: builders.Person, sign_in: SignIn
) -> None:
    browser = sign_in(manager)
    builders.recommendation(builders.agreement(manager_id=manager.id))
    browser.get("/")
    with counted() as few:
        browser.get("/")
    for number in range(3):
        more = builders.agreement(f"Avtal {number}", manager_id=manager.id)
        builders.recommendation(more, title=f"Bilaga {number}")
    with counted() as many:
        browser.get("/")
    assert len(many) == len(few)
