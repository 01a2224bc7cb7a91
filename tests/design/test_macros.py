"""The building blocks of the pages keep the promises of the design."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

import nk_avtal
from nk_avtal.blueprints.pages.forms import opened, refused
from nk_avtal.domain.adoptions import Standing
from tests.design.frame import make_app

PACKAGE = Path(nk_avtal.__path__[0])
SHEETS = sorted((PACKAGE / "static/css").glob("*.css"))
ERRORS = (400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503)


class Page(HTMLParser):
    """Every element of a page, as (tag, attributes)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _, attrs in self.elements if attribute in attrs]


@pytest.fixture(scope="module")
def app() -> Flask:
    return make_app()


@pytest.fixture(scope="module")
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="module")
def guide(client: FlaskClient) -> str:
    return client.get("/stilguide").text


@pytest.fixture(scope="module")
def page(guide: str) -> Page:
    return Page(guide)


def render(app: Flask, source: str, **values: object) -> str:
    with app.test_request_context():
        return render_template_string(source, **values)


def test_nothing_is_styled_or_scripted_in_the_page(page: Page) -> None:
    assert page.all("style") == []
    names = {name for _, attributes in page.elements for name in attributes}
    assert [name for name in names if name.startswith("on")] == []
    scripts = [attributes for tag, attributes in page.elements if tag == "script"]
    assert all(attributes.get("src") for attributes in scripts)


def test_every_id_is_used_once(page: Page) -> None:
    assert [one for one, times in Counter(page.all("id")).items() if times > 1] == []


def test_every_reference_inside_the_page_leads_somewhere(page: Page) -> None:
    ids = set(page.all("id"))
    links = [href[1:] for href in page.all("href") if re.match("#.", href)]
    described = " ".join(page.all("aria-describedby") + page.all("aria-labelledby")).split()
    assert set(links + described + page.all("for")) - ids == set()


def test_every_standing_has_a_shape_and_a_word_of_its_own(app: Flask, page: Page) -> None:
    source = "{% from 'macros/signs.html' import glyph, word %}{{ glyph(one) }}|{{ word(one) }}"
    shown = [render(app, source, one=one).split("|") for one in Standing]
    signs = [re.findall('href="#([^"]+)"', sign)[0] for sign, _ in shown]
    words = [word.strip() for _, word in shown]
    drawn = [drawing(sign) for sign in signs]
    assert len(set(drawn)) == len(Standing)
    assert len(set(words)) == len(Standing)
    assert not {word.casefold() for word in words} & {one.value for one in Standing}


def drawing(sign: str) -> str:
    """The lines of a sign, without its name."""
    sprite = (PACKAGE / "templates/macros/sprite.svg").read_text(encoding="utf-8")
    found = re.search(rf'<symbol id="{sign}"[^>]*>(.*?)</symbol>', sprite)
    assert found, sign
    return found[1]


def test_words_follow_the_language_of_each_request(app: Flask) -> None:
    """An imported macro is compiled once: a word kept outside it would keep its first language."""
    source = (PACKAGE / "templates/macros/signs.html").read_text(encoding="utf-8")
    outside = re.sub(r"\{% macro.*?endmacro -?%\}", "", source, flags=re.S)
    assert '_("' not in outside


def test_every_sign_in_use_is_drawn(page: Page) -> None:
    used = {attributes["href"] for tag, attributes in page.elements if tag == "use"}
    drawn = {f"#{attributes['id']}" for tag, attributes in page.elements if tag == "symbol"}
    assert used - drawn == set()


def test_the_error_summary_counts_in_words_and_links_to_the_fields_in_order(app: Flask) -> None:
    source = "{% from 'macros/forms.html' import error_summary %}{{ error_summary(form) }}"
    with app.test_request_context():
        form = opened()
        form.decided_on.errors = ["November har 30 dagar"]
        form.body.errors = ["Välj vem som har beslutat"]
        form.form_errors = ["Paragraf 142 är redan registrerad"]
        text = render_template_string(source, form=form)
    assert "Rätta tre uppgifter" in text
    assert "Det du har fyllt i finns kvar." in text
    assert re.findall('href="#([^"]+)"', text) == ["a-body-0", "a-decided_on"]
    assert 'role="alert"' in text
    assert 'tabindex="-1"' in text


