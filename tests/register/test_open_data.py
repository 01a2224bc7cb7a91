"""The register as data: the one list of fields, the tables, the JSON and its schema."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.agreements import Precision
from nk_avtal.register.fields import AGREEMENT, DECISION, PUBLIC
from tests import builders
from tests.pages import post

TEMPLATES = Path(__file__).parents[2] / "nk_avtal" / "templates"


@pytest.fixture
def published(app: Flask) -> Agreement:
    made = builders.agreement("Hemsjukvård, ansvarsgränser mot regionen", published=True)
    builders.decision(builders.recommendation(made), "Piteå")
    return made


def as_table(client: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    content = answer.data
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def as_json(client: FlaskClient) -> Any:
    return json.loads(client.get("/register/avtal.json").data)


def test_the_values_hold_what_the_list_of_fields_says_and_nothing_else() -> None:
    for kind, fields in PUBLIC.items():
        assert {one.name for one in dataclasses.fields(kind)} == {one.name for one in fields}
        assert all(one.about for one in fields)


def test_everything_that_leaves_has_the_listed_fields_and_nothing_else(
    client: FlaskClient, published: Agreement
) -> None:
    (entry,) = as_json(client)["avtal"]
    assert list(entry) == [one.name for one in AGREEMENT]
    assert list(entry["decisions"][0]) == [one.name for one in DECISION]
    (row,) = as_table(client, "/register/avtal.csv")
    assert list(row) == [one.column for one in AGREEMENT if one.column]
    (decision,) = as_table(client, "/register/beslut.csv")
    assert list(decision) == ["avtal_namn", "avtal", *(one.column for one in DECISION)]
    assert decision["avtal_namn"] == row["namn"] == entry["slug"]


def test_the_pages_know_no_agreement_but_the_public_value() -> None:
    known = {name for kind in PUBLIC for name in dir(kind)}
    known |= {one.name for fields in PUBLIC.values() for one in fields}
    for page in (TEMPLATES / "register").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        used = set(re.findall(r"\b(?:entry|file|question|decision)\.(\w+)", text))
        assert used <= known | {"html"}, page.name
        assert "agreement." not in text


def test_the_json_fits_its_schema_and_a_changed_one_does_not(
    client: FlaskClient, published: Agreement
) -> None:
    content, schema = as_json(client), json.loads(client.get("/register/schema.json").data)
    assert content["$schema"] == schema["$id"]
    assert content["$schema"].endswith("/register/schema.json")
    checker = jsonschema.Draft202012Validator
    checker.check_schema(schema)
    checks = checker(schema, format_checker=checker.FORMAT_CHECKER)
    assert list(checks.iter_errors(content)) == []
    entry = content["avtal"][0]
    for name, wrong in {"kind": "?", "start_on": "2026-02-30", "areas": ["?"], "more": 1}.items():
        changed = content | {"avtal": [entry | {name: wrong}]}
        assert not checks.is_valid(changed), name


def test_the_tables_open_in_swedish_excel_and_stay_text(
    client: FlaskClient, published: Agreement
) -> None:
    published.title = "=1+1 Hemsjukvård"
    published.start_precision = Precision.YEAR
    db.session.commit()
    (row,) = as_table(client, "/register/avtal.csv")
    assert row["titel"] == "'=1+1 Hemsjukvård"
    assert (row["galler_fran"], row["galler_fran_noggrannhet"]) == (
        "2025-01-01",
        "Bara året är känt",
    )
    assert row["adress"] == f"http://localhost/register/{published.slug}"


def test_data_is_the_same_in_whatever_language_its_reader_has_chosen(
    client: FlaskClient, published: Agreement
) -> None:
    addresses = ("avtal.csv", "beslut.csv", "avtal.json", "schema.json")
    swedish = [client.get(f"/register/{one}").data for one in addresses]
    post(client, "/sprak", {"language": "en"}, page="/logga-in")
    assert 'lang="en"' in client.get("/register").text
    assert [client.get(f"/register/{one}").data for one in addresses] == swedish


def test_other_sites_may_read_the_data_and_nothing_else(
    client: FlaskClient, published: Agreement
) -> None:
    assert client.get("/register/avtal.json").headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/register").headers
