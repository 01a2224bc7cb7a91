"""Reading pages and sending forms as a browser would."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from lxml import html
from werkzeug.datastructures import MultiDict
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


def hidden_fields(page: str) -> list[tuple[str, str]]:
    """The names and values of a page's hidden inputs, as a browser would send them."""
    found = re.findall(r'<input\b[^>]*type="hidden"[^>]*>', page)
    pairs = [(_attribute(one, "name"), _attribute(one, "value")) for one in found]
    return [pair for pair in pairs if pair[0]]


def _attribute(element: str, name: str) -> str:
    match = re.search(rf'\b{name}="([^"]*)"', element)
    return unescape(match.group(1)) if match else ""


def form_of(page: str, address: str) -> MultiDict[str, str]:
    """The hidden fields of the form that posts to `address`."""
    for form in re.findall(r"<form\b.*?</form>", page, re.DOTALL):
        if unescape(re.search(r'action="([^"]*)"', form[: form.index(">")])[1]) == address:
            return MultiDict(hidden_fields(form))
    raise AssertionError(f"no form that posts to {address}")


def filled_in(page: str) -> dict[str, str]:
    """What a browser would send from the page's main form, buttons and files left out."""
    (main,) = html.fromstring(page).xpath("//main//form[@enctype='multipart/form-data']")
    return dict(main.form_values())


def compared(text: str) -> list[tuple[str, str]]:
    """What the page of a refused save sets side by side: the saved version and one's own."""
    rows = re.findall(r'<tr role="row" class="skiljer">(.*?)</tr>', text, re.S)
    return [tuple(re.findall(r"<td[^>]*><span>(.*?)</span>", row)) for row in rows]


def without_changing(page: str) -> str:
    """A page without what differs each time: its error number, form tokens and printed minute."""
    return re.sub(r'Felnummer \w+|name="csrf_token"\s+value="[^"]+"|kl\. \d\d\.\d\d', "", page)
