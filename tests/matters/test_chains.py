"""Real chains from idea to recommendation: C3 and C4 of the cases (C2 is played in the browser)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import Agreement, AgreementArea
from nk_avtal.db import db
from nk_avtal.domain.agreements import Area, Kind, Stage
from nk_avtal.domain.people import Role
from nk_avtal.domain.recommendations import Status
from tests import builders
from tests.documents import samples
from tests.letters.words import lines
from tests.matters.scenes import decide, matter, meeting, place, press, send, stop

SignIn = Callable[[builders.Person], FlaskClient]
DIRECTORS, BOARD = "Kommundirektörsberedningen", "Styrelsen"
JOINT = "Politiska samverkansberedningen"


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Iterator[Flask]:
    made = make_app(TODAY="2011-05-02")
    with made.app_context():
        yield made


@pytest.fixture
def secretary(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.SECRETARY))


def on(app: Flask, day: str) -> None:
    app.config["TODAY"] = date.fromisoformat(day)


def draft(title: str) -> Agreement:
    return builders.agreement(
        title, stage=Stage.DRAFT, kind=Kind.ACCORD, areas=[AgreementArea(area=Area.HEALTHCARE)]
    )


def begin(client: FlaskClient, of: Agreement, **more: str) -> str:
    answer = send(client, f"/arenden/nytt?avtal={of.slug}", **more)
    assert answer.status_code == 302, answer.text
    return str(answer.location).rsplit("/", 1)[1]


def test_c4_home_care_goes_from_a_study_to_the_boards_recommendation(
    app: Flask, secretary: FlaskClient
) -> None:
    agreement = draft("Kommunalisering av hemsjukvården")
    slug = begin(secretary, agreement, reference="NK 2011/14", summary="Gemensam utredning 2011.")
    assert [one.body.name for one in matter(slug).stops] == [
        "Länsstyrgruppen",
        *(DIRECTORS, JOINT, BOARD),
    ]
    assert db.session.get(Agreement, agreement.id).stage is Stage.PREPARATION
    assert "Lade till ärendet" in secretary.get(f"/avtal/{agreement.slug}").text

    for name, held_on in ((DIRECTORS, "2011-11-10"), (JOINT, "2011-11-25"), (BOARD, "2011-12-08")):
        place(secretary, slug, name, meeting(name, held_on, held_on))
    page = secretary.get(f"/arenden/{slug}").text
    assert "Tidplanen håller inte" not in page
    assert "Välj möte" in page  # the steering group has none yet

    address = f"/arenden/{slug}/steg/{stop(slug, BOARD).id}/handlingar"
    file = (io.BytesIO(samples.pdf()), "gränsdragningar.pdf")
    assert send(secretary, address, file=file, title="PM gränsdragningar").status_code == 302
    version = builders.document_version(agreement, "Överenskommelse")
    assert send(secretary, address, papers=[f"v{version.id}"]).status_code == 302

    on(app, "2011-12-08")
    for name, day in (("Länsstyrgruppen", "19 augusti"), (DIRECTORS, "10 november 2011")):
        assert decide(secretary, slug, name, "supported", decided_on=day).status_code == 302
    assert decide(secretary, slug, JOINT, "supported").status_code == 302
    answer = decide(secretary, slug, BOARD, "recommended", paragraph="§ 97")
    made = matter(slug).recommendation
    assert made
    assert answer.location == f"/rekommendationer/{made.slug}/andra"
    assert (made.status, made.paragraph, made.reference) == (Status.DRAFT, "97", "NK 2011/14")
    assert made.recommended_on == date(2011, 12, 8)
    assert made.background == "Gemensam utredning 2011."
    assert [one.text for one in made.points] == ["anta Kommunalisering av hemsjukvården"]
    assert sum(one.concerned for one in made.addressees) == 14
    assert made.document_version_id == version.id
    assert made.agreement.stage is Stage.RECOMMENDED

    edit = f"/rekommendationer/{made.slug}/andra"
    sent = send(secretary, edit, reply_by="30 juni 2012", next="review")
    assert sent.location == f"/rekommendationer/{made.slug}/skicka"
    assert send(secretary, sent.location).status_code == 302
    db.session.expire_all()
    assert made.status is Status.SENT
    assert db.session.get(Agreement, agreement.id).stage is Stage.DECIDING
    assert "Klart" in secretary.get(f"/arenden/{slug}").text


def test_c3_aids_are_sent_back_tabled_and_recommended_and_nothing_is_lost(
    app: Flask, secretary: FlaskClient
) -> None:
    agreement = draft("Samverkansavtal hjälpmedel")
    version = builders.document_version(agreement, "Utkast")
    slug = begin(secretary, agreement)
    for name in ("Länsstyrgruppen", DIRECTORS):
        decide(secretary, slug, name, "supported", decided_on="2 maj")
    first, again = meeting(JOINT, "2011-05-10"), meeting(JOINT, "2011-09-12")
    place(secretary, slug, JOINT, first)
    papers = f"/arenden/{slug}/steg/{stop(slug, JOINT).id}/handlingar"
    send(secretary, papers, papers=[f"v{version.id}"])

    on(app, "2011-05-10")
    answer = decide(secretary, slug, JOINT, "referred_back", text="Kostnaderna behöver utredas.")
    assert answer.status_code == 302, answer.text
    back = stop(slug, JOINT)
    assert back.meeting_id == again.id  # the next meeting was offered
    assert [one.version_id for one in back.papers] == [version.id]
    old = matter(slug).stops[2]
    assert (old.outcome, old.text) == ("referred_back", "Kostnaderna behöver utredas.")
    late = press(secretary, papers, f"/arenden/{slug}/andra", papers=[], version=str(old.version))
    assert late.status_code == 422  # what the body had before it stays as it was
    assert "redan behandlat" in late.text

    on(app, "2011-09-12")
    page = f"/moten/{again.body.slug}/2011-09-12"
    number = str(back.id)
    choices = {f"outcome_{number}": "supported", f"paragraph_{number}": "KF § 12"}
    assert send(secretary, f"{page}/utfall", **choices).status_code == 302
    board, later = meeting(BOARD, "2011-12-11"), meeting(BOARD, "2012-02-09")
    place(secretary, slug, BOARD, board)
    on(app, "2011-12-11")
    decide(secretary, slug, BOARD, "tabled", paragraph="97")
    assert stop(slug, BOARD).meeting_id == later.id

    on(app, "2012-02-09")
    decide(secretary, slug, BOARD, "recommended", paragraph="6")
    made = matter(slug).recommendation
    assert made
    minutes = secretary.get("/moten/styrelsen/2012-02-09/protokollsutdrag.docx")
    shown = lines(minutes.data)
    assert "Styrelsen beslutar att rekommendera kommunerna" in shown
    assert "att anta Samverkansavtal hjälpmedel" in shown
    tabled = lines(secretary.get("/moten/styrelsen/2011-12-11/protokollsutdrag.docx").data)
    assert "Styrelsen bordlägger ärendet." in tabled

    address = f"/rekommendationer/{made.slug}"
    undo = f"/arenden/{slug}/steg/{matter(slug).stops[-1].id}/angra"
    assert press(secretary, undo, f"/arenden/{slug}").status_code == 302
    assert matter(slug).recommendation is None
    assert db.session.get(Agreement, agreement.id).stage is Stage.PREPARATION
    assert secretary.get(address).status_code == 404
    assert stop(slug, BOARD)
