"""What a minutes excerpt seems to say (cases e: the many forms of Swedish minutes)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.excerpts import Line, read_excerpt

TODAY = date(2026, 11, 24)
TITLE = "Läkarmedverkan, ny bilaga 2 om jourtid"

PITEA = """
SAMMANTRÄDESPROTOKOLL
Kommunfullmäktige
Sammanträdesdatum
2026-11-16
§ 142 Dnr KS 2026-318
Läkarmedverkan i hemsjukvård, ny bilaga 2 om jourtid
Kommunfullmäktiges beslut
Kommunfullmäktige antar bilaga 2 till överenskommelsen.
Bakgrund
Norrbottens Kommuners styrelse rekommenderade den 25 september 2026 kommunerna att anta bilagan.
Datum för anslags uppsättande 2026-11-18 Datum för anslags nedtagande 2026-12-10
Justerat 2026-11-17
"""
HAPARANDA = """
Kommunstyrelsen
Sammanträdesdatum 3 november 2026
§ 77 Bokslut Dnr 2026:11
Kommunstyrelsens beslut
Bokslutet godkänns.
§ 78 Läkarmedverkan, bilaga 2 om jourtid
Diarienummer: 2026:318
Förslag till beslut
Att avslå.
Beslut
Kommunstyrelsen beslutar att föreslå kommunfullmäktige att anta bilagan.
Reservation
Ingen.
"""
RETURNED = """
Socialnämnden 2026-11-05
Sammanträdesdatum 2026-11-05
SN § 31
Socialnämnden beslutar att återremittera ärendet.
Paragrafen förklaras omedelbart justerad.
"""


def read(text: str) -> dict[str, str]:
    lines = [Line(1, line) for line in text.strip().splitlines()]
    return {one.field: one.value for one in read_excerpt(lines, TITLE, TODAY)}


def test_the_usual_form_is_read_whole() -> None:
    assert read(PITEA) == {
        "body": "Kommunfullmäktige",
        "decided_on": "2026-11-16",
        "paragraph": "142",
        "reference": "KS 2026-318",
        "outcome": "adopted",
        "approved_on": "2026-11-17",
        "announced_on": "2026-11-18",
        "taken_down_on": "2026-12-10",
    }


def test_of_several_paragraphs_the_matters_own_is_read() -> None:
    found = read(HAPARANDA)
    assert (found["paragraph"], found["reference"]) == ("78", "2026:318")
    assert found["outcome"] == "proposed"  # neither § 77's nor the proposal's "avslå"


def test_a_matter_that_is_sent_back_and_approved_at_once() -> None:
    found = read(RETURNED)
    assert (found["body"], found["paragraph"]) == ("Socialnämnden", "31")
    assert (found["outcome"], found["immediately"]) == ("referred_back", "y")


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("Kommunfullmäktige godkänner samverkansavtalet.", "adopted"),
        ("att fastställa taxan", "adopted"),
        ("att anta bilagan med följande tillägg: skolskjuts ingår", "adopted_with_addition"),
        ("att bordlägga ärendet", "tabled"),
        ("att avslå styrelsens förslag", "declined"),
        ("att lägga informationen till handlingarna", "noted"),
        ("Ärendet utgår.", "withdrawn"),
    ],
)
def test_the_outcome_is_read_under_its_heading(words: str, outcome: str) -> None:
    assert (
        read(f"§ 1 Jourtid\nBeslut\n{words}\nBakgrund\nNågon yrkade avslag.")["outcome"] == outcome
    )


def test_without_a_heading_no_outcome_is_guessed() -> None:
    assert "outcome" not in read("§ 1 Jourtid\nBakgrund\nKommunerna antar bilagan senare.")


def test_each_proposal_says_where_it_stands() -> None:
    lines = [Line(3, "§ 142 Jourtid"), Line(4, "Dnr KS 2026-318")]
    found = {one.field: one for one in read_excerpt(lines, TITLE, TODAY)}
    assert found["paragraph"].line == lines[0]
    assert found["reference"].line.place == 4


@given(st.lists(st.text(max_size=80), max_size=40))
def test_any_text_is_read_without_failing_and_no_field_twice(texts: list[str]) -> None:
    found = read_excerpt([Line(1, text) for text in texts], TITLE, TODAY)
    fields = [one.field for one in found]
    assert len(fields) == len(set(fields))
