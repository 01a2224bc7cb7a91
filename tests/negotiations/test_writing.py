"""What is kept of a negotiation, and who may come to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.negotiations import IssueStatus, RoundStep, Side, standing
from nk_avtal.domain.people import Role
from nk_avtal.history.models import Entry
from nk_avtal.history.sentences import told
from nk_avtal.negotiations import actions, queries, saying
from nk_avtal.negotiations.actions import About, Beginning
from nk_avtal.negotiations.models import IssueStep, Mandate, Negotiation
from nk_avtal.negotiations.saying import Limits, Said
from nk_avtal.recommendations.sight import sight_of
from tests import builders
from tests.negotiations import scenes

DAY = date(2026, 11, 24)


@pytest.fixture
def writer(app: Flask) -> builders.Person:
    return builders.person(Role.NEGOTIATOR)


def found(slug: str = scenes.SLUG) -> Negotiation:
    db.session.expire_all()
    return db.session.scalars(sa.select(Negotiation).where(Negotiation.slug == slug)).one()


def test_a_negotiation_begins_with_its_writer_in_the_group_and_a_round(
    writer: builders.Person,
) -> None:
    made = scenes.begun(writer)
    assert (made.slug, made.called) == (scenes.SLUG, "Region Norrbotten")
    assert [one.person_id for one in made.group] == [writer.id]
    assert [one.number for one in made.rounds] == [1]
    assert scenes.begun(writer, made.agreement).slug == f"{scenes.SLUG}-2"


def test_issues_are_numbered_once_and_moved_freely(writer: builders.Person) -> None:
    made = scenes.begun(writer)
    pasted = "1. Leveranstid\n- Hyra\n\nTvister\nHyra"
    assert [one.number for one in actions.add_lines(made, pasted, writer)] == [1, 2, 3]
    db.session.commit()
    assert actions.add_lines(found(), "Hyra", writer) == []
    actions.move(made, queries.issue_numbered(made, 3), -1)
    db.session.commit()
    assert [one.number for one in found().issues] == [1, 3, 2]
    origin = About(clause="§ 4", origin="Piteå kommuns yttrande")
    assert actions.add_issue(found(), "Ny fråga", origin).number == 4


def test_a_position_is_added_and_never_changed(writer: builders.Person) -> None:
    made = scenes.under_way(writer)
    issue = queries.issue_numbered(made, 1)
    before = [(one.id, one.text) for one in issue.positions]
    saying.post(issue, Said(Side.OURS, "24 timmar", False, DAY), writer)
    db.session.commit()
    issue = queries.issue_numbered(found(), 1)
    assert [(one.id, one.text) for one in issue.positions][:3] == before
    texts = [one.text for one in standing(saying.posts_of(issue))]
    assert texts == [scenes.SENT, scenes.THEIRS, "24 timmar"]


def test_what_is_agreed_is_taken_back_until_its_round_is_closed(writer: builders.Person) -> None:
    made = scenes.under_way(writer)
    issue = queries.issue_numbered(made, 1)
    saying.set_status(issue, IssueStatus.NEAR, writer)
    with pytest.raises(RuleBroken, match="Skriv vad"):
        saying.agree(issue, " ", writer)
    saying.agree(issue, "24 timmar, 48 i inlandet", writer)
    db.session.flush()
    saying.disagree(issue, writer)
    assert (issue.status, issue.agreed_wording) == (IssueStatus.NEAR, "")
    old = queries.issue_numbered(made, 2)
    with pytest.raises(RuleBroken, match="avslutad"):
        saying.disagree(old, writer)
    actions.take_round(made, 1, RoundStep.REOPEN)
    saying.disagree(old, writer)
    assert old.status is IssueStatus.OPEN
    db.session.commit()
    kept = db.session.scalars(sa.select(IssueStep.status).where(IssueStep.issue_id == issue.id))
    assert list(kept) == [IssueStatus.OPEN, IssueStatus.NEAR, IssueStatus.AGREED, IssueStatus.NEAR]


def test_nothing_is_said_when_no_round_goes_on(writer: builders.Person) -> None:
    made = scenes.under_way(writer)
    actions.take_round(made, 2, RoundStep.CLOSE)
    with pytest.raises(RuleBroken, match="Ingen runda pågår"):
        saying.post(made.issues[0], Said(Side.OURS, "48 timmar", True, DAY), writer)


def test_the_next_negotiation_takes_its_issues_over(writer: builders.Person) -> None:
    earlier = scenes.under_way(writer)
    saying.set_status(queries.issue_numbered(earlier, 3), IssueStatus.WITHDRAWN, writer)
    db.session.commit()
    what = Beginning("Hjälpmedel igen", scenes.NegotiationKind.RENEWAL, follows=earlier)
    made = actions.begin(earlier.agreement, what, writer)
    db.session.commit()
    assert [(one.title, one.recurs_from.number) for one in made.issues if one.recurs_from] == [
        ("Leveranstid vid akut behov", 1),
        ("Uppföljning av avtalet", 2),
    ]
    assert {one.status for one in made.issues} == {IssueStatus.OPEN}


def test_who_may_read_write_and_know_the_mandate(writer: builders.Person) -> None:
    made = scenes.under_way(writer)
    chief = builders.person(Role.MANAGER)
    made.manager_id = chief.id
    db.session.commit()
    people = {
        "own negotiator": (writer, True, True, True),
        "other negotiator": (builders.person(Role.NEGOTIATOR), False, False, False),
        "secretary": (builders.person(Role.SECRETARY), True, False, False),
        "responsible manager": (chief, True, False, True),
        "other manager": (builders.person(Role.MANAGER), True, False, False),
        "administrator": (builders.person(Role.ADMIN), False, False, False),
        "clerk": (builders.person(Role.CLERK), False, False, False),
        "reader": (builders.person(Role.READER), False, False, False),
    }
    for who, (person, reads, writes, leads) in people.items():
        assert can(lambda p=person: queries.by_slug(made.slug, p)) == reads, who
        assert can(lambda p=person: queries.to_write(made.slug, p)) == writes, who
        assert can(lambda p=person: queries.to_lead(made.slug, p)) == leads, who
        assert bool(queries.mandates(made, person)) == leads, who
        assert queries.is_led_by(made, person) == leads, who
        assert queries.count_open(person) == reads, who
        assert len(queries.about(made.agreement, person)) == reads, who
        assert len(queries.writable_about(made.agreement_id, person)) == writes, who


def test_a_new_role_is_heeded_at_once(writer: builders.Person) -> None:
    made = scenes.under_way(writer)
    for role in (Role.SECRETARY, Role.ADMIN):
        writer.role = role
        db.session.commit()
        assert queries.mandates(made, writer) == {}
        assert not can(lambda: queries.to_write(made.slug, writer))


def can(act: Callable[[], object]) -> bool:
    try:
        act()
    except sa.exc.NoResultFound:
        return False
    return True


def test_a_mandate_is_written_once_an_issue_and_emptied(writer: builders.Person) -> None:
    made = scenes.under_way(writer)
    for text in ("Högst 48 timmar", "Högst 36 timmar"):
        saying.set_mandate(made, None, Limits(text))
        db.session.commit()
    known = queries.mandates(made, writer)
    assert {one.limits for one in known.values()} == {"Högst 36 timmar", scenes.MANDATE}
    saying.set_mandate(made, None, Limits(""))
    db.session.commit()
    assert db.session.scalars(sa.select(Mandate.limits)).all() == [scenes.MANDATE]


def test_the_log_tells_nothing_of_it_on_the_agreements_page_or_to_the_administrator(
    writer: builders.Person,
) -> None:
    made = scenes.under_way(writer)
    nouns = {"negotiation", "issue", "position", "mandate", "negotiation_round", "issue_step"}
    entries = db.session.scalars(sa.select(Entry).where(Entry.noun.in_(nouns))).all()
    assert {one.noun for one in entries} == nouns
    assert {one.agreement_id for one in entries} == {None}
    lines = told(entries, sight_of(builders.person(Role.ADMIN)))
    assert {one.text.split(" ", 1)[1] for one in lines} <= {
        "till internt arbetsmaterial",
        "internt arbetsmaterial",
    }
    assert all(one.details == () for one in lines)
    assert any(made.title in one.text for one in told(entries))
