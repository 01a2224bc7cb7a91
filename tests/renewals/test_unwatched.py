"""An agreement without any day to watch says so until somebody gives it one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.reckoning import is_unwatched
from nk_avtal.db import db
from nk_avtal.domain.agreements import Precision, Stage
from nk_avtal.domain.people import Role
from tests import builders
from tests.statements import counted

SignIn = Callable[..., FlaskClient]
WORDS = "Saknar bevakning"
VAGUE = {"end_on": None, "following_term": None, "notice_period": None}


@pytest.fixture
def vague(app: Flask) -> Agreement:
    return builders.agreement("Okänt", end_precision=Precision.UNKNOWN, **VAGUE)


@pytest.mark.parametrize(
    ("terms", "unwatched"),
    [
        ({}, False),
        (VAGUE | {"end_precision": Precision.UNKNOWN}, True),
        (VAGUE | {"end_precision": Precision.OPEN_ENDED}, True),
        (VAGUE | {"end_precision": Precision.OPEN_ENDED, "notice_period": "6m"}, True),
        (VAGUE | {"end_precision": Precision.UNKNOWN, "review_on": date(2027, 3, 1)}, False),
        (VAGUE | {"end_precision": Precision.UNKNOWN, "stage": Stage.DRAFT}, False),
        (VAGUE | {"end_precision": Precision.UNKNOWN, "stage": Stage.TERMINATED}, False),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_binds_without_end_notice_or_review_is_unwatched(
    app: Flask, terms: dict[str, object], unwatched: bool
) -> None:
    assert is_unwatched(builders.agreement(**terms), builders.TODAY) is unwatched


def test_the_list_the_page_and_the_managers_start_page_say_so_until_there_is_a_day(
    vague: Agreement, sign_in: SignIn
) -> None:
    builders.agreement("Känt")
    browser = sign_in(builders.person(Role.MANAGER))
    narrowed = browser.get("/avtal?bevakning=saknar").text
    assert "Okänt" in narrowed
    assert "Känt" not in narrowed.partition("<tbody")[2]
    for page in ("/", f"/avtal/{vague.slug}"):
        assert WORDS in browser.get(page).text, page
    assert browser.get("/avtal").text.count(WORDS) == 2, "the choice, and one of the two rows"
    vague.review_on = date(2027, 3, 1)
    db.session.commit()
    for page in ("/", f"/avtal/{vague.slug}"):
        assert WORDS not in browser.get(page).text, page
    assert "Inga avtal med de valen." in browser.get("/avtal?bevakning=saknar").text


def test_a_municipality_is_not_told(vague: Agreement, sign_in: SignIn) -> None:
    builders.agreement("Känt")
    browser = sign_in(builders.person(Role.CLERK))
    for page in ("/avtal", f"/avtal/{vague.slug}"):
        assert WORDS not in browser.get(page).text
    assert "Känt" in browser.get("/avtal?bevakning=saknar").text, "the choice is not theirs"


def test_the_pages_take_as_many_statements_with_ten_as_with_one(
    vague: Agreement, sign_in: SignIn
) -> None:
    browser = sign_in(builders.person(Role.MANAGER))

    def statements() -> list[int]:
        numbers = []
        for page in ("/", "/avtal", "/avtal?bevakning=saknar"):
            browser.get(page)
            with counted() as run:
                browser.get(page)
            numbers.append(len(run))
        return numbers

    few = statements()
    for number in range(9):
        builders.agreement(f"Okänt {number}", end_precision=Precision.UNKNOWN, **VAGUE)
    assert statements() == few
