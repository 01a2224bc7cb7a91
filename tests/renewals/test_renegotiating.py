"""Deciding to renegotiate begins a successor, and taking that back removes what nobody touched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import Agreement, AgreementNoticeRule
from nk_avtal.db import db
from nk_avtal.domain.agreements import Precision, Stage
from nk_avtal.domain.notice_rules import Scope
from nk_avtal.domain.people import Role
from nk_avtal.history.chain import first_broken
from nk_avtal.renewals.models import RenewalDecision
from tests import builders
from tests.builders import Person
from tests.pages import hidden_fields, post

SignIn = Callable[..., FlaskClient]
NOTICE = "kind=notice&day=2026-12-31"
DRAFT = "lakarmedverkan-omforhandling"


@pytest.fixture
def manager(app: Flask) -> Person:
    return builders.person(Role.MANAGER, name="Avdelningschefen")


@pytest.fixture
def browser(manager: Person, sign_in: SignIn) -> FlaskClient:
    return sign_in(manager)


@pytest.fixture
def agreement(manager: Person) -> Agreement:
    return builders.agreement(
        "Läkarmedverkan",
        manager_id=manager.id,
        summary="Läkare i hemsjukvården.",
        clause="Avtalet gäller till och med 2027-12-31.",
        notice_rules=[AgreementNoticeRule(scope=Scope.PRICE, notice_period="3m", clause="§ 9")],
    )


def decide(browser: FlaskClient, agreement: Agreement, deadline: str = NOTICE, **typed: str) -> str:
    """Answer as a browser would, with the first choice of each list; the page after."""
    page = f"/fornyelser/{agreement.slug}/avgor?{deadline}"
    form = dict(hidden_fields(browser.get(page).text))
    form |= {"reason": "Villkoren är gamla", "answer": "renegotiate"} | typed
    answer = browser.post(page, data=form)
    assert answer.status_code == 302, answer.text
    db.session.expire_all()
    return browser.get(answer.location).text


def undo(browser: FlaskClient, agreement: Agreement, decision: RenewalDecision) -> str:
    address = f"/fornyelser/{agreement.slug}/avgor/{decision.id}/angra"
    assert post(browser, address, {}, page="/fornyelser").status_code == 302
    db.session.expire_all()
    return browser.get("/fornyelser").text


def draft() -> Agreement | None:
    return db.session.scalars(sa.select(Agreement).where(Agreement.slug == DRAFT)).first()


def decisions() -> list[RenewalDecision]:
    return list(db.session.scalars(sa.select(RenewalDecision).order_by(RenewalDecision.id)))


def test_a_draft_with_the_parties_and_terms_of_the_old_agreement_is_made(
    agreement: Agreement, browser: FlaskClient
) -> None:
    page = decide(browser, agreement)
    assert "Ett utkast till nytt avtal är skapat" in page
    assert f'href="/avtal/{DRAFT}"' in page
    made = draft()
    assert made
    assert (made.title, made.stage) == ("Läkarmedverkan (omförhandling)", Stage.DRAFT)
    for name in ("kind", "summary", "manager_id", "notice_period", "following_term"):
        assert getattr(made, name) == getattr(agreement, name), name
    assert [one.area for one in made.areas] == [one.area for one in agreement.areas]
    parties = [[(p.municipality_id, p.organisation) for p in a.parties] for a in (made, agreement)]
    assert parties[0] == parties[1]
    assert [(one.scope, one.notice_period) for one in made.notice_rules] == [(Scope.PRICE, "3m")]


def test_the_draft_begins_after_the_old_agreement_and_its_own_text_is_not_there_yet(
    agreement: Agreement, browser: FlaskClient
) -> None:
    decide(browser, agreement)
    made = draft()
    assert made
    assert (made.start_on, made.start_precision) == (date(2028, 1, 1), Precision.DAY)
    assert (made.end_on, made.end_precision) == (None, Precision.UNKNOWN)
    assert (made.clause, made.number, made.published) == ("", None, False)


def test_an_open_ended_agreement_gets_a_draft_without_a_first_day(
    app: Flask, browser: FlaskClient
) -> None:
    open_ended = builders.agreement(
        "Läkarmedverkan",
        end_on=None,
        end_precision=Precision.OPEN_ENDED,
        following_term=None,
        review_on=date(2027, 1, 15),
    )
    decide(browser, open_ended, "kind=review&day=2027-01-15")
    made = draft()
    assert made
    assert (made.start_on, made.end_precision) == (None, Precision.OPEN_ENDED)
    assert made.review_on is None


def test_both_agreements_and_the_list_say_how_they_hang_together(
    agreement: Agreement, browser: FlaskClient
) -> None:
    decide(browser, agreement)
    old = browser.get(f"/avtal/{agreement.slug}").text
    assert f'Omförhandlas, efterträdare: <a href="/avtal/{DRAFT}">' in old
    new = browser.get(f"/avtal/{DRAFT}").text
    assert f'Omförhandling av <a href="/avtal/{agreement.slug}">Läkarmedverkan</a>' in new
    assert "Ersätter" in new
    table = browser.get("/fornyelser").text
    assert f'Omförhandlas, efterträdare: <a href="/avtal/{DRAFT}">' in table


def test_readers_in_the_municipalities_learn_nothing_of_the_draft(
    agreement: Agreement, browser: FlaskClient, app: Flask
) -> None:
    decide(browser, agreement)
    reader = builders.signed_in_client(app, builders.person(Role.READER))
    assert "mförhandl" not in reader.get(f"/avtal/{agreement.slug}").text
    assert reader.get(f"/avtal/{DRAFT}").status_code == 404


def test_undoing_removes_the_untouched_draft(agreement: Agreement, browser: FlaskClient) -> None:
    decide(browser, agreement)
    [kept] = decisions()
    page = undo(browser, agreement, kept)
    assert "bevakas igen" in page
    assert "finns kvar" not in page
    assert draft() is None
    assert "<del>Omförhandla</del>" in browser.get(f"/avtal/{agreement.slug}").text
    history = browser.get(f"/avtal/{agreement.slug}/historik").text
    assert history.count("ett ställningstagande om avtalet") <= 3, "decided, undone, removed"
    assert first_broken()[1] is None


def test_the_number_of_a_removed_draft_is_never_given_to_another_agreement(
    agreement: Agreement, browser: FlaskClient
) -> None:
    decide(browser, agreement)
    gone = draft()
    assert gone
    number = gone.id
    undo(browser, agreement, decisions()[0])
    assert builders.agreement("Ett helt annat avtal").id != number


@pytest.mark.parametrize("work", ["title", "rule", "step", "relation"])
def test_undoing_leaves_a_draft_that_somebody_has_worked_on_and_says_so(
    agreement: Agreement, browser: FlaskClient, work: str
) -> None:
    decide(browser, agreement)
    _work(browser, work)
    page = undo(browser, agreement, decisions()[0])
    assert "finns kvar, för det har ändrats" in page
    assert draft()
    assert "Omförhandlas" not in browser.get(f"/avtal/{agreement.slug}").text


def _work(browser: FlaskClient, work: str) -> None:
    made = draft()
    assert made
    if work == "title":
        made.title = "Läkarmedverkan 2028"
        db.session.commit()
    elif work == "rule":
        rule = {
            "scope": "exit",
            "notice_period": "6 månader",
            "anchor": "term",
            "counted_from": "notice",
        }
        page = f"/avtal/{DRAFT}/villkor/regler"
        post(browser, page, rule)
        db.session.expire_all()
        assert len(made.notice_rules) == 2
    elif work == "step":
        post(browser, f"/avtal/{DRAFT}/steg", {"step": "negotiate"}, page=f"/avtal/{DRAFT}")
    else:
        other = builders.agreement("Hemsjukvård")
        page = f"/avtal/{DRAFT}/samband"
        post(browser, page, {"relation": "under", "other": str(other.id)})


def test_a_second_deadline_continues_with_the_draft_that_there_is(
    app: Flask, browser: FlaskClient
) -> None:
    agreement = builders.agreement("Läkarmedverkan", review_on=date(2027, 1, 15))
    decide(browser, agreement)
    page = browser.get(f"/fornyelser/{agreement.slug}/avgor?kind=review&day=2027-01-15").text
    assert "Ett nytt utkast" not in page
    decide(browser, agreement, "kind=review&day=2027-01-15")
    assert len(db.session.scalars(sa.select(Agreement)).all()) == 2
    first, second = decisions()
    assert first.successor_id == second.successor_id
    undo(browser, agreement, first)
    assert draft(), "the other decision still needs it"
    undo(browser, agreement, second)
    assert draft() is None


def test_another_answer_in_its_place_takes_the_untouched_draft_back(
    agreement: Agreement, browser: FlaskClient
) -> None:
    decide(browser, agreement)
    decide(browser, agreement, answer="prolong")
    assert draft() is None
    assert "Omförhandlas" not in browser.get(f"/avtal/{agreement.slug}").text


def test_other_prices_are_asked_for_without_a_new_agreement(
    agreement: Agreement, browser: FlaskClient
) -> None:
    price = "kind=price&day=2027-09-30"
    assert "Efterträdare" not in browser.get(f"/fornyelser/{agreement.slug}/avgor?{price}").text
    decide(browser, agreement, price)
    assert draft() is None


def test_a_title_as_long_as_can_be_still_fits(app: Flask, browser: FlaskClient) -> None:
    agreement = builders.agreement("Ö" * 250)
    decide(browser, agreement)
    titles = db.session.scalars(sa.select(Agreement.title)).all()
    assert sorted(map(len, titles)) == [250, 250]


def test_who_may_not_decide_makes_no_draft(agreement: Agreement, app: Flask) -> None:
    secretary = builders.signed_in_client(app, builders.person(Role.SECRETARY))
    page = f"/fornyelser/{agreement.slug}/avgor?{NOTICE}"
    assert secretary.post(page, data={"answer": "renegotiate"}).status_code in (400, 403)
    assert draft() is None
