"""A reply becomes an issue of the negotiation in one click."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.consultations.models import Consultation
from nk_avtal.db import db
from nk_avtal.domain.negotiations import NegotiationKind
from nk_avtal.domain.opinions import Stance
from nk_avtal.domain.people import Role
from nk_avtal.negotiations import actions
from nk_avtal.negotiations.models import Issue
from tests import builders

SignIn = Callable[[builders.Person], FlaskClient]


def issues() -> list[Issue]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Issue).order_by(Issue.number)))


def answered() -> Consultation:
    asked = builders.consultation(to=("Luleå", "Piteå"))
    change = Stance.SUPPORTS_WITH_CHANGE
    more = {"comment": "Stryk punkt 4", "text": "Luleå vill vänta.\n\nBudgeten är inte klar."}
    builders.reply(asked, "Luleå", change, Stance.SUPPORTS, **more)
    return asked


def test_a_wanted_change_and_a_whole_reply_become_issues_once(app: Flask, sign_in: SignIn) -> None:
    app.config.update(WTF_CSRF_ENABLED=False)
    writer = builders.person(Role.NEGOTIATOR)
    asked = answered()
    negotiator = sign_in(writer)
    page = f"/remisser/{asked.slug}"
    assert "Gör till yrkande" not in negotiator.get(page).text
    address = f"{page}/svar/{builders.invited(asked, 'Luleå').id}/yrkande"
    assert negotiator.post(address, data={"fraga": "1"}).status_code == 302
    assert "Ingen pågående förhandling" in negotiator.get(page).text

    beginning = actions.Beginning("Trygghetslarm", NegotiationKind.NEW)
    negotiation = actions.begin(asked.agreement, beginning, writer)
    db.session.commit()
    assert "Gör till yrkande" in negotiator.get(page).text
    for _ in range(2):
        assert negotiator.post(address, data={"fraga": "1"}).status_code == 302
    negotiator.post(address)
    first, second = issues()
    assert first.title == "Stryk punkt 4"
    assert first.question.startswith("Ställer sig kommunen bakom inriktningen?")
    assert first.origin_note == "Luleå kommuns remissvar 20 november 2026, fråga 1"
    assert (second.title, second.number) == ("Luleå vill vänta.", 2)
    shown = negotiator.get(page).text
    assert f"/forhandlingar/{negotiation.slug}/yrkanden/1" in shown
    assert shown.count("Gör till yrkande") == 1  # the comment on the other question is the same
    assert negotiator.post(address, data={"fraga": "9"}).status_code == 404
    silent = f"{page}/svar/{builders.invited(asked, 'Piteå').id}/yrkande"
    assert negotiator.post(silent).status_code == 404


def test_who_is_outside_the_group_learns_nothing_of_the_negotiation(
    app: Flask, sign_in: SignIn
) -> None:
    app.config.update(WTF_CSRF_ENABLED=False)
    asked = answered()
    inside = builders.person(Role.NEGOTIATOR)
    beginning = actions.Beginning("Trygghetslarm", NegotiationKind.NEW)
    actions.begin(asked.agreement, beginning, inside)
    db.session.commit()
    place = builders.invited(asked, "Luleå").id
    address = f"/remisser/{asked.slug}/svar/{place}/yrkande"
    sign_in(inside).post(address, data={"fraga": "1"})
    outside = sign_in(builders.person(Role.NEGOTIATOR))
    page = outside.get(f"/remisser/{asked.slug}").text
    assert "/forhandlingar/" not in page.replace('href="/forhandlingar"', "")
    assert "Yrkande 1" not in page
    outside.post(address)
    assert len(issues()) == 1
    clerk = sign_in(builders.person(Role.CLERK))
    assert "yrkande" not in clerk.get(f"/kommuner/pitea/remisser/{asked.slug}").text.casefold()
