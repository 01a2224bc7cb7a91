"""Deciding about a deadline: what is kept, what follows, what is taken back and refused."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.domain.renewal_decisions import Answer
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.reminders.queries import deadlines_ahead
from nk_avtal.reminders.running import run
from nk_avtal.renewals.models import RenewalDecision
from tests import builders
from tests.builders import Person
from tests.pages import csrf_of, hidden_fields, post
from tests.statements import counted

SignIn = Callable[..., FlaskClient]
NOTICE = "kind=notice&day=2026-12-31"


@pytest.fixture
def manager(app: Flask) -> Person:
    return builders.person(Role.MANAGER, email="chef@example.org", name="Avdelningschefen")


@pytest.fixture
def agreement(manager: Person) -> Agreement:
    return builders.agreement(manager_id=manager.id, responsible_id=manager.id)


@pytest.fixture
def browser(manager: Person, sign_in: SignIn) -> FlaskClient:
    return sign_in(manager)


def address(agreement: Agreement, deadline: str = NOTICE) -> str:
    return f"/fornyelser/{agreement.slug}/avgor?{deadline}"


def answered(
    browser: FlaskClient, agreement: Agreement, deadline: str = NOTICE, **typed: str
) -> TestResponse:
    """Fill in the page as a browser would and send it."""
    page = address(agreement, deadline)
    form = dict(hidden_fields(browser.get(page).text))
    for name, value in ({"reason": "Styrelsen vill det"} | typed).items():
        form[name] = value
    return browser.post(page, data=form)


def decisions() -> list[RenewalDecision]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(RenewalDecision).order_by(RenewalDecision.id)))


def settled(day: date = builders.TODAY) -> list[bool]:
    db.session.expire_all()
    return [one.settled for one in deadlines_ahead(day)]


def test_the_page_shows_the_deadline_what_happens_and_how_it_was_reckoned(
    agreement: Agreement, browser: FlaskClient
) -> None:
    page = browser.get(address(agreement)).text
    for words in (
        *("31 december 2026", "Om 37 dagar", "örlängs till 31 december 2029", "Visa uträkningen"),
        *("Låt förlängas", "Omförhandla", "Säg upp", "Avgör senare"),
    ):
        assert words in page


def test_a_decision_is_kept_with_who_when_and_why_and_quiets_the_reminders(
    agreement: Agreement, manager: Person, browser: FlaskClient
) -> None:
    run(date(2026, 12, 1))
    answer = answered(browser, agreement, answer="prolong", reason="Avtalet fungerar")
    assert (answer.status_code, answer.location) == (302, "/fornyelser")
    [kept] = decisions()
    assert (kept.answer, kept.reason) == (Answer.PROLONG, "Avtalet fungerar")
    assert kept.decided_by_id == manager.id
    assert settled() == [True]
    messages = db.session.scalars(sa.select(Message)).all()
    assert {one.state for one in messages} == {MessageState.STOPPED}
    page = browser.get("/fornyelser").text
    assert "Påminnelserna slutar." in page
    for words in ("Låt förlängas", f"Avdelningschefen, {builders.real_day()}: Avtalet fungerar"):
        assert words in page
    assert "Avtalet fungerar" in browser.get(f"/avtal/{agreement.slug}").text
    history = browser.get(f"/avtal/{agreement.slug}/historik").text
    assert "ett ställningstagande" in history


def test_undoing_watches_the_deadline_again_and_keeps_what_was_decided(
    agreement: Agreement, browser: FlaskClient
) -> None:
    answered(browser, agreement, answer="prolong")
    [kept] = decisions()
    undo = f"/fornyelser/{agreement.slug}/avgor/{kept.id}/angra"
    for _ in range(2):
        assert post(browser, undo, {}, page="/fornyelser").status_code == 302
    assert settled() == [False]
    [kept] = decisions()
    assert kept.undone_at
    page = browser.get(f"/avtal/{agreement.slug}").text
    assert "<del>Låt förlängas</del>" in page
    assert f"Ångrat {builders.real_day()} av Avdelningschefen." in page


def test_later_comes_back_on_its_day(agreement: Agreement, browser: FlaskClient) -> None:
    answered(browser, agreement, answer="later", until="10 december")
    assert "Påminnelserna kommer tillbaka 10 december 2026." in browser.get("/fornyelser").text
    assert settled() == [True]
    assert run(date(2026, 12, 9)).planned == 0
    assert settled(date(2026, 12, 10)) == [False]
    assert run(date(2026, 12, 10)).planned == 1


@pytest.mark.parametrize("until", ["", "24 november", "2026-11-01", "2027-01-01", "blåbär"])
def test_a_day_that_cannot_be_waited_for_is_refused_with_what_was_typed(
    agreement: Agreement, browser: FlaskClient, until: str
) -> None:
    answer = answered(browser, agreement, answer="later", until=until, reason="Vi väntar")
    assert answer.status_code == 422
    assert "Rätta en uppgift" in answer.text
    assert "Vi väntar" in answer.text
    assert decisions() == []


@pytest.mark.parametrize("typed", [{}, {"answer": "x"}, {"answer": "use_option"}])
def test_an_answer_that_is_none_is_refused(
    agreement: Agreement, browser: FlaskClient, typed: dict[str, str]
) -> None:
    answer = answered(browser, agreement, **typed)
    assert answer.status_code == 422
    assert "Välj vad ni har kommit fram till" in answer.text
    assert decisions() == []


def test_a_reason_is_asked_for(agreement: Agreement, browser: FlaskClient) -> None:
    answer = answered(browser, agreement, answer="prolong", reason="  ")
    assert answer.status_code == 422
    assert "Skriv varför" in answer.text


@pytest.mark.parametrize(
    "query", ["", "kind=notice", "kind=x&day=2026-12-31", "kind=reply&day=2026-12-31"]
)
def test_an_address_without_a_deadline_is_refused(
    agreement: Agreement, browser: FlaskClient, query: str
) -> None:
    assert browser.get(address(agreement, query)).status_code == 400


def test_a_deadline_that_is_gone_leads_to_the_agreement(
    agreement: Agreement, browser: FlaskClient
) -> None:
    answer = browser.get(address(agreement, "kind=notice&day=2025-12-31"))
    assert answer.location == f"/avtal/{agreement.slug}"
    assert "Fristen gäller inte längre." in browser.get(answer.location).text


def test_the_second_of_two_is_shown_what_the_first_decided_and_loses_nothing(
    agreement: Agreement, browser: FlaskClient
) -> None:
    page = address(agreement)
    form = dict(hidden_fields(browser.get(page).text))
    answered(browser, agreement, answer="prolong", reason="Först")
    form["answer"], form["reason"] = "renegotiate", "Sist"
    answer = browser.post(page, data=form)
    assert answer.status_code == 409
    assert "Avdelningschefen har svarat ”Låt förlängas”" in answer.text
    assert "Sist" in answer.text
    again = dict(hidden_fields(answer.text))
    again["answer"], again["reason"] = "renegotiate", "Sist"
    assert browser.post(page, data=again).status_code == 302
    assert [one.answer for one in decisions()] == [Answer.PROLONG, Answer.RENEGOTIATE]
    assert settled() == [True]


def test_of_two_at_the_same_moment_one_is_told(
    app: Flask, agreement: Agreement, manager: Person
) -> None:
    browsers = [builders.signed_in_client(app, manager) for _ in range(4)]
    page = address(agreement)
    forms = []
    for one in browsers:
        token = csrf_of(one, page)
        forms.append({"csrf_token": token, "answer": "prolong", "reason": "Ja", "expected": "0"})

    def decide(number: int) -> int:
        with app.app_context():
            return browsers[number].post(page, data=forms[number]).status_code

    with ThreadPoolExecutor(len(browsers)) as threads:
        told = sorted(threads.map(decide, range(len(browsers))))
    assert told == [302, 409, 409, 409]
    assert len(decisions()) == 1


def test_a_successor_is_linked_and_the_old_agreement_says_what_replaced_it(
    agreement: Agreement, browser: FlaskClient
) -> None:
    successor = builders.agreement("Läkarmedverkan 2028")
    answered(browser, agreement, answer="renegotiate", successor=str(successor.id))
    page = browser.get(f"/avtal/{agreement.slug}").text
    assert page.count("Läkarmedverkan 2028") >= 2, "among the relations and with the decision"
    assert "Omförhandlat, efterträdare:" in page
    assert "Omförhandling av" in browser.get(f"/avtal/{successor.slug}").text
    assert "Ersätter" in browser.get(f"/avtal/{successor.slug}").text
    [kept] = decisions()
    post(browser, f"/fornyelser/{agreement.slug}/avgor/{kept.id}/angra", {}, page="/fornyelser")
    assert "Ersätter" not in browser.get(f"/avtal/{successor.slug}").text


def test_an_agreement_that_ends_can_be_prolonged_to_an_agreed_day_and_back(
    app: Flask, browser: FlaskClient
) -> None:
    ending = builders.agreement(
        "Hjälpmedel", end_on=date(2027, 3, 31), following_term=None, notice_period=None
    )
    deadline = "kind=end&day=2027-03-31"
    for wrong in ("", "2027-03-31", "2026-12-31"):
        answer = answered(browser, ending, deadline, answer="prolong", new_end=wrong)
        assert answer.status_code == 422, wrong
    answered(browser, ending, deadline, answer="prolong", new_end="31 mars 2029")
    [kept] = decisions()
    assert ending.end_on == date(2029, 3, 31)
    assert settled() == [False], "the new end is a deadline of its own"
    post(browser, f"/fornyelser/{ending.slug}/avgor/{kept.id}/angra", {}, page="/fornyelser")
    db.session.expire_all()
    assert ending.end_on == date(2027, 3, 31)


def test_an_option_is_used_and_given_back(app: Flask, browser: FlaskClient) -> None:
    alarms = builders.agreement(
        "Trygghetslarm",
        end_on=date(2027, 2, 28),
        following_term=None,
        notice_period=None,
        option_step="12m",
        option_times=1,
        option_use_by="3m",
    )
    deadline = "kind=option&day=2026-11-28"
    page = browser.get(address(alarms, deadline)).text
    for words in ("Använd optionen", "Omförhandla", "Låt upphöra", "Avgör senare"):
        assert words in page
    answered(browser, alarms, deadline, answer="use_option", reason="Larmen behövs ett år till")
    db.session.expire_all()
    assert alarms.options_used == 1
    ahead = [one.deadline.falls_on for one in deadlines_ahead(builders.TODAY)]
    assert ahead == [date(2028, 2, 29)]
    [kept] = decisions()
    post(browser, f"/fornyelser/{alarms.slug}/avgor/{kept.id}/angra", {}, page="/fornyelser")
    db.session.expire_all()
    assert alarms.options_used == 0


def test_the_last_day_to_begin_leads_to_the_last_day_of_notice(
    agreement: Agreement, browser: FlaskClient
) -> None:
    agreement.start_on, agreement.end_on = date(2026, 1, 1), date(2028, 12, 31)
    db.session.commit()
    page = browser.get("/fornyelser?gora=borja").text
    assert "Påbörja ärendet inför uppsägning" in page
    assert "avgor?kind=notice&amp;day=2027-12-31" in page
    answered(browser, agreement, "kind=notice&day=2027-12-31", answer="prolong")
    assert settled() == [True]
    assert "Ändra" in browser.get("/fornyelser?gora=borja").text, "it is settled with the notice"


def test_the_pages_take_no_more_statements_with_ten_decisions_than_with_one(
    agreement: Agreement, browser: FlaskClient
) -> None:
    pages = ("/fornyelser", f"/avtal/{agreement.slug}", address(agreement))

    def statements() -> list[int]:
        numbers = []
        for page in pages:
            browser.get(page)
            with counted() as run:
                browser.get(page)
            numbers.append(len(run))
        return numbers

    answered(browser, agreement, answer="renegotiate")
    few = statements()
    for number in range(9):
        answered(browser, agreement, answer="prolong", reason=f"Skäl {number}")
    assert all(now <= then for now, then in zip(statements(), few, strict=True))
