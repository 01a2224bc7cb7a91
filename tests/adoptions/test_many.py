"""One meeting, many decisions (ux 8)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.adoptions.models import Decision
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.people import Role
from nk_avtal.recommendations.models import Recommendation
from tests import builders
from tests.pages import csrf_of, hidden_fields, post

ADDRESS = "/kommuner/pitea/beslut"
SignIn = Callable[..., FlaskClient]


@pytest.fixture
def three(app: Flask) -> list[Recommendation]:
    first = builders.recommendation()
    more = [
        builders.recommendation(first.agreement, title=f"Fråga {n}", slug=f"fraga-{n}")
        for n in (2, 3)
    ]
    return [first, *more]


@pytest.fixture
def clerk(three: list[Recommendation], sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.CLERK, "Piteå"))


def told(of: Recommendation, paragraph: str, outcome: str) -> dict[str, str]:
    number = builders.addressee(of, "Piteå").id
    return {f"paragraph_{number}": paragraph, f"outcome_{number}": outcome}


def decisions() -> list[Decision]:
    return list(db.session.scalars(sa.select(Decision).order_by(Decision.paragraph)))


SHARED = {"body": "council", "decided_on": "16 november"}


def test_several_matters_get_their_decisions_from_one_meeting(
    clerk: FlaskClient, three: list[Recommendation]
) -> None:
    answer = post(
        clerk,
        ADDRESS,
        SHARED | told(three[0], "142", "adopted") | told(three[1], "143", "declined"),
    )
    assert answer.status_code == 302
    assert [(one.paragraph, one.outcome) for one in decisions()] == [
        ("142", Outcome.ADOPTED),
        ("143", Outcome.DECLINED),
    ]
    assert "2 beslut är registrerade." in clerk.get(answer.location).text


def test_the_day_of_the_meeting_comes_with_the_address(clerk: FlaskClient) -> None:
    assert 'value="2026-11-16"' in clerk.get(f"{ADDRESS}?mote=2026-11-16").text


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (("142", "adopted"), ("", "adopted"), "Skriv paragrafens nummer"),
        (("142", "adopted"), ("143", ""), "Välj vad beslutet blev"),
        (("142", "adopted"), ("§ 142", "declined"), "Samma paragraf står på en annan rad"),
        (("", ""), ("", ""), "Skriv paragraf och beslut för minst en fråga"),
    ],
)
def test_one_wrong_row_saves_none_and_keeps_what_was_typed(
    clerk: FlaskClient,
    three: list[Recommendation],
    first: tuple[str, str],
    second: tuple[str, str],
    words: str,
) -> None:
    answer = post(clerk, ADDRESS, SHARED | told(three[0], *first) | told(three[1], *second))
    assert answer.status_code == 422
    assert words in answer.text
    assert first[0] in answer.text
    assert decisions() == []


def test_a_meeting_ahead_of_today_is_refused(
    clerk: FlaskClient, three: list[Recommendation]
) -> None:
    ahead = {"body": "council", "decided_on": "16 december 2026"}
    answer = post(clerk, ADDRESS, ahead | told(three[0], "142", "adopted"))
    assert answer.status_code == 422
    assert "Datumet har inte varit än" in answer.text
    assert decisions() == []


def test_another_municipalitys_matter_is_not_reached_by_its_number(
    clerk: FlaskClient, three: list[Recommendation]
) -> None:
    number = builders.addressee(three[0], "Kalix").id
    other = {f"paragraph_{number}": "142", f"outcome_{number}": "adopted"}
    assert post(clerk, ADDRESS, SHARED | other).status_code == 422
    assert decisions() == []


def test_a_settled_matter_is_not_among_the_rows(
    clerk: FlaskClient, three: list[Recommendation]
) -> None:
    builders.decision(three[1], "Piteå")
    db.session.commit()
    page = clerk.get(ADDRESS).text
    assert "Fråga 3" in page
    assert "<legend>Fråga 2</legend>" not in page


def test_what_somebody_else_has_recorded_meanwhile_is_told_and_nothing_is_saved(
    clerk: FlaskClient, three: list[Recommendation]
) -> None:
    token = csrf_of(clerk, ADDRESS)
    rows = told(three[0], "142", "adopted") | told(three[1], "143", "referred_back")
    form = SHARED | rows | told(three[2], "144", "adopted") | {"csrf_token": token}
    builders.decision(three[0], "Piteå", paragraph="7")
    builders.decision(three[1], "Piteå", paragraph="8", outcome=Outcome.REFERRED_BACK)
    answer = clerk.post(ADDRESS, data=form)
    assert answer.status_code == 422
    assert f"Någon annan har redan registrerat {three[0].title}." in answer.text
    assert "Fråga 2: Någon annan har registrerat ett beslut här." in answer.text
    assert 'value="144"' in answer.text
    assert [one.paragraph for one in decisions()] == ["7", "8"]
    again = SHARED | told(three[1], "143", "adopted") | told(three[2], "144", "adopted")
    assert clerk.post(ADDRESS, data=dict(hidden_fields(answer.text)) | again).status_code == 302
    assert [one.paragraph for one in decisions()] == ["143", "144", "7", "8"]
