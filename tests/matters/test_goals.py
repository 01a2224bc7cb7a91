"""Programmes of goals: entered, replaced, corrected, and beside what serves them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.agreements.goals import AgreementGoal, Goal, GoalSet
from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.goals import GoalLine, parse_goals
from nk_avtal.domain.people import Role
from nk_avtal.matters.coverage import coverage_of
from tests import builders
from tests.matters.scenes import filled, send

SignIn = Callable[[builders.Person], FlaskClient]
FIXED = {"following_term": None, "notice_period": None}


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Iterator[Flask]:
    made = make_app(TODAY="2026-11-24")
    with made.app_context():
        yield made


def goal_set(name: str) -> GoalSet:
    db.session.expire_all()
    return db.session.scalars(sa.select(GoalSet).where(GoalSet.name == name)).one()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1; Område A; Mål ett\n\n2;Område A;Mål två; med mera", [
            GoalLine("1", "Område A", "Mål ett"), GoalLine("2", "Område A", "Mål två; med mera"),
        ]),
        ("1.1\tOmråde\tMål", [GoalLine("1.1", "Område", "Mål")]),
        ("7; Bara målet", [GoalLine("7", "", "Bara målet")]),
        ("Ett\nTvå", [GoalLine("1", "", "Ett"), GoalLine("2", "", "Två")]),
    ],
)  # fmt: skip
def test_goals_are_read_as_people_paste_them(text: str, wanted: list[GoalLine]) -> None:
    assert parse_goals(text) == wanted
    assert parse_goals("\n".join(one.text for one in wanted)) == wanted


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "minst ett mål"),
        ("1; A; B\n1; A; C", "Numret 1 står på två rader"),
        ("1; A;", "saknar nummer eller mål"),
        (f"1; A; {'x' * 251}", "för lång"),
        ("\n".join(map(str, range(61))), "Högst 60"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        parse_goals(text)


def test_the_next_programme_replaces_the_old_and_history_stays(app: Flask, sign_in: SignIn) -> None:
    secretary = sign_in(builders.person(Role.SECRETARY))
    old = {
        "name": "Inriktning A",
        "first_on": "1 januari 2023",
        "goals": "1; Område; Mål ett\n2; ; Mål två",
    }
    assert send(secretary, "/mal/ny", **old).status_code == 302
    agreement = builders.agreement()
    goal = goal_set("Inriktning A").goals[0]
    agreement.goal_links = [AgreementGoal(goal_id=goal.id)]
    db.session.commit()
    page = secretary.get("/mal").text
    assert "Ett mål saknar avtal." in page
    assert "Alla avtal har mål." in page
    assert f"/avtal/{agreement.slug}" in page

    new = {
        "name": "Inriktning B",
        "goals": "1; Område; Annat mål",
        "follows": str(goal.goal_set_id),
    }
    assert send(secretary, "/mal/ny", **new).status_code == 422  # from which day?
    assert send(secretary, "/mal/ny", **new, first_on="1 november 2026").status_code == 302
    assert goal_set("Inriktning A").last_on == date(2026, 10, 31)
    shown = secretary.get("/mal").text
    assert "<h1>Inriktning B</h1>" in shown
    assert "Ett avtal saknar mål." in shown
    edit = secretary.get(f"/avtal/{agreement.slug}/andra").text
    assert "Inriktning A: Mål ett" in edit  # what it serves already can be kept
    assert "Inriktning A: Mål två" not in edit
    assert "Inriktning B: Annat mål" in edit
    assert "Inriktning A: Mål ett" in secretary.get(f"/avtal/{agreement.slug}").text
    csv = secretary.get(f"/mal/mal.csv?mal={goal.goal_set_id}").get_data(as_text=True)
    assert f"Inriktning A;1;Område;Mål ett;Avtal;{agreement.title}" in csv


def test_what_has_ended_serves_no_goal_any_more(app: Flask, sign_in: SignIn) -> None:
    """Whatever stage it was left in; and what notice has been given of serves it until it ends."""
    past = date(2026, 11, 23)
    goal = goal_set("Agenda 2030").goals[0]
    for title, more in (
        ("Det gamla", {"start_on": past, "end_on": past, **FIXED}),
        ("Det uppsagda", {"stage": Stage.TERMINATED, "notice_ends_on": date(2027, 1, 1)}),
        ("Det avslutade", {"stage": Stage.TERMINATED, "notice_ends_on": past}),
    ):
        made = builders.agreement(title, **more)
        made.goal_links = [AgreementGoal(goal_id=goal.id)]
    db.session.commit()
    served = {
        status: coverage_of(goal.goal_set, clock.today(), "", status).served[0]
        for status in ("", "galler", "upphort")
    }
    assert {status: [one.title for one in its.agreements] for status, its in served.items()} == {
        "": ["Det uppsagda"],
        "galler": ["Det uppsagda"],
        "upphort": ["Det avslutade", "Det gamla"],
    }
    page = sign_in(builders.person(Role.SECRETARY)).get(f"/mal?mal={goal.goal_set_id}").text
    assert ("Det uppsagda" in page, "Det gamla" in page) == (True, False)


def test_a_goal_is_corrected_by_its_number_and_kept_while_it_is_served(
    app: Flask, sign_in: SignIn
) -> None:
    manager = sign_in(builders.person(Role.MANAGER))
    agenda = goal_set("Agenda 2030")
    agreement = builders.agreement()
    agreement.goal_links = [AgreementGoal(goal_id=agenda.goals[2].id)]
    db.session.commit()
    address = f"/mal/{agenda.id}"
    opened = filled(manager, address)
    lines = [line for line in opened["goals"][0].splitlines() if line]
    gone = send(manager, address, goals="\n".join(lines[:2] + lines[3:]))
    assert gone.status_code == 422
    assert "används av ett avtal eller ärende" in gone.text
    lines[2] = "A2030-3; ; God hälsa för alla"
    assert send(manager, address, goals="\n".join(lines)).status_code == 302
    assert [one.title for one in agreement.goals] == ["God hälsa för alla"]
    stale = manager.post(address, data=opened)
    assert stale.status_code == 409
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Goal)) == 17


def test_who_may_see_and_enter_goals(app: Flask, sign_in: SignIn) -> None:
    negotiator = sign_in(builders.person(Role.NEGOTIATOR))
    assert negotiator.get("/mal").status_code == 200
    assert negotiator.get("/mal/ny").status_code == 403
    assert sign_in(builders.person(Role.CLERK)).get("/mal").status_code == 403
