"""How far the municipalities have come, and what is needed for the agreement to apply."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.adoptions import Standing
from nk_avtal.domain.entry import Condition, Entry, entry_phrase, lacking_phrase, progress_phrase
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
    assert sum(counted[standing] for standing in Standing) == len(standings)
    assert counted.with_addition <= counted.adopted <= counted.concerned


@pytest.mark.parametrize(
    ("entry", "thing", "sentence"),
    [
        (Entry(), "bilagan", "Bilagan börjar gälla när alla 14 kommuner har antagit den."),
        (
            Entry(Condition.AT_LEAST, 11),
            "avtalet",
            "Avtalet börjar gälla när minst 11 kommuner har antagit det.",
        ),
        (
            Entry(Condition.AT_LEAST, 1),
            "riktlinjerna",
            "Riktlinjerna börjar gälla när minst 1 kommun har antagit dem.",
        ),
        (
            Entry(Condition.EACH),
            "överenskommelsen",
            "Överenskommelsen börjar gälla för varje kommun när den har antagit den.",
        ),
    ],
)
def test_the_condition_is_said_in_a_sentence(entry: Entry, thing: str, sentence: str) -> None:
    assert str(entry_phrase(entry, 14, thing)) == sentence


def test_a_single_municipality_is_not_called_all() -> None:
    sentence = str(entry_phrase(Entry(), 1))
    assert sentence == "Avtalet börjar gälla när kommunen har antagit det."


def test_what_is_still_needed_is_said_in_words() -> None:
    assert str(lacking_phrase(Entry().lacking(11, 14))) == "Tre kommuner till behövs."
    assert str(lacking_phrase(1)) == "En kommun till behövs."
    assert str(lacking_phrase(0)) == "Villkoret är uppfyllt."


def test_a_no_makes_all_impossible_but_not_at_least_some() -> None:
    assert not Entry().can_be_met(declined=1, concerned=14)
    assert Entry(Condition.AT_LEAST, 13).can_be_met(declined=1, concerned=14)
    assert not Entry(Condition.AT_LEAST, 15).can_be_met(declined=0, concerned=14)


entries = st.builds(Entry, st.sampled_from(Condition), st.integers(1, 300))


@given(entries, st.integers(0, 300), st.integers(0, 300))
def test_one_more_adoption_never_makes_more_lacking(
    entry: Entry, counted: int, concerned: int
) -> None:
    assert entry.lacking(counted + 1, concerned) <= entry.lacking(counted, concerned)
    assert entry.is_met(counted, concerned) == (
        concerned > 0 and entry.lacking(counted, concerned) == 0
    )


@pytest.mark.parametrize(
    ("entry", "counted", "declined", "sentence"),
    [
        (Entry(), 11, 0, "Tre kommuner till behövs."),
        (Entry(), 14, 0, "Villkoret är uppfyllt."),
        (Entry(), 11, 1, "Det villkoret går inte längre att uppfylla, så många har avslagit."),
        (Entry(Condition.AT_LEAST, 10), 8, 4, "Två kommuner till behövs."),
        (Entry(Condition.AT_LEAST, 10), 8, 5, "Det villkoret går inte längre att uppfylla"),
        (Entry(Condition.EACH), 3, 11, "None"),
    ],
)
def test_what_is_still_needed_or_that_it_is_out_of_reach(
    entry: Entry, counted: int, declined: int, sentence: str
) -> None:
    assert str(progress_phrase(entry, counted, declined, 14)).startswith(sentence)
