"""A visitor without account or script (ux 15, scenario 12)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import BOTH_WAYS, Visit
from tests.browser.site import Site

pytestmark = BOTH_WAYS


@pytest.mark.usefixtures("scripted")
def test_12_a_visitor_finds_who_adopted_and_the_text_in_three_clicks(
    site: Site, visit: Visit
) -> None:
    visitor = visit(site)
    page = visitor.page
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Avtal mellan kommunerna")
    page.get_by_label("Sök i registret").fill("hemsjukvård ansvarsgränser")
    visitor.key("Enter")
    visitor.link("Hemsjukvård, ansvarsgränser")
    expect(visitor.main).to_contain_text("13 av 14")
    expect(visitor.main).to_contain_text("Pajala")
    with page.expect_download() as download:
        visitor.click(visitor.main.get_by_role("link", name="avtalstext"))
    assert download.value.suggested_filename.endswith(".pdf")
    assert visitor.clicks <= 3


def test_12_nothing_closed_is_in_the_open_pages(site: Site, visit: Visit) -> None:
    page = visit(site).page
    page.goto("/register?lage=alla")
    addresses = [one.get_attribute("href") for one in page.locator(".post h3 a").all()]
    assert len(addresses) > 5
    for address in ("/register", *addresses, "/hjalp"):
        page.goto(str(address))
        html = page.content()
        assert not re.search(r"[\w.]+@demo\.example", html), address
        for word in ("mandat", "yrkande", "Utkast"):
            assert word not in html, (address, word)


def test_what_is_published_has_been_looked_at_and_is_taken_away_with_a_reason(
    site: Site, visit: Visit
) -> None:
    secretary, public = visit(site), visit(site).page
    secretary.sign_in("sekreterare")
    page = secretary.page
    page.goto("/avtal/skyddat-boende-ramavtal")
    secretary.link("Granska och publicera")
    expect(secretary.main).to_contain_text("Så här kommer avtalet att synas för alla")
    secretary.button("Publicera i registret")
    expect(secretary.main).to_contain_text("Avtalet syns nu i registret.")
    public.goto("/register/skyddat-boende-ramavtal")
    expect(public.get_by_role("main")).to_contain_text("Skyddat boende, gemensamt ramavtal")
    secretary.link("Ändra eller ta bort")
    secretary.button("Ta bort ur registret")
    expect(secretary.main).to_contain_text("Skriv varför avtalet tas bort ur registret")
    secretary.type("Varför tas avtalet bort?", "Priset är fel")
    secretary.button("Ta bort ur registret")
    expect(secretary.main).to_contain_text("Borttaget ur registret: Priset är fel")
    public.reload()
    expect(public.get_by_role("main")).not_to_contain_text("Skyddat boende")
