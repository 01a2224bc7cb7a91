"""An example of each document's values, as the office reads them beside the fields."""

from __future__ import annotations

from dataclasses import replace

from nk_avtal.domain.letter_parts import (
    LetterAgreement,
    LetterCost,
    LetterMunicipality,
    LetterRecommendation,
    LetterSender,
)
from nk_avtal.domain.letters import Letter, LetterKind
from nk_avtal.domain.letters_agreed import (
    AgreementDraft,
    CooperationReport,
    CooperationRow,
    LetterNotice,
    LetterProlongation,
    LetterReceipt,
    NoticeConfirmation,
    NoticeLetter,
    ProlongationLetter,
)
from nk_avtal.domain.letters_consulted import (
    ConsultationReport,
    LetterOpinion,
    LetterQuestion,
    LetterReply,
)
from nk_avtal.domain.letters_decided import ExcerptLetter, LetterDecision
from nk_avtal.domain.letters_met import (
    AgendaLetter,
    LetterMatter,
    LetterMeeting,
    LetterResult,
    MinutesLetter,
)
from nk_avtal.domain.letters_recommended import (
    ConsultationLetter,
    DecisionBasis,
    LetterConsultation,
    MunicipalLetter,
    RecommendationLetter,
    ReportRow,
    StatusReport,
)

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
    "7 av 14 har beslutat, 4 har planerat, 3 har inte svarat. 7 av 14 har antagit, 1 med tillägg.",
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

_AGREEMENT = LetterAgreement(
    title="Läkarmedverkan i kommunal hälso- och sjukvård",
    number="NK 2024-118",
    kind="överenskommelsen",
    kind_of="överenskommelse",
    parties=["Region Norrbotten", "Bodens kommun", "Luleå kommun", "Piteå kommun"],
    purpose=[
        "Regionens läkare medverkar i hemsjukvård och särskilda boenden, så att den enskilde får"
        " läkarvård där hen bor."
    ],
    validity="Överenskommelsen gäller från och med den 1 januari 2025 till och med den"
    " 31 december 2027.",
    prolongation="Därefter förlängs överenskommelsen med 2 år i taget om ingen part säger upp den.",
    notice="Uppsägning ska göras senast 12 månader före avtalstidens slut. Den räknas från den dag"
    " då den har kommit fram till motparten.",
    entry=["Överenskommelsen börjar gälla när alla 14 kommuner har antagit den."],
    compensation="Kommunen betalar regionens självkostnad för besök på jourtid.",
    sharing="Fördelas efter invånarantal 31 december 2025",
    legal_basis=f"16{_NBSP}kap. 1{_NBSP}§ hälso- och sjukvårdslagen (2017:30)",
)
_CONSULTATION = LetterConsultation(
    title="Gemensam inriktning för digitala trygghetslarm",
    board="Styrelsen",
    board_day="25 september 2026",
    paragraph=f"§{_NBSP}71",
    reference="NK 2026/71",
    background=[
        "Kommunerna upphandlar trygghetslarm var för sig. Ett förslag till gemensam inriktning"
        " har tagits fram tillsammans med länets socialchefer."
    ],
    questions=[
        "Ställer sig kommunen bakom inriktningen?",
        "Vilka delar bör upphandlas gemensamt?",
    ],
    reply_by="27 februari 2027",
    reply_to="avtal@example.org",
    reply_page="https://avtal.example.org/kommuner/pitea/remisser/trygghetslarm",
    next_step="Styrelsen behandlar svaren den 5 mars 2027.",
    attachments=["Förslag till gemensam inriktning"],
)
_REPLIES = ConsultationReport(
    _SENDER,
    _CONSULTATION,
    sent_on="28 september 2026",
    summary="11 av 14 har svarat.",
    missing="Har inte svarat: Arjeplog, Kiruna och Pajala.",
    questions=[
        LetterQuestion(
            number="1",
            text=_CONSULTATION.questions[0],
            result="9 tillstyrker och 2 tillstyrker med ändring.",
            opinions=[
                LetterOpinion("Arvidsjaur", "Tillstyrker med ändring", "Stryk punkt 4."),
                LetterOpinion("Boden", "Tillstyrker", ""),
            ],
        )
    ],
    replies=[
        LetterReply(
            name="Piteå kommun",
            day="26 februari 2027",
            reference="KS 2026/412",
            given_by=f"Kommunstyrelsen 22 februari 2027 §{_NBSP}31",
            late="efter sista svarsdagen",
            text=["Kommunen ser positivt på en gemensam inriktning."],
            file="yttrande-pitea.pdf",
        )
    ],
)
_DECISION = LetterDecision(
    body="Kommunfullmäktige",
    day="16 november 2026",
    paragraph=f"§{_NBSP}142",
    reference="KS 2026/412",
    opening="Kommunfullmäktige beslutar",
    points=_RECOMMENDATION.points,
    addition="Bilagan följs upp efter ett år.",
    change="Avsnitt 4 gäller inte kommunen.",
    reason="Kommunen saknar läkare på jourtid.",
    returns="14 december 2026",
    approved="20 november 2026",
    announced="23 november 2026",
)
_RECEIPT = LetterReceipt(
    confirmer="Region Norrbotten",
    recipient="Piteå kommun",
    sent_on="5 oktober 2026",
    received_on="8 oktober 2026",
    others_bound=["Bodens kommun", "Luleå kommun"],
)
_PROLONGATION = LetterProlongation(
    ground="Ingen part säger upp överenskommelsen. Den förlängs därför enligt sina villkor.",
    decided_on="20 november 2026",
    old_end="31 december 2027",
    new_start="1 januari 2028",
    new_end="31 december 2029",
    agreed="ja",
    clause=_NOTICE.clause,
)
_COOPERATION = CooperationRow(
    title="Gemensam räddningstjänst",
    number="NK 2019-044",
    parties="Luleå kommun och Älvsbyns kommun",
    task="Luleå kommun sköter räddningstjänsten även i Piteå och Älvsbyn.",
    legal_basis=f"9{_NBSP}kap. 37{_NBSP}§ kommunallagen (2017:725)",
    start="2020-01-01",
    end="tills vidare",
    cost=f"154{_NBSP}000{_NBSP}kr",
    changes="Kommunfullmäktige antog ny taxebilaga den 20 april 2026.",
)

