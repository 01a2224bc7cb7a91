"""The values of a meeting's papers: what a body is to deal with, and what it did."""

from __future__ import annotations

from dataclasses import dataclass, field

from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.letter_parts import LetterSender
from nk_avtal.domain.letters import Letter, named
from nk_avtal.domain.matters import MatterOutcome
from nk_avtal.domain.words import capitalized


@dataclass(frozen=True)
class LetterMeeting:
    """A meeting of one of the association's bodies."""

    body: str = field(metadata=named("organ", "Det organ som möter", longest=120))
    day: str = field(metadata=named("dag", "Dagen för mötet", longest=20))
    weekday: str = field(metadata=named("veckodag", "Veckodagen", longest=10))
    place: str = field(metadata=named("plats", "Var mötet hålls, kan vara tomt", empty=True))
    hand_in: str = field(
        metadata=named("handlingar_senast", "Sista dag att lämna handlingar", longest=20)
    )


@dataclass(frozen=True)
class LetterMatter:
    """A matter on the agenda."""

    number: str = field(metadata=named("nummer", "Ärendets plats på listan", longest=3))
    title: str = field(metadata=named("titel", "Vad ärendet gäller"))
    reference: str = field(
        metadata=named("dnr", "Förbundets diarienummer, kan vara tomt", empty=True, longest=40)
    )
    presenter: str = field(
        metadata=named("föredragande", "Den som ansvarar för ärendet, kan vara tomt", empty=True)
    )
    background: list[str] = field(
        metadata=named(
            "bakgrund", "Ärendets bakgrund, ett stycke i taget, kan vara tom", "stycke",
            empty=True, longest=2500,
        )
    )  # fmt: skip
    proposal: list[str] = field(
        metadata=named(
            "förslag", "Att-satserna, var och en börjar med att, kan vara tom", "punkt", empty=True
        )
    )
    papers: list[str] = field(
        metadata=named("bilagor", "Bilagornas titlar, kan vara tom", "bilaga", empty=True)
    )


@dataclass(frozen=True)
class LetterResult(LetterMatter):
    """A matter that the body has dealt with."""

    paragraph: str = field(
        metadata=named("paragraf", "Paragrafen i protokollet, kan vara tom", empty=True, longest=40)
    )
    opening: str = field(
        metadata=named("inledning", "Orden före att-satserna, eller hela beslutet", longest=250)
    )
    points: list[str] = field(
        metadata=named("punkter", "Att-satserna i beslutet, kan vara tom", "punkt", empty=True)
    )
    note: str = field(
        metadata=named("anteckning", "En anteckning till beslutet, kan vara tom", empty=True,
                       longest=2500)
    )  # fmt: skip


@dataclass(frozen=True)
class AgendaLetter(Letter):
    """Föredragningslista: what a body is to deal with, in order."""

    sender: LetterSender = field(metadata=named("avsändare", "Förbundet"))
    meeting: LetterMeeting = field(metadata=named("möte", "Mötet"))
    matters: list[LetterMatter] = field(metadata=named("ärenden", "Ärendena i ordning", "ärende"))


@dataclass(frozen=True)
class MinutesLetter(Letter):
    """Protokollsutdrag: what a body did with each matter."""

    sender: LetterSender = field(metadata=named("avsändare", "Förbundet"))
    meeting: LetterMeeting = field(metadata=named("möte", "Mötet"))
    matters: list[LetterResult] = field(
        metadata=named("ärenden", "De ärenden som är behandlade", "ärende")
    )


def opening_of(outcome: MatterOutcome, body: str, kind: BodyKind) -> str:
    """The words before the att-satser of what a body did, or the whole where there are none."""
    name = capitalized(body)
    if outcome is MatterOutcome.WITHDRAWN:
        return "Ärendet utgår."
    if outcome is MatterOutcome.DECLINED:
        decides = kind in (BodyKind.BOARD, BodyKind.ASSEMBLY)
        return f"{name} {'avslår' if decides else 'avstyrker'} förslaget."
    return f"{name} {_VERBS[outcome]}"


def has_points(outcome: MatterOutcome) -> bool:
    """Whether what was proposed is what the body decided, recommended or supported."""
    return outcome in (
        MatterOutcome.SUPPORTED, MatterOutcome.RECOMMENDED, MatterOutcome.DECIDED
    )  # fmt: skip


_VERBS = {
    MatterOutcome.SUPPORTED: "tillstyrker förslaget",
    MatterOutcome.RECOMMENDED: "beslutar att rekommendera kommunerna",
    MatterOutcome.DECIDED: "beslutar",
    MatterOutcome.REFERRED_BACK: "återremitterar ärendet.",
    MatterOutcome.TABLED: "bordlägger ärendet.",
}
