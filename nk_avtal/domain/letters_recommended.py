"""The values of the documents that belong to a recommendation."""

from __future__ import annotations

from dataclasses import dataclass, field

from nk_avtal.domain.letter_parts import (
    LetterCost,
    LetterMunicipality,
    LetterRecommendation,
    LetterSender,
)
from nk_avtal.domain.letters import MOST_ROWS, Letter, named


@dataclass(frozen=True)
class MunicipalLetter(Letter):
    """A document for one municipality: tjänsteskrivelse, missiv."""

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


@dataclass(frozen=True)
class ReportRow:
    """Where one municipality stands."""

    name: str = field(metadata=named("namn", "Kommunens namn", longest=80))
    standing: str = field(metadata=named("läge", "Var kommunen står", longest=40))
    body: str = field(
        metadata=named(
            "organ", "Det organ som har beslutat eller ska besluta, kan vara tomt", empty=True,
            longest=120,
        )
    )  # fmt: skip
    day: str = field(
        metadata=named(
            "dag", "Dagen för beslutet eller mötet, kan vara tom", empty=True, longest=10
        )
    )
    paragraph: str = field(
        metadata=named("paragraf", "Paragrafens nummer, kan vara tomt", empty=True, longest=40)
    )
    reference: str = field(
        metadata=named("dnr", "Kommunens diarienummer, kan vara tomt", empty=True, longest=40)
    )
    remark: str = field(
        metadata=named("anmärkning", "Vad kommunen lade till, kan vara tomt", empty=True)
    )


@dataclass(frozen=True)
class StatusReport(Letter):
    """Where all municipalities stand: lägesrapport, and the annex parternas beslut."""

    sender: LetterSender = field(metadata=named("avsändare", "Vem som skickar"))
    recommendation: LetterRecommendation = field(
        metadata=named("rekommendation", "Vad som rekommenderas")
    )
    summary: str = field(metadata=named("läget", "En mening om hur många som har antagit"))
    missing: str = field(
        metadata=named("återstår", "En mening om vilka som återstår, kan vara tom", empty=True)
    )
    rows: list[ReportRow] = field(
        metadata=named("rader", "En rad för varje kommun", "rad", empty=True, most=MOST_ROWS)
    )
