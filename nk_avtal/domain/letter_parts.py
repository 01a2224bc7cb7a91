"""Groups of values that several Word documents have in common. What is not known is empty."""

from __future__ import annotations

from dataclasses import dataclass, field

from nk_avtal.domain.letters import named


@dataclass(frozen=True)
class LetterSender:
    """Who sends, and whom to ask."""

    association: str = field(metadata=named("förbund", "Förbundets namn", longest=60))
    contact: str = field(
        metadata=named("kontakt", "Den som svarar på frågor, kan vara tomt", empty=True)
    )
    contact_email: str = field(
        metadata=named("epost", "Adress för frågor, kan vara tomt", empty=True)
    )
    today: str = field(metadata=named("datum", "Dagen då dokumentet görs", longest=20))


@dataclass(frozen=True)
class LetterMunicipality:
    """The municipality that a document is for, under the names that it uses itself."""

    name: str = field(metadata=named("namn", "Kommunens namn", longest=80))
    full_name: str = field(
        metadata=named("fullt_namn", "Hela namnet, så som kommunen skriver det", longest=120)
    )
    genitive: str = field(metadata=named("genitiv", "Hela namnet i genitiv", longest=120))
    reference: str = field(
        metadata=named("dnr", "Kommunens diarienummer, kan vara tomt", empty=True, longest=40)
    )


@dataclass(frozen=True)
class LetterRecommendation:
    """What the board recommended."""

    title: str = field(metadata=named("titel", "Rekommendationens rubrik"))
    agreement: str = field(metadata=named("avtal", "Avtalets titel"))
    agreement_number: str = field(
        metadata=named("avtalsnummer", "Avtalets nummer, kan vara tomt", empty=True, longest=40)
    )
    agreement_kind: str = field(metadata=named("avtalsslag", "Slaget i bestämd form", longest=20))
    board: str = field(metadata=named("organ", "Det organ som rekommenderade", longest=120))
    board_day: str = field(metadata=named("mötesdag", "Dagen då organet beslutade", longest=20))
    paragraph: str = field(
        metadata=named("paragraf", "Paragrafen i organets protokoll", longest=40)
    )
    reference: str = field(
        metadata=named("dnr", "Förbundets diarienummer, kan vara tomt", empty=True, longest=40)
    )
    points: list[str] = field(
        metadata=named("beslutspunkter", "Att-satserna, var och en börjar med att")
    )
    background: list[str] = field(
        metadata=named(
            "bakgrund", "Ärendets bakgrund, ett stycke i taget, kan vara tom", empty=True,
            longest=2500,
        )
    )  # fmt: skip
    suggested_body: str = field(
        metadata=named("föreslaget_organ", "Det organ som föreslås besluta i kommunen", longest=60)
    )
    reply_by: str = field(metadata=named("svarsdag", "Sista dag att svara", longest=20))
    takes_effect: str = field(
        metadata=named(
            "börjar_gälla", "När det ska börja gälla, kan vara tomt", empty=True, longest=120
        )
    )
    attachments: list[str] = field(
        metadata=named("bilagor", "Bilagornas titlar, kan vara tom", empty=True)
    )


@dataclass(frozen=True)
class LetterCost:
    """What the municipality pays for the agreement in a year. All empty where no cost is shared."""

    year: str = field(
        default="",
        metadata=named("år", "Året som kostnaden gäller, kan vara tomt", empty=True, longest=4),
    )
    share: str = field(
        default="",
        metadata=named("andel", "Kommunens andel i procent", empty=True, longest=10),
    )
    amount: str = field(
        default="", metadata=named("belopp", "Vad kommunen betalar", empty=True, longest=25)
    )
    total: str = field(
        default="",
        metadata=named("summa", "Vad alla betalar tillsammans", empty=True, longest=25),
    )
    key: str = field(default="", metadata=named("nyckel", "Hur kostnaden delas", empty=True))


@dataclass(frozen=True)
class LetterAgreement:
    """An agreement and its terms, in sentences as the terms are recorded."""

    title: str = field(metadata=named("titel", "Avtalets titel"))
    number: str = field(
        metadata=named("nummer", "Avtalets nummer, kan vara tomt", empty=True, longest=40)
    )
    kind: str = field(metadata=named("slag", "Slaget i bestämd form", longest=20))
    kind_of: str = field(metadata=named("slag_obestämt", "Slaget i obestämd form", longest=20))
    parties: list[str] = field(metadata=named("parter", "Parternas namn", "part", longest=200))
    purpose: list[str] = field(
        metadata=named(
            "syfte", "Vad avtalet handlar om, ett stycke i taget, kan vara tom", "stycke",
            empty=True, longest=2500,
        )
    )  # fmt: skip
    validity: str = field(
        metadata=named("avtalstid", "En mening om när avtalet gäller, kan vara tom", empty=True)
    )
    prolongation: str = field(
        metadata=named("förlängning", "Hur avtalet förlängs, kan vara tom", empty=True)
    )
    notice: str = field(
        metadata=named("uppsägning", "Hur avtalet sägs upp, kan vara tom", empty=True)
    )
    entry: list[str] = field(
        metadata=named(
            "ikraftträdande", "Vad som krävs för att avtalet ska börja gälla, kan vara tom",
            "villkor", empty=True,
        )
    )  # fmt: skip
    compensation: str = field(
        metadata=named(
            "ersättning", "Ersättningen enligt avtalet, kan vara tom", empty=True, longest=2500
        )
    )
    sharing: str = field(
        metadata=named("kostnadsnyckel", "Hur kostnaden delas, kan vara tomt", empty=True)
    )
    legal_basis: str = field(
        metadata=named(
            "rättslig_grund", "Lagrummet som avtalet bygger på, kan vara tomt", empty=True
        )
    )
