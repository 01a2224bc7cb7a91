"""What belongs to one municipality cannot be written by another's people, whichever way its number
gets into the request; nor what belongs to one agreement at an address of another (S-02).

The routes are those of the product: a new one is tried without a line here, and a new kind of
number has to be put into `worlds.py`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from nk_avtal import canonical
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.recommendations import links
from tests import builders
from tests.pages import csrf_of
from tests.security import worlds
from tests.security.expected_routes import EXPECTED, argument
from tests.security.worlds import World, numbered

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[..., FlaskClient]

ONE_FOR_ALL = {"admin", "letters", "goals", "people"}
"""Accounts, members, mail, templates and goals hang on nothing: there is one list of each, and a
token hangs on its owner."""
OFFICE = (Role.SECRETARY, Role.MANAGER, Role.NEGOTIATOR, Role.ADMIN)
TYPED: tuple[dict[str, str], ...] = (
    {"body": "council", "decided_on": "16 november", "paragraph": "142", "outcome": "adopted"},
    {"planned_on": "14 december", "email": "ny@example.org", "kind": "recommendations"},
    {"name": "Nytt organ", "kind": "committee", "active": "y", "days": "15 mars 2027"},
)
"""What a form may ask for: one of them fits each form well enough to be saved."""


@pytest.fixture
def pair(app: Flask) -> tuple[World, World]:
    secretary = builders.person(Role.SECRETARY)
    return worlds.make("Piteå", secretary), worlds.make("Luleå", secretary)


def writes(app: Flask) -> Iterator[Rule]:
    """The routes of forms that change something; those that take things away come last. What
    programs change has tests of its own."""
    found = [
        rule
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not rule.endpoint.startswith("api.")
    ]
    taking = ("remove", "unrelate", "unset", "lay", "undo", "revoke", "withdraw", "take_step")
    return iter(sorted(found, key=lambda one: one.endpoint.split(".")[1].startswith(taking)))


def built(app: Flask, rule: Rule, **arguments: Any) -> str:
    values = {name: arguments.get(name, argument(rule.endpoint, name)) for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, values, method="POST")


def lines() -> set[str]:
    db.session.rollback()
    db.session.expire_all()
    return set(canonical.lines())


def stored() -> set[str]:
    """What people have stored: without what only notes that an agreement was saved anew."""
    found = map(json.loads, lines())
    noting = ("reminder", "message", "history_entry")
    return {
        json.dumps({**row, "version": 0 if row["table"] == "agreement" else row.get("version")})
        for row in found
        if row["table"] not in noting
    }


def test_a_number_opens_nothing_below_another_owner(
    app: Flask, sign_in: SignIn, pair: tuple[World, World]
) -> None:
    """Also for those who may write everywhere: the address says whose it is."""
    mine, theirs = pair
    people = {role: builders.person(role) for role in OFFICE}
    for one in pair:
        worlds.join(one, people[Role.NEGOTIATOR])
    browsers = {role: sign_in(person) for role, person in people.items()}
    tokens = {role: csrf_of(one, "/konto") for role, one in browsers.items()}
    rules = [
        one
        for one in writes(app)
        if numbered(one) and one.endpoint.split(".")[0] not in ONE_FOR_ALL
    ]
    assert len(rules) > 20

    def answered(rule: Rule, owner: World) -> int:
        role = next(one for one in OFFICE if one in EXPECTED[rule.endpoint].of(own=False))
        address = built(app, rule, **owner.owner_of(rule), **theirs.children_of(rule))
        return browsers[role].post(address, data={"csrf_token": tokens[role]}).status_code

    before = stored()
    for rule in rules:
        assert answered(rule, mine) in (302, 403, 404), rule.endpoint  # 302: as gone
    assert stored() == before
    for rule in rules:
        if rule.arguments & {"slug", "municipality"}:
            assert answered(rule, theirs) not in (403, 404), f"{rule.endpoint} does not open at all"
    assert len(stored() - before) >= 10, "the rows are there, and their own addresses change them"


def test_nobody_writes_below_another_municipality(
    app: Flask, sign_in: SignIn, pair: tuple[World, World]
) -> None:
    mine, theirs = pair
    people = [sign_in(builders.person(one, mine.town.name)) for one in (Role.CLERK, Role.READER)]
    forms = [TYPED[0] | {"csrf_token": csrf_of(client, "/konto")} for client in people]
    before = lines()
    for rule in writes(app):
        if "municipality" not in rule.arguments or rule.endpoint.startswith("admin."):
            continue
        for whose in (mine, theirs):  # the town is another one, the number may be the own
            address = built(app, rule, **theirs.owner_of(rule), **_known(whose, rule))
            for client, form in zip(people, forms, strict=True):
                assert client.post(address, data=form).status_code == 403, rule.endpoint
    assert lines() == before


def _known(world: World, rule: Rule) -> dict[str, int]:
    return world.children_of(rule) if numbered(rule) else {}


def numbers_of(world: World) -> dict[str, Any]:
    """The numbers of a world under every name that a form or an address might read them by."""
    found: dict[str, Any] = {
        name.rpartition(":")[2]: number for name, number in world.numbers.items()
    }
    found |= {"municipality_id": world.town.id, "municipality": world.town.slug}
    found |= {"municipalities": world.town.id, "addressees": world.town.id}
    found |= {"planned_body_id": found["body_id"], "wording": found["version_id"]}
    place = found["addressee_id"]
    return found | {f"paragraph_{place}": "142", f"outcome_{place}": "adopted"}


def test_whatever_number_is_sent_along_only_the_own_municipality_changes(
    app: Flask, sign_in: SignIn, pair: tuple[World, World]
) -> None:
    """A clerk, and whoever holds a personal link, at their own addresses."""
    mine, theirs = pair
    client = sign_in(builders.person(Role.CLERK, mine.town.name))
    link = links.make(builders.addressee(mine.recommendation, mine.town.name), "a@example.org")
    foreign = numbers_of(theirs) | {"held_on": "2027-02-16", "place": "Kapad"}
    token = {"csrf_token": csrf_of(client, "/konto")}
    before, saved = lines(), 0
    for rule in writes(app):
        clerks = Role.CLERK in EXPECTED[rule.endpoint].own
        if not clerks or rule.endpoint.startswith("people."):
            continue
        address = built(app, rule, **mine.owner_of(rule), **_known(mine, rule), token=link)
        for typed in TYPED:
            data = {**foreign, "body": theirs.numbers["body_id"], **typed, **token}
            answer = client.post(address, data=data, query_string=foreign)
            saved += answer.status_code == 302
            assert answer.status_code < 500, (rule.endpoint, answer.status_code)
    after = lines()
    assert saved >= 10, "some are saved, or the test sees nothing"
    for line in before ^ after:
        assert not _touches(json.loads(line), theirs), line


OF_A_TOWN = {
    "body": "body_id",
    "meeting": "meeting_id",
    "contact": "contact_id",
    "decision": "decision_id",
    "addressee": "addressee_id",
    "reply_link": "link_id",
}


def _touches(row: dict[str, Any], theirs: World) -> bool:
    """Whether a row belongs to the other municipality, or points at what does."""
    if row["table"] in ("history_entry", "message"):
        return False
    if row["table"] in OF_A_TOWN and row["id"] == theirs.numbers[OF_A_TOWN[row["table"]]]:
        return True
    points = {**theirs.numbers, "planned_body_id": theirs.numbers["body_id"]}
    points |= {"document_version_id": theirs.numbers["version_id"]}
    points |= {"municipality_id": theirs.town.id}
    return any(row.get(name) == number for name, number in points.items() if number)


def test_a_personal_link_reaches_its_own_municipality_whatever_is_sent_along(
    app: Flask, client: FlaskClient, pair: tuple[World, World]
) -> None:
    mine, theirs = pair
    link = links.make(builders.addressee(mine.recommendation, mine.town.name), "a@example.org")
    token = {"csrf_token": csrf_of(client, f"/svar/{link}/planera")}
    before = lines()
    for rule in writes(app):
        if not rule.endpoint.startswith("reply_links."):
            continue
        for typed in TYPED:
            data = {**numbers_of(theirs), "body": theirs.numbers["body_id"], **typed, **token}
            answer = client.post(built(app, rule, token=link), data=data)
            assert answer.status_code in (200, 302, 409, 422)
    assert not [one for one in before ^ lines() if _touches(json.loads(one), theirs)]
