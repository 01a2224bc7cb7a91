"""The way of a matter through a municipality's bodies (domain 1.2, 1.5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.adoptions import DecisionFacts, Outcome, which_counts
from nk_avtal.domain.bodies import BodyKind, kind_named
from nk_avtal.domain.chains import LinkState, Step, Told, links, usual_way

TODAY = date(2026, 11, 24)
KSAU, KS, KF = "Kommunstyrelsens arbetsutskott", "Kommunstyrelsen", "Kommunfullmäktige"


def told(body: str, outcome: Outcome, days: int, recorded: int = 1, undone: bool = False) -> Told:
    day = TODAY - timedelta(days=days)
    return Told(body, DecisionFacts(outcome, day, recorded, undone=undone))


STATES = [
    (None, Outcome.ADOPTED, LinkState.SETTLED),
    (None, Outcome.ADOPTED_WITH_ADDITION, LinkState.SETTLED),
    (None, Outcome.DECLINED, LinkState.SETTLED),
    (None, Outcome.PROPOSED, LinkState.PROPOSED),
    (None, Outcome.REFERRED_BACK, LinkState.RETURNED),
    (None, Outcome.TABLED, LinkState.RETURNED),
    (None, Outcome.WITHDRAWN, LinkState.CLOSED),
    (None, Outcome.NOTED, LinkState.CLOSED),
    (TODAY, None, LinkState.PLANNED),
    (TODAY - timedelta(days=1), None, LinkState.PASSED),
    (None, None, LinkState.UNPLANNED),
    # sent back, and on the agenda again
    (TODAY + timedelta(days=7), Outcome.REFERRED_BACK, LinkState.PLANNED),
    (TODAY + timedelta(days=7), Outcome.ADOPTED, LinkState.SETTLED),
]


@pytest.mark.parametrize(("planned", "outcome", "expected"), STATES)
def test_each_body_shows_how_far_the_matter_has_come_there(
    planned: date | None, outcome: Outcome | None, expected: LinkState
) -> None:
    decisions = [told(KF, outcome, 10)] if outcome else []
    assert links([], Step(KF, planned), decisions, TODAY)[-1].state is expected


def test_the_way_keeps_the_municipalitys_own_order_and_ends_with_who_decides() -> None:
    way = links(
        [Step("Socialnämnden"), Step(KSAU), Step(KS)],
        Step(KF, date(2026, 12, 14)),
        [told("Socialnämnden", Outcome.PROPOSED, 30), told(KSAU, Outcome.PROPOSED, 10)],
        TODAY,
    )
    assert [one.body_name for one in way] == ["Socialnämnden", KSAU, KS, KF]
    assert [one.decides for one in way] == [False, False, False, True]
    assert [one.state for one in way] == [
        LinkState.PROPOSED,
        LinkState.PROPOSED,
        LinkState.UNPLANNED,
        LinkState.PLANNED,
    ]


def test_a_body_that_decided_without_standing_on_the_way_comes_before_the_last() -> None:
    way = links([Step(KS)], Step(KF), [told("Omsorgsnämnden", Outcome.PROPOSED, 40)], TODAY)
    assert [one.body_name for one in way] == [KS, "Omsorgsnämnden", KF]


def test_an_undone_decision_is_not_on_the_way() -> None:
    way = links([], Step(KF), [told(KF, Outcome.DECLINED, 1, undone=True)], TODAY)
    assert way[0].state is LinkState.UNPLANNED


def test_a_body_of_which_nothing_is_told_is_not_waited_for_once_the_matter_is_settled() -> None:
    way = links([Step(KSAU), Step(KS)], Step(KF), [told(KF, Outcome.ADOPTED, 1)], TODAY)
    assert [one.state for one in way] == [LinkState.UNTOLD, LinkState.UNTOLD, LinkState.SETTLED]


@given(
    outcomes=st.lists(
        st.tuples(st.sampled_from([KSAU, KS, KF]), st.sampled_from(list(Outcome))), max_size=8
    )
)
def test_a_proposal_never_counts_and_every_decision_is_told_once(
    outcomes: list[tuple[str, Outcome]],
) -> None:
    decisions = [
        told(body, outcome, 30 - number, number) for number, (body, outcome) in enumerate(outcomes)
    ]
    way = links([Step(KSAU), Step(KS)], Step(KF), decisions, TODAY)
    shown = [facts for link in way for facts in link.decisions]
    assert sorted(one.recorded for one in shown) == list(range(len(outcomes)))
    counting = which_counts(one.facts for one in decisions)
    assert counting is None or counting.outcome is not Outcome.PROPOSED


def test_the_usual_way_takes_the_bodies_that_the_municipality_has() -> None:
    every = [BodyKind.COUNCIL, BodyKind.EXECUTIVE, BodyKind.WORKING_COMMITTEE]
    assert usual_way(BodyKind.COUNCIL, every) == (BodyKind.WORKING_COMMITTEE, BodyKind.EXECUTIVE)
    assert usual_way(BodyKind.COUNCIL, every[:2]) == (BodyKind.EXECUTIVE,)
    assert usual_way(BodyKind.EXECUTIVE, every) == (BodyKind.WORKING_COMMITTEE,)
    assert usual_way(BodyKind.COMMITTEE, every) == ()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Socialnämnden", BodyKind.COMMITTEE),
        ("Kommunstyrelsens arbetsutskott", BodyKind.WORKING_COMMITTEE),
        ("Allmänna utskottet", BodyKind.WORKING_COMMITTEE),
        ("KSAU", BodyKind.WORKING_COMMITTEE),
        ("Gemensam e-nämnd", BodyKind.COMMITTEE),
    ],
)
def test_an_utskott_is_known_by_its_name(name: str, kind: BodyKind) -> None:
    assert kind_named(name) is kind
