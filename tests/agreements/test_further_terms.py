"""The less usual terms of an agreement, as they are written on its pages and then watched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.anchors import Anchor, CountedFrom, ValidWhen
from nk_avtal.domain.people import Role
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.reminders.watching import watched
from tests import builders
from tests.pages import hidden_fields, post

SignIn = Callable[[builders.Person], FlaskClient]
TODAY = date(2026, 11, 24)


@pytest.fixture
def negotiator(app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    app.config["TODAY"] = TODAY
    assert clock.today() == TODAY
    return sign_in(builders.person(Role.NEGOTIATOR))


def only_agreement() -> Agreement:
    return db.session.scalars(sa.select(Agreement)).one()


def save(client: FlaskClient, agreement: Agreement, rest: str = "", **values: str) -> Any:
    page = f"/avtal/{agreement.slug}/villkor{rest}"
    version = dict(hidden_fields(client.get(page).text)).get("version", "")
    return post(client, page, {"version": version} | values)


def watched_days() -> dict[DeadlineKind, date]:
    return {one.deadline.kind: one.deadline.falls_on for one in watched(TODAY)}


def test_an_option_is_kept_shown_and_watched(negotiator: FlaskClient) -> None:
    agreement = builders.agreement(following_term=None)
    answer = save(
        negotiator,
        agreement,
        start="2025-01-01",
        end="2027-12-31",
        option_step="1 år",
        option_times="2",
        option_use_by="6 månader",
    )
    assert answer.status_code == 302
    kept = only_agreement()
    assert (kept.option_step, kept.option_times, kept.option_use_by) == ("1y", 2, "6m")
    assert watched_days()[DeadlineKind.OPTION] == date(2027, 6, 30)
    page = negotiator.get(f"/avtal/{agreement.slug}").text
    assert "Använd optionen senast" in page
    assert "Det går 2 av 2 gånger till." in page
    assert "Använd optionen eller låt upphöra" in negotiator.get("/fornyelser").text


def test_every_term_comes_back_to_its_form_and_can_be_taken_back(negotiator: FlaskClient) -> None:
    agreement = builders.agreement(end_on=None, following_term=None, first_term="36m")
    written = {
        "start": "1 januari 2025",
        "first_term": "36 månader",
        "following_term": "1 år",
        "longest": "8 år",
        "notice_period": "6 månader",
        "counted_from": "next_month",
        "valid_when": "sent",
        "notice_by_members": "y",
    }
    assert save(negotiator, agreement, **written).status_code == 302
    kept = only_agreement()
    assert (kept.counted_from, kept.valid_when) == (CountedFrom.NEXT_MONTH, ValidWhen.SENT)
    assert (kept.longest, kept.notice_by_members, kept.anchor) == ("8y", True, Anchor.TERM)
    page = negotiator.get(f"/avtal/{agreement.slug}/villkor").text
    assert '<details class="mer luft-under" open>' in page
    assert 'value="8 år"' in page
    assert '<option selected value="next_month">' in page
    undo = f"/avtal/{agreement.slug}/villkor/angra"
    post(negotiator, undo, {}, page=f"/avtal/{agreement.slug}")
    back = only_agreement()
    assert (back.longest, back.counted_from, back.valid_when) == (
        None,
        CountedFrom.NOTICE,
        ValidWhen.RECEIVED,
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"option_step": "1 år"}, "Fyll i alla tre"),
        ({"option_step": "1 år", "option_times": "2", "option_use_by": "snart"}, "felruta"),
        (
            {"option_step": "1 år", "option_times": "2", "option_use_by": "6 månader"}
            | {"options_used": "3"},
            "inte fler gånger än avtalet säger",
        ),
        ({"longest": "4 år"}, "kräver att avtalet förlängs"),
        ({"longest": "4 år", "following_term": "2 år"}, "mitt i en förlängning"),
        ({"following_term": "1 år", "anchor": "year"}, "Välj det ena"),
        ({"anchor": "aldrig"}, "felruta"),
    ],
)
def test_terms_that_contradict_are_refused_and_kept_on_the_page(
    negotiator: FlaskClient, change: dict[str, str], said: str
) -> None:
    agreement = builders.agreement(following_term=None)
    answer = save(negotiator, agreement, start="2025-01-01", end="2027-12-31", **change)
    assert answer.status_code == 422
    assert said in answer.text
    assert '<details class="mer luft-under" open>' in answer.text
    assert only_agreement().option_step is None


def test_a_further_rule_is_watched_until_it_is_removed_and_can_be_put_back(
    negotiator: FlaskClient,
) -> None:
    agreement = builders.agreement()
    answer = save(
        negotiator,
        agreement,
        "/regler",
        scope="price",
        notice_period="31 oktober",
        anchor="year",
        counted_from="notice",
        clause="Priserna kan ändras.",
    )
    assert answer.status_code == 302
    assert watched_days()[DeadlineKind.PRICE] == date(2027, 10, 31)
    page = negotiator.get(f"/avtal/{agreement.slug}/villkor/regler").text
    assert "Nästa gång senast 31 oktober 2027" in page
    rule = only_agreement().notice_rules[0].id
    away = f"/avtal/{agreement.slug}/villkor/regler/{rule}/bort"
    post(negotiator, away, {}, page=f"/avtal/{agreement.slug}/villkor/regler")
    assert DeadlineKind.PRICE not in watched_days()
    page = negotiator.get(f"/avtal/{agreement.slug}/villkor/regler").text
    form = next(part for part in page.split('action="') if "regler/tillbaka" in part)
    undo = form.split('"')[0].replace("&amp;", "&")
    post(negotiator, undo, {}, page=f"/avtal/{agreement.slug}/villkor/regler")
    assert only_agreement().notice_rules[0].clause == "Priserna kan ändras."


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"notice_period": ""}, "Skriv till exempel 6 månader eller 31 oktober"),
        ({"notice_period": "ett tag"}, "felruta"),
        ({"scope": "party", "notice_period": "6 månader"}, "Skriv vilken part"),
        ({"notice_period": "31 oktober", "anchor": "month"}, "årsskifte"),
        ({"scope": "nothing", "notice_period": "6 månader"}, "felruta"),
    ],
)
def test_a_further_rule_that_cannot_be_is_refused(
    negotiator: FlaskClient, values: dict[str, str], said: str
) -> None:
    agreement = builders.agreement()
    usual = {"scope": "price", "anchor": "year", "counted_from": "notice", "clause": "Så här."}
    answer = save(negotiator, agreement, "/regler", **(usual | values))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Så här." in answer.text
    assert not only_agreement().notice_rules


def test_a_day_set_by_hand_is_watched_and_its_reason_told(negotiator: FlaskClient) -> None:
    agreement = builders.agreement()
    answer = save(
        negotiator, agreement, "/dag", day="15 december 2026", reason="Parterna är överens."
    )
    assert answer.status_code == 302
    assert watched_days()[DeadlineKind.NOTICE] == date(2026, 12, 15)
    page = negotiator.get(f"/avtal/{agreement.slug}").text
    assert "Dagen är satt för hand till 15 december 2026: Parterna är överens." in page
    assert "Satt för hand" in page
    kept = only_agreement().set_days[0].id
    away = f"/avtal/{agreement.slug}/villkor/dag/{kept}/bort"
    post(negotiator, away, {}, page=f"/avtal/{agreement.slug}/villkor/dag")
    assert watched_days()[DeadlineKind.NOTICE] == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"day": "15 december 2026", "reason": ""}, "Skriv varför"),
        ({"day": "", "reason": "Så är det."}, "Skriv dagen"),
        ({"day": "1 januari 2028", "reason": "Så är det."}, "efter avtalstidens slut"),
    ],
)
def test_a_set_day_without_a_reason_or_out_of_place_is_refused(
    negotiator: FlaskClient, values: dict[str, str], said: str
) -> None:
    agreement = builders.agreement()
    answer = save(negotiator, agreement, "/dag", **values)
    assert answer.status_code == 422
    assert said in answer.text
    assert not only_agreement().set_days


def test_the_latest_day_to_begin_comes_from_the_meetings_of_the_board(
    negotiator: FlaskClient,
) -> None:
    agreement = builders.agreement(end_on=date(2028, 6, 30))
    board = builders.board_meeting(date(2027, 5, 21), hand_in_by=date(2027, 5, 7))
    builders.board_meeting(date(2027, 9, 24))
    assert board.id
    assert watched_days()[DeadlineKind.START] == date(2027, 4, 23)
    page = negotiator.get(f"/avtal/{agreement.slug}").text
    assert "Påbörja ärendet senast" in page
    assert "sammanträder 21 maj 2027. Handlingarna lämnas senast 7 maj 2027." in page
    clerk_page = builders.signed_in_client(negotiator.application, builders.person(Role.CLERK)).get(
        f"/avtal/{agreement.slug}"
    )
    assert "Påbörja ärendet" not in clerk_page.text


def test_where_the_municipalities_decide_too_work_begins_earlier(app: Flask) -> None:
    app.config["TODAY"] = TODAY
    agreement = builders.agreement(end_on=date(2028, 12, 31))
    alone = watched_days()[DeadlineKind.START]
    agreement.notice_by_members = True
    db.session.commit()
    assert watched_days()[DeadlineKind.START] < alone
