"""Programs that act for people: a client that sends a token and JSON."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from nk_avtal.db import db
from nk_avtal.domain.tokens import Access
from nk_avtal.people import tokens
from nk_avtal.people.models import Person
from tests import builders

ROOT = "/api/v1"
DECIDED = {
    "body": "council",
    "decided_on": "2026-11-16",
    "paragraph": "142",
    "outcome": "adopted",
}


class Program:
    """One that acts for a person."""

    def __init__(self, app: Flask, person: Person, access: Access = Access.WRITE) -> None:
        self.person = person
        self.token, self.secret = tokens.make(person, "Ärendesystemet", access, 30)
        db.session.commit()
        self.client = app.test_client()

    @property
    def headers(self) -> dict[str, str]:
        """What names the token in a request."""
        return {"Authorization": f"Bearer {self.secret}"}

    def ask(self, method: str, path: str, told: Any = None, **headers: str) -> TestResponse:
        """Send a request; `If_Match="..."` becomes a header."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named = self.headers | named
        address = path if path.startswith("/api") else f"{ROOT}{path}"
        more = {} if told is None else {"json": told}
        return self.client.open(address, method=method, headers=named, **more)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.ask("GET", path, **headers)

    def all(self, path: str, **asked: Any) -> list[dict[str, Any]]:
        """All rows of a list, part by part."""
        found: list[dict[str, Any]] = []
        while True:
            query = "&".join(f"{name}={value}" for name, value in asked.items())
            answer = self.get(f"{path}?{query}")
            assert answer.status_code == 200, answer.text
            found += answer.json["items"]
            if answer.json["next_cursor"] is None:
                return found
            asked["cursor"] = answer.json["next_cursor"]


def program(app: Flask, role: Any, **more: Any) -> Program:
    """A program that acts for a new person with a role."""
    access = more.pop("access", Access.WRITE)
    return Program(app, builders.person(role, **more), access)
