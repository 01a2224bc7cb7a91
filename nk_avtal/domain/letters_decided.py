"""The values of an excerpt of a municipality's minutes."""

from __future__ import annotations

from dataclasses import dataclass, field

from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.letter_parts import LetterMunicipality, LetterRecommendation, LetterSender
from nk_avtal.domain.letters import Letter, named
from nk_avtal.domain.words import capitalized


@dataclass(frozen=True)
class LetterDecision:
    """What a body of the municipality decided."""

    body: str = field(metadata=named("organ", "Det organ som har beslutat", longest=120))
    day: str = field(metadata=named("sammanträdesdag", "Dagen för sammanträdet", longest=20))
    paragraph: str = field(metadata=named("paragraf", "Paragrafen i protokollet", longest=40))
    reference: str = field(
        metadata=named("dnr", "Kommunens diarienummer, kan vara tomt", empty=True, longest=40)
    )
    opening: str = field(
        metadata=named("inledning", "Orden före att-satserna, eller hela beslutet", longest=200)
    )
    points: list[str] = field(
        metadata=named("punkter", "Att-satserna, kan vara tom", "punkt", empty=True)
    )
    addition: str = field(
        metadata=named("tillägg", "Vad kommunen lade till, kan vara tomt", empty=True, longest=2500)
    )
    change: str = field(
        metadata=named(
            "ändring",
            "Hur texten avviker från den rekommenderade, kan vara tomt",
            empty=True,
            longest=2500,
        )
    )
    reason: str = field(
        metadata=named("skäl", "Skälet till beslutet, kan vara tomt", empty=True, longest=2500)
    )
    returns: str = field(
        metadata=named(
            "återkommer", "Dagen då frågan tas upp igen, kan vara tom", empty=True, longest=20
        )
    )
    approved: str = field(
        metadata=named(
            "justerat", "Dagen då protokollet justerades, kan vara tom", empty=True, longest=20
        )
    )
    announced: str = field(
        metadata=named(
            "anslaget", "Dagen då protokollet anslogs, kan vara tom", empty=True, longest=20
        )
    )


@dataclass(frozen=True)
class ExcerptLetter(Letter):
    """An excerpt of the minutes, filled in for the clerk who attests it."""

    sender: LetterSender = field(metadata=named("avsändare", "Förbundet som beslutet skickas till"))
    municipality: LetterMunicipality = field(metadata=named("kommun", "Kommunen som har beslutat"))
    decision: LetterDecision = field(metadata=named("beslut", "Vad kommunen beslutade"))
    recommendation: LetterRecommendation = field(
        metadata=named("rekommendation", "Vad som rekommenderas")
    )


def opening_of(outcome: Outcome, body: str, next_body: str) -> str:
    """The words before the att-satser of a decision, or the whole of one that has none.

    `next_body` is who decides after a body that only proposes.
    """
    if outcome is Outcome.WITHDRAWN:
        return "Ärendet utgår."
    if outcome is Outcome.PROPOSED:
        return f"{capitalized(body)} föreslår {next_body} besluta"
    return f"{capitalized(body)} beslutar"


def points_of(outcome: Outcome, recommended: list[str]) -> list[str]:
    """The att-satser of a decision: the recommended ones where it adopts or proposes them."""
    return _POINTS.get(outcome, recommended)


_POINTS: dict[Outcome, list[str]] = {
    Outcome.REFERRED_BACK: ["att återremittera ärendet"],
    Outcome.TABLED: ["att bordlägga ärendet"],
    Outcome.DECLINED: ["att avslå förslaget"],
    Outcome.WITHDRAWN: [],
    Outcome.NOTED: ["att lägga ärendet till handlingarna"],
}
