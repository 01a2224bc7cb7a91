"""Lists with headings, sheets, names and signs of their own, and what careless people do."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from nk_avtal.commands.exchanging import bring_in
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.import_columns import ImportKind
from nk_avtal.domain.people import Role
from nk_avtal.imports import actions
from nk_avtal.imports.models import Import
from nk_avtal.imports.planning import Answers
from nk_avtal.imports.reading import sheets_of
from tests import builders
from tests.imports import sheets
from tests.imports.test_agreements import all_agreements, upload
from tests.pages import hidden_fields, post

TOWNS = ("Piteå", "Luleå", "Boden", "Kalix")


@pytest.fixture
def manager(sign_in: builders.Any) -> FlaskClient:
    client: FlaskClient = sign_in(builders.person(Role.MANAGER))
    return client


def asked(client: FlaskClient, address: str, **said: str) -> str:
    """The page after somebody has changed some of it and sent it; redirects are followed."""
    kept = dict(hidden_fields(client.get(address).text))
    names = ("blad", "blad-var", "rubrikrad-var")
    shown = {name: kept[name] for name in names if name in kept}
    shown.setdefault("rubrikrad", kept["rubrikrad-var"])
    answer = post(client, address, shown | said)
    return client.get(address).text if answer.status_code == 302 else answer.text


def test_a_title_that_no_heading_names_is_pointed_out(manager: FlaskClient) -> None:
    rows = [["Vad vi har kommit överens om", "Parter", "Gäller från"], ["Bad", "Luleå", "2024"]]
    address = upload(manager, sheets.workbook(("B", rows)), "lista.xlsx")

    page = manager.get(address).text
    assert "Ingen rubrik känns igen som Titel" in page
    assert 'value="skriv"' not in page
    assert manager.get(f"{address}/anmarkningar.xlsx").status_code == 200
    assert "1 ny." in asked(manager, address, gor="kontrollera", **{"k-0": "title"})
    asked(manager, address, gor="skriv", **{"k-0": "title"})
    assert [one.title for one in all_agreements()] == ["Bad"]


def test_a_title_that_is_not_to_be_read_is_asked_for_again(manager: FlaskClient) -> None:
    rows = [["Titel", "Parter", "Gäller från"], ["Bad", "Luleå", "2024"]]
    address = upload(manager, sheets.workbook(("B", rows)), "lista.xlsx")

    page = asked(manager, address, gor="skriv", **{"k-0": ""})

    assert "Ingen rubrik känns igen som Titel" in page
    assert all_agreements() == []


def test_another_sheet_and_another_row_are_looked_at_before_they_are_written(
    manager: FlaskClient,
) -> None:
    new = [["Titel", "Parter", "Skede"], ["Bad", "Luleå", "Gäller"]]
    old = [["Gamla"], ["Titel", "Parter"], ["Vatten", "Boden"], ["Titel", "Typ"], ["El", "Avtal"]]
    book = sheets.workbook(("2026", new), ("Gamla", old), ("Tomt", []))
    address = upload(manager, book, "lista.xlsx")

    page = manager.get(address).text
    assert "Filen har 2 blad. Bara bladet 2026 läses." in page
    page = asked(manager, address, gor="skriv", blad="1")
    assert "Bara bladet Gamla läses" in page
    assert all_agreements() == []
    page = asked(manager, address, gor="skriv", blad="1", rubrikrad="4")
    assert "1 ny." in page
    assert all_agreements() == []
    asked(manager, address, gor="skriv", blad="1")
    assert [one.title for one in all_agreements()] == ["El"]
    again = upload(manager, book, "lista.xlsx")
    for said in ({"rubrikrad": "9999"}, {"blad": "77"}, {"rubrikrad": "x", "blad": "-1"}):
        kept = {"blad-var": "0", "rubrikrad-var": "1"}
        assert post(manager, again, kept | said).status_code in (302, 422)
        assert manager.get(again).status_code in (200, 422)


def test_columns_that_are_not_read_are_named(manager: FlaskClient) -> None:
    rows = [["Titel", "Parter", "Pärm"], ["Bad", "Luleå", "12"]]
    address = upload(manager, sheets.workbook(("B", rows)), "lista.xlsx")

    assert "En kolumn läses inte: Pärm." in manager.get(address).text
    only = upload(manager, sheets.workbook(("B", rows[:1])), "lista.xlsx")
    assert 'value="skriv"' not in manager.get(only).text


def test_what_is_said_of_many_rows_is_told_once(manager: FlaskClient) -> None:
    rows = [["Titel", "Parter", "Ansvarig"]]
    rows += [[f"Avtal {number}", "Luleå", "Anna Berg"] for number in range(12)]
    address = upload(manager, sheets.workbook(("B", rows)), "lista.xlsx")

    page = manager.get(address).text

    assert page.count("Ingen med det namnet eller den adressen") == 1
    assert "C9 och 4 till" in page


def test_members_are_known_by_more_than_commas_and_slips_are_told(app: Flask) -> None:
    rows = [["Titel", "Parter"]]
    rows += [
        ["A", "Luleå, Boden och Piteå"],
        ["B", "Piteå/Luleå"],
        ["C", "Lulea; Region X"],
        ["D", "Boden och Pitea"],
    ]
    made = actions.plan(
        ImportKind.AGREEMENTS, sheets_of(sheets.workbook(("B", rows))), Answers(), None
    )

    counts = [(len(line.values["parties"][0]), line.values["parties"][1]) for line in made.lines]
    assert counts == [(3, ()), (2, ()), (0, ("Lulea", "Region X")), (1, ("Pitea",))]
    notes = [one.text() for _line, one in made.notes]
    assert ["Menas Luleå?" in notes[0], "Menas Piteå?" in notes[1]] == [True, True]


def test_people_and_meetings_of_a_misspelt_municipality(app: Flask) -> None:
    people = b"E-post,Namn,Roll,Kommun\na@b.example,Anna,Kommunhandl\xc3\xa4ggare,Pitea\n"
    meetings = "Kommun;Organ;Datum\nÖvertornea;KF;2027-02-15\n".encode("cp1252")
    for kind, content, meant in (
        (ImportKind.PEOPLE, people, "Menas Piteå?"),
        (ImportKind.MEETINGS, meetings, "Menas Övertorneå?"),
    ):
        made = actions.plan(kind, sheets_of(content), Answers(), None)
        assert [meant in one.text() for _line, one in made.wrong] == [True]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n", "ingen tabell"),
        (b"{\\rtf1\\ansi Titel}", "ingen tabell"),
        (sheets.workbook(("Blad1", [])), "tom"),
        (b";;;\n;;\n", "tom"),
    ],
)
def test_what_is_no_list_is_called_what_it_is(app: Flask, content: bytes, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        actions.plan(ImportKind.AGREEMENTS, sheets_of(content), Answers(), None)


def test_an_import_that_wrote_nothing_can_be_undone(manager: FlaskClient) -> None:
    rows = [["Titel", "Parter"], ["Bad", "Luleå"]]
    for _turn in range(2):
        address = upload(manager, sheets.workbook(("B", rows)), "lista.xlsx")
        last = manager.get(address).text
        post(manager, address, {"gor": "skriv"})
    assert "det som står i filen finns redan" in last

    assert post(manager, f"{address}/angra", {}, page="/import/avtal").status_code == 302
    assert len(all_agreements()) == 1


def test_the_sheet_with_remarks_has_what_was_wrong(manager: FlaskClient) -> None:
    rows = [["Titel", "Fr.o.m."], ["Bad", "2021-06-31"]]
    address = upload(manager, sheets.workbook(("B", rows)), "lista.xlsx")

    page = manager.get(address).text
    assert 'data-namn="I filen">2021-06-31<' in page
    sheet = load_workbook(io.BytesIO(manager.get(f"{address}/anmarkningar.xlsx").data)).active
    assert "Juni har 30 dagar" in str(sheet.cell(2, 3).value)
    assert db.session.query(Import).count() == 1


def test_the_command_says_which_column_it_misses(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "lista.csv"
    file.write_bytes(sheets.delimited([["Vad", "Parter", "Gäller från"], ["Bad", "Luleå", "2024"]]))

    answer = app.test_cli_runner().invoke(bring_in, ["agreements", str(file)])

    assert answer.exit_code == 1
    assert "csv 1: no heading is read as Titel" in answer.output


def test_what_changes_is_shown_as_it_is_and_as_it_becomes(manager: FlaskClient) -> None:
    rows = [["Titel", "Parter", "Ansvarig"], ["Bad", "Luleå; Region X", "Anna"]]
    post(manager, upload(manager, sheets.workbook(("B", rows)), "a.xlsx"), {"gor": "skriv"})
    rows[1] = ["Bad", "Luleå", "Bo"]
    page = manager.get(upload(manager, sheets.workbook(("B", rows)), "a.xlsx")).text

    assert "Parter (Luleå; Region X → Luleå)" in page
    assert "Ansvarig (Anna → Bo)" in page


def test_the_list_of_agreements_is_read_without_losing_a_party(manager: FlaskClient) -> None:
    rows = [["Titel", "Parter", "Skede"], ["Bad", "Luleå; Piteå; Region X", "Gäller"]]
    post(manager, upload(manager, sheets.workbook(("B", rows)), "a.xlsx"), {"gor": "skriv"})
    made = actions.plan(
        ImportKind.AGREEMENTS, sheets_of(manager.get("/avtal.xlsx").data), Answers(), None
    )

    assert [line.changes for line in made.lines] == [{}]


def test_an_answer_can_be_changed_and_a_row_is_asked_about_once(
    manager: FlaskClient, sign_in: builders.Any
) -> None:
    builders.agreement("Samverkan om skyddat boende")
    rows = [["Titel", "Parter"], ["Samverkan om skyddade boenden", "Luleå"]]
    address = upload(manager, sheets.workbook(("B", rows)), "a.xlsx")
    assert "Svara först på om varje rad" in asked(manager, address, gor="skriv")
    page = asked(manager, address, gor="kontrollera", **{"r-1": "same"})
    assert re.search(r'value="same"\s+checked', page)
    page = asked(manager, address, gor="kontrollera", **{"r-1": "new"})
    assert "1 ny." in page

    wide = [["Avtal", *TOWNS], ["Samverkan om skyddade boenden", *["Ja"] * len(TOWNS)]]
    client = sign_in(builders.person(Role.SECRETARY))
    page = client.get(upload(client, sheets.workbook(("B", wide)), "b.xlsx", "beslut")).text
    assert page.count('id="r-1-same"') == 1
    assert "Rad 2: Samverkan om skyddade boenden<" in page
    assert "1 att svara på" in page


def test_rows_that_are_nearly_the_same_are_told_of(app: Flask) -> None:
    rows = [["Titel", "Nr", "Parter"], ["Avtal om badplatser", "", "Luleå"]]
    rows += [["Avtal om badplats", "", "Luleå"], ["Avtal om hamnar", "1", ""]]
    rows += [["Avtal om hamnen", "2", "Piteå"]]
    made = actions.plan(
        ImportKind.AGREEMENTS, sheets_of(sheets.workbook(("B", rows))), Answers(), None
    )

    assert [(made.place(*note), note[1].text()[:12]) for note in made.notes] == [
        ("A3", "Liknar rad 2")
    ]


def test_a_file_of_another_kind_is_said_to_be_one(sign_in: builders.Any) -> None:
    client = sign_in(builders.person(Role.SECRETARY))
    rows = [["Titel", "Parter", "Gäller från", "Skede"], ["Bad", "Luleå", "2024", "Gäller"]]
    right = upload(client, sheets.workbook(("B", rows)), "a.xlsx")
    wrong = upload(client, sheets.workbook(("B", rows)), "a.xlsx", "beslut")

    assert "Är det rätt slags fil?" not in client.get(right).text
    assert "Rubrikerna ser ut som i en fil med avtal." in client.get(wrong).text
