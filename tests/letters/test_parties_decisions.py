"""The annex with each party's decision, as Word and as a table (cases e: the Västerbotten list)."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from nk_avtal.db import db
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.people import Role
from nk_avtal.recommendations.models import Recommendation
from tests import builders
from tests.letters.words import lines, opened

SignIn = Callable[..., FlaskClient]


def decided(app: Flask) -> Recommendation:
    sent = builders.recommendation(without=("Kiruna",))
    builders.decision(
        sent, "Piteå", decided_on=date(2026, 11, 16), paragraph="142", reference="00041/2026"
    )
    builders.decision(sent, "Kalix", outcome=Outcome.DECLINED)
    db.session.commit()
    return sent


def test_the_annex_lists_who_has_adopted_and_names_the_others(app: Flask, sign_in: SignIn) -> None:
    sent = decided(app)
    reader = sign_in(builders.person(Role.READER))
    answer = reader.get(f"/rekommendationer/{sent.slug}/parternas-beslut.docx")
    document = opened(answer.data)
    (table,) = document.tables
    assert [cell.text for cell in table.rows[1].cells] == [
        *("Piteå", "Kommunfullmäktige", "2026-11-16", "142", "00041/2026", "Antagit"),
    ]
    assert len(table.rows) == 2
    (missing,) = [one for one in lines(answer.data) if one.startswith("Har inte antagit:")]
    assert "Kalix" in missing
    assert "Kiruna" not in missing


def test_the_table_holds_every_municipality_that_is_asked(app: Flask, sign_in: SignIn) -> None:
    sent = decided(app)
    reader = sign_in(builders.person(Role.READER))
    answer = reader.get(f"/rekommendationer/{sent.slug}/parternas-beslut.xlsx")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    rows = {row[0]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert len(rows) == 13
    assert rows["Piteå kommun"][1:3] == ("Antagit", "Kommunfullmäktige")
    assert rows["Piteå kommun"][5] == "00041/2026"
    assert rows["Kalix kommun"][1] == "Avslagit"
    text = reader.get(f"/rekommendationer/{sent.slug}/parternas-beslut.csv").data.decode(
        "utf-8-sig"
    )
    same = {line.split(";")[0]: line.split(";") for line in text.splitlines()[1:]}
    assert same.keys() == rows.keys()
    assert same["Kalix kommun"][1] == "Avslagit"
