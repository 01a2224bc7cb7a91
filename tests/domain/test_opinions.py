"""A reply to a consultation, and how the replies add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.opinions import (
    Guest,
    NotAnswered,
    Said,
    Stance,
    check_reply,
    guests_in,
    issue_title,
    tally,
)

YES, CHANGE = Said(Stance.SUPPORTS), Said(Stance.SUPPORTS_WITH_CHANGE)


@pytest.mark.parametrize(
    ("said", "text", "has_file"),
    [
        ([YES], "", False),
        ([Said(Stance.ABSTAINS), Said(Stance.OPPOSES)], "", False),
        ([Said(Stance.SUPPORTS_WITH_CHANGE, "Stryk punkt 4")], "", False),
        ([CHANGE], "Kommunen vill att punkt 4 stryks.", False),
        ([CHANGE], "", True),
        ([], "Kommunen har inget att erinra.", False),
        ([], "", True),
    ],
)
def test_a_whole_reply(said: list[Said], text: str, has_file: bool) -> None:
    check_reply(said, text, has_file)


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ([], [None]),
        ([Said(None), YES, Said(None)], [0, 2]),
        ([CHANGE, Said(None)], [0, 1]),
    ],
)
def test_a_reply_that_is_not_whole_says_all_that_is_missing(
    said: list[Said], where: list[int | None]
) -> None:
    with pytest.raises(NotAnswered) as refusal:
        check_reply(said, "  ", False)
    assert [number for number, _words in refusal.value.faults] == where


def test_the_numbers_as_a_sentence() -> None:
    stances = [Stance.SUPPORTS] * 6 + [Stance.SUPPORTS_WITH_CHANGE] * 2 + [Stance.OPPOSES]
    found = tally(stances, 14)
    assert (found.answered, found.silent) == (9, 5)
    assert str(found.phrase) == "6 tillstyrker, 2 tillstyrker med ändring och 1 avstyrker"
    assert found.phrase.text("en") == "6 in favour, 2 in favour with a change and 1 against"
    assert str(tally([], 14).phrase) == "Ingen har svarat"


@given(st.lists(st.sampled_from(Stance)), st.integers(0, 300))
def test_everybody_is_counted_once(stances: list[Stance], silent: int) -> None:
    found = tally(stances, len(stances) + silent)
    assert found.answered + found.silent == found.asked
    assert found.silent == silent
    assert all(found.counts.get(one, 0) == stances.count(one) for one in Stance)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("Socialberedningen", [Guest("Socialberedningen")]),
        (
            "Länets socialchefer, chefer@example.org\n\n  Region   Norrbotten <r@example.org> ",
            [Guest("Länets socialchefer", "chefer@example.org"),
             Guest("Region Norrbotten", "r@example.org")],
        ),
        ("Nätverket; a@b.se\nnätverket, c@d.se", [Guest("Nätverket", "a@b.se")]),
        ("Beredningen för vård, omsorg, b@example.org",
         [Guest("Beredningen för vård, omsorg", "b@example.org")]),
    ],
)  # fmt: skip
def test_others_are_read_one_a_line(text: str, found: list[Guest]) -> None:
    assert guests_in(text) == found


@pytest.mark.parametrize(
    "text", ["a@example.org", "Namn, fel@adress", "Namn <a@b.se> mer", "N" * 121]
)
def test_what_is_nobody_is_told(text: str) -> None:
    with pytest.raises(RuleBroken, match="gick inte att läsa"):
        guests_in(text)


@given(st.lists(st.from_regex(r"[a-zåäö]{3,12}( [a-zåäö]{3,12})?", fullmatch=True), unique=True))
def test_names_come_back_as_they_were_written(names: list[str]) -> None:
    assert [one.name for one in guests_in("\n".join(names))] == names


@given(st.text())
def test_the_title_of_an_issue_is_short_and_begins_as_the_reply(text: str) -> None:
    title = issue_title(text)
    assert len(title) <= 120
    assert "\n" not in title
    assert title or not text.strip()


def test_a_long_reply_is_cut_at_a_word() -> None:
    assert issue_title("\n Stryk punkt 4. \nSedan mer.") == "Stryk punkt 4."
    assert issue_title("Avgiften bör följa index " * 9).endswith("följa …")
