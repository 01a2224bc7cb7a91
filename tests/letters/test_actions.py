"""Letters made from what is kept, with the office's wording or the shipped one."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from nk_avtal import clock
from nk_avtal.bodies.models import Body
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.intake import DOCX
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.letters import LetterKind
from nk_avtal.domain.people import Role
from nk_avtal.letters import actions, gathering, making, queries
from nk_avtal.letters.build_defaults import path_of
from nk_avtal.letters.check import TemplateRefused
from nk_avtal.letters.faults import TemplateBroken
from nk_avtal.letters.models import LetterTemplate
from tests import builders
from tests.letters.words import lines, opened, template
from tests.statements import counted

KIND = LetterKind.OFFICIAL_LETTER
BOTH = (KIND, LetterKind.COVER_LETTER)
NBSP = "\N{NO-BREAK SPACE}"


def test_the_official_letter_says_what_the_board_recommended(app: Flask) -> None:
    place = builders.addressee(builders.recommendation(reference="NK 2026/64"), "Piteå")
    place.reference = "KS 2026/412"
    made = making.official_letter(place, builders.TODAY)
    name, content = made.name, made.content
    shown = lines(content)
    assert name == "beslutsunderlag-lakarmedverkan-ny-bilaga-2-om-jourtid-pitea.docx"
    assert shown[0:4] == [
        *("Piteå kommun", "Tjänsteskrivelse"),
        *(f"24{NBSP}november 2026", f"Dnr KS{NBSP}2026/412"),
    ]
    assert "Kommunfullmäktige beslutar" in shown
    assert "att anta bilaga 2, Läkarmedverkan på jourtid" in shown
    text = " ".join(shown)
    assert f"rekommenderade den 25{NBSP}september 2026, §{NBSP}64, att kommunerna" in text
    assert f"behöver Piteå kommuns beslut senast den 31{NBSP}december 2026" in text
    assert f"dnr NK{NBSP}2026/64" in text
    assert "/kommuner/pitea/" in text


def test_the_body_that_recommended_is_named_and_what_the_office_wrote_breaks_no_date(
    app: Flask,
) -> None:
    recommendation = builders.recommendation(background="Beredd den 1 februari 2026 § 12.")
    recommendation.body = db.session.scalars(
        sa.select(Body).where(Body.kind == BodyKind.ASSEMBLY)
    ).one()
    place = builders.addressee(recommendation, "Piteå")
    shown = lines(making.official_letter(place, builders.TODAY).content)
    assert f"Beredd den 1{NBSP}februari 2026 §{NBSP}12." in shown
    text = " ".join(shown)
    assert "Förbundsfullmäktige för Norrbottens Kommuner rekommenderade" in text
    assert "Styrelsen" not in text


def test_haparanda_is_a_stad_in_its_own_letter(app: Flask) -> None:
    place = builders.addressee(builders.recommendation(), "Haparanda")
    shown = lines(making.official_letter(place, builders.TODAY).content)
    assert shown[0] == "Haparanda stad"
    assert "Haparanda stads beslut" in " ".join(shown)


def test_the_bundle_has_both_letters_for_each_concerned_municipality(app: Flask) -> None:
    recommendation = builders.recommendation(without=("Kiruna",))
    places = gathering.concerned(recommendation)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(actions.bundle(places, builders.TODAY, BOTH))))
    names = archive.namelist()
    assert len(names) == 26
    assert not [name for name in names if "kiruna" in name]
    assert names[12].endswith("-overtornea.docx")
    for name in names:
        assert opened(archive.read(name)).paragraphs


def test_fourteen_letters_ask_the_database_no_more_than_two(app: Flask) -> None:
    recommendation = builders.recommendation()

    def asked(count: int) -> int:
        db.session.commit()
        db.session.expunge_all()
        again = db.session.get_one(type(recommendation), recommendation.id)
        with counted() as seen:
            actions.bundle(gathering.concerned(again)[:count], builders.TODAY, BOTH).close()
        return len(seen)

    assert asked(14) == asked(2)


def test_the_status_report_has_the_decisions_and_names_who_remains(app: Flask) -> None:
    recommendation = builders.recommendation(without=("Kiruna",))
    builders.decision(recommendation, "Boden", paragraph="142", reference="KS 2026/9")
    builders.decision(
        recommendation,
        "Piteå",
        outcome=Outcome.ADOPTED_WITH_ADDITION,
        addition="Uppföljning efter ett år",
    )
    builders.addressee(recommendation, "Luleå").planned_on = date(2026, 12, 21)
    db.session.commit()
    report = making.status_report(recommendation, builders.TODAY)
    name, content = report.name, report.content
    rows = {
        row.cells[0].text: [cell.text for cell in row.cells[1:]]
        for row in opened(content).tables[0].rows
    }
    assert name.startswith("lagesrapport-")
    assert len(rows) == 15
    assert rows["Boden"][0] == "Antagit"
    assert rows["Boden"][3:] == ["142", f"KS{NBSP}2026/9"]
    assert rows["Piteå"][0] == "Antagit med tillägg: Uppföljning efter ett år"
    assert rows["Luleå"][:3] == ["Beslut planerat", "–", "2026-12-21"]
    assert rows["Kiruna"][0] == "Berörs inte"
    text = " ".join(lines(content))
    assert "Har inte beslutat: Arjeplog, Arvidsjaur" in text
    assert "och Övertorneå." in text


def test_the_office_wording_is_used_from_the_moment_it_is_uploaded(app: Flask) -> None:
    place = builders.addressee(builders.recommendation(), "Kalix")
    by = builders.person(Role.ADMIN)
    uploaded = actions.upload(KIND, template("Hej {{ kommun.namn }}"), "mall.docx", by)
    db.session.commit()
    assert lines(making.official_letter(place, builders.TODAY).content) == ["", "Hej Kalix", ""]
    actions.withdraw(uploaded)
    db.session.commit()
    assert actions.template_of(KIND) == path_of(KIND).read_bytes()


def test_a_template_with_faults_is_not_taken_into_use(app: Flask) -> None:
    by = builders.person(Role.ADMIN)
    with pytest.raises(TemplateRefused, match=r"kommun\.nmn"):
        actions.upload(KIND, template("{{ kommun.nmn }}"), "mall.docx", by)
    with pytest.raises(RuleBroken):
        actions.upload(KIND, b"\xff\xd8\xff bild", "mall.docx", by)
    assert queries.in_use(KIND, builders.TODAY) is None


def test_when_the_wording_breaks_the_one_before_can_still_be_used(app: Flask) -> None:
    """A field can go away with a new version of the product, long after the template passed."""
    place = builders.addressee(builders.recommendation(), "Kalix")
    for number, text in enumerate(("Före {{ kommun.namn }}", "{{ försvunnet }}"), start=1):
        db.session.add(
            LetterTemplate(
                kind=KIND.value,
                number=number,
                file=store.keep(template(text), f"mall-{number}.docx", DOCX),
                uploaded_at=clock.now(),
                used_from=builders.TODAY,
            )
        )
    db.session.commit()
    with pytest.raises(TemplateBroken, match="fältet försvunnet, som inte finns"):
        making.official_letter(place, builders.TODAY)
    former = making.official_letter(place, builders.TODAY, former=True).content
    assert "Före Kalix" in lines(former)
