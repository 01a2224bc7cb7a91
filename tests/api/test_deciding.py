"""What programs say of how an agreement comes to apply: its condition and goals, the recommendation
that is sent, the minutes that prove a decision."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Flask

from nk_avtal.agreements.goals import Goal
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.domain.recommendations import Status
from nk_avtal.outbox.models import Message
from nk_avtal.recommendations.models import Recommendation
from tests import builders
from tests.api.programs import Program, program
from tests.documents import samples

PDF, DOCX = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)


def test_the_condition_for_effect_is_read_and_set_whole(app: Flask) -> None:
    agreement = builders.agreement()
    office, path = program(app, Role.NEGOTIATOR), f"/agreements/{agreement.id}/condition"
    read = office.get(path)
    assert (read.json["condition"], read.json["named"]) == ("all", [])
    told = {"condition": "both", "at_least": 10, "share": 66.67, "counted_on": "2026-12-31"}
    told |= {"named": ["2580", "2581"], "counterparty": True, "latest": "2027-12-31"}
    assert office.ask("PUT", path, told).status_code == 428
    changed = office.ask("PUT", path, told, If_Match=read.headers["ETag"])
    assert changed.status_code == 200, changed.text
    rest = {"by": "decision", "outsiders": "unsaid", "outsiders_note": ""}
    assert changed.json == told | rest
    assert office.get(path).json == changed.json
    kept = db.session.get_one(Agreement, agreement.id)
    assert (kept.entry.at_least, str(kept.entry.share)) == (10, "66.67")
    page = builders.signed_in_client(app, office.person).get(f"/avtal/{kept.slug}/andra").text
    assert "66,67" in page
    fewer = office.ask("PUT", path, {"condition": "each"}, If_Match=changed.headers["ETag"])
    assert (fewer.json["at_least"], fewer.json["share"], fewer.json["named"]) == (None, None, [])
    assert office.ask("PUT", path, told, If_Match=read.headers["ETag"]).status_code == 412


def test_a_condition_that_cannot_be_is_refused_at_its_field(app: Flask) -> None:
    agreement = builders.agreement(parties=[])
    office, path = program(app, Role.NEGOTIATOR), f"/agreements/{agreement.id}/condition"
    seen = office.get(path).headers["ETag"]
    cases: list[tuple[dict[str, Any], str]] = [
        ({}, "condition"),
        ({"condition": "at_least"}, "at_least"),
        ({"condition": "at_least", "at_least": 0}, "at_least"),
        ({"condition": "share"}, "share"),
        ({"condition": "share", "share": 0.001}, "share"),
        ({"condition": "share", "share": 66.667}, "share"),
        ({"condition": "share", "share": 101}, "share"),
        ({"condition": "all", "named": ["2581"]}, "named"),
        ({"condition": "all", "named": ["9999"]}, "named"),
        ({"condition": "all", "latest": "snart"}, "latest"),
        ({"condition": "all", "quorum": 1}, "quorum"),
    ]
    for told, place in cases:
        refused = office.ask("PUT", path, told, If_Match=seen)
        assert (refused.status_code, [*refused.json["errors"]]) == (422, [place]), told
    assert office.get(path).headers["ETag"] == seen


def test_an_agreement_serves_goals_that_hold_today(app: Flask) -> None:
    agreement, office = builders.agreement(), program(app, Role.NEGOTIATOR)
    every = office.all("/goals")
    assert {one["programme"] for one in every} >= {"Agenda 2030"}
    assert len(every) == db.session.scalar(sa.select(sa.func.count()).select_from(Goal))
    path = f"/agreements/{agreement.id}"
    chosen = [every[2]["id"], every[0]["id"]]
    seen = office.get(path).headers["ETag"]
    changed = office.ask("PATCH", path, {"goals": chosen}, If_Match=seen)
    assert changed.json["goals"] == sorted(chosen)
    refused = office.ask("PATCH", path, {"goals": [10**6]}, If_Match=changed.headers["ETag"])
    assert (refused.status_code, [*refused.json["errors"]]) == (422, ["goals"])
    assert office.get(path).json["goals"] == sorted(chosen)


def test_a_draft_is_sent_once_and_taken_back_with_a_reason(app: Flask) -> None:
    draft = builders.recommendation(status=Status.DRAFT, sent_at=None, reply_by=None)
    number = draft.id
    path, office = f"/recommendations/{number}", program(app, Role.SECRETARY)
    seen = office.get(path).headers["ETag"]
    assert office.ask("POST", f"{path}/send").status_code == 428
    lacking = office.ask("POST", f"{path}/send", If_Match=seen)
    assert lacking.status_code == 409
    assert "svar" in lacking.json["detail"].lower()
    told = {"reply_by": "2027-03-31"}
    seen = office.ask("PATCH", path, told, If_Match=seen).headers["ETag"]
    clerk = program(app, Role.CLERK)
    for other in (program(app, Role.NEGOTIATOR), clerk):
        assert other.ask("POST", f"{path}/send", If_Match=seen).status_code == 403
    assert db.session.scalars(sa.select(Message)).all() == []
    sent = office.ask("POST", f"{path}/send", If_Match=seen)
    assert (sent.status_code, sent.json["status"]) == (200, "sent"), sent.text
    mails = db.session.scalars(sa.select(Message)).all()
    assert [one.recipient for one in mails] == [clerk.person.email]
    assert db.session.get_one(Recommendation, number).sent_letter is not None
    seen = sent.headers["ETag"]
    assert office.ask("POST", f"{path}/send", If_Match=seen).status_code == 409
    silent = office.ask("POST", f"{path}/withdraw", {"reason": " "}, If_Match=seen)
    assert (silent.status_code, [*silent.json["errors"]]) == (422, ["reason"])
    back = office.ask("POST", f"{path}/withdraw", {"reason": "Fel bilaga"}, If_Match=seen)
    assert (back.json["status"], back.json["withdrawal_reason"]) == ("withdrawn", "Fel bilaga")
    seen = back.headers["ETag"]
    again = office.ask("POST", f"{path}/withdraw", {"reason": "Igen"}, If_Match=seen)
    assert again.status_code == 409


def put(who: Program, path: str, content: bytes, kind: str = PDF, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return who.client.put(
        f"/api/v1{path}", data=content, content_type=kind, headers=who.headers | named
    )


def test_the_minutes_are_added_by_the_own_municipality_and_read_by_all(app: Flask) -> None:
    decision = builders.decision(builders.recommendation(), "Piteå", decided_on=date(2026, 11, 16))
    path = f"/decisions/{decision.id}/excerpt"
    clerk, other = program(app, Role.CLERK), program(app, Role.CLERK, home="Luleå")
    seen = clerk.get(f"/decisions/{decision.id}").headers["ETag"]
    assert clerk.get(path).status_code == 404
    content = samples.pdf()
    assert put(clerk, path, content).status_code == 428
    assert put(other, path, content, If_Match=seen).status_code == 403
    assert put(clerk, path, content, "text/plain", If_Match=seen).status_code == 415
    broken = put(clerk, path, b"GIF89a", If_Match=seen)
    assert (broken.status_code, [*broken.json["errors"]]) == (422, ["excerpt"])
    large = put(clerk, path, b"%PDF-1.7" + bytes(2**21), If_Match=seen)
    assert large.status_code == 422, "it may be larger than what is sent as JSON"
    kept = put(clerk, f"{path}?name=Kf%20142", content, If_Match=seen)
    assert (kept.status_code, kept.json["has_excerpt"]) == (200, True), kept.text
    read = other.get(path)
    assert (read.data, read.mimetype) == (content, PDF)
    assert 'filename="Kf 142.pdf"' in read.headers["Content-Disposition"]
    assert put(clerk, path, content, If_Match=seen).status_code == 412
    page = builders.signed_in_client(app, clerk.person)
    assert page.get(f"/kommuner/pitea/utdrag/{decision.id}").data == content
