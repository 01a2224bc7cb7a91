"""The system's Chromium, closed to the world outside."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, expect, sync_playwright

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first draws no window that nobody sees, and takes two thirds of the time of the others."""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
ARGUMENTS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
PATIENCE = 40_000  # milliseconds: far more than a page takes, for a machine that is busy


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser whose pages may be waited for patiently."""
    program = next(filter(None, map(shutil.which, PROGRAMS)))
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()