def test_one_error_is_counted_in_the_singular(app: Flask) -> None:
    source = "{% from 'macros/forms.html' import error_summary %}{{ error_summary(form) }}"
    with app.test_request_context():
        form = opened()
        form.decided_on.errors = ["Skriv datumet"]
        assert "Rätta en uppgift<" in render_template_string(source, form=form)


def test_a_form_without_errors_shows_no_summary(app: Flask) -> None:
    source = "{% from 'macros/forms.html' import error_summary %}{{ error_summary(form) }}"
    with app.test_request_context():
        assert render_template_string(source, form=opened()).strip() == ""


def test_a_field_with_an_error_says_so_to_every_reader(app: Flask) -> None:
    source = "{% from 'macros/forms.html' import field %}{{ field(form.paragraph) }}"
    with app.test_request_context():
        text = render_template_string(source, form=refused())
    assert 'aria-invalid="true"' in text
    assert 'aria-describedby="b-paragraph-fel"' in text
    assert "Fel:" in text


def test_the_title_says_that_something_is_wrong(app: Flask) -> None:
    source = "{% extends 'base.html' %}{% block title %}Registrera beslut{% endblock %}"
    with app.test_request_context():
        shown = render_template_string(source, form=refused())
        calm = render_template_string(source, form=opened())
    assert "<title>Fel: Registrera beslut – Gemensamma avtal</title>" in shown
    assert "<title>Registrera beslut – Gemensamma avtal</title>" in calm


def test_what_people_write_is_never_markup(app: Flask) -> None:
    source = (
        "{% from 'macros/lists.html' import task, facts %}{{ task(evil, '#', evil) }}"
        "{{ facts([{'name': 'Namn', 'value': evil}]) }}"
        "{% from 'macros/matrix.html' import matrix_cell %}{{ matrix_cell('adopted', evil) }}"
        "{% from 'macros/receipts.html' import flashed %}"
        "{{ flashed([('undo', {'text': evil, 'url': '/'}), ('notice', evil)]) }}"
    )
    assert "<script>" not in render(app, source, evil='"><script>alert(1)</script>')


def test_the_map_places_tiles_by_classes(app: Flask) -> None:
    source = "{% from 'macros/maps.html' import tile_map %}{{ tile_map(tiles) }}"
    tile = {"row": 20, "col": 7, "name": "Piteå", "standing": Standing.LATE, "sentence": "Försenat"}
    text = render(app, source, tiles=[tile])
    assert "k7 r20" in text
    assert ".r20 {" in (PACKAGE / "static/css/grid.css").read_text(encoding="utf-8")


def test_the_mark_draws_the_members_there_are(app: Flask) -> None:
    source = "{% from 'macros/mark.html' import mark %}{{ mark(tiles) }}"
    assert render(app, source, tiles=[(1, 1), (1, 2), (2, 1)]).count("<rect") == 3
    assert render(app, source, tiles=[]).strip() == ""


@pytest.mark.parametrize("status", ERRORS)
def test_an_error_page_says_what_to_do_and_shows_its_number(
    client: FlaskClient, status: int
) -> None:
    text = client.get(f"/sida/errors/{status}").text
    assert "a1b2c3" in text
    assert text.count("<h1") == 1
    assert 'class="knapp"' in text


def test_a_visitor_gets_no_cookie_and_no_account_menu() -> None:
    answer = make_app(person=None).test_client().get("/sida/errors/404")
    assert "Set-Cookie" not in answer.headers
    assert "Logga ut" not in answer.text


@pytest.mark.parametrize(
    "sheet", sorted((PACKAGE / "static/css").glob("*.css")), ids=lambda p: p.name
)
def test_a_stylesheet_is_short_and_every_colour_is_a_token(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")
    assert text.count("\n") < 300
    assert text.count("{") == text.count("}")
    if sheet.name not in ("tokens.css", "print.css"):
        assert re.findall(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b", text) == []


def test_every_token_in_use_is_defined() -> None:
    text = "".join(sheet.read_text("utf-8") for sheet in SHEETS)
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", text))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", text)) - defined == set()
