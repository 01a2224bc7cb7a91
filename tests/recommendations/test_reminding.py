"""Several recommendations at once: reminding late municipalities, moving the reply day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.municipalities.models import Contact, ContactKind
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.recommendations.models import Recommendation
from tests import builders

SignIn = Callable[[builders.Person], FlaskClient]


@pytest.fixture
def manager(app: Flask, sign_in: SignIn) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    return sign_in(builders.person(Role.MANAGER))


@pytest.fixture(autouse=True)
def two_late_ones(app: Flask) -> None:
    """Pajala is late with both, Haparanda with one; all others have adopted."""
    owner = builders.agreement()
    for slug, late in (("larm", ("Haparanda", "Pajala")), ("vard", ("Pajala",))):
        sent = builders.recommendation(owner, slug=slug, title=slug, reply_by=date(2026, 10, 31))
        for one in builders.members():
            if one.name not in late:
                builders.decision(sent, one.name)
    for name in ("Haparanda", "Pajala"):
        town = builders.municipality(name)
        db.session.add(
            Contact(
                municipality_id=town.id,
                kind=ContactKind.RECOMMENDATIONS,
                email=f"registrator@{town.slug}.example.org",
            )
        )
    db.session.commit()


def mails() -> list[Message]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Message).order_by(Message.id)))


def chosen(*names: str) -> dict[str, list[str]]:
    return {"municipalities": [str(builders.municipality(name).id) for name in names]}


def test_the_preview_names_who_is_late_and_each_gets_one_mail(manager: FlaskClient) -> None:
    page = manager.get("/rekommendationer/paminn?rek=larm&rek=vard").text
    assert "Skicka till 2 kommuner" in page
    assert page.count(" checked") == 2
    assert "larm och vard" in page
    manager.post(
        "/rekommendationer/paminn",
        data={"rek": ["larm", "vard"]} | chosen("Haparanda", "Pajala"),
    )
    assert [mail.recipient for mail in mails()] == [
        "registrator@haparanda.example.org",
        "registrator@pajala.example.org",
    ]
    assert "vard, svar senast 31 oktober 2026" in mails()[1].text


def test_sending_twice_sends_once_and_the_next_time_it_is_unticked(manager: FlaskClient) -> None:
    for _ in range(2):
        manager.post("/rekommendationer/paminn", data=chosen("Pajala"))
    assert len(mails()) == 1
    page = manager.get("/rekommendationer/paminn").text
    assert page.count(" checked") == 1
    assert "Påmind" in page
    assert "Påmind" in manager.get("/rekommendationer/larm").text


def test_it_is_stopped_in_one_click_and_then_counts_as_not_done(manager: FlaskClient) -> None:
    manager.post("/rekommendationer/paminn", data=chosen("Pajala"))
    manager.post(f"/rekommendationer/paminn/stoppa/{mails()[0].topic}")
    assert mails()[0].state is MessageState.STOPPED
    assert manager.get("/rekommendationer/paminn").text.count(" checked") == 2
    manager.post("/rekommendationer/paminn", data=chosen("Pajala"))
    assert [mail.state for mail in mails()] == [MessageState.STOPPED, MessageState.QUEUED]


def test_a_negotiator_reminds_about_the_own_agreements_only(app: Flask, sign_in: SignIn) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    own, other = builders.person(Role.NEGOTIATOR), builders.person(Role.NEGOTIATOR)
    larm = db.session.scalars(sa.select(Recommendation).where(Recommendation.slug == "larm")).one()
    larm.agreement.responsible_id = own.id
    db.session.commit()
    assert sign_in(own).get("/rekommendationer/paminn").text.count(" checked") == 2
    assert "Ingen kommun är försenad." in sign_in(other).get("/rekommendationer/paminn").text
    sign_in(other).post("/rekommendationer/paminn", data={"rek": "larm"} | chosen("Pajala"))
    assert mails() == []


def test_choosing_nobody_is_said(manager: FlaskClient) -> None:
    answer = manager.post("/rekommendationer/paminn", data={})
    assert answer.status_code == 422
    assert "Välj minst en kommun att påminna" in answer.text


def test_the_topic_of_other_mails_cannot_be_stopped_this_way(manager: FlaskClient) -> None:
    manager.post("/rekommendationer/paminn", data=chosen("Pajala"))
    mails()[0].topic = "recommendation:1"
    db.session.commit()
    manager.post("/rekommendationer/paminn/stoppa/recommendation:1")
    assert mails()[0].state is MessageState.QUEUED


def days() -> dict[str, date | None]:
    db.session.expire_all()
    found = db.session.execute(sa.select(Recommendation.slug, Recommendation.reply_by))
    return {row[0]: row[1] for row in found}


def test_the_reply_day_is_moved_for_all_marked_and_moved_back(manager: FlaskClient) -> None:
    manager.post(
        "/rekommendationer/flytta", data={"rek": ["larm", "vard"], "reply_by": "15 januari"}
    )
    page = manager.get("/rekommendationer").text
    assert set(days().values()) == {date(2027, 1, 15)}
    undo = page.split('action="/rekommendationer/flytta/angra?')[1].split('"')[0]
    manager.post(f"/rekommendationer/flytta/angra?{undo.replace('&amp;', '&')}")
    assert set(days().values()) == {date(2026, 10, 31)}


@pytest.mark.parametrize("text", ["", "31 november", "2026-01-01"])
def test_a_day_that_cannot_be_is_refused_and_nothing_moves(manager: FlaskClient, text: str) -> None:
    answer = manager.post(
        "/rekommendationer/flytta", data={"rek": ["larm", "vard"], "reply_by": text}
    )
    assert answer.status_code == 422
    assert set(days().values()) == {date(2026, 10, 31)}
