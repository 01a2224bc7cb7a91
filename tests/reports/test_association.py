"""The reports on all agreements: the state, and the auditors' questions."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import docx
import openpyxl
from docx.enum.text import WD_ALIGN_PARAGRAPH
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements import goal_sets
from nk_avtal.agreements.goals import AgreementGoal
from nk_avtal.agreements.models import AgreementArea
from nk_avtal.agreements.parties import Signature
from nk_avtal.clock import now
from nk_avtal.costs import actions as costs
from nk_avtal.costs.actions import YearCost
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.agreements import Area, Precision, Stage
from nk_avtal.domain.cost_keys import CostKey, KeyKind
from nk_avtal.domain.people import Role
from nk_avtal.domain.reports import Report
from nk_avtal.people.models import Person
from nk_avtal.reports.audit import audit_of
from nk_avtal.reports.state import Places, state_of
from tests import builders
from tests.statements import counted

SignIn = Callable[..., FlaskClient]
NOWHERE = Places(lambda agreement: agreement.slug, lambda name: name)
PAGES = ("/rapporter", "/rapporter/revision")


def told(app: Flask, make: Callable[[Person, date, Places], Report]) -> dict[str, list[str]]:
    """The first cells of each part's table, by what the part is called."""
    with app.test_request_context():
        report = make(builders.person(Role.MANAGER), builders.TODAY, NOWHERE)
    return {
        one.title: [str(row[0]) for row in one.table.rows] if one.table else []
        for one in report.parts
    }


def test_the_state_tells_what_ends_and_what_nobody_watches(app: Flask) -> None:
    builders.agreement("Slutar", end_on=date(2027, 3, 31), following_term=None)
    builders.agreement(
        *("Obevakat",), start_on=None, end_on=None, first_term=None, following_term=None
    )
    builders.agreement("Slut", end_on=date(2020, 1, 31), start_on=date(2019, 1, 1),
                       following_term=None)  # fmt: skip
    found = told(app, state_of)
    assert "Slutar" in found["Löper ut eller ska sägas upp inom ett år"]
    assert found["Saknar bevakning"] == ["Obevakat"]
    assert "Slut" not in [title for titles in found.values() for title in titles]


def test_an_agreement_that_is_negotiated_anew_applies_meanwhile(app: Flask) -> None:
    """Its end comes as for any other; what is only being made is not there."""
    builders.agreement("Omförhandlas", stage=Stage.NEGOTIATION, end_on=date(2027, 3, 31),
                       following_term=None)  # fmt: skip
    builders.agreement("Görs", stage=Stage.PREPARATION, start_on=None, end_on=None,
                       following_term=None)  # fmt: skip
    builders.agreement("Kommer", stage=Stage.PREPARATION, start_on=date(2027, 1, 1))
    found = told(app, state_of)
    assert found["Avtal som gäller"] == ["Omförhandlas"]
    assert found["Löper ut eller ska sägas upp inom ett år"] == ["Omförhandlas"]


def test_the_report_ends_with_all_that_it_counts(app: Flask) -> None:
    builders.agreement("Avtal", number="NK 7", start_precision=Precision.YEAR)
    builders.agreement("Beslutas", stage=Stage.DECIDING)
    with app.test_request_context():
        report = state_of(builders.person(Role.MANAGER), builders.TODAY, NOWHERE)
    assert report.sentences[0].startswith("2 avtal gäller.")
    last = report.parts[-1].table
    assert last
    assert [row[:4] for row in last.rows] == [
        ("Avtal", "NK 7", "Gäller", "2025"),
        ("Beslutas", "", "Beslut i kommunerna", date(2025, 1, 1)),
    ]
    assert last.rows[0][4].startswith("Förlängs till")


