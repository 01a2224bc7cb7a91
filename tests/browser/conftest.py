"""A real browser on the real product with the demonstration's data, on 24 November 2026."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests import databases
from tests.browser.site import Site, copied, served, with_demonstration
from tests.browser.visitor import Visitor
from tests.chromium import PATIENCE, launched

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

Visit = Callable[..., Visitor]

BOTH_WAYS = pytest.mark.parametrize(
    "scripted", [True, False], ids=["with script", "without script"], indirect=True
)
"""Runs a test twice: everything works without JavaScript too."""


@pytest.fixture
def scripted(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs JavaScript."""
    return bool(getattr(request, "param", True))


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, open no longer than these tests: its event loop would disturb
    others (see tests.browser.site)."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the loaded demonstration, to copy."""
    home = tmp_path_factory.mktemp("demonstration")
    url = databases.copy_sqlite(Path(os.environ["NK_TEST_SQLITE_TEMPLATE"]), home)
    with_demonstration(url, home)
    return home


@pytest.fixture
def site(demonstration: Path, tmp_path: Path) -> Iterator[Site]:
    """The product with a demonstration that only this test changes."""
    with served(copied(demonstration, tmp_path / "site"), tmp_path / "site") as running:
        yield running


@pytest.fixture
def postgresql_site(tmp_path: Path) -> Iterator[Site]:
    """The same on PostgreSQL."""
    url = databases.copy_postgres(os.environ["NK_TEST_POSTGRES"])
    with_demonstration(url, tmp_path)
    with served(url, tmp_path) as running:
        yield running
    databases.drop_postgres(url)


@pytest.fixture
def visit(chromium: Browser, scripted: bool) -> Iterator[Visit]:
    """`visit(site)` is somebody who opens a browser there; more words go to the browser."""
    opened = []

    def begin(at: Site, **more: Any) -> Visitor:
        settings: dict[str, Any] = {"base_url": at.address, "viewport": DESKTOP}
        settings |= {"locale": "sv-SE", "java_script_enabled": scripted} | more
        context = chromium.new_context(**settings)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return Visitor(context.new_page())

    yield begin
    for context in opened:
        context.close()


@pytest.fixture
def clerk(site: Site, visit: Visit) -> Visitor:
    """The clerk in Piteå, logged in."""
    visitor = visit(site)
    visitor.sign_in()
    return visitor
