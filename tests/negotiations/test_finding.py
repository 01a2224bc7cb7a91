"""The search and the start page tell of a negotiation to whoever may know of it, and only then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.db import db
from nk_avtal.domain.people import Role
from tests import builders
from tests.negotiations import scenes

SignIn = Callable[[builders.Person], FlaskClient]


def test_who_finds_it_and_what_is_counted(app: Flask, sign_in: SignIn) -> None:
    writer = builders.person(Role.NEGOTIATOR)
    made = scenes.under_way(writer)
    made.next_step, made.next_step_on = "Skicka nytt bud", date(2026, 12, 1)
    db.session.commit()
    asked = "/sok?q=samverkan+leveranstid"
    outside = [builders.person(role) for role in Role if role not in (Role.SECRETARY, Role.MANAGER)]
    inside = [writer, builders.person(Role.SECRETARY), builders.person(Role.MANAGER)]
    for person in inside:
        client = sign_in(person)
        page = client.get(asked).text
        assert f"/forhandlingar/{scenes.SLUG}" in page
        assert "En träff" in page or "1 träff" in page
    start = sign_in(writer).get("/").text
    for text in ("Skicka nytt bud", "Pågående förhandlingar", "1 av 3"):
        assert text in start
    for person in outside:
        client = sign_in(person)
        page = client.get(asked).text + client.get("/sok?q=leveranstidd").text
        for text in (scenes.SLUG, "leveranstid<", ">leveranstid "):
            assert text not in page, person.role
        assert "0 träffar" in page
        assert scenes.TITLE not in client.get("/").text
