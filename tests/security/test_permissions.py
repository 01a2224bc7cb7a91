"""Every route × every role, against a table that was written by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from nk_avtal import canonical
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.people import Role
from nk_avtal.negotiations import actions
from nk_avtal.reminders.heartbeats import WORKERS, beat
from tests import builders
from tests.api.programs import Program
from tests.negotiations import scenes
from tests.pages import csrf_of, without_changing
from tests.security.expected_routes import (
    ARGUMENTS,
    EXPECTED,
    UNREVEALED,
    Identity,
    argument,
    only,
)

OWN, OTHER = "pitea", "lulea"
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

NOBODY = only()

SignIn = Callable[..., FlaskClient]


def scene(person: builders.Person | None = None) -> None:
    """Something for the arguments of the routes to point at; `person` is in the group of the
    negotiation, or is its manager."""
    recommendation = builders.recommendation()
    assert recommendation.document_version
    recommendation.document_version.file = store.keep(b"%PDF-1.7", "bilaga.pdf", "application/pdf")
    builders.decision(recommendation, "Piteå")
    builders.decision(recommendation, "Luleå")
    writer = builders.person(Role.NEGOTIATOR)
    negotiation = scenes.under_way(writer)
    if person and person.role is Role.NEGOTIATOR:
        actions.set_group(negotiation, {writer.id, person.id})
    if person and person.role is Role.MANAGER:
        negotiation.manager_id = person.id


def addresses(app: Flask, town: str) -> Iterator[Visit]:
    """Each route with each of its methods and an address of it."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        values = {name: argument(rule.endpoint, name, town) for name in rule.arguments}
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method, adapter.build(rule.endpoint, values, method=method)


Visit = tuple[Rule, str, str]


def split(every: Iterable[Visit]) -> tuple[list[Visit], list[Visit]]:
    """Those that read, and those that write."""
    kept = list(every)
    return [one for one in kept if one[1] == "GET"], [one for one in kept if one[1] != "GET"]


def turned_away(endpoint: str, answer: TestResponse) -> bool:
    if endpoint.startswith(UNREVEALED) and answer.status_code == 404:
        return True
    to_sign_in = answer.status_code == 302 and answer.location.startswith("/logga-in?")
    return to_sign_in or answer.status_code in (401, 403)


def test_every_route_has_a_line_in_the_table_and_every_line_a_route(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == EXPECTED.keys()


def test_every_argument_of_a_route_has_a_value(app: Flask) -> None:
    arguments = {name for rule in app.url_map.iter_rules() for name in rule.arguments}
    assert arguments - {"municipality"} <= ARGUMENTS.keys()


@ON_SQLITE
@pytest.mark.parametrize("identity", [None, *Role], ids=str)
def test_a_route_lets_in_whom_the_table_says_and_reading_changes_nothing(
    app: Flask, sign_in: SignIn, identity: Identity
) -> None:
    """Forms are sent without their tokens, so that whoever is let in is refused for that."""
    for worker in WORKERS:
        beat(worker)  # /readyz would rightly say that it is silent
    person = builders.person(identity) if identity else None
    scene(person)
    client = sign_in(person) if person else app.test_client()
    token = Program(app, person).headers if person else {}

    def wrong(visits: list[Visit], *, own: bool) -> Iterator[tuple[object, ...]]:
        for rule, method, address in visits:
            headers = token if rule.endpoint.startswith("api.") else {}
            answer = client.open(address, method=method, headers=headers)
            answer.close()
            expected = identity in EXPECTED.get(rule.endpoint, NOBODY).of(own)
            if turned_away(rule.endpoint, answer) == expected or answer.status_code >= 500:
                yield rule.endpoint, method, address, answer.status_code

    before = canonical.fingerprint()
    by_reading, by_writing = split(addresses(app, OWN))
    assert list(wrong(by_reading, own=True)) == []
    db.session.rollback()
    assert canonical.fingerprint() == before
    own = {address for _, _, address in addresses(app, OWN)}
    elsewhere = [one for one in addresses(app, OTHER) if one[2] not in own]
    assert list(wrong(by_writing, own=True)) == []
    assert list(wrong(elsewhere, own=False)) == []


@ON_SQLITE
def test_no_clerk_can_write_for_any_other_municipality(app: Flask, sign_in: SignIn) -> None:
    scene()
    clerks = {
        town.slug: sign_in(builders.person(Role.CLERK, home=town.name))
        for town in builders.members()
    }
    data = {"body": "council", "decided_on": "16 november", "paragraph": "142"}
    db.session.commit()
    before = canonical.fingerprint()
    for home, client in clerks.items():
        token = csrf_of(client, "/konto")
        for town in clerks.keys() - {home}:
            address = f"/kommuner/{town}/beslut/{ARGUMENTS['slug']}"
            sent = data | {"outcome": "adopted", "csrf_token": token}
            assert client.post(address, data=sent).status_code == 403, (home, town)
    db.session.rollback()
    assert canonical.fingerprint() == before


def test_what_does_not_exist_and_what_may_not_be_known_give_the_same_page(
    app: Flask, sign_in: SignIn
) -> None:
    draft = builders.agreement("Hemligt utkast", stage=Stage.DRAFT)
    client = sign_in(builders.person(Role.CLERK))
    for pattern in ("/register/{}", "/avtal/{}"):
        secret = client.get(pattern.format(draft.slug))
        missing = client.get(pattern.format("finns-inte-alls"))
        assert (secret.status_code, missing.status_code) == (404, 404)
        assert without_changing(secret.text) == without_changing(missing.text)
