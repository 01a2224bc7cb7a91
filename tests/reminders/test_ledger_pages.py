"""The pages of reminders: what comes, what was sent and why not, and how it is arranged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewal_decisions import Answer
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.reminders.models import Absence, GroupMember, KindLeads, Reminder, Watch
from nk_avtal.reminders.running import run
from nk_avtal.renewals.actions import Told, decide
from tests import builders
from tests.pages import hidden_fields, post
from tests.statements import counted

SignIn = Callable[..., FlaskClient]
ABSENCES = "/paminnelser/franvaro"


@pytest.fixture
def manager(app: Flask) -> builders.Person:
    return builders.person(Role.MANAGER, email="chef@example.org", name="Avdelningschefen")


@pytest.fixture
def negotiator(app: Flask) -> builders.Person:
    return builders.person(Role.NEGOTIATOR, email="ansvarig@example.org", name="Handläggaren")


@pytest.fixture
def agreement(manager: builders.Person, negotiator: builders.Person) -> Agreement:
    return builders.agreement(manager_id=manager.id, responsible_id=negotiator.id)


def page_of(agreement: Agreement) -> str:
    return f"/avtal/{agreement.slug}/paminnelser"


def save(client: FlaskClient, agreement: Agreement, **values: object) -> object:
    page = page_of(agreement)
    version = dict(hidden_fields(client.get(page).text))["version"]
    return post(client, page, {"version": version, "told": ["responsible"]} | values)


def test_a_manager_sees_everybodys_and_others_their_own(
    agreement: Agreement, manager: builders.Person, sign_in: SignIn
) -> None:
    other = builders.agreement("Hemsjukvård", manager_id=manager.id)
    run(date(2026, 12, 1))
    boss, worker = sign_in(manager), sign_in(builders.person(Role.SECRETARY))
    for view in ("", "?vy=utskick"):
        page = boss.get(f"/paminnelser{view}").text
        assert agreement.title in page
        assert other.title in page
        assert "Handläggaren" in page
        assert agreement.title not in worker.get(f"/paminnelser{view}").text
    mine = sign_in(db.session.get(builders.Person, agreement.responsible_id))
    for view in ("", "?vy=utskick"):
        page = mine.get(f"/paminnelser{view}&person={manager.id}".replace("r&", "r?")).text
        assert agreement.title in page
        assert other.title not in page


def test_the_ledger_is_narrowed_by_person_agreement_kind_and_what_became(
    agreement: Agreement, manager: builders.Person, sign_in: SignIn
) -> None:
    other = builders.agreement("Hemsjukvård", manager_id=manager.id, review_on=date(2026, 12, 31))
    run(date(2026, 12, 1))
    browser = sign_in(manager)

    def shown(asked: str) -> tuple[int, int]:
        page = browser.get(f"/paminnelser?vy=utskick&{asked}").text
        return page.count(f">{agreement.title}</a>"), page.count(f">{other.title}</a>")

    assert shown("") == (2, 2)
    assert shown(f"person={agreement.responsible_id}") == (1, 0)
    assert shown(f"avtal={other.slug}") == (0, 2)
    assert shown("slag=review") == (0, 1)
    assert shown("lage=vantar") == (2, 2)
    assert shown("lage=skickad") == (0, 0)
    assert "Inga utskick med de valen." in browser.get("/paminnelser?vy=utskick&lage=skickad").text
    assert shown("slag=nonsens&lage=nonsens&person=x") == (2, 2)


def test_the_ledger_says_why_and_in_whose_place(
    agreement: Agreement, manager: builders.Person, sign_in: SignIn
) -> None:
    stand_in = builders.person(Role.NEGOTIATOR, name="Vikarien")
    db.session.add(
        Absence(
            person_id=agreement.responsible_id,
            first_on=builders.TODAY,
            last_on=date(2026, 12, 31),
            stand_in_id=stand_in.id,
        )
    )
    db.session.commit()
    run(date(2026, 12, 1))
    agreement.end_on = date(2040, 12, 31)
    db.session.commit()
    run(date(2026, 12, 2))
    page = sign_in(manager).get("/paminnelser?vy=utskick&lage=skickades-inte").text
    assert "i stället för Handläggaren" in page
    assert page.count("Drogs tillbaka: fristen eller dagarna har ändrats") == 2


def test_the_ledger_says_who_has_settled_the_deadline(
    agreement: Agreement, manager: builders.Person, sign_in: SignIn
) -> None:
    run(date(2026, 12, 1))
    told = Told(Answer.PROLONG, "Avtalet fungerar")
    decide(agreement, DeadlineKind.NOTICE, date(2026, 12, 31), told, manager)
    db.session.commit()
    run(date(2026, 12, 24))
    page = sign_in(manager).get("/paminnelser?vy=utskick").text
    assert page.count("av Avdelningschefen") == 4
    assert page.count("Skickades inte: fristen var avgjord") == 4


def test_excel_holds_all_of_what_is_shown(
    agreement: Agreement, manager: builders.Person, sign_in: SignIn
) -> None:
    run(date(2026, 12, 1))
    browser = sign_in(manager)
    for view, first in (("", "Frist"), ("?vy=utskick", "Planerad")):
        answer = browser.get(f"/paminnelser.xlsx{view}")
        sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
        assert sheet
        rows = list(sheet.values)
        head = next(row for row in rows if row[0] == first)
        assert agreement.title in rows[rows.index(head) + 1]


def test_the_pages_take_as_many_statements_for_many_rows_as_for_few(
    agreement: Agreement, manager: builders.Person, sign_in: SignIn
) -> None:
    run(date(2026, 12, 1))
    browser = sign_in(manager)
    pages = ("/paminnelser", "/paminnelser?vy=utskick", page_of(agreement), ABSENCES)
    few = []
    for page in pages:
        browser.get(page)
        with counted() as found:
            browser.get(page)
        few.append(len(found))
    for number in range(4):
        one = builders.agreement(f"Avtal {number}", responsible_id=manager.id)
        who = builders.person(Role.NEGOTIATOR)
        db.session.add_all(
            [
                GroupMember(agreement_id=one.id, person_id=who.id),
                GroupMember(agreement_id=agreement.id, person_id=who.id),
                Watch(agreement_id=one.id),
                Absence(
                    person_id=who.id,
                    first_on=builders.TODAY,
                    last_on=builders.TODAY,
                    stand_in_id=manager.id,
                ),
            ]
        )
    db.session.commit()
    run(date(2026, 12, 1))
    db.session.expunge_all()
    for page, before in zip(pages, few, strict=True):
        with counted() as many:
            browser.get(page)
        assert len(many) == before, page


def test_long_ledgers_are_paged(
    agreement: Agreement, manager: builders.Person, sign_in: SignIn
) -> None:
    run(date(2026, 12, 1))
    [template, *_] = db.session.scalars(sa.select(Reminder)).all()
    names = [one.name for one in sa.inspect(Reminder).columns if one.name not in ("id", "key")]
    values = {name: getattr(template, name) for name in names}
    db.session.add_all(Reminder(key=f"k{number}", **values) for number in range(60))
    db.session.commit()
    browser = sign_in(manager)
    assert "Visar 1–50 av 62" in browser.get("/paminnelser?vy=utskick").text
    assert "Visar 51–62 av 62" in browser.get("/paminnelser?vy=utskick&sida=2").text
    assert "Visar 51–62 av 62" in browser.get("/paminnelser?vy=utskick&sida=99").text


def test_mail_that_bounced_is_told_apart_with_what_the_server_said(
    agreement: Agreement, manager: builders.Person, sign_in: SignIn
) -> None:
    run(builders.TODAY)
    bounced, given_up = db.session.scalars(sa.select(Message).order_by(Message.id))
    bounced.state = given_up.state = MessageState.FAILED
    bounced.bounced, bounced.last_error = True, "550 5.1.1 no such user"
    given_up.last_error = "ConnectionRefusedError: nobody there"
    db.session.commit()
    browser = sign_in(manager)
    page = browser.get("/paminnelser?vy=utskick").text.replace(' class="bryts"', "")
    assert "Studsade<small>Mottagarens server svarade: 550 5.1.1 no such user</small>" in page
    assert "Gick inte fram<small>Sista försöket: ConnectionRefusedError: nobody" in page
    only = browser.get("/paminnelser?vy=utskick&lage=studsade").text
    assert "5.1.1" in only
    assert "nobody there" not in only
    others = browser.get("/paminnelser?vy=utskick&lage=gick-inte-fram").text
    assert "5.1.1" not in others


def test_an_agreements_reminders_are_arranged_and_take_effect_at_once(
    agreement: Agreement, negotiator: builders.Person, sign_in: SignIn
) -> None:
    browser = sign_in(negotiator)
    assert run(builders.TODAY).planned == 2
    answer = save(browser, agreement, notice="365, 60; 20", told=["manager"])
    assert answer.location == f"/avtal/{agreement.slug}"
    (watch,) = db.session.scalars(sa.select(Watch))
    assert (watch.leads, watch.told) == ({"notice": [365, 60, 20]}, ["manager"])
    page = browser.get(f"/avtal/{agreement.slug}").text
    assert "2 påminnelser som väntade har dragits tillbaka." in page
    sent = sa.select(Reminder.lead_days, Reminder.recipient).where(Reminder.withheld.is_(None))
    assert (60, "chef@example.org") in [tuple(row) for row in db.session.execute(sent)]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"notice": "en vecka"}, "Skriv antal dagar med komma emellan, till exempel 180, 30"),
        ({"end": "-1"}, "Skriv antal dagar med komma emellan, till exempel 180, 30"),
        ({"review": "99999999"}, "Skriv antal dagar med komma emellan, till exempel 180, 30"),
        ({"told": []}, "Välj minst en som ska få påminnelserna"),
        ({"paused_until": "31 november", "pause_reason": "x"}, "November har 30 dagar"),
        ({"paused_until": "2026-11-01", "pause_reason": "x"}, "Den dagen har varit"),
        ({"paused_until": "2027-01-31"}, "Skriv varför påminnelserna vilar"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    agreement: Agreement,
    negotiator: builders.Person,
    sign_in: SignIn,
    values: dict[str, object],
    message: str,
) -> None:
    browser = sign_in(negotiator)
    answer = save(browser, agreement, **({"price": "77, 7"} | values))
    assert answer.status_code == 422
    assert answer.text.count(message) == 2, "in the summary and at the field"
    assert 'value="77, 7"' in answer.text
    assert not db.session.scalars(sa.select(Watch)).all()


def test_the_second_of_two_people_sees_both_arrangements(
    agreement: Agreement, negotiator: builders.Person, sign_in: SignIn
) -> None:
    browser, page = sign_in(negotiator), page_of(agreement)
    opened = dict(hidden_fields(browser.get(page).text))["version"]
    save(browser, agreement, notice="100")
    late = post(browser, page, {"version": opened, "told": ["group"], "notice": "50"})
    assert late.status_code == 409
    assert "<span>100</span>" in late.text
    assert "<span>50</span>" in late.text
    again = dict(hidden_fields(late.text))["version"]
    post(browser, page, {"version": again, "told": ["group"], "notice": "50"})
    assert db.session.scalars(sa.select(Watch.leads)).one() == {"notice": [50]}


def test_the_group_grows_and_shrinks_and_that_can_be_undone(
    agreement: Agreement, negotiator: builders.Person, sign_in: SignIn
) -> None:
    browser, page = sign_in(negotiator), page_of(agreement)
    new = {"person": "", "name": "Byråns jurist", "email": "jurist@byra.example"}
    assert post(browser, f"{page}/grupp", new, page=page).location == page
    (member,) = db.session.scalars(sa.select(GroupMember))
    assert "jurist@byra.example" in browser.get(page).text
    same = post(browser, f"{page}/grupp", new, page=page)
    assert same.status_code == 422
    assert "redan i gruppen" in same.text
    assert "Byråns jurist" in same.text
    wrong = post(browser, f"{page}/grupp", new | {"email": "jurist"}, page=page)
    assert wrong.status_code == 422
    post(browser, f"{page}/grupp/{member.id}/bort", {}, page=page)
    assert not db.session.scalars(sa.select(GroupMember)).all()
    for _ in range(2):
        post(browser, f"{page}/grupp/angra", {}, page=page)
    (back,) = db.session.scalars(sa.select(GroupMember))
    assert (back.name, back.email) == ("Byråns jurist", "jurist@byra.example")


def test_one_says_that_one_is_away_and_a_manager_says_it_of_anybody(
    manager: builders.Person, negotiator: builders.Person, sign_in: SignIn
) -> None:
    mine, boss = sign_in(negotiator), sign_in(manager)
    days = {"first_on": "14 december", "last_on": "8 januari", "stand_in": manager.id}
    assert post(mine, ABSENCES, days | {"person": manager.id}).location == ABSENCES
    (absence,) = db.session.scalars(sa.select(Absence))
    assert (absence.person_id, absence.stand_in_id) == (negotiator.id, manager.id)
    assert (absence.first_on, absence.last_on) == (date(2026, 12, 14), date(2027, 1, 8))
    assert post(mine, ABSENCES, days | {"person": negotiator.id}).status_code == 422
    theirs = {"person": manager.id, "stand_in": negotiator.id}
    assert post(boss, ABSENCES, days | theirs).location == ABSENCES
    assert "Avdelningschefen" in boss.get(ABSENCES).text
    of_manager = db.session.scalars(sa.select(Absence).where(Absence.person_id == manager.id)).one()
    assert "Avdelningschefen, 14" not in mine.get(ABSENCES).text
    refused = post(mine, f"{ABSENCES}/{of_manager.id}/bort", {}, page=ABSENCES)
    assert refused.status_code == 403
    post(boss, f"{ABSENCES}/{of_manager.id}/bort", {}, page=ABSENCES)
    undo = (
        f"{ABSENCES}/angra?person={manager.id}&first=2026-12-14&last=2027-01-08"
        f"&stand_in={negotiator.id}"
    )
    assert undo.replace("&", "&amp;") in boss.get(ABSENCES).text
    assert post(mine, undo, {}, page=ABSENCES).status_code == 403
    assert post(boss, undo, {}, page=ABSENCES).location == ABSENCES
    assert len(db.session.scalars(sa.select(Absence)).all()) == 2


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"first_on": ""}, "Skriv en dag, till exempel 14 december"),
        ({"last_on": "igår kväll"}, "Datumet gick inte att tolka"),
        ({"last_on": "13 december 2026"}, "Sista dagen är före den första"),
        ({"stand_in": ""}, "Välj vem som tar över"),
        ({"stand_in": "me"}, "Välj en annan person som ersättare"),
    ],
)
def test_an_absence_that_cannot_be_is_refused_at_its_field(
    negotiator: builders.Person, sign_in: SignIn, values: dict[str, object], message: str
) -> None:
    colleague = builders.person(Role.NEGOTIATOR)
    typed = {"first_on": "14 december 2026", "last_on": "20 december 2026"}
    values = {k: negotiator.id if v == "me" else v for k, v in values.items()}
    answer = post(
        sign_in(negotiator),
        ABSENCES,
        typed | {"person": negotiator.id, "stand_in": colleague.id} | values,
    )
    assert answer.status_code == 422
    assert answer.text.count(message) == 2
    assert not db.session.scalars(sa.select(Absence)).all()


def test_a_manager_changes_the_usual_days_of_a_kind_of_agreement(
    manager: builders.Person, sign_in: SignIn
) -> None:
    browser, page = sign_in(manager), "/paminnelser/dagar/accord"
    opened = dict(hidden_fields(browser.get(page).text)).get("version", "")
    new = {"notice": "400, 200", "version": opened}
    assert post(browser, page, new).location == "/paminnelser/dagar"
    (rule,) = db.session.scalars(sa.select(KindLeads))
    assert rule.leads == [400, 200]
    assert "400, 200" in browser.get("/paminnelser/dagar").text
    late = post(browser, page, {"notice": "30", "version": opened})
    assert late.status_code == 409
    assert "400, 200" in late.text
    wrong = post(browser, page, {"notice": "x", "version": "notice:[400, 200]"})
    assert wrong.status_code == 422
    post(browser, page, {"notice": "", "version": "notice:[400, 200]"})
    assert not db.session.scalars(sa.select(KindLeads)).all()
    assert browser.get("/paminnelser/dagar/nonsens").status_code == 404


def test_saving_terms_withdraws_what_no_longer_holds_and_plans_anew(
    agreement: Agreement, negotiator: builders.Person, sign_in: SignIn
) -> None:
    browser, page = sign_in(negotiator), f"/avtal/{agreement.slug}/villkor"
    run(builders.TODAY)
    version = dict(hidden_fields(browser.get(page).text))["version"]
    terms = {"start": "2025-01-01", "end": "2028-01-10", "following_term": "24 månader"}
    post(browser, page, terms | {"notice_period": "12 månader", "version": version})
    shown = browser.get(f"/avtal/{agreement.slug}").text
    assert "2 påminnelser som väntade har dragits tillbaka." in shown
    days = sa.select(Reminder.deadline_on).where(Reminder.withheld.is_(None)).distinct()
    assert db.session.scalars(days).all() == [date(2027, 1, 10)]
    assert builders.TODAY + timedelta(days=47) == date(2027, 1, 10)
