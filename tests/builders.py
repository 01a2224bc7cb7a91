"""Plain functions that put things into the database for a test."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.adoptions.models import Decision
from nk_avtal.agreements.models import Agreement, AgreementArea, Party
from nk_avtal.agreements.parties import PartyDecision
from nk_avtal.blueprints.guard import TOKEN
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.consultations.models import Consultation, Invited, Opinion, Question, Reply
from nk_avtal.db import db
from nk_avtal.documents.models import (
    Document,
    DocumentKind,
    DocumentVersion,
    Openness,
    StoredFile,
)
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.agreements import Area, Kind, Precision, Stage
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.consultations import ConsultationStatus
from nk_avtal.domain.opinions import Stance
from nk_avtal.domain.people import Role
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.slugs import slug_of
from nk_avtal.domain.words import long_date
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.accounts import add_person
from nk_avtal.people.models import Person, SignIn
from nk_avtal.people.signing_in import hash_of
from nk_avtal.recommendations.models import Addressee, DecisionPoint, Recommendation

TODAY = date(2026, 11, 24)
BOARD_DAY = date(2026, 9, 25)
REPLY_BY = date(2026, 12, 31)


def real_day() -> str:
    """Today as it is: what is noted with an instant knows nothing of the day set for a test."""
    return long_date(datetime.now(ZoneInfo("Europe/Stockholm")).date())


def database_at(url: str, name: str) -> str:
    """The address of another database on the same server."""
    return sa.make_url(url).set(database=name).render_as_string(hide_password=False)


def municipality(name: str) -> Municipality:
    """A member by its short name: `municipality("Piteå")`."""
    return db.session.scalars(sa.select(Municipality).where(Municipality.name == name)).one()


def members() -> list[Municipality]:
    """All members, in the order of their codes."""
    return list(db.session.scalars(sa.select(Municipality).order_by(Municipality.code)))


def person(role: Role, home: str = "Piteå", password: str | None = None, **more: Any) -> Person:
    """An account with `role`; readers and clerks belong to the municipality `home`."""
    town = municipality(home) if role.is_municipal else None
    email = more.pop("email", f"{role}-{secrets.token_hex(4)}@example.org")
    name = more.pop("name", f"Person med rollen {role}")
    made = add_person(email, name, role, town, password, **more)
    db.session.commit()
    return made


def signed_in_client(app: Flask, who: Person) -> FlaskClient:
    """A browser in which `who` has signed in."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.add(SignIn(person_id=who.id, token_hash=hash_of(token), opened_at=now, seen_at=now))
    db.session.commit()
    client = app.test_client()
    with client.session_transaction() as session:
        session[TOKEN] = token
    return client


def agreement(
    title: str = "Läkarmedverkan i kommunal hälso- och sjukvård", **more: Any
) -> Agreement:
    """An agreement between all members and the region, in force 2025-2027, prolonged by two
    years unless notice is given twelve months before."""
    values: dict[str, Any] = {
        "title": title,
        "slug": slug_of(title),
        "kind": Kind.ACCORD,
        "stage": Stage.CONCLUDED,
        "start_on": date(2025, 1, 1),
        "start_precision": Precision.DAY,
        "end_on": date(2027, 12, 31),
        "end_precision": Precision.DAY,
        "notice_period": "12m",
        "following_term": "24m",
        "created_at": clock.now(),
        "areas": [AgreementArea(area=Area.HEALTHCARE)],
        "parties": [Party(municipality_id=one.id) for one in members()]
        + [Party(organisation="Region Norrbotten")],
    }
    made = Agreement(**(values | more))
    db.session.add(made)
    db.session.commit()
    return made


def document_version(owner: Agreement, title: str = "Bilaga 2") -> DocumentVersion:
    """The first version of a document whose bytes are not in the store."""
    file = StoredFile(
        sha256=secrets.token_hex(32),
        size=1234,
        media_type="application/pdf",
        name="bilaga-2.pdf",
        stored_at=clock.now(),
    )
    document = Document(
        agreement_id=owner.id, title=title, kind=DocumentKind.ANNEX, openness=Openness.OPEN
    )
    version = DocumentVersion(document=document, number=1, file=file, added_at=clock.now())
    db.session.add(version)
    db.session.commit()
    return version


