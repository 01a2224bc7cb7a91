"""What programs change: by the same actions, rights, rules and history as the pages (R-17 to R-19,
R-31, S-02, S-03)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from nk_avtal import canonical
from nk_avtal.adoptions.models import Decision
from nk_avtal.agreements.models import Agreement
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.people import Role
from nk_avtal.domain.recommendations import Status
from nk_avtal.history.models import Entry
from nk_avtal.outbox.models import Message
from nk_avtal.people.token_models import KeptAnswer
from tests import builders
from tests.api.programs import DECIDED, Program, program
from tests.pages import post
from tests.races import at_once

SignIn = Callable[..., FlaskClient]
AGREEMENT = {
    "title": "Gemensam upphandling av larm",
    "kind": "accord",
    "number": "NK 12",
    "areas": ["healthcare", "social_services"],
    "municipalities": ["2581", "2580"],
    "organisations": ["Region Norrbotten"],
    "terms": {
        "start_on": "2027-01-01",
        "end_on": "2029-12-31",
        "notice_period": "12m",
        "following_term": "24m",
    },
}


def place_of(number: int, code: str = "2581") -> str:
    return f"/recommendations/{number}/decisions/{code}"


def test_an_agreement_is_registered_changed_and_brought_on(app: Flask) -> None:
    office = program(app, Role.NEGOTIATOR)
    made = office.ask("POST", "/agreements", AGREEMENT)
    assert made.status_code == 201, made.text
    assert made.json["municipalities"] == ["2580", "2581"]
    assert made.json["terms"]["end_precision"] == "day"
    assert made.json["responsible"] == office.person.name
    path = made.headers["Location"].removeprefix("http://localhost")
    read = office.get(path)
    assert (read.json, read.headers["ETag"]) == (made.json, made.headers["ETag"])
    change = {"title": "Larm", "municipalities": ["2584"], "terms": {"end_precision": "unknown"}}
    changed = office.ask("PATCH", path, change, If_Match=read.headers["ETag"])
    assert changed.status_code == 200, changed.text
    assert (changed.json["title"], changed.json["municipalities"]) == ("Larm", ["2584"])
    assert changed.json["organisations"] == ["Region Norrbotten"]
    assert changed.json["terms"]["end_on"] is None
    assert changed.json["terms"]["notice_period"] == "12m"
    tag = changed.headers["ETag"]
    assert office.ask("POST", f"{path}/steps", {"step": "negotiate"}).status_code == 428
    moved = office.ask("POST", f"{path}/steps", {"step": "negotiate"}, If_Match=tag)
    assert (moved.status_code, moved.json["stage"]) == (200, "negotiation")
    tag = moved.headers["ETag"]
    refused = office.ask("POST", f"{path}/steps", {"step": "negotiate"}, If_Match=tag)
    assert refused.status_code == 409


def test_a_change_without_or_with_an_old_version_is_refused(app: Flask) -> None:
    """PATCH, PUT and DELETE of each noun (R-18)."""
    office = program(app, Role.SECRETARY)
    sent = builders.recommendation()
    draft = builders.recommendation(
        builders.agreement("Annat"), title="Nytt", status=Status.DRAFT, sent_at=None
    )
    decided = builders.decision(sent, "Piteå")
    meeting = builders.board_meeting(date(2027, 1, 20))
    manager = program(app, Role.MANAGER)
    asked: list[tuple[Program, str, str, Any]] = [
        (office, "PATCH", f"/agreements/{sent.agreement_id}", {"title": "x"}),
        (office, "POST", f"/agreements/{sent.agreement_id}/steps", {"step": "negotiate"}),
        (office, "PATCH", f"/recommendations/{draft.id}", {"title": "x"}),
        (office, "PUT", place_of(sent.id), DECIDED),
        (office, "DELETE", f"/decisions/{decided.id}", None),
        (office, "PATCH", f"/meetings/{meeting.id}", {"place": "x"}),
        (office, "DELETE", f"/meetings/{meeting.id}", None),
        (
            manager,
            "PUT",
            f"/deadlines/{sent.agreement_id}-notice-2026-12-31/decision",
            {"answer": "prolong", "reason": "Det fungerar"},
        ),
    ]
    db.session.commit()
    before = canonical.fingerprint()
    for who, method, path, body in asked:
        assert who.ask(method, path, body).status_code == 428, path
        for old in ('"0.0"', 'W/"0.0"', "x"):
            assert who.ask(method, path, body, If_Match=old).status_code == 412, (path, old)
    db.session.rollback()
    assert canonical.fingerprint() == before


def test_a_decision_is_recorded_corrected_and_taken_back(app: Flask) -> None:
    clerk = program(app, Role.CLERK)
    sent = builders.recommendation()
    path = place_of(sent.id)
    assert clerk.get(path).status_code == 404
    made = clerk.ask("PUT", path, DECIDED, If_None_Match="*")
    assert made.status_code == 201, made.text
    assert (made.json["body_name"], made.json["on_behalf"]) == ("Kommunfullmäktige", False)
    assert clerk.ask("PUT", path, DECIDED, If_None_Match="*").status_code == 412
    assert clerk.ask("PUT", path, DECIDED).status_code == 428
    now = clerk.get(path)
    assert now.headers["ETag"] == made.headers["ETag"]
    other = DECIDED | {"outcome": "adopted_with_addition", "addition": "Utom på helger"}
    changed = clerk.ask("PUT", path, other, If_Match=now.headers["ETag"])
    assert (changed.status_code, changed.json["id"]) == (200, made.json["id"])
    assert db.session.scalars(sa.select(Message.recipient)).all().count(clerk.person.email) == 2
    one = f"/decisions/{made.json['id']}"
    gone = clerk.ask("DELETE", one, If_Match=clerk.get(one).headers["ETag"])
    assert (gone.status_code, gone.data) == (204, b"")
    assert clerk.get(path).status_code == 404
    assert clerk.get(one).status_code == 404


def test_what_was_sent_back_gets_a_new_decision(app: Flask) -> None:
    clerk = program(app, Role.CLERK)
    sent = builders.recommendation()
    path = place_of(sent.id)
    first = clerk.ask("PUT", path, DECIDED | {"outcome": "referred_back"})
    tag = first.headers["ETag"]
    fixed = clerk.ask("PUT", f"{path}?correct=true", DECIDED | {"outcome": "tabled"}, If_Match=tag)
    assert (fixed.status_code, fixed.json["id"]) == (200, first.json["id"])
    later = DECIDED | {"decided_on": "2026-11-20", "paragraph": "150"}
    second = clerk.ask("PUT", path, later, If_Match=fixed.headers["ETag"])
    assert second.status_code == 201
    assert clerk.ask("PUT", path, later, If_Match=fixed.headers["ETag"]).status_code == 412


def test_the_form_and_a_program_leave_the_same_behind(app: Flask, sign_in: SignIn) -> None:
    """The same decision, agreement and meeting, told the same in the log."""
    sent = builders.recommendation()
    clerk, program_of = builders.person(Role.CLERK), None
    told = DECIDED | {"reference": "KS 2026-318", "note": "Enligt förslaget"}
    address = f"/kommuner/pitea/beslut/{sent.slug}"
    assert post(sign_in(clerk), address, told).status_code == 302
    by_form = _told_of(Decision, "decision")
    program_of = program(app, Role.CLERK, home="Luleå")
    assert program_of.ask("PUT", place_of(sent.id, "2580"), told).status_code == 201
    assert _told_of(Decision, "decision") == by_form

    office = builders.person(Role.SECRETARY)
    browser = sign_in(office)
    form = html.fromstring(browser.get("/avtal/nytt").text).xpath("//main//form")[0]
    filled = dict(form.form_values()) | {"title": "Larm", "kind": "accord"}
    filled["cooperation"] = "unclear"  # a browser would not choose the first
    assert browser.post("/avtal/nytt", data=filled).status_code == 302
    by_form = _told_of(Agreement, "agreement")
    theirs = Program(app, db.session.get_one(type(office), office.id))
    assert theirs.ask("POST", "/agreements", {"title": "Larm", "kind": "accord"}).status_code == 201
    assert _told_of(Agreement, "agreement") == by_form


def _told_of(kind: Any, noun: str) -> dict[str, Any]:
    """What the log holds of the newest row, without what two rows always differ in."""
    db.session.rollback()
    number = db.session.scalar(sa.select(sa.func.max(kind.id)))
    found = db.session.scalars(
        sa.select(Entry).where(Entry.noun == noun, Entry.object_id == number).order_by(Entry.id)
    )
    apart = {"id", "addressee_id", "body_id", "recorded_at", "recorded_by_id", "created_at", "slug"}
    return [(one.event, {k: v for k, v in one.changes.items() if k not in apart}) for one in found]


def test_meetings_are_added_changed_and_removed(app: Flask) -> None:
    clerk = program(app, Role.CLERK)
    pitea = builders.municipality("Piteå").id
    council = sa.select(Body.id).where(Body.municipality_id == pitea, Body.kind == BodyKind.COUNCIL)
    told = {"body": db.session.scalar(council), "held_on": "2027-02-15", "place": "Stadshuset"}
    made = clerk.ask("POST", "/meetings", told)
    assert made.status_code == 201, made.text
    again = clerk.ask("POST", "/meetings", told)
    assert again.status_code == 409
    assert "redan ett sammanträde den dagen" in again.json["detail"]
    late = clerk.ask(
        "POST", "/meetings", told | {"held_on": "2027-03-01", "hand_in_by": "2027-03-02"}
    )
    assert (late.status_code, list(late.json["errors"])) == (422, ["hand_in_by"])
    path = f"/meetings/{made.json['id']}"
    sent = builders.recommendation()
    place = builders.addressee(sent, "Piteå")
    place.planned_on, place.planned_body_id = date(2027, 2, 15), told["body"]
    db.session.commit()
    change = {"held_on": "2027-02-16", "hand_in_by": "2027-02-01"}
    changed = clerk.ask("PATCH", path, change, If_Match=made.headers["ETag"])
    assert changed.status_code == 200, changed.text
    assert builders.addressee(sent, "Piteå").planned_on == date(2027, 2, 16), "it follows"
    assert clerk.ask("DELETE", path, If_Match=changed.headers["ETag"]).status_code == 204
    assert db.session.scalars(sa.select(Meeting)).all() == []


def test_a_draft_is_begun_and_changed_until_it_is_sent(app: Flask) -> None:
    office = program(app, Role.SECRETARY)
    about = builders.agreement()
    made = office.ask("POST", "/recommendations", {"agreement": about.id, "paragraph": "§ 64"})
    assert made.status_code == 201, made.text
    assert (made.json["status"], made.json["paragraph"]) == ("draft", "64")
    assert len(made.json["places"]) == 14
    path = f"/recommendations/{made.json['id']}"
    change = {"municipalities": ["2581"], "points": ["anta bilagan"], "reply_by": "2027-03-31"}
    changed = office.ask("PATCH", path, change, If_Match=made.headers["ETag"])
    assert changed.status_code == 200, changed.text
    assert [one["municipality"] for one in changed.json["places"]] == ["2581"]
    assert changed.json["points"] == ["anta bilagan"]
    assert office.ask("PATCH", path, change, If_Match=made.headers["ETag"]).status_code == 412
    early = {"recommended_on": "2027-04-01"}
    wrong = office.ask("PATCH", path, early, If_Match=changed.headers["ETag"])
    assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["reply_by"])
    sent = builders.recommendation(about, title="Skickad")
    tag = office.get(f"/recommendations/{sent.id}").headers["ETag"]
    late = office.ask("PATCH", f"/recommendations/{sent.id}", {"title": "x"}, If_Match=tag)
    assert late.status_code == 409


def test_a_deadline_is_decided_and_taken_up_again(app: Flask) -> None:
    manager = program(app, Role.MANAGER)
    builders.agreement()
    [notice] = manager.get("/deadlines?kind=notice").json["items"]
    path = f"/deadlines/{notice['id']}"
    tag = manager.get(path).headers["ETag"]
    wrong = manager.ask(
        "PUT", f"{path}/decision", {"answer": "let_end", "reason": "x"}, If_Match=tag
    )
    assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["answer"])
    told = {"answer": "prolong", "reason": "Det fungerar bra"}
    decided = manager.ask("PUT", f"{path}/decision", told, If_Match=tag)
    assert decided.status_code == 200, decided.text
    assert (decided.json["settled"], decided.json["answer"]) == (True, "prolong")
    assert manager.get(path).headers["ETag"] == decided.headers["ETag"]
    assert manager.ask("PUT", f"{path}/decision", told, If_Match=tag).status_code == 412
    gone = manager.ask("DELETE", f"{path}/decision", If_Match=decided.headers["ETag"])
    assert gone.status_code == 204
    assert manager.get(path).json["settled"] is False


def test_a_clerk_writes_for_the_own_municipality_only(app: Flask) -> None:
    """Each municipality's program at every other's addresses, with every number (S-02)."""
    sent = builders.recommendation()
    theirs = builders.decision(sent, "Luleå")
    lulea = builders.municipality("Luleå").id
    body = db.session.scalars(sa.select(Body).where(Body.municipality_id == lulea)).first()
    assert body
    meeting = Meeting(body=body, held_on=date(2027, 2, 15))
    db.session.add(meeting)
    ours = builders.board_meeting(date(2027, 1, 20))
    clerks = [program(app, Role.CLERK, home=town.name) for town in builders.members()]
    db.session.commit()
    before = canonical.fingerprint()
    for clerk in clerks:
        own = clerk.person.municipality_id
        for town in builders.members():
            if town.id != own:
                answer = clerk.ask("PUT", place_of(sent.id, town.code), DECIDED, If_Match='"1.1"')
                assert answer.status_code == 403
        if own == lulea:
            continue
        for method, path, told in (
            ("DELETE", f"/decisions/{theirs.id}", None),
            ("PATCH", f"/meetings/{meeting.id}", {"place": "Kapad"}),
            ("DELETE", f"/meetings/{meeting.id}", None),
            ("PATCH", f"/meetings/{ours.id}", {"place": "Kapad"}),
            ("POST", "/meetings", {"body": body.id, "held_on": "2027-05-05"}),
        ):
            answer = clerk.ask(method, path, told, If_Match='"1.1"')
            assert answer.status_code in (403, 404, 422), (method, path)
    db.session.rollback()
    assert canonical.fingerprint() == before


def test_what_is_not_understood_is_an_error_and_changes_nothing(app: Flask) -> None:
    """Unknown fields, values that no column holds, and what is no JSON (S-03, S-21, S-29)."""
    office = program(app, Role.SECRETARY)
    about = builders.agreement()
    path = f"/agreements/{about.id}"
    tag = office.get(path).headers["ETag"]
    before = canonical.fingerprint()
    for field in ("municipality_id", "role", "stage", "created_by", "version", "published", "id"):
        answer = office.ask("PATCH", path, {field: 1}, If_Match=tag)
        assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    for wrong in (
        *({"title": ""}, {"title": " "}, {"title": "x" * 251}, {"title": None}, {"title": 1}),
        *({"title": "a\0b"}, {"title": "a\ud800"}, {"title": "a\x1bb"}, {"areas": "healthcare"}),
        *({"areas": ["x"]}, {"municipalities": ["9999"]}, {"municipalities": [2581]}),
        *({"responsible": "nobody@example.org"}, {"terms": {"notice_period": "soon"}}),
        *({"terms": {"start_on": "2030-01-01"}}, {"terms": {"end_on": "2026-02-30"}}),
        *({"terms": {"options_used": 10**12}}, {"terms": None}, [], "x", 7),
    ):
        answer = office.ask("PATCH", path, wrong, If_Match=tag)
        assert answer.status_code == 422, (wrong, answer.text)
    headers = office.headers | {"If-Match": tag}
    for sent, kind, status in (
        (b"{", "application/json", 400),
        (b'{"title": 1' + b"0" * 5000 + b"}", "application/json", 400),
        (b"[" * 50_000, "application/json", 400),
        (b'{"title": "\xff"}', "application/json", 400),
        (b'{"title": "x"}', "text/plain", 415),
        (b"title=x", "application/x-www-form-urlencoded", 415),
        (b'{"title": "' + b"x" * 2_000_000 + b'"}', "application/json", 413),
    ):
        answer = office.client.patch(
            f"/api/v1{path}", data=sent, content_type=kind, headers=headers
        )
        assert answer.status_code == status, (sent[:20], answer.status_code)
        assert answer.mimetype == "application/problem+json"
    db.session.rollback()
    assert canonical.fingerprint() == before


def test_answers_and_refusals_come_in_the_language_asked_for(app: Flask) -> None:
    office = program(app, Role.SECRETARY)
    for language, missing, detail in (
        ("sv", "Uppgiften saknas", "behöver rättas"),
        ("en-GB,en;q=0.9", "This is missing", "has to be corrected"),
        ("fr", "Uppgiften saknas", "behöver rättas"),
    ):
        answer = office.ask("POST", "/agreements", {"title": "x"}, Accept_Language=language)
        assert answer.json["errors"] == {"kind": [missing]}
        assert detail in answer.json["detail"]
        assert answer.headers["Content-Language"] == ("en" if "en" in language else "sv")
        assert "Accept-Language" in answer.headers["Vary"]


def test_methods_and_addresses_that_are_not_there(app: Flask) -> None:
    reader = program(app, Role.READER)
    wrong = reader.ask("DELETE", "/agreements")
    assert (wrong.status_code, wrong.mimetype) == (405, "application/problem+json")
    assert set(wrong.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    options = reader.ask("OPTIONS", "/agreements")
    assert options.status_code == 200
    assert set(options.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert "Access-Control-Allow-Origin" not in options.headers
    head = reader.ask("HEAD", "/agreements")
    assert (head.status_code, head.data) == (200, b"")
    for path in ("/nothing", "/agreements/x", "/agreements/", "/api/v2/agreements", "/api/"):
        answer = reader.get(path)
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json"), path


def test_the_same_key_writes_once_and_gets_the_same_answer(app: Flask) -> None:
    office = program(app, Role.SECRETARY)
    asked = {"title": "Larm", "kind": "accord"}
    first = office.ask("POST", "/agreements", asked, Idempotency_Key="a1")
    again = office.ask("POST", "/agreements", asked, Idempotency_Key="a1")
    assert first.status_code == again.status_code == 201
    assert first.data == again.data
    assert first.headers["Location"] == again.headers["Location"]
    assert first.headers["ETag"] == again.headers["ETag"]
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (
        None,
        "true",
    )
    other = office.ask("POST", "/agreements", asked | {"title": "Annat"}, Idempotency_Key="a1")
    elsewhere = office.ask("POST", "/recommendations", {"agreement": 1}, Idempotency_Key="a1")
    assert (other.status_code, elsewhere.status_code) == (422, 422)
    wrong = office.ask("POST", "/agreements", {"title": "x", "kind": "?"}, Idempotency_Key="a2")
    right = office.ask("POST", "/agreements", asked, Idempotency_Key="a2")
    assert (wrong.status_code, right.status_code) == (422, 201), "a refusal is not kept"
    assert office.ask("POST", "/agreements", asked, Idempotency_Key="å").status_code == 422
    stranger = program(app, Role.SECRETARY)
    theirs = stranger.ask("POST", "/agreements", asked, Idempotency_Key="a1")
    assert theirs.json["id"] not in (first.json["id"], right.json["id"])
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Agreement)) == 3


def test_twenty_at_once_with_one_key_write_once(app: Flask) -> None:
    office = program(app, Role.SECRETARY)
    sent = builders.recommendation()
    db.session.close()

    def record() -> Any:
        answer = app.test_client().put(
            f"/api/v1{place_of(sent.id)}",
            json=DECIDED,
            headers=office.headers | {"Idempotency-Key": "k"},
        )
        return answer.status_code, answer.data

    answers = at_once(app, [record] * 20)
    assert {status for status, _body in answers} == {201}
    assert len({body for _status, body in answers}) == 1
    assert len(db.session.scalars(sa.select(Decision)).all()) == 1
    assert len(db.session.scalars(sa.select(KeptAnswer)).all()) == 1


@pytest.mark.parametrize("pair", range(4))
def test_of_two_who_have_seen_the_same_one_writes(app: Flask, pair: int) -> None:
    """A decision and an agreement; nobody overwrites what the other wrote (R-17)."""
    office = program(app, Role.SECRETARY)
    sent = builders.recommendation()
    builders.decision(sent, "Piteå")
    path, about = place_of(sent.id), f"/agreements/{sent.agreement_id}"
    seen = {one: office.get(one).headers["ETag"] for one in (path, about)}
    db.session.close()

    def write(method: str, where: str, told: dict[str, Any]) -> Callable[[], int]:
        def ask() -> int:
            headers = office.headers | {"If-Match": seen[where]}
            client = app.test_client()
            return client.open(
                f"/api/v1{where}", method=method, json=told, headers=headers
            ).status_code

        return ask

    for method, where, both in (
        ("PUT", path, [DECIDED | {"note": who} for who in "AB"]),
        ("PATCH", about, [{"summary": who} for who in "AB"]),
    ):
        answers = at_once(app, [write(method, where, told) for told in both])
        assert sorted(answers) == [200, 412], where


def test_reminders_follow_what_a_program_changes(app: Flask) -> None:
    """As on the page: planned anew at once."""
    manager = program(app, Role.MANAGER)
    about = builders.agreement(responsible_id=manager.person.id, stage=Stage.CONCLUDED)
    assert manager.all("/reminders") == []
    path = f"/agreements/{about.id}"
    tag = manager.get(path).headers["ETag"]
    told = {"terms": {"notice_period": "13m"}}
    assert manager.ask("PATCH", path, told, If_Match=tag).status_code == 200
    assert {one["kind"] for one in manager.all("/reminders")} == {"notice"}
