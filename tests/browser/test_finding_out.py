"""A manager sees who has not adopted, and why (ux 15, scenarios 6 and 11)."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.browser.conftest import BOTH_WAYS, PHONE, Visit
from tests.browser.site import Site
from tests.browser.test_keyboard_and_screens import assert_nothing_scrolls_sideways
from tests.browser.visitor import Visitor

TITLE = "Samverkansavtal gymnasieutbildning"
MISSING = {
    "Pajala": "beslut planerat 30 november",
    "Piteå": "beslut planerat 30 november",
    "Övertorneå": "återremitterat 9 november",
}
ADOPTED = "antagit"


@pytest.fixture
def manager(site: Site, visit: Visit) -> Visitor:
    visitor = visit(site)
    visitor.sign_in("chef")
    return visitor


def cells(page: Page) -> dict[str, Locator]:
    """The cells of the row by municipality, once the matrix is there to be read."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Kommunernas antagande")
    row = page.get_by_role("row").filter(has_text=TITLE)
    found = [one for one in row.get_by_role("link").all() if ":" in one.inner_text()]
    return {one.inner_text().split(":")[0].split("\n")[-1]: one for one in found}


def who_is_missing(page: Page) -> dict[str, str]:
    """Everybody in the row who has not adopted, with the reason."""
    said = {name: cell.inner_text().split(": ")[1] for name, cell in cells(page).items()}
    return {name: why for name, why in said.items() if not why.startswith(ADOPTED)}


@BOTH_WAYS
def test_6_who_has_not_adopted_and_why_takes_two_clicks(manager: Visitor) -> None:
    manager.link("Öppna matrisen")
    assert who_is_missing(manager.page) == MISSING
    assert manager.clicks <= 2


def test_6_signs_differ_in_greyscale(manager: Visitor) -> None:
    manager.link("Öppna matrisen")
    page = manager.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Kommunernas antagande")
    seeing = page.context.new_cdp_session(page)
    seeing.send("Emulation.setEmulatedVisionDeficiency", {"type": "achromatopsia"})
    found = cells(page)
    drawn = [
        found[name].locator("svg").first.screenshot()
        for name in ("Arjeplog", "Kiruna", "Pajala", "Övertorneå")
    ]
    assert len(set(drawn)) == len(drawn)


def test_6_the_matrix_prints_on_one_a4_and_says_the_same(manager: Visitor) -> None:
    manager.link("Öppna matrisen")
    expect(manager.page.get_by_role("heading", level=1)).to_have_text("Kommunernas antagande")
    printed = PdfReader(io.BytesIO(manager.page.pdf(prefer_css_page_size=True)))
    (sheet,) = printed.pages
    assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == (842, 595)
    text = sheet.extract_text()
    for words in (TITLE, "Övertorneå", "30/11", "9/11", "Återremitterat", "Beslut planerat"):
        assert words in text
    manager.page.emulate_media(media="print")
    assert who_is_missing(manager.page) == MISSING


def test_11_the_manager_finds_out_on_a_phone(site: Site, visit: Visit) -> None:
    manager = visit(site, viewport=PHONE)
    manager.sign_in("chef")
    manager.link("Öppna matrisen")
    card = manager.page.get_by_role("article").filter(has_text=TITLE)
    expect(card).to_contain_text("Pajala")
    text = card.inner_text()
    for words in ("11 av 14", "Pajala", "Piteå", "Övertorneå", "Återremitterat", "30 nov"):
        assert words in text
    assert_nothing_scrolls_sideways(manager.page)
    assert manager.clicks <= 2


@BOTH_WAYS
def test_12_a_filter_narrows_the_matrix(manager: Visitor) -> None:
    page = manager.page
    page.goto("/rekommendationer")
    page.get_by_label("Område").select_option(label="Utbildning")
    page.get_by_role("button", name="Filtrera").click()
    expect(manager.main).to_contain_text("Visar 2 av")
    assert "omrade=utbildning" in page.url
    assert who_is_missing(page) == MISSING
