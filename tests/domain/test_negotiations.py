"""Rounds, positions and whose turn it is."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain import negotiation_analysis as analysis
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.negotiation_analysis import BAR, Figure, Move, Share, Taken
from nk_avtal.domain.negotiations import (
    NEXT,
    IssueStatus,
    Post,
    RoundState,
    RoundStep,
    Side,
    Turn,
    after,
    check_agreeable,
    check_changeable,
    check_step,
    check_writable,
    current,
    latest,
    moved,
    sent_only,
    standing,
    steps_from,
    titles_of,
    turn,
)

DAY = date(2026, 11, 20)
OURS, THEIRS = Side.OURS, Side.THEIRS
PLANNED, HELD, CLOSED = RoundState.PLANNED, RoundState.HELD, RoundState.CLOSED
REOPENED = RoundState.REOPENED


def said(order: int, text: str, side: Side = OURS, in_round: int = 1, by: int = 1) -> Post:
    return Post(order, in_round, side, text, True, by, DAY + timedelta(days=order))


def drafted(order: int, text: str, side: Side = OURS, in_round: int = 1, by: int = 1) -> Post:
    return Post(order, in_round, side, text, False, by, DAY + timedelta(days=order))


posts = st.lists(
    st.builds(
        lambda n, s, t, sent, a: (n, s, t, sent, a),
        st.integers(1, 3),
        st.sampled_from(Side),
        st.sampled_from(["24 timmar", "48 timmar", "en vecka"]),
        st.booleans(),
        st.integers(1, 3),
    ),
    max_size=12,
).map(lambda rows: [Post(i, n, s, t, sent, a, DAY) for i, (n, s, t, sent, a) in enumerate(rows)])


def test_a_round_goes_only_the_ways_of_the_table() -> None:
    for state, step in product(RoundState, RoundStep):
        if (state, step) in NEXT:
            assert after(state, step) is NEXT[state, step]
        else:
            with pytest.raises(RuleBroken):
                after(state, step)
        assert (step in steps_from(state)) == ((state, step) in NEXT)


@pytest.mark.parametrize(
    ("rounds", "expected"),
    [
        ({}, None),
        ({1: PLANNED}, 1),
        ({1: CLOSED, 2: HELD, 3: PLANNED}, 2),
        ({1: CLOSED, 2: REOPENED, 3: PLANNED}, 2),
        ({1: CLOSED, 2: CLOSED}, None),
    ],
)
def test_the_first_round_that_is_not_closed_goes_on(
    rounds: dict[int, RoundState], expected: int | None
) -> None:
    assert current(rounds) == expected


def test_rounds_are_closed_and_reopened_in_their_order() -> None:
    rounds = {1: CLOSED, 2: HELD, 3: PLANNED}
    assert check_step(rounds, 2, RoundStep.CLOSE) is CLOSED
    assert check_step(rounds, 1, RoundStep.REOPEN) is REOPENED
    with pytest.raises(RuleBroken, match="tidigare runda"):
        check_step(rounds, 3, RoundStep.CLOSE)
    with pytest.raises(RuleBroken, match="senare runda"):
        check_step({1: CLOSED, 2: CLOSED}, 1, RoundStep.REOPEN)


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        ([], []),
        ([drafted(1, "a"), drafted(2, "b")], ["b"]),
        ([drafted(1, "a", by=1), drafted(2, "b", by=2)], ["a", "b"]),
        ([drafted(1, "a"), said(2, "b")], ["b"]),
        ([said(1, "a"), drafted(2, "b")], ["a", "b"]),
        ([said(1, "a"), said(2, "b")], ["a", "b"]),
        ([drafted(1, "a", in_round=1), said(2, "b", in_round=2)], ["a", "b"]),
        ([drafted(1, "a", OURS), said(2, "b", THEIRS)], ["a", "b"]),
    ],
)
def test_a_newer_draft_takes_the_place_of_ones_own_alone(
    posts: list[Post], expected: list[str]
) -> None:
    assert [one.text for one in standing(posts)] == expected


@given(posts)
def test_whatever_was_sent_stands_and_a_writer_has_one_draft_at_most(posts: list[Post]) -> None:
    found = standing(posts)
    assert sent_only(posts) == sent_only(found)
    drafts = [(one.round, one.side, one.author) for one in found if not one.sent]
    assert len(drafts) == len(set(drafts))
    assert standing(found) == found
    assert set(found) <= set(posts)


@given(posts)
def test_where_a_side_stands_is_its_last_word_in_its_last_round(posts: list[Post]) -> None:
    for side in Side:
        last = latest(posts, side)
        for one in posts:
            if one.side is side:
                assert last is not None
                assert (one.round, one.order) <= (last.round, last.order)


def test_it_is_the_turn_of_the_side_that_did_not_speak_last() -> None:
    began = date(2026, 3, 1)
    assert turn([], began) == Turn(OURS, began)
    spoken = [said(1, "a"), said(2, "b", THEIRS), drafted(3, "c")]
    assert turn(spoken, began) == Turn(OURS, DAY + timedelta(days=2))
    assert turn(spoken[:1], began) == Turn(THEIRS, DAY + timedelta(days=1))
    assert Turn(OURS, DAY).days(date(2026, 11, 24)) == 4
    assert Turn(OURS, DAY).days(date(2026, 11, 1)) == 0


@given(posts)
def test_a_draft_moves_no_turn(posts: list[Post]) -> None:
    assert turn(posts, DAY) == turn(sent_only(posts), DAY)


def test_what_is_refused_says_what_to_do() -> None:
    check_writable(REOPENED)
    check_agreeable("24 timmar")
    check_changeable(IssueStatus.AGREED, HELD)
    check_changeable(IssueStatus.OPEN, CLOSED)
    for state in (CLOSED, None):
        with pytest.raises(RuleBroken, match="Planera en ny runda"):
            check_writable(state)
    with pytest.raises(RuleBroken, match="Skriv vad"):
        check_agreeable("  ")
    with pytest.raises(RuleBroken, match="Öppna den igen"):
        check_changeable(IssueStatus.AGREED, CLOSED)


def test_issues_are_pasted_one_a_line() -> None:
    pasted = "1. Leveranstid\n\n - Hyra\n• Tvister\n2) 24 timmar\nHyra\n"
    assert titles_of(pasted) == ["Leveranstid", "Hyra", "Tvister", "24 timmar"]


@given(st.permutations(range(5)), st.integers(0, 4), st.integers(-6, 6))
def test_moving_one_keeps_the_order_of_the_others(order: list[int], number: int, step: int) -> None:
    found = moved(order, number, step)
    assert [n for n in found if n != number] == [n for n in order if n != number]
    assert found.index(number) == min(4, max(0, order.index(number) + step))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24 timmar, 48 i inlandet", [("24", "timm"), ("48", "timm")]),
        ("En arbetsdag, tre arbetsdagar", [("1", "arbet"), ("3", "arbet")]),
        ("60 % region, 40 % kommun", [("60", "%"), ("40", "%")]),
        ("1 250,50 kronor", [("1250.50", "kron")]),
        ("Ingen hyra", []),
    ],
)
def test_the_figures_of_a_position(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(str(one.number), one.unit) for one in analysis.figures(text)] == expected


def test_how_far_apart_two_positions_are() -> None:
    found = analysis.gap("60 % region, 40 % kommun", "50 % region, 50 % kommun")
    assert found.figures == (
        (Figure(Decimal(60), "%"), Figure(Decimal(50), "%")),
        (Figure(Decimal(40), "%"), Figure(Decimal(50), "%")),
    )
    assert 0 < found.words < 100
    assert analysis.gap("Ingen hyra", "ingen  hyra.") == analysis.Gap((), 0)
    assert analysis.gap("", "") == analysis.Gap((), 0)
    assert analysis.gap("24 timmar", "3 arbetsdagar").figures == ()


@given(st.text(), st.text())
def test_a_gap_lies_between_nothing_and_all(ours: str, theirs: str) -> None:
    assert 0 <= analysis.gap(ours, theirs).words <= 100
    assert analysis.gap(ours, ours) == analysis.Gap((), 0)


def test_what_moved_between_rounds_is_what_was_sent() -> None:
    found = analysis.moves(
        {
            4: [
                said(1, "24 timmar", OURS, 1),
                said(2, "Tre dagar", THEIRS, 1),
                drafted(3, "aldrig sagt", OURS, 2),
                said(4, "Två dagar", THEIRS, 2),
                said(5, "24 timmar", OURS, 3),
            ]
        }
    )
    assert found == [Move(4, 2, THEIRS, "Tre dagar", "Två dagar")]


@given(st.dictionaries(st.integers(1, 3), posts, max_size=3))
def test_no_draft_is_among_the_moves(posts_by_issue: dict[int, list[Post]]) -> None:
    said_only = {issue: sent_only(found) for issue, found in posts_by_issue.items()}
    assert analysis.moves(posts_by_issue) == analysis.moves(said_only)


def test_how_much_is_agreed_after_each_round() -> None:
    taken = [
        Taken(1, 1, 1, IssueStatus.OPEN),
        Taken(2, 2, 1, IssueStatus.OPEN),
        Taken(3, 3, 1, IssueStatus.OPEN),
        Taken(4, 1, 2, IssueStatus.AGREED),
        Taken(5, 3, 3, IssueStatus.WITHDRAWN),
        Taken(6, 1, 3, IssueStatus.OPEN),
        Taken(7, 1, 3, IssueStatus.AGREED),
    ]
    assert analysis.shares(taken, [3, 1, 2]) == [Share(1, 0, 3), Share(2, 1, 3), Share(3, 1, 2)]
    assert [one.percent for one in analysis.shares(taken, [1, 2, 3])] == [0, 33, 50]
    assert Share(1, 0, 0).percent == 0


@given(st.lists(st.sampled_from(IssueStatus)))
def test_the_bar_is_whole_and_without_the_withdrawn(statuses: list[IssueStatus]) -> None:
    found = analysis.parts(statuses)
    assert sum(one.count for one in found) == sum(one in BAR for one in statuses)
    assert not found or abs(sum(one.width for one in found) - 100) < 1
    assert [one.status for one in found] == [one for one in BAR if one in statuses]