def recommendation(owner: Agreement | None = None, **more: Any) -> Recommendation:
    """A recommendation sent to all members; `without=("Kiruna",)` leaves some out."""
    owner = owner or agreement()
    without = more.pop("without", ())
    title = more.pop("title", "Läkarmedverkan, ny bilaga 2 om jourtid")
    board = db.session.scalars(sa.select(Body).where(Body.kind == BodyKind.BOARD)).one()
    values: dict[str, Any] = {
        "title": title,
        "slug": slug_of(title),
        "object_name": "bilagan",
        "agreement_id": owner.id,
        "area": Area.HEALTHCARE,
        "status": Status.SENT,
        "body_id": board.id,
        "recommended_on": BOARD_DAY,
        "paragraph": "64",
        "reply_by": REPLY_BY,
        "sent_at": clock.now() - timedelta(days=57),
        "created_at": clock.now(),
        "document_version": document_version(owner),
        "points": [DecisionPoint(position=1, text="anta bilaga 2, Läkarmedverkan på jourtid")],
        "addressees": [
            Addressee(municipality_id=one.id, concerned=one.name not in without)
            for one in members()
        ],
    }
    made = Recommendation(**(values | more))
    db.session.add(made)
    db.session.commit()
    return made


def addressee(of: Recommendation, name: str) -> Addressee:
    """A member's place in a recommendation."""
    town = municipality(name)
    return next(one for one in of.addressees if one.municipality_id == town.id)


def decision(of: Recommendation, name: str, **more: Any) -> Decision:
    """A decision of the council of the municipality `name`."""
    values: dict[str, Any] = {
        "addressee_id": addressee(of, name).id,
        "body_kind": BodyKind.COUNCIL,
        "body_name": "Kommunfullmäktige",
        "decided_on": date(2026, 11, 16),
        "paragraph": "142",
        "outcome": Outcome.ADOPTED,
        "recorded_at": clock.now(),
    }
    made = Decision(**(values | more))
    db.session.add(made)
    db.session.commit()
    return made


def consultation(owner: Agreement | None = None, **more: Any) -> Consultation:
    """A consultation with two questions, sent to all members; `to=("Piteå",)` asks only some, and
    `guests=("Länets socialchefer",)` others too."""
    owner = owner or agreement()
    towns, guests = more.pop("to", None), more.pop("guests", ())
    title = more.pop("title", "Gemensam inriktning för digitala trygghetslarm")
    values: dict[str, Any] = {
        "title": title,
        "slug": slug_of(title),
        "agreement_id": owner.id,
        "status": ConsultationStatus.SENT,
        "lead": "Kommunerna upphandlar var för sig.",
        "reply_by": date(2027, 2, 26),
        "sent_at": clock.now() - timedelta(days=10),
        "created_at": clock.now(),
        "document_version": more.get("document_version")
        or document_version(owner, "Förslag till inriktning"),
        "questions": [
            Question(position=1, text="Ställer sig kommunen bakom inriktningen?"),
            Question(position=2, text="Ska upphandlingen vara gemensam?"),
        ],
        "invited": [
            Invited(municipality_id=one.id)
            for one in members()
            if towns is None or one.name in towns
        ]
        + [Invited(name=name) for name in guests],
    }
    made = Consultation(**(values | more))
    db.session.add(made)
    db.session.commit()
    return made


def invited(of: Consultation, name: str) -> Invited:
    """The place of a member, or of another by its name, in a consultation."""
    return next(one for one in of.invited if one.called == name)


def reply(of: Consultation, name: str, *stances: Stance, **more: Any) -> Reply:
    """A reply with a stance on each question, by default in favour."""
    comment = more.pop("comment", "")
    chosen = stances or tuple(Stance.SUPPORTS for _ in of.questions)
    values: dict[str, Any] = {
        "invited": invited(of, name),
        "received_on": date(2026, 11, 20),
        "recorded_at": clock.now(),
        "opinions": [
            Opinion(question=question, stance=stance, comment=comment)
            for question, stance in zip(of.questions, chosen, strict=True)
        ],
    }
    made = Reply(**(values | more))
    db.session.add(made)
    db.session.commit()
    return made


def party_decision(of: Agreement, party: str, **more: Any) -> PartyDecision:
    """A decision of a party outside recommendations; with `joins_on` it joins by it."""
    towns = {one.name: one.id for one in members()}
    values: dict[str, Any] = {
        "agreement_id": of.id,
        "municipality_id": towns.get(party),
        "organisation": None if party in towns else party,
        "body_name": "Kommunfullmäktige" if party in towns else "Regionfullmäktige",
        "decided_on": date(2026, 11, 18),
        "paragraph": "98",
        "recorded_at": clock.now(),
    }
    made = PartyDecision(**(values | more))
    db.session.add(made)
    db.session.commit()
    return made


def board_meeting(held_on: date, hand_in_by: date | None = None) -> Meeting:
    """A meeting of the association's board."""
    of_board = sa.select(Body).where(Body.kind == BodyKind.BOARD, Body.municipality_id.is_(None))
    board = db.session.scalars(of_board).first()
    if board is None:
        board = Body(kind=BodyKind.BOARD, name="Styrelsen", slug="styrelsen")
    made = Meeting(body=board, held_on=held_on, hand_in_by=hand_in_by)
    db.session.add(made)
    db.session.commit()
    return made
