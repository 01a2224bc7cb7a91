"""A draft that was never sent is thrown away, and what it was made of can make another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import Agreement
from nk_avtal.consultations.models import Consultation
from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.consultations import ConsultationStatus
from nk_avtal.domain.people import Role
from nk_avtal.domain.recommendations import Status
from nk_avtal.recommendations.models import Recommendation
from tests import builders
from tests.matters.scenes import decide, matter, meeting, place, press, send, stop
from tests.pages import post

SignIn = Callable[[builders.Person], FlaskClient]
BOARD = "Styrelsen"


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Iterator[Flask]:
    made = make_app(TODAY="2026-12-11")
    with made.app_context():
        yield made


@pytest.fixture
def secretary(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.SECRETARY))


def count(kind: type[Recommendation] | type[Consultation]) -> int:
    db.session.expire_all()
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind)) or 0


def test_a_draft_of_a_matter_is_thrown_away_and_made_again(secretary: FlaskClient) -> None:
    agreement = builders.agreement("Hjälpmedel", stage=Stage.PREPARATION)
    slug = str(send(secretary, f"/arenden/nytt?avtal={agreement.slug}").location).rsplit("/", 1)[1]
    for one in matter(slug).stops[:-1]:
        decide(secretary, slug, one.body.name, "supported", decided_on="2 december 2026")
    place(secretary, slug, BOARD, meeting(BOARD, "2026-12-11"))
    decide(secretary, slug, BOARD, "recommended", paragraph="97")
    drafted = matter(slug).recommendation
    assert drafted
    first = f"/rekommendationer/{drafted.slug}"

    question = secretary.get(f"{first}/ta-bort").text
    assert "Det går inte att ångra." in question
    assert "Ärendet och styrelsens beslut står kvar." in question
    assert send(secretary, f"{first}/ta-bort").location == f"/arenden/{slug}"
    assert secretary.get(first).status_code == 404
    kept = matter(slug)
    assert (kept.recommendation, kept.stops[-1].outcome) == (None, "recommended")
    assert (
        "Tog bort rekommendationen Hjälpmedel" in secretary.get("/avtal/hjalpmedel/historik").text
    )
    page = secretary.get(f"/arenden/{slug}").text
    assert "det finns inget utkast att skicka" in page

    for _time in range(2):  # a second press makes no second one
        again = press(secretary, f"/arenden/{slug}/utkast", f"/arenden/{slug}/andra")
        made = matter(slug).recommendation
        assert made
        assert again.location == f"/rekommendationer/{made.slug}/andra"
        assert (made.paragraph, made.recommended_on) == ("97", date(2026, 12, 11))
    assert count(Recommendation) == 1

    send(secretary, f"/rekommendationer/{made.slug}/ta-bort")
    undone = f"/arenden/{slug}/steg/{matter(slug).stops[-1].id}/angra"
    assert press(secretary, undone, f"/arenden/{slug}").status_code == 302
    assert stop(slug, BOARD)
    assert db.session.get_one(Agreement, agreement.id).stage is Stage.PREPARATION


def test_only_what_was_never_sent_is_thrown_away_and_not_what_somebody_changed(
    app: Flask, secretary: FlaskClient, sign_in: SignIn
) -> None:
    owner = builders.agreement()
    draft = builders.consultation(owner, status=ConsultationStatus.DRAFT, sent_at=None)
    recommended = builders.recommendation(owner, status=Status.DRAFT, sent_at=None)
    readers = [sign_in(builders.person(role)) for role in (Role.CLERK, Role.READER, Role.ADMIN)]
    for kind, page in (
        (Consultation, f"/remisser/{draft.slug}"),
        (Recommendation, f"/rekommendationer/{recommended.slug}"),
    ):
        assert f'href="{page}/ta-bort"' in secretary.get(page).text
        for reader in readers:
            assert post(reader, f"{page}/ta-bort", {}).status_code == 403
        stale = send(secretary, f"{page}/ta-bort", version="999")
        assert stale.status_code == 409
        assert "Någon annan har ändrat utkastet" in stale.text
        assert count(kind) == 1
        thing = db.session.scalars(sa.select(kind)).one()
        title, agreement = thing.title, thing.agreement.slug
        assert send(secretary, f"{page}/ta-bort").location == f"/avtal/{agreement}"
        assert count(kind) == 0
        history = secretary.get(f"/avtal/{agreement}/historik").text
        assert f"Tog bort {'remissen' if kind is Consultation else 'rekommendationen'}" in history
        assert title in history

    sent = builders.recommendation(db.session.scalars(sa.select(Agreement)).first())
    page = f"/rekommendationer/{sent.slug}"
    assert "/ta-bort" not in secretary.get(page).text
    answer = press(secretary, f"{page}/ta-bort", page, version=str(sent.version))
    assert (answer.status_code, answer.location) == (302, page)
    assert count(Recommendation) == 1


def test_a_draft_is_planned_by_its_matters_own_meetings(secretary: FlaskClient, app: Flask) -> None:
    app.config["TODAY"] = date(2026, 11, 24)
    agreement = builders.agreement("Hjälpmedel", stage=Stage.PREPARATION)
    slug = str(send(secretary, f"/arenden/nytt?avtal={agreement.slug}").location).rsplit("/", 1)[1]
    draft = builders.recommendation(
        agreement, status=Status.DRAFT, sent_at=None, recommended_on=None, reply_by=None
    )
    place(secretary, slug, BOARD, meeting(BOARD, "2027-02-19"))
    first = matter(slug).stops[0].body.name
    decide(secretary, slug, first, "supported", decided_on="20 november 2026")
    page = f"/rekommendationer/{draft.slug}/planering"
    early = secretary.get(page).text
    assert 'value="19 februari 2027"' in early, "it is not sent before the board has met"
    assert "Så är det planerat i ärendet" in early
    assert "<dd>20 november 2026<small>Tillstyrkt" in early.replace("\n", ""), early
    assert "uppskattat" in early
    late = secretary.get(f"{page}?galler=2027-03-01").text
    assert "Skickas den 19 februari 2027" in late
    assert "Hinner inte: Styrelsen beslutar 19 februari 2027" in late
    good = secretary.get(f"{page}?galler=2028-01-01").text
    assert "före sista dagen att skicka" in good
