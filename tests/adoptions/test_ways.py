"""The way to the decision in one municipality, and from there to legal force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from nk_avtal.adoptions.models import Decision, PreparingStep
from nk_avtal.adoptions.ways import way_of
from nk_avtal.adoptions.words import FORCES
from nk_avtal.bodies.models import Body
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.chains import LinkState
from nk_avtal.domain.legal_standing import ForceState
from nk_avtal.domain.people import Role
from nk_avtal.domain.recommendations import Status
from nk_avtal.recommendations.models import Recommendation
from tests import builders, statements
from tests.pages import hidden_fields, post

ADDRESS = "/kommuner/pitea/beslut/lakarmedverkan-ny-bilaga-2-om-jourtid"
WAY = f"{ADDRESS}/vag"
ANSWER = {
    "body": "council",
    "decided_on": "2 november",
    "paragraph": "142",
    "outcome": "adopted",
}
SignIn = Callable[..., FlaskClient]


def decision() -> Decision:
    return (
        db.session.scalars(sa.select(Decision).order_by(Decision.id.desc())).first() or Decision()
    )


def change(client: FlaskClient, **answer: str) -> int:
    page = f"{ADDRESS}?andra=ja"
    expected = dict(hidden_fields(client.get(page).text))["expected"]
    return post(client, page, ANSWER | answer | {"expected": expected}).status_code


def follow_up(client: FlaskClient, **days: str) -> int:
    hidden = dict(hidden_fields(client.get(WAY).text))
    return post(client, WAY, {"version": hidden["version"]} | days).status_code


def test_until_the_minutes_are_announced_the_day_is_an_estimate(clerk: FlaskClient) -> None:
    post(clerk, ADDRESS, ANSWER)
    page = clerk.get(WAY).text
    assert "Laga kraft tidigast 10 december 2026" in page
    assert "uppskattat" in page
    assert "Visa uträkningen" in page


def test_from_the_announcement_the_earliest_day_is_reckoned(clerk: FlaskClient) -> None:
    answer = {"approved_on": "4 november", "announced_on": "5 november", "taken_down_on": ""}
    post(clerk, ADDRESS, ANSWER | answer)
    page = clerk.get(WAY).text
    assert "Laga kraft tidigast 27 november 2026, om ingen överklagar." in page
    assert "Torsdag 26 november 2026" in page  # the last day to appeal


def test_a_paragraph_approved_at_the_meeting_says_so(clerk: FlaskClient) -> None:
    post(clerk, ADDRESS, ANSWER | {"immediately": "y"})
    assert decision().approved_on == date(2026, 11, 2)
    assert "omedelbart, vid mötet" in clerk.get(WAY).text


def test_a_joint_committee_counts_from_the_last_notice_board(clerk: FlaskClient) -> None:
    joint = {
        "body": "committee",
        "body_name": "Gemensamma e-nämnden",
        "announced_on": "3 november",
        "boards": "Kalix 5 november\nÖvertorneå den 4 november 2026",
    }
    post(clerk, ADDRESS, ANSWER | joint)
    assert [one.place for one in decision().boards] == ["Kalix", "Övertorneå"]
    assert "Laga kraft tidigast 27 november 2026" in clerk.get(WAY).text
    change(clerk, **joint | {"boards": "Kalix\nÖvertorneå 4 november"})
    assert "uppskattat" in clerk.get(WAY).text  # Kalix has not announced yet


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"approved_on": "1 november"}, "Datumet är före 2 november 2026"),
        ({"approved_on": "6 november", "announced_on": "5 november"}, "före 6 november 2026"),
        ({"announced_on": "5 november", "taken_down_on": "3 november"}, "före 5 november 2026"),
        ({"boards": "5 november"}, "Skriv en kommun per rad"),
    ],
)
def test_days_out_of_order_are_refused_and_nothing_is_lost(
    clerk: FlaskClient, more: dict[str, str], words: str
) -> None:
    answer = post(clerk, ADDRESS, ANSWER | more)
    assert answer.status_code == 422
    assert words in answer.text
    for typed in more.values():
        assert typed in answer.text
    assert decision().id is None


def test_a_clerk_tells_of_an_appeal_then_of_the_courts_answer(clerk: FlaskClient) -> None:
    post(clerk, ADDRESS, ANSWER | {"announced_on": "3 november"})
    assert follow_up(clerk, appealed_on="20 november") == 302
    assert "Överklagat: ingen dag för laga kraft kan sägas." in clerk.get(WAY).text
    assert follow_up(clerk, appealed_on="20 november", in_force_on="24 november") == 302
    assert "Laga kraft 24 november 2026, bekräftat." in clerk.get(WAY).text


def test_what_a_court_annuls_no_longer_counts_and_can_be_taken_back(
    clerk: FlaskClient, sent: Recommendation
) -> None:
    post(clerk, ADDRESS, ANSWER)
    follow_up(clerk, annulled_on="20 november")
    way = way_of(builders.addressee(sent, "Piteå"), builders.TODAY)
    assert way.counting is None
    assert "upphävt av domstol" in clerk.get(WAY).text
    follow_up(clerk, annulled_on="")
    way = way_of(builders.addressee(sent, "Piteå"), builders.TODAY)
    assert way.counting is not None


def test_a_day_before_the_decision_is_refused_at_its_field(clerk: FlaskClient) -> None:
    post(clerk, ADDRESS, ANSWER)
    hidden = dict(hidden_fields(clerk.get(WAY).text))
    answer = post(clerk, WAY, {"version": hidden["version"], "in_force_on": "1 oktober"})
    assert answer.status_code == 422
    assert 'id="in_force_on-fel"' in answer.text
    assert 'value="1 oktober"' in answer.text


def test_who_saves_on_an_older_page_sees_both_versions(clerk: FlaskClient) -> None:
    post(clerk, ADDRESS, ANSWER)
    old = dict(hidden_fields(clerk.get(WAY).text))["version"]
    follow_up(clerk, appealed_on="20 november")
    answer = post(clerk, WAY, {"version": old, "in_force_on": "24 november"})
    assert answer.status_code == 409
    assert "20 november 2026" in answer.text
    assert decision().in_force_on is None


def test_confirmed_legal_force_falls_when_its_ground_is_corrected(clerk: FlaskClient) -> None:
    post(clerk, ADDRESS, ANSWER | {"announced_on": "3 november"})
    follow_up(clerk, in_force_on="24 november")
    assert change(clerk, announced_on="4 november") == 302
    assert decision().in_force_on is None


def test_a_proposal_of_the_executive_board_is_told_but_never_counts(
    clerk: FlaskClient, sent: Recommendation
) -> None:
    post(clerk, ADDRESS, ANSWER | {"body": "executive", "outcome": "proposed"})
    way = way_of(builders.addressee(sent, "Piteå"), builders.TODAY)
    assert way.counting is None or way.counting.outcome is not Outcome.PROPOSED
    executive = next(one for one in way.links if one.body_name == "Kommunstyrelsen")
    assert executive.state is LinkState.PROPOSED
    assert "Föreslagit nästa organ" in clerk.get(WAY).text


def test_a_preparing_committee_that_decides_is_asked_about_and_let(clerk: FlaskClient) -> None:
    answer = ANSWER | {"body": "committee", "body_name": "Kommunstyrelsens arbetsutskott"}
    asked = post(clerk, ADDRESS, answer)
    assert asked.status_code == 422
    assert "Ja, utskottet har beslutat på delegation" in asked.text
    assert post(clerk, ADDRESS, answer | {"delegated": "y"}).status_code == 302
    assert decision().body_kind is BodyKind.WORKING_COMMITTEE


def test_the_municipalitys_own_body_says_what_kind_it_is(clerk: FlaskClient) -> None:
    home = builders.municipality("Piteå").id
    kind = BodyKind.WORKING_COMMITTEE
    db.session.add(Body(municipality_id=home, kind=kind, name="Presidiet", slug="presidiet"))
    db.session.commit()
    answer = {"body": "committee", "body_name": "Presidiet", "outcome": "proposed"}
    post(clerk, ADDRESS, ANSWER | answer)
    assert decision().body_kind is kind


PLAN = {
    "planned_on": "14 december",
    "step_1": "Socialnämnden",
    "step_1_on": "3 november",
    "step_2": "Kommunstyrelsens arbetsutskott",
    "step_2_on": "1 december",
    "step_3": "Kommunstyrelsen",
    "step_3_on": "",
}


def council(name: str = "Piteå") -> str:
    wanted = sa.select(Body.id).where(
        Body.municipality_id == builders.municipality(name).id, Body.kind == BodyKind.COUNCIL
    )
    return str(db.session.scalars(wanted).one())


def test_a_clerk_plans_the_way_and_the_next_matter_begins_with_it(
    clerk: FlaskClient, sent: Recommendation
) -> None:
    assert post(clerk, f"{ADDRESS}/planera", PLAN | {"body": council()}).status_code == 302
    steps = list(db.session.scalars(sa.select(PreparingStep).order_by(PreparingStep.position)))
    assert [(one.body_name, one.planned_on) for one in steps] == [
        ("Socialnämnden", date(2026, 11, 3)),
        ("Kommunstyrelsens arbetsutskott", date(2026, 12, 1)),
        ("Kommunstyrelsen", None),
    ]
    page = clerk.get(WAY).text
    assert page.index("Socialnämnden") < page.index("arbetsutskott") < page.index("fullmäktige<")
    builders.recommendation(sent.agreement, title="Nästa fråga", slug="nasta-fraga")
    db.session.commit()
    other = clerk.get("/kommuner/pitea/beslut/nasta-fraga/planera").text
    assert 'value="Socialnämnden"' in other
    assert 'value="3 november 2026"' not in other


def test_steps_that_are_taken_away_go_and_the_others_stay(clerk: FlaskClient) -> None:
    post(clerk, f"{ADDRESS}/planera", PLAN | {"body": council()})
    post(clerk, f"{ADDRESS}/planera", PLAN | {"body": council(), "step_1": "", "step_1_on": ""})
    names = db.session.scalars(
        sa.select(PreparingStep.body_name).order_by(PreparingStep.position)
    ).all()
    assert names == ["Kommunstyrelsens arbetsutskott", "Kommunstyrelsen"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"step_2_on": "20 december 2026"}, "Mötena kommer inte i ordning"),
        ({"step_2": "Socialnämnden"}, "Samma organ står två gånger"),
        ({"step_1": ""}, "Skriv vilket organ, eller ta bort datumet"),
        ({"step_1_on": "31 november"}, "November har 30 dagar"),
    ],
)
def test_a_way_that_cannot_be_is_refused_and_nothing_is_half_saved(
    clerk: FlaskClient, sent: Recommendation, change: dict[str, str], words: str
) -> None:
    answer = post(clerk, f"{ADDRESS}/planera", PLAN | {"body": council()} | change)
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.scalars(sa.select(PreparingStep)).all() == []
    db.session.expire_all()
    assert builders.addressee(sent, "Piteå").planned_on is None


def test_a_decision_on_an_older_draft_is_shown_as_deviating(
    clerk: FlaskClient, sent: Recommendation
) -> None:
    older = builders.document_version(sent.agreement, "Bilaga 2")
    recommended = sent.document_version
    assert recommended is not None
    older.document = recommended.document
    older.number, recommended.number = 1, 2
    older.file.sha256 = "0" * 64
    db.session.commit()
    post(clerk, ADDRESS, ANSWER | {"wording": str(older.id)})
    assert "äldre utkast (version 1)" in clerk.get(WAY).text


def test_a_changed_text_is_shown_as_deviating_with_what_changed(clerk: FlaskClient) -> None:
    post(clerk, ADDRESS, ANSWER | {"changed_text": "Punkt 4 ströks"})
    page = clerk.get(WAY).text
    assert "Avvikande text" in page
    assert "Punkt 4 ströks" in page


def test_a_decision_without_excerpt_is_an_open_item(clerk: FlaskClient) -> None:
    post(clerk, ADDRESS, ANSWER)
    assert "saknas, beslutet är inte styrkt än" in clerk.get(WAY).text


def test_everybody_signed_in_reads_the_way_but_only_recorders_write(
    clerk: FlaskClient, sign_in: SignIn
) -> None:
    post(clerk, ADDRESS, ANSWER)
    other = sign_in(builders.person(Role.CLERK, "Kalix"))
    page = other.get(WAY)
    assert page.status_code == 200
    assert "Laga kraft eller överklagande" not in page.text
    assert post(other, WAY, {"in_force_on": "24 november"}, page="/").status_code in (403, 404)


def test_the_page_takes_a_fixed_number_of_statements(
    clerk: FlaskClient, sent: Recommendation
) -> None:
    post(clerk, ADDRESS, ANSWER)
    with statements.counted() as few:
        clerk.get(WAY)
    for number in range(5):
        builders.decision(sent, "Piteå", outcome=Outcome.PROPOSED, paragraph=str(number + 1))
    db.session.commit()
    with statements.counted() as many:
        clerk.get(WAY)
    assert len(many) == len(few)


def test_an_addition_becomes_a_new_version_that_all_decide_on_again(
    sent: Recommendation, sign_in: SignIn
) -> None:
    added = builders.decision(
        sent, "Piteå", outcome=Outcome.ADOPTED_WITH_ADDITION, addition="Skolskjuts ingår"
    )
    builders.decision(sent, "Kiruna")
    db.session.commit()
    secretary = sign_in(builders.person(Role.SECRETARY))
    page = f"/rekommendationer/{sent.slug}"
    assert "Ny version för alla" in secretary.get(page).text
    answer = post(secretary, f"{page}/tillagg/{added.id}/ny-version", {}, page=page)
    assert answer.status_code == 302
    made = db.session.scalars(
        sa.select(Recommendation).where(Recommendation.follows_id == sent.id)
    ).one()
    assert made.status is Status.DRAFT
    assert "Tillägg från Piteå: Skolskjuts ingår" in made.background
    assert {one.municipality_id for one in made.addressees if one.concerned} == {
        one.municipality_id for one in sent.addressees if one.concerned
    }
    again = post(secretary, f"{page}/tillagg/{added.id}/ny-version", {}, page=page)
    assert again.status_code == 409


def test_the_states_of_legal_force_are_known_to_the_pages() -> None:
    assert set(FORCES) == set(ForceState)
