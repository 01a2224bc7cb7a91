"""Reading pages and sending forms as a browser would."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def csrf_of(client: FlaskClient, page: str) -> str:
    """The form token that a page carries."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    assert found, f"no form token on {page}"
    return found.group(1)


def post(
    client: FlaskClient, address: str, data: dict[str, Any], page: str | None = None
) -> TestResponse:
    """Send a form with the token of the page that holds it (by default the same address)."""
    token = csrf_of(client, page or address)
    return client.post(address, data=data | {"csrf_token": token})
