"""The values of the compilation of a consultation's replies (remissammanställning)."""

from __future__ import annotations

from dataclasses import dataclass, field

from nk_avtal.domain.letter_parts import LetterSender
from nk_avtal.domain.letters import Letter, named
from nk_avtal.domain.letters_recommended import LetterConsultation

TRIED = 14
"""With how many replies a template is tried."""


@dataclass(frozen=True)
class LetterOpinion:
    """What one that was asked says of a question."""

    name: str = field(metadata=named("namn", "Vem som har svarat", longest=120))
    stance: str = field(
        metadata=named("ställning", "Tillstyrker, med ändring, avstyrker eller avstår", longest=40)
    )
    comment: str = field(
        metadata=named(
            "kommentar", "Kommentar eller önskad ändring, kan vara tom", empty=True, longest=500
        )
    )


@dataclass(frozen=True)
class LetterQuestion:
    """A question and what was said of it."""

    number: str = field(metadata=named("nummer", "Frågans nummer", longest=3))
    text: str = field(metadata=named("text", "Frågan"))
    result: str = field(metadata=named("utfall", "Hur många som har svarat vad, en mening"))
    opinions: list[LetterOpinion] = field(
        metadata=named("svar", "En rad för varje svar", "svar", empty=True, most=TRIED)
    )


@dataclass(frozen=True)
class LetterReply:
    """A whole reply."""

    name: str = field(metadata=named("namn", "Vem som har svarat", longest=120))
    day: str = field(metadata=named("dag", "Dagen då svaret kom in", longest=20))
    reference: str = field(
        metadata=named("dnr", "Diarienumret där, kan vara tomt", empty=True, longest=40)
    )
    given_by: str = field(
        metadata=named("beslutat_av", "Vem som beslutade om yttrandet, kan vara tomt", empty=True)
    )
    late: str = field(
        metadata=named(
            "sent", "Tomt om svaret kom i tid, annars att det kom sent", empty=True, longest=60
        )
    )
    text: list[str] = field(
        metadata=named(
            "text", "Yttrandet, ett stycke i taget, kan vara tomt", "stycke",
            empty=True, longest=2500, most=3,
        )
    )  # fmt: skip
    file: str = field(
        metadata=named("fil", "Namnet på yttrandet som fil, kan vara tomt", empty=True)
    )


@dataclass(frozen=True)
class ConsultationReport(Letter):
    """The compilation of the replies, for the board."""

    sender: LetterSender = field(metadata=named("avsändare", "Vem som skickar"))
    consultation: LetterConsultation = field(metadata=named("remiss", "Vad remissen gäller"))
    sent_on: str = field(metadata=named("skickad", "Dagen då remissen skickades", longest=20))
    summary: str = field(metadata=named("läget", "Hur många som har svarat"))
    missing: str = field(
        metadata=named(
            "återstår", "En mening om vilka som inte har svarat, kan vara tom",
            empty=True, longest=2500,
        )
    )  # fmt: skip
    questions: list[LetterQuestion] = field(
        metadata=named(
            "frågor", "En del för varje fråga, kan vara tom", "fråga", empty=True, most=5
        )
    )
    replies: list[LetterReply] = field(
        metadata=named("yttranden", "En del för varje svar", "yttrande", empty=True, most=TRIED)
    )
