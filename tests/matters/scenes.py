"""What the tests of matters have in common: meetings, and forms filled in as a person would."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.matters import queries
from nk_avtal.matters.models import Matter, Stop
from tests.pages import csrf_of

day = date.fromisoformat


def body(name: str) -> Body:
    wanted = sa.select(Body).where(Body.municipality_id.is_(None), Body.name == name)
    return db.session.scalars(wanted).one()


def meeting(name: str, held_on: str, hand_in: str | None = None) -> Meeting:
    made = Meeting(
        body=body(name), held_on=day(held_on), hand_in_by=day(hand_in) if hand_in else None
    )
    db.session.add(made)
    db.session.commit()
    return made


def matter(slug: str) -> Matter:
    db.session.expire_all()
    return queries.by_slug(slug)


def stop(slug: str, name: str) -> Stop:
    """The next stop of the matter at a body."""
    found = matter(slug).stops
    return next(one for one in found if one.body.name == name and one.outcome is None)


def filled(client: FlaskClient, address: str) -> dict[str, Any]:
    """What a browser would send from the page's own form."""
    page = html.fromstring(client.get(address).text)
    form = page.xpath("//main//form[@method='post'][not(@action)]")[0]
    values: dict[str, Any] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return values


def send(client: FlaskClient, address: str, **changes: Any) -> TestResponse:
    """Open a page, change some fields and send its form."""
    return client.post(address, data=filled(client, address) | changes)


def press(client: FlaskClient, address: str, page: str, **data: Any) -> TestResponse:
    """Press a button of a page."""
    return client.post(address, data=data | {"csrf_token": csrf_of(client, page)})


def place(client: FlaskClient, slug: str, name: str, at: Meeting) -> None:
    """Choose a meeting for the matter's stop at a body."""
    address = f"/arenden/{slug}/vag"
    number = str(stop(slug, name).id)
    row = next(
        key.removeprefix("stop_")
        for key, value in filled(client, address).items()
        if key.startswith("stop_") and value == [number]
    )
    answer = send(client, address, **{f"meeting_{row}": str(at.id)})
    assert answer.status_code == 302, answer.text


def decide(client: FlaskClient, slug: str, name: str, outcome: str, **more: Any) -> TestResponse:
    """Record the outcome at the matter's next stop at a body."""
    address = f"/arenden/{slug}/steg/{stop(slug, name).id}/utfall"
    return send(client, address, outcome=outcome, **more)
