"""The register described for data portals (DCAT-AP-SE, as RDF/XML).

The portal fetches the description from its address and shows the data sets beside everybody
else's. It follows version 3.0.1 of the profile, of which everything mandatory is here and what is
recommended and can be known. Of what is published it tells only when that began.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import current_app
from lxml import etree

from nk_avtal.outbox.composing import ASSOCIATION, link
from nk_avtal.register.markup import Tree

MEDIA_TYPE = "application/rdf+xml"
_SPACES: dict[str | None, str] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcatap": "http://data.europa.eu/r5r/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
"""The licence as the profile writes it, http and all: portals compare the text of the address."""
_DAY = "http://www.w3.org/2001/XMLSchema#date"
_EU = "http://publications.europa.eu/resource/authority"
SWEDISH = f"{_EU}/language/SWE"
THEMES = f"{_EU}/data-theme"
GOVERNMENT = f"{THEMES}/GOVE"
OPEN = f"{_EU}/access-right/PUBLIC"
AT_ONCE = f"{_EU}/frequency/CONT"
STABLE = f"{_EU}/planned-availability/STABLE"
SWEDEN = f"{_EU}/country/SWE"
ASSOCIATIONS = "http://purl.org/adms/publishertype/NonProfitOrganisation"
_ABOUT = "Öppna data ur registret över avtal som kommunerna i Norrbotten har gemensamt."
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types"


@dataclass(frozen=True)
class Form:
    """One of the forms in which a data set can be had."""

    endpoint: str
    title: str
    media_type: str
    about: str
    conforms_to: str = ""


@dataclass(frozen=True)
class DataSet:
    """What a portal lists."""

    name: str
    title: str
    about: str
    keywords: tuple[str, ...]
    forms: tuple[Form, ...]


_CSV = "Tabell i UTF-8 med semikolon mellan kolumnerna. Öppnas i Excel."
_ATOM = "De senaste ändringarna: vad som är nytt, ändrat och borttaget."
_JSON = Form(
    "register.agreements_json",
    "JSON",
    "application/json",
    "Allt i en fil: avtal med dokument, rekommendationer och beslut, beskrivna av ett schema.",
    "register.schema",
)
DATA_SETS = (
    DataSet(
        "avtal",
        "Gemensamma avtal i Norrbotten",
        "Avtal och överenskommelser som kommunerna i Norrbotten har gemensamt: parter, giltighet,"
        " dokument och hur många som har antagit.",
        ("avtal", "överenskommelse", "kommunal samverkan", "Norrbotten"),
        (
            Form("register.agreements_csv", "CSV med semikolon", "text/csv", _CSV),
            _JSON,
            Form("register.atom", "Ändringar som Atom-flöde", "application/atom+xml", _ATOM),
        ),
    ),
    DataSet(
        "beslut",
        "Kommunernas beslut om gemensamma avtal i Norrbotten",
        "Vad varje kommun har beslutat om de gemensamma avtalen: organ, dag, paragraf,"
        " diarienummer och utfall.",
        ("beslut", "kommunfullmäktige", "kommunal samverkan", "Norrbotten"),
        (Form("register.decisions_csv", "CSV med semikolon", "text/csv", _CSV), _JSON),
    ),
)


def description(since: date | None) -> bytes:
    """The catalogue with its data sets, the publisher and where to ask. `since` is the day on which
    the first agreement was published."""
    tree = Tree("rdf:RDF", _SPACES)
    catalogue = _node(tree, "dcat:Catalog", "katalog")
    _texts(tree, catalogue, "Öppet avtalsregister, Norrbottens Kommuner", _ABOUT)
    _resources(tree, catalogue, {"dcterms:license": CC0, "dcat:themeTaxonomy": THEMES})
    tree.add(catalogue, "foaf:homepage", rdf_resource=link("register.index"))
    for one in DATA_SETS:
        tree.add(catalogue, "dcat:dataset", rdf_resource=_address(one.name))
    for one in DATA_SETS:
        _data_set(tree, one, since)
    _publisher(tree)
    if address := current_app.config["REGISTER_CONTACT"]:
        _contact(tree, address)
    return tree.content()


def _address(name: str) -> str:
    return link("register.dcat", anchor=name)


def _node(tree: Tree, kind: str, name: str) -> etree._Element:
    return tree.add(tree.root, kind, rdf_about=_address(name))


def _texts(tree: Tree, node: etree._Element, title: str, about: str) -> None:
    tree.add(node, "dcterms:title", title, xml_lang="sv")
    tree.add(node, "dcterms:description", about, xml_lang="sv")
    _resources(tree, node, {"dcterms:publisher": _address("utgivare"), "dcterms:language": SWEDISH})
    tree.add(node, "dcterms:spatial", rdf_resource=SWEDEN)


def _resources(tree: Tree, node: etree._Element, values: dict[str, str]) -> None:
    for name, address in values.items():
        tree.add(node, name, rdf_resource=address)


def _data_set(tree: Tree, told: DataSet, since: date | None) -> None:
    node = _node(tree, "dcat:Dataset", told.name)
    _texts(tree, node, told.title, told.about)
    tree.add(node, "dcterms:identifier", _address(told.name))
    for word in told.keywords:
        tree.add(node, "dcat:keyword", word, xml_lang="sv")
    values = {
        "dcat:theme": GOVERNMENT,
        "dcterms:accessRights": OPEN,
        "dcterms:accrualPeriodicity": AT_ONCE,
        "dcat:landingPage": link("register.index"),
    }
    _resources(tree, node, values)
    if current_app.config["REGISTER_CONTACT"]:  # without an address to write to it is not one
        tree.add(node, "dcat:contactPoint", rdf_resource=_address("kontakt"))
    if since:
        tree.add(node, "dcterms:issued", since.isoformat(), rdf_datatype=_DAY)
    for number, form in enumerate(told.forms, start=1):
        name = f"{told.name}-{number}"
        tree.add(node, "dcat:distribution", rdf_resource=_address(name))
        _distribution(tree, name, form)


def _distribution(tree: Tree, name: str, form: Form) -> None:
    node = _node(tree, "dcat:Distribution", name)
    tree.add(node, "dcterms:title", form.title, xml_lang="sv")
    tree.add(node, "dcterms:description", form.about, xml_lang="sv")
    tree.add(node, "dcterms:format", form.media_type)
    address = link(form.endpoint)
    values = {
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:mediaType": f"{_MEDIA_TYPES}/{form.media_type}",
        "dcterms:license": CC0,
        "dcterms:language": SWEDISH,
        "dcatap:availability": STABLE,
    }
    _resources(tree, node, values)
    if form.conforms_to:
        tree.add(node, "dcterms:conformsTo", rdf_resource=link(form.conforms_to))


def _publisher(tree: Tree) -> None:
    node = _node(tree, "foaf:Agent", "utgivare")
    tree.add(node, "foaf:name", ASSOCIATION, xml_lang="sv")
    tree.add(node, "dcterms:type", rdf_resource=ASSOCIATIONS)
    tree.add(node, "foaf:homepage", rdf_resource=link("register.index"))


def _contact(tree: Tree, address: str) -> None:
    node = _node(tree, "vcard:Organization", "kontakt")
    tree.add(node, "vcard:fn", ASSOCIATION)
    tree.add(node, "vcard:hasEmail", rdf_resource=f"mailto:{address}")
    tree.add(node, "vcard:hasURL", rdf_resource=link("pages.guidance"))
