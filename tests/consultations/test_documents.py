"""The letter as it was sent, and the compilation for the board."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from nk_avtal.db import db
from nk_avtal.domain.opinions import Stance
from nk_avtal.domain.people import Role
from nk_avtal.letters import consulting
from tests import builders
from tests.letters.words import lines

SignIn = Callable[..., FlaskClient]
TODAY = builders.TODAY


def test_the_letter_reads_the_same_for_ever(app: Flask, sign_in: SignIn) -> None:
    negotiator = builders.person(Role.NEGOTIATOR)
    asked = builders.consultation(guests=("Länets socialchefer",), sent_by=negotiator)
    consulting.keep_as_sent(asked, negotiator, TODAY)
    db.session.commit()
    page = f"/kommuner/pitea/remisser/{asked.slug}/missiv.docx"
    clerk = sign_in(builders.person(Role.CLERK))
    first = clerk.get(page).data
    shown = "\n".join(lines(first))
    assert "Till Piteå kommun" in shown
    assert "Ställer sig kommunen bakom inriktningen?" in shown
    base = app.config["BASE_URL"]
    assert f"Lämna svaret på {base}/kommuner/pitea/remisser/{asked.slug}" in shown
    asked.reply_by = date(2027, 5, 1)
    db.session.commit()
    assert clerk.get(page).data == first
    guest = builders.invited(asked, "Länets socialchefer")
    other = sign_in(negotiator).get(f"/remisser/{asked.slug}/svar/{guest.id}/missiv.docx")
    words = "\n".join(lines(other.data))
    assert f"Skicka svaret till {negotiator.email}" in words
    assert "/kommuner/" not in words


def test_the_compilation_says_who_said_what_and_who_is_silent(app: Flask, sign_in: SignIn) -> None:
    asked = builders.consultation(to=("Boden", "Piteå", "Luleå"), internal_note="Hemligt")
    change = Stance.SUPPORTS_WITH_CHANGE
    builders.reply(asked, "Piteå", change, Stance.OPPOSES, comment="Stryk punkt 4")
    builders.reply(
        asked, "Luleå", text="Luleå är positivt.\n\nMen vill vänta.", reference="KS 1/26"
    )
    manager = sign_in(builders.person(Role.MANAGER))
    answer = manager.get(f"/remisser/{asked.slug}/sammanstallning.docx")
    shown = "\n".join(lines(answer.data))
    for told in (
        "2 av 3 har svarat. Har inte svarat: Boden.",
        "Fråga 1. Ställer sig kommunen bakom inriktningen?",
        "1 tillstyrker och 1 tillstyrker med ändring.",
        "Stryk punkt 4",
        "Men vill vänta.",
    ):
        assert told in shown
    assert "Hemligt" not in shown
    preview = "/dokumentmallar/consultation_report/forhandsgranska"
    assert "Stryk punkt 4" in manager.get(f"{preview}?uppgifter={asked.slug}").text
    letter = f"/dokumentmallar/consultation/forhandsgranska?uppgifter={asked.slug}&kommun=pitea"
    assert "Till Piteå kommun" in manager.get(letter).text


def test_the_table_is_a_file_that_no_formula_enters(app: Flask, sign_in: SignIn) -> None:
    asked = builders.consultation(to=("Piteå", "Luleå"))
    builders.reply(asked, "Piteå", Stance.SUPPORTS, Stance.ABSTAINS, text="=1+1")
    manager = sign_in(builders.person(Role.MANAGER))
    text = manager.get(f"/remisser/{asked.slug}/remissvar.csv").data.decode("utf-8-sig")
    assert "Part;Läge;Kom in;Dnr;Beslutat av;Fråga 1;Kommentar 1;Fråga 2" in text
    assert "Luleå;Har inte svarat;" in text
    assert "Tillstyrker;;Avstår;;'=1+1" in text
    book = load_workbook(BytesIO(manager.get(f"/remisser/{asked.slug}/remissvar.xlsx").data))
    assert [cell.value for cell in book.active[2]][:2] == ["Luleå", "Har inte svarat"]
