"""Values to try a template with: an example to read, the longest that may come, the emptiest."""

from __future__ import annotations

from nk_avtal.domain.letters import (
    Letter,
    LetterCost,
    LetterKind,
    LetterMunicipality,
    LetterNotice,
    LetterRecommendation,
    LetterSender,
    MunicipalLetter,
    NoticeLetter,
    ReportRow,
    StatusReport,
)

MOST_ROWS = 290
"""As many as there are municipalities in Sweden."""
LONGEST_TITLE = 250

_NBSP = "\N{NO-BREAK SPACE}"
_LONG = ("Överenskommelse om samverkan & ansvar <för äldre> i ”Norrbotten” " * 5)[:LONGEST_TITLE]


def example(kind: LetterKind) -> Letter:
    """Values such as they usually are, to explain the fields and to preview a template."""
    sender = LetterSender(
        "Norrbottens Kommuner", "Avdelningschef, Social välfärd", "avtal@example.org",
        "24 november 2026",
    )  # fmt: skip
    if kind is LetterKind.NOTICE:
        return NoticeLetter(sender, _notice())
    recommendation = LetterRecommendation(
        title="Läkarmedverkan, ny bilaga 2 om jourtid",
        agreement="Läkarmedverkan i kommunal hälso- och sjukvård",
        agreement_number="NK 2024-118",
        agreement_kind="överenskommelsen",
        board="Styrelsen",
        board_day="25 september 2026",
        paragraph=f"§{_NBSP}64",
        reference="NK 2026/64",
        points=[
            "att anta bilaga 2, Läkarmedverkan på jourtid, till överenskommelsen om"
            " läkarmedverkan i kommunal hälso- och sjukvård",
            "att bilagan gäller från den 1 februari 2027",
        ],
        background=[
            "Regionen och länets kommuner har en överenskommelse om hur regionens läkare"
            " medverkar i hemsjukvård och särskilda boenden. Ansvaret på jourtid har varit"
            " oklart. Bilaga 2 reglerar när och hur läkare ska kunna nås.",
            "Socialberedningen tillstyrkte bilagan den 26 augusti 2026.",
        ],
        suggested_body="kommunfullmäktige",
        reply_by="31 december 2026",
        takes_effect="1 februari 2027",
        attachments=["Bilaga 2, Läkarmedverkan på jourtid"],
    )
    if kind.is_report:
        return StatusReport(
            sender,
            recommendation,
            "7 av 14 kommuner har antagit.",
            "Sju kommuner har inte beslutat: Gällivare, Haparanda, Jokkmokk, Luleå, Pajala, Piteå"
            " och Överkalix.",
            [
                ReportRow(
                    "Arjeplog", "Antagit", "Kommunfullmäktige", "2026-10-12", "78", "KS 2026/201",
                    "",
                ),
                ReportRow(
                    "Boden", "Antagit med tillägg", "Kommunfullmäktige", "2026-10-26", "142", "",
                    "Uppföljning efter ett år",
                ),
                ReportRow(
                    "Gällivare", "Beslut planerat", "Kommunfullmäktige", "2026-12-07", "", "", ""
                ),
                ReportRow("Haparanda", "Väntar på beslut", "", "", "", "", ""),
            ],
        )  # fmt: skip
    town = LetterMunicipality("Piteå", "Piteå kommun", "Piteå kommuns", "KS 2026/412")
    address = "https://avtal.example.org/kommuner/pitea/beslut/lakarmedverkan-bilaga-2"
    cost = LetterCost(
        "2027", f"12,4{_NBSP}%", f"154{_NBSP}000{_NBSP}kr", f"1{_NBSP}242{_NBSP}000{_NBSP}kr",
        "Fördelas efter invånarantal 31 december 2025",
    )  # fmt: skip
    return MunicipalLetter(sender, town, recommendation, address, cost)


def _notice() -> LetterNotice:
    return LetterNotice(
        party="Piteå kommun",
        recipient="Region Norrbotten",
        agreement="Läkarmedverkan i kommunal hälso- och sjukvård",
        agreement_number="NK 2024-118",
        agreement_kind="överenskommelsen",
        own_part="för egen del",
        last_day="31 december 2027",
        body="Kommunfullmäktige",
        decided_on="25 september 2026",
        paragraph=f"§{_NBSP}64",
        reference="NK 2026/64",
        clause="Överenskommelsen förlängs med två år i taget om den inte sägs upp senast tolv"
        " månader före avtalstidens utgång.",
    )


def longest(kind: LetterKind) -> Letter:
    """Every value as long as it may be, with signs that mean something in a Word file's markup."""
    sender = LetterSender("Norrbottens Kommuner", _LONG, f"{'a' * 200}@example.org", "24 nov")
    if kind is LetterKind.NOTICE:
        longest_notice = LetterNotice(
            *(_LONG[:120], _LONG, _LONG, _LONG[:40], "samverkansavtalet", "för egen del"),
            *("31 december 2027", _LONG[:120], "25 september 2026", _LONG[:40], _LONG[:40]),
            clause=_LONG * 10,
        )
        return NoticeLetter(sender, longest_notice)
    recommendation = LetterRecommendation(
        *(_LONG, _LONG, _LONG[:40], "samverkansavtalet", "Styrelsen", "25 september 2026"),
        paragraph=_LONG[:40],
        reference=_LONG[:40],
        points=[f"att anta {_LONG}"] * 20,
        background=[_LONG * 10] * 20,
        suggested_body="kommunfullmäktige",
        reply_by="31 december 2026",
        takes_effect=_LONG[:120],
        attachments=[_LONG] * 20,
    )
    if kind.is_report:
        row = ReportRow(*(_LONG[:80], _LONG[:40], _LONG[:120], "2026-12-31"), *([_LONG] * 3))
        return StatusReport(sender, recommendation, _LONG, _LONG, [row] * MOST_ROWS)
    town = LetterMunicipality(_LONG[:80], _LONG[:120], _LONG[:120], _LONG[:40])
    cost = LetterCost("2027", "100 %", "1 000 000 000 000 kr", "1 000 000 000 000 kr", _LONG)
    return MunicipalLetter(sender, town, recommendation, f"https://example.org/{'a' * 200}", cost)


def emptiest(kind: LetterKind) -> Letter:
    """Nothing but what must be there before a recommendation can be sent."""
    sender = LetterSender("Norrbottens Kommuner", "", "", "24 november 2026")
    if kind is LetterKind.NOTICE:
        bare = LetterNotice("Piteå kommun", "parterna", "Avtal", "", "avtalet", *([""] * 7))
        return NoticeLetter(sender, bare)
    recommendation = LetterRecommendation(
        *("Avtal", "Avtal", "", "avtalet", "Styrelsen", "25 september 2026", f"§{_NBSP}64", ""),
        points=["att anta avtalet"],
        background=[],
        suggested_body="kommunfullmäktige",
        reply_by="31 december 2026",
        takes_effect="",
        attachments=[],
    )
    if kind.is_report:
        return StatusReport(sender, recommendation, "Ingen har antagit.", "", [])
    town = LetterMunicipality("Piteå", "Piteå kommun", "Piteå kommuns", "")
    return MunicipalLetter(sender, town, recommendation, "https://avtal.example.org/x")
