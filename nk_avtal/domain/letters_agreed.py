"""The values of the documents about an agreement itself and its end."""

from __future__ import annotations

from dataclasses import dataclass, field

from nk_avtal.domain.letter_parts import LetterSender
from nk_avtal.domain.letters import Letter, named


@dataclass(frozen=True)
class LetterNotice:
    """Notice of an agreement."""

    party: str = field(metadata=named("part", "Den part som säger upp", longest=200))
    recipient: str = field(metadata=named("mottagare", "De parter som uppsägningen är till"))
    agreement: str = field(metadata=named("avtal", "Avtalets titel"))
    agreement_number: str = field(
        metadata=named("avtalsnummer", "Avtalets nummer, kan vara tomt", empty=True, longest=40)
    )
    agreement_kind: str = field(metadata=named("avtalsslag", "Slaget i bestämd form", longest=20))
    own_part: str = field(
        metadata=named(
            "egen_del",
            "Tomt när hela avtalet sägs upp, annars att det är för egen del",
            empty=True,
            longest=20,
        )
    )
    last_day: str = field(
        metadata=named(
            "sista_dag", "Sista dagen som avtalet gäller, kan vara tom", empty=True, longest=20
        )
    )
    body: str = field(
        metadata=named(
            "organ", "Det organ som har beslutat, kan vara tomt", empty=True, longest=120
        )
    )
    decided_on: str = field(
        metadata=named("beslutsdag", "Dagen för beslutet, kan vara tom", empty=True, longest=20)
    )
    paragraph: str = field(
        metadata=named("paragraf", "Paragrafen i protokollet, kan vara tom", empty=True, longest=40)
    )
    reference: str = field(
        metadata=named("dnr", "Diarienumret, kan vara tomt", empty=True, longest=40)
    )
    clause: str = field(
        metadata=named("klausul", "Så står det i avtalet, kan vara tomt", empty=True, longest=2500)
    )


@dataclass(frozen=True)
class NoticeLetter(Letter):
    """A letter by which notice is given."""

    sender: LetterSender = field(metadata=named("avsändare", "Vem som svarar på frågor"))
    notice: LetterNotice = field(metadata=named("uppsägning", "Vad som sägs upp"))
