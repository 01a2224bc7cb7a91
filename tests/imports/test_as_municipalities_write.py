"""Decisions and plans of meetings as municipalities write them."""

from __future__ import annotations

from datetime import date

from flask import Flask

from nk_avtal.db import db
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.import_columns import ImportKind
from nk_avtal.domain.people import Role
from nk_avtal.imports import actions
from nk_avtal.imports.planning import Answers, Verdict
from nk_avtal.imports.reading import sheets_of
from tests import builders
from tests.imports import sheets
from tests.imports.test_agreements import upload
from tests.pages import post

TOWNS = ("Piteå", "Luleå", "Boden", "Kalix")


def test_a_municipality_that_has_not_decided_has_decided_nothing(app: Flask) -> None:
    rows = [["Avtal", *TOWNS], ["Bad", "Ja", "väntar", "?", "Ej svar"]]
    made = actions.plan(
        ImportKind.DECISIONS, sheets_of(sheets.workbook(("B", rows))), Answers(), None
    )

    assert [line.verdict for line in made.lines] == [Verdict.NEW, *[Verdict.SKIPPED] * 3]


def calendar(*events: str) -> bytes:
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x",
        *(f"BEGIN:VEVENT\r\nSUMMARY:KF\r\n{event}\r\nEND:VEVENT" for event in events),
        "END:VCALENDAR",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def days_in(content: bytes) -> list[date]:
    rows = sheets_of(content)[0].rows[1:]
    return [date.fromisoformat(row[1][0]) for row in rows]  # type: ignore[index, arg-type]


def test_a_calendar_repeats_as_calendars_do(app: Flask) -> None:
    monthly = "UID:1\r\nDTSTART;VALUE=DATE:20270208\r\nRRULE:FREQ=MONTHLY;BYDAY=2MO;COUNT=4"
    without = f"{monthly}\r\nEXDATE;VALUE=DATE:20270308"
    moved = "UID:1\r\nRECURRENCE-ID;VALUE=DATE:20270412\r\nDTSTART;VALUE=DATE:20270419"
    cancelled = f"{moved}\r\nSTATUS:CANCELLED"

    seconds = [date(2027, 2, 8), date(2027, 3, 8), date(2027, 4, 12), date(2027, 5, 10)]
    assert days_in(calendar(monthly)) == seconds
    assert days_in(calendar(without)) == [seconds[0], *seconds[2:]]
    assert sorted(days_in(calendar(monthly, moved))) == [
        *seconds[:2], date(2027, 4, 19), seconds[3],
    ]  # fmt: skip
    assert days_in(calendar(monthly, cancelled)) == [*seconds[:2], seconds[3]]
    assert days_in(calendar("UID:2\r\nDTSTART:20270301T230000Z")) == [date(2027, 3, 2)]
    for_ever = "UID:3\r\nDTSTART;VALUE=DATE:20270101\r\nRRULE:FREQ=SECONDLY"
    assert len(days_in(calendar(for_ever))) <= 400


def test_a_decision_names_the_recommendation_or_a_short_name(app: Flask) -> None:
    sent = builders.recommendation(builders.agreement("Interkommunal prislista 2026"))
    clerk = builders.person(Role.CLERK, home="Piteå")
    head = ["Avtal", "Organ", "Datum", "\u00a7", "Utfall"]
    said = ["KF", "2026-10-26", "142", "Antagit"]
    file = sheets.delimited([head, [sent.title, *said], ["Prislista", *said], ["Fiske", *said]])
    made = actions.plan(ImportKind.DECISIONS, sheets_of(file), Answers(), clerk)

    assert [line.verdict for line in made.lines] == [Verdict.NEW, Verdict.ASKED, Verdict.WRONG]
    assert made.lines[0].values["sent"] is sent
    assert [name for name, _one in made.lines[1].similar] == ["Interkommunal prislista 2026"]


def test_a_municipality_to_which_nothing_was_sent_cannot_decide_on_it(app: Flask) -> None:
    sent = builders.recommendation()
    place = builders.addressee(sent, "Piteå")
    db.session.delete(place)
    db.session.commit()
    db.session.refresh(sent)
    head = ["Avtal", "Rekommendation", "Kommun", "Organ", "Datum", "\u00a7", "Utfall"]
    row = [sent.agreement.title, sent.title, "Piteå", "KF", "2026-10-26", "142", "Antagit"]
    made = actions.plan(
        ImportKind.DECISIONS, sheets_of(sheets.delimited([head, row])), Answers(), None
    )

    assert [made.place(*one) for one in made.wrong] == ["C2"]


def test_after_an_import_one_is_led_to_what_was_brought_in(sign_in: builders.Any) -> None:
    clerk = sign_in(builders.person(Role.CLERK, home="Piteå"))
    rows = [["Organ", "Datum"], ["KF", "15 februari"]]
    address = upload(clerk, sheets.delimited(rows), "m.csv", "sammantraden")

    assert "KF 2027-02-15" in clerk.get(address).text
    post(clerk, address, {"gor": "skriv"})
    assert 'href="/kommuner/pitea/motesplan"' in clerk.get(address).text


def test_a_body_that_no_cell_names_is_the_one_that_decides_on_the_agreement(app: Flask) -> None:
    sent = builders.recommendation(builders.agreement("Bad", decided_by=BodyKind.COUNCIL))
    row = [sent.agreement.title, "\u00a7 45 2026-11-04", "KS \u00a7 12 2026-11-04"]
    for head, bodies in (
        (["Avtal", "Piteå", "Luleå"], ["Kommunfullmäktige", "Kommunstyrelsen"]),
        (["Avtal", "Piteå", "Luleå", "Organ"], ["Kommunstyrelsen", "Kommunstyrelsen"]),
    ):
        file = sheets.delimited([head, [*row, "KS"][: len(head)]])
        made = actions.plan(ImportKind.DECISIONS, sheets_of(file), Answers(), None)
        assert made.ready
        assert [line.values["recorded"]["body_name"] for line in made.lines] == bodies


def test_a_plan_of_meetings_with_a_column_for_each_body(sign_in: builders.Any) -> None:
    clerk = sign_in(builders.person(Role.CLERK, home="Piteå"))
    rows = [
        ["Sammanträdesplan 2027"],
        [],
        ["Månad", "Kommunfullmäktige", "KS", "Socialnämnden"],
        ["Februari", date(2027, 2, 15), "1/2-27, 22/2-27", None],
        ["Mars", None, None, None],
        [None, "29 mars 2027", None, None],
        ["April", "-", "", "snart"],
    ]
    address = upload(clerk, sheets.workbook(("2027", rows)), "plan.xlsx", "sammantraden")
    page = clerk.get(address).text
    assert "Skriv till exempel 2026-11-16" in page
    assert "3 kolumner läses inte" not in page
    del rows[6]
    address = upload(clerk, sheets.workbook(("2027", rows)), "plan.xlsx", "sammantraden")
    assert "4 nya" in clerk.get(address).text
    post(clerk, address, {"gor": "skriv"})
    held = [row[1:3] for row in sheets_of(clerk.get("/import/sammantraden.csv").data)[0].rows[1:]]
    for body, day in (
        ("Kommunfullmäktige", "2027-02-15"),
        ("Kommunfullmäktige", "2027-03-29"),
        ("Kommunstyrelsen", "2027-02-01"),
        ("Kommunstyrelsen", "2027-02-22"),
    ):
        assert [body, day] in held
