"""Fields that a form does not have do nothing, whatever they are called (S-03).

Two equal databases get the same forms, the second with a field for every column of every table that
the form does not show. Afterwards both hold the same. The routes are those of the product."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.routing import Rule

from nk_avtal import canonical
from nk_avtal.db import UtcDateTime, db
from nk_avtal.domain.people import Role
from nk_avtal.models import TABLES
from nk_avtal.recommendations import links
from tests import builders
from tests.pages import csrf_of
from tests.security import worlds
from tests.security.expected_routes import EXPECTED, Identity
from tests.security.test_other_municipality import ONE_FOR_ALL, _known, built, writes
from tests.security.worlds import World

SignIn = Callable[..., FlaskClient]

ORDER = (None, Role.SECRETARY, Role.MANAGER, Role.NEGOTIATOR, Role.ADMIN, Role.CLERK)
FILLED = {
    "title": "Ny titel",
    "name": "Nytt namn",
    "email": "ny@example.org",
    "reason": "Därför",
    "body": "council",
    "decided_on": "16 november",
    "paragraph": "142",
    "outcome": "adopted",
    "planned_on": "14 december 2026",
    "days": "15 mars 2027",
    "held_on": "15 mars 2027",
    "body_name": "Kommunfullmäktige",
    "signatory": "Kommunchefen",
    "signed_on": "16 november",
    "first_on": "1 mars 2027",
    "last_on": "9 mars 2027",
    "day": "30 november 2026",
    "notice_period": "6 månader",
    "total": "100 000",
    "areas": "healthcare",
    "withdrawal_reason": "Därför",
    "reply_by": "31 mars 2027",
    "step": "conclude",
    "language": "sv",
}
"""What is written into fields that are empty, so that forms can be saved."""
OF_ITS_OWN: dict[str, set[str]] = {
    "people.choose_language": {"language"},
    "agreements.publish": {"seen"},
    "agreements.withdraw_publication": {"reason"},
    "people.change_password": {"present", "password"},
    "feeds.make": {"om"},
    "feeds.withdraw": {"om"},
    "people.make_token": {"token_name", "access", "days"},
    "agreements.take_step": {"step"},
    "recommendations.withdraw": {"reason"},
    "consultations.withdraw": {"reason"},
    "deadlines.withdraw_notice": {"withdrawal_reason"},
    "reminders.add_member": {"person", "name", "email"},
    "letters.fetch_basis": {"reference"},
    "negotiations.say": {"text", "side", "said_on", "is_concession", "in_return"},
    "negotiations.set_status": {"status", "version"},
    "negotiations.take_round": {"step"},
    "negotiations.end": {"state"},
    "adoptions.follow_up": {"in_force_on", "appealed_on", "annulled_on", "version"},
}
"""The fields of routes whose form stands on another page."""
ENDING = ("people.sign_out", "people.sign_out_everywhere", "people.change_password")
"""What ends the sign-in comes last."""
CHANCE = re.compile(
    r"[0-9a-f]{32,}|(?<=_reminder:)[0-9a-f]{12}|[\w-]{43}|[0-9a-f]{8}-[0-9a-f-]{27}|\d{20}|\d{4}-\d\d-\d\dT[\d:.]+"
)
"""Secrets, numbers of mails and times, which differ each time."""


@dataclass
class Sent:
    """A form as a browser would send it, and which fields it has."""

    rule: Rule
    who: Identity
    address: str
    data: dict[str, Any]
    fields: set[str]


def extra(fields: set[str]) -> dict[str, str]:
    """A field for every column in the database but the form's own."""
    columns = [one for table in TABLES.values() for one in table.columns]
    own = fields | {"csrf_token"}
    return {one.name: _value(one) for one in columns if one.name not in own}


def _value(column: sa.Column[Any]) -> str:
    if isinstance(column.type, sa.Enum):
        return str(column.type.enums[-1])
    for kind, value in (
        (sa.Boolean, "y"),
        (sa.Integer, "2"),
        (sa.Date, "2026-11-02"),
        (UtcDateTime, "2026-11-02T12:00:00"),
    ):
        if isinstance(column.type, kind):
            return value
    return "kapad@example.org"


def as_shown(page: str, address: str) -> tuple[dict[str, Any], set[str]]:
    """What a browser would send from the form of a page that posts to its address, or else from
    the largest, and the names of its fields."""
    every = html.fromstring(page).xpath("//main//form")
    forms = [one for one in every if one.get("action") == address] or every
    form = max(forms, key=lambda one: len(one.inputs), default=None)
    if form is None:
        return {}, set()
    names = {one for one in form.fields if one}
    data: dict[str, Any] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    data |= {name: FILLED[name] for name in names & FILLED.keys() if not any(data.get(name, ()))}
    return data, names


def forms(app: Flask, browsers: dict[Identity, FlaskClient], world: World, link: str) -> list[Sent]:
    found = []
    for rule in writes(app):
        who = next(one for one in ORDER if one in EXPECTED[rule.endpoint].of(own=False))
        alone = rule.endpoint.split(".")[0] in ONE_FOR_ALL
        known = {} if alone else _known(world, rule)
        address = built(app, rule, **world.owner_of(rule), **known, token=link)
        token = csrf_of(browsers[who], "/konto" if who else "/logga-in")
        data, fields = {}, OF_ITS_OWN.get(rule.endpoint, set())
        if "GET" in (rule.methods or ()):
            answer = browsers[who].get(address)
            data, fields = (
                as_shown(answer.text, address) if answer.status_code == 200 else ({}, set())
            )
        else:
            data = {name: FILLED[name] for name in fields & FILLED.keys()}
        found.append(Sent(rule, who, address, data | {"csrf_token": token}, fields))
    return sorted(found, key=lambda one: one.rule.endpoint in ENDING)


def kept() -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    return sorted(CHANCE.sub("*", line) for line in canonical.lines())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_field_of_the_database_is_written_that_the_form_does_not_show(
    app: Flask, sign_in: SignIn, database_url: str
) -> None:
    world = worlds.make("Piteå", builders.person(Role.SECRETARY))
    people = {who: builders.person(who) for who in ORDER if who}
    worlds.join(world, people[Role.NEGOTIATOR])
    browsers: dict[Identity, FlaskClient] = {
        who: sign_in(people[who]) if who else app.test_client() for who in ORDER
    }
    link = links.make(builders.addressee(world.recommendation, "Piteå"), "a@example.org")
    every = forms(app, browsers, world, link)
    cookies = {who: one.get_cookie("session") for who, one in browsers.items()}
    file = sa.make_url(database_url).database
    assert file

    def sweep(more: Callable[[set[str]], dict[str, str]]) -> tuple[dict[str, int], list[str]]:
        for who, browser in browsers.items():
            cookie = cookies[who]
            assert cookie, who
            browser.set_cookie("session", cookie.value)
        codes = {
            one.rule.endpoint: browsers[one.who]
            .post(one.address, data=more(one.fields) | one.data)
            .status_code
            for one in every
        }
        return codes, kept()

    db.session.commit()
    close()
    shutil.copy(file, f"{file}.before")
    plainly = sweep(lambda _fields: {})
    close()
    shutil.copy(f"{file}.before", file)
    with_more = sweep(extra)
    assert {one for one in with_more[0].items() if one not in plainly[0].items()} == set()
    assert with_more[1] == plainly[1]
    saved = [name for name, code in plainly[0].items() if code == 302]
    assert len(saved) > 40, f"only {saved} were saved"


def close() -> None:
    """Let go of the database's file."""
    db.session.close()
    db.engine.dispose()
