"""Municipal decisions from files, a row for each or a column for each municipality."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from flask import Flask

from nk_avtal import canonical
from nk_avtal.adoptions.models import Decision, ReportedDecision
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.import_columns import ImportKind
from nk_avtal.domain.people import Role
from nk_avtal.imports import actions, kinds, undoing
from nk_avtal.imports.planning import Answers
from nk_avtal.imports.reading import sheets_of
from nk_avtal.models import TABLES
from nk_avtal.outbox.models import Message
from nk_avtal.recommendations.models import Addressee
from tests import builders
from tests.imports import sheets
from tests.imports.test_agreements import bring_in, upload
from tests.pages import post

DECISIONS = ImportKind.DECISIONS
EMPTIED = {"decision", "reported_decision", "decision_point", "addressee", "recommendation"}
EMPTIED |= {"document_version", "document", "party", "agreement_area", "agreement"}
WIDE = sheets.delimited(
    [
        ["Avtal", "Piteå", "Luleå kommun", "Boden", "Kalix", "Haparanda stad", "Älvsbyn"],
        ["Läkarmedverkan i kommunal hälso- och sjukvård", "KF § 142 26/10-26", "ja",
         "återremiss KS 2026-10-12 § 9, dnr KS 2026/00041", "", "nej", "§ 7 antaget KF 2026-11-02"],
        ["Ett avtal som inte finns", "ja", "KF § 12 2024-03-01", "", "", "", ""],
    ]
)  # fmt: skip


def rows(kind: type[Decision] | type[ReportedDecision]) -> list[object]:
    return list(db.session.scalars(sa.select(kind).order_by(kind.id)))


def test_a_column_for_each_municipality(app: Flask) -> None:
    sent = builders.recommendation()
    mails = db.session.scalar(sa.select(sa.func.count(Message.id)))
    one = bring_in(WIDE, DECISIONS)

    kept = {d.addressee.municipality.name: d for d in db.session.scalars(sa.select(Decision))}
    assert set(kept) == {"Piteå", "Boden", "Älvsbyn"}
    assert kept["Piteå"].decided_on == date(2026, 10, 26)
    assert kept["Boden"].reference == "KS 2026/00041"
    assert (kept["Boden"].outcome, kept["Boden"].body_name) == (
        Outcome.REFERRED_BACK,
        "Kommunstyrelsen",
    )
    told = list(db.session.scalars(sa.select(ReportedDecision).order_by(ReportedDecision.id)))
    assert [(r.party, r.outcome) for r in told] == [
        ("Luleå", "Antagit"), ("Haparanda", "Avslagit"), ("Piteå", "Antagit"), ("Luleå", "Antagit"),
    ]  # fmt: skip
    assert told[-1].paragraph == "12"
    assert builders.addressee(sent, "Piteå").outcome == "adopted"
    assert db.session.scalar(sa.select(sa.func.count(Message.id))) == mails
    new = db.session.scalars(
        sa.select(Agreement).where(Agreement.title == "Ett avtal som inte finns")
    ).one()
    assert {party.municipality.name for party in new.parties if party.municipality} == {
        "Piteå",
        "Luleå",
    }

    before = canonical.fingerprint()
    again = bring_in(WIDE, DECISIONS)
    assert (again.created, again.changed) == (0, 0)
    assert canonical.fingerprint() == before

    assert undoing.undo(one, None) == []
    db.session.commit()
    assert rows(Decision) == rows(ReportedDecision) == []
    place = db.session.get(Addressee, builders.addressee(sent, "Piteå").id)
    assert place is not None
    assert place.outcome is None


def test_export_into_an_empty_database_and_export_again(app: Flask) -> None:
    sent = builders.recommendation()
    builders.decision(sent, "Piteå")
    builders.decision(
        sent, "Luleå", outcome=Outcome.ADOPTED_WITH_ADDITION, addition="+ utom på helger"
    )
    bring_in(WIDE, DECISIONS)
    exported = kinds.file_of(DECISIONS, "csv")
    whole = sheets_of(kinds.file_of(DECISIONS, "xlsx"))[0].rows
    for table in reversed(TABLES["agreement"].metadata.sorted_tables):
        if table.name in EMPTIED:
            db.session.connection().execute(sa.delete(table))
    db.session.commit()
    db.session.expunge_all()

    bring_in(exported, DECISIONS)

    assert kinds.file_of(DECISIONS, "csv") == exported
    assert sheets_of(kinds.file_of(DECISIONS, "xlsx"))[0].rows == whole
    again = bring_in(exported, DECISIONS)
    assert (again.created, again.changed) == (0, 0)


def test_faults_are_told_by_cell(app: Flask) -> None:
    builders.recommendation()
    title = "Läkarmedverkan, ny bilaga 2 om jourtid"
    name = "Läkarmedverkan i kommunal hälso- och sjukvård"
    file = sheets.workbook(
        (
            "Beslut",
            [
                ["Avtal", "Rekommendation", "Kommun", "Organ", "Datum", "§", "Dnr", "Utfall"],
                [name, title, "Piteå", "KF", "2099-01-01", "1", date(2026, 12, 30), "Antagit"],
                [name, title, "Pite", "KF", "2026-10-26", "12", "12/30", "Antagit"],
                [name, title, "Luleå", "KF", "2026-10-26", "", "", "kanske"],
                [name, title, "Boden", "KF", "2026-10-26", "5", "", "Antagit med tillägg"],
                [name, title, "Kalix", "KF", "2026-10-26", "5", "00041", "ja"],
                [name, title, "Kalix", "KF", "2026-10-26", "5", "00041", "ja"],
                [name, "En okänd", "Kalix", "KF", "2026-10-26", "5", "", "ja"],
            ],
        )
    )
    made = actions.plan(DECISIONS, sheets_of(file), Answers(), None)

    places = {made.place(line, one) for line, one in made.wrong}

    assert places == {"G2", "C3", "F4", "H4", "5", "7", "B8"}
    assert not made.ready


def test_a_clerk_brings_in_decisions_of_the_own_municipality_alone(sign_in: builders.Any) -> None:
    sent = builders.recommendation()
    builders.decision(sent, "Luleå")
    hidden = builders.agreement("Hemligt utkast om larm", stage=Stage.DRAFT)
    clerk = builders.person(Role.CLERK, home="Piteå")
    head = ["Avtal", "Rekommendation", "Kommun", "Organ", "Datum", "§", "Utfall"]
    name, title = sent.agreement.title, sent.title
    file = sheets.delimited(
        [
            head,
            [name, title, "", "KF", "2026-10-26", "142", "Antagit"],
            [name, title, "Luleå", "KF", "2026-10-26", "1", "Antagit"],
            [hidden.title, "", "Piteå", "KF", "2026-10-26", "2", "Antagit"],
            [name, "En annan", "Piteå kommun", "KF", "2026-10-26", "3", "Antagit"],
            [name, "", "Region Norrbotten", "", "", "", "Antagit"],
        ]
    )
    made = actions.plan(DECISIONS, sheets_of(file), Answers(), clerk)
    wrong = {made.place(line, one): one.text() for line, one in made.wrong}
    assert set(wrong) == {"C3", "A4", "B5", "C6"}
    assert wrong["C3"] == "Du kan bara ta in den egna kommunens beslut"
    wide = actions.plan(DECISIONS, sheets_of(WIDE), Answers(), clerk)
    refused = {line.name.rpartition(", ")[2] for line, _one in wide.wrong}
    assert {"Luleå", "Boden", "Haparanda", "Älvsbyn"} <= refused

    client = sign_in(clerk)
    own = sheets.delimited([head, [name, title, "", "KF", "2026-10-26", "142", "Antagit"]])
    address = upload(client, own, "beslut.csv", "beslut")
    post(client, address, {"gor": "skriv"})
    place = db.session.get(Addressee, builders.addressee(sent, "Piteå").id)
    assert place is not None
    db.session.refresh(place)
    assert place.outcome == "adopted"
    decision = db.session.scalars(sa.select(Decision).where(Decision.addressee == place)).one()
    assert (decision.recorded_by_id, decision.on_behalf) == (clerk.id, False)
    fetched = sheets_of(client.get("/import/beslut.csv").data)[0].rows
    assert len(fetched) == 2
    assert "Piteå" in fetched[1]
    assert client.get("/import/avtal").status_code == 404
    assert sign_in(builders.person(Role.CLERK, home="Luleå")).get(address).status_code == 404
    reader = sign_in(builders.person(Role.READER, home="Piteå"))
    assert reader.get("/import/beslut").status_code in (403, 404)
