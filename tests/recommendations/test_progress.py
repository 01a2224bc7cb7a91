"""The follow-up page: how decisions come in, and how long they usually take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.adoptions.times import times
from nk_avtal.blueprints.recommendations.progress import HEIGHT, WIDTH, curve_of
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.people import Role
from tests import builders, statements

SignIn = Callable[..., FlaskClient]


def test_the_page_says_it_in_a_sentence_beside_the_curve(app: Flask, sign_in: SignIn) -> None:
    sent = builders.recommendation()
    builders.decision(sent, "Piteå", decided_on=date(2026, 11, 2))
    builders.decision(sent, "Kalix", decided_on=date(2026, 11, 9), outcome=Outcome.DECLINED)
    builders.decision(sent, "Kiruna", outcome=Outcome.REFERRED_BACK)
    builders.addressee(sent, "Luleå").planned_on = date(2026, 12, 14)
    db.session.commit()
    page = sign_in(builders.person(Role.MANAGER)).get(f"/rekommendationer/{sent.slug}/uppfoljning")
    assert (
        "2 av 14 har beslutat, 1 har planerat, 1 har skjutit upp ärendet, 10 har inte svarat."
        in page.text
    )
    assert "kurva__linje" in page.text


def test_only_what_settles_a_matter_is_timed(app: Flask) -> None:
    sent = builders.recommendation()
    builders.decision(sent, "Piteå", decided_on=date(2026, 11, 2))
    builders.decision(sent, "Kalix", outcome=Outcome.TABLED)
    found = times(builders.TODAY)
    assert set(found.by_municipality) == {builders.municipality("Piteå").id}
    assert found.overall is not None
    assert found.overall.count == 1


def test_nothing_decided_is_said(app: Flask, sign_in: SignIn) -> None:
    sent = builders.recommendation()
    db.session.commit()
    page = sign_in(builders.person(Role.READER)).get(f"/rekommendationer/{sent.slug}/uppfoljning")
    assert "Ingen kommun har beslutat än" in page.text


def test_the_line_goes_from_none_to_all_within_its_field() -> None:
    sent_on, today = date(2026, 10, 1), date(2026, 10, 11)
    line = curve_of(sent_on, date(2026, 10, 21), [date(2026, 10, 6), today], 2, today)
    assert line.path == f"M0 {HEIGHT}.0H{WIDTH / 4}V{HEIGHT / 2}H{WIDTH / 2}V0.0"
    assert line.reply_at == WIDTH


def test_the_page_takes_a_fixed_number_of_statements(app: Flask, sign_in: SignIn) -> None:
    sent = builders.recommendation()
    client = sign_in(builders.person(Role.MANAGER))
    address = f"/rekommendationer/{sent.slug}/uppfoljning"
    with statements.counted() as few:
        assert client.get(address).status_code == 200
    for number in range(4):
        other = builders.recommendation(sent.agreement, title=f"F {number}", slug=f"f-{number}")
        builders.decision(other, "Piteå")
        builders.decision(sent, ("Boden", "Kalix", "Luleå", "Pajala")[number])
    db.session.commit()
    with statements.counted() as many:
        assert client.get(address).status_code == 200
    assert len(many) == len(few)
