"""One municipality's yearly report on avtalssamverkan (KL 9:38)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement, Party
from nk_avtal.db import db
from nk_avtal.domain.agreements import Cooperation, Precision, Stage
from nk_avtal.domain.given_notices import Giver, Reach
from nk_avtal.domain.people import Role
from nk_avtal.letters.cooperation import cooperation_report
from nk_avtal.renewals.models import GivenNotice
from tests import builders
from tests.letters.words import lines

SignIn = Callable[..., FlaskClient]
NBSP = "\N{NO-BREAK SPACE}"


def made(title: str, towns: tuple[str, ...] = ("Piteå", "Luleå"), **more: Any) -> Agreement:
    """An agreement by which one municipality does another's task."""
    parties = [Party(municipality_id=builders.municipality(one).id) for one in towns]
    values = {"cooperation": Cooperation.YES, "parties": parties, "summary": f"Om {title}."}
    return builders.agreement(title, **(values | more))


def test_only_what_binds_the_municipality_that_year_is_reported(app: Flask) -> None:
    made("Räddningstjänst")
    made("Oklart", cooperation=Cooperation.UNCLEAR)
    made("Inte avtalssamverkan", cooperation=Cooperation.NO)
    made("Andras", towns=("Boden", "Luleå"))
    made("Förhandlas", stage=Stage.NEGOTIATION)
    ended = {"start_on": date(2020, 1, 1), "end_on": date(2024, 12, 31), "following_term": None}
    made("Slut", notice_period=None, **ended)
    report = cooperation_report(builders.municipality("Piteå"), 2026, builders.TODAY)
    assert [row.title for row in report.rows] == ["Räddningstjänst"]
    assert report.unclear == ["Oklart"]
    earlier = cooperation_report(builders.municipality("Piteå"), 2024, builders.TODAY)
    assert [row.title for row in earlier.rows] == ["Slut"]
    assert earlier.rows[0].changes == f"Slutade gälla den 31{NBSP}december 2024."


def test_a_row_says_what_is_known_and_what_changed(app: Flask) -> None:
    agreement = made(
        "Räddningstjänst",
        start_on=date(2025, 1, 1),
        start_precision=Precision.YEAR,
        legal_basis="9 kap. 37 § kommunallagen",
    )
    sent = builders.recommendation(agreement, title="Ny bilaga")
    builders.decision(sent, "Piteå", decided_on=date(2026, 4, 20), paragraph="31")
    notice = GivenNotice(
        agreement_id=agreement.id,
        giver=Giver.MEMBER,
        reach=Reach.EXIT,
        municipality_id=builders.municipality("Luleå").id,
        received_on=date(2026, 10, 8),
        registered_at=clock.now(),
        note="Bara för oss",
    )
    db.session.add(notice)
    db.session.commit()
    (row,) = cooperation_report(builders.municipality("Piteå"), 2026, builders.TODAY).rows
    assert row.parties == "Luleå kommun"
    assert row.task == "Om Räddningstjänst."
    assert row.start == "2025"
    assert row.end == "2027-12-31, förlängs av sig självt"
    assert row.changes == (
        f"Kommunfullmäktige antog ”Ny bilaga” den 20{NBSP}april 2026, §{NBSP}31."
        f" Luleå kommun sade upp avtalet den 8{NBSP}oktober 2026."
    )


def test_an_agreement_that_is_prolonged_tells_how_far_and_that_it_was(app: Flask) -> None:
    """What goes on because nobody gave notice is what the auditors ask about."""
    terms: dict[str, Any] = {"start_on": date(2023, 1, 1), "end_on": date(2024, 12, 31)}
    made("Räddningstjänst", **terms, notice_period="6m", following_term="24m")
    ends, changes = {}, {}
    for year in (2023, 2024, 2025, 2026):
        (row,) = cooperation_report(builders.municipality("Piteå"), year, builders.TODAY).rows
        ends[year], changes[year] = row.end[:10], row.changes
        assert row.end.endswith(", förlängs av sig självt")
    assert ends == {
        2023: "2024-12-31",
        2024: "2026-12-31",
        2025: "2026-12-31",
        2026: "2028-12-31",
    }
    assert changes == {
        2023: "",
        2024: f"Förlängdes till den 31{NBSP}december 2026.",
        2025: "",
        2026: f"Förlängdes till den 31{NBSP}december 2028.",
    }


def test_many_members_are_told_by_their_number(app: Flask) -> None:
    builders.agreement(cooperation=Cooperation.YES)
    (row,) = cooperation_report(builders.municipality("Piteå"), 2026, builders.TODAY).rows
    assert row.parties == "Region Norrbotten och 13 kommuner"


def test_the_report_is_fetched_on_the_page_of_the_municipality(app: Flask, sign_in: SignIn) -> None:
    made("Räddningstjänst")
    clerk = sign_in(builders.person(Role.CLERK, "Piteå"))
    address = f"/kommuner/pitea/avtalssamverkan-{builders.TODAY.year}.docx"
    assert address in clerk.get("/kommuner/pitea").text
    answer = clerk.get(address)
    assert "avtalssamverkan-2026-pitea.docx" in answer.headers["Content-Disposition"]
    shown = lines(answer.data)
    assert "Piteå kommuns avtalssamverkan 2026" in shown
    assert "Räddningstjänst" in shown
    assert clerk.get("/kommuner/pitea/avtalssamverkan-1.docx").status_code == 404
