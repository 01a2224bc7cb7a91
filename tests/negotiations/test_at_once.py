"""Two negotiators in the same moment: one saves, the other is shown both, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.negotiations import actions
from nk_avtal.negotiations.models import Issue, Position
from tests import builders
from tests.negotiations import scenes
from tests.pages import hidden_fields
from tests.races import at_once

SignIn = Callable[[builders.Person], FlaskClient]
FIRST = f"/forhandlingar/{scenes.SLUG}/yrkanden/1"


def test_of_two_positions_one_is_saved_and_the_other_shown(app: Flask, sign_in: SignIn) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    people = [builders.person(Role.NEGOTIATOR) for _ in range(2)]
    made = scenes.under_way(people[0])
    actions.set_group(made, {one.id for one in people})
    db.session.commit()
    browsers = [sign_in(person) for person in people]
    seen = dict(hidden_fields(browsers[0].get(FIRST).text))["seen"]
    db.session.commit()

    def say(number: int) -> Callable[[], tuple[int, str]]:
        def act() -> tuple[int, str]:
            data = {"text": f"Version {number}", "seen": seen, "side": "ours"}
            answer = browsers[number].post(f"{FIRST}/position", data=data)
            return answer.status_code, answer.text

        return act

    answers = at_once(app, [say(0), say(1)])
    assert sorted(status for status, _text in answers) == [302, 409]
    (refused,) = [text for status, text in answers if status == 409]
    assert "Version 0" in refused
    assert "Version 1" in refused
    written = sa.select(Position.text).where(Position.text.startswith("Version "))
    assert len(db.session.scalars(written).all()) == 1


def test_issues_that_are_added_in_the_same_moment_get_numbers_of_their_own(
    app: Flask, sign_in: SignIn
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    person = builders.person(Role.NEGOTIATOR)
    scenes.begun(person)
    browsers = [sign_in(person) for _ in range(4)]
    db.session.commit()
    address = f"/forhandlingar/{scenes.SLUG}/yrkanden/nytt"
    data = {"title": "Hyra", "importance": "normal"}
    works = [lambda one=one: one.post(address, data=data).status_code for one in browsers]
    assert at_once(app, works) == [302] * 4
    assert sorted(db.session.scalars(sa.select(Issue.number))) == [1, 2, 3, 4]
