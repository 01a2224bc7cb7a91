"""What the list says of an agreement's stage, and what narrowing the list to a stage finds."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.agreements import listing
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.stages import stage_of
from nk_avtal.db import db
from nk_avtal.domain.agreements import Kind, Precision, Stage
from nk_avtal.domain.lifecycle import LISTED_STAGES, Phase, listed_stage
from nk_avtal.domain.people import Role
from tests import builders

TODAY = date(2026, 11, 24)
FIXED = {"following_term": None, "notice_period": None}
"""Without prolongation: the end is the end."""


@pytest.mark.parametrize(
    ("stage", "phase", "said"),
    [
        (Stage.DRAFT, None, Stage.DRAFT),
        (Stage.CONCLUDED, Phase.NOT_YET, Phase.NOT_YET),
        (Stage.CONCLUDED, Phase.IN_FORCE, Stage.CONCLUDED),
        (Stage.CONCLUDED, Phase.UNDER_REVIEW, Stage.CONCLUDED),
        (Stage.CONCLUDED, Phase.ENDED, Phase.ENDED),
        (Stage.TERMINATED, Phase.TERMINATED, Stage.TERMINATED),
        (Stage.TERMINATED, Phase.ENDED, Phase.ENDED),
        (Stage.CANCELLED, None, Stage.CANCELLED),
    ],
)
def test_a_list_says_more_than_the_stage_where_the_calendar_does(
    stage: Stage, phase: Phase | None, said: Stage | Phase
) -> None:
    assert listed_stage(stage, phase) == said


@pytest.fixture
def agreements(app: Flask, monkeypatch: pytest.MonkeyPatch) -> dict[str, Stage | Phase]:
    """Titles, and what the list shall say of each on 24 November 2026."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    ended, begins, gone = Phase.ENDED, Phase.NOT_YET, Stage.TERMINATED
    cases: list[tuple[str, Stage | Phase, dict[str, Any]]] = [
        ("Prolongs itself", Stage.CONCLUDED, {"end_on": date(2025, 12, 31)}),
        ("Prolonged once", ended, {"end_on": date(2024, 1, 1), "max_prolongations": 1}),
        ("Over since yesterday", ended, {"end_on": TODAY - timedelta(1), **FIXED}),
        ("Last day today", Stage.CONCLUDED, {"end_on": TODAY, **FIXED}),
        ("End known by year", Stage.CONCLUDED, {"end_on": date(2026, 1, 1), **FIXED, **_year()}),
        ("Ended by year", ended, {"end_on": date(2025, 6, 1), **FIXED, **_year()}),
        ("First term is over", ended, {"end_on": None, "first_term": "6m", **FIXED, **_unknown()}),
        ("Goes on", Stage.CONCLUDED, {"end_on": None, "following_term": None, **_open()}),
        ("Longest is over", ended, {"end_on": None, **FIXED, **_open(), "longest": "1y"}),
        ("Begins later", begins, {"start_on": TODAY + timedelta(1)}),
        ("Start unknown", Stage.CONCLUDED, {"start_on": None, "end_on": None, **_unknown()}),
        ("Given notice", gone, {"stage": gone, "notice_ends_on": TODAY}),
        ("Notice has run out", ended, {"stage": gone, "notice_ends_on": TODAY - timedelta(1)}),
        ("Cancelled", Stage.CANCELLED, {"stage": Stage.CANCELLED, "end_on": date(2025, 12, 31)}),
        ("Draft", Stage.DRAFT, {"stage": Stage.DRAFT, "end_on": date(2025, 1, 31), **FIXED}),
    ]
    for title, _, fields in cases:
        builders.agreement(title, **{"start_on": date(2023, 1, 1)} | fields)
    return {title: said for title, said, _ in cases}


def _year() -> dict[str, Any]:
    return {"end_precision": Precision.YEAR}


def _unknown() -> dict[str, Any]:
    return {"end_precision": Precision.UNKNOWN}


def _open() -> dict[str, Any]:
    return {"end_precision": Precision.OPEN_ENDED}


def test_narrowing_to_a_stage_finds_those_of_which_the_list_says_so(
    agreements: dict[str, Stage | Phase],
) -> None:
    reader = builders.person(Role.NEGOTIATOR)
    every = db.session.scalars(sa.select(Agreement)).all()
    assert {one.title: stage_of(one, TODAY) for one in every} == agreements
    for stage in LISTED_STAGES:
        found = listing.chosen(listing.Choice(stage=stage), reader)
        expected = {title for title, said in agreements.items() if said == stage}
        assert {one.title for one in found} == expected, stage
    assert len(listing.chosen(listing.Choice(stage="x"), reader)) == len(agreements)


def test_what_the_list_shows_can_be_chosen_and_stays_chosen(
    agreements: dict[str, Stage | Phase],
    sign_in: Callable[[builders.Person], FlaskClient],
) -> None:
    client = sign_in(builders.person(Role.NEGOTIATOR))
    page = client.get("/avtal?skede=ended").text
    assert "Visar 6 av 15." in page
    assert '<option value="ended" selected>Upphört</option>' in page
    assert "Last day today" not in page
    assert "Upphört" in client.get("/avtal.csv?skede=ended").get_data().decode("utf-8-sig")


def test_every_combination_of_terms_is_found_where_the_list_shows_it(app: Flask) -> None:
    """What is left out before the terms are read cannot have ended, whatever they are."""
    reader = builders.person(Role.NEGOTIATOR)
    today = clock.today()
    days = (None, today - timedelta(400), today, today + timedelta(30))
    made = itertools.product(
        (Stage.CONCLUDED, Stage.TERMINATED), days, tuple(Precision), (None, "6m"), (None, "1y")
    )
    for number, (stage, end_on, precision, following, longest) in enumerate(made):
        made_up = Agreement(title=f"Terms {number}", slug=f"terms-{number}", kind=Kind.AGREEMENT)
        made_up.stage, made_up.created_at = stage, clock.now()
        made_up.start_on, made_up.start_precision = today - timedelta(900), Precision.DAY
        made_up.end_on, made_up.end_precision = end_on, precision
        made_up.following_term, made_up.longest = following, longest
        db.session.add(made_up)
    db.session.commit()
    every = db.session.scalars(sa.select(Agreement)).all()
    found = 0
    for stage in LISTED_STAGES:
        titles = {one.title for one in listing.chosen(listing.Choice(stage=stage), reader)}
        assert titles == {one.title for one in every if stage_of(one, today) == stage}, stage
        found += len(titles)
    assert found == len(every)
