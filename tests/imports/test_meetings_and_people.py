"""Meeting calendars and accounts from files."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from flask import Flask

from nk_avtal import canonical
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.domain.import_columns import ImportKind
from nk_avtal.domain.people import Role
from nk_avtal.imports import actions, kinds, undoing
from nk_avtal.imports.planning import Answers, Verdict
from nk_avtal.imports.reading import sheets_of
from nk_avtal.outbox.models import Message
from nk_avtal.people.models import Person
from tests import builders
from tests.imports import sheets
from tests.imports.test_agreements import bring_in

MEETINGS, PEOPLE = ImportKind.MEETINGS, ImportKind.PEOPLE
PLAN = sheets.delimited(
    [
        ["Kommun", "Organ", "Datum", "Handlingar senast", "Plats"],
        ["Piteå", "KF", "2027-02-15", "2027-02-01", "Stadshuset"],
        ["Piteå kommun", "Kommunfullmäktige", "26/4-27", "", ""],
        ["Piteå", "Socialnämnden", "2027-03-01", "", ""],
        ["", "Styrelsen", "2027-03-05", "2027-02-19", "Luleå"],
    ]
)
EVENT = "BEGIN:VEVENT\r\nUID:{0}\r\nDTSTAMP:20260101T000000Z\r\n{1}END:VEVENT\r\n"
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
    + EVENT.format(1, "SUMMARY:Kommunfullmäktige\r\nDTSTART;VALUE=DATE:20270215\r\n")
    + EVENT.format(2, "SUMMARY:KS\r\nDTSTART:20270301T120000Z\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n")
    + EVENT.format(3, "SUMMARY:KS\r\nDTSTART:20270401T120000Z\r\nSTATUS:CANCELLED\r\n")
    + "END:VCALENDAR\r\n"
).encode()


def test_meetings_with_their_bodies_there_and_back(app: Flask) -> None:
    one = bring_in(PLAN, MEETINGS)
    found = list(db.session.scalars(sa.select(Meeting).order_by(Meeting.held_on)))

    assert [m.held_on for m in found] == [
        date(2027, 2, 15),
        date(2027, 3, 1),
        date(2027, 3, 5),
        date(2027, 4, 26),
    ]
    assert (found[0].hand_in_by, found[0].body.name) == (date(2027, 2, 1), "Kommunfullmäktige")
    assert found[1].body.municipality_id == builders.municipality("Piteå").id
    before, exported = canonical.fingerprint(), kinds.file_of(MEETINGS, "csv")
    bring_in(PLAN, MEETINGS)
    assert canonical.fingerprint() == before

    assert undoing.undo(one, None) == []
    db.session.commit()
    assert list(db.session.scalars(sa.select(Meeting))) == []
    assert db.session.scalar(sa.select(Body.id).where(Body.name == "Socialnämnden")) is None
    bring_in(exported, MEETINGS)
    assert kinds.file_of(MEETINGS, "csv") == exported


def test_a_clerk_brings_in_a_calendar_of_the_own_municipality_alone(app: Flask) -> None:
    clerk = builders.person(Role.CLERK, home="Piteå")
    made = actions.plan(MEETINGS, sheets_of(CALENDAR), Answers(), clerk)
    assert [(line.values["body"].short_name, str(line.values["held_on"])) for line in made.lines] \
        == [("KF", "2027-02-15"), ("KS", "2027-03-01"), ("KS", "2027-03-08")]  # fmt: skip
    assert made.ready

    stranger = builders.person(Role.CLERK, home="Luleå")
    made = actions.plan(MEETINGS, sheets_of(PLAN), Answers(), stranger)
    assert made.counts[Verdict.WRONG] == 3
    bring_in(PLAN, MEETINGS)
    assert len(list(kinds.rows_of(MEETINGS, stranger))) == 0
    assert len(list(kinds.rows_of(MEETINGS, clerk))) == 3


def test_accounts_without_passwords_and_without_mail(app: Flask) -> None:
    file = sheets.delimited(
        [
            ["E-postadress", "Namn", "Roll", "Kommun", "Aktiv", "Lösenord"],
            ["Kansliet@Pitea.example", "Kansliet", "Kommunhandläggare", "Piteå", "ja", "hemligt"],
            ["chef@forbundet.example", "Chefen", "chef", "", "", "hemligt"],
        ]
    )
    bring_in(file, PEOPLE)
    exported = kinds.file_of(PEOPLE, "csv")
    found = {one.email: one for one in db.session.scalars(sa.select(Person))}

    assert found["kansliet@pitea.example"].municipality == builders.municipality("Piteå")
    assert found["chef@forbundet.example"].role is Role.MANAGER
    assert {one.password_hash for one in found.values()} == {None}
    assert db.session.scalar(sa.select(sa.func.count(Message.id))) == 0
    assert b"hemligt" not in exported
    before = canonical.fingerprint()
    assert bring_in(exported, PEOPLE).changed == 0
    assert canonical.fingerprint() == before

    wrong = sheets.delimited(
        [["E-post", "Namn", "Roll", "Kommun"],
         ["inte en adress", "A", "Läsare", "Piteå"],
         ["a@b.example", "", "Läsare", ""],
         ["c@d.example", "C", "Kung", "Luleå"],
         ["e@f.example", "E", "Läsare", ""]]
    )  # fmt: skip
    made = actions.plan(PEOPLE, sheets_of(wrong), Answers(), None)
    assert {made.place(line, one) for line, one in made.wrong} == {"A2", "B3", "C4", "D5"}
