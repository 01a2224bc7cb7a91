"""The values of the documents about an agreement itself and its end."""

from __future__ import annotations

from dataclasses import dataclass, field

from nk_avtal.domain.letter_parts import LetterAgreement, LetterMunicipality, LetterSender
from nk_avtal.domain.letters import MOST_ROWS, Letter, named


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


@dataclass(frozen=True)
class LetterReceipt:
    """That a notice has been received."""

    confirmer: str = field(metadata=named("från", "Den part som bekräftar", longest=250))
    recipient: str = field(metadata=named("till", "Den part som har sagt upp", longest=200))
    sent_on: str = field(
        metadata=named(
            "avsänd", "Dagen då uppsägningen skickades, kan vara tom", empty=True, longest=20
        )
    )
    received_on: str = field(
        metadata=named(
            "mottagen", "Dagen då uppsägningen kom in, kan vara tom", empty=True, longest=20
        )
    )
    others_bound: list[str] = field(
        metadata=named(
            "fortsatt_bundna",
            "Parterna som avtalet fortfarande gäller för, kan vara tom",
            "part",
            empty=True,
            longest=200,
            most=MOST_ROWS,
        )
    )


@dataclass(frozen=True)
class NoticeConfirmation(Letter):
    """A letter by which the receipt of a notice is confirmed."""

    sender: LetterSender = field(metadata=named("avsändare", "Vem som svarar på frågor"))
    notice: LetterNotice = field(metadata=named("uppsägning", "Vad som sägs upp"))
    receipt: LetterReceipt = field(metadata=named("bekräftelse", "Vem som bekräftar, och vad"))


@dataclass(frozen=True)
class LetterProlongation:
    """How an agreement is prolonged."""

    ground: str = field(metadata=named("grund", "En mening om varför avtalet förlängs"))
    decided_on: str = field(
        metadata=named("beslutad", "Dagen då förlängningen avgjordes", longest=20)
    )
    old_end: str = field(
        metadata=named(
            "förra_sista_dag",
            "Sista dagen före förlängningen, kan vara tom",
            empty=True,
            longest=20,
        )
    )
    new_start: str = field(
        metadata=named(
            "första_dag", "Första dagen av förlängningen, kan vara tom", empty=True, longest=20
        )
    )
    new_end: str = field(
        metadata=named(
            "sista_dag", "Sista dagen av förlängningen, kan vara tom", empty=True, longest=20
        )
    )
    agreed: str = field(
        metadata=named(
            "skrivs_under",
            "Tomt när avtalet förlängs utan att parterna skriver under",
            empty=True,
            longest=20,
        )
    )
    clause: str = field(
        metadata=named("klausul", "Så står det i avtalet, kan vara tomt", empty=True, longest=2500)
    )


@dataclass(frozen=True)
class ProlongationLetter(Letter):
    """A document that says how an agreement is prolonged."""

    sender: LetterSender = field(metadata=named("avsändare", "Vem som skickar"))
    agreement: LetterAgreement = field(metadata=named("avtal", "Avtalet och dess villkor"))
    prolongation: LetterProlongation = field(metadata=named("förlängning", "Hur avtalet förlängs"))


@dataclass(frozen=True)
class AgreementDraft(Letter):
    """An agreement to be written: parties, terms as they are recorded, and who signs."""

    sender: LetterSender = field(metadata=named("avsändare", "Vem som skickar"))
    agreement: LetterAgreement = field(metadata=named("avtal", "Avtalet och dess villkor"))
    attachments: list[str] = field(
        metadata=named("bilagor", "Bilagornas titlar, kan vara tom", "bilaga", empty=True)
    )


@dataclass(frozen=True)
class CooperationRow:
    """One agreement by which a task is done by another municipality or the region (KL 9:37)."""

    title: str = field(metadata=named("titel", "Avtalets titel"))
    number: str = field(
        metadata=named("nummer", "Avtalets nummer, kan vara tomt", empty=True, longest=40)
    )
    parties: str = field(metadata=named("parter", "De andra parterna"))
    task: str = field(
        metadata=named("uppgift", "Vad samverkan gäller, kan vara tomt", empty=True, longest=2500)
    )
    legal_basis: str = field(
        metadata=named(
            "rättslig_grund", "Lagrummet som avtalet bygger på, kan vara tomt", empty=True
        )
    )
    start: str = field(
        metadata=named(
            "började", "När avtalet började gälla, kan vara tomt", empty=True, longest=20
        )
    )
    end: str = field(
        metadata=named("slutar", "När avtalet slutar gälla, kan vara tomt", empty=True, longest=20)
    )
    cost: str = field(
        metadata=named(
            "kostnad", "Kommunens kostnad för året, kan vara tomt", empty=True, longest=25
        )
    )
    changes: str = field(
        metadata=named("ändringar", "Vad som ändrades under året, kan vara tomt", empty=True)
    )


@dataclass(frozen=True)
class CooperationReport(Letter):
    """One municipality's avtalssamverkan in a year, for its council (KL 9:38)."""

    sender: LetterSender = field(metadata=named("avsändare", "Vem som har sammanställt"))
    municipality: LetterMunicipality = field(metadata=named("kommun", "Kommunen som rapporterar"))
    year: str = field(metadata=named("år", "Året som rapporten gäller", longest=4))
    rows: list[CooperationRow] = field(
        metadata=named("rader", "Ett avtal i taget, kan vara tom", "rad", empty=True, most=100)
    )
    unclear: list[str] = field(
        metadata=named(
            "oklara", "Avtal där det inte är avgjort om de är avtalssamverkan, kan vara tom",
            "avtalet", empty=True, most=100,
        )
    )  # fmt: skip
