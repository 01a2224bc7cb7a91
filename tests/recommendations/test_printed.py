"""The matrix on paper: the eight recommendations of the demonstration on one A4 on its side."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page
from pypdf import PdfReader
from werkzeug.serving import make_server

from nk_avtal.blueprints.guard import TOKEN
from nk_avtal.db import db
from nk_avtal.demo import loading
from nk_avtal.people.models import Person
from tests import builders
from tests.chromium import launched


@pytest.fixture
def page(app: Flask) -> Iterator[Page]:
    """A manager's browser on the demonstration data."""
    loading.load(builders.TODAY)
    db.session.commit()
    manager = db.session.scalars(sa.select(Person).where(Person.email == "chef@demo.example")).one()
    with builders.signed_in_client(app, manager).session_transaction() as session:
        token = session[TOKEN]
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    with launched() as browser:
        context = browser.new_context(base_url=address)
        cookie = {"name": "session", "value": signer.dumps({TOKEN: token}), "url": address}
        context.add_cookies([cookie])  # type: ignore[list-item]
        yield context.new_page()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_matrix_prints_on_one_page_with_every_name_and_state(page: Page) -> None:
    page.goto("/rekommendationer")
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) == 1
    box = printed.pages[0].mediabox
    assert box.width > box.height
    text = printed.pages[0].extract_text()
    for expected in ("Övertorneå", "Läkarmedverkan, ny", "16/11?", "sen", "Kvar att besluta"):
        assert expected in text
