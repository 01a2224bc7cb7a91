"""The one list of what the register tells: each field, what it holds, its column in the tables.

The pages, the tables, the JSON and its schema are all made of these. A value in `entries.py` has
exactly the attributes that are listed here; the tests hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString

from nk_avtal.register.entries import Entry, PublicDecision, PublicFile, Question
from nk_avtal.register.words import PRECISIONS, VALIDITIES
from nk_avtal.wording import AREAS, KINDS, OUTCOMES

TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
ADDRESS = {"type": "string", "format": "uri"}
DAY = {"type": "string", "format": "date"}
DAY_OR_NONE = {"type": ["string", "null"], "format": "date"}
MOMENT_OR_NONE = {"type": ["string", "null"], "format": "date-time"}
COUNT = {"type": "integer", "minimum": 0}


def _list_of(name: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


@dataclass(frozen=True)
class Field:
    """What an attribute of a public value is called in the JSON, and what it holds.

    `holds` is its JSON Schema. `column` is its name in the csv table, where `codes` are written as
    words; a field without one stands in the JSON alone. With `also_as_written` other words may
    stand there than the codes, as a source has them.
    """

    name: str
    about: str
    holds: Mapping[str, Any]
    column: str = ""
    codes: Mapping[Any, LazyString] | None = None
    also_as_written: bool = False


AGREEMENT = (
    Field("slug", "Avtalets namn i adresser. Ändras aldrig.", TEXT, "namn"),
    Field("url", "Avtalets sida i registret.", ADDRESS, "adress"),
    Field("title", "Avtalets titel.", TEXT, "titel"),
    Field("number", "Avtalets nummer, tomt om det inte har något.", TEXT, "nummer"),
    Field("kind", "Vilket slags avtal det är.", TEXT, "typ", KINDS),
    Field("areas", "De områden som avtalet gäller.", TEXTS, "omrade", AREAS),
    Field("summary", "Vad avtalet handlar om.", TEXT, "sammanfattning"),
    Field("members", "De kommuner som är parter.", TEXTS, "kommuner"),
    Field("others", "De andra parterna.", TEXTS, "andra_parter"),
    Field("start_on", "Den dag avtalet börjar gälla.", DAY_OR_NONE, "galler_fran"),
    Field(
        "start_precision",
        "Hur noga startdagen är känd. För en månad eller ett år står den första dagen.",
        TEXT,
        "galler_fran_noggrannhet",
        PRECISIONS,
    ),
    Field("end_on", "Den sista dag avtalet gäller.", DAY_OR_NONE, "galler_till"),
    Field(
        "end_precision",
        "Hur noga slutdagen är känd. För en månad eller ett år står den sista dagen.",
        TEXT,
        "galler_till_noggrannhet",
        PRECISIONS,
    ),
    Field("validity", "Om avtalet gäller i dag.", TEXT, "lage", VALIDITIES),
    Field("changed_at", "När uppgifterna här senast ändrades.", MOMENT_OR_NONE, "andrad"),
    Field(
        "made_up",
        "Sant för ett påhittat exempel i en demonstration.",
        {"type": "boolean"},
        "exempel",
    ),
    Field("sources", "Offentliga källor till uppgifterna.", TEXTS, "kallor"),
    Field("files", "De dokument som är öppna för alla.", _list_of("dokument")),
    Field("questions", "Vad styrelsen har rekommenderat kommunerna.", _list_of("rekommendation")),
    Field("decisions", "Parternas beslut.", _list_of("beslut")),
)
FILE = (
    Field("title", "Vad dokumentet heter.", TEXT),
    Field("url", "Där dokumentet hämtas, i den version som är öppen för alla.", ADDRESS),
    Field("media_type", "Filens medietyp.", TEXT),
    Field("size", "Filens storlek i byte.", COUNT),
    Field("sha256", "Filens kontrollsumma, SHA-256.", TEXT),
)
QUESTION = (
    Field("slug", "Rekommendationens namn.", TEXT),
    Field("title", "Vad kommunerna rekommenderas att anta.", TEXT),
    Field("recommended_on", "Den dag styrelsen beslutade.", DAY),
    Field("reply_by", "Den dag då kommunerna senast ska svara.", DAY),
    Field("concerned", "Hur många kommuner som berörs.", COUNT),
    Field("adopted", "Hur många av dem som har antagit.", COUNT),
    Field("missing", "De kommuner som inte har beslutat.", TEXTS),
)
DECISION = (
    Field("matter", "Vad beslutet gäller.", TEXT, "arende"),
    Field("party", "Vem som har beslutat.", TEXT, "part"),
    Field("code", "Kommunens kod enligt SCB, tomt för andra.", TEXT, "kommunkod"),
    Field(
        "outcome",
        "Vad beslutet blev: en av koderna, eller källans egna ord.",
        TEXT,
        "utfall",
        OUTCOMES,
        also_as_written=True,
    ),
    Field("body", "Det organ som beslutade.", TEXT, "organ"),
    Field("decided_on", "Den dag organet sammanträdde.", DAY_OR_NONE, "sammantradesdatum"),
    Field("paragraph", "Paragrafen i protokollet.", TEXT, "paragraf"),
    Field("reference", "Diarienumret hos den som beslutade.", TEXT, "diarienummer"),
    Field("source", "Den offentliga källa som uppgiften kommer från.", TEXT, "kalla"),
)
PUBLIC: dict[type, tuple[Field, ...]] = {
    Entry: AGREEMENT,
    PublicFile: FILE,
    Question: QUESTION,
    PublicDecision: DECISION,
}
"""Everything that can leave the register, by the value that carries it."""
NAMES: dict[str, type] = {
    "avtal": Entry,
    "dokument": PublicFile,
    "rekommendation": Question,
    "beslut": PublicDecision,
}
"""What the schema calls them."""
