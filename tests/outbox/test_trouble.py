"""Mail servers in trouble, for an hour or for days (reliability R-04, R-05, R-06, R-16)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.municipalities.models import Contact, ContactKind
from nk_avtal.outbox import smtp
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.outbox.sending import send_waiting
from nk_avtal.reminders.heartbeats import REMIND, SEND, beat
from tests import builders
from tests.outbox import sink as sinks
from tests.outbox.conftest import again, pass_time, queued
from tests.outbox.sink import Sink
from tests.pages import post

SignIn = Callable[[builders.Person], FlaskClient]
REMINDER = {"X-Reminder-Id": "a", "X-Reminder-Deadline": "2099-12-31"}
ABOUT = {"headers": REMINDER, "topic": "reminder:agreement:1"}
MAILS = 5


def readiness(client: FlaskClient) -> tuple[int, str]:
    answer = client.get("/readyz")
    told: Any = answer.json
    return answer.status_code, told["parts"]["mail"]


def everything() -> list[Message]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Message).order_by(Message.id)))


def test_r04_after_a_day_without_a_server_everything_arrives_within_a_quarter(
    app: Flask, sink: Sink, client: FlaskClient
) -> None:
    """Some rounds stand for the many that there would be."""
    beat(SEND)
    beat(REMIND)
    for number in range(MAILS):
        queued(f"k{number}@example.org", **ABOUT)
    sink.leave()
    alarmed_after, minutes = None, 0
    for step in [15] * 4 + [230] * 6:
        assert send_waiting().sent == 0
        assert {one.state for one in everything()} == {MessageState.QUEUED}
        if alarmed_after is None and readiness(client)[0] == 503:
            alarmed_after = minutes
        pass_time(step)
        minutes += step
    assert minutes == 24 * 60
    assert alarmed_after is not None
    assert alarmed_after <= 60
    assert readiness(client)[1].startswith("waiting since")
    with sinks.running() as back:
        app.extensions["mail"].port = back.port
        assert send_waiting().sent == MAILS
        assert set(back.copies.values()) == {1}
    assert readiness(client) == (200, "ok")


@pytest.mark.parametrize("answer", ["refuses", "hangs", "breaks off"])
def test_r04_whatever_ails_the_server_a_reminder_is_tried_until_its_deadline(
    app: Flask, sink: Sink, answer: str
) -> None:
    message = queued(**ABOUT)
    if answer == "refuses":
        sink.to_recipient["kommun@example.org"] = "451 try later"
    elif answer == "hangs":
        sink.stuck = "kommun@example.org"
        app.config.update(SMTP_STEP_SECONDS=0.1, SMTP_ATTEMPT_SECONDS=0.2)
    else:
        sink.breaks_off["kommun@example.org"] = 1
    for _ in range(2):
        send_waiting()
        pass_time(60 * 24 * 5)
    app.config.update(SMTP_STEP_SECONDS=20, SMTP_ATTEMPT_SECONDS=30)
    sink.to_recipient.clear()
    sink.stuck = ""
    send_waiting()
    assert again(message).state is MessageState.SENT


def test_r05_each_recipient_gets_what_the_server_says_of_it(
    app: Flask, sink: Sink, client: FlaskClient
) -> None:
    app.config["MAIL_FALLBACK_TO"] = "vakt@example.org"
    sink.to_recipient["b@example.org"] = "550 5.1.1 no such user"
    sink.to_recipient["c@example.org"] = "451 4.7.1 greylisted"
    sink.breaks_off["d@example.org"] = 1
    mails = {name: queued(f"{name}@example.org", **ABOUT) for name in "abcd"}
    for attempt in range(4):
        if attempt == 3:
            sink.to_recipient.pop("c@example.org")
        send_waiting()
        pass_time(20)
    send_waiting()
    assert all(len(recipients) == 1 for recipients in sink.envelopes)
    received = [recipients[0] for recipients in sink.envelopes]
    assert received.count("a@example.org") == 1
    assert received.count("c@example.org") == 1
    assert received.count("d@example.org") in (1, 2)
    assert received.count("vakt@example.org") == 1
    states = {name: again(one).state for name, one in mails.items()}
    assert states.pop("b") is MessageState.FAILED
    assert set(states.values()) == {MessageState.SENT}
    assert again(mails["c"]).attempts == 4
    told: Any = client.get("/readyz").json
    assert "1 mails were given up" in told["warnings"]
    assert "nk_avtal_mail_failed 1.0" in client.get("/metrics").text


def test_r05_administrators_see_what_was_given_up_and_deal_with_it(
    app: Flask, sink: Sink, sign_in: SignIn
) -> None:
    browser = sign_in(builders.person(Role.ADMIN))
    sink.to_recipient["kommun@example.org"] = "550 no such user"
    message = queued()
    send_waiting()
    page = browser.get("/").text
    assert "Ett mejl nådde inte fram" in page
    assert "550" in page
    sink.to_recipient.clear()
    post(browser, f"/admin/mejl/{message.id}/igen", {}, page="/")
    assert send_waiting().sent == 1
    assert "nådde inte fram" not in browser.get("/").text
    assert browser.post(f"/admin/mejl/{message.id}/avfarda").status_code in (400, 404)


def test_r05_what_was_set_aside_is_gone_from_the_list_and_can_be_brought_back(
    app: Flask, sink: Sink, sign_in: SignIn
) -> None:
    browser = sign_in(builders.person(Role.ADMIN))
    sink.to_recipient["kommun@example.org"] = "550 no such user"
    message = queued()
    send_waiting()
    answer = post(browser, f"/admin/mejl/{message.id}/avfarda", {}, page="/")
    assert answer.status_code == 302
    page = browser.get("/").text
    assert "nådde inte fram" not in page
    assert f"/admin/mejl/{message.id}/igen" in page, "and that can be undone"
    assert again(message).state is MessageState.FAILED


def contact_of_pitea() -> Contact:
    contact = Contact(
        municipality_id=builders.municipality("Piteå").id,
        kind=ContactKind.RECOMMENDATIONS,
        email="kommun@example.org",
    )
    db.session.add(contact)
    db.session.commit()
    return contact


def test_a_contact_whose_address_is_refused_is_marked_and_can_be_cleared(
    app: Flask, sink: Sink, sign_in: SignIn
) -> None:
    contact = contact_of_pitea()
    clerk = sign_in(builders.person(Role.CLERK))
    sink.to_recipient["kommun@example.org"] = "550 5.1.1 no such user"
    queued()
    send_waiting()
    for page in ("/kommuner/pitea", "/kommuner/pitea/kontakt"):
        assert "gick inte fram" in clerk.get(page).text
    own = "/kommuner/pitea/kontakt"
    post(clerk, f"{own}/{contact.id}/fungerar", {}, page=own)
    page = clerk.get(own).text
    assert "Mejl skickas till kommun@example.org igen." in page
    assert "gick inte fram" not in page


@pytest.mark.parametrize(
    "answer", ["550 5.7.1 relaying denied", "451 4.2.2 mailbox full", "252 cannot tell"]
)
def test_an_answer_that_says_nothing_of_the_address_marks_no_contact(
    app: Flask, sink: Sink, answer: str
) -> None:
    contact = contact_of_pitea()
    sink.to_recipient["kommun@example.org"] = answer
    queued()
    send_waiting()
    db.session.refresh(contact)
    assert contact.bounced_at is None


def test_r06_no_page_and_no_form_speaks_to_the_mail_server(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mail that a page causes is queued; a server that hangs cannot make a page slow."""

    def spoken(*_: object) -> None:
        raise AssertionError("a page spoke to the mail server")

    monkeypatch.setattr(smtp.PatientSmtp, "_get_socket", spoken)
    queued()
    clerk = sign_in(builders.person(Role.CLERK))
    sent = builders.recommendation()
    address = f"/kommuner/pitea/beslut/{sent.slug}"
    form = {"body": "council", "decided_on": "16 november", "outcome": "adopted"}
    assert post(clerk, address, form | {"paragraph": "142"}).status_code == 302
    manager = sign_in(builders.person(Role.MANAGER))
    for page in ("/", "/avtal", "/rekommendationer", "/fornyelser", "/paminnelser", "/readyz"):
        assert manager.get(page).status_code in (200, 503)
    visitor = app.test_client()
    asked = post(visitor, "/glomt-losenord", {"email": "nagon@example.org"})
    assert asked.status_code < 500


def test_r16_a_restored_copy_sends_nothing_marks_nothing_and_says_so(
    make_app: Callable[..., Flask], sink: Sink
) -> None:
    app = make_app(MAIL_SUPPRESS="on", DEMO="", TODAY="", **sink.settings)
    with app.app_context():
        for number in range(MAILS):
            queued(f"k{number}@example.org", **ABOUT)
        assert send_waiting(at_once=True).waiting == MAILS
        assert {(one.state, one.attempts) for one in everything()} == {(MessageState.QUEUED, 0)}
        reader = builders.signed_in_client(app, builders.person(Role.READER))
        assert "Mejl är avstängda i den här kopian" in reader.get("/avtal").text
        assert readiness(app.test_client()) == (503, "turned off")
    assert sink.raw == []


def test_late_is_told_within_half_an_hour_and_not_for_mail_on_hold(
    app: Flask, client: FlaskClient
) -> None:
    message = queued(hold=timedelta(hours=12))
    assert readiness(client)[1] == "ok"
    message.not_before = clock.now() - timedelta(minutes=31)
    db.session.commit()
    assert readiness(client)[1].startswith("waiting since")
