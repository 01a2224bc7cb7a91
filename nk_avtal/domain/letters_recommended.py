"""The values of the documents that belong to a recommendation."""

from __future__ import annotations

from dataclasses import dataclass, field

from nk_avtal.domain.letter_parts import (
    LetterAgreement,
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
    summary: str = field(metadata=named("läget", "Hur många som har beslutat och antagit"))
    missing: str = field(
        metadata=named("återstår", "En mening om vilka som återstår, kan vara tom", empty=True)
    )
    rows: list[ReportRow] = field(
        metadata=named("rader", "En rad för varje kommun", "rad", empty=True, most=MOST_ROWS)
    )


@dataclass(frozen=True)
class RecommendationLetter(Letter):
    """The recommendation itself, as it was sent."""

    sender: LetterSender = field(metadata=named("avsändare", "Vem som skickar"))
    recommendation: LetterRecommendation = field(
        metadata=named("rekommendation", "Vad som rekommenderas")
    )
    sent_on: str = field(
        metadata=named("skickad", "Dagen då rekommendationen skickades", longest=20)
    )
    sent_to: list[str] = field(
        metadata=named(
            "mottagare",
            "Kommunerna som rekommendationen är till",
            "kommun",
            most=MOST_ROWS,
            longest=120,
        )
    )


@dataclass(frozen=True)
class DecisionBasis(Letter):
    """What one municipality needs to know of the agreement before it decides."""

    sender: LetterSender = field(metadata=named("avsändare", "Vem som skickar"))
    municipality: LetterMunicipality = field(metadata=named("kommun", "Vem dokumentet är till"))
    recommendation: LetterRecommendation = field(
        metadata=named("rekommendation", "Vad som rekommenderas")
    )
    agreement: LetterAgreement = field(metadata=named("avtal", "Avtalet och dess villkor"))
    cost: LetterCost = field(metadata=named("kostnad", "Vad kommunen betalar, kan vara tomt"))
    summary: str = field(metadata=named("läget", "Hur många som har beslutat och antagit"))
    rows: list[ReportRow] = field(
        metadata=named("rader", "En rad för varje kommun", "rad", empty=True, most=MOST_ROWS)
    )


@dataclass(frozen=True)
class LetterConsultation:
    """A proposal on which the municipalities are asked for their opinion before it is decided."""

    title: str = field(metadata=named("titel", "Remissens rubrik"))
    board: str = field(metadata=named("organ", "Det organ som skickar remissen", longest=120))
    board_day: str = field(
        metadata=named(
            "mötesdag", "Dagen då organet beslutade, kan vara tom", empty=True, longest=20
        )
    )
    paragraph: str = field(
        metadata=named("paragraf", "Paragrafen i protokollet, kan vara tom", empty=True, longest=40)
    )
    reference: str = field(
        metadata=named("dnr", "Diarienumret, kan vara tomt", empty=True, longest=40)
    )
    background: list[str] = field(
        metadata=named(
            "bakgrund",
            "Ärendets bakgrund, ett stycke i taget, kan vara tom",
            "stycke",
            empty=True,
            longest=2500,
        )
    )
    questions: list[str] = field(
        metadata=named(
            "frågor", "Frågorna som kommunen ombeds svara på, kan vara tom", "fråga", empty=True
        )
    )
    reply_by: str = field(metadata=named("svarsdag", "Sista dag att svara", longest=20))
    reply_to: str = field(metadata=named("svara_till", "Adressen som svaret skickas till"))
    reply_page: str = field(
        metadata=named("svara_på", "Sidan där svaret lämnas, tom för den utan konto", empty=True)
    )
    next_step: str = field(
        metadata=named("sedan", "Vad som händer med svaren, kan vara tomt", empty=True)
    )
    attachments: list[str] = field(
        metadata=named("bilagor", "Bilagornas titlar, kan vara tom", "bilaga", empty=True)
    )


@dataclass(frozen=True)
class ConsultationLetter(Letter):
    """The letter with which a consultation goes to one municipality."""

    sender: LetterSender = field(metadata=named("avsändare", "Vem som skickar"))
    municipality: LetterMunicipality = field(metadata=named("kommun", "Vem dokumentet är till"))
    consultation: LetterConsultation = field(metadata=named("remiss", "Vad remissen gäller"))
