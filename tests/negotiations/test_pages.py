"""The workspace of a negotiation: what is said is kept, and two who write at once lose nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.negotiations import IssueStatus, NegotiationState, RoundState, Side
from nk_avtal.domain.people import Role
from nk_avtal.negotiations import actions, queries, saying
from nk_avtal.negotiations.models import Issue, Negotiation, Position, Talk
from nk_avtal.negotiations.saying import Said
from tests import builders
from tests.negotiations import scenes
from tests.pages import compared, csrf_of, hidden_fields, post
from tests.statements import counted

SignIn = Callable[[builders.Person], FlaskClient]
AT = f"/forhandlingar/{scenes.SLUG}"
FIRST = f"{AT}/yrkanden/1"


@pytest.fixture
def writer(app: Flask) -> builders.Person:
    person = builders.person(Role.NEGOTIATOR, name="Förhandlare ett")
    scenes.under_way(person)
    return person


@pytest.fixture
def client(writer: builders.Person, sign_in: SignIn) -> FlaskClient:
    return sign_in(writer)


def negotiation() -> Negotiation:
    db.session.expire_all()
    return db.session.scalars(sa.select(Negotiation).where(Negotiation.slug == scenes.SLUG)).one()


def issue(number: int = 1) -> Issue:
    return queries.issue_numbered(negotiation(), number)


def seen(client: FlaskClient, page: str = FIRST) -> str:
    return dict(hidden_fields(client.get(page).text))["seen"]


def say(client: FlaskClient, text: str, seen_last: str | None = None, **more: Any) -> TestResponse:
    last = seen_last or seen(client)
    data = {"text": text, "seen": last, "side": "ours"} | more
    return post(client, f"{FIRST}/position", data, page=FIRST)


def version_on(client: FlaskClient, page: str, name: str = "version") -> str:
    return dict(hidden_fields(client.get(page).text))[name]


def test_the_workspace_shows_rounds_positions_and_the_mandate(client: FlaskClient) -> None:
    page = client.get(AT).text
    for text in (
        *("Runda 2 pågår", "Möte 1 december kl. 13.00", "Reglerar § 6 i avtalet"),
        *(scenes.DRAFT, scenes.SENT, scenes.THEIRS, scenes.MANDATE, "Utkast, inte skickat"),
        "Visar 2 av 3",
    ):
        assert text in page, text
    assert "Två gånger om året" not in page, "what was agreed before is folded away"
    for view, count in (("alla", 3), ("agreed", 1), ("open", 2), ("withdrawn", 0), ("x", 2)):
        page = client.get(f"{AT}?visa={view}").text
        assert f"Visar {count} av 3" in page, view
        assert ("Två gånger om året" in page) == (view in ("alla", "agreed")), view
    assert "Inget yrkande har det läget" in client.get(f"{AT}?visa=withdrawn").text


def test_a_draft_and_then_the_sent_position_are_added_to_what_was_said(
    client: FlaskClient,
) -> None:
    before = [(one.id, one.text, one.is_sent) for one in issue().positions]
    assert say(client, "24 timmar").status_code == 302
    assert say(client, "24 timmar", skicka="ja").status_code == 302
    after = [(one.id, one.text, one.is_sent) for one in issue().positions]
    assert after[:3] == before
    assert [one[1:] for one in after[3:]] == [("24 timmar", False), ("24 timmar", True)]


def test_pressing_twice_writes_once(client: FlaskClient) -> None:
    last = seen(client)
    for _ in range(2):
        assert say(client, "24 timmar", last, skicka="ja").status_code == 302
    assert len(issue().positions) == 4


def test_two_who_write_in_the_same_issue_lose_nothing(client: FlaskClient, sign_in: SignIn) -> None:
    other = builders.person(Role.NEGOTIATOR)
    actions.set_group(negotiation(), {one.person_id for one in negotiation().group} | {other.id})
    db.session.commit()
    colleague = sign_in(other)
    last = seen(colleague)
    say(client, "Min version")
    refused = say(colleague, "Kollegans version", last)
    assert refused.status_code == 409
    assert compared(refused.text) == [("Min version", "Kollegans version")]
    assert "Kollegans version" in refused.text
    assert len(issue().positions) == 4
    again = say(colleague, "Kollegans version", version_on_text(refused.text))
    assert again.status_code == 302
    texts = [one.text for one in issue().positions]
    assert texts[-2:] == ["Min version", "Kollegans version"]
    page = client.get(FIRST).text
    assert "Min version" in page
    assert "Kollegans version" in page


def version_on_text(page: str) -> str:
    return dict(hidden_fields(page))["seen"]


def test_what_the_other_side_says_is_written_too(client: FlaskClient) -> None:
    data = {"deras-text": "Två dagar", "deras-seen": version_on(client, FIRST, "deras-seen")}
    more = {"deras-said_on": "20 november 2026", "deras-is_concession": "y"}
    assert post(client, f"{FIRST}/motpart", data | more, page=FIRST).status_code == 302
    made = issue().positions[-1]
    assert (made.side, made.is_sent, made.is_concession) == (Side.THEIRS, True, True)
    assert made.said_on.isoformat() == "2026-11-20"


def test_agreeing_and_taking_that_back(client: FlaskClient) -> None:
    old = version_on(client, FIRST, "enas-version")
    data = {"enas-wording": "36 timmar", "enas-version": old}
    assert post(client, f"{FIRST}/overens", data, page=FIRST).status_code == 302
    assert (issue().status, issue().agreed_wording) == (IssueStatus.AGREED, "36 timmar")
    assert "Ångra" in client.get(AT).text
    late = post(client, f"{FIRST}/overens", data | {"enas-wording": "Annat"}, page="/konto")
    assert late.status_code == 409
    assert "36 timmar" in late.text
    assert post(client, f"{FIRST}/inte-overens", {}, page="/konto").status_code == 302
    assert issue().status is IssueStatus.OPEN
    empty = {"enas-wording": " ", "enas-version": version_on(client, FIRST, "enas-version")}
    assert post(client, f"{FIRST}/overens", empty, page=FIRST).status_code == 422


def test_what_was_agreed_stands_once_its_round_is_closed(client: FlaskClient) -> None:
    post(client, f"{AT}/yrkanden/2/inte-overens", {}, page="/konto")
    assert issue(2).status is IssueStatus.AGREED
    assert "avslutad" in client.get(AT).text


def test_the_status_and_the_order_of_an_issue(client: FlaskClient) -> None:
    version = str(issue(3).version)
    at = f"{AT}/yrkanden/3"
    post(client, f"{at}/lage", {"status": "lifted", "version": version}, page="/konto")
    assert issue(3).status is IssueStatus.LIFTED
    post(client, f"{at}/lage", {"status": "open", "version": version}, page="/konto")
    assert issue(3).status is IssueStatus.LIFTED, "from an older page"
    for wrong in ("agreed", "finns-inte"):
        assert post(client, f"{at}/lage", {"status": wrong}, page="/konto").status_code == 400
    post(client, f"{at}/flytta", {"at": "upp"}, page="/konto")
    assert [one.number for one in negotiation().issues] == [1, 3, 2]


def test_issues_are_added_one_and_many_at_a_time(client: FlaskClient) -> None:
    data = {"title": "Hyra", "contract_clause": "§ 8", "importance": "high", "owner": ""}
    assert post(client, f"{AT}/yrkanden/nytt", data).status_code == 302
    assert post(client, f"{AT}/yrkanden/nytt", {"title": " "}).status_code == 422
    assert post(client, f"{AT}/yrkanden/flera", {"lines": "- Hyra\n- Stöld"}).status_code == 302
    assert [one.title for one in negotiation().issues][3:] == ["Hyra", "Stöld"]
    change = {"title": "Hyra och taxa", "version": str(issue(4).version)}
    edit = f"{AT}/yrkanden/4/andra"
    assert post(client, edit, data | change).status_code == 302
    refused = post(client, edit, data | change | {"title": "Något annat"})
    assert refused.status_code == 409
    assert ("Hyra och taxa", "Något annat") in [pair[::-1] for pair in compared(refused.text)] or (
        "Hyra och taxa" in refused.text
    )
    assert issue(4).title == "Hyra och taxa"


def test_rounds_are_planned_held_closed_and_reopened(client: FlaskClient) -> None:
    assert post(client, f"{AT}/rundor/ny", {"meets_on": "29 januari 2027"}).status_code == 302
    steps = f"{AT}/rundor/2/steg"
    for step in ("hold", "close", "reopen"):
        assert post(client, steps, {"step": step}, page="/konto").status_code == 302
    assert [one.state for one in negotiation().rounds] == [
        RoundState.CLOSED,
        RoundState.REOPENED,
        RoundState.PLANNED,
    ]
    notes = {"meeting_notes": "De räknar", "version": version_on(client, f"{AT}/rundor/2")}
    assert post(client, f"{AT}/rundor/2", notes).status_code == 302
    assert post(client, f"{AT}/rundor/2", notes | {"meeting_notes": "Annat"}).status_code == 409
    assert negotiation().rounds[1].meeting_notes == "De räknar"
    assert client.get(f"{AT}/rundor/9").status_code == 404
    assert post(client, f"{AT}/rundor/1/steg", {"step": "hold"}, page="/konto").status_code == 302
    assert "redan hållen" in client.get(AT).text


def test_what_the_negotiation_is_and_how_it_ends(client: FlaskClient) -> None:
    page = f"{AT}/andra"
    data = {
        "title": "Hjälpmedel",
        "kind": "renewal",
        "counterparties": "Region Norrbotten\nInera",
        "counterparty_called": "Regionen",
        "target_on": "31 mars 2027",
        "next_step": "Skicka bud",
        "next_step_on": "1 december 2026",
        "version": version_on(client, page),
    }
    assert post(client, page, data).status_code == 302
    assert post(client, page, data | {"title": "Annat"}).status_code == 409
    assert post(client, page, data | {"target_on": "31 november"}).status_code == 422
    found = negotiation()
    assert [one.organisation for one in found.counterparties] == ["Region Norrbotten", "Inera"]
    shown = client.get(AT).text
    assert "Regionens position" in shown
    assert "Nästa steg: Skicka bud, 1 december 2026" in shown
    post(client, f"{AT}/avsluta", {"state": "agreed"}, page="/konto")
    assert negotiation().state is NegotiationState.AGREED
    assert negotiation().ended_on
    assert scenes.SLUG not in client.get("/forhandlingar").text
    assert scenes.SLUG in client.get("/forhandlingar?lage=alla").text
    assert post(client, f"{AT}/avsluta", {"state": "x"}, page="/konto").status_code == 400


def test_the_group_and_the_mandate(client: FlaskClient, writer: builders.Person) -> None:
    other, chief = builders.person(Role.NEGOTIATOR), builders.person(Role.MANAGER)
    page = f"{AT}/grupp"
    stranger = builders.person(Role.SECRETARY)
    data = {"members": [writer.id, other.id, stranger.id], "manager": chief.id}
    assert post(client, page, data | {"version": version_on(client, page)}).status_code == 302
    assert {one.person_id for one in negotiation().group} == {writer.id, other.id}
    assert negotiation().manager_id == chief.id
    assert post(client, page, {"version": version_on(client, page)}).status_code == 422
    page = f"{AT}/mandat?yrkande=1"
    said = {"limits": "Högst 36 timmar", "version": version_on(client, page)}
    assert post(client, page, said).status_code == 302
    refused = post(client, page, said | {"limits": "Högst 72 timmar"})
    assert refused.status_code == 409
    assert "Högst 36 timmar" in client.get(AT).text
    assert client.get(f"{AT}/mandat?yrkande=99").status_code == 404


def test_contacts_are_noted(client: FlaskClient) -> None:
    page = f"{AT}/kontakter"
    data = {"text": "De vill ha mer tid", "channel": "call", "spoken_with": "Avtalschefen"}
    assert post(client, page, data).status_code == 302
    for wrong in ({"text": ""}, {"held_on": "31 november"}, {"held_on": "2099-01-01"}):
        assert post(client, page, data | wrong).status_code == 422, wrong
    assert db.session.scalars(sa.select(Talk.text)).all() == ["De vill ha mer tid"]
    assert "De vill ha mer tid" in client.get(AT).text


def test_a_negotiation_begins_from_an_agreement(
    client: FlaskClient, writer: builders.Person
) -> None:
    agreement = negotiation().agreement
    assert "Ny förhandling" in client.get(f"/avtal/{agreement.slug}").text
    page = f"/forhandlingar/ny?avtal={agreement.slug}"
    earlier = negotiation().id
    data = {"title": "Ny", "kind": "renewal", "counterparties": "Region", "follows": earlier}
    assert post(client, page, data).location == "/forhandlingar/ny-2"
    made = queries.by_slug("ny-2", writer)
    assert [one.recurs_from_id for one in made.issues if one.recurs_from_id]
    assert "Återkommer från yrkande 1" in client.get("/forhandlingar/ny-2").text
    assert client.get("/forhandlingar/ny?avtal=finns-inte").status_code == 404


def test_the_list_is_searched_sorted_and_empty_for_who_negotiates_nothing(
    client: FlaskClient, sign_in: SignIn
) -> None:
    for query in (
        "",
        "?q=norrbotten+kostnaderna",
        "?q=leveranstid",
        "?ordning=steg",
        "?ordning=titel",
        "?lage=x",
    ):
        page = client.get(f"/forhandlingar{query}").text
        assert scenes.TITLE in page, query
        assert "1 av 3" in page
    assert "Inga förhandlingar med de valen" in client.get("/forhandlingar?q=finns-inte").text
    other = sign_in(builders.person(Role.NEGOTIATOR))
    page = other.get("/forhandlingar").text
    assert "Inga pågående förhandlingar" in page
    assert scenes.TITLE not in page + other.get("/").text


def test_who_only_reads_sees_no_mandate_and_no_form(app: Flask, sign_in: SignIn) -> None:
    scenes.under_way(builders.person(Role.NEGOTIATOR))
    for role in (Role.SECRETARY, Role.MANAGER):
        reader = sign_in(builders.person(role))
        page = reader.get(AT).text + reader.get(FIRST).text
        assert scenes.DRAFT in page
        assert scenes.MANDATE not in page
        assert "Mandat" not in page
        assert "Spara utkast" not in page
        token = csrf_of(reader, "/konto")
        for path in ("/position", "/motpart", "/overens", "/lage", "/flytta"):
            sent = reader.post(f"{FIRST}{path}", data={"csrf_token": token, "text": "x"})
            assert sent.status_code == 404, path
        for path in ("/grupp", "/mandat", "/andra", "/rundor/1"):
            assert reader.get(f"{AT}{path}").status_code == 404, path
        note = {"csrf_token": token, "text": "x", "channel": "call"}
        assert reader.post(f"{AT}/kontakter", data=note).status_code == 404
    assert db.session.scalar(sa.select(sa.func.count(Position.id))) == 3


def test_the_negotiation_of_an_agreement_in_force_is_not_told_to_a_municipality(
    app: Flask, sign_in: SignIn
) -> None:
    about = builders.agreement("Hjälpmedel", stage=Stage.CONCLUDED)
    scenes.under_way(builders.person(Role.NEGOTIATOR), about)
    for role in (Role.CLERK, Role.READER):
        client = sign_in(builders.person(role))
        assert "örhandling" not in client.get(f"/avtal/{about.slug}").text
        missing = client.get("/forhandlingar/finns-inte")
        for path in (AT, FIRST, f"{AT}/mandat", "/forhandlingar"):
            assert client.get(path).status_code == missing.status_code == 404


def test_the_pages_ask_the_database_as_often_for_many_as_for_few(
    client: FlaskClient, writer: builders.Person
) -> None:
    pages = ("/forhandlingar", AT, f"{AT}/analys", f"{AT}/underlag/gruppen")

    def asked() -> dict[str, int]:
        found = {}
        for page in pages:
            client.get(page)
            with counted() as statements:
                client.get(page)
            found[page] = len(statements)
        return found

    few = asked()
    for number in range(6):
        made = actions.add_issue(negotiation(), f"Fråga {number}", writer=writer)
        for side in Side:
            saying.post(made, Said(side, "24 timmar", True, builders.TODAY), writer)
    agreement = negotiation().agreement
    for number in range(3):
        scenes.begun(writer, agreement, f"Förhandling {number}")
    assert asked() == few
    assert max(few.values()) <= 30
