"""Given notice: registered, followed, withdrawn, written in Word, shown to everybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
import sqlalchemy as sa
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from nk_avtal.agreements.models import Agreement, AgreementNoticeRule
from nk_avtal.db import db
from nk_avtal.domain.agreements import Precision, Stage
from nk_avtal.domain.anchors import Anchor
from nk_avtal.domain.notice_rules import Scope
from nk_avtal.domain.people import Role
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.outbox.models import Message
from nk_avtal.reminders.queries import deadlines_ahead
from nk_avtal.reminders.running import run
from nk_avtal.renewals.models import GivenNotice
from tests import builders
from tests.builders import Person
from tests.pages import hidden_fields, post
from tests.statements import counted

SignIn = Callable[..., FlaskClient]
WHOLE = {"giver": "association", "reach": "whole"}
DECIDED = {"body_name": "Styrelsen", "decided_on": "2026-11-13", "paragraph": "71"}


@pytest.fixture
def manager(app: Flask) -> Person:
    return builders.person(Role.MANAGER, email="chef@example.org", name="Avdelningschefen")


@pytest.fixture
def agreement(manager: Person) -> Agreement:
    clause = "Avtalet förlängs om det inte sägs upp senast tolv månader före utgången."
    return builders.agreement(manager_id=manager.id, responsible_id=manager.id, clause=clause)


@pytest.fixture
def browser(manager: Person, sign_in: SignIn) -> FlaskClient:
    return sign_in(manager)


def sent(browser: FlaskClient, page: str, **typed: str) -> TestResponse:
    """Fill in a page as a browser would and send it."""
    form = dict(hidden_fields(browser.get(page).text)) | typed
    return browser.post(page, data=form)


def give(browser: FlaskClient, agreement: Agreement, **typed: str) -> TestResponse:
    return sent(browser, f"/avtal/{agreement.slug}/uppsagning", **typed)


def only_notice() -> GivenNotice:
    db.session.expire_all()
    return db.session.scalars(sa.select(GivenNotice)).one()


def page_of(agreement: Agreement) -> str:
    return f"/avtal/{agreement.slug}/uppsagning/{only_notice().id}"


def test_the_page_says_when_it_would_end(agreement: Agreement, browser: FlaskClient) -> None:
    page = browser.get(f"/avtal/{agreement.slug}/uppsagning").text
    assert "Räknas uppsägningen från i dag är sista dagen 31 december 2027." in page


def test_notice_counts_when_it_is_received_and_ends_the_agreement(
    agreement: Agreement, browser: FlaskClient
) -> None:
    give(browser, agreement, **WHOLE, **DECIDED)
    assert agreement.stage is Stage.CONCLUDED
    assert "Inte klart än" in browser.get(page_of(agreement)).text
    steps = {"sent_on": "16 november", "received_on": ""}
    sent(browser, page_of(agreement), **WHOLE, **DECIDED, **steps)
    assert only_notice().takes_effect_on is None
    assert agreement.stage is Stage.CONCLUDED
    steps = {"sent_on": "16 november", "received_on": "18 november"}
    sent(browser, page_of(agreement), **WHOLE, **DECIDED, **steps)
    notice = only_notice()
    assert notice.takes_effect_on == date(2027, 12, 31)
    assert (agreement.stage, agreement.notice_given_on) == (Stage.TERMINATED, date(2026, 11, 18))
    assert agreement.notice_ends_on == date(2027, 12, 31)
    [left] = deadlines_ahead(builders.TODAY)
    assert (left.deadline.kind, left.deadline.falls_on) == (DeadlineKind.END, date(2027, 12, 31))
    refused = sent(
        browser,
        f"/fornyelser/{agreement.slug}/avgor?kind=end&day=2027-12-31",
        answer="prolong",
        new_end="2029-12-31",
        reason="Vi ångrar oss",
    )
    assert refused.status_code == 422
    assert "Återta uppsägningen" in refused.text
    page = browser.get(f"/avtal/{agreement.slug}").text
    for words in ("Uppsagt", "Mottagen", "Sista dag 31 december 2027.", "31 december 2027"):
        assert words in page
    assert "Annars förlängs det till" not in page


def test_notice_that_comes_too_late_ends_the_next_term(
    manager: Person, browser: FlaskClient
) -> None:
    late = builders.agreement("Hemsjukvård", start_on=date(2022, 1, 1), end_on=date(2026, 12, 31))
    give(browser, late, **WHOLE, received_on="2026-11-18")
    assert only_notice().takes_effect_on == date(2028, 12, 31)


def test_where_sending_counts_it_counts_from_there(
    agreement: Agreement, browser: FlaskClient
) -> None:
    agreement.valid_when = type(agreement.valid_when).SENT
    db.session.commit()
    give(browser, agreement, **WHOLE, sent_on="16 november")
    assert only_notice().takes_effect_on == date(2027, 12, 31)
    assert agreement.stage is Stage.TERMINATED


def test_an_open_ended_agreement_ends_when_the_notice_has_run_out(
    manager: Person, browser: FlaskClient
) -> None:
    open_ended = builders.agreement(
        "Norrbus",
        end_on=None,
        end_precision=Precision.OPEN_ENDED,
        following_term=None,
        notice_period="6m",
    )
    give(browser, open_ended, **WHOLE, received_on="2026-08-31")
    assert only_notice().takes_effect_on == date(2027, 2, 28)


def test_a_partial_notice_leaves_the_others_bound_and_watched(
    agreement: Agreement, browser: FlaskClient
) -> None:
    town = builders.municipality("Piteå")
    own = {"giver": "member", "municipality": str(town.id), "reach": "exit"}
    give(browser, agreement, **own, received_on="18 november")
    assert only_notice().takes_effect_on == date(2027, 12, 31)
    assert (agreement.stage, agreement.notice_ends_on) == (Stage.CONCLUDED, None)
    assert len(deadlines_ahead(builders.TODAY)) == 1
    page = browser.get(f"/avtal/{agreement.slug}").text
    assert "Piteå kommun" in page
    bound = page.partition("Fortsatt bundna: ")[2].partition("<")[0]
    assert "Luleå" in bound
    assert "Region Norrbotten" in bound
    assert "Piteå" not in bound


def test_a_rule_for_leaving_decides_when_one_party_leaves(
    agreement: Agreement, browser: FlaskClient
) -> None:
    rule = {"notice_period": "6m", "anchor": Anchor.YEAR, "party_name": ""}
    agreement.notice_rules = [AgreementNoticeRule(scope=Scope.EXIT, **rule)]
    db.session.commit()
    town = builders.municipality("Piteå")
    own = {"giver": "member", "municipality": str(town.id), "reach": "exit"}
    give(browser, agreement, **own, received_on="2026-06-30")
    assert only_notice().takes_effect_on == date(2026, 12, 31)
    sent(browser, page_of(agreement), **own, received_on="2026-07-01")
    assert only_notice().takes_effect_on == date(2027, 12, 31)


def test_the_day_can_be_set_by_hand_with_a_reason_that_is_shown(
    agreement: Agreement, browser: FlaskClient
) -> None:
    typed = WHOLE | {"received_on": "18 november", "ends_on": "2027-06-30"}
    refused = give(browser, agreement, **typed)
    assert refused.status_code == 422
    assert "Skriv varför dagen är en annan" in refused.text
    give(browser, agreement, **typed, effect_reason="Parterna är överens")
    assert agreement.notice_ends_on == date(2027, 6, 30)
    page = browser.get(f"/avtal/{agreement.slug}").text
    assert "Ändrat för hand: Parterna är överens" in page


def test_terms_that_say_too_little_ask_for_the_day(manager: Person, browser: FlaskClient) -> None:
    vague = builders.agreement(
        "Okänt",
        end_on=None,
        end_precision=Precision.UNKNOWN,
        following_term=None,
        notice_period=None,
    )
    answer = give(browser, vague, **WHOLE, received_on="18 november")
    assert answer.status_code == 422
    assert "Dagen går inte att räkna ut" in answer.text
    typed = {"ends_on": "2027-06-30", "effect_reason": "Enligt motpartens svar"}
    give(browser, vague, **WHOLE, received_on="18 november", **typed)
    assert vague.notice_ends_on == date(2027, 6, 30)


def test_a_withdrawn_notice_leaves_everything_as_before_and_can_stand_again(
    agreement: Agreement, browser: FlaskClient
) -> None:
    agreement.stage = Stage.DECIDING
    db.session.commit()
    give(browser, agreement, **WHOLE, received_on="18 november")
    assert agreement.stage is Stage.TERMINATED
    page = page_of(agreement)
    assert post(browser, f"{page}/aterta", {}, page=page).status_code == 422
    reason = {"withdrawal_reason": "Parterna har kommit överens"}
    post(browser, f"{page}/aterta", reason, page=page)
    db.session.expire_all()
    assert (agreement.stage, agreement.notice_ends_on) == (Stage.DECIDING, None)
    assert agreement.notice_given_on is None
    assert len(deadlines_ahead(builders.TODAY)) == 1
    assert "Återtagen" in browser.get(f"/avtal/{agreement.slug}").text
    assert "Parterna har kommit överens" in browser.get(page).text
    post(browser, f"{page}/anda", {}, page="/fornyelser")
    db.session.expire_all()
    assert agreement.stage is Stage.TERMINATED


def test_reminders_go_on_until_the_notice_that_was_decided_counts(
    agreement: Agreement, browser: FlaskClient
) -> None:
    page = f"/fornyelser/{agreement.slug}/avgor?kind=notice&day=2026-12-31"
    answer = sent(browser, page, answer="give_notice", reason="Styrelsen har beslutat")
    assert answer.location.startswith(f"/avtal/{agreement.slug}/uppsagning?beslut=")
    town = {"giver": "member", "municipality": str(builders.municipality("Piteå").id)}
    given = sent(browser, answer.location, **town, reach="exit", sent_on="20 november")
    assert given.status_code == 302
    assert run(date(2026, 12, 1)).planned == 1, "it is sent but not received"
    mail = db.session.scalars(sa.select(Message).order_by(Message.id)).all()[-1]
    assert "uppsägningen är beslutad, men räknas inte" in " ".join(mail.text.split())
    assert "/avgor?kind=notice&day=2026-12-31" in mail.text
    assert "Uppsägningen räknas inte än" in browser.get("/fornyelser").text
    received = {"sent_on": "20 november", "received_on": "24 november"}
    sent(browser, page_of(agreement), **town, reach="exit", **received)
    assert [one.settled for one in deadlines_ahead(builders.TODAY)] == [True]
    assert run(date(2026, 12, 24)).planned == 0
    undo = f"/fornyelser/{agreement.slug}/avgor/{only_notice().decision_id}/angra"
    refused = post(browser, undo, {}, page="/fornyelser")
    assert refused.status_code == 409
    assert "Återta den först" in refused.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Välj vem som säger upp avtalet"),
        ({"giver": "member", "reach": "exit"}, "Välj vilken kommun som säger upp avtalet"),
        ({"giver": "counterparty", "reach": "whole"}, "Välj vilken part som säger upp avtalet"),
        (
            {"giver": "counterparty", "organisation": "Region Norrbotten"},
            "Välj vad som sägs upp",
        ),
        (
            {"giver": "counterparty", "organisation": "Okänd", "reach": "whole"},
            "Välj den part som säger upp avtalet",
        ),
        (WHOLE | {"received_on": "31 november"}, "November har 30 dagar"),
        (WHOLE | {"received_on": "2026-11-25"}, "Datumet har inte varit än"),
        (WHOLE | {"sent_on": "2026-11-20", "received_on": "2026-11-19"}, "i fel ordning"),
        (WHOLE | {"paragraph": "abc"}, "Paragrafen behöver en siffra"),
        (WHOLE | {"body_name": "x" * 121}, "Skriv högst 120 tecken"),
    ],
)
def test_bad_input_is_told_and_nothing_is_kept(
    agreement: Agreement, browser: FlaskClient, typed: dict[str, str], words: str
) -> None:
    answer = give(browser, agreement, **typed, note="Min anteckning")
    assert answer.status_code == 422
    assert words in answer.text
    assert "Min anteckning" in answer.text
    assert not db.session.scalars(sa.select(GivenNotice)).all()


def test_the_second_of_two_is_shown_what_the_first_saved(
    agreement: Agreement, browser: FlaskClient
) -> None:
    give(browser, agreement, **WHOLE, **DECIDED)
    page = page_of(agreement)
    form = dict(hidden_fields(browser.get(page).text)) | WHOLE | DECIDED
    sent(browser, page, **WHOLE, **DECIDED, note="Först")
    answer = browser.post(page, data=form | {"note": "Sist"})
    assert answer.status_code == 409
    assert "Någon annan har ändrat uppsägningen" in answer.text
    assert "Först" in answer.text
    assert "Sist" in answer.text
    again = dict(hidden_fields(answer.text)) | WHOLE | DECIDED | {"note": "Sist"}
    assert browser.post(page, data=again).status_code == 302
    assert only_notice().note == "Sist"


def test_the_letter_says_who_gives_notice_of_what_and_by_whose_decision(
    agreement: Agreement, browser: FlaskClient
) -> None:
    town = {"giver": "member", "municipality": str(builders.municipality("Piteå").id)}
    typed = {"body_name": "Kommunfullmäktige", "received_on": "18 november", "reach": "exit"}
    give(browser, agreement, **(DECIDED | town | typed))
    answer = browser.get(f"{page_of(agreement)}/brev.docx")
    name = f"uppsagning-{agreement.slug}-pitea.docx"
    assert name in answer.headers["Content-Disposition"]
    text = "\n".join(one.text for one in Document(BytesIO(answer.data)).paragraphs)
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    for words in (
        "Till Region Norrbotten",
        "Piteå kommun säger för egen del upp överenskommelsen",
        "De andra parterna är fortsatt bundna.",
        "Sista dagen är den 31 december 2027.",
        "Kommunfullmäktige den 13 november 2026, § 71",
        f"”{agreement.clause}”",
    ):
        assert words in text


def test_a_municipality_sees_the_notice_but_not_what_was_decided_about_the_deadline(
    agreement: Agreement, browser: FlaskClient, sign_in: SignIn
) -> None:
    page = f"/fornyelser/{agreement.slug}/avgor?kind=notice&day=2026-12-31"
    sent(browser, page, answer="prolong", reason="Internt skäl")
    typed = {"giver": "counterparty", "organisation": "Region Norrbotten", "reach": "whole"}
    give(browser, agreement, **typed, received_on="18 november")
    seen = sign_in(builders.person(Role.CLERK)).get(f"/avtal/{agreement.slug}").text
    assert "Region Norrbotten" in seen
    assert "Sista dag 31 december 2027." in seen
    assert "Internt skäl" not in seen
    assert "/uppsagning" not in seen


def test_the_page_takes_as_many_statements_with_ten_notices_as_with_one(
    agreement: Agreement, browser: FlaskClient
) -> None:
    page = f"/avtal/{agreement.slug}"

    def statements() -> int:
        browser.get(page)
        with counted() as run:
            browser.get(page)
        return len(run)

    towns = [str(one.id) for one in builders.members()[:10]]
    own = {"giver": "member", "reach": "exit", "received_on": "18 november"}
    give(browser, agreement, **own, municipality=towns[0])
    few = statements()
    for number in towns[1:]:
        give(browser, agreement, **own, municipality=number)
    assert statements() == few
