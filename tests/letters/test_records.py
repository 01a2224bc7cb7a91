"""What documents were made of is kept, and the same document is made again from it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.db import db
from nk_avtal.domain.letters import LetterKind
from nk_avtal.domain.people import Role
from nk_avtal.letters import actions, gathering, making, records
from nk_avtal.recommendations.models import Recommendation
from tests import builders, statements
from tests.letters.test_pages import BASIS, SLUG, TEMPLATE, saying, text_of, upload

SignIn = Callable[..., FlaskClient]
ZIP = f"/rekommendationer/{SLUG}/brev.zip"
LETTER = f"/rekommendationer/{SLUG}/rekommendation.docx"


@pytest.fixture
def sent(app: Flask) -> Recommendation:
    return builders.recommendation()


@pytest.fixture
def secretary(sent: Recommendation, sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.SECRETARY))


def cover_letter(answer: bytes) -> bytes:
    """The missiv to Piteå in a zip."""
    with zipfile.ZipFile(io.BytesIO(answer)) as archive:
        return archive.read(f"missiv-{SLUG}-pitea.docx")


def use(kind: LetterKind, text: str) -> None:
    """Put another wording into use."""
    actions.upload(kind, saying(text), "mall.docx", builders.person(Role.ADMIN))
    db.session.commit()


def test_the_same_document_is_noted_once_and_another_wording_makes_another(
    sent: Recommendation, secretary: FlaskClient
) -> None:
    for _ in range(2):
        secretary.get(BASIS)
    assert [one.name for one in records.newest(LetterKind.OFFICIAL_LETTER)] == [
        f"beslutsunderlag-{SLUG}-pitea.docx"
    ]
    upload(secretary, saying("Hej {{ kommun.namn }}"))
    secretary.get(BASIS)
    newer, older = records.newest(LetterKind.OFFICIAL_LETTER)
    assert newer.values == older.values
    assert newer.made_by
    assert newer.made_by.role is Role.SECRETARY


def test_a_document_can_be_fetched_again_as_it_was(
    sent: Recommendation, secretary: FlaskClient
) -> None:
    first = secretary.get(BASIS).data
    upload(secretary, saying("Hej {{ kommun.namn }}"))
    (kept,) = records.newest(LetterKind.OFFICIAL_LETTER)
    assert f"/gjorda/{kept.id}.docx" in secretary.get(TEMPLATE).text
    assert secretary.get(f"{TEMPLATE}/gjorda/{kept.id}.docx").data == first
    assert secretary.get(f"/dokumentmallar/notice/gjorda/{kept.id}.docx").status_code == 404


def test_who_only_looks_after_the_wording_does_not_see_what_was_made(
    sent: Recommendation, secretary: FlaskClient, sign_in: SignIn
) -> None:
    secretary.get(f"/rekommendationer/{SLUG}/lagesrapport.docx")
    (kept,) = records.newest(LetterKind.STATUS_REPORT)
    admin = sign_in(builders.person(Role.ADMIN))
    page = admin.get("/dokumentmallar/status_report")
    assert page.status_code == 200
    assert kept.name not in page.text
    answer = admin.get(f"/dokumentmallar/status_report/gjorda/{kept.id}.docx")
    assert answer.status_code in (403, 404)


def test_what_was_sent_stays_the_same_bytes(sent: Recommendation, secretary: FlaskClient) -> None:
    making.keep_as_sent(sent, builders.person(Role.SECRETARY), builders.TODAY)
    letter, covers = secretary.get(LETTER).data, cover_letter(secretary.get(ZIP).data)
    use(LetterKind.RECOMMENDATION, "Annan lydelse")
    use(LetterKind.COVER_LETTER, "Annan lydelse")
    sent.title = "En annan rubrik"
    db.session.commit()
    assert secretary.get(LETTER).data == letter
    assert cover_letter(secretary.get(ZIP).data) == covers


def test_what_the_municipality_works_with_follows_the_wording(
    sent: Recommendation, secretary: FlaskClient
) -> None:
    secretary.get(BASIS)
    use(LetterKind.OFFICIAL_LETTER, "Annan lydelse")
    assert text_of(secretary.get(BASIS).data) == "Annan lydelse"


def test_a_zip_is_noted_with_as_many_statements_for_many_places_as_for_few(
    sent: Recommendation, secretary: FlaskClient
) -> None:
    places = gathering.concerned(sent)
    counts = []
    for some in (places[:2], places):
        bundle = actions.bundle(some, builders.TODAY, [LetterKind.COVER_LETTER])
        made = list(actions.made_of(bundle))
        bundle.close()
        with statements.counted() as seen:
            records.keep(made, None)
        counts.append(len(seen))
    db.session.commit()
    assert counts[0] >= counts[1]
    assert len(records.newest(LetterKind.COVER_LETTER)) == len(places)
