"""Secrets change nothing for whoever may not know them (S-04 to S-07).

Several databases are equal but for what a negotiation holds: mandates, drafts and notes of other
texts, lengths and numbers, or no negotiation at all. A clerk, a reader and a visitor get the same
answers from all of them, byte for byte, at every address that can be read: pages, feeds, exports,
searches, files; and the same mails. Only what is random in each answer is taken out.

Whoever adds something that is secret adds a line to `WORLDS` that makes it.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.consultations.models import Consultation
from nk_avtal.db import db
from nk_avtal.digests.running import run as write_letters
from nk_avtal.documents import store
from nk_avtal.domain.consultations import ConsultationStatus
from nk_avtal.domain.negotiations import Channel, Side
from nk_avtal.domain.people import Role
from nk_avtal.feeds.actions import make_address
from nk_avtal.negotiations import actions, queries, saying
from nk_avtal.negotiations.models import Negotiation
from nk_avtal.negotiations.saying import Contact, Limits, Said
from nk_avtal.outbox.models import Message
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Recommendation
from nk_avtal.reminders.running import run as remind
from tests import builders
from tests.api.programs import Program
from tests.negotiations import scenes
from tests.pages import without_changing
from tests.security.expected_routes import ARGUMENTS
from tests.security.test_permissions import OWN, addresses, scene

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 24)
MANDATE, DRAFT, NOTE = "kanarie-mandat-7f3a", "kanarie-utkast-91bc", "kanarie-anteckning-c04d"
OPINION = "kanarie-remissvar-2b61"
SEARCHES = ("kanarie", "mandat", "leveranstid akut", "samverkan och kostnader", "leveranstidd")
RANDOM = re.compile(
    rb"""nonce-[\w+/=-]+ | nonce="[^"]+" | name="(?:\w+-)?csrf_token"[^>]*value="[^"]+" """
    rb"""| Felnummer\ \w+ | "request_id":\ *"\w+" """,
    re.VERBOSE,
)
"""Tokens, nonces and numbers of requests."""
HEADERS = ("Content-Type", "Content-Disposition", "Location", "Content-Length")


def without_negotiations() -> None:
    """Nothing is negotiated."""
    made = the_negotiation()
    for table in ("mandate", "talk", "position", "issue_step"):
        db.session.execute(sa.text(f"DELETE FROM {table}"))
    for table in ("issue", "negotiation_round", "negotiator", "counterparty"):
        where = sa.text(f"DELETE FROM {table} WHERE negotiation_id = :number")
        db.session.execute(where, {"number": made.id})
    db.session.execute(sa.text("DELETE FROM negotiation"))
    db.session.commit()


def without_secrets() -> None:
    """A negotiation of which everything has been said to the other side."""
    for table, condition in (("mandate", ""), ("position", "WHERE NOT is_sent")):
        db.session.execute(sa.text(f"DELETE FROM {table} {condition}"))
    db.session.commit()


def with_many_secrets() -> None:
    """The same with mandates, drafts and notes."""
    made = the_negotiation()
    (writer,) = {one.person for one in made.group} & set(negotiators())
    saying.set_mandate(made, None, Limits(f"{MANDATE} {'lång ' * 90}"))
    for issue in made.issues:
        saying.set_mandate(made, issue, Limits(MANDATE))
        for number in range(3):
            said = Said(Side.OURS, f"{DRAFT} {number}", False, TODAY)
            saying.post(issue, said, writer)
        issue.question = issue.origin_note = NOTE
    made.next_step, made.next_step_on = NOTE, TODAY
    made.if_missed = made.rounds[0].meeting_notes = NOTE
    saying.log_contact(made, Contact(TODAY, Channel.CALL, NOTE), writer)
    actions.add_issue(made, NOTE, writer=writer)
    with_another_opinion()
    db.session.commit()


def with_another_opinion() -> None:
    """What another municipality has answered, the association's own note, and a draft."""
    asked = db.session.scalars(sa.select(Consultation)).one()
    asked.internal_note = OPINION
    file = store.keep(OPINION.encode(), f"{OPINION}.pdf", "application/pdf")
    builders.reply(asked, "Luleå", comment=OPINION, text=OPINION, reference="x", file=file)
    builders.consultation(
        asked.agreement,
        title=OPINION,
        lead=OPINION,
        status=ConsultationStatus.DRAFT,
        sent_at=None,
        document_version=asked.document_version,
    )


WORLDS: dict[str, Callable[[], None]] = {
    "no secrets": without_secrets,
    "many secrets": with_many_secrets,
    "no negotiations": without_negotiations,
}
LARGE = (".docx", ".zip", ".pdf")
"""What is made slowly is fetched from the first two worlds alone."""


def the_negotiation() -> Negotiation:
    return db.session.scalars(sa.select(Negotiation)).one()


def negotiators() -> list[Person]:
    return list(db.session.scalars(sa.select(Person).where(Person.role == Role.NEGOTIATOR)))


@pytest.fixture
def origin(app: Flask, database_url: str) -> Path:
    """The database from which the worlds come: with a negotiation about what is recommended."""
    with time_machine.travel(NOW, tick=False):
        scene()
        about = db.session.scalars(sa.select(Recommendation)).one().agreement
        the_negotiation().agreement = about
        asked = builders.consultation(about, slug=str(ARGUMENTS["slug"]))
        assert asked.document_version
        asked.document_version.file = store.keep(b"%PDF-1.7", "forslag.pdf", "application/pdf")
        db.session.commit()
    file = sa.make_url(database_url).database
    assert file
    return Path(file)


def in_world(file: Path, fill: Callable[[], None]) -> None:
    """Go to the world that `fill` makes of the origin."""
    let_go()
    shutil.copy(file.with_suffix(".origin"), file)
    fill()


def keep(file: Path) -> None:
    """Keep the database as it is, to go back to."""
    let_go()
    shutil.copy(file, file.with_suffix(".origin"))


def let_go() -> None:
    db.session.close()
    db.engine.dispose()


def pages(app: Flask) -> list[str]:
    """Every address that can be read, with some searches."""
    found = [address for _, method, address in addresses(app, OWN) if method == "GET"]
    found += [f"/sok?q={words.replace(' ', '+')}" for words in SEARCHES]
    found += ["/register?q=leveranstid", "/avtal?q=leveranstid", "/avtal?skede=concluded"]
    return [one for one in found if not one.startswith("/static")]


Answers = dict[tuple[str, str], tuple[object, ...]]


def answers(clients: dict[str, FlaskClient], asked: dict[str, list[str]]) -> Answers:
    """What each of the clients gets at each address."""
    found: Answers = {}
    for who, client in clients.items():
        for address in asked[who]:
            answer = client.get(address)
            headers = tuple(answer.headers.get(name) for name in HEADERS[:3])
            body = RANDOM.sub(b"", everything_in(answer.data))
            if answer.mimetype == "text/html":
                body = without_changing(body.decode()).encode()
            found[who, address] = (answer.status_code, *headers, body)
    return found


def mails() -> list[tuple[object, ...]]:
    """What is mailed to municipalities on this day, without the random parts of addresses."""
    remind(TODAY)
    write_letters(TODAY)
    wanted = sa.select(Message).join(Person, Person.email == Message.recipient, isouter=True)
    wanted = wanted.where(sa.or_(Person.id.is_(None), Person.municipality_id.is_not(None)))
    return [
        (one.recipient, one.subject, re.sub(r"[\w-]{40,}", "*", one.text), one.kind)
        for one in db.session.scalars(wanted.order_by(Message.id))
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whoever_is_outside_gets_the_same_from_every_world(app: Flask, origin: Path) -> None:
    with time_machine.travel(NOW, tick=False):
        clerk, reader = builders.person(Role.CLERK), builders.person(Role.READER)
        clients = {
            "clerk": builders.signed_in_client(app, clerk),
            "reader": builders.signed_in_client(app, reader),
            "visitor": app.test_client(),
        }
        calendar = f"/fornyelser/kalender.ics?nyckel={make_address(clerk)}"
        db.session.commit()
        asked = {who: [*pages(app), calendar] for who in clients}
        clients["program"] = app.test_client()
        clients["program"].environ_base |= {
            f"HTTP_{name.upper()}": value for name, value in Program(app, clerk).headers.items()
        }
        asked["program"] = [one for one in pages(app) if one.startswith("/api/")]
        answers({"clerk": clients["clerk"]}, {"clerk": [calendar]})  # it has told its events now
        keep(origin)
        found, sent = {}, {}
        for name, fill in WORLDS.items():
            in_world(origin, fill)
            quick = fill is without_negotiations
            some = {
                who: [one for one in every if not (quick and one.endswith(LARGE))]
                for who, every in asked.items()
            }
            found[name], sent[name] = answers(clients, some), mails()
    first, *others = found
    for name in others:
        differing = [key for key, told in found[name].items() if told != found[first][key]]
        assert differing == [], name
        assert sent[name] == sent[first], name
    assert len(found[first]) > 300
    statuses = [told[0] for told in found[first].values()]
    assert statuses.count(200) > 60


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_secret_comes_to_anybody_of_the_association_who_may_not_know_it(
    app: Flask, origin: Path
) -> None:
    """The mandate is for the group and the responsible manager; all of it is for readers of the
    negotiation alone, and in what leaves the group there is no draft."""
    with_many_secrets()
    knows_nothing = (MANDATE, DRAFT, NOTE, scenes.MANDATE, scenes.DRAFT, scenes.SLUG)
    hidden = {
        Role.ADMIN: (*knows_nothing, OPINION),
        Role.NEGOTIATOR: knows_nothing,
        Role.SECRETARY: (MANDATE, scenes.MANDATE),
        Role.MANAGER: (MANDATE, scenes.MANDATE),
    }
    asked = pages(app)
    for role, secrets in hidden.items():
        client = builders.signed_in_client(app, builders.person(role))
        for address in asked:
            told = everything_in(client.get(address).data)
            if scenes.SLUG in address or "/sok?" in address:  # the page repeats what was asked
                told = told.replace(scenes.SLUG.encode(), b"")
            for secret in secrets:
                searched = secret.split("-")[0] in address
                assert searched or secret.encode() not in told, (role, address)
    writer = negotiators()[0]
    assert queries.mandates(the_negotiation(), writer), "and there is something to hide"


def everything_in(content: bytes) -> bytes:
    """An answer, with all that lies in it when it is packed: a packed file holds when it was."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(
            name.encode() + everything_in(archive.read(name)) for name in archive.namelist()
        )
