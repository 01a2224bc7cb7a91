"""Who is bound and who has signed, on the pages and as people register it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement, Party
from nk_avtal.agreements.parties import PartyDecision, PartyName, Signature
from nk_avtal.bindings import queries
from nk_avtal.bindings.facts import bindings_of
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.agreements import Precision, Stage
from nk_avtal.domain.bindings import Bond
from nk_avtal.domain.entry import Condition
from nk_avtal.domain.given_notices import Giver, Reach
from nk_avtal.domain.people import Role
from nk_avtal.history.models import Entry
from nk_avtal.renewals.models import GivenNotice
from tests import builders, statements
from tests.builders import TODAY
from tests.pages import post

SignIn = Callable[[builders.Person], FlaskClient]
START = date(2027, 1, 1)


@pytest.fixture
def secretary(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.SECRETARY))


def new_agreement(**more: Any) -> Agreement:
    """An agreement that begins at New Year when two of its three municipalities have adopted."""
    towns = [builders.municipality(name).id for name in ("Luleå", "Piteå", "Boden")]
    values: dict[str, Any] = {
        "start_on": START,
        "end_on": date(2029, 12, 31),
        "following_term": None,
        "notice_period": None,
        "entry_condition": Condition.AT_LEAST,
        "entry_at_least": 2,
        "stage": Stage.DECIDING,
        "parties": [Party(municipality_id=one) for one in towns]
        + [Party(organisation="Region Norrbotten")],
    }
    return builders.agreement(**(values | more))


def adopted(owner: Agreement, *names: str, **more: Any) -> None:
    everybody = {one.name for one in builders.members()}
    without = tuple(everybody - {"Luleå", "Piteå", "Boden"})
    sent = builders.recommendation(owner, without=without)
    for name in names:
        builders.decision(sent, name, **more)


def state(owner: Agreement, name: str, day: date) -> Bond:
    """Where a party stands, by the short name of a member or the name of another party."""
    towns = {one.name: one.id for one in builders.members()}
    db.session.commit()
    found = queries.bound_parties(owner, day, TODAY)
    return next(one.state for one in found if one.party == towns.get(name, name))


def rows(page: str) -> dict[str, list[str]]:
    """The table of parties: the cells of each by its name."""
    table = page[page.index('id="bundna"') :].split("</table>")[0]
    found = {}
    for row in table.split("<tr ")[2:]:
        cells = [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in row.split("<td ")]
        name, *rest = [one.split('">', 1)[-1].split(">", 1)[-1].strip() for one in cells]
        found[name] = rest
    return found


def test_who_adopted_is_bound_from_the_start_and_the_others_are_not(secretary: FlaskClient) -> None:
    owner = new_agreement()
    adopted(owner, "Luleå", "Piteå")
    table = rows(secretary.get(f"/avtal/{owner.slug}?den=2027-06-01").text)
    assert table["Luleå"][:4] == [
        "Bunden",
        "1 januari 2027",
        "31 december 2029",
        "Bilaga 2, version 1",
    ]
    assert table["Boden"][0] == "Inte bunden"
    assert table["Region Norrbotten"][0] == "Okänt"
    before = rows(secretary.get(f"/avtal/{owner.slug}?den=2026-12-31").text)
    assert before["Luleå"][0] == "Inte än"


@pytest.mark.parametrize("change", [{"outcome": Outcome.DECLINED}, {"undone_at": clock.now()}, {
    "outcome": Outcome.ADOPTED_WITH_ADDITION, "addition": "Med jour"}])  # fmt: skip
def test_a_no_an_undone_decision_and_an_addition_not_accepted_bind_nobody(
    app: Flask, change: dict[str, Any]
) -> None:
    owner = new_agreement(entry_at_least=1)
    adopted(owner, "Luleå", **change)
    assert state(owner, "Luleå", date(2028, 1, 1)) is Bond.OUTSIDE


def test_nobody_is_bound_before_the_condition_is_met_nor_when_it_lapsed(app: Flask) -> None:
    owner = new_agreement(entry_latest=date(2026, 11, 1))
    adopted(owner, "Luleå")
    assert state(owner, "Luleå", date(2028, 1, 1)) is Bond.OUTSIDE
    builders.decision(owner_recommendation(owner), "Piteå", decided_on=date(2026, 11, 17))
    assert state(owner, "Luleå", date(2028, 1, 1)) is Bond.OUTSIDE
    owner.entry_latest = None
    assert state(owner, "Luleå", date(2028, 1, 1)) is Bond.BOUND


def owner_recommendation(owner: Agreement) -> builders.Recommendation:
    wanted = sa.select(builders.Recommendation).where(
        builders.Recommendation.agreement_id == owner.id
    )
    return db.session.scalars(wanted).one()


def test_an_agreement_that_only_public_sources_tell_of_says_that_it_is_not_known(
    secretary: FlaskClient,
) -> None:
    owner = builders.agreement(start_precision=Precision.YEAR, end_precision=Precision.UNKNOWN)
    page = secretary.get(f"/avtal/{owner.slug}").text
    assert "För 15 går det inte att säga, eftersom besluten inte är registrerade." in page
    assert "parter är bundna" not in page


def test_a_draft_says_nothing_of_bound_parties(secretary: FlaskClient) -> None:
    assert (
        'id="bundna"'
        not in secretary.get(f"/avtal/{builders.agreement(stage=Stage.DRAFT).slug}").text
    )


@pytest.mark.parametrize("asked", ["i+fjol", "31+februari+2027", "%00", "9" * 5000])
def test_a_day_that_cannot_be_read_is_said_and_today_is_shown(
    secretary: FlaskClient, asked: str
) -> None:
    owner = new_agreement()
    page = secretary.get(f"/avtal/{owner.slug}?den={asked}")
    assert page.status_code in (200, 400)
    if page.status_code == 200:
        assert 'id="den-fel"' in page.text
        assert "Bundna parter 24 november 2026" in page.text


def test_the_other_partys_decision_binds_it_when_the_agreement_begins_and_can_be_undone(
    secretary: FlaskClient,
) -> None:
    owner = new_agreement(entry_counterparty=True)
    adopted(owner, "Luleå", "Piteå")
    assert state(owner, "Luleå", START) is Bond.OUTSIDE
    page = f"/avtal/{owner.slug}/parter/beslut"
    told = {
        "party": "org:Region Norrbotten",
        "body_name": "Regionfullmäktige",
        "decided_on": "18 november 2026",
        "paragraph": "98",
    }
    answer = post(secretary, page, told)
    assert answer.location.endswith("#bundna")
    assert state(owner, "Region Norrbotten", START) is Bond.BOUND
    assert state(owner, "Luleå", START) is Bond.BOUND
    made = db.session.scalars(sa.select(PartyDecision)).one()
    show = f"/avtal/{owner.slug}"
    post(secretary, f"{show}/parter/beslut/{made.id}/bort", {}, page=show)
    assert state(owner, "Luleå", START) is Bond.OUTSIDE
    post(secretary, f"{show}/parter/beslut/{made.id}/tillbaka", {}, page=show)
    assert state(owner, "Luleå", START) is Bond.BOUND
    told_of = db.session.scalars(sa.select(Entry.event).where(Entry.noun == "party_decision"))
    assert list(told_of) == ["created", "changed", "changed"]


def test_a_municipality_joins_later_on_a_day_of_its_own(secretary: FlaskClient) -> None:
    owner = new_agreement()
    adopted(owner, "Luleå", "Piteå")
    kiruna = builders.municipality("Kiruna")
    page = f"/avtal/{owner.slug}/parter/beslut"
    told = {"party": str(kiruna.id), "body_name": "Kommunfullmäktige", "decided_on": "2026-11-16"}
    assert "Skriv från vilken dag kommunen ansluter sig" in post(secretary, page, told).text
    post(secretary, page, told | {"joins_on": "1 juli 2027"})
    assert state(owner, "Kiruna", date(2027, 6, 30)) is Bond.NOT_YET
    assert state(owner, "Kiruna", date(2027, 7, 1)) is Bond.BOUND
    assert kiruna.id in {one.municipality_id for one in owner.parties}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"party": ""}, "Välj en part"),
        ({"party": "999999"}, "Välj en part"),
        ({"body_name": ""}, "Skriv vilket organ"),
        ({"decided_on": ""}, "Skriv vilken dag beslutet fattades"),
        ({"decided_on": "2027-02-01"}, "Datumet har inte varit än"),
        ({"decided_on": "nonsense"}, "felruta"),
        ({"joins_on": "2026-11-01"}, "kan inte ansluta sig innan den har beslutat"),
        ({"in_force_on": "2026-11-01"}, "Laga kraft kan bara bekräftas efter beslutet"),
        ({"paragraph": "nonsense §§ x"}, "felruta"),
        ({"reference": "x" * 60}, "felruta"),
    ],
)
def test_a_decision_that_cannot_be_right_is_refused_at_its_field(
    secretary: FlaskClient, change: dict[str, str], said: str
) -> None:
    owner = new_agreement()
    told = {
        "party": "org:Region Norrbotten",
        "body_name": "Regionfullmäktige",
        "decided_on": "2026-11-18",
    }
    answer = post(secretary, f"/avtal/{owner.slug}/parter/beslut", told | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert not db.session.scalars(sa.select(PartyDecision)).all()


def test_signing_is_registered_for_each_party_or_for_all_municipalities_together(
    secretary: FlaskClient,
) -> None:
    owner = new_agreement()
    show, page = f"/avtal/{owner.slug}", f"/avtal/{owner.slug}/parter/undertecknande"
    assert "Ingen har registrerats som undertecknare." in secretary.get(show).text
    told = {
        "party": "org:Region Norrbotten",
        "signatory": "Regiondirektören",
        "authority": "Delegation, RS § 12",
        "signed_on": "20 november 2026",
    }
    post(secretary, page, told)
    text = secretary.get(show).text
    assert "Har inte undertecknat: Boden, Luleå, Piteå." in text
    assert (
        rows(text)["Region Norrbotten"][4]
        == "20 november 2026 Regiondirektören, Delegation, RS § 12"
    )
    post(secretary, page, told | {"party": "gemensamt", "signatory": "Styrelsens ordförande"})
    text = secretary.get(show).text
    assert "Alla parter har undertecknat." in text
    assert "(för alla kommuner)" in rows(text)["Luleå"][4]
    joint = db.session.scalars(sa.select(Signature).where(Signature.organisation.is_(None))).one()
    post(secretary, f"{page}/{joint.id}/bort", {}, page=show)
    assert "Har inte undertecknat: Boden, Luleå, Piteå." in secretary.get(show).text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"party": ""}, "Välj en part"),
        ({"signatory": ""}, "Skriv vem som har undertecknat"),
        ({"signed_on": ""}, "Skriv vilken dag avtalet undertecknades"),
        ({"signed_on": "2027-05-01"}, "Datumet har inte varit än"),
        ({"signatory": "x" * 201}, "Skriv högst 200 tecken"),
    ],
)
def test_a_signature_that_cannot_be_right_is_refused(
    secretary: FlaskClient, change: dict[str, str], said: str
) -> None:
    owner = new_agreement()
    told = {"party": "gemensamt", "signatory": "Kommunchefen", "signed_on": "2026-11-20"}
    answer = post(secretary, f"/avtal/{owner.slug}/parter/undertecknande", told | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert not db.session.scalars(sa.select(Signature)).all()


def test_what_belongs_to_another_agreement_is_not_found(secretary: FlaskClient) -> None:
    mine, other = new_agreement(), builders.agreement(title="Ett annat")
    made = builders.party_decision(other, "Region Norrbotten")
    show = f"/avtal/{mine.slug}"
    answer = post(secretary, f"{show}/parter/beslut/{made.id}/bort", {}, page=show)
    assert answer.status_code == 404
    assert made.undone_at is None


def test_a_partial_exit_ends_the_time_of_its_giver_alone(app: Flask) -> None:
    owner = new_agreement()
    adopted(owner, "Luleå", "Piteå")
    pitea = builders.municipality("Piteå")
    notice = GivenNotice(
        agreement=owner,
        giver=Giver.MEMBER,
        reach=Reach.EXIT,
        municipality_id=pitea.id,
        received_on=date(2026, 11, 20),
        takes_effect_on=date(2028, 6, 30),
        registered_at=clock.now(),
    )
    db.session.add(notice)
    assert state(owner, "Piteå", date(2028, 6, 30)) is Bond.BOUND
    assert state(owner, "Piteå", date(2028, 7, 1)) is Bond.LEFT
    assert state(owner, "Luleå", date(2028, 7, 1)) is Bond.BOUND
    notice.withdrawn_at = clock.now()
    assert state(owner, "Piteå", date(2028, 7, 1)) is Bond.BOUND


def test_parties_are_shown_under_the_names_of_the_day_and_merged_ones_as_one(
    secretary: FlaskClient,
) -> None:
    owner = new_agreement()
    owner.parties.append(Party(organisation="Sjukvårdsbolaget"))
    until, since = date(2027, 12, 31), date(2028, 1, 1)
    db.session.add_all(
        [
            PartyName(organisation="Region Norrbotten", name="Norra regionen", first_on=since),
            PartyName(organisation="Sjukvårdsbolaget", name="Norra regionen", first_on=since),
            PartyName(
                municipality=builders.municipality("Boden"), name="Bodens köping", last_on=until
            ),
        ]
    )
    db.session.commit()
    before = rows(secretary.get(f"/avtal/{owner.slug}?den=2027-12-31").text)
    assert {"Region Norrbotten", "Sjukvårdsbolaget", "Bodens köping"} <= set(before)
    after = rows(secretary.get(f"/avtal/{owner.slug}?den=2028-01-01").text)
    assert {"Norra regionen", "Boden"} <= set(after)
    assert len(after) == len(before) - 1


def test_a_member_sees_what_binds_it_on_any_day(app: Flask, sign_in: SignIn) -> None:
    owner = new_agreement()
    adopted(owner, "Luleå", "Piteå")
    builders.agreement(title="Utkastet", slug="utkastet", stage=Stage.DRAFT)
    reader = sign_in(builders.person(Role.READER, "Luleå"))
    now = rows(reader.get("/kommuner/lulea").text)
    assert [cells[0] for cells in now.values()] == ["Inte än"]
    later = rows(reader.get("/kommuner/lulea?den=1+juni+2027").text)
    assert [cells[:2] for cells in later.values()] == [["Bunden", "1 januari 2027"]]
    assert 'id="bundna"' not in reader.get("/kommuner/kiruna").text


def test_the_statements_do_not_grow_with_the_agreements(app: Flask) -> None:
    made = []
    for number in range(6):
        owner = new_agreement(title=f"Avtal {number}", slug=f"avtal-{number}")
        sent = builders.recommendation(owner, slug=f"r-{number}")
        builders.decision(sent, "Luleå")
        builders.party_decision(owner, "Region Norrbotten")
        made.append(owner)
    lulea = builders.municipality("Luleå")
    counts = []
    for ids in ([one.id for one in made[:1]], [one.id for one in made]):
        db.session.commit()
        db.session.expire_all()
        db.session.refresh(lulea)  # outside the count
        with statements.counted() as seen:
            queries.bound_by(lulea, ids, START, TODAY)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert set(bindings_of(made, TODAY)) == {one.id for one in made}
