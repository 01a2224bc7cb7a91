"""What is written for those who make programs holds: the description, and the examples."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from tests import builders
from tests.api.programs import Program, program
from tests.documents import samples

GUIDE = Path(__file__).parents[2] / "docs" / "api.md"
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_description_is_public_and_names_every_route(app: Flask, client: FlaskClient) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    described = answer.json
    assert described["openapi"].startswith("3.1")
    there = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {
        (path, method)
        for path, every in described["paths"].items()
        for method in every.keys() - {"parameters"}
    }
    assert told == there
    for path, every in described["paths"].items():
        every.pop("parameters", None)
        for method, one in every.items():
            assert one["summary"]
            assert "401" in one["responses"]
            assert (one.get("security") == []) == path.endswith("openapi.json")
            assert method == "get" or {"428", "412", "422"} <= one["responses"].keys()


def test_clients_are_told_what_operations_are_called_and_where_a_version_is_asked_for(
    app: Flask, client: FlaskClient
) -> None:
    """Steps such as sending ask for If-Match as changes do; what adds something new does not."""
    described = client.get("/api/v1/openapi.json").json["paths"]
    names, asking = [], set()
    for every in described.values():
        for method in every.keys() - {"parameters"}:
            names.append(every[method]["operationId"])
            if any(one["name"] == "If-Match" for one in every[method].get("parameters", ())):
                asking.add(names[-1])
    assert len(set(names)) == len(names)
    assert {"change_agreement", "take_agreement_step", "send_recommendation"} <= asking
    assert {"withdraw_recommendation", "record_decision", "undo_decision"} <= asking
    assert not {"agreements", "add_agreement", "draft_recommendation", "add_meeting"} & asking


def test_the_examples_of_the_guide_work(app: Flask) -> None:
    clerk = program(app, Role.CLERK)
    sent = builders.recommendation()
    town = sa.select(Body).where(Body.municipality_id == clerk.person.municipality_id)
    meeting = Meeting(body=db.session.scalars(town).first(), held_on=builders.REPLY_BY)
    db.session.add(meeting)
    db.session.commit()
    known = {
        "TOKEN": clerk.secret,
        "SITE": "",
        "RECOMMENDATION": str(sent.id),
        "MEETING": str(meeting.id),
        "DECISION": "1",
    }
    examples = [
        one for one in re.findall(r"```\n(.+?)```", GUIDE.read_text(), re.S) if "curl" in one
    ]
    answers = []
    for example in examples:
        changed = "decisions/1" if "$DECISION" in example else f"meetings/{meeting.id}"
        seen = clerk.get(f"/{changed}").headers.get("ETag", "")
        answers.append(run(clerk, example, known | {"ETAG": seen}))
    assert [one.status_code for one in answers] == [200, 200, 201, 200, 200]
    assert answers[0].json["items"][0]["id"] == sent.id
    assert answers[3].json["has_excerpt"]
    assert answers[4].json["place"] == "Stadshuset"


def run(clerk: Program, example: str, known: dict[str, str]) -> TestResponse:
    """What curl would do with a line of the guide."""
    words = shlex.split(example.replace("\\\n", " "))
    filled = [re.sub(r"\$([A-Z]+)", lambda name: known[name[1]], word) for word in words]
    options = dict(pairwise(filled))
    headers = [after for word, after in pairwise(filled) if word == "-H"]
    address = urlsplit(filled[-1])
    return clerk.client.open(
        f"{address.path}?{address.query}",
        method=options.get("-X", "GET"),
        data=samples.pdf() if "--data-binary" in options else options.get("-d"),
        headers=[tuple(one.split(": ", 1)) for one in headers],
    )
