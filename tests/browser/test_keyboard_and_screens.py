"""Scenario 1 by keyboard, on a phone and enlarged four times (ux 15, scenario 11)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.site import Site
from tests.browser.visitor import Visitor

RECEIPT = "Beslutet är registrerat"
ENLARGED = {"width": 360, "height": 225}
"""What a window of 1440 × 900 shows at 400 %."""
SMALLEST_TARGET = 44


def assert_nothing_scrolls_sideways(page: Page) -> None:
    page.wait_for_load_state("load")  # a page without all its stylesheets is wider
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, page.url


def height_of(what: Locator) -> float:
    box = what.bounding_box()
    assert box
    return box["height"]


def test_11_a_decision_is_recorded_by_keyboard_alone(clerk: Visitor) -> None:
    clerk.tab_to("Hoppa till innehållet")
    clerk.key("Enter")
    clerk.tab_to("Registrera beslut")
    clerk.key("Enter")
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("Registrera beslut")
    clerk.tab_to("Hoppa till innehållet")
    clerk.key("Enter")
    clerk.tab_to("Sammanträdesdatum")
    clerk.page.keyboard.type("16/11")
    clerk.tab_to("Paragraf")
    clerk.page.keyboard.type("142")
    clerk.tab_to("Antagit")
    clerk.key("Space")
    clerk.key("Enter")
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text(RECEIPT)
    assert clerk.keys <= 45


def test_11_focus_never_gets_stuck(clerk: Visitor) -> None:
    clerk.page.goto("/kommuner/pitea/beslut/lakarmedverkan")
    stops = []
    for _ in range(90):
        clerk.page.keyboard.press("Tab")
        stops.append(clerk.page.evaluate("document.activeElement.tagName"))
        if stops[-1] == "BODY":
            break
    assert stops[-1] == "BODY"


def test_11_a_decision_is_recorded_on_a_phone_by_touch(site: Site, visit: Visit) -> None:
    clerk = visit(site, viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
    clerk.sign_in()
    page = clerk.page
    assert_nothing_scrolls_sideways(page)
    start = clerk.main.get_by_role("link", name="Registrera beslut").first
    assert height_of(start) >= SMALLEST_TARGET
    start.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Registrera beslut")
    assert_nothing_scrolls_sideways(page)
    day = clerk.main.get_by_role("button", name="16 november")
    assert height_of(day) >= SMALLEST_TARGET
    day.tap()
    clerk.type("Paragraf", "142")
    outcome = clerk.main.locator("label").filter(has=page.get_by_text("Antagit", exact=True))
    assert height_of(outcome) >= SMALLEST_TARGET
    outcome.tap()
    send = clerk.main.get_by_role("button", name="Registrera beslut").filter(visible=True).last
    assert height_of(send) >= SMALLEST_TARGET
    send.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(RECEIPT)
    assert_nothing_scrolls_sideways(page)


def test_11_a_decision_is_recorded_at_four_times_the_size(site: Site, visit: Visit) -> None:
    clerk = visit(site, viewport=ENLARGED, device_scale_factor=4)
    clerk.sign_in()
    assert_nothing_scrolls_sideways(clerk.page)
    clerk.link("Registrera beslut")
    clerk.button("16 november")
    clerk.type("Paragraf", "142")
    clerk.choose("Antagit")
    assert_nothing_scrolls_sideways(clerk.page)
    clerk.button("Registrera beslut")
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text(RECEIPT)
    assert_nothing_scrolls_sideways(clerk.page)


@pytest.mark.parametrize("name", ["chef", "forhandlare", "sekreterare", "admin", "lasare"])
def test_no_start_page_scrolls_sideways_on_a_phone(site: Site, visit: Visit, name: str) -> None:
    visitor = visit(site, viewport=PHONE)
    visitor.sign_in(name)
    assert_nothing_scrolls_sideways(visitor.page)
