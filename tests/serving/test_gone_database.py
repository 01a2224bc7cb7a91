"""A database that goes away in the middle of a request: the person is told in words (R-21)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import event

from nk_avtal.db import db
from nk_avtal.domain.people import Role
from tests import builders


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
