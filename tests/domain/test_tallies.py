"""How far the municipalities have come."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.adoptions import Standing
from nk_avtal.domain.tallies import remains, tally

SIGNS = {
    "a": Standing.ADOPTED,
    "+": Standing.ADOPTED_WITH_ADDITION,
    "p": Standing.PLANNED,
    "?": Standing.MEETING_PASSED,
    "w": Standing.WAITING,
    "l": Standing.LATE,
    "r": Standing.PAUSED,
    "n": Standing.DECLINED,
    "-": Standing.NOT_CONCERNED,
}


def row(signs: str) -> list[Standing]:
    return [SIGNS[sign] for sign in signs]


@pytest.mark.parametrize(
    ("signs", "sentence", "remaining"),
    [
        ("aaaaaaa+appaar", "11 av 14 har antagit, 1 med tillägg", 3),
        ("apappwapawpawa", "6 av 14 har antagit", 8),
        ("aaaaaaaaalaaaa", "13 av 14 har antagit", 1),
        ("aaaaaaaaaaaaaa", "14 av 14 har antagit", 0),
        ("wpawwwawpwwwww", "2 av 14 har antagit", 12),
        ("aaaalaa-naaaa-", "10 av 12 har antagit", 1),
        ("aaa+aaaaalaaaa", "13 av 14 har antagit, 1 med tillägg", 1),
        ("aaapwwaapp?awa", "7 av 14 har antagit", 7),
        ("", "0 av 0 har antagit", 0),
    ],
)
def test_the_progress_is_said_as_the_matrix_says_it(
    signs: str, sentence: str, remaining: int
) -> None:
    counted = tally(row(signs))
    assert str(counted.phrase) == sentence
    assert counted.remaining == remaining


@pytest.mark.parametrize(
    ("signs", "sentence"),
    [
        ("aaaaaaaaaanppw", "11 av 14 har beslutat, 2 har planerat, 1 har inte svarat"),
        ("aaaaaaaaaaaaa+", "14 av 14 har beslutat"),
        ("wwwwwwwwwwwww-", "0 av 13 har beslutat, 13 har inte svarat"),
        (
            "aprl?w",
            "1 av 6 har beslutat, 1 har planerat, 1 har skjutit upp ärendet, 3 har inte svarat",
        ),
        ("", "0 av 0 har beslutat"),
    ],
)
def test_how_far_the_deciding_has_come_is_said_for_the_board(signs: str, sentence: str) -> None:
    assert str(tally(row(signs)).answers) == sentence


def test_the_sentence_can_be_read_in_english() -> None:
    assert tally(row("a+w")).phrase.text("en") == "2 of 3 have adopted, 1 with an addition"


def test_adopted_by_all_leaves_out_those_not_concerned_but_needs_somebody() -> None:
    assert tally(row("a+a--")).adopted_by_all
    assert not tally(row("aan")).adopted_by_all
    assert not tally(row("--")).adopted_by_all


@given(st.lists(st.sampled_from(Standing), max_size=300))
def test_the_tally_agrees_with_counting_by_hand(standings: list[Standing]) -> None:
    counted = tally(standings)
    assert counted.addressed == len(standings)
    assert counted.remaining == sum(map(remains, standings))
    assert counted.decided + counted.remaining == counted.concerned
    open_ones = counted[Standing.PLANNED] + counted[Standing.PAUSED] + counted.silent
    assert counted.decided + open_ones == counted.concerned
    assert sum(counted[standing] for standing in Standing) == len(standings)
    assert counted.with_addition <= counted.adopted <= counted.concerned
