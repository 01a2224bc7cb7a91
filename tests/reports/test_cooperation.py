"""A municipality's yearly compilation: as it reads, as it was sent, and who may see it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import docx
import openpyxl
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import Agreement, Party
from nk_avtal.costs import actions as costs
from nk_avtal.costs.actions import YearCost
from nk_avtal.db import db
from nk_avtal.domain.agreements import Cooperation
from nk_avtal.domain.cost_keys import CostKey, KeyKind
from nk_avtal.domain.people import Role
from nk_avtal.domain.reports import packed, unpacked
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.reports.cooperation import compiled
from nk_avtal.reports.models import CooperationReport
from tests import builders, pages
from tests.statements import counted

SignIn = Callable[..., FlaskClient]
YEAR = builders.TODAY.year
HERE = f"/kommuner/pitea/avtalssamverkan/{YEAR}"


def made(title: str, **more: Any) -> Agreement:
    towns = [builders.municipality(one).id for one in ("Piteå", "Luleå")]
    parties = [Party(municipality_id=one) for one in towns]
    values = {"cooperation": Cooperation.YES, "parties": parties, "summary": f"Om {title}."}
    return builders.agreement(title, **(values | more))


def posted(browser: FlaskClient, address: str, page: str = HERE) -> Any:
    return pages.post(browser, address, {}, page)


def test_it_is_packed_and_unpacked_unchanged(app: Flask) -> None:
    made("Räddningstjänst", legal_basis="9 kap. 37 § kommunallagen")
    made("Oklart", cooperation=Cooperation.UNCLEAR)
    with app.test_request_context():
        report = compiled(builders.municipality("Piteå"), YEAR, builders.TODAY)
    assert unpacked(packed(report)) == report
    assert [one.table.rows[0][0] for one in report.parts if one.table] == [
        *("Räddningstjänst", "Räddningstjänst", "Oklart")
    ]


def test_it_is_kept_as_it_was_whatever_becomes_of_the_agreement(
    app: Flask, sign_in: SignIn
) -> None:
    agreement = made("Räddningstjänst")
    builders.person(Role.CLERK, "Piteå")
    secretary = sign_in(builders.person(Role.SECRETARY))
    answer = posted(secretary, HERE)
    (kept,) = db.session.scalars(sa.select(CooperationReport))
    assert answer.location.endswith(f"{HERE}/{kept.id}")
    (mail,) = db.session.scalars(sa.select(Message).where(Message.kind == "cooperation"))
    assert mail.recipient == kept.mailed_to
    assert f"{HERE}/{kept.id}" in mail.text
    files = [f"{HERE}/{kept.id}.{form}" for form in ("docx", "xlsx")]
    before = [secretary.get(one).data for one in files]
    agreement.title, agreement.cooperation = "Nytt namn", Cooperation.NO
    db.session.commit()
    assert "Räddningstjänst" in secretary.get(f"{HERE}/{kept.id}").text
    assert "Räddningstjänst" not in secretary.get(HERE).text.split("Låst som")[0]
    after = [secretary.get(one).data for one in files]
    assert before[0] == after[0]
    book = openpyxl.load_workbook(io.BytesIO(after[1]))
    assert book["Avtal under 2026"]["A2"].value == "Räddningstjänst"
    words = [one.text for one in docx.Document(io.BytesIO(after[0])).paragraphs]
    assert f"Piteå kommuns avtalssamverkan {YEAR}" in words


def test_it_is_taken_back_while_the_mail_waits_and_not_after(app: Flask, sign_in: SignIn) -> None:
    builders.person(Role.CLERK, "Piteå")
    secretary = sign_in(builders.person(Role.SECRETARY))
    first, second = (posted(secretary, HERE).location for _ in range(2))
    assert posted(secretary, f"{first}/aterta").status_code == 302
    assert secretary.get(first).status_code == 404
    mail = db.session.scalars(sa.select(Message).order_by(Message.id.desc())).first()
    assert mail
    mail.state = MessageState.SENT
    db.session.commit()
    assert posted(secretary, f"{second}/aterta").status_code == 409
    assert secretary.get(second).status_code == 200


def test_a_clerk_reaches_the_own_municipality_alone(app: Flask, sign_in: SignIn) -> None:
    made("Räddningstjänst")
    clerk = sign_in(builders.person(Role.CLERK, "Piteå"))
    kept = posted(clerk, HERE).location
    assert "Räddningstjänst" in clerk.get(kept).text
    assert not db.session.scalars(sa.select(Message).where(Message.kind == "cooperation")).all()
    for other in (HERE, f"{HERE}.xlsx", kept, f"{kept}.docx"):
        assert clerk.get(other.replace("pitea", "lulea")).status_code in (403, 404)
    assert clerk.get(f"/kommuner/pitea/avtalssamverkan-{YEAR}.docx").status_code == 200
    assert clerk.get(f"/kommuner/lulea/avtalssamverkan-{YEAR}.docx").status_code == 403


def test_a_year_to_come_is_not_kept(app: Flask, sign_in: SignIn) -> None:
    secretary = sign_in(builders.person(Role.SECRETARY))
    answer = posted(secretary, HERE.replace(str(YEAR), str(YEAR + 1)))
    assert answer.status_code == 422
    assert secretary.get(HERE.replace(str(YEAR), "1999")).status_code == 404


def test_costs_are_numbers_and_summed(app: Flask, sign_in: SignIn) -> None:
    agreement = made("Räddningstjänst")
    town = builders.municipality("Piteå")
    other = builders.municipality("Luleå")
    stated = {town.id: 100_025, other.id: 50}
    costs.set_cost(
        agreement, YEAR, YearCost(100_075, CostKey(KeyKind.AMOUNTS, unit=1), stated=stated), None
    )
    db.session.commit()
    with app.test_request_context():
        report = compiled(town, YEAR, builders.TODAY)
    table = report.parts[0].table
    assert table
    assert table.rows[0][5] == 1000.25


def test_as_many_statements_for_many_agreements(app: Flask, sign_in: SignIn) -> None:
    made("Ett")
    clerk = sign_in(builders.person(Role.CLERK, "Piteå"))
    clerk.get(HERE)
    with counted() as few:
        clerk.get(HERE)
    for number in range(8):
        made(f"Avtal {number}", start_on=date(2020, 1, 1))
    with counted() as many:
        clerk.get(HERE)
    assert len(many) == len(few)
