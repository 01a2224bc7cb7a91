"""The simple case stays as simple when matters go by several bodies, the agreements wait for legal
force, and decisions come by a personal link (ux 15, scenarios 1, 5, 6 and 10)."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from nk_avtal.adoptions.models import PreparingStep
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.entry import Basis
from nk_avtal.recommendations import links
from nk_avtal.recommendations.models import Addressee, Recommendation
from tests import builders
from tests.browser import test_finding_out, test_from_board, test_recording
from tests.browser.conftest import BOTH_WAYS, PHONE, Visit
from tests.browser.site import Site
from tests.browser.test_keyboard_and_screens import assert_nothing_scrolls_sideways
from tests.browser.visitor import Visitor

BEFORE_COUNCIL = {"Arbetsutskottet": date(2026, 10, 12), "Kommunstyrelsen": date(2026, 10, 26)}


def give_all_a_way() -> None:
    """Every matter goes by two bodies first, and every agreement waits for legal force."""
    for place in db.session.scalars(sa.select(Addressee.id)):
        db.session.add_all(
            PreparingStep(addressee_id=place, position=number, body_name=name, planned_on=day)
            for number, (name, day) in enumerate(BEFORE_COUNCIL.items(), start=1)
        )
    for agreement in db.session.scalars(sa.select(Agreement)):
        agreement.entry_by = Basis.LEGAL_FORCE
    db.session.commit()


def personal_link() -> str:
    """The address of Piteå's personal link to Läkarmedverkan."""
    wanted = sa.select(Recommendation).where(Recommendation.slug == "lakarmedverkan")
    place = builders.addressee(db.session.scalars(wanted).one(), "Piteå")
    token = links.make(place, "registrator@pitea.example")
    db.session.commit()
    return f"/svar/{token}"


@pytest.fixture
def site(site: Site) -> Site:
    site.ask(give_all_a_way)
    return site


@pytest.fixture
def manager(site: Site, visit: Visit) -> Visitor:
    visitor = visit(site)
    visitor.sign_in("chef")
    return visitor


@BOTH_WAYS
def test_1_a_first_decision_takes_no_more_clicks(clerk: Visitor, manager: Visitor) -> None:
    test_recording.first_decision(clerk)
    test_recording.check_receipt(clerk)
    assert "antagit 16 november" in test_recording.cell_of(manager).lower()


def test_5_a_mistake_is_undone_with_one_click(clerk: Visitor, manager: Visitor) -> None:
    before = test_recording.cell_of(manager)
    test_recording.first_decision(clerk)
    clicks = clerk.clicks
    clerk.button("Ångra")
    expect(clerk.page.get_by_role("status").first).to_contain_text("Beslutet är ångrat")
    assert clerk.clicks - clicks == 1
    assert test_recording.cell_of(manager) == before


def test_6_who_is_missing_takes_no_more_clicks(manager: Visitor) -> None:
    manager.link("Öppna matrisen")
    assert test_finding_out.who_is_missing(manager.page) == test_finding_out.MISSING
    assert manager.clicks <= 2


def test_10_sending_a_recommendation_takes_no_more_clicks(site: Site, visit: Visit) -> None:
    test_from_board.test_10_a_recommendation_goes_to_fourteen_municipalities_in_eight_clicks(
        site, visit
    )


def test_the_way_says_where_the_matter_is_and_when_the_decision_stands(clerk: Visitor) -> None:
    test_recording.first_decision(clerk)
    clerk.link("Vägen till beslut")
    clerk.sees("Arbetsutskottet", "Kommunstyrelsen", "Laga kraft tidigast", "uppskattat")
    clerk.page.set_viewport_size(PHONE)
    assert_nothing_scrolls_sideways(clerk.page)


@BOTH_WAYS
def test_1_by_a_personal_link_the_decision_takes_fewer_clicks(
    site: Site, visit: Visit, manager: Visitor
) -> None:
    clerk = visit(site)
    clerk.page.goto(site.ask(personal_link))
    clerk.button("16 november")
    clerk.type("Paragraf", "142")
    clerk.choose("Antagit")
    clerk.button("Registrera beslut")
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("Beslutet är registrerat")
    assert clerk.clicks <= 4
    assert "antagit 16 november" in test_recording.cell_of(manager).lower()
    manager.page.goto("/rekommendationer/lakarmedverkan")
    manager.sees("via länk")


def test_by_a_personal_link_a_meeting_is_planned_on_a_phone(site: Site, visit: Visit) -> None:
    clerk = visit(site, viewport=PHONE)
    clerk.page.goto(site.ask(personal_link))
    assert_nothing_scrolls_sideways(clerk.page)
    clerk.link("Ange mötet")
    clerk.type("När tas frågan upp?", "14 december 2026")
    clerk.button("Spara")
    expect(clerk.main).to_contain_text("Planerat till 14 december 2026")
    assert_nothing_scrolls_sideways(clerk.page)
    assert clerk.clicks <= 2
