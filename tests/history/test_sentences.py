"""The log in sentences that a person can read, without what is secret."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.people import Role
from nk_avtal.history import queries
from nk_avtal.history.fields import FIELDS
from nk_avtal.history.models import Entry
from nk_avtal.history.recorder import UNRECORDED
from nk_avtal.history.sentences import told
from nk_avtal.history.values import VALUES
from nk_avtal.history.words import NOUNS
from nk_avtal.models import TABLES
from nk_avtal.people.accounts import hasher
from tests import builders
from tests.statements import counted


def newest(count: int = 1) -> list[Entry]:
    return list(queries.about(Entry.id > 0, count))


def test_every_table_and_column_of_the_log_has_words(app: Flask) -> None:
    kept = {name: table for name, table in TABLES.items() if name not in UNRECORDED}
    assert kept.keys() == NOUNS.keys()
    told_of = {
        column.name
        for table in kept.values()
        for column in table.columns
        if not (table.name == "agreement" and column.name == "made_up")
    }
    choices = {
        (column.type.enum_class.__name__, member.value)
        for table in kept.values()
        for column in table.columns
        if isinstance(column.type, sa.Enum)
        for member in column.type.enum_class
    }
    assert choices <= VALUES.keys()
    seldom = {"id", "version", "created_at", "recorded_at", "added_at", "uploaded_at", "stored_at"}
    assert {name for name in FIELDS if name not in told_of} == set()
    assert len(told_of - FIELDS.keys() - seldom) < 25


def test_a_change_is_told_with_what_stood_before(app: Flask) -> None:
    person = builders.person(Role.MANAGER, name="Chef, Social välfärd")
    person.role = Role.ADMIN
    db.session.commit()
    [line] = told(newest())
    assert line.text == "Ändrade kontot Chef, Social välfärd"
    assert line.details == ("Roll: från chef till administratör",)
    assert line.by == "tjänsten själv"


def test_what_is_taken_out_of_a_list_is_told(app: Flask) -> None:
    agreement = builders.agreement()
    gone = agreement.parties.pop()
    db.session.commit()
    (entry,) = newest()
    assert (entry.noun, entry.event, entry.object_id) == ("party", "deleted", gone.id)
    assert entry.agreement_id == agreement.id
    assert entry.changes["organisation"] == ["Region Norrbotten", None]


def test_a_password_is_never_repeated(app: Flask) -> None:
    person = builders.person(Role.MANAGER, password="tre ord utan samband")
    person.password_hash = hasher.hash("fyra helt andra ord")
    db.session.commit()
    [line] = told(newest())
    assert line.details == ("Lösenordet byttes",)


def test_a_decision_names_the_municipality_and_the_recommendation(app: Flask) -> None:
    recommendation = builders.recommendation()
    builders.decision(recommendation, "Piteå")
    lines = queries.for_recommendation(recommendation.id)
    assert lines[0].text == f"Lade till beslutet för {recommendation.title}, Piteå"
    pitea = builders.municipality("Piteå")
    assert lines[0] in queries.for_municipality(pitea.id)


def test_a_person_is_named_where_a_column_points_at_one(app: Flask) -> None:
    agreement = builders.agreement()
    agreement.responsible_id = builders.person(Role.NEGOTIATOR, name="Förhandlare").id
    db.session.commit()
    [line] = queries.for_agreement(agreement.id, limit=1)
    assert line.details == ("Ansvarig: Förhandlare",)


def test_what_the_reader_may_not_know_of_is_not_named(app: Flask) -> None:
    draft = builders.agreement("Hemligt utkast", stage=Stage.DRAFT)
    draft.title = "Hemligare utkast"
    db.session.commit()

    def sight(table: str, numbers: set[int]) -> set[int]:
        return numbers - {draft.id} if table == "agreement" else numbers

    lines = told(newest(30), sight)
    assert lines[0].text == "Ändrade internt arbetsmaterial"
    assert "utkast" not in "".join(line.text + "".join(line.details) for line in lines)


def test_the_statements_do_not_grow_with_the_entries(app: Flask) -> None:
    recommendation = builders.recommendation()
    for name in ("Piteå", "Luleå", "Kiruna"):
        builders.decision(recommendation, name)
    with counted() as few:
        queries.for_recommendation(recommendation.id, limit=2)
    with counted() as many:
        queries.for_recommendation(recommendation.id)
    assert len(many) <= len(few) + 3


def test_what_came_together_is_one_sentence_with_all_their_names(app: Flask) -> None:
    agreement = builders.agreement()
    lines = queries.for_agreement(agreement.id)
    (parties,) = (one for one in lines if "part" in one.text and agreement.title in one.text)
    assert parties.text == f"Lade till parter i avtalet {agreement.title}"
    (named,) = parties.details
    assert named.startswith("Arjeplog, Arvidsjaur, Boden")
    assert named.endswith("Region Norrbotten, Älvsbyn, Överkalix, Övertorneå")
    assert len(lines) < 5 < len(told(newest(20)))
    assert queries.for_agreement(agreement.id, limit=1) == lines[:1]

    for party in agreement.parties:
        party.required = party.municipality_id in (
            builders.municipality("Piteå").id,
            builders.municipality("Boden").id,
        )
    db.session.commit()
    changed, *_rest = queries.for_agreement(agreement.id)
    assert changed.text == f"Ändrade parter i avtalet {agreement.title}"
    assert changed.details == ("Boden, Piteå", "Måste vara med: från nej till ja")