def test_costs_are_summed_by_municipality_and_year(app: Flask) -> None:
    agreement = builders.agreement("Räddningstjänst")
    towns = builders.members()
    stated = {one.id: 100_000 for one in towns}
    cost = YearCost(100_000 * len(towns), CostKey(KeyKind.AMOUNTS), stated=stated)
    for year in (2025, 2026):
        costs.set_cost(agreement, year, cost, None)
    db.session.commit()
    with app.test_request_context():
        report = state_of(builders.person(Role.MANAGER), builders.TODAY, NOWHERE)
    tables = {part.title: table for part, table in report.tables}
    assert tables["Kostnader per kommun och år"].rows[0][1:] == (1000, 1000, None, 7.1)
    assert tables["Kostnader per avtal och år"].rows[0] == (
        *("Räddningstjänst", 14000, 14000, None),
    )


def test_goals_are_served_by_what_applies_and_by_nothing_else(app: Flask) -> None:
    """The counts are of the agreements that the report is about, not of all that there are."""
    chosen = next(one for one in goal_sets.all_sets() if one.holds_on(builders.TODAY))
    health, schools, *rest = chosen.goals
    in_force = builders.agreement("Gäller")
    ended = builders.agreement("Slut", start_on=date(2019, 1, 1), end_on=date(2020, 1, 31),
                               following_term=None)  # fmt: skip
    builders.agreement("Utan mål")
    for agreement, goal in ((in_force, health), (ended, health), (ended, schools)):
        db.session.add(AgreementGoal(agreement_id=agreement.id, goal_id=goal.id))
    db.session.commit()
    with app.test_request_context():
        report = state_of(builders.person(Role.MANAGER), builders.TODAY, NOWHERE)
    part = next(one for one in report.parts if one.title == f"Målen i {chosen.name}")
    assert part.sentences == (
        f"{1 + len(rest)} mål saknar avtal som gäller."
        " 1 av 2 avtal som gäller är inte kopplade till något mål.",
    )
    assert part.table
    assert [row[2] for row in part.table.rows] == [1, 0, *(0 for _ in rest)]


def test_the_numbers_are_drawn_beside_the_tables_in_excel_and_word(
    app: Flask, sign_in: SignIn
) -> None:
    for area in (Area.EDUCATION, Area.HEALTHCARE):
        builders.agreement(f"Avtal om {area}", areas=[AgreementArea(area=area)])
    manager = sign_in(builders.person(Role.MANAGER))
    archive = zipfile.ZipFile(io.BytesIO(manager.get("/rapporter/laget.xlsx").data))
    chart = archive.read("xl/charts/chart1.xml").decode()
    assert "'Vad som gäller'!$B$2:$B$5" in chart
    assert "'Vad som gäller'!$A$2:$A$5" in chart
    word = docx.Document(io.BytesIO(manager.get("/rapporter/laget.docx").data))
    areas = word.tables[0]
    for row in areas.rows:
        title, *numbers, _beside = (cell.paragraphs[0].alignment for cell in row.cells)
        assert title is None
        assert set(numbers) == {WD_ALIGN_PARAGRAPH.RIGHT}
    drawn = [row.cells[-1]._tc.xpath(".//wp:inline") for row in areas.rows]
    assert [len(one) for one in drawn] == [0, 1, 0, 1, 0], "a bar where the number is not nought"
    assert [cell.text for cell in areas.rows[0].cells][-1] == "Gäller", "what the bars draw"
    assert all("decorative" in one[0].docPr.xml for one in drawn if one)
    asked = docx.Document(io.BytesIO(manager.get("/rapporter/revision.docx").data))
    assert "Vem ansvarar för avtalet? 0 av 2" in [one.text for one in asked.paragraphs]