_MEETING = LetterMeeting("Styrelsen", "11 december 2026", "fredag", "Sunderbyn", "27 november 2026")
_MATTER = LetterMatter(
    "1",
    "Läkarmedverkan, ny bilaga 2 om jourtid",
    f"NK{_NBSP}2026/41",
    "Avdelningschef, Social välfärd",
    ["Bilagan reglerar läkarmedverkan på jourtid."],
    ["att anta bilaga 2, Läkarmedverkan på jourtid"],
    ["Bilaga 2", "PM om jourtid"],
)
_RESULT = LetterResult(
    **vars(_MATTER),
    paragraph=f"§{_NBSP}64",
    opening="Styrelsen beslutar att rekommendera kommunerna",
    points=["att anta bilaga 2, Läkarmedverkan på jourtid"],
    note="Paragrafen förklaras omedelbart justerad.",
)

EXAMPLES: dict[LetterKind, Letter] = {
    LetterKind.OFFICIAL_LETTER: _LETTER,
    LetterKind.COVER_LETTER: _LETTER,
    LetterKind.RECOMMENDATION: RecommendationLetter(
        _SENDER, _RECOMMENDATION, "28 september 2026", ["Bodens kommun", "Piteå kommun"]
    ),
    LetterKind.DECISION_BASIS: DecisionBasis(
        _SENDER, _TOWN, _RECOMMENDATION, _AGREEMENT, _COST, _REPORT.summary, _ROWS[:2]
    ),
    LetterKind.EXCERPT: ExcerptLetter(_SENDER, _TOWN, _DECISION, _RECOMMENDATION),
    LetterKind.CONSULTATION: ConsultationLetter(_SENDER, _TOWN, _CONSULTATION),
    LetterKind.CONSULTATION_REPORT: _REPLIES,
    LetterKind.STATUS_REPORT: _REPORT,
    LetterKind.PARTIES_DECISIONS: replace(_REPORT, rows=_ROWS[:2]),
    LetterKind.AGENDA: AgendaLetter(_SENDER, _MEETING, [_MATTER]),
    LetterKind.MINUTES: MinutesLetter(
        _SENDER,
        _MEETING,
        [_RESULT, replace(_RESULT, title="Prislista 2027", paragraph=f"§{_NBSP}65")],
    ),
    LetterKind.AGREEMENT_DRAFT: AgreementDraft(
        _SENDER, _AGREEMENT, ["Bilaga 1, Kostnader", "Bilaga 2, Läkarmedverkan på jourtid"]
    ),
    LetterKind.PROLONGATION: ProlongationLetter(_SENDER, _AGREEMENT, _PROLONGATION),
    LetterKind.NOTICE: NoticeLetter(_SENDER, _NOTICE),
    LetterKind.NOTICE_CONFIRMATION: NoticeConfirmation(_SENDER, _NOTICE, _RECEIPT),
    LetterKind.COOPERATION_REPORT: CooperationReport(
        _SENDER, _TOWN, "2026", [_COOPERATION], ["Läkarmedverkan i kommunal hälso- och sjukvård"]
    ),
}
