"""From a draft to the replies: writing, sending, answering, more time, the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.consultations.models import Consultation, Reply
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.intake import PDF
from nk_avtal.documents.models import Openness
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.consultations import ConsultationStatus
from nk_avtal.domain.opinions import Stance
from nk_avtal.domain.people import Role
from nk_avtal.municipalities.models import Contact, ContactKind
from nk_avtal.outbox.models import Message, MessageState
from tests import builders
from tests.documents.samples import pdf

SignIn = Callable[[builders.Person], FlaskClient]
SLUG = "gemensam-inriktning-for-digitala-trygghetslarm"


@pytest.fixture(autouse=True)
def without_tokens(app: Flask) -> None:
    app.config.update(WTF_CSRF_ENABLED=False)


@pytest.fixture
def negotiator(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.NEGOTIATOR, email="forhandlare@example.org"))


@pytest.fixture
def clerk(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.CLERK, email="handlaggare@example.org"))


def only(kind: type[Any] = Consultation) -> Any:
    db.session.expire_all()
    return db.session.scalars(sa.select(kind)).one()


def mails(kind: str = "consultation") -> list[Message]:
    db.session.expire_all()
    wanted = sa.select(Message).where(Message.kind == kind).order_by(Message.id)
    return list(db.session.scalars(wanted))


def an_agreement() -> int:
    made = builders.agreement("Trygghetslarm", stage=Stage.NEGOTIATION)
    version = builders.document_version(made, "Förslag till inriktning")
    version.document.openness = Openness.INTERNAL
    version.file.sha256 = store.keep_bytes(b"%PDF-1.7 forslag")
    db.session.commit()
    return version.id


def filled(document: int, **changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "title": "Gemensam inriktning för digitala trygghetslarm",
        "document_version": str(document),
        "lead": "Kommunerna upphandlar var för sig.\n\nVi vill veta vad ni tycker.",
        "questions": "1. Ställer sig kommunen bakom inriktningen?\n"
        "- Ska upphandlingen vara gemensam?",
        "reply_by": "26 februari",
        "handled_on": "12 mars",
        "municipalities": [str(one.id) for one in builders.members()],
        "guests": "Länets socialchefer, chefer@example.org\nBrukarrådet",
        "reference": "NK 2026/71",
        "internal_note": "Regionen vet inget än",
        "next": "review",
    }
    return values | changes


def contacts_for(*names: str) -> None:
    for name in names:
        town = builders.municipality(name)
        db.session.add(
            Contact(
                municipality_id=town.id,
                kind=ContactKind.RECOMMENDATIONS,
                email=f"registrator@{town.slug}.example.org",
            )
        )
    db.session.commit()


def answers(of: Consultation, *stances: Stance, **more: Any) -> dict[str, Any]:
    chosen = {
        f"stance_{question.id}": stance.value
        for question, stance in zip(of.questions, stances, strict=True)
    }
    return {"expected": "", **chosen, **more}


def sent(**more: Any) -> Consultation:
    made = builders.consultation(**more)
    assert made.document_version
    made.document_version.file = store.keep(b"%PDF-1.7 forslag", "forslag.pdf", PDF)
    db.session.commit()
    return made


def test_a_draft_is_written_sent_and_frozen(negotiator: FlaskClient, clerk: FlaskClient) -> None:
    version = an_agreement()
    contacts_for("Piteå", "Luleå")
    first = negotiator.get("/remisser/ny?avtal=trygghetslarm").text
    assert first.count(" checked") == 14
    answer = negotiator.post("/remisser/ny?avtal=trygghetslarm", data=filled(version))
    assert answer.location == f"/remisser/{SLUG}/skicka", answer.text
    made = only()
    assert [one.text for one in made.questions] == [
        "Ställer sig kommunen bakom inriktningen?",
        "Ska upphandlingen vara gemensam?",
    ]
    assert (made.reply_by, made.handled_on) == (date(2027, 2, 26), date(2027, 3, 12))
    assert len(made.invited) == 16

    preview = negotiator.get(answer.location).text
    assert "registrator@pitea.example.org" in preview
    assert "chefer@example.org" in preview
    assert "Skicka till 16 mottagare" in preview
    assert "Regionen vet inget än" not in preview
    page = f"/kommuner/pitea/remisser/{SLUG}"
    assert clerk.get(page).status_code == 404  # a draft is not there

    assert negotiator.post(answer.location).status_code == 302
    assert negotiator.post(answer.location).status_code == 302  # pressed twice
    made = only()
    assert made.status is ConsultationStatus.SENT
    found = {one.recipient: one for one in mails()}
    assert set(found) >= {"registrator@pitea.example.org", "chefer@example.org"}
    assert len(mails()) == len(found)
    letter = found["registrator@pitea.example.org"]
    assert letter.state is MessageState.QUEUED
    assert letter.not_before - letter.queued_at >= timedelta(minutes=10)
    assert letter.subject.startswith("Remiss: Gemensam inriktning")
    assert f"/kommuner/pitea/remisser/{SLUG}" in letter.text
    assert "NK 2026/71" in letter.text
    assert "/remisser/" not in found["chefer@example.org"].text
    assert "Ställer sig kommunen" in found["chefer@example.org"].text
    place = builders.invited(made, "Piteå")
    assert place.mailed_to == "registrator@pitea.example.org"
    assert place.letter
    assert place.letter.name == f"remissmissiv-{SLUG}-pitea.docx"
    assert negotiator.post(f"/remisser/{SLUG}/andra", data=filled(version)).status_code == 302
    assert only().lead.startswith("Kommunerna upphandlar")


def test_what_sending_needs_is_said_at_its_field(negotiator: FlaskClient) -> None:
    an_agreement()
    empty = {"title": "Larm", "next": "review", "municipalities": [], "document_version": ""}
    refused = negotiator.post("/remisser/ny?avtal=trygghetslarm", data=empty)
    assert refused.status_code == 422
    assert "Rätta tre uppgifter" in refused.text
    bad = empty | {"next": "", "reply_by": "31 november", "guests": "fel@adress", "lead": "Kvar"}
    refused = negotiator.post("/remisser/ny?avtal=trygghetslarm", data=bad)
    assert refused.status_code == 422
    for kept in ('value="31 november"', "fel@adress</textarea>", "Kvar</textarea>"):
        assert kept in refused.text
    assert db.session.scalars(sa.select(Consultation)).first() is None
    assert (
        negotiator.post("/remisser/ny?avtal=trygghetslarm", data=empty | {"next": ""}).status_code
        == 302
    )
    assert "Innan den kan skickas" in negotiator.get("/remisser/larm/skicka").text
    assert negotiator.post("/remisser/larm/skicka").status_code == 409


def test_the_second_of_two_editors_sees_what_the_first_saved(negotiator: FlaskClient) -> None:
    version = an_agreement()
    negotiator.post("/remisser/ny?avtal=trygghetslarm", data=filled(version, next=""))
    page, seen = f"/remisser/{SLUG}/andra", str(only().version)
    mine = filled(version, next="", version=seen, lead="Min text")
    assert negotiator.post(page, data=mine | {"lead": "Deras text"}).status_code == 302
    refused = negotiator.post(page, data=mine)
    assert refused.status_code == 409
    assert "Min text</textarea>" in refused.text
    assert "Deras text" in refused.text
    again = negotiator.post(page, data=mine | {"version": str(only().version)})
    assert again.status_code == 302
    assert only().lead == "Min text"


def test_a_clerk_reads_answers_changes_and_takes_back(
    clerk: FlaskClient, negotiator: FlaskClient
) -> None:
    made = sent(sent_by=builders.person(Role.MANAGER, email="chef@example.org"))
    page = f"/kommuner/pitea/remisser/{SLUG}"
    start = clerk.get("/").text
    assert "På remiss" in start
    assert f'href="{page}"' in start
    shown = clerk.get(page).text
    assert "Ställer sig kommunen bakom inriktningen?" in shown
    assert clerk.get(f"{page}/handling").data == b"%PDF-1.7 forslag"
    assert clerk.get(f"{page}/missiv.docx").status_code == 200
    assert clerk.get(f"{page}/kvitto").status_code == 302

    refused = clerk.post(f"{page}/svar", data={"expected": "", "text": "Kvar i rutan"})
    assert refused.status_code == 422
    assert "Rätta två uppgifter" in refused.text
    assert "Kvar i rutan</textarea>" in refused.text
    change = answers(made, Stance.SUPPORTS, Stance.SUPPORTS_WITH_CHANGE)
    assert "Skriv vilken ändring ni vill ha" in clerk.post(f"{page}/svar", data=change).text

    whole = change | {
        f"comment_{made.questions[1].id}": "Bara de små kommunerna",
        "text": "Kommunen är positiv.",
        "given_by": "Kommunstyrelsen § 8",
        "reference": "KS 2026/9",
        "file": (BytesIO(pdf()), "yttrande.pdf"),
    }
    answer = clerk.post(f"{page}/svar", data=whole, content_type="multipart/form-data")
    assert answer.location == f"{page}/kvitto", answer.text
    receipt = clerk.get(answer.location).text
    for told in ("Svaret har kommit in", "KS 2026/9", "Piteå kommun", "yttrande.pdf", "Ångra"):
        assert told in receipt
    assert "På remiss" not in clerk.get("/").text
    assert [one.recipient for one in mails("consultation_receipt")] == ["handlaggare@example.org"]
    assert [one.recipient for one in mails("consultation_answered")] == ["chef@example.org"]
    reply = only(Reply)
    assert not reply.on_behalf
    assert reply.file
    assert reply.received_on == clock.today()
    assert clerk.get(f"{page}/yttrande/{reply.id}").status_code == 200

    twice = clerk.post(f"{page}/svar", data=change | {"text": "Andra fliken"})
    assert twice.status_code == 409
    assert "Andra fliken</textarea>" in twice.text
    changed = answers(made, Stance.OPPOSES, Stance.ABSTAINS, expected=f"{reply.id}.{reply.version}")
    assert clerk.post(f"{page}/svar", data=changed).status_code == 302
    reply = only(Reply)
    assert [one.stance for one in reply.opinions] == [Stance.OPPOSES, Stance.ABSTAINS]
    assert reply.file is not None
    assert reply.changed_at is not None
    assert clerk.post(f"{page}/angra").status_code == 409  # changed since: change it instead
    assert "Piteå" in negotiator.get(f"/remisser/{SLUG}").text


def test_a_reply_that_is_undone_is_gone_with_its_mail(clerk: FlaskClient) -> None:
    made = sent()
    page = f"/kommuner/pitea/remisser/{SLUG}"
    clerk.post(f"{page}/svar", data=answers(made, Stance.SUPPORTS, Stance.SUPPORTS))
    assert clerk.post(f"{page}/angra").location == f"{page}/svar"
    assert {one.state for one in mails("consultation_receipt")} == {MessageState.STOPPED}
    assert "Kommunen har inte svarat än" in clerk.get(page).text
    again = answers(made, Stance.OPPOSES, Stance.OPPOSES)
    assert clerk.post(f"{page}/svar", data=again).status_code == 302
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Reply)) == 2


def test_nobody_of_another_municipality_sees_or_answers(
    app: Flask, sign_in: SignIn, clerk: FlaskClient
) -> None:
    made = sent(to=("Piteå", "Luleå"))
    hidden = builders.reply(made, "Luleå", text="Luleås eget", file=store.keep(pdf(), "l.pdf", PDF))
    page = f"/kommuner/pitea/remisser/{SLUG}"
    assert "Luleås eget" not in clerk.get(page).text
    assert clerk.get(f"{page}/yttrande/{hidden.id}").status_code == 404
    assert clerk.get(f"/kommuner/lulea/remisser/{SLUG}").status_code == 403
    outsider = sign_in(builders.person(Role.CLERK, home="Kiruna"))
    for below in ("", "/svar", "/handling", "/missiv.docx", "/kvitto"):
        assert outsider.get(f"/kommuner/kiruna/remisser/{SLUG}{below}").status_code == 404
    assert clerk.get(f"/remisser/{SLUG}").status_code == 403
    reader = sign_in(builders.person(Role.READER))
    assert reader.get(page).status_code == 200
    assert reader.get("/remisser").location == "/kommuner/pitea/remisser"
    assert reader.get(f"{page}/svar").status_code == 403
    assert sign_in(builders.person(Role.ADMIN)).get(f"/remisser/{SLUG}").status_code == 403


def test_when_it_is_over_those_that_were_asked_read_all_replies(
    clerk: FlaskClient, negotiator: FlaskClient
) -> None:
    made = sent(internal_note="Hemligt")
    file = store.keep(pdf(), "lulea.pdf", PDF)
    reply = builders.reply(made, "Luleå", Stance.SUPPORTS, Stance.OPPOSES, text="Ja.", file=file)
    assert negotiator.post(f"/remisser/{SLUG}/avsluta").status_code == 302
    page = f"/kommuner/pitea/remisser/{SLUG}"
    shown = clerk.get(page).text
    for told in ("Alla svar", "1 av 14 svarade", "Luleå", "1 avstyrker", "lulea.pdf"):
        assert told in shown
    assert "Hemligt" not in shown
    assert clerk.get(f"{page}/yttrande/{reply.id}").status_code == 200
    late = clerk.post(
        f"{page}/svar", data=answers(made, Stance.SUPPORTS, Stance.SUPPORTS, text="Hm")
    )
    assert late.status_code == 409
    assert "Hm</textarea>" in late.text
    assert negotiator.post(f"/remisser/{SLUG}/oppna").status_code == 302
    assert "Alla svar" not in clerk.get(page).text


def test_a_late_reply_is_taken_and_marked(clerk: FlaskClient, negotiator: FlaskClient) -> None:
    made = sent(reply_by=clock.today() - timedelta(days=3))
    page = f"/kommuner/pitea/remisser/{SLUG}"
    assert "Sista dagen har passerat" in clerk.get(page).text
    assert (
        clerk.post(f"{page}/svar", data=answers(made, Stance.SUPPORTS, Stance.SUPPORTS)).status_code
        == 302
    )
    assert "Efter sista dagen" in clerk.get(f"{page}/kvitto").text
    assert "Svarade efter sista dagen" in negotiator.get(f"/remisser/{SLUG}").text


def test_the_association_records_for_those_without_accounts(negotiator: FlaskClient) -> None:
    made = sent(to=("Piteå",), guests=("Länets socialchefer",))
    contacts_for("Piteå")
    guest, town = builders.invited(made, "Länets socialchefer"), builders.invited(made, "Piteå")
    address = f"/remisser/{SLUG}/svar"
    assert (
        negotiator.get(f"{address}/{town.id}").location == f"/kommuner/pitea/remisser/{SLUG}/svar"
    )
    data = answers(made, Stance.SUPPORTS, Stance.SUPPORTS, received_on="2 januari 2099")
    ahead = negotiator.post(f"{address}/{guest.id}", data=data)
    assert "Dagen har inte varit än" in ahead.text
    assert (
        negotiator.post(
            f"{address}/{guest.id}", data=data | {"received_on": "2026-01-05"}
        ).status_code
        == 302
    )
    assert only(Reply).received_on == date(2026, 1, 5)
    assert mails("consultation_receipt") == []
    assert "Ångra" in negotiator.get(f"/remisser/{SLUG}").text
    assert negotiator.post(f"{address}/{guest.id}/angra").status_code == 302
    for_town = answers(made, Stance.SUPPORTS, Stance.SUPPORTS)
    negotiator.post(f"/kommuner/pitea/remisser/{SLUG}/svar", data=for_town)
    told = mails("consultation_receipt")
    assert [one.recipient for one in told] == ["registrator@pitea.example.org"]
    assert "Norrbottens Kommuner registrerade det" in told[0].text


def test_the_silent_are_reminded_and_nobody_twice_in_a_week(negotiator: FlaskClient) -> None:
    made = sent(to=("Piteå", "Luleå", "Kiruna"))
    contacts_for("Piteå", "Luleå")
    builders.reply(made, "Luleå")
    page = f"/remisser/{SLUG}/paminn"
    shown = negotiator.get(page).text
    assert "Luleå" not in shown
    assert shown.count(" checked") == 1
    numbers = [str(builders.invited(made, one).id) for one in ("Piteå", "Kiruna")]
    assert negotiator.post(page, data={"invited": []}).status_code == 422
    assert negotiator.post(page, data={"invited": numbers}).status_code == 302
    (first,) = mails("consultation_reminder")
    assert first.recipient == "registrator@pitea.example.org"
    negotiator.post(page, data={"invited": numbers})
    assert len(mails("consultation_reminder")) == 1
    assert negotiator.get(page).text.count(" checked") == 0
    assert negotiator.post(f"{page}/stoppa/{first.topic}").status_code == 302
    assert mails("consultation_reminder")[0].state is MessageState.STOPPED
    assert negotiator.get(page).text.count(" checked") == 1


def test_more_time_is_told_to_those_who_got_it(negotiator: FlaskClient) -> None:
    made = sent(to=("Piteå", "Luleå"), handled_on=date(2027, 3, 1))
    contacts_for("Piteå", "Luleå")
    made.status, made.sent_at = ConsultationStatus.DRAFT, None
    db.session.commit()
    negotiator.post(f"/remisser/{SLUG}/skicka")
    mails()[0].state = MessageState.SENT
    db.session.commit()
    page = f"/remisser/{SLUG}/mer-tid"
    assert negotiator.post(page, data={"reply_by": "2027-02-01"}).status_code == 422
    assert negotiator.post(page, data={"reply_by": "2027-03-19"}).status_code == 302
    assert only().reply_by == date(2027, 3, 19)
    assert [one.recipient for one in mails("consultation_moved")] == [mails()[0].recipient]
    assert "redan den 1 mars 2027" in negotiator.get(f"/remisser/{SLUG}").text


def test_withdrawing_needs_a_reason_and_mails_who_got_it(
    negotiator: FlaskClient, clerk: FlaskClient
) -> None:
    made = sent(to=("Piteå", "Luleå"))
    contacts_for("Piteå", "Luleå")
    made.status, made.sent_at = ConsultationStatus.DRAFT, None
    db.session.commit()
    negotiator.post(f"/remisser/{SLUG}/skicka")
    mails()[0].state = MessageState.SENT
    db.session.commit()
    page = f"/remisser/{SLUG}/dra-tillbaka"
    assert negotiator.post(page, data={"reason": " "}).status_code == 422
    assert negotiator.post(page, data={"reason": "Regionen drog sig ur"}).status_code == 302
    (told,) = mails("consultation_withdrawn")
    assert told.recipient == mails()[0].recipient
    assert "Regionen drog sig ur" in told.text
    assert mails()[1].state is MessageState.STOPPED
    assert "Regionen drog sig ur" in clerk.get(f"/kommuner/pitea/remisser/{SLUG}").text


def test_mails_are_stopped_and_sent_after_all(negotiator: FlaskClient) -> None:
    made = sent(to=("Piteå",))
    contacts_for("Piteå")
    made.status, made.sent_at = ConsultationStatus.DRAFT, None
    db.session.commit()
    negotiator.post(f"/remisser/{SLUG}/skicka")
    assert "Stoppa" in negotiator.get(f"/remisser/{SLUG}").text
    negotiator.post(f"/remisser/{SLUG}/stoppa")
    assert "Mejlen stoppades" in negotiator.get(f"/remisser/{SLUG}").text
    negotiator.post(f"/remisser/{SLUG}/skicka-mejl")
    assert [one.state for one in mails()] == [MessageState.STOPPED, MessageState.QUEUED]
