"""A database that goes away in the middle of a request: the person is told in words (R-21)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import event

from nk_avtal.db import db
from nk_avtal.domain.people import Role
from tests import builders
from tests.databases import postgres_address


@pytest.fixture
def gone(app: Flask) -> Iterator[None]:
    """After the person is known, no statement is answered any more."""
    seen: list[str] = []

    def refuse(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)
        if any("FROM agreement" in one for one in seen):
            raise sa.exc.OperationalError(statement, {}, ConnectionError("gone"))

    yield event.listen(db.engine, "before_cursor_execute", refuse)
    event.remove(db.engine, "before_cursor_execute", refuse)


def test_the_page_says_that_the_service_rests(
    sign_in: Callable[..., FlaskClient], request: pytest.FixtureRequest
) -> None:
    client = sign_in(builders.person(Role.MANAGER))
    request.getfixturevalue("gone")
    answer = client.get("/avtal")
    assert answer.status_code == 503
    assert "Tjänsten vilar en stund" in answer.text


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_an_answer_that_is_made_already_is_given(
    app: Flask, sign_in: Callable[..., FlaskClient]
) -> None:
    """The database goes away between the page and the end of its reading."""
    client = sign_in(builders.person(Role.MANAGER))

    @app.after_request
    def cut(answer: Response) -> Response:
        mine = db.session.scalar(sa.select(sa.func.pg_backend_pid()))
        with db.engine.connect() as other:
            other.execute(sa.select(sa.func.pg_terminate_backend(mine)))
        return answer

    for _ in range(2):
        answer = client.get("/avtal")
        assert answer.status_code == 200
        assert "<h1>Avtal" in answer.text


class GoingAway:
    """The connection breaks before statement number `place`, and there is no other any more."""

    def __init__(self, place: int) -> None:
        self.place = place
        self.asked: list[str] = []
        self._ways = ((db.engine, "before_cursor_execute", self.cut),)
        self._ways += ((db.engine, "do_connect", self.refuse),)

    def cut(self, connection: sa.Connection, _cursor: Any, statement: str, *_: Any) -> None:
        self.asked.append(statement)
        if len(self.asked) == self.place:
            mine = connection.connection.dbapi_connection.info.backend_pid
            address = postgres_address(db.engine.url.render_as_string(hide_password=False))
            with psycopg.connect(**address) as other:
                other.execute("SELECT pg_terminate_backend(%s, 1000)", (mine,))

    def refuse(self, *_: Any) -> None:
        if len(self.asked) >= self.place:
            raise psycopg.OperationalError("nobody is there")

    def __enter__(self) -> list[str]:
        for way in self._ways:
            event.listen(*way)
        return self.asked

    def __exit__(self, *_: object) -> None:
        for way in self._ways:
            event.remove(*way)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_wherever_a_page_is_when_the_database_goes_away_the_person_is_told(
    sign_in: Callable[..., FlaskClient],
) -> None:
    client = sign_in(builders.person(Role.MANAGER))
    for address in ("/avtal", "/avtal/finns-inte"):
        for place in count(1):
            with GoingAway(place) as asked:
                answer = client.get(address)
            if len(asked) < place:
                break
            assert answer.status_code == 503, asked[-1]
            assert "Tjänsten vilar en stund" in answer.text
        assert place > 4, "it asked that often before it was done"
