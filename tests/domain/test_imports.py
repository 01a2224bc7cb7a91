"""What cells, headings and files say, with worked examples and properties."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.agreements import Precision, Stage, after, steps_from, steps_to
from nk_avtal.domain.delimited import decode, rows_in, separator_in
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.import_cells import (
    Cell,
    day_of,
    line_of,
    notice_of,
    partial_day_of,
    period_of,
    text_of,
    truth_of,
)
from nk_avtal.domain.import_columns import AGREEMENT_COLUMNS, DECISION_COLUMNS, MEETING_COLUMNS
from nk_avtal.domain.import_sheets import Sheet, column_letter, find_table
from nk_avtal.domain.likeness import Titles, likeness
from nk_avtal.domain.written_decisions import is_undecided, told_in
from nk_avtal.domain.written_parties import nearly, parties_in, written_parties
from nk_avtal.exchange import tables

TODAY = date(2026, 11, 24)
FIRST = date(2024, 3, 1)


@pytest.mark.parametrize(
    "cell",
    ["1/3-24", "1/3-2024", "2024-03-01", "1 mars 2024", "den 1 mars 2024", "20240301", "240301",
     "2024-03-01 00:00:00", "45352", 45352, 45352.0, ["2024-03-01"], ["2024-03-01T00:00:00"],
     "1.3.2024", "fredag 1 mars 2024"],
)  # fmt: skip
def test_a_day_in_every_form_that_people_write(cell: Cell) -> None:
    assert day_of(cell, TODAY) == FIRST


@pytest.mark.parametrize("cell", ["31/2-24", "snart", "2024", "1/13-24", "99999", "§ 12"])
def test_what_is_no_day_is_refused(cell: Cell) -> None:
    with pytest.raises(RuleBroken):
        day_of(cell, TODAY)


@given(st.dates(date(1930, 1, 1), date(2099, 12, 31)))
def test_a_day_is_the_same_as_text_as_a_number_and_as_a_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for cell in (day.isoformat(), serial, float(serial), [day.isoformat()], f"{day:%d/%m %Y}"):
        assert day_of(cell, TODAY) == day


def test_an_end_may_be_half_known() -> None:
    examples: dict[Cell, tuple[date | None, Precision]] = {
        "2030": (date(2030, 12, 31), Precision.YEAR),
        2030.0: (date(2030, 12, 31), Precision.YEAR),
        "februari 2028": (date(2028, 2, 29), Precision.MONTH),
        "2028-02": (date(2028, 2, 29), Precision.MONTH),
        "tills vidare": (None, Precision.OPEN_ENDED),
        "1/3-24": (FIRST, Precision.DAY),
    }
    for cell, expected in examples.items():
        assert partial_day_of(cell, last=True) == expected


def test_zeros_signs_and_breaks_of_numbers_stay() -> None:
    for written in ("007", "0353/15-000", "12/30", "§ 12", "KS 2014/144.04", "2017:1099"):
        assert text_of(written) == line_of(written) == written
    assert (text_of(142.0), text_of(142), text_of(1.5)) == ("142", "142", "1.5")
    assert text_of(" a\r\nb ") == "a\nb"
    assert [text_of(one) for one in ("-", "–", None, "  ")] == ["", "", "", ""]
    assert (period_of("12"), period_of("ett år"), notice_of("31 oktober")) == ("12m", "1y", "10-31")
    assert (truth_of("Ja"), truth_of(True), truth_of("x"), truth_of("nej")) == (
        True,
        True,
        True,
        False,
    )


def test_a_file_is_read_in_the_encoding_that_it_has() -> None:
    text = "Älvsbyn;Överkalix;é – ”§”\r\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert decode(text.encode(encoding)) == text
    for content in (b"\x89PNG\r\n\x00\x01", b"\x81\x8d\x00", bytes(range(256))):
        with pytest.raises(RuleBroken):
            decode(content)


def test_the_separator_is_what_parts_the_rows_alike() -> None:
    assert separator_in("a;b,c;d\n1,5;2;3\n") == ";"
    assert separator_in('a,b\n"x;y;z",2\n"u;v;w",3\n') == ","
    assert separator_in("a\tb\n1\t2") == "\t"
    assert separator_in("sep=,\na;b,c\n") == ","
    assert rows_in(b"sep=;\r\na;b\r\n") == [["a", "b"]]


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), include_characters="\n;\"'=+-@"),
    max_size=12,
)


@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(
            st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=5
        )
    )
)
@example([[",", ","], [",", ","]])
@example([["x", "Part, som vill,\nlämna, ska\nsäga, upp,\nskriftligt, i tid"]])
def test_what_is_exported_is_read_back(rows: list[list[str]]) -> None:
    head = ["Titel", "Nr", "Typ", "Skede"][: len(rows[0])]
    assert rows_in(tables.csv(head, rows))[1:] == rows


def test_the_table_is_found_below_titles_and_among_sheets() -> None:
    notes = Sheet("Läs mig", [["Titel"], ["Typ"], ["Skede"]])
    sheet = Sheet(
        "Avtal", [["Norrbottens Kommuner"], [], ["Nr", "Avtalets namn", "Fr.o.m.", "T o m (sista)"]]
    )
    table = find_table([notes, sheet], AGREEMENT_COLUMNS)
    assert (table.sheet, table.header) == (1, 2)
    assert table.keys == ("number", "title", "start", "end")
    wide = Sheet("B", [["Avtal", "Piteå", "Haparanda stad", "Luleå kommun", "Annat"]])
    keys = find_table([wide], DECISION_COLUMNS, ("Piteå", "Haparanda", "Luleå")).keys
    assert keys == ("agreement", "town:Piteå", "town:Haparanda", "town:Luleå", None)
    with pytest.raises(RuleBroken, match="Organ, Datum"):
        find_table([Sheet("x", [["Alfa", "Beta"]])], MEETING_COLUMNS)
    assert [column_letter(place) for place in (0, 25, 26, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
    ]


def test_headings_are_known_in_part_and_as_somebody_says() -> None:
    head = ["Avtal/överenskommelse", "Parter och kontakt", "Giltigt t.o.m.", "Titel"]
    table = find_table([Sheet("x", [["Avtalslista"], head])], AGREEMENT_COLUMNS)
    assert table.keys == (None, "parties", "end", "title")
    table = find_table([Sheet("x", [head[:3]])], AGREEMENT_COLUMNS)
    assert table.keys == ("title", "parties", "end")
    unnamed = [Sheet("a", [["Titel", "Typ"]]), Sheet("b", [["Vad", "Parter", "Slut", "Start"]])]
    assert find_table(unnamed, AGREEMENT_COLUMNS).sheet == 0
    assert find_table(unnamed, AGREEMENT_COLUMNS, (), (1, None)).sheet == 1
    assert find_table(unnamed[1:], AGREEMENT_COLUMNS).keys[0] is None
    below = [Sheet("x", [["Titel"], [], ["Bad"]])]
    assert find_table(below, AGREEMENT_COLUMNS, (), (0, 2)).header == 2
    with pytest.raises(RuleBroken, match="tom"):
        find_table([Sheet("x", [[], ["", None]])], AGREEMENT_COLUMNS)


def test_a_cell_may_say_that_nothing_is_decided() -> None:
    for cell in ("väntar", "?", "Ej svar", "planerat KF 15/2-27", "berörs ej", "Inget svar än"):
        assert is_undecided(cell), cell
    for cell in ("ja", "nej", "antar inte", "inte godkänt", "KF § 12 2024-03-01", ["2024-03-01"]):
        assert not is_undecided(cell), cell


def test_decisions_in_one_cell() -> None:
    told = told_in("Ja, KF 2024-03-01 § 12, dnr KS 2024/0033", TODAY)
    assert told is not None
    assert (told.outcome, told.body, told.decided_on) == (
        Outcome.ADOPTED,
        "Kommunfullmäktige",
        FIRST,
    )
    assert (told.paragraph, told.reference, told.rest) == ("12", "KS 2024/0033", "")
    outcomes = {
        "ja": Outcome.ADOPTED,
        "X": Outcome.ADOPTED,
        "Nej": Outcome.DECLINED,
        "återremiss KS § 4": Outcome.REFERRED_BACK,
        "antaget med tillägg": Outcome.ADOPTED_WITH_ADDITION,
        "KF § 12": Outcome.ADOPTED,
        "bordlagt 1/3-24": Outcome.TABLED,
        "inte aktuellt": None,
    }
    for cell, outcome in outcomes.items():
        found = told_in(cell, TODAY)
        assert found is not None
        assert found.outcome is outcome, cell
    assert told_in("", TODAY) is told_in("–", TODAY) is None


@given(st.text(max_size=60))
def test_no_cell_does_more_than_be_refused(text: str) -> None:
    for read in (
        lambda cell: told_in(cell, TODAY),
        lambda cell: day_of(cell, TODAY),
        partial_day_of,
        period_of,
    ):
        with suppress(RuleBroken):
            read(text)


def test_parties_are_read_and_written_alike() -> None:
    towns = {"piteå": 1, "luleå": 2, "haparanda": 3}
    names = {1: "Piteå", 2: "Luleå", 3: "Haparanda"}
    assert parties_in("Piteå kommun, Region Norrbotten", towns) == ((1,), ("Region Norrbotten",))
    assert parties_in("Samtliga kommuner", towns)[0] == (1, 2, 3)
    assert parties_in("kommunerna i Norrbottens län; Region X", towns) == ((1, 2, 3), ("Region X",))
    assert parties_in("Piteå, Luleå och Haparanda stad", towns) == ((1, 2, 3), ())
    assert parties_in("Piteå/Luleå", towns) == ((1, 2), ())
    assert parties_in("Samtliga kommuner och Region X", towns) == ((1, 2, 3), ("Region X",))
    mixed = "Pitea, Luleå och Haparanda; Region X, hälso- och sjukvården"
    assert parties_in(mixed, towns) == ((2, 3), ("Pitea", "Region X, hälso- och sjukvården"))
    assert parties_in("Barn & unga i Piteå", towns) == ((), ("Barn & unga i Piteå",))
    assert nearly("Pitea kommun", names.values()) == "Piteå"
    assert nearly("Region Norrbotten", names.values()) == ""
    for members, others in (
        (frozenset({1, 2, 3}), ["Region Norrbotten"]),
        (frozenset({3}), []),
        (frozenset(), ["Stiftelsen A, B och C"]),
    ):
        text = written_parties(names, members, others)
        assert parties_in(text, towns) == (tuple(sorted(members)), tuple(others))


def test_the_same_agreement_under_another_title_is_found() -> None:
    kept = "Samverkansavtal om medicinskt förbrukningsmaterial"
    titles = Titles([(kept, 1), ("Avtal om skolskjuts 2024", 2)])
    assert [one for _, one in titles.like("Om förbrukningsmateriel medicinskt samverkansavtal")] \
        == [1]  # fmt: skip
    assert titles.like("Avtal om skolskjuts 2025") == []
    assert likeness("Avtal om a och b", "avtal: B, A") == 1.0


def test_every_stage_is_reached_by_steps_that_can_be_taken() -> None:
    for wanted in Stage:
        here = Stage.DRAFT
        for step in steps_to(Stage.DRAFT, wanted):
            assert step in steps_from(here)
            here = after(here, step)
        assert here is wanted
    with pytest.raises(RuleBroken):
        steps_to(Stage.TERMINATED, Stage.CONCLUDED)
