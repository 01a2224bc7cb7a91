"""From the board's meeting to the municipalities: draft, preview, send, stop, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.adoptions.models import Decision
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.letters import LetterKind
from nk_avtal.domain.people import Role
from nk_avtal.domain.recommendations import Status
from nk_avtal.letters import records
from nk_avtal.municipalities.models import Contact, ContactKind
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.recommendations.models import Recommendation
from tests import builders

SignIn = Callable[[builders.Person], FlaskClient]
FORMS = {"WTF_CSRF_ENABLED": False}


@pytest.fixture(autouse=True)
def without_tokens(app: Flask) -> None:
    app.config.update(FORMS)


@pytest.fixture
def secretary(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.SECRETARY, email="sekreterare@example.org"))


def an_agreement() -> Agreement:
    made = builders.agreement("Hjälpmedel", stage=Stage.PREPARATION)
    builders.document_version(made)
    return made


def filled(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "title": "Hjälpmedel, avtal 2027",
        "meeting": "25 september",
        "paragraph": "§ 71",
        "decision_points": "- att anta avtalet\n2 avtalet gäller från 1 januari 2027\n",
        "addressees": [str(one.id) for one in builders.members()],
        "suggested_body": "council",
        "reply_by": "31 mars",
        "document_version": str(_version()),
        "area": "healthcare",
        "next": "review",
    }
    return values | changes


def _version() -> int:
    from nk_avtal.documents.models import DocumentVersion

    return db.session.scalars(sa.select(DocumentVersion.id)).first() or 0


def only() -> Recommendation:
    db.session.expire_all()
    return db.session.scalars(sa.select(Recommendation)).one()


def mails() -> list[Message]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Message).order_by(Message.id)))


def contacts_for_all_but(*names: str) -> None:
    for one in builders.members():
        if one.name not in names:
            db.session.add(
                Contact(
                    municipality_id=one.id,
                    kind=ContactKind.RECOMMENDATIONS,
                    email=f"registrator@{one.slug}.example.org",
                )
            )
    db.session.commit()


def draft(secretary: FlaskClient, **changes: Any) -> Recommendation:
    an_agreement()
    answer = secretary.post("/rekommendationer/ny?avtal=hjalpmedel", data=filled(**changes))
    assert answer.status_code == 302, answer.text
    return only()


def test_a_draft_begins_with_what_the_agreement_knows(secretary: FlaskClient) -> None:
    an_agreement()
    page = secretary.get("/rekommendationer/ny?avtal=hjalpmedel").text
    assert 'value="Hjälpmedel"' in page
    assert "anta Hjälpmedel" in page
    assert page.count(" checked") == 14
    assert "kontrollsumma" in page


def test_what_is_filled_in_is_kept_as_it_was_meant(secretary: FlaskClient) -> None:
    made = draft(secretary)
    assert made.slug == "hjalpmedel-avtal-2027"
    assert (made.recommended_on, made.paragraph) == (date(2026, 9, 25), "71")
    assert made.reply_by == date(2027, 3, 31)
    assert [point.text for point in made.points] == [
        "anta avtalet",
        "2 avtalet gäller från 1 januari 2027",
    ]
    assert sum(one.concerned for one in made.addressees) == 14
    assert made.status is Status.DRAFT


def test_bad_input_keeps_what_was_typed_and_saves_nothing(secretary: FlaskClient) -> None:
    an_agreement()
    answer = secretary.post(
        "/rekommendationer/ny?avtal=hjalpmedel",
        data=filled(meeting="31 november", paragraph="abc", reply_by="igår", title="Nytt namn"),
    )
    assert answer.status_code == 422
    assert "Rätta tre uppgifter" in answer.text
    assert "<title>Fel:" in answer.text
    for kept in ("31 november", "abc", "igår", "Nytt namn"):
        assert f'value="{kept}"' in answer.text
    assert db.session.scalars(sa.select(Recommendation)).first() is None


def test_what_sending_needs_is_said_at_its_field_and_a_draft_may_lack_it(
    secretary: FlaskClient,
) -> None:
    an_agreement()
    empty = dict.fromkeys(filled(), "") | {
        "title": "Hjälpmedel",
        "addressees": [],
        "suggested_body": "council",
        "area": "healthcare",
    }
    refused = secretary.post(
        "/rekommendationer/ny?avtal=hjalpmedel", data=empty | {"next": "review"}
    )
    assert refused.status_code == 422
    assert "Rätta sex uppgifter" in refused.text
    assert secretary.post("/rekommendationer/ny?avtal=hjalpmedel", data=empty).status_code == 302
    preview = secretary.get(f"/rekommendationer/{only().slug}/skicka").text
    assert "Innan den kan skickas" in preview
    assert secretary.post(f"/rekommendationer/{only().slug}/skicka").status_code == 409
    assert only().status is Status.DRAFT


def test_a_reply_day_before_the_meeting_is_refused(secretary: FlaskClient) -> None:
    an_agreement()
    answer = secretary.post(
        "/rekommendationer/ny?avtal=hjalpmedel", data=filled(reply_by="2026-09-01", next="")
    )
    assert answer.status_code == 422
    assert "Svarsdatumet måste vara efter styrelsens möte den 25 september 2026" in answer.text


def test_a_button_beside_the_day_fills_it_and_saves_nothing(secretary: FlaskClient) -> None:
    an_agreement()
    answer = secretary.post(
        "/rekommendationer/ny?avtal=hjalpmedel", data=filled(meeting_pick="2026-06-12")
    )
    assert 'value="2026-06-12"' in answer.text
    assert db.session.scalars(sa.select(Recommendation)).first() is None


def test_the_second_of_two_editors_sees_what_the_first_saved(secretary: FlaskClient) -> None:
    made = draft(secretary)
    path = f"/rekommendationer/{made.slug}/andra"
    version = str(made.version)
    first = secretary.post(path, data=filled(version=version, paragraph="72", next=""))
    assert first.status_code == 302
    second = secretary.post(path, data=filled(version=version, paragraph="99", next=""))
    assert second.status_code == 409
    assert 'value="99"' in second.text
    assert ">72<" in second.text
    assert only().paragraph == "72"
    again = secretary.post(path, data=filled(version=str(only().version), paragraph="99", next=""))
    assert again.status_code == 302
    assert only().paragraph == "99"


def test_the_preview_names_every_recipient_and_the_mail(secretary: FlaskClient) -> None:
    contacts_for_all_but("Pajala", "Boden")
    builders.person(Role.CLERK, "Boden", email="handlaggare@boden.example.org")
    made = draft(secretary)
    page = secretary.get(f"/rekommendationer/{made.slug}/skicka").text
    assert "14 kommuner får mejlet" in page
    assert "registrator@lulea.example.org" in page
    assert "handlaggare@boden.example.org" in page
    assert "Ingen mejladress och ingen handläggare finns för Pajala." in page
    assert "Arjeplogs kommun behöver besluta senast 31 mars 2027" in page
    assert mails() == []


def test_sending_puts_one_mail_a_municipality_into_the_outbox(secretary: FlaskClient) -> None:
    contacts_for_all_but()
    made = draft(secretary)
    assert secretary.post(f"/rekommendationer/{made.slug}/skicka").status_code == 302
    sent = only()
    assert sent.status is Status.SENT
    assert sent.agreement.stage is Stage.DECIDING
    (kept,) = records.newest(LetterKind.RECOMMENDATION)
    assert kept.name == f"rekommendation-{sent.slug}.docx"
    assert len(kept.values["mottagare"]) == 14
    queued = mails()
    assert len(queued) == 14
    mail = next(one for one in queued if one.recipient == "registrator@haparanda.example.org")
    assert mail.recipient_name == "Haparanda stad"
    assert mail.reply_to == "sekreterare@example.org"
    assert mail.subject == "Hjälpmedel, avtal 2027, svar senast 31 mar"
    assert "http://localhost/kommuner/haparanda/beslut/hjalpmedel-avtal-2027" in mail.text
    assert timedelta(minutes=9) < mail.not_before - clock.now() < timedelta(minutes=11)
    page = secretary.get(f"/rekommendationer/{made.slug}").text
    assert "14 mejl skickas" in page


def test_pressing_send_twice_or_going_back_sends_once(secretary: FlaskClient) -> None:
    contacts_for_all_but()
    made = draft(secretary)
    for _ in range(3):
        secretary.post(f"/rekommendationer/{made.slug}/skicka")
    assert len(mails()) == 14
    assert secretary.get(f"/rekommendationer/{made.slug}/skicka").status_code == 302


def test_a_recommendation_that_the_board_has_not_decided_is_not_sent(
    secretary: FlaskClient,
) -> None:
    made = draft(secretary, meeting="2026-12-11")
    assert secretary.post(f"/rekommendationer/{made.slug}/skicka").status_code == 409
    assert only().status is Status.DRAFT


def test_a_municipality_without_address_goes_to_the_fallback(
    app: Flask, secretary: FlaskClient
) -> None:
    app.config["MAIL_FALLBACK_TO"] = "kansli@example.org"
    contacts_for_all_but("Pajala")
    made = draft(secretary)
    secretary.post(f"/rekommendationer/{made.slug}/skicka")
    assert [mail.recipient for mail in mails() if "Pajala" in mail.text] == ["kansli@example.org"]


def test_the_mails_are_stopped_in_one_click_and_can_be_sent_after_all(
    secretary: FlaskClient,
) -> None:
    contacts_for_all_but()
    made = draft(secretary)
    secretary.post(f"/rekommendationer/{made.slug}/skicka")
    secretary.post(f"/rekommendationer/{made.slug}/stoppa")
    assert {mail.state for mail in mails()} == {MessageState.STOPPED}
    assert "Mejlen stoppades" in secretary.get(f"/rekommendationer/{made.slug}").text
    for _ in range(2):
        secretary.post(f"/rekommendationer/{made.slug}/skicka-mejl")
    states = [mail.state for mail in mails()]
    assert states.count(MessageState.QUEUED) == 14
    assert states.count(MessageState.STOPPED) == 14


def test_withdrawing_needs_a_reason_and_mails_it_to_those_who_got_the_first(
    secretary: FlaskClient,
) -> None:
    contacts_for_all_but()
    made = draft(secretary)
    secretary.post(f"/rekommendationer/{made.slug}/skicka")
    mails()[0].state = MessageState.SENT
    db.session.commit()
    path = f"/rekommendationer/{made.slug}/dra-tillbaka"
    refused = secretary.post(path, data={"reason": "  "})
    assert refused.status_code == 422
    assert "Skriv varför rekommendationen dras tillbaka" in refused.text
    assert only().status is Status.SENT
    assert secretary.post(path, data={"reason": "Regionen har sagt nej."}).status_code == 302
    gone = only()
    assert gone.status is Status.WITHDRAWN
    assert gone.agreement.stage is Stage.PREPARATION
    told = [mail for mail in mails() if mail.kind == "withdrawal"]
    assert [mail.recipient for mail in told] == [mails()[0].recipient]
    assert "Regionen har sagt nej." in told[0].text
    assert "Regionen har sagt nej." in secretary.get(f"/rekommendationer/{made.slug}").text
    assert secretary.post(path, data={"reason": "igen"}).status_code == 409


def test_an_addition_is_accepted_with_one_button(secretary: FlaskClient) -> None:
    sent = builders.recommendation()
    made = builders.decision(
        sent, "Kiruna", outcome=Outcome.ADOPTED_WITH_ADDITION, addition="Skolskjuts ingår"
    )
    path = f"/rekommendationer/{sent.slug}"
    assert "Godta tillägget" in secretary.get(path).text
    assert secretary.post(f"{path}/tillagg/{made.id}").status_code == 302
    db.session.expire_all()
    assert db.session.get_one(Decision, made.id).addition_accepted_at is not None
    assert "Tillägget är godtaget" in secretary.get(path).text
    assert secretary.post(f"{path}/tillagg/99999").status_code == 404


def test_a_clerk_and_a_reader_do_not_see_that_a_draft_exists(
    app: Flask, sign_in: SignIn, secretary: FlaskClient
) -> None:
    made = draft(secretary)
    for role in (Role.CLERK, Role.READER):
        client = sign_in(builders.person(role))
        assert client.get(f"/rekommendationer/{made.slug}").status_code == 404
        assert made.title not in client.get("/rekommendationer?lage=alla").text
        assert client.get(f"/rekommendationer/{made.slug}/skicka").status_code == 403
    assert made.title in secretary.get("/rekommendationer").text


def test_a_negotiator_drafts_but_does_not_send(
    app: Flask, sign_in: SignIn, secretary: FlaskClient
) -> None:
    made = draft(secretary)
    negotiator = sign_in(builders.person(Role.NEGOTIATOR))
    assert negotiator.get(f"/rekommendationer/{made.slug}/andra").status_code == 200
    assert negotiator.post(f"/rekommendationer/{made.slug}/skicka").status_code == 403
    assert only().status is Status.DRAFT


def test_unknown_addresses_are_not_there(secretary: FlaskClient) -> None:
    for path in ("finns-inte", "finns-inte/andra", "finns-inte/skicka", "ny?avtal=finns-inte"):
        assert secretary.get(f"/rekommendationer/{path}").status_code == 404
