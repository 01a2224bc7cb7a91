"""The weekly letter tells of what is new in the views that its reader follows: once, and only what
that reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import AgreementArea
from nk_avtal.db import db
from nk_avtal.digests import running
from nk_avtal.digests.news import rows_now
from nk_avtal.digests.running import run
from nk_avtal.domain.agreements import Area, Stage
from nk_avtal.domain.mail_choices import MailChoice
from nk_avtal.domain.people import Role
from nk_avtal.outbox.models import Message
from nk_avtal.outbox.sending import send_waiting
from nk_avtal.people.models import Person
from nk_avtal.views import actions
from nk_avtal.views.models import SavedView, ToldRow, ViewPage
from tests import builders
from tests.outbox import sink as sinks
from tests.outbox.sink import Sink
from tests.pages import post

SignIn = Callable[..., FlaskClient]
MONDAY = date(2026, 11, 30)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _a_monday() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 30, 8, tzinfo=UTC), tick=False):
        yield


def person(role: Role, **more: object) -> Person:
    """Somebody who gets letters."""
    made = builders.person(role, **more)
    made.created_at, made.mail_choice = LONG_AGO, MailChoice.WEEKLY
    db.session.commit()
    return made


def follow(owner: Person, page: ViewPage, name: str, **asked: str) -> SavedView:
    """A view that is followed from now on, over what is there now."""
    view = actions.save(owner, page, name, asked)
    db.session.flush()
    actions.follow(view, rows_of(view, owner))
    db.session.commit()
    return view


def rows_of(view: SavedView, owner: Person) -> list[str]:
    return list(rows_now(view, owner, MONDAY))


def letters(to: Person) -> list[Message]:
    wanted = sa.select(Message).where(Message.kind == "digest", Message.recipient == to.email)
    return list(db.session.scalars(wanted.order_by(Message.id)))


def told(letter: Message) -> list[str]:
    """The lines about views."""
    lines = [line for line in letter.text.splitlines() if line]
    start = lines.index("NYTT I DINA SPARADE VYER") + 1
    return lines[start : lines.index("Allt på ett ställe: http://localhost/")]


def agreement(title: str, area: Area = Area.HEALTHCARE, **more: object) -> None:
    builders.agreement(title, areas=[AgreementArea(area=area)], **more)


def test_every_kind_of_view_tells_what_has_come_and_nothing_twice(app: Flask) -> None:
    manager = person(Role.MANAGER, email="chef@example.org")
    agreement("Hjälpmedel, gammalt")
    follow(manager, ViewPage.AGREEMENTS, "Vården", omrade="healthcare")
    follow(manager, ViewPage.SEARCH, "Om hjälpmedel", q="hjälpmedel")
    follow(manager, ViewPage.RECOMMENDATIONS, "Rekommenderat", omrade="halso-och-sjukvard")
    follow(manager, ViewPage.DEADLINES, "Frister", q="hjälpmedel")
    run(MONDAY)
    assert letters(manager) == [] or "SPARADE VYER" not in letters(manager)[0].text
    agreement("Hjälpmedel, nytt", number="NK 2026/031", manager_id=manager.id)
    agreement("Vatten", Area.OTHER)
    builders.recommendation(builders.agreement("Ambulans"), title="Ambulans i inlandet")
    run(MONDAY + timedelta(days=7))
    letter = letters(manager)[-1]
    assert told(letter) == [
        "Frister: http://localhost/fornyelser?q=hj%C3%A4lpmedel",
        "- 31 december 2026: Hjälpmedel, nytt. Säg upp eller låt förlängas",
        "Om hjälpmedel: http://localhost/sok?q=hj%C3%A4lpmedel",
        "- Avtal: Hjälpmedel, nytt",
        "Rekommenderat: http://localhost/rekommendationer?omrade=halso-och-sjukvard",
        "- Ambulans i inlandet",
        "Vården: http://localhost/avtal?omrade=healthcare",
        "- Ambulans",
        "- NK 2026/031 Hjälpmedel, nytt",
    ]
    assert "<li>NK 2026/031 Hjälpmedel, nytt</li>" in letter.html
    run(MONDAY + timedelta(days=14))
    assert "SPARADE VYER" not in letters(manager)[-1].text


def test_ten_are_named_and_the_others_counted(app: Flask) -> None:
    clerk = person(Role.CLERK)
    follow(clerk, ViewPage.AGREEMENTS, "Avtalen", q="vägar")
    for number in range(1, 15):
        agreement(f"Vägar {number}")
    run(MONDAY)
    (letter,) = letters(clerk)
    assert letter.subject == "Vecka 49: 14 nya rader i dina vyer"
    lines = told(letter)
    assert lines[1:3] == ["- Vägar 14", "- Vägar 13"]
    assert (len(lines), lines[-1]) == (12, "- och 4 till")
    run(MONDAY + timedelta(days=7))
    assert len(letters(clerk)) == 1  # a week with nothing new has no letter


def test_only_what_the_reader_may_see_when_it_is_sent(app: Flask) -> None:
    clerk, manager = person(Role.CLERK), person(Role.MANAGER, email="chef@example.org")
    follow(clerk, ViewPage.SEARCH, "Sökning", q="flyget")
    follow(clerk, ViewPage.AGREEMENTS, "Avtal", q="flyget")
    left = follow(manager, ViewPage.DEADLINES, "Frister", inom="365")
    agreement("Ambulansflyget", stage=Stage.DRAFT, manager_id=manager.id)
    manager.role, manager.municipality_id = Role.READER, builders.municipality("Boden").id
    db.session.commit()
    run(MONDAY)
    assert letters(clerk) == letters(manager) == []
    draft = builders.agreement("Flyget")
    run(MONDAY + timedelta(days=7))
    assert [line for line in told(letters(clerk)[0]) if line[0] == "-"] == [
        f"- {draft.title}",
        f"- Avtal: {draft.title}",
    ]
    assert letters(manager) == []
    counted = sa.select(sa.func.count()).where(ToldRow.view_id == left.id)
    assert db.session.scalar(counted) == 0


def test_a_run_that_is_killed_neither_loses_nor_repeats(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = person(Role.CLERK)
    view = follow(clerk, ViewPage.AGREEMENTS, "Vägar", q="vägar")
    agreement("Vägar")

    def killed(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(running.views, "tell", killed)
        assert run(MONDAY) == 1
    assert letters(clerk) == []
    assert rows_of(view, clerk)
    run(MONDAY)
    run(MONDAY)
    assert [told(one)[1:] for one in letters(clerk)] == [["- Vägar"]]


def test_a_view_that_is_removed_or_no_longer_followed_tells_nothing(app: Flask) -> None:
    clerk = person(Role.CLERK)
    removed = follow(clerk, ViewPage.AGREEMENTS, "Borttagen", q="vägar")
    stopped = follow(clerk, ViewPage.AGREEMENTS, "Stoppad", q="vägar", omrade="healthcare")
    actions.remove(removed)
    actions.unfollow(stopped)
    agreement("Vägar")
    run(MONDAY)
    assert letters(clerk) == []
    actions.put_back(removed)
    actions.follow(stopped, rows_of(stopped, clerk))
    db.session.commit()
    run(MONDAY + timedelta(days=7))
    assert [line[:10] for line in told(letters(clerk)[0])] == ["Borttagen:", "- Vägar"]


def test_it_is_switched_on_beside_the_list_with_the_letter_and_off_again(
    app: Flask, sign_in: SignIn
) -> None:
    clerk = person(Role.CLERK)
    clerk.mail_choice = None
    browser = sign_in(clerk)
    post(browser, "/konto/vyer", {"sida": "agreements", "namn": "Min", "q": "x"}, page="/konto")
    page = browser.get("/avtal?q=x").text
    assert "Berätta när något nytt dyker upp här" in page
    assert "Du får inget veckobrev i dag" in page
    assert "Berätta när något nytt" not in browser.get("/avtal").text
    number = db.session.scalars(sa.select(SavedView.id)).one()
    answer = post(browser, f"/konto/vyer/{number}/nytt", {}, page="/konto")
    assert answer.location == "/avtal?q=x"
    assert clerk.mail_choice is MailChoice.BOTH
    page = browser.get("/avtal?q=x").text
    assert "Det som är nytt i vyn Min står i ditt veckobrev" in page
    assert "Sluta berätta" in page
    post(browser, "/paminnelser/mejl", {"mails": "at_once"})
    assert "du har valt bort veckobrevet" in browser.get("/konto").text
    page = browser.get("/paminnelser/mejl").text
    assert "Vyer som veckobrevet berättar om" in page
    form = {"fran": "mejl"}
    answer = post(browser, f"/konto/vyer/{number}/nytt/bort", form, page="/paminnelser/mejl")
    assert answer.location == "/paminnelser/mejl"
    page = browser.get("/paminnelser/mejl").text
    assert "berättar inte längre om vyn Min" in page
    assert "Vyer som veckobrevet berättar om" not in page
    other = sign_in(builders.person(Role.CLERK, "Kiruna"))
    for act in ("nytt", "nytt/bort"):
        address = f"/konto/vyer/{number}/{act}"
        assert post(other, address, {}, page="/konto").status_code == 404


def test_it_travels_as_mail_that_leads_to_the_view_and_to_the_choice(
    make_app: Callable[..., Flask],
) -> None:
    with sinks.running() as sink:
        _travels(make_app(**sink.settings), sink)


def _travels(app: Flask, sink: Sink) -> None:
    with app.app_context():
        clerk = person(Role.CLERK)
        clerk.language = "en"
        follow(clerk, ViewPage.AGREEMENTS, "Våra <vägar>", q="vägar")
        agreement("Vägar & broar")
        run(MONDAY)
        assert send_waiting(at_once=True).sent == 1
    (mail,) = sink.mails
    assert mail["Subject"] == "Week 49: 1 new row in your views"
    assert mail["List-Unsubscribe"] == "<http://localhost/paminnelser/mejl>"
    text = "\n".join(mail.get_body(("plain",)).get_content().splitlines())
    assert "NEW IN YOUR SAVED VIEWS\n\nVåra <vägar>: http://localhost/avtal?q=v%C3%A4gar\n" in text
    html = mail.get_body(("html",)).get_content()
    assert "Våra &lt;vägar&gt;" in html
    assert "<li>Vägar &amp; broar</li>" in html