def test_the_auditors_see_what_is_lacking(app: Flask) -> None:
    signed = builders.agreement("Undertecknat", number="NK 1")
    builders.agreement("Utan nummer", number=None)
    builders.document_version(signed)
    db.session.add(
        Signature(
            agreement=signed,
            signatory="Förbundsdirektören",
            authority="Delegationsordningen 4.2",
            signed_on=date(2025, 1, 7),
            recorded_at=now(),
        )
    )
    db.session.commit()
    with app.test_request_context():
        report = audit_of(builders.person(Role.MANAGER), builders.TODAY, NOWHERE)
    parts = {one.title: one for one in report.parts}
    findable = parts["Finns alla avtal samlade, och går de att hitta?"]
    assert findable.number == "1 av 2"
    assert findable.table
    assert findable.table.rows == (("Utan nummer", "nummer och dokument"),)
    assert parts["Vem har skrivit under, och hade den rätt till det?"].number == "1 av 2"
    assert parts["Vad förlängs av sig självt?"].number == "2 av 2"
    costing = parts["Vad kostar avtalen, och vem betalar?"]
    assert costing.number == "0 av 2"
    assert costing.table
    assert [(row[0], row[3]) for row in costing.table.rows] == [
        ("Undertecknat", "Inget är registrerat"),
        ("Utan nummer", "Inget är registrerat"),
    ]


def test_pages_and_files_cost_the_same_however_many_agreements(app: Flask, sign_in: SignIn) -> None:
    builders.agreement("Ett")
    manager = sign_in(builders.person(Role.MANAGER))
    files = [f"/rapporter/{name}.{form}" for name in ("laget", "revision")
             for form in ("docx", "xlsx")]  # fmt: skip
    manager.get(PAGES[0])
    few, many = {}, {}
    for found, more in ((few, 0), (many, 6)):
        for number in range(more):
            builders.agreement(f"Avtal {number}")
        for page in (*PAGES, *files):
            with counted() as statements:
                answer = manager.get(page)
            assert answer.status_code == 200, page
            found[page] = len(statements)
    assert few == many
    word = docx.Document(io.BytesIO(manager.get(files[2]).data))
    assert "Revisorernas frågor" in [one.text for one in word.paragraphs]
    book = openpyxl.load_workbook(io.BytesIO(manager.get(files[1]).data))
    assert book.sheetnames[0] == "Sammanfattning"
    assert manager.get("/rapporter/annat.xlsx").status_code == 404


def test_bound_on_any_day_as_page_and_files(app: Flask, sign_in: SignIn) -> None:
    agreement = builders.agreement("=Räddningstjänst", start_on=date(2025, 1, 1))
    sent = builders.recommendation(agreement, title="Räddningstjänst")
    for town in builders.members():
        builders.decision(sent, town.name, decided_on=date(2026, 4, 20))
    reader = sign_in(builders.person(Role.READER, "Piteå"))
    page = reader.get("/kommuner/pitea/bundna?den=2026-11-01").text
    assert "Vad Piteå kommun är bunden av 1 november 2026" in page
    address = "/kommuner/pitea/bundna.xlsx?den=2026-11-01"
    book = openpyxl.load_workbook(io.BytesIO(reader.get(address).data))
    cell = book[book.sheetnames[1]]["A2"]
    assert (cell.value, cell.data_type) == ("=Räddningstjänst", "s")
    assert reader.get(address.replace("xlsx", "docx")).status_code == 200
    assert "Skriv" in reader.get("/kommuner/pitea/bundna?den=snart").text
    assert reader.get("/kommuner/pitea/bundna.xlsx?den=snart").status_code == 400


def test_what_is_still_being_made_is_told_from_what_was_not_adopted(
    app: Flask, sign_in: SignIn
) -> None:
    builders.agreement("Görs", stage=Stage.PREPARATION, start_on=None, end_on=None,
                       following_term=None)  # fmt: skip
    coming = builders.agreement("Avslaget", stage=Stage.DECIDING, start_on=date(2027, 1, 1))
    declined = builders.recommendation(coming)
    builders.decision(declined, "Piteå", outcome=Outcome.DECLINED)
    content = sign_in(builders.person(Role.MANAGER)).get("/kommuner/pitea/bundna.csv").data
    rows = [one.split(";") for one in content.decode("utf-8-sig").splitlines()]
    assert {row[1]: row[-1] for row in rows[1:]} == {
        "Görs": "Avtalet är inte klart",
        "Avslaget": "Inte bunden",
    }
