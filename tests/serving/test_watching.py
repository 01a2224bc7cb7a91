"""Whether somebody would notice: readiness, figures and banners (reliability R-13, R-16)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.outbox.actions import queue
from nk_avtal.reminders.heartbeats import REMIND, SEND, beat, trouble
from nk_avtal.reminders.models import Heartbeat
from nk_avtal.scheduler import ticking
from tests import builders

SignIn = Callable[[builders.Person], FlaskClient]


@pytest.fixture
def well(app: Flask) -> None:
    beat(SEND)
    beat(REMIND)


def silent_for(name: str, minutes: int) -> None:
    db.session.expire_all()
    db.session.get_one(Heartbeat, name).beat_at = clock.now() - timedelta(minutes=minutes)
    db.session.commit()


def delayed(minutes: int, count: int) -> None:
    """Mails that should have left so many minutes ago."""
    for number in range(count):
        message = queue(kind="test", recipient=f"k{number}@example.org", subject="x", text="y")
        assert message
        message.not_before = clock.now() - timedelta(minutes=minutes)
    db.session.commit()


def fail() -> None:
    raise ZeroDivisionError


def test_the_process_lives(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


def test_all_is_well(client: FlaskClient, well: None) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert set(answer.json["parts"].values()) == {"ok"}


def test_a_worker_that_was_never_heard_from_is_named(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["parts"]["scheduler"] == "send was never heard from"


@pytest.mark.parametrize(("name", "minutes"), [(SEND, 6), (REMIND, 125)])
def test_a_worker_that_fell_silent_is_named(
    client: FlaskClient, well: None, name: str, minutes: int
) -> None:
    silent_for(name, minutes)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["parts"]["scheduler"].startswith(f"{name} is silent since")


def test_reminders_that_fail_are_seen_although_sending_goes_well(app: Flask, well: None) -> None:
    ticking(app, REMIND, fail)()
    ticking(app, SEND, lambda: None)()
    found = trouble(clock.now())
    assert found
    assert found.startswith("remind fails since")
    db.session.commit()
    ticking(app, REMIND, lambda: None)()
    assert trouble(clock.now()) is None


def test_mail_that_waits_for_an_hour_is_not_well(client: FlaskClient, well: None) -> None:
    delayed(minutes=61, count=1)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["parts"]["mail"].startswith("waiting since")


def test_mail_that_is_turned_off_in_production_is_not_well(make_app: Callable[..., Flask]) -> None:
    app = make_app(MAIL_SUPPRESS="on", DEMO="", TODAY="")
    with app.app_context():
        answer = app.test_client().get("/readyz")
    assert answer.json["parts"]["mail"] == "turned off"


def test_figures_are_for_this_machine_only(client: FlaskClient, well: None) -> None:
    delayed(minutes=10, count=2)
    text = client.get("/metrics").text
    assert "nk_avtal_mail_waiting 2.0" in text
    assert "nk_avtal_scheduler_silent 0.0" in text
    elsewhere = client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert elsewhere.status_code == 404


LATE = "Mejlen är försenade. 14 mejl väntar och skickas när det fungerar igen."
STILL = "Påminnelserna står still."
FILES = "Ingen mejlserver är inställd."


def test_the_association_sees_that_mail_is_delayed(app: Flask, sign_in: SignIn, well: None) -> None:
    delayed(minutes=6, count=14)
    assert LATE in sign_in(builders.person(Role.MANAGER)).get("/fornyelser").text
    assert "försenade" not in sign_in(builders.person(Role.CLERK)).get("/avtal").text


def test_mail_that_is_only_on_its_way_is_not_delayed(
    app: Flask, sign_in: SignIn, well: None
) -> None:
    delayed(minutes=1, count=14)
    assert "försenade" not in sign_in(builders.person(Role.MANAGER)).get("/fornyelser").text


def test_administrators_see_that_the_scheduler_is_silent(
    app: Flask, sign_in: SignIn, well: None
) -> None:
    admin, manager = builders.person(Role.ADMIN), builders.person(Role.MANAGER)
    assert STILL not in sign_in(admin).get("/").text
    silent_for(SEND, 6)
    assert STILL in sign_in(admin).get("/").text
    assert STILL not in sign_in(manager).get("/").text


def test_where_mail_becomes_files_the_pages_that_mail_say_so(
    app: Flask, sign_in: SignIn, well: None
) -> None:
    manager = sign_in(builders.person(Role.MANAGER))
    assert FILES in manager.get("/fornyelser").text
    assert FILES not in manager.get("/").text
    assert FILES in sign_in(builders.person(Role.ADMIN)).get("/").text
