"""Agreements from files: what they become, what they change, and back again."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import canonical
from nk_avtal.agreements.actions import relate, set_entry
from nk_avtal.agreements.models import Agreement, AgreementArea, Party
from nk_avtal.agreements.terms import add_rule
from nk_avtal.db import Base, db
from nk_avtal.demo import loading
from nk_avtal.domain.agreements import Precision, Relation, Stage
from nk_avtal.domain.anchors import Anchor
from nk_avtal.domain.dates import Period
from nk_avtal.domain.entry import Basis, Condition
from nk_avtal.domain.entry import Entry as EntryCondition
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.import_columns import ImportKind
from nk_avtal.domain.notice_rules import NoticeRule, Scope
from nk_avtal.domain.people import Role
from nk_avtal.history import chain
from nk_avtal.history.models import Entry
from nk_avtal.history.recorder import SUBJECTS
from nk_avtal.imports import actions, kinds, undoing
from nk_avtal.imports.models import Import, ImportState
from nk_avtal.imports.planning import Answers, Verdict
from nk_avtal.imports.reading import sheets_of
from nk_avtal.indexing.models import IndexEntry
from nk_avtal.register import telling
from nk_avtal.search import keeping
from tests import builders
from tests.imports import sheets
from tests.pages import post

AGREEMENTS = ImportKind.AGREEMENTS
TYPE = "application/octet-stream"


def bring_in(content: bytes, kind: ImportKind = AGREEMENTS, others: str = "") -> Import:
    """Import a file as the command does."""
    answers = Answers(others=others)
    read = sheets_of(content)
    made = actions.plan(kind, read, answers, None)
    assert [one.text() for _, one in made.wrong] == []
    assert [line.name for line in made.asked] == []
    begun = actions.begin(kind, "avtal.xlsx", read, None)
    actions.answer(begun, answers)
    actions.write(begun, made, None)
    db.session.commit()
    return begun


def all_agreements() -> list[Agreement]:
    return list(db.session.scalars(sa.select(Agreement).order_by(Agreement.id)))


def test_a_sheet_as_people_have_it(app: Flask) -> None:
    one = bring_in(sheets.messy())
    first, second, third, fourth = all_agreements()

    assert (one.created, one.changed) == (4, 0)
    assert [a.number for a in all_agreements()] == ["1/22", "007", "0353/15-000", "12"]
    assert first.start_on == date(2024, 3, 1)
    assert (first.notice_period, first.stage) == ("12m", Stage.CONCLUDED)
    assert second.end_precision is Precision.OPEN_ENDED
    assert second.notice_period == "6m"
    assert sum(party.municipality_id is not None for party in second.parties) == 3
    assert third.start_on == date(2024, 3, 1)
    assert (third.end_on, third.end_precision) == (date(2030, 12, 31), Precision.YEAR)
    assert third.stage is Stage.PREPARATION
    assert (fourth.title, fourth.start_precision) == ("=Avtal med formel", Precision.MONTH)


def test_the_same_file_twice_changes_nothing(app: Flask) -> None:
    bring_in(sheets.messy())
    before = canonical.fingerprint()

    again = bring_in(sheets.messy())

    assert (again.created, again.changed) == (0, 0)
    assert canonical.fingerprint() == before


def test_the_demonstration_there_and_back(app: Flask) -> None:
    """Goals, relations, further rules, conditions for effect and people who are responsible too."""
    loading.load(builders.TODAY)
    one = all_agreements()[0]
    add_rule(one, NoticeRule(Scope.PARTY, Period(3, "m"), party="Region | Norrbotten"), "a\n| b")
    entry = EntryCondition(Condition.BOTH, 10, Decimal("66.67"), by=Basis.LEGAL_FORCE)
    town = next(party.municipality_id for party in one.parties if party.municipality_id)
    entry = replace(entry, named=(town,), latest=builders.TODAY)
    set_entry(one, entry, None, "De får\nvänta")
    relate(one, all_agreements()[1], Relation.UNDER)
    db.session.commit()
    exported = kinds.file_of(AGREEMENTS, "csv")
    head, *rows = sheets_of(exported)[0].rows
    columns = {name: place for place, name in enumerate(head)}
    for name in ("Ansvarig", "Chef", "Mål", "Ersätter", "Hör till", "Hänger ihop med"):
        assert any(row[columns[name]] for row in rows), name
    assert "I det öppna registret" not in columns
    made = actions.plan(AGREEMENTS, sheets_of(exported), Answers(), None)
    assert (made.counts, made.wrong) == ({Verdict.SAME: len(rows)}, [])

    for table in reversed(Base.metadata.sorted_tables):
        if table.name not in ("municipality", "goal", "goal_set"):
            db.session.connection().execute(sa.delete(table))
    db.session.commit()
    db.session.expunge_all()
    begun = bring_in(exported)

    assert begun.created == len(rows)
    assert kinds.file_of(AGREEMENTS, "csv") == exported
    assert any(kept.responsible_listed for kept in all_agreements())
    assert any(kept.manager_listed for kept in all_agreements())
    assert undoing.undo(begun, None) == []
    db.session.commit()
    assert all_agreements() == []


def test_what_hangs_on_agreements_is_checked_by_cell(app: Flask) -> None:
    builders.agreement("Det gamla avtalet", number="1/19")
    head = ["Titel", "Nr", "Parter", "Fler uppsägningsregler", "Börjar gälla"]
    head += ["Minst antal kommuner", "Minst andel av invånarna (%)", "Kommuner som måste anta"]
    head += ["Mål", "Ersätter", "Publicerat"]
    new = ["Nytt", "1/26", "Luleå; Piteå", "Priser: 3 månader | Årsskifte", "ett visst antal", "1"]
    new += ["", "Luleå", "A2030-3; God utbildning för alla", "1/19; Annat", "ja"]
    rows = [
        head,
        new,
        ["Annat", "2/26", "", "", "", "", "", "", "", "", ""],
        ["A", "3", "", "uppsägning från en part: 3 mån", "", "", "", "", "", "", ""],
        ["B", "4", "", "3 månader", "", "", "", "", "", "", ""],
        ["C", "5", "Luleå", "", "ett visst antal", "", "", "Piteå", "", "", ""],
        ["D", "6", "", "", "en viss andel av invånarna", "", "101", "", "", "", ""],
        ["E", "7", "", "", "", "", "", "Pite", "Fred på jorden", "E", ""],
        ["F", "8", "", "", "", "", "", "", "", "99/99", ""],
    ]
    made = actions.plan(AGREEMENTS, sheets_of(sheets.workbook(("Blad", rows))), Answers(), None)
    assert {made.place(line, one) for line, one in made.wrong} == {
        *("D4", "D5", "F6", "G7", "H8", "I8", "J9"),
    }
    assert any("öppna registret" in one.text() for _line, one in made.notes)

    bring_in(sheets.workbook(("Blad", rows[:3])))
    old, made_new, other = all_agreements()
    check_new(made_new, old, other)
    assert bring_in(sheets.workbook(("Blad", rows[:3]))).changed == 0


def check_new(new: Agreement, old: Agreement, other: Agreement) -> None:
    assert new.published is False
    assert {link.other for link in new.relations} == {old, other}
    assert [rule.anchor for rule in new.notice_rules] == [Anchor.YEAR]
    assert (new.entry_condition, new.entry_at_least) == (Condition.AT_LEAST, 1)
    assert [party.municipality.name for party in new.parties if party.required] == ["Luleå"]
    assert {goal.code for goal in new.goals} == {"A2030-3", "A2030-4"}


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_export_into_an_empty_database_and_export_again(app: Flask, form: str) -> None:
    bring_in(sheets.messy())
    odd = builders.agreement(
        "'=Citat; och ”tecken”\N{NO-BREAK SPACE}§ 007",
        clause="Första raden\r\n\r\n+andra; med semikolon",
        number="00041",
    )
    exported = kinds.file_of(AGREEMENTS, form)
    read = sheets_of(exported)[0].rows
    for one in all_agreements():
        db.session.delete(one)
    db.session.commit()

    bring_in(exported)

    assert sheets_of(kinds.file_of(AGREEMENTS, form))[0].rows == read
    if form == "csv":
        assert kinds.file_of(AGREEMENTS, form) == exported
    kept = db.session.scalars(sa.select(Agreement).where(Agreement.number == "00041")).one()
    assert kept.title == odd.title


def test_faults_are_told_by_cell_and_nothing_is_written(app: Flask) -> None:
    rows = [
        ["Titel", "Nr", "Från", "Till", "Uppsägning", "Skede"],
        ["Ett", "1", "31/2-24", "", "snart", ""],
        ["", "2", "2024", "", "", "gäller"],
        ["Tre", "3", "2025-01-01", "2024-01-01", "", "bortblåst"],
        ["Fyra", "1", "2024", "", "", ""],
    ]
    before = canonical.fingerprint()
    read = sheets_of(sheets.delimited(rows))
    made = actions.plan(AGREEMENTS, read, Answers(), None)

    told = {made.place(line, one): one.text() for line, one in made.wrong}

    assert set(told) == {"C2", "E2", "A3", "F4"}
    assert "Februari 2024 har 29 dagar" in told["C2"]
    assert not made.ready
    begun = actions.begin(AGREEMENTS, "fel.csv", read, None)
    with pytest.raises(RuleBroken):
        actions.write(begun, made, None)
    db.session.rollback()
    assert canonical.fingerprint() == before


def test_an_agreement_under_another_title_is_asked_about(app: Flask) -> None:
    kept = builders.agreement("Samverkansavtal om medicinskt förbrukningsmaterial")
    file = sheets.delimited(
        [["Titel", "Typ", "Uppsägningstid"],
         ["Avtal om samverkan, medicinskt förbrukningsmateriel", "", "6 månader"],
         ["Om förbrukningsmateriel medicinskt, samverkansavtal", "", "3 månader"]]
    )  # fmt: skip
    made = actions.plan(AGREEMENTS, sheets_of(file), Answers(), None)
    similar = next(line for line in made.lines if line.similar)
    assert similar.verdict is Verdict.ASKED
    assert similar.similar[0][0] == kept.title
    assert not made.ready

    for answer, verdict in (("same", Verdict.CHANGED), ("skip", Verdict.SKIPPED)):
        answers = Answers(choices={similar.row: answer}, others="new")
        made = actions.plan(AGREEMENTS, sheets_of(file), answers, None)
        assert next(one for one in made.lines if one.row == similar.row).verdict is verdict
        assert made.ready
    bring_in(file, others="skip")
    assert kept.notice_period == "12m"


def test_undo_takes_all_of_it_back_unless_something_was_built_upon_it(app: Flask) -> None:
    kept = builders.agreement("Läkarmedverkan i kommunal hälso- och sjukvård")
    fields = {key: getattr(kept, key) for key in ("start_on", "notice_period", "number")}
    one = bring_in(sheets.messy())
    assert (one.created, one.changed) == (3, 1)

    new = db.session.scalars(sa.select(Agreement).where(Agreement.number == "007")).one()
    document = builders.document_version(new).document
    found = undoing.Hindrance("document", document.id, ("agreement", new.id))
    assert undoing.undo(one, None) == [found]
    db.session.rollback()
    db.session.delete(document.versions[0])
    db.session.delete(document)
    title, new.title = new.title, "Ändrad"
    db.session.commit()
    assert [thing.of for thing in undoing.undo(one, None)] == [("agreement", new.id)]
    db.session.rollback()
    new.title = title  # and back, which stands in nobody's way
    db.session.commit()

    assert undoing.undo(one, None) == []
    db.session.commit()
    db.session.expire_all()

    assert {key: getattr(kept, key) for key in fields} == fields
    assert [agreement.id for agreement in all_agreements()] == [kept.id]
    assert len([party for party in kept.parties if party.municipality_id]) == 14
    assert one.state is ImportState.UNDONE


def test_what_is_registered_or_removed_together_is_told_like_what_is_alone(app: Flask) -> None:
    one = bring_in(sheets.messy())
    came = told_since((one.first_entry or 0) - 1)
    first, *_rest = all_agreements()
    alike = {
        column.key: getattr(first, column.key)
        for column in sa.inspect(Agreement).columns
        if column.key not in ("id", "slug", "number", "version")
    }
    alone = Agreement(
        **alike,
        slug="alone",
        areas=[AgreementArea(area=kept.area) for kept in first.areas],
        parties=[
            Party(municipality_id=party.municipality_id, organisation=party.organisation)
            for party in first.parties
        ],
    )
    db.session.add(alone)
    db.session.commit()
    came_alone = told_since(one.last_entry or 0)
    assert [entry for entry in came_alone if entry not in came] == []

    last = chain.head()[0]
    db.session.delete(alone)
    db.session.commit()
    went_alone = told_since(last)
    last = chain.head()[0]
    assert undoing.undo(one, None) == []
    db.session.commit()
    went = told_since(last)
    assert [entry for entry in went_alone if entry not in went] == []
    assert sorted(on for *_rest, on in went) == sorted(on for *_rest, on in came)
    assert chain.first_broken()[1] is None

    found = sa.select(IndexEntry.kind, IndexEntry.number, IndexEntry.title)
    index = set(db.session.execute(found))
    keeping.rewrite(db.session.connection())
    assert set(db.session.execute(found)) == index


def told_since(number: int) -> list[tuple[object, ...]]:
    """What the entries after one say, apart from of which agreement, and on whose pages."""
    newest = sa.select(Entry).where(Entry.id > number).order_by(Entry.id)
    return [
        (*told(entry), entry.event, tuple(getattr(entry, name) is not None for name in SUBJECTS))
        for entry in db.session.scalars(newest)
    ]


def told(entry: Entry) -> tuple[str, object]:
    """What an entry says, apart from which agreement it is of."""
    own = ("slug", "number", "agreement_id")
    return entry.noun, {key: pair for key, pair in entry.changes.items() if key not in own}


def upload(client: FlaskClient, content: bytes, name: str, slug: str = "avtal") -> str:
    """Choose a file; the address of the page that it leads to."""
    page = client.get(f"/import/{slug}")
    token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    answer = client.post(
        f"/import/{slug}", data={"csrf_token": token, "file": (io.BytesIO(content), name)}
    )
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def test_the_whole_way_through_the_pages(sign_in: builders.Any) -> None:
    kept = builders.agreement("Samverkan om skyddat boende i länet")
    client = sign_in(builders.person(Role.MANAGER))
    address = upload(client, sheets.messy(), "Avtalslista åäö.xlsx")

    page = client.get(address)
    assert "Avtalslista åäö.xlsx" in page.text
    assert "Filen har färger" in page.text
    assert "Är det samma avtal?" in page.text
    refused = post(client, address, {"gor": "skriv"})
    assert refused.status_code == 422
    row = page.text.split('name="r-')[1].split('"')[0]
    answered = post(client, address, {"gor": "skriv", f"r-{row}": "same"})
    assert answered.status_code == 302
    done = client.get(address)
    assert "3 nya och 1 ändrade" in done.text
    db.session.expire_all()
    assert kept.number == "0353/15-000"
    assert kept.title == "Samverkan om skyddat boende i länet"

    undone = post(client, f"{address}/angra", {})
    assert undone.status_code == 302
    assert "Importen är ångrad" in client.get(address).text
    db.session.expire_all()
    assert kept.number is None
    assert client.get("/import").status_code == 200


def test_what_stands_in_the_way_is_told_in_words_with_links(sign_in: builders.Any) -> None:
    person = builders.person(Role.SECRETARY)
    client = sign_in(person)
    address = upload(client, sheets.messy(), "a.xlsx")
    post(client, address, {"gor": "skriv"})
    first, second, third, _fourth = all_agreements()
    first.summary = "Ändrat efter importen"
    builders.document_version(second, "Bilaga om jour")
    third.stage, third.published = Stage.CONCLUDED, True
    db.session.flush()
    telling.note(builders.TODAY, third)
    db.session.commit()

    page = post(client, f"{address}/angra", {})

    assert page.status_code == 409
    for words in ("Ändrade avtalet", "Bilaga om jour", "Står i det öppna registret"):
        assert words in page.text
    for one in (first, second, third):
        assert f'href="/avtal/{one.slug}">' in page.text
        assert one.title in page.text
    assert len(all_agreements()) == 4

    third.published = False
    db.session.flush()
    telling.note(builders.TODAY, third)
    db.session.commit()
    page = post(client, f"{address}/angra", {})
    assert "Det som allmänheten har sett tas inte bort" in page.text
    assert "Står i det öppna registret" not in page.text


def test_columns_can_be_chosen_and_faults_downloaded(sign_in: builders.Any) -> None:
    client = sign_in(builders.person(Role.NEGOTIATOR))
    rows = [["Benämning", "Datum A", "Kolumn X"], ["Avtal om bad", "=1+1", "2024-05-06"]]
    address = upload(client, sheets.workbook(("Blad", rows)), "a.xlsx")
    assert "Läs inte" in client.get(address).text

    post(client, address, {"gor": "kontrollera", "k-1": "start"})
    assert "B2" in client.get(address).text
    sheet = sheets_of(client.get(f"{address}/anmarkningar.xlsx").data)[0]
    assert sheet.rows[0][-1] == "Att rätta"
    assert sheet.rows[1][1] == "=1+1"
    assert "Skriv året också" in sheet.rows[1][-1]
    post(client, address, {"gor": "skriv", "k-1": "", "k-2": "start"})
    assert all_agreements()[0].start_on == date(2024, 5, 6)

    other = sign_in(builders.person(Role.MANAGER))
    assert other.get(address).status_code == 404


def test_template_and_export_are_read_by_the_same_door(sign_in: builders.Any) -> None:
    client = sign_in(builders.person(Role.SECRETARY))
    builders.agreement()
    for path in ("/import/mall-avtal.xlsx", "/import/avtal.xlsx", "/import/avtal.csv"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        made = actions.plan(AGREEMENTS, sheets_of(answer.data), Answers(), None)
        assert made.ready
        assert made.counts[Verdict.NEW] == 0
    text = client.get("/import/avtal.csv").data.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text), delimiter=";"))) == 2
