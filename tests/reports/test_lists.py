"""Every list can be fetched as a file, as it is shown, and what looks like a formula stays text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from nk_avtal.domain.people import Role
from tests import builders
from tests.security import worlds

SignIn = Callable[..., FlaskClient]
TEMPLATES = Path(__file__).parents[2] / "nk_avtal" / "templates"
LISTS = {
    Role.MANAGER: (
        *("/avtal", "/fornyelser", "/paminnelser", "/paminnelser?vy=utskick"),
        *("/remisser", "/arenden", "/moten", "/moten?tidigare=ja", "/kommuner"),
        *("/kommuner/pitea/motesplan", "/rekommendationer", "/rekommendationer?vy=lista"),
        *("/avtal/{slug}/dokument", "/avtal/{slug}/historik", "/avtal?q=formel&ordning=slutar"),
        *("/sok?q=formel", "/paminnelser/avstamning", "/kommuner/pitea/bundna", "/rapporter"),
        "/rapporter/revision",
    ),
    Role.NEGOTIATOR: ("/forhandlingar", "/forhandlingar/{negotiation}"),
    Role.CLERK: ("/avtal", "/kommuner", "/kommuner/pitea/remisser", "/paminnelser"),
    Role.ADMIN: ("/admin/anvandare", "/admin/logg", "/admin/kommuner"),
}
"""Every list, as somebody who may see it."""
OTHERWISE = {
    "bindings/_towards.html",  # leads to a page with its own files
    "pages/style_guide.html",  # shows how lists look
    *("recommendations/index.html", "recommendations/list.html"),  # the files are in their frame
    "register/index.html",  # has files of its own
}
"""Templates with parts of a list and without the two files of `list_files`."""
FORMULA = "=formel(1)"
FILE = re.compile(r"\.(xlsx|csv)(\?|$)")


def links(page: str) -> list[str]:
    """The addresses of the files of a list."""
    return [one for one in map(str, html.fromstring(page).xpath("//a/@href")) if FILE.search(one)]


def looked_at(content: bytes, link: str) -> bool:
    """Whether the formula stands in the file; there it has to be text."""
    if ".xlsx" in link:
        book = openpyxl.load_workbook(io.BytesIO(content))
        every = [one for sheet in book for row in sheet.rows for one in row]
        kinds = {one.data_type for one in every if one.value == FORMULA}
        assert kinds <= {"s"}, link
        return bool(kinds)
    assert content.startswith(b"\xef\xbb\xbf"), link
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert {len(row) for row in rows} == {len(rows[0])}, link
    found = {cell for row in rows for cell in row if "formel(1)" in cell}
    assert not any(cell.startswith("=") for cell in found), link
    return bool(found)


def test_every_list_is_fetched_as_excel_and_as_text(app: Flask, sign_in: SignIn) -> None:
    world = worlds.make("Piteå", builders.person(Role.SECRETARY))
    negotiator = builders.person(Role.NEGOTIATOR)
    worlds.join(world, negotiator)
    agreement = builders.agreement(FORMULA)
    builders.document_version(agreement, FORMULA)
    builders.recommendation(agreement, title=FORMULA)
    builders.consultation(agreement, title=FORMULA)
    named = {"slug": agreement.slug, "negotiation": world.negotiation.slug}
    with_formula = 0
    for role, pages in LISTS.items():
        browser = sign_in(negotiator if role is Role.NEGOTIATOR else builders.person(role))
        for page in pages:
            address = page.format(**named)
            found = links(browser.get(address).text)
            assert {FILE.findall(one)[0][0] for one in found} == {"xlsx", "csv"}, address
            for link in found:
                answer = browser.get(link)
                assert answer.status_code == 200, link
                assert answer.headers["Content-Disposition"].startswith("attachment"), link
                assert answer.headers["Content-Type"].count("charset") == (".csv" in link), link
                with_formula += looked_at(answer.data, link)
    assert with_formula > 10


def test_a_file_holds_what_the_list_shows(app: Flask, sign_in: SignIn) -> None:
    for number in range(60):
        builders.agreement(f"Lärlingar {number}")
    builders.agreement("Räddningstjänst")
    clerk = sign_in(builders.person(Role.CLERK, "Piteå"))
    excel, text = links(clerk.get("/avtal?q=l%C3%A4rlingar&sida=2").text)
    assert "sida" not in excel + text
    assert len(clerk.get(text).data.decode().splitlines()) == 61
    _excel, text = links(clerk.get("/avtal?q=r%C3%A4ddning").text)
    assert "Räddningstjänst" in clerk.get(text).data.decode()


def test_every_template_with_parts_of_a_list_offers_its_files() -> None:
    found = {str(one.relative_to(TEMPLATES)): one.read_text() for one in TEMPLATES.rglob("*.html")}
    lists = {name for name, text in found.items() if "{{ pager(" in text}
    assert {name for name in lists if "list_files(" not in found[name]} == OTHERWISE
