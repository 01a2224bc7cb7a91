"""What each Word document may say: plain values that a template is filled with.

A template is text that an office writes. It gets strings, lists and dictionaries and never an
object of the program, so that it can reach nothing else (reliability S-23). The office writes
Swedish, so each value carries the Swedish name that a template uses: `{{ kommun.namn }}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from typing import Any


class LetterKind(StrEnum):
    """The documents that are made from templates."""

    OFFICIAL_LETTER = "official_letter"  # tjänsteskrivelse med förslag till beslut
    COVER_LETTER = "cover_letter"  # missiv
    STATUS_REPORT = "status_report"  # lägesrapport till styrelsen
    NOTICE = "notice"  # uppsägning
    PARTIES_DECISIONS = "parties_decisions"  # bilaga: parternas beslut

    @property
    def is_report(self) -> bool:
        """Whether it tells of every municipality and not to one."""
        return self in (LetterKind.STATUS_REPORT, LetterKind.PARTIES_DECISIONS)


def named(name: str, meaning: str, each: str = "") -> dict[str, str]:
    """The name and the explanation of a value that the office sees.

    `each` is what one item of a list of values is called in the shipped templates.
    """
    return {"name": name, "meaning": meaning, "each": each}


@dataclass(frozen=True)
class LetterRecommendation:
    """What the board recommended. What is not known is an empty string or an empty list."""

    title: str = field(metadata=named("titel", "Rekommendationens rubrik"))
    agreement: str = field(metadata=named("avtal", "Avtalets titel"))
    agreement_number: str = field(metadata=named("avtalsnummer", "Avtalets nummer, kan vara tomt"))
    agreement_kind: str = field(metadata=named("avtalsslag", "Slaget i bestämd form"))
    board: str = field(metadata=named("organ", "Det organ som rekommenderade"))
    board_day: str = field(metadata=named("mötesdag", "Dagen då organet beslutade"))
    paragraph: str = field(metadata=named("paragraf", "Paragrafen i organets protokoll"))
    reference: str = field(metadata=named("dnr", "Förbundets diarienummer, kan vara tomt"))
    points: list[str] = field(
        metadata=named("beslutspunkter", "Att-satserna, var och en börjar med att")
    )
    background: list[str] = field(
        metadata=named("bakgrund", "Ärendets bakgrund, ett stycke i taget")
    )
    suggested_body: str = field(
        metadata=named("föreslaget_organ", "Det organ som föreslås besluta i kommunen")
    )
    reply_by: str = field(metadata=named("svarsdag", "Sista dag att svara"))
    takes_effect: str = field(
        metadata=named("börjar_gälla", "När det ska börja gälla, kan vara tomt")
    )
    attachments: list[str] = field(metadata=named("bilagor", "Bilagornas titlar, kan vara tom"))


@dataclass(frozen=True)
class LetterMunicipality:
    """The municipality that a document is for, under the names that it uses itself."""

    name: str = field(metadata=named("namn", "Kommunens namn"))
    full_name: str = field(metadata=named("fullt_namn", "Hela namnet, så som kommunen skriver det"))
    genitive: str = field(metadata=named("genitiv", "Hela namnet i genitiv"))
    reference: str = field(metadata=named("dnr", "Kommunens diarienummer, kan vara tomt"))


@dataclass(frozen=True)
class LetterSender:
    """Who sends, and whom to ask."""

    association: str = field(metadata=named("förbund", "Förbundets namn"))
    contact: str = field(metadata=named("kontakt", "Den som svarar på frågor, kan vara tomt"))
    contact_email: str = field(metadata=named("epost", "Adress för frågor, kan vara tomt"))
    today: str = field(metadata=named("datum", "Dagen då dokumentet görs"))


@dataclass(frozen=True)
class LetterCost:
    """What the municipality pays for the agreement in a year. All empty where no cost is shared."""

    year: str = field(default="", metadata=named("år", "Året som kostnaden gäller, kan vara tomt"))
    share: str = field(default="", metadata=named("andel", "Kommunens andel i procent"))
    amount: str = field(default="", metadata=named("belopp", "Vad kommunen betalar"))
    total: str = field(default="", metadata=named("summa", "Vad alla betalar tillsammans"))
    key: str = field(default="", metadata=named("nyckel", "Hur kostnaden delas"))


@dataclass(frozen=True)
class MunicipalLetter:
    """The values of a document for one municipality."""

    sender: LetterSender = field(metadata=named("avsändare", "Vem som skickar"))
    municipality: LetterMunicipality = field(metadata=named("kommun", "Vem dokumentet är till"))
    recommendation: LetterRecommendation = field(
        metadata=named("rekommendation", "Vad som rekommenderas")
    )
    record_address: str = field(
        metadata=named("registrera_på", "Adressen där kommunen registrerar beslutet")
    )
    cost: LetterCost = field(
        default=LetterCost(), metadata=named("kostnad", "Vad kommunen betalar, kan vara tomt")
    )

    def context(self) -> dict[str, Any]:
        """The values by the names that a template uses."""
        return _named_values(self)


@dataclass(frozen=True)
class ReportRow:
    """One municipality in the status report; what is not known is an empty string."""

    name: str = field(metadata=named("namn", "Kommunens namn"))
    standing: str = field(metadata=named("läge", "Var kommunen står"))
    body: str = field(
        metadata=named("organ", "Det organ som har beslutat eller ska besluta, kan vara tomt")
    )
    day: str = field(metadata=named("dag", "Dagen för beslutet eller mötet, kan vara tom"))
    paragraph: str = field(metadata=named("paragraf", "Paragrafens nummer, kan vara tomt"))
    reference: str = field(metadata=named("dnr", "Kommunens diarienummer, kan vara tomt"))
    remark: str = field(metadata=named("anmärkning", "Vad kommunen lade till, kan vara tomt"))


@dataclass(frozen=True)
class StatusReport:
    """The values of the status report to the board on one recommendation."""

    sender: LetterSender = field(metadata=named("avsändare", "Vem som skickar"))
    recommendation: LetterRecommendation = field(
        metadata=named("rekommendation", "Vad som rekommenderas")
    )
    summary: str = field(metadata=named("läget", "En mening om hur många som har antagit"))
    missing: str = field(
        metadata=named("återstår", "En mening om vilka som återstår, kan vara tom")
    )
    rows: list[ReportRow] = field(metadata=named("rader", "En rad för varje kommun", each="rad"))

    def context(self) -> dict[str, Any]:
        """The values by the names that a template uses."""
        return _named_values(self)


@dataclass(frozen=True)
class LetterNotice:
    """Notice of an agreement. What is not known is an empty string."""

    party: str = field(metadata=named("part", "Den part som säger upp"))
    recipient: str = field(metadata=named("mottagare", "De parter som uppsägningen är till"))
    agreement: str = field(metadata=named("avtal", "Avtalets titel"))
    agreement_number: str = field(metadata=named("avtalsnummer", "Avtalets nummer, kan vara tomt"))
    agreement_kind: str = field(metadata=named("avtalsslag", "Slaget i bestämd form"))
    own_part: str = field(
        metadata=named("egen_del", "Tomt när hela avtalet sägs upp, annars att det är för egen del")
    )
    last_day: str = field(
        metadata=named("sista_dag", "Sista dagen som avtalet gäller, kan vara tom")
    )
    body: str = field(metadata=named("organ", "Det organ som har beslutat, kan vara tomt"))
    decided_on: str = field(metadata=named("beslutsdag", "Dagen för beslutet, kan vara tom"))
    paragraph: str = field(metadata=named("paragraf", "Paragrafen i protokollet, kan vara tom"))
    reference: str = field(metadata=named("dnr", "Diarienumret, kan vara tomt"))
    clause: str = field(metadata=named("klausul", "Så står det i avtalet, kan vara tomt"))


@dataclass(frozen=True)
class NoticeLetter:
    """The values of a letter by which notice is given."""

    sender: LetterSender = field(metadata=named("avsändare", "Vem som svarar på frågor"))
    notice: LetterNotice = field(metadata=named("uppsägning", "Vad som sägs upp"))

    def context(self) -> dict[str, Any]:
        """The values by the names that a template uses."""
        return _named_values(self)


Letter = MunicipalLetter | StatusReport | NoticeLetter


def _named_values(values: Any) -> dict[str, Any]:
    return {one.metadata["name"]: _plain(getattr(values, one.name)) for one in fields(values)}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return _named_values(value) if is_dataclass(value) else value


@dataclass(frozen=True)
class LetterField:
    """A field as the office sees it: how it is written, what it means, and an example.

    A list is gone through with a loop; `each` is the word for one item of it.
    """

    name: str
    meaning: str
    example: str
    each: str = ""


def fields_of(values: Letter) -> list[LetterField]:
    """Every field that a template of these values can use, in the order of the classes."""
    return list(_described(values, ""))


def _described(values: Any, before: str) -> Iterator[LetterField]:
    for one in fields(values):
        value, meaning = getattr(values, one.name), one.metadata["meaning"]
        name = f"{before}{one.metadata['name']}"
        if is_dataclass(value):
            yield from _described(value, f"{name}.")
        elif isinstance(value, list):
            each = one.metadata["each"] or "text"
            structured = bool(value) and is_dataclass(value[0])
            yield LetterField(name, meaning, "" if structured else value[0], each)
            if structured:
                yield from _described(value[0], f"{each}.")
        else:
            yield LetterField(name, meaning, value)


_ALREADY_SAID = re.compile(r"^(?:[\w-]+\s+){0,6}beslutar\s*(?=att\b)", re.IGNORECASE)


def decision_point(text: str) -> str:
    """An att-sats as it stands in a numbered list under "Kommunfullmäktige beslutar".

    A repeated "Kommunfullmäktige beslutar" goes, a missing "att" comes; the rest is kept.
    """
    rest = _ALREADY_SAID.sub("", " ".join(text.split()))
    if re.match(r"att\b", rest, re.IGNORECASE):
        return f"att{rest[3:]}"
    return f"att {rest}"


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a running text; an empty line or a line break ends one."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line]


FILE_WORDS = {
    LetterKind.OFFICIAL_LETTER: "beslutsunderlag",
    LetterKind.COVER_LETTER: "missiv",
    LetterKind.STATUS_REPORT: "lagesrapport",
    LetterKind.NOTICE: "uppsagning",
    LetterKind.PARTIES_DECISIONS: "parternas-beslut",
}


def file_name(kind: LetterKind, about: str, municipality: str = "") -> str:
    """The name of a document's file, from the names in addresses (ux 10):
    `beslutsunderlag-lakarmedverkan-bilaga-2-pitea.docx`."""
    parts = (FILE_WORDS[kind], about, municipality)
    return "-".join(part for part in parts if part) + ".docx"
