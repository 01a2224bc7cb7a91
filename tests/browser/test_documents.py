"""The association uploads several documents at once, chosen or dragged, and compares two."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import BOTH_WAYS, PHONE, Visit
from tests.browser.site import Site
from tests.browser.test_accessibility import faults_shown
from tests.browser.visitor import Visitor
from tests.documents import samples

DOCUMENTS = "/avtal/samarbete-psykisk-funktionsnedsattning/dokument"
PICTURE = b"\xff\xd8\xff\xe0 a photo"


@pytest.fixture
def secretary(site: Site, visit: Visit) -> Visitor:
    visitor = visit(site)
    visitor.sign_in("sekreterare")
    return visitor


def payload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def fill_rest(visitor: Visitor) -> None:
    visitor.page.get_by_label("Slag", exact=True).select_option("annex")
    visitor.choose("Gemensam")
    visitor.choose("Internt")


def dropped(page: Page, **files: bytes) -> Any:
    """What a drag from the desktop carries."""
    told = [
        (name.replace("__", "."), base64.b64encode(one).decode()) for name, one in files.items()
    ]
    return page.evaluate_handle(
        """(files) => { const held = new DataTransfer();
        for (const [name, text] of files) held.items.add(new File(
            [Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))], name));
        return held; }""",
        told,
    )


@BOTH_WAYS
def test_several_chosen_files_are_kept_and_the_refused_one_is_named(secretary: Visitor) -> None:
    page = secretary.page
    page.goto(f"{DOCUMENTS}/nytt")
    files = [
        payload("Bilaga 1.docx", samples.word("Kostnader")),
        payload("foto.pdf", PICTURE),
        payload("Bilaga 2.pdf", samples.pdf()),
    ]
    page.locator("input[type=file]").set_input_files(files)
    fill_rest(secretary)
    secretary.button("Ladda upp")
    expect(secretary.main).to_contain_text("foto.pdf: Filen är i formatet JPEG.")
    expect(page.locator("body")).to_contain_text("Uppladdat: Bilaga 1.docx, Bilaga 2.pdf.")
    page.goto(DOCUMENTS)
    for title in ("Bilaga 1", "Bilaga 2"):
        expect(secretary.main.get_by_text(title, exact=True).first).to_be_visible()
    expect(secretary.main).not_to_contain_text("foto")


def test_dragged_files_land_in_the_field_and_are_sent_with_progress(secretary: Visitor) -> None:
    page = secretary.page
    page.goto(f"{DOCUMENTS}/nytt")
    held = dropped(page, Ett__docx=samples.word("Ett"), Två__pdf=samples.pdf(2))
    box = page.locator("form[data-progress] .fil")
    box.dispatch_event("dragover", {"dataTransfer": held})
    expect(page.locator(".fil--over")).to_have_count(1)
    box.dispatch_event("drop", {"dataTransfer": held})
    expect(page.locator(".fil--over")).to_have_count(0)
    names = page.evaluate(
        "() => [...document.querySelector('input[type=file]').files].map((one) => one.name)"
    )
    assert names == ["Ett.docx", "Två.pdf"]
    fill_rest(secretary)
    secretary.button("Ladda upp")
    page.wait_for_url(f"**{DOCUMENTS}")
    expect(page.locator("body")).to_contain_text("2 dokument är uppladdade.")
    expect(secretary.main.get_by_text("Två", exact=True).first).to_be_visible()


def test_what_the_other_side_changed_is_seen_on_the_page_also_on_a_phone(
    site: Site, visit: Visit
) -> None:
    secretary = visit(site, viewport=PHONE)
    secretary.sign_in("sekreterare")
    page = secretary.page
    page.goto(f"{DOCUMENTS}/jamfor")
    for field, version in (("Äldre version", "1"), ("Nyare version", "2")):
        options = page.get_by_label(field).locator("option")
        label = options.filter(has_text=f"Exempel: utkast till överenskommelse, {version}").first
        page.get_by_label(field).select_option(label=label.inner_text())
    secretary.button("Jämför")
    shown = page.locator(".jamfor")
    expect(shown.locator("tr.andrat td").filter(has_text="Tolk")).to_be_visible()
    expect(shown.locator("ins", has_text="samtycker")).to_be_visible()
    expect(shown.get_by_text("Flyttat hit:")).to_have_count(1)
    expect(shown.locator(".nr del", has_text="4.")).to_be_visible()
    assert faults_shown(page) == []
    with page.expect_download() as download:
        secretary.link("Hämta som Word med spårade ändringar")
    assert download.value.suggested_filename.endswith(".docx")
