"""Where each municipality stands: the nine standings, read from a real database."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.adoptions import facts, predicates
from nk_avtal.adoptions.models import Decision
from nk_avtal.adoptions.outlook import voice_of
from nk_avtal.bodies.models import Body
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Outcome, Standing
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.entry import Basis
from nk_avtal.domain.people import Role
from nk_avtal.domain.tallies import remains
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee, Recommendation
from tests import builders, statements
from tests.builders import TODAY

OUTCOMES = (
    (Outcome.ADOPTED, Standing.ADOPTED),
    (Outcome.ADOPTED_WITH_ADDITION, Standing.ADOPTED_WITH_ADDITION),
    (Outcome.DECLINED, Standing.DECLINED),
    (Outcome.REFERRED_BACK, Standing.PAUSED),
    (Outcome.TABLED, Standing.PAUSED),
    (Outcome.WITHDRAWN, Standing.WAITING),
    (Outcome.NOTED, Standing.WAITING),
    (Outcome.PROPOSED, Standing.WAITING),
)


def place(of: Recommendation, name: str, today: date = TODAY) -> facts.Place:
    db.session.flush()
    return facts.standings_of([of.id], today)[of.id][builders.municipality(name).id]


@pytest.mark.parametrize(("outcome", "expected"), OUTCOMES)
def test_a_decision_says_where_the_municipality_stands(
    app: Flask, outcome: Outcome, expected: Standing
) -> None:
    sent = builders.recommendation()
    builders.decision(sent, "Kiruna", outcome=outcome, addition="Skolskjuts ingår")
    assert place(sent, "Kiruna").standing is expected


def test_one_that_has_heard_nothing_waits_until_the_reply_day_has_passed(app: Flask) -> None:
    sent = builders.recommendation()
    assert place(sent, "Luleå", builders.REPLY_BY).standing is Standing.WAITING
    late = place(sent, "Luleå", builders.REPLY_BY + timedelta(days=1))
    assert (late.standing, late.day) == (Standing.LATE, None)


def test_a_planned_meeting_shows_with_its_body_and_then_as_passed(app: Flask) -> None:
    sent = builders.recommendation()
    lulea = builders.addressee(sent, "Luleå")
    lulea.planned_on = date(2026, 12, 14)
    lulea.planned_body = db.session.scalars(
        sa.select(Body).where(
            Body.municipality_id == lulea.municipality_id, Body.kind == BodyKind.COUNCIL
        )
    ).one()
    planned = place(sent, "Luleå")
    assert (planned.standing, planned.day) == (Standing.PLANNED, date(2026, 12, 14))
    assert planned.planned_kind is BodyKind.COUNCIL
    assert place(sent, "Luleå", date(2026, 12, 15)).standing is Standing.MEETING_PASSED


def test_a_late_one_shows_its_new_day_but_not_one_that_has_passed(app: Flask) -> None:
    sent = builders.recommendation()
    builders.addressee(sent, "Luleå").planned_on = date(2027, 1, 18)
    assert place(sent, "Luleå", date(2027, 1, 10)).day == date(2027, 1, 18)
    assert place(sent, "Luleå", date(2027, 1, 19)).day is None


def test_a_member_that_is_not_concerned_leaves_the_denominator(app: Flask) -> None:
    sent = builders.recommendation(without=("Kiruna", "Pajala"))
    builders.decision(sent, "Piteå")
    places = facts.standings_of([sent.id], TODAY)[sent.id]
    count = facts.tally_of(places)
    assert place(sent, "Kiruna").standing is Standing.NOT_CONCERNED
    assert (count.adopted, count.concerned) == (1, 12)


def test_an_undone_decision_does_not_count(app: Flask) -> None:
    sent = builders.recommendation()
    builders.decision(sent, "Piteå", undone_at=clock.now())
    assert place(sent, "Piteå").decision is None


def test_an_addition_counts_for_entry_into_force_once_accepted(app: Flask) -> None:
    sent = builders.recommendation()
    added = builders.decision(
        sent, "Piteå", outcome=Outcome.ADOPTED_WITH_ADDITION, addition="Skolskjuts"
    )
    assert not voice_of(place(sent, "Piteå"), Basis.DECISION, TODAY).adopted
    added.addition_accepted_at = clock.now()
    assert voice_of(place(sent, "Piteå"), Basis.DECISION, TODAY).adopted


@pytest.mark.parametrize(
    ("condition", "accepted", "sentence"),
    [
        (
            {},
            False,
            "Avtalet börjar gälla när alla 14 kommuner har antagit det. 13 kommuner till behövs.",
        ),
        (
            {},
            True,
            "Avtalet börjar gälla när alla 14 kommuner har antagit det. 12 kommuner till behövs.",
        ),
        ({"entry_condition": "each"}, False, "för varje kommun när den har antagit det.</p>"),
        (
            {"entry_condition": "at_least", "entry_at_least": 2},
            True,
            "minst 2 kommuner har antagit det. Villkoret är uppfyllt.",
        ),
    ],
)
def test_the_page_says_when_it_begins_to_apply_and_what_is_lacking(
    app: Flask,
    sign_in: Callable[[Person], FlaskClient],
    condition: dict[str, Any],
    accepted: bool,
    sentence: str,
) -> None:
    one = builders.recommendation(builders.agreement(**condition), object_name="")
    when = clock.now() if accepted else None
    builders.decision(one, "Piteå")
    builders.decision(
        one,
        "Luleå",
        outcome=Outcome.ADOPTED_WITH_ADDITION,
        addition="Utan jour",
        addition_accepted_at=when,
    )
    page = sign_in(builders.person(Role.MANAGER)).get(f"/rekommendationer/{one.slug}").text
    assert sentence in " ".join(page.split())


def test_the_statements_do_not_grow_with_the_recommendations(app: Flask) -> None:
    owner = builders.agreement()
    ids = [builders.recommendation(owner, slug=f"r-{n}").id for n in range(4)]
    builders.decision(db.session.get_one(Recommendation, ids[0]), "Piteå")
    with statements.counted() as seen:
        assert len(facts.standings_of(ids, TODAY)) == 4
    assert len(seen) == 2


def test_the_conditions_in_sql_agree_with_the_rules(app: Flask) -> None:
    """Every sequence of two outcomes, then the same undone, for concerned and not concerned."""
    owner = builders.agreement()
    pairs = itertools.product(Outcome, repeat=2)
    for number, chunk in enumerate(_fourteen(pairs)):
        sent = builders.recommendation(owner, slug=f"r-{number}", reply_by=date(2026, 10, 30))
        for one, pair in zip(sent.addressees, chunk, strict=False):
            one.concerned = number % 3 != 0
            for days, outcome in enumerate(pair):
                _decide(one, outcome, date(2026, 10, 1) + timedelta(days=days), number == 4)
    db.session.commit()
    places = facts.standings_where(sa.true(), TODAY)
    every = [place for row in places.values() for place in row.values()]
    assert _where(predicates.remains_open()) == {
        p.addressee_id for p in every if remains(p.standing)
    }
    assert _where(predicates.is_late(TODAY)) == {
        p.addressee_id for p in every if p.standing is Standing.LATE
    }


def _fourteen(pairs: Iterator[tuple[Outcome, Outcome]]) -> Iterator[list[tuple[Outcome, Outcome]]]:
    while chunk := list(itertools.islice(pairs, 14)):
        yield chunk


def _decide(one: Addressee, outcome: Outcome, day: date, undone: bool) -> None:
    db.session.add(
        Decision(
            addressee_id=one.id,
            body_kind=BodyKind.COUNCIL,
            body_name="Kommunfullmäktige",
            decided_on=day,
            paragraph="1",
            outcome=outcome,
            addition="Tillägg",
            recorded_at=clock.now(),
            undone_at=clock.now() if undone else None,
        )
    )


def _where(condition: predicates.Condition) -> set[int]:
    found = sa.select(Addressee.id).join(
        Recommendation, Recommendation.id == Addressee.recommendation_id
    )
    return set(db.session.scalars(found.where(condition)))


def test_a_share_of_the_inhabitants_is_counted_by_the_stored_population(
    app: Flask, sign_in: Callable[[Person], FlaskClient]
) -> None:
    owner = builders.agreement(entry_condition="share", entry_share=6000)
    one = builders.recommendation(owner, object_name="")
    builders.decision(one, "Luleå")
    page = sign_in(builders.person(Role.MANAGER)).get(f"/rekommendationer/{one.slug}").text
    found = re.search(r"Kommuner med ytterligare ([\d,]+) procent av invånarna behövs", page)
    assert found
    assert 20 < float(found[1].replace(",", ".")) < 35  # Luleå has about a third of the county
    owner.entry_counted_on = date(1950, 1, 1)
    page = sign_in(builders.person(Role.MANAGER)).get(f"/rekommendationer/{one.slug}").text
    assert "invånarantal saknas för Arjeplog, Arvidsjaur, Boden, Gällivare, Haparanda och 9" in page


def test_by_legal_force_the_day_is_estimated_until_the_minutes_are_announced_and_confirmed(
    app: Flask, sign_in: Callable[[Person], FlaskClient]
) -> None:
    owner = builders.agreement(entry_condition="at_least", entry_at_least=1, entry_by="legal_force")
    one = builders.recommendation(owner, object_name="")
    decided = builders.decision(one, "Piteå", decided_on=date(2026, 11, 16))
    reader = sign_in(builders.person(Role.MANAGER))

    def said() -> str:
        return " ".join(reader.get(f"/avtal/{owner.slug}").text.split())

    assert "Tidigast 24 december 2026 (uppskattat), om inget beslut överklagas." in said()
    decided.announced_on = date(2026, 11, 18)
    assert "Tidigast 10 december 2026, om inget beslut överklagas." in said()
    decided.appealed_on = date(2026, 11, 20)
    assert "Ingen dag för laga kraft går att räkna ut för Piteå" in said()
    decided.in_force_on = date(2026, 11, 23)
    assert "Villkoret är uppfyllt." in said()


def test_the_other_party_has_to_have_decided_where_the_condition_says_so(
    app: Flask, sign_in: Callable[[Person], FlaskClient]
) -> None:
    owner = builders.agreement(
        entry_condition="at_least", entry_at_least=1, entry_counterparty=True
    )
    builders.decision(builders.recommendation(owner, object_name=""), "Piteå")
    reader = sign_in(builders.person(Role.READER))
    assert "Beslut från Region Norrbotten saknas." in reader.get(f"/avtal/{owner.slug}").text
    builders.party_decision(owner, "Region Norrbotten")
    assert "Villkoret är uppfyllt." in reader.get(f"/avtal/{owner.slug}").text


def test_an_agreement_that_was_to_begin_before_the_decisions_is_warned_about(
    app: Flask, sign_in: Callable[[Person], FlaskClient]
) -> None:
    owner = builders.agreement(
        start_on=date(2026, 11, 1), entry_condition="at_least", entry_at_least=1
    )
    builders.decision(builders.recommendation(owner, object_name=""), "Piteå")
    page = sign_in(builders.person(Role.READER)).get(f"/avtal/{owner.slug}").text
    assert "Det är efter att avtalet skulle börja gälla, 1 november 2026." in page
    owner.start_on = date(2025, 1, 1)  # an annex to what applies already
    page = sign_in(builders.person(Role.READER)).get(f"/avtal/{owner.slug}").text
    assert "skulle börja gälla" not in page
