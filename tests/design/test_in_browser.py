"""The building blocks in a real browser: focus, keys, follow-up questions, small screens, axe."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.chromium import launched
from tests.design.frame import make_app

PAGES = ("/stilguide", "/sida/pages/help", "/sida/pages/accessibility", "/sida/errors/404")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", 0, make_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def focused(page: Page, what: str) -> str:
    return str(page.evaluate(f"document.activeElement.{what}"))


def test_the_error_summary_takes_focus_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/stilguide")
    assert page.locator(".felruta:focus").count() == 1
    context.close()


def test_a_link_in_the_summary_puts_focus_in_its_field(page: Page) -> None:
    page.goto("/stilguide")
    page.locator(".felruta a").nth(1).press("Enter")
    assert focused(page, "id") == "b-decided_on"


def test_arrows_move_between_the_cells_of_the_matrix(page: Page) -> None:
    page.goto("/stilguide")
    page.locator(".matris a.ruta-c").first.focus()
    seen = []
    for key in ("ArrowRight", "ArrowDown", "End", "Home"):
        page.keyboard.press(key)
        seen.append(focused(page, "title").split(":")[0])
    assert seen == ["Arvidsjaur", "Arvidsjaur", "Övertorneå", "Arjeplog"]


def test_escape_closes_the_menu_and_gives_focus_back(page: Page) -> None:
    page.goto("/sida/errors/404")
    page.click("details.konto > summary")
    assert page.get_by_role("button", name="Logga ut").first.is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Logga ut").first.is_visible()
    assert focused(page, "tagName") == "SUMMARY"


def test_single_keys_work_only_for_those_who_have_turned_them_on(page: Page) -> None:
    page.goto("/sida/errors/404")
    page.keyboard.press("/")
    assert focused(page, "id") == "q"
    page.locator("#q").fill("")
    page.keyboard.press("?")
    assert page.locator("#q").input_value() == "?"


def test_a_follow_up_question_shows_with_its_choice(page: Page) -> None:
    page.goto("/stilguide")
    addition = page.get_by_label("Vad lade kommunen till?").first
    assert not addition.is_visible()
    page.get_by_label("Antagit med tillägg eller förbehåll").first.check()
    assert addition.is_visible()


def test_a_date_chip_fills_its_field(page: Page) -> None:
    page.goto("/stilguide")
    page.get_by_role("button", name="26 oktober").first.click()
    assert page.locator("#a-decided_on").input_value() == "26 oktober"
    assert page.url.endswith("/stilguide")


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 844})
    for path in PAGES[:2]:
        page.goto(path)
        found = Axe().run(page, options=RULES).response
        assert found["passes"], path
        assert [(path, one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
