"""People save a list as they have narrowed it down, find it again, rename and remove it."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.people.models import Person
from nk_avtal.views import actions
from nk_avtal.views.actions import MOST
from nk_avtal.views.models import SavedView, ViewPage
from tests import builders
from tests.pages import post

SignIn = Callable[[builders.Person], FlaskClient]


def saved() -> list[SavedView]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(SavedView).order_by(SavedView.id)))


def save(client: FlaskClient, page: str, name: str, **asked: str) -> str:
    """Save a view, and say where that leads, or the status where it leads nowhere."""
    answer = post(client, "/konto/vyer", {"sida": page, "namn": name} | asked, page="/konto")
    return answer.location or str(answer.status_code)


def test_a_view_is_saved_shown_beside_the_list_renamed_and_removed_with_a_way_back(
    app: Flask, sign_in: SignIn
) -> None:
    builders.agreement("Läkarmedverkan")
    manager = sign_in(builders.person(Role.MANAGER))
    assert "Spara den här vyn" not in manager.get("/avtal").text
    page = manager.get("/avtal?q=läkar&omrade=healthcare&sida=1&_anchor=x").text
    assert "Spara den här vyn" in page
    where = save(
        manager, "agreements", " Våra  läkaravtal ", q="läkar", omrade="healthcare", _anchor="x"
    )
    assert where == "/avtal?q=l%C3%A4kar&omrade=healthcare"
    page = manager.get(where).text
    assert "Vyn Våra läkaravtal är sparad" in page
    assert "Spara den här vyn" not in page
    assert '<a href="/avtal?q=l%C3%A4kar&amp;omrade=healthcare" aria-current="page">' in page
    account = manager.get("/konto").text
    assert "Våra läkaravtal" in account
    (view,) = saved()
    post(manager, f"/konto/vyer/{view.id}", {"namn": "Läkarna"}, page="/konto")
    assert "Läkarna</a>" in manager.get("/avtal").text
    post(manager, f"/konto/vyer/{view.id}", {"namn": " "}, page="/konto")
    assert "Skriv vad vyn ska heta" in manager.get("/konto").text
    post(manager, f"/konto/vyer/{view.id}/bort", {}, page="/konto")
    page = manager.get("/konto").text
    assert "Vyn Läkarna är borttagen" in page
    assert "Läkarna</a>" not in manager.get("/avtal").text
    post(manager, f"/konto/vyer/{view.id}/tillbaka", {}, page="/konto")
    assert "Läkarna</a>" in manager.get("/avtal").text


def test_every_page_keeps_its_own_question(app: Flask, sign_in: SignIn) -> None:
    manager = sign_in(builders.person(Role.MANAGER))
    for page, asked, where in (
        (
            "search",
            {"q": "avtal", "typ": "beslut", "ar": "2026"},
            "/sok?q=avtal&typ=beslut&ar=2026",
        ),
        (
            "recommendations",
            {"vy": "lista", "kommun": "pitea"},
            "/rekommendationer?vy=lista&kommun",
        ),
        ("deadlines", {"inom": "90"}, "/fornyelser?inom=90"),
    ):
        found = save(manager, page, "Vyn", **asked)
        assert found.startswith(where), page
        assert "Sparade vyer:" in manager.get(found).text
    assert len(saved()) == 3


def test_nobody_reaches_the_view_of_another_or_of_a_page_that_is_closed_to_them(
    app: Flask, sign_in: SignIn
) -> None:
    manager, clerk = (sign_in(builders.person(role)) for role in (Role.MANAGER, Role.CLERK))
    save(manager, "agreements", "Chefens vy", q="x")
    (view,) = saved()
    for act in ("", "/bort", "/tillbaka"):
        address = f"/konto/vyer/{view.id}{act}"
        answer = post(clerk, address, {"namn": "Stulen"}, page="/konto")
        assert answer.status_code == 404, act
    assert [(one.name, one.removed_at) for one in saved()] == [("Chefens vy", None)]
    for path in ("/konto", "/avtal", "/avtal?q=x"):
        assert "Chefens vy" not in clerk.get(path).text
    assert save(clerk, "deadlines", "Frister", q="x") == "400"
    assert save(clerk, "finns-inte", "Vad", q="x") == "400"
    owner = db.session.scalars(sa.select(Person).where(Person.role == Role.CLERK)).one()
    for number in range(MOST):
        actions.save(owner, ViewPage.AGREEMENTS, f"Vy {number}", {"q": str(number)})
    db.session.commit()
    save(clerk, "agreements", "En till", q="y")
    assert len(saved()) == MOST + 1
    assert "femtio sparade vyer" in clerk.get("/avtal").text
