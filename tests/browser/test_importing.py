"""A list of agreements as people have it is brought in, corrected on the way, and taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import BOTH_WAYS, PHONE, Visit
from tests.browser.site import Site
from tests.browser.test_accessibility import faults_shown
from tests.browser.visitor import Visitor
from tests.imports import sheets

MOST_CLICKS = 7
"""See docs/import.md: to the page, the file, check; one column and one answer put right, import."""


def payload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.fixture
def manager(site: Site, visit: Visit) -> Visitor:
    visitor = visit(site)
    visitor.sign_in("chef")
    return visitor


@BOTH_WAYS
def test_a_list_as_people_have_it_comes_in_within_seven_clicks(manager: Visitor) -> None:
    page = manager.page
    page.goto("/avtal")
    manager.clicks = 0
    manager.link("Importera")
    page.get_by_label("Fil").set_input_files(payload("Avtalslista 2026.xlsx", sheets.messy()))
    manager.clicks += 1
    manager.button("Kontrollera filen")

    expect(page.get_by_role("heading", level=1)).to_have_text("Avtalslista 2026.xlsx")
    expect(page.get_by_text("Inget är ändrat än.")).to_be_visible()
    for group in page.get_by_role("group").all():
        if group.get_by_text("Ett annat avtal", exact=True).is_visible():
            manager.click(group.get_by_text("Ett annat avtal", exact=True))
    manager.click(page.locator("button[value=skriv]"))

    expect(page.get_by_role("heading", level=1)).to_contain_text("är importerad")
    assert manager.clicks <= MOST_CLICKS
    page.goto("/avtal?q=skyddat+boende")
    expect(page.get_by_role("main").get_by_text("Samverkan om skyddat boende")).to_be_visible()
    page.goto("/import")
    page.get_by_role("link", name="Avtalslista 2026.xlsx").first.click()
    manager.button("Ångra importen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Importen är ångrad")


def test_faults_are_read_and_taken_home_on_a_phone(manager: Visitor) -> None:
    page = manager.page
    page.set_viewport_size(PHONE)
    rows = [["Titel", "Nr", "Från"], ["Avtal om bad", "1", "31/2-24"]]
    page.goto("/import/avtal")
    page.get_by_label("Fil").set_input_files(payload("fel.csv", sheets.delimited(rows)))
    manager.button("Kontrollera filen")

    expect(page.get_by_role("row", name="C2")).to_contain_text("Februari 2024 har 29 dagar")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert faults_shown(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Hämta bladet med anmärkningar").click()
    assert download.value.suggested_filename == "fel-anmarkningar.xlsx"
    page.get_by_role("button", name="Ta bort filen utan att importera").click()
    expect(page.get_by_text("Ingenting har importerats")).to_be_visible()
