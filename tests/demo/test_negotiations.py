"""The made-up negotiations: on their own day those of the design, on any other alive."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.db import db
from nk_avtal.demo import loading
from nk_avtal.demo.negotiations import LIMITS, SLUG
from nk_avtal.domain.people import Role
from nk_avtal.negotiations import listing, queries
from nk_avtal.negotiations.shown import analysed, shown
from nk_avtal.people.models import Person
from nk_avtal.people.queries import negotiators
from tests import builders


def loaded(today: date) -> Person:
    loading.load(today)
    db.session.commit()
    (person,) = negotiators()
    return person


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    app.config["TODAY"] = builders.TODAY
    return builders.signed_in_client(app, loaded(builders.TODAY))


def test_on_its_own_day_the_workspace_is_that_of_the_design(client: FlaskClient) -> None:
    page = client.get(f"/forhandlingar/{SLUG}").text
    for text in (
        *("Runda 3 pågår", "12 mars. 14 yrkanden ställda", "28 maj. 5 lösta"),
        *("Möte 1 december kl. 13", "Senast 29 januari", "Visar 8 av 14"),
        *("<b>8</b> överens", "<b>2</b> nära", "<b>3</b> öppna", "<b>1</b> lyft till beredning"),
        "Avtalet måste vara klart 31 mars 2027, om 127 dagar",
        *("24 timmar i kustkommunerna, 48 timmar i inlandet.", "Två arbetsdagar i hela länet."),
        *(LIMITS, "Reglerar § 6 i avtalet.", "version 0.7 med 0.6", "Motpart: Region Norrbotten"),
    ):
        assert text in page, text
    assert '<span class="antal">3<span' in page


def test_on_another_day_it_lives_too(app: Flask) -> None:
    today = builders.TODAY + timedelta(days=300)
    person = loaded(today)
    assert person.role is Role.NEGOTIATOR
    for one in listing.listed(listing.Choice(), person):
        found = shown(queries.by_slug(one.slug, person), drafts=True)
        assert all(post.on <= today for issue in found.issues for post in issue.posts)
        assert found.turn.since <= today
        assert one.target_on
        assert one.target_on > today
        assert analysed(found).shares
