"""What an agreement costs each municipality: decided, seen, taken back, fetched, told of."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from nk_avtal.agreements.models import Agreement, Party
from nk_avtal.costs import queries
from nk_avtal.costs.actions import YearCost, reckoned_again, set_cost
from nk_avtal.costs.models import CostShare, CostYear
from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.cost_keys import CostKey, KeyKind
from nk_avtal.domain.letters import LetterKind
from nk_avtal.domain.people import Role
from nk_avtal.history.models import Entry
from nk_avtal.letters import actions
from nk_avtal.municipalities.actions import count
from nk_avtal.recommendations.models import Addressee
from tests import builders
from tests.letters.words import lines
from tests.pages import compared, hidden_fields, post
from tests.statements import counted

SignIn = Callable[[builders.Person], FlaskClient]
KR = 100
COUNTED_ON = date(2025, 12, 31)
BY_PEOPLE = {"total": "1 250 000", "kind": "population", "counted_on": "31 december 2025"}


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Any:
    made = make_app(TODAY="2026-11-24")
    with made.app_context():
        yield made


@pytest.fixture
def negotiator(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.NEGOTIATOR))


@pytest.fixture
def agreement(app: Flask) -> Agreement:
    return builders.agreement()


def decide(of: Agreement, year: int = 2027, total: int = 1_250_000, **key: Any) -> CostYear:
    cost = YearCost(total * KR, CostKey(KeyKind.POPULATION, **key), COUNTED_ON)
    made = set_cost(of, year, cost, None)
    db.session.commit()
    return made


def page_of(agreement: Agreement, year: int | None = None) -> str:
    page = f"/avtal/{agreement.slug}/kostnader"
    return f"{page}/{year}" if year else page


def save(client: FlaskClient, agreement: Agreement, year: int = 2027, **values: str) -> Any:
    page = page_of(agreement, year)
    version = dict(hidden_fields(client.get(page).text))["version"]
    return post(client, page, {"version": version} | values)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def standing(agreement: Agreement, year: int = 2027) -> dict[str, int]:
    """What each pays, in whole kronor."""
    found = queries.cost_year(agreement, year)
    return {one.municipality.name: one.amount // KR for one in found.shares} if found else {}


def test_a_cost_is_decided_and_shown_with_its_sum_and_its_reckoning(
    negotiator: FlaskClient, agreement: Agreement
) -> None:
    answer = save(negotiator, agreement, **BY_PEOPLE, floor="40 000", note="Avtalet § 7")
    assert answer.location == f"{page_of(agreement)}?ar=2027"
    shares = standing(agreement)
    assert sum(shares.values()) == 1_250_000
    assert len(shares) == 14
    assert min(shares.values()) == shares["Arjeplog"] == 40_000
    page = plain(negotiator.get(answer.location).text)
    for said in (
        "Kostnaden för 2027 är sparad.",
        "1 250 000 kr delas av 14 kommuner.",
        "Lägst 40 000 kr per kommun: ",
        "100,00 %",
        "Avtalet § 7",
    ):
        assert said in page


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"total": ""}, "total", "Skriv kostnaden i kronor"),
        ({"total": "mycket"}, "total", "Skriv ett belopp i kronor"),
        ({"total": "100,50"}, "total", "Beloppen ska vara hela kronor"),
        ({"counted_on": ""}, "counted_on", "Skriv dagen"),
        ({"counted_on": "1 januari 1950"}, "counted_on", "Invånarantal den dagen saknas för"),
        ({"floor": "100 000"}, "floor", "Lägsta beloppet för alla blir 1 400 000 kr"),
        ({"ceiling": "50 000"}, "ceiling", "Högsta beloppet för alla blir bara 700 000 kr"),
        ({"floor": "2", "ceiling": "1"}, "floor", "Lägsta beloppet är större än det högsta"),
        ({"fixed": "1000"}, "fixed", "Välj nyckeln med en fast del"),
        ({"kind": "equal_part", "fixed": "2 000 000"}, "fixed", "större än hela kostnaden"),
        ({"kind": "percent"}, "stated_2506", "Det saknas en uppgift i tabellen för Arvidsjaur"),
        ({"kind": "percent", "stated_2580": "en del"}, "stated_2580", "Skriv andelen i procent"),
        ({"kind": "other"}, "kind", "felruta"),
    ],
)
def test_a_key_that_cannot_be_kept_is_refused_at_its_field(
    negotiator: FlaskClient, agreement: Agreement, change: dict[str, str], field: str, said: str
) -> None:
    answer = save(negotiator, agreement, **(BY_PEOPLE | change))
    assert answer.status_code == 422
    assert said in plain(answer.text)
    assert f'href="#{field}"' in answer.text
    assert queries.years(agreement) == []


def test_an_own_table_in_percent_and_one_in_kronor(
    negotiator: FlaskClient, agreement: Agreement
) -> None:
    table = {f"stated_{one.code}": "0" for one in builders.members()}
    halves = table | {"stated_2580": "57,5", "stated_2581": "42,5 %"}
    save(negotiator, agreement, total="1000", kind="percent", **halves)
    assert {name: one for name, one in standing(agreement).items() if one} == {
        "Luleå": 575,
        "Piteå": 425,
    }
    amounts = table | {"stated_2580": "600", "stated_2581": "300"}
    refused = save(negotiator, agreement, total="1000", kind="amounts", **amounts)
    assert "Beloppen blir 900 kr tillsammans, men kostnaden är 1 000 kr" in plain(refused.text)
    save(negotiator, agreement, total="", kind="amounts", **amounts)
    assert standing(agreement)["Luleå"] == 600


def test_a_new_year_begins_with_the_key_of_the_last_and_older_years_stand(
    negotiator: FlaskClient, agreement: Agreement
) -> None:
    save(negotiator, agreement, **BY_PEOPLE, ceiling="200 000", note="Avtalet § 7")
    page = negotiator.get(page_of(agreement, 2028)).text
    assert 'value="200' in page
    assert "Avtalet § 7" in page
    assert 'value="1\N{NO-BREAK SPACE}250' not in page
    before = standing(agreement)
    for town in builders.members():
        count(town, date(2027, 12, 31), 1000)
    agreement = db.session.get(Agreement, agreement.id)
    agreement.parties = [one for one in agreement.parties if one.municipality_id][:3]
    db.session.commit()
    save(negotiator, agreement, 2028, **(BY_PEOPLE | {"counted_on": "31 december 2027"}))
    assert standing(agreement) == before
    assert len(standing(agreement, 2028)) == 3


def test_what_is_shown_again_is_what_was_kept(agreement: Agreement) -> None:
    made = decide(agreement, floor=40_000 * KR)
    again = reckoned_again(made)
    assert [one.amount for one in again.shares] == [
        one.amount for one in sorted(made.shares, key=lambda one: one.municipality.code)
    ]


def test_a_change_can_be_taken_back_and_so_can_the_first(
    negotiator: FlaskClient, agreement: Agreement
) -> None:
    save(negotiator, agreement, **BY_PEOPLE)
    first = standing(agreement)
    save(negotiator, agreement, **(BY_PEOPLE | {"total": "900 000"}))
    assert sum(standing(agreement).values()) == 900_000
    page = f"{page_of(agreement)}?ar=2027"
    assert "Har stått för 2027 tidigare" in negotiator.get(page).text
    number = queries.cost_year(agreement, 2027).id
    undo = f"{page_of(agreement, 2027)}/angra?rad={number}"
    post(negotiator, undo, {}, page=page)
    assert standing(agreement) == first
    post(negotiator, undo, {}, page=page)
    assert "står kvar som den är" in negotiator.get(page).text
    assert standing(agreement) == first
    number = queries.cost_year(agreement, 2027).id
    post(negotiator, f"{page_of(agreement, 2027)}/angra?rad={number}", {}, page=page)
    assert queries.years(agreement) == []
    assert "Ingen kostnad är bestämd för 2027" in negotiator.get(page).text


def test_the_second_of_two_is_shown_what_the_first_has_saved(
    negotiator: FlaskClient, agreement: Agreement
) -> None:
    page = page_of(agreement, 2027)
    old = dict(hidden_fields(negotiator.get(page).text))["version"]
    save(negotiator, agreement, **BY_PEOPLE)
    mine = BY_PEOPLE | {"total": "900 000", "version": old}
    answer = post(negotiator, page, mine)
    assert answer.status_code == 409
    assert ("1\N{NO-BREAK SPACE}250\N{NO-BREAK SPACE}000", "900 000") in compared(answer.text)
    assert sum(standing(agreement).values()) == 1_250_000
    version = dict(hidden_fields(answer.text))["version"]
    assert post(negotiator, page, mine | {"version": version}).status_code == 302
    assert sum(standing(agreement).values()) == 900_000


@pytest.mark.usefixtures("app")
def test_who_joins_later_pays_from_the_year_in_which_it_is_bound() -> None:
    parties = [Party(municipality_id=one.id) for one in builders.members() if one.name != "Boden"]
    agreement = builders.agreement(parties=parties)
    builders.party_decision(agreement, "Boden", joins_on=date(2028, 7, 1))
    assert "Boden" not in payers(agreement, 2027)
    assert len(payers(agreement, 2027)) == 13
    assert "Boden" in payers(agreement, 2028)


def payers(agreement: Agreement, year: int) -> list[str]:
    return [one.name for one in queries.paying_members(agreement, year, builders.TODAY)]


@pytest.mark.usefixtures("app")
def test_while_nobody_is_bound_all_parties_pay() -> None:
    agreement = builders.agreement(start_on=date(2027, 1, 1), stage=Stage.DECIDING)
    recommendation = builders.recommendation(agreement)
    builders.decision(recommendation, "Piteå")
    assert len(payers(agreement, 2027)) == 14


def test_readers_see_their_own_share_and_cannot_change_it(
    sign_in: SignIn, agreement: Agreement
) -> None:
    decide(agreement)
    reader = sign_in(builders.person(Role.READER, "Piteå"))
    own = "Kostnadsandel 2027: 17,0 %, 211 911 kr"
    assert own in plain(reader.get(f"/avtal/{agreement.slug}").text)
    assert own in plain(reader.get("/kommuner/pitea").text)
    page = reader.get(page_of(agreement)).text
    assert "Luleå" in page
    assert "Ändra</a>" not in page
    assert reader.get(page_of(agreement, 2027)).status_code == 403


def test_the_cost_of_a_draft_is_hidden_from_municipalities(
    negotiator: FlaskClient, sign_in: SignIn
) -> None:
    draft = builders.agreement("Ett utkast", stage=Stage.DRAFT)
    decide(draft)
    assert "Kostnadsandel" in negotiator.get("/kommuner/pitea").text
    reader = sign_in(builders.person(Role.READER, "Piteå"))
    assert reader.get(page_of(draft)).status_code == 404
    assert reader.get(f"{page_of(draft)}.csv").status_code == 404
    assert "Kostnadsandel" not in reader.get("/kommuner/pitea").text


@pytest.mark.parametrize("year", ["1999", "2101", "nu", "²", "20270"])
def test_a_year_that_is_none_is_not_found(
    negotiator: FlaskClient, agreement: Agreement, year: str
) -> None:
    assert negotiator.get(f"{page_of(agreement)}?ar={year}").status_code == 404
    if year.isascii() and year.isdecimal():
        assert negotiator.get(f"{page_of(agreement)}/{year}").status_code == 404


def test_the_table_is_fetched_for_excel_and_as_text(
    negotiator: FlaskClient, agreement: Agreement
) -> None:
    assert negotiator.get(f"{page_of(agreement)}.xlsx").status_code == 404
    decide(agreement)
    answer = negotiator.get(f"{page_of(agreement)}.xlsx?ar=2027")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(rows) == 15
    assert sum(row[5] for row in rows[:-1]) == rows[-1][5] == 1_250_000
    assert round(sum(row[4] for row in rows[:-1]), 2) == rows[-1][4] == 100
    text = negotiator.get(f"{page_of(agreement)}.csv").data.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert table[11][:5] == ["Piteå", "2581", "42203", "", "16,95"]


def test_the_letters_tell_each_municipality_its_own_share(agreement: Agreement) -> None:
    recommendation = builders.recommendation(agreement)
    addressee = builders.addressee(recommendation, "Piteå")
    assert "Kostnad" not in read(addressee, LetterKind.OFFICIAL_LETTER)
    decide(agreement)
    for kind in (LetterKind.OFFICIAL_LETTER, LetterKind.COVER_LETTER):
        assert (
            "Piteå kommuns kostnad för 2027 är 211 911 kr, 17,0 % av 1 250 000 kr."
            " Fördelas efter invånarantal 31 december 2025."
        ) in read(addressee, kind)


def read(addressee: Addressee, kind: LetterKind) -> str:
    """The one letter of this kind in the zip of one place, as plain text."""
    bundle = b"".join(actions.bundle([addressee], builders.TODAY, [kind]))
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        (name,) = archive.namelist()
        return plain(" ".join(lines(archive.read(name))))


def test_the_history_tells_who_decided_what(negotiator: FlaskClient, agreement: Agreement) -> None:
    save(negotiator, agreement, **BY_PEOPLE)
    page = negotiator.get(f"/avtal/{agreement.slug}/historik").text
    assert f"Lade till kostnaden 2027, {agreement.title}" in page
    noted = sa.select(sa.func.count()).where(Entry.noun == "cost_share")
    assert db.session.scalar(noted) == 14


def test_one_statement_for_each_question_however_many_municipalities_and_years(
    negotiator: FlaskClient, agreement: Agreement
) -> None:
    pages = (page_of(agreement), f"/avtal/{agreement.slug}", "/kommuner/pitea")
    decide(agreement)
    few = [statements_of(negotiator, page) for page in pages]
    for year in range(2020, 2027):
        decide(agreement, year)
    decide(builders.agreement("Ett annat avtal"))
    many = [statements_of(negotiator, page) for page in pages]
    assert all(now <= then for now, then in zip(many, few, strict=True))


def statements_of(client: FlaskClient, page: str) -> int:
    with counted() as seen:
        assert client.get(page).status_code == 200
    return len(seen)


def test_only_one_key_stands_for_a_year(agreement: Agreement) -> None:
    made = decide(agreement)
    copy = CostYear(
        agreement_id=agreement.id,
        year=made.year,
        total=0,
        kind=made.kind,
        set_at=made.set_at,
        shares=[CostShare(municipality_id=made.shares[0].municipality_id, amount=0)],
    )
    db.session.add(copy)
    with pytest.raises(sa.exc.IntegrityError):
        db.session.commit()
    db.session.rollback()
