"""Three chains that have really been, from the first decision to the last (cases C1, C5, C6).

What the sources leave out, such as the days of single municipalities, is made up.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import Agreement
from nk_avtal.bindings import queries
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.agreements import Precision, Stage
from nk_avtal.domain.bindings import Bond
from nk_avtal.domain.entry import Condition
from nk_avtal.domain.people import Role
from tests import builders
from tests.builders import TODAY


@pytest.fixture
def reader(app: Flask, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(builders.person(Role.NEGOTIATOR))


def deciding(start_on: date, recommended_on: date, **more: Any) -> Agreement:
    """An agreement of which the municipalities decide, without a known end."""
    values: dict[str, Any] = {
        "start_on": start_on,
        "end_on": None,
        "end_precision": Precision.UNKNOWN,
        "following_term": None,
        "notice_period": None,
        "stage": Stage.DECIDING,
    }
    owner = builders.agreement(**(values | more))
    builders.recommendation(
        owner,
        recommended_on=recommended_on,
        reply_by=recommended_on + timedelta(days=90),
        object_name="",
    )
    return owner


def said(reader: FlaskClient, owner: Agreement) -> str:
    return " ".join(reader.get(f"/avtal/{owner.slug}").text.split())


def bound(owner: Agreement, day: date) -> int:
    db.session.commit()
    return sum(one.state is Bond.BOUND for one in queries.bound_parties(owner, day, TODAY))


def test_c1_all_fifteen_must_adopt_or_nobody_is_bound(reader: FlaskClient) -> None:
    start = date(2012, 1, 1)
    owner = deciding(start, date(2011, 10, 14), entry_counterparty=True)
    sent = owner_recommendation(owner)
    builders.party_decision(
        owner, "Region Norrbotten", decided_on=date(2011, 11, 17), body_name="Landstingsfullmäktige"
    )
    first, *others = builders.members()
    for days, town in enumerate(others):
        builders.decision(sent, town.name, decided_on=date(2011, 11, 14) + timedelta(days=days))
    assert "En kommun till behövs." in said(reader, owner)
    assert bound(owner, start) == 0
    builders.decision(sent, first.name, decided_on=date(2011, 12, 19))
    assert "Villkoret är uppfyllt." in said(reader, owner)
    assert bound(owner, date(2011, 12, 31)) == 0
    assert bound(owner, start) == 15


def test_c1_one_no_makes_it_impossible(reader: FlaskClient) -> None:
    owner = deciding(date(2012, 1, 1), date(2011, 10, 14))
    builders.decision(owner_recommendation(owner), "Kiruna", outcome=Outcome.DECLINED)
    assert "Det villkoret går inte längre att uppfylla, så många har avslagit." in said(
        reader, owner
    )


def test_c5_a_decision_three_months_after_the_start_is_warned_about_and_binds_from_then(
    reader: FlaskClient,
) -> None:
    start, decided = date(2016, 8, 1), date(2016, 11, 7)
    owner = deciding(start, date(2015, 10, 15), entry_condition=Condition.EACH)
    builders.decision(owner_recommendation(owner), "Luleå", decided_on=decided)
    assert "Besluten kommer efter startdagen" in said(reader, owner)
    assert bound(owner, decided - timedelta(days=1)) == 0
    assert bound(owner, decided) == 1


def test_c6_some_adopt_and_only_with_the_host_among_them(reader: FlaskClient) -> None:
    owner = deciding(date(2013, 1, 1), date(2012, 12, 1), entry_condition=Condition.EACH)
    sent = owner_recommendation(owner)
    host = builders.municipality("Luleå").id
    next(one for one in owner.parties if one.municipality_id == host).required = True
    builders.decision(sent, "Pajala", decided_on=date(2013, 4, 22), paragraph="17")
    builders.decision(sent, "Kiruna", outcome=Outcome.DECLINED)
    assert "Luleå måste också anta." in said(reader, owner)
    assert bound(owner, date(2013, 9, 1)) == 0
    builders.decision(sent, "Luleå", decided_on=date(2013, 6, 17))
    assert bound(owner, date(2013, 6, 16)) == 0
    assert bound(owner, date(2013, 6, 17)) == 2


def owner_recommendation(owner: Agreement) -> builders.Recommendation:
    return db.session.query(builders.Recommendation).filter_by(agreement_id=owner.id).one()
