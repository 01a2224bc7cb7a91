"""An example of each document's values, as the office reads them beside the fields."""

from __future__ import annotations

from dataclasses import replace

from nk_avtal.domain.letter_parts import (
    LetterCost,
    LetterMunicipality,
    LetterRecommendation,
    LetterSender,
)
from nk_avtal.domain.letters import Letter, LetterKind
from nk_avtal.domain.letters_agreed import LetterNotice, NoticeLetter
from nk_avtal.domain.letters_recommended import MunicipalLetter, ReportRow, StatusReport

_NBSP = "\N{NO-BREAK SPACE}"
_SENDER = LetterSender(
    "Norrbottens Kommuner", "Avdelningschef, Social välfärd", "avtal@example.org",
    "24 november 2026",
)  # fmt: skip
_TOWN = LetterMunicipality("Piteå", "Piteå kommun", "Piteå kommuns", "KS 2026/412")
_COST = LetterCost(
    "2027", f"12,4{_NBSP}%", f"154{_NBSP}000{_NBSP}kr", f"1{_NBSP}242{_NBSP}000{_NBSP}kr",
    "Fördelas efter invånarantal 31 december 2025",
)  # fmt: skip
_RECOMMENDATION = LetterRecommendation(
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
_ROWS = [
    ReportRow("Arjeplog", "Antagit", "Kommunfullmäktige", "2026-10-12", "78", "KS 2026/201", ""),
    ReportRow(
        "Boden", "Antagit med tillägg", "Kommunfullmäktige", "2026-10-26", "142", "",
        "Uppföljning efter ett år",
    ),
    ReportRow("Gällivare", "Beslut planerat", "Kommunfullmäktige", "2026-12-07", "", "", ""),
    ReportRow("Haparanda", "Väntar på beslut", "", "", "", "", ""),
]  # fmt: skip
_REPORT = StatusReport(
    _SENDER,
    _RECOMMENDATION,
    "7 av 14 kommuner har antagit.",
    "Sju kommuner har inte beslutat: Gällivare, Haparanda, Jokkmokk, Luleå, Pajala, Piteå"
    " och Överkalix.",
    _ROWS,
)
_LETTER = MunicipalLetter(
    _SENDER,
    _TOWN,
    _RECOMMENDATION,
    "https://avtal.example.org/kommuner/pitea/beslut/lakarmedverkan-bilaga-2",
    _COST,
)
_NOTICE = LetterNotice(
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

EXAMPLES: dict[LetterKind, Letter] = {
    LetterKind.OFFICIAL_LETTER: _LETTER,
    LetterKind.COVER_LETTER: _LETTER,
    LetterKind.STATUS_REPORT: _REPORT,
    LetterKind.PARTIES_DECISIONS: replace(_REPORT, rows=_ROWS[:2]),
    LetterKind.NOTICE: NoticeLetter(_SENDER, _NOTICE),
}
