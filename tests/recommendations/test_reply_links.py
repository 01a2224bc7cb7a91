"""Answering by a personal link: what it opens, and everything that it does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.adoptions import facts, preparing
from nk_avtal.adoptions.models import Decision
from nk_avtal.bodies.models import Body
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Standing
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.chains import Step
from nk_avtal.domain.people import Role
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.reply_links import LinkState, expiry, state_of
from nk_avtal.municipalities.models import Contact, ContactKind
from nk_avtal.outbox.models import Message
from nk_avtal.people.guessing import GUESSES_AN_HOUR
from nk_avtal.recommendations import links, mails
from nk_avtal.recommendations.models import Recommendation, ReplyLink
from tests import builders
from tests.pages import csrf_of, post
from tests.races import at_once
from tests.scale import scaled

SignIn = Callable[..., FlaskClient]
ANSWER = {"body": "council", "decided_on": "16 november", "paragraph": "142", "outcome": "adopted"}
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("revoked", "used", "now", "expected"),
    [
        (None, None, NOW, LinkState.UNUSED),
        (None, NOW, NOW, LinkState.USED),
        (None, None, NOW + timedelta(days=9), LinkState.EXPIRED),
        (NOW, NOW, NOW + timedelta(days=9), LinkState.REVOKED),
    ],
)
def test_the_state_of_a_link(
    revoked: datetime | None, used: datetime | None, now: datetime, expected: LinkState
) -> None:
    found = state_of(NOW + timedelta(days=9), revoked, used, now)
    assert found is expected
    assert found.opens is (expected in (LinkState.UNUSED, LinkState.USED))


def test_a_link_lasts_two_months_after_the_reply_day() -> None:
    assert expiry(date(2026, 12, 31)).date() == date(2027, 3, 1)


@pytest.fixture
def sent(app: Flask) -> Recommendation:
    return builders.recommendation()


def link_for(sent: Recommendation, name: str = "Piteå") -> str:
    token = links.make(builders.addressee(sent, name), f"registrator@{name.lower()}.example")
    db.session.commit()
    return f"/svar/{token}"


def place_of(sent: Recommendation) -> facts.Place:
    home = builders.municipality("Piteå").id
    return facts.standings_of([sent.id], builders.TODAY)[sent.id][home]


def decisions() -> list[Decision]:
    return list(db.session.scalars(sa.select(Decision).order_by(Decision.id)))


def test_who_has_no_account_records_the_decision_and_it_waits_for_confirmation(
    app: Flask, sent: Recommendation, sign_in: SignIn
) -> None:
    client = app.test_client()
    address = link_for(sent)
    assert "personlig länk" in client.get(address).text
    assert post(client, address, ANSWER).location == f"{address}/kvitto"
    (decision,) = decisions()
    assert (decision.recorded_by_id, decision.on_behalf) == (None, False)
    assert decision.awaits_confirmation
    assert "Norrbottens Kommuner bekräftar beslutet" in client.get(f"{address}/kvitto").text
    place = facts.standings_of([sent.id], builders.TODAY)[sent.id][
        builders.municipality("Piteå").id
    ]
    assert place.standing is Standing.ADOPTED
    assert place.decision is not None
    assert not place.decision.facts.counts_for_entry

    secretary = sign_in(builders.person(Role.SECRETARY))
    page = f"/rekommendationer/{sent.slug}"
    assert "Registrerat via länk, väntar på bekräftelse" in secretary.get(page).text
    confirm = f"{page}/lank-beslut/{decision.id}/bekrafta"
    assert post(secretary, confirm, {}, page=page).status_code == 302
    assert not decisions()[0].awaits_confirmation
    place = facts.standings_of([sent.id], builders.TODAY)[sent.id][
        builders.municipality("Piteå").id
    ]
    assert place.decision is not None
    assert place.decision.facts.counts_for_entry


def test_the_receipt_goes_to_the_address_of_the_link(app: Flask, sent: Recommendation) -> None:
    post(app.test_client(), link_for(sent), ANSWER)
    mail = db.session.scalars(sa.select(Message).where(Message.kind == "receipt")).one()
    assert mail.recipient == "registrator@piteå.example"


def test_a_link_used_twice_changes_its_own_decision(app: Flask, sent: Recommendation) -> None:
    client, address = app.test_client(), link_for(sent)
    post(client, address, ANSWER)
    page = client.get(address).text
    expected = re.search(r'name="expected"[^>]*value="([^"]+)"', page)
    assert expected
    post(client, address, ANSWER | {"paragraph": "143", "expected": expected[1]})
    assert [one.paragraph for one in decisions()] == ["143"]


def test_a_change_by_link_has_to_be_confirmed_anew(
    app: Flask, sent: Recommendation, sign_in: SignIn
) -> None:
    client, address = app.test_client(), link_for(sent)
    post(client, address, ANSWER)
    decisions()[0].link_confirmed_at = clock.now()
    db.session.commit()
    expected = re.search(r'name="expected"[^>]*value="([^"]+)"', client.get(address).text)
    assert expected
    post(client, address, ANSWER | {"outcome": "declined", "expected": expected[1]})
    assert decisions()[0].awaits_confirmation


def test_what_an_account_has_recorded_is_shown_but_not_changed_by_a_link(
    app: Flask, sent: Recommendation
) -> None:
    builders.decision(sent, "Piteå", paragraph="77")
    client, address = app.test_client(), link_for(sent)
    page = client.get(address).text
    assert "Kommunen har registrerat beslutet med ett konto" in page
    post(client, address, ANSWER, page=f"{address}/planera")
    assert [one.paragraph for one in decisions()] == ["77"]


def test_of_a_link_and_an_account_that_answer_at_once_one_is_told_of_the_other(
    app: Flask, sent: Recommendation, sign_in: SignIn
) -> None:
    names = [town.name for town in builders.members()][: scaled(3, 14)]
    for name in names:
        clerk, visitor = sign_in(builders.person(Role.CLERK, name)), app.test_client()
        own = f"/kommuner/{builders.municipality(name).slug}/beslut/{sent.slug}"
        link = link_for(sent, name)
        forms = [
            (clerk, own, ANSWER | {"csrf_token": csrf_of(clerk, own)}),
            (visitor, link, ANSWER | {"csrf_token": csrf_of(visitor, link)}),
        ]
        answers = at_once(app, [partial(one.post, to, data=form) for one, to, form in forms])
        assert sorted(one.status_code for one in answers) in ([200, 302], [302, 409])
    assert len(decisions()) == len(names)


def test_a_link_plans_the_meeting_and_gives_the_word_document(
    app: Flask, sent: Recommendation
) -> None:
    client, address = app.test_client(), link_for(sent)
    plan = {"planned_on": "14 december", "body": council()}
    assert post(client, f"{address}/planera", plan).status_code == 302
    db.session.expire_all()
    assert builders.addressee(sent, "Piteå").planned_on == date(2026, 12, 14)
    word = client.get(f"{address}/underlag.docx")
    assert word.status_code == 200
    assert word.data.startswith(b"PK")


def council() -> str:
    home = builders.municipality("Piteå").id
    wanted = sa.select(Body.id).where(Body.municipality_id == home, Body.kind == BodyKind.COUNCIL)
    return str(db.session.scalars(wanted).one())


def test_a_plan_by_link_shows_the_way_that_is_planned_and_asks_for_the_body(
    app: Flask, sent: Recommendation
) -> None:
    preparing.prepare(builders.addressee(sent, "Piteå"), [Step("Socialnämnden")])
    client, address = app.test_client(), f"{link_for(sent)}/planera"
    assert 'value="Socialnämnden"' in client.get(address).text
    refused = post(client, address, {"planned_on": "14 december"})
    assert refused.status_code == 422
    assert "Välj organ" in refused.text
    assert 'value="14 december"' in refused.text
    db.session.expire_all()
    assert builders.addressee(sent, "Piteå").planned_on is None
    assert [one.body_name for one in preparing.steps_of(builders.addressee(sent, "Piteå"))] == [
        "Socialnämnden"
    ]


def test_a_link_reaches_its_own_recommendation_and_municipality_only(
    app: Flask, sent: Recommendation
) -> None:
    client, address = app.test_client(), link_for(sent)
    client.get(address)
    for page in (
        f"/kommuner/pitea/beslut/{sent.slug}",
        f"/kommuner/kiruna/beslut/{sent.slug}",
        f"/rekommendationer/{sent.slug}",
        "/avtal",
        "/kommuner/pitea",
    ):
        answer = client.get(page)
        assert answer.status_code == 302
        assert "/logga-in" in answer.location


def _expired(sent: Recommendation, address: str) -> None:
    link = db.session.scalars(sa.select(ReplyLink)).one()
    link.expires_at = clock.now() - timedelta(seconds=1)


def _revoked(sent: Recommendation, address: str) -> None:
    db.session.scalars(sa.select(ReplyLink)).one().revoked_at = clock.now()


def _replaced(sent: Recommendation, address: str) -> None:
    links.make(builders.addressee(sent, "Piteå"), "registrator@piteå.example")


def _withdrawn(sent: Recommendation, address: str) -> None:
    sent.status, sent.withdrawal_reason = Status.WITHDRAWN, "Fel version"


def _not_concerned(sent: Recommendation, address: str) -> None:
    builders.addressee(sent, "Piteå").concerned = False


@pytest.mark.parametrize(
    "closing", [_expired, _revoked, _replaced, _withdrawn, _not_concerned], ids=lambda c: c.__name__
)
def test_a_link_that_no_longer_holds_answers_as_one_that_never_was(
    app: Flask, sent: Recommendation, closing: Callable[[Recommendation, str], None]
) -> None:
    client, address = app.test_client(), link_for(sent)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(address).text)
    assert token
    closing(sent, address)
    db.session.commit()
    never = client.get("/svar/" + "x" * 43)
    for page in (address, f"{address}/kvitto", f"{address}/planera", f"{address}/underlag.docx"):
        answer = client.get(page)
        assert answer.status_code == never.status_code == 404
    assert client.post(address, data=ANSWER | {"csrf_token": token[1]}).status_code == 404
    assert decisions() == []


def test_guessing_is_slowed_down_and_shuts_out_the_guesser_only(
    app: Flask, sent: Recommendation
) -> None:
    client, address = app.test_client(), link_for(sent)
    for number in range(GUESSES_AN_HOUR):
        assert client.get(f"/svar/{number:043d}").status_code == 404
    assert client.get(address).status_code == 404
    other = client.get(address, environ_overrides={"REMOTE_ADDR": "198.51.100.7"})
    assert other.status_code == 200
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert client.get(address).status_code == 200


def test_only_a_hash_is_kept_and_the_page_stays_out_of_caches_and_referrers(
    app: Flask, sent: Recommendation
) -> None:
    address = link_for(sent)
    link = db.session.scalars(sa.select(ReplyLink)).one()
    assert address.rsplit("/", 1)[1] not in (link.token_hash, link.email)
    headers = app.test_client().get(address).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"


def test_the_mail_carries_a_link_for_who_has_no_account_and_none_for_a_clerk(
    sent: Recommendation,
) -> None:
    clerk = builders.person(Role.CLERK, "Kiruna")
    home = builders.municipality("Piteå")
    for contact in db.session.scalars(sa.select(Contact)):
        db.session.delete(contact)
    db.session.add(
        Contact(
            municipality_id=home.id,
            kind=ContactKind.RECOMMENDATIONS,
            email="registrator@pitea.example",
            label="",
        )
    )
    db.session.flush()
    mails.queue_sent(sent, builders.person(Role.SECRETARY))
    db.session.commit()
    by_recipient = {one.recipient: one.text for one in db.session.scalars(sa.select(Message))}
    assert "/svar/" in by_recipient["registrator@pitea.example"]
    assert "/svar/" not in by_recipient[clerk.email]
    for text in by_recipient.values():
        assert f"/beslut/{sent.slug}" in text


def test_the_association_sees_revokes_and_renews_links(
    app: Flask, sent: Recommendation, sign_in: SignIn
) -> None:
    address = link_for(sent)
    secretary = sign_in(builders.person(Role.SECRETARY))
    page = f"/rekommendationer/{sent.slug}/lankar"
    assert "Inte använd" in secretary.get(page).text
    link = db.session.scalars(sa.select(ReplyLink)).one()
    post(secretary, f"{page}/{link.id}/ny", {}, page=page)
    mail = db.session.scalars(sa.select(Message).order_by(Message.id.desc())).first()
    assert mail is not None
    assert mail.recipient == "registrator@piteå.example"
    fresh = re.search(r"/svar/[\w-]{43}", mail.text)
    assert fresh
    visitor = app.test_client()
    assert visitor.get(address).status_code == 404
    assert visitor.get(fresh[0]).status_code == 200
    newest = db.session.scalars(sa.select(ReplyLink).order_by(ReplyLink.id.desc())).first()
    assert newest is not None
    post(secretary, f"{page}/{newest.id}/dra-in", {}, page=page)
    assert visitor.get(fresh[0]).status_code == 404
    assert "Indragen" in secretary.get(page).text


def test_another_recommendations_link_cannot_be_revoked_from_this_one(
    app: Flask, sent: Recommendation, sign_in: SignIn
) -> None:
    link_for(sent)
    other = builders.recommendation(sent.agreement, title="Annan", slug="annan")
    db.session.commit()
    secretary = sign_in(builders.person(Role.SECRETARY))
    link = db.session.scalars(sa.select(ReplyLink)).one()
    page = f"/rekommendationer/{other.slug}/lankar"
    answer = post(
        secretary, f"{page}/{link.id}/dra-in", {}, page=f"/rekommendationer/{sent.slug}/lankar"
    )
    assert answer.status_code == 404
    assert db.session.scalars(sa.select(ReplyLink)).one().revoked_at is None
