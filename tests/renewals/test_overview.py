"""Renewals: the filtered table, the line of time, the month, and the same list in Excel."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import Agreement, AgreementArea, Party
from nk_avtal.bodies.models import Meeting
from nk_avtal.bodies.queries import bodies_of
from nk_avtal.db import db
from nk_avtal.domain.agreements import Area, Precision, Stage
from nk_avtal.domain.people import Role
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewal_decisions import Answer
from nk_avtal.renewals.actions import Told, decide
from tests import builders
from tests.builders import Person
from tests.statements import counted

SignIn = Callable[..., FlaskClient]
CARE = "Läkarmedverkan i kommunal hälso- och sjukvård"
AIDS = "Hjälpmedel"


@pytest.fixture
def manager(app: Flask) -> Person:
    return builders.person(Role.MANAGER, name="Avdelningschefen")


@pytest.fixture
def care(manager: Person) -> Agreement:
    return builders.agreement(CARE, responsible_id=manager.id)


@pytest.fixture
def aids(app: Flask) -> Agreement:
    """Between Luleå and a company, on education, ends by itself on 31 March 2027."""
    return builders.agreement(
        AIDS,
        end_on=date(2027, 3, 31),
        following_term=None,
        notice_period=None,
        areas=[AgreementArea(area=Area.EDUCATION)],
        parties=[
            Party(municipality_id=builders.municipality("Luleå").id),
            Party(organisation="Leverantören AB"),
        ],
    )


def listed(page: str) -> list[str]:
    """The titles of the table of coming deadlines, in order."""
    table = page.partition('<table class="tabell')[2].partition("</table>")[0]
    return re.findall(r'<a href="/avtal/[^"]+">([^<]+)</a>', table)


def test_the_address_narrows_the_table_down(
    care: Agreement, aids: Agreement, manager: Person, sign_in: SignIn
) -> None:
    browser = sign_in(manager)
    town = {name: builders.municipality(name).id for name in ("Luleå", "Kiruna")}
    asked = {
        "": [CARE, AIDS],
        "q=hjälp": [AIDS],
        "q=hjälpmedels": [AIDS],
        "q=hjälpmedel läkare": [],
        "omrade=education": [AIDS],
        f"part={town['Kiruna']}": [CARE],
        f"part={town['Luleå']}": [CARE, AIDS],
        "part=Leverantören AB": [AIDS],
        f"ansvarig={manager.id}": [CARE],
        "gora=uppsagning": [CARE],
        "gora=slut": [AIDS],
        "inom=120": [CARE],
        "ordning=titel": [AIDS, CARE],
        "ordning=ansvarig": [CARE, AIDS],
        "omrade=okänt": [CARE, AIDS],
        "gora=okänt&inom=okänt&ordning=okänt": [CARE, AIDS],
    }
    for query, titles in asked.items():
        assert listed(browser.get(f"/fornyelser?{query}").text) == titles, query


def test_an_empty_table_names_the_next_deadline(
    aids: Agreement, manager: Person, sign_in: SignIn
) -> None:
    page = sign_in(manager).get("/fornyelser?inom=120").text
    assert "Inga frister de närmaste 120 dagarna." in page
    assert "Nästa är 31 mars 2027, Hjälpmedel." in page
    assert "Rensa filter" in page


def test_the_start_page_names_the_next_deadline_when_none_is_near(
    aids: Agreement, manager: Person, sign_in: SignIn
) -> None:
    page = sign_in(manager).get("/").text
    assert "Inga frister de närmaste 120 dagarna." in page
    assert "Nästa är 31 mars 2027, Hjälpmedel." in page


def test_the_line_of_time_says_in_words_what_it_draws(
    care: Agreement, aids: Agreement, manager: Person, sign_in: SignIn
) -> None:
    page = sign_in(manager).get("/fornyelser").text
    assert "Avtalen 2026–2030" in page
    said = re.findall(r'<svg role="img" aria-label="([^"]+)"', page)
    assert said == [
        "Gäller till 31 mars 2027.",
        "Gäller till 31 december 2027. Säg upp senast 31 december 2026. "
        "Förlängs annars till 31 december 2029.",
    ]
    chart = page.partition('<div class="tl"')[2].partition("</section>")[0]
    assert "style=" not in chart, "presentation attributes only"
    assert 'class="s-forl" x="39.92%"' in chart
    assert 'x="19.93%" y="28"' in chart, "the last day of notice"


def test_what_is_proposed_open_or_unknown_is_said_to_be(
    app: Flask, manager: Person, sign_in: SignIn
) -> None:
    free = {"following_term": None, "notice_period": None}
    builders.agreement(
        "Ramavtal",
        stage=Stage.DECIDING,
        start_on=date(2027, 4, 1),
        end_on=date(2031, 3, 31),
        **free,
    )
    builders.agreement(
        "Riktlinjer",
        end_on=None,
        end_precision=Precision.OPEN_ENDED,
        following_term=None,
        notice_period="6m",
    )
    builders.agreement("Okänt", end_on=None, end_precision=Precision.UNKNOWN, **free)
    builders.agreement("Gammalt", end_on=date(2025, 12, 31), **free)
    page = sign_in(manager).get("/fornyelser").text
    chart = page.partition('<div class="tl"')[2].partition("</section>")[0]
    assert "Föreslås gälla från 1 april 2027" in chart
    assert 'class="s-forslag"' in chart
    assert "Tills vidare. Uppsägningstid 6 månader" in chart
    assert 'class="s-vidare"' in chart
    assert "Gammalt" not in chart
    assert "Okänt" not in chart
    assert "Ett avtal syns inte på tidslinjen" in chart


def test_the_month_shows_deadlines_replies_and_meetings_and_leads_to_its_neighbours(
    care: Agreement, manager: Person, sign_in: SignIn
) -> None:
    sent = builders.recommendation(care)
    board = bodies_of(None)[0]
    db.session.add(Meeting(body=board, held_on=date(2026, 12, 11)))
    db.session.commit()
    page = unescape(sign_in(manager).get("/fornyelser?manad=2026-12&q=läkar").text)
    month = page.partition('id="kalender"')[2].partition("</section>")[0]
    assert ">December 2026<" in month
    for title in (f"Säg upp {CARE}", f"Svar om {sent.title}", board.name):
        assert month.count(f">{title}</a>") == 2, "once in the table, once on small screens"
    assert "manad=2026-11&q=" in month
    assert "manad=2027-01&q=" in month
    week = month.partition("<td>53</td>")[2]
    assert week, "the last week of 2026 is the 53rd"
    assert "1 jan" in week


@pytest.mark.parametrize("asked", ["", "2026", "2026-13", "x", "0001-01", "9999-12", "2026-12-01"])
def test_a_month_that_is_none_is_this_month(manager: Person, sign_in: SignIn, asked: str) -> None:
    page = sign_in(manager).get(f"/fornyelser?manad={asked}").text
    assert "November 2026" in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", ("Frister", "Senast", "Låt upphöra")),
        ("en", ("Deadlines", "At the latest", "Let it end")),
    ],
)
def test_excel_follows_the_choices_and_the_language(
    care: Agreement,
    aids: Agreement,
    manager: Person,
    sign_in: SignIn,
    language: str,
    words: tuple[str, str, str],
) -> None:
    manager.language = language
    told = Told(Answer.LET_END, "Behovet är borta")
    decide(aids, DeadlineKind.END, date(2027, 3, 31), told, manager)
    db.session.commit()
    answer = sign_in(manager).get("/fornyelser.xlsx?omrade=education")
    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    assert sheet
    head, *rows = sheet.values
    assert [row[1] for row in rows] == [AIDS]
    assert (sheet.title, head[0], rows[0][5]) == words


def test_the_page_takes_as_many_statements_with_ten_agreements_as_with_one(
    care: Agreement, manager: Person, sign_in: SignIn
) -> None:
    browser = sign_in(manager)
    browser.get("/fornyelser")
    with counted() as few:
        browser.get("/fornyelser")
    for number in range(9):
        builders.agreement(f"Avtal {number}", responsible_id=manager.id)
    with counted() as many:
        browser.get("/fornyelser")
    assert len(many) == len(few)


def test_everybody_sees_when_the_next_mail_goes_out(
    care: Agreement, manager: Person, sign_in: SignIn
) -> None:
    page = sign_in(manager).get("/paminnelser").text
    assert "1 dec 2026" in page.split('data-namn="Nästa mejl"')[1]
