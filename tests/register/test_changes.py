"""The feed of changes and the description for data portals, read by parsers of others."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import feedparser
import pytest
import rdflib
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.publications import Publication
from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.publications import Told, told
from nk_avtal.register import actions, telling
from tests import builders
from tests.statements import counted

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = date(2026, 11, 24)
ATOM = "{http://www.w3.org/2005/Atom}"
GONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
VCARD = rdflib.Namespace("http://www.w3.org/2006/vcard/ns#")
FEED = "/register/andringar.atom"


@pytest.fixture
def agreement(app: Flask) -> Agreement:
    made = builders.agreement("Hemsjukvård <&> \x0b gränser", summary="Om hemsjukvård.")
    actions.publish(made, None)
    db.session.commit()
    return made


def read(client: FlaskClient) -> feedparser.FeedParserDict:
    """The feed as a feed reader understands it, and as the standard demands it."""
    content = client.get(FEED).data
    conforms(etree.fromstring(content))
    found = feedparser.parse(content)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def conforms(feed: etree._Element) -> None:
    """What RFC 4287 says a feed and an entry must have, and may have once."""
    for one in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{name}")) == 1, name
        for moment in (*one.findall(f"{ATOM}updated"), *one.findall(f"{ATOM}published")):
            assert datetime.fromisoformat(moment.text or "").tzinfo
        links = [(link.get("rel"), link.get("type")) for link in one.findall(f"{ATOM}link")]
        assert links.count(("alternate", "text/html")) == 1
        assert all(
            link.get("href", "").startswith("http://localhost/") for link in one.iter(f"{ATOM}link")
        )
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    numbers = [one.text for one in feed.iter(f"{ATOM}id")]
    numbers += [one.get("ref") for one in feed.iter(GONE)]
    assert len(numbers) == len(set(numbers))


def test_what_is_published_and_changed_comes_first_under_the_same_number(
    client: FlaskClient, agreement: Agreement
) -> None:
    other = builders.agreement("Trygghetslarm", published=True)
    telling.run(TODAY)
    (before,) = [one for one in read(client).entries if "Hemsjukvård" in one.title]
    assert before.title == "Hemsjukvård <&>  gränser"
    assert before.link == f"http://localhost/register/{agreement.slug}"
    assert before.summary == "Gäller. Om hemsjukvård."
    assert {one.term for one in before.tags} == {"accord", "healthcare"}
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        builders.decision(builders.recommendation(other, title="Ny bilaga"), "Piteå")
        telling.run(TODAY)
        found = read(client)
        (first, second) = found.entries
    assert first.title == "Trygghetslarm"
    assert "Ny bilaga: antaget av 1 av 14 kommuner." in first.summary
    assert first.updated == found.feed.updated > first.published
    assert (second.id, second.updated) == (before.id, before.updated), "nothing has changed"


def test_what_is_withdrawn_is_told_by_its_number_alone_and_keeps_it(
    client: FlaskClient, agreement: Agreement
) -> None:
    (before,) = read(client).entries
    actions.withdraw(agreement, "Hemligt skäl")
    db.session.commit()
    answer = client.get(FEED)
    conforms(etree.fromstring(answer.data))
    (gone,) = etree.fromstring(answer.data).iter(GONE)
    assert gone.get("ref") == before.id
    for word in ("Hemsjukv", agreement.slug, "Hemligt", str(agreement.number or "NK")):
        assert word not in answer.text
    assert read(client).entries == []
    actions.put_back(agreement)
    db.session.commit()
    assert [one.id for one in read(client).entries] == [before.id]


def test_what_stops_being_shown_without_an_act_is_not_told_from_that_moment(
    client: FlaskClient, agreement: Agreement
) -> None:
    agreement.stage = Stage.CANCELLED
    db.session.commit()
    assert "Hemsjukv" not in client.get(FEED).text
    telling.run(TODAY)
    assert len(list(etree.fromstring(client.get(FEED).data).iter(GONE))) == 1


def test_what_the_calendar_changes_is_a_change_and_a_round_without_news_writes_nothing(
    client: FlaskClient, agreement: Agreement
) -> None:
    def kept() -> list[tuple[object, ...]]:
        db.session.expire_all()
        found = db.session.scalars(sa.select(Publication)).all()
        return [(one.fingerprint, one.changed_at) for one in found]

    before = kept()
    telling.run(TODAY)
    agreement.compensation = "Sådant som inte är öppet"
    telling.run(TODAY)
    assert kept() == before
    telling.run(date(2028, 1, 1))
    assert kept() != before


def test_the_feed_takes_the_same_number_of_statements_however_much_there_is(
    client: FlaskClient, agreement: Agreement
) -> None:
    with counted() as few:
        client.get(FEED)
    for number in range(3):
        builders.agreement(f"Avtal {number}", published=True)
    telling.run(TODAY)
    with counted() as many:
        client.get(FEED)
    assert len(many) == len(few)


@given(shown=st.lists(st.sampled_from([None, "a", "b"]), min_size=1, max_size=8))
def test_times_never_go_back_and_news_is_told_once(shown: list[str | None]) -> None:
    before: Told | None = None
    for number, one in enumerate(shown):
        now = NOW + timedelta(minutes=number)
        after = told(before, one, now)
        assert (after is None or after.withdrawn_at is not None) is (one is None)
        same = before is not None and before.fingerprint == one and not before.withdrawn_at
        if same or (one is None and before and before.withdrawn_at):
            assert after == before
        elif after:
            assert now in (after.changed_at, after.withdrawn_at)
            assert after.published_at <= after.changed_at <= now
        before = after


def test_data_portals_find_every_form_with_licence_publisher_and_contact(
    app: Flask, client: FlaskClient, agreement: Agreement
) -> None:
    app.config["REGISTER_CONTACT"] = "registret@example.org"
    graph = rdflib.Graph().parse(data=client.get("/register/dcat.rdf").data, format="xml")
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    sets = set(graph.objects(catalogue, DCAT.dataset))
    assert sets == set(graph.subjects(RDF.type, DCAT.Dataset))
    assert len(sets) == 2
    for one in (catalogue, *sets):
        for needed in (DCTERMS.title, DCTERMS.description):
            assert graph.value(one, needed).language == "sv"
        publisher = graph.value(one, DCTERMS.publisher)
        assert str(graph.value(publisher, FOAF.name)) == "Norrbottens Kommuner"
        assert (publisher, RDF.type, FOAF.Agent) in graph
    forms = set()
    for one in sets:
        contact = graph.value(one, DCAT.contactPoint)
        assert str(graph.value(contact, VCARD.hasEmail)) == "mailto:registret@example.org"
        for form in graph.objects(one, DCAT.distribution):
            assert "publicdomain/zero" in str(graph.value(form, DCTERMS.license))
            forms.add(
                (str(graph.value(form, DCAT.accessURL)), str(graph.value(form, DCTERMS["format"])))
            )
    for address, media_type in forms:
        answer = client.get(re.sub("^http://localhost", "", address))
        assert (answer.status_code, answer.mimetype) == (200, media_type)
    assert len(forms) == 4
    schemas = {str(one) for one in graph.objects(None, DCTERMS.conformsTo)}
    assert schemas == {"http://localhost/register/schema.json"}


def test_the_page_points_to_every_form(client: FlaskClient, agreement: Agreement) -> None:
    page = client.get("/register").text
    head = page.split("</head>")[0]
    for name in ("avtal.csv", "avtal.json", "andringar.atom", "dcat.rdf"):
        assert f'href="/register/{name}"' in head
        assert page.count(f'href="/register/{name}"') == 2
