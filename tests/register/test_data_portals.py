"""The description for data portals, held against what DCAT-AP-SE 3.0.1 asks of each class."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import rdflib
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, XSD

from nk_avtal.db import db
from nk_avtal.register import actions
from tests import builders

VCARD = rdflib.Namespace("http://www.w3.org/2006/vcard/ns#")
AVAILABILITY = rdflib.URIRef("http://data.europa.eu/r5r/availability")
EU = "http://publications.europa.eu/resource/authority"
CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
MANY = 99
TEXT, PLAIN, DAY, ADDRESS = "text", "plain", "day", "address"

Asked = tuple[rdflib.URIRef, int, int, str]
PROFILE: dict[rdflib.URIRef, tuple[Asked, ...]] = {
    DCAT.Catalog: (
        (DCTERMS.title, 1, MANY, TEXT),
        (DCTERMS.description, 1, MANY, TEXT),
        (DCTERMS.publisher, 1, 1, ADDRESS),
        (DCTERMS.license, 1, 1, CC0),
        (DCAT.dataset, 1, MANY, ADDRESS),
        (DCAT.themeTaxonomy, 1, MANY, f"{EU}/data-theme"),
        (DCTERMS.language, 1, MANY, f"{EU}/language/"),
        (DCTERMS.spatial, 1, MANY, f"{EU}/country/"),
        (FOAF.homepage, 1, 1, ADDRESS),
    ),
    DCAT.Dataset: (
        (DCTERMS.title, 1, MANY, TEXT),
        (DCTERMS.description, 1, MANY, TEXT),
        (DCTERMS.publisher, 1, 1, ADDRESS),
        (DCAT.contactPoint, 1, MANY, ADDRESS),
        (DCAT.distribution, 1, MANY, ADDRESS),
        (DCAT.keyword, 1, MANY, TEXT),
        (DCAT.theme, 1, MANY, f"{EU}/data-theme/"),
        (DCTERMS.accessRights, 1, 1, f"{EU}/access-right/"),
        (DCTERMS.accrualPeriodicity, 1, 1, f"{EU}/frequency/"),
        (DCTERMS.identifier, 1, MANY, PLAIN),
        (DCTERMS.issued, 1, 1, DAY),
        (DCTERMS.language, 1, MANY, f"{EU}/language/"),
        (DCTERMS.spatial, 1, MANY, f"{EU}/country/"),
        (DCAT.landingPage, 1, MANY, ADDRESS),
    ),
    DCAT.Distribution: (
        (DCAT.accessURL, 1, MANY, ADDRESS),
        (DCAT.downloadURL, 1, MANY, ADDRESS),
        (DCTERMS.title, 1, MANY, TEXT),
        (DCTERMS.description, 1, MANY, TEXT),
        (DCTERMS["format"], 1, 1, PLAIN),
        (DCAT.mediaType, 0, 1, "https://www.iana.org/assignments/media-types/"),
        (DCTERMS.license, 1, 1, CC0),
        (DCTERMS.language, 1, MANY, f"{EU}/language/"),
        (AVAILABILITY, 1, 1, f"{EU}/planned-availability/"),
    ),
    FOAF.Agent: (
        (FOAF.name, 1, MANY, PLAIN),
        (DCTERMS.type, 1, 1, "http://purl.org/adms/publishertype/"),
    ),
    VCARD.Organization: (
        (VCARD.fn, 1, 1, PLAIN),
        (VCARD.hasEmail, 1, MANY, "mailto:"),
    ),
}
"""What each class has at least and at most of, and how its values are or begin."""


def described(client: FlaskClient) -> rdflib.Graph:
    return rdflib.Graph().parse(data=client.get("/register/dcat.rdf").data, format="xml")


def faults(graph: rdflib.Graph) -> list[str]:
    found = []
    for kind, asked in PROFILE.items():
        for node in graph.subjects(RDF.type, kind):
            for name, least, most, wanted in asked:
                values = list(graph.objects(node, name))
                fits = all(_fits(one, wanted) for one in values)
                if not (least <= len(values) <= most and fits):
                    found.append(f"{node} {name}: {values}")
    return found


def _fits(value: rdflib.term.Node, wanted: str) -> bool:
    if isinstance(value, rdflib.Literal):
        kind = {TEXT: value.language == "sv", DAY: value.datatype == XSD.date, PLAIN: True}
        return bool(value.strip()) and kind.get(wanted, False)
    return str(value).startswith("http" if wanted == ADDRESS else wanted)


@pytest.fixture
def published(app: Flask) -> None:
    app.config["REGISTER_CONTACT"] = "registret@example.org"
    with time_machine.travel(datetime(2026, 2, 3, 23, 30, tzinfo=UTC), tick=False):
        actions.publish(builders.agreement(), None)
        db.session.commit()


def test_every_class_has_what_the_swedish_profile_asks_of_it(
    client: FlaskClient, published: None
) -> None:
    graph = described(client)
    assert {kind for kind in PROFILE if (None, RDF.type, kind) in graph} == set(PROFILE)
    assert faults(graph) == []
    assert {str(one) for one in graph.objects(None, DCTERMS.issued)} == {"2026-02-04"}


def test_whatever_is_pointed_to_here_is_described_here(
    client: FlaskClient, published: None
) -> None:
    graph = described(client)
    described_here = {str(one) for one in graph.subjects()}
    pointed = {str(one) for one in graph.objects() if "#" in str(one) and "dcat.rdf" in str(one)}
    assert pointed
    assert pointed <= described_here


def test_a_contact_without_an_address_to_write_to_is_left_out_whole(
    app: Flask, client: FlaskClient
) -> None:
    app.config["REGISTER_CONTACT"] = ""
    graph = described(client)
    assert (None, DCAT.contactPoint, None) not in graph
    assert (None, RDF.type, VCARD.Organization) not in graph
