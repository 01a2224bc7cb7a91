"""What kinds, areas, stages and outcomes are called."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.agreements import Area, Cooperation, Kind, Relation, Stage, Step
from nk_avtal.domain.anchors import Anchor, CountedFrom, ValidWhen
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.consultations import ConsultationStatus
from nk_avtal.domain.cost_keys import KeyKind
from nk_avtal.domain.entry import Basis, Condition, Outsiders
from nk_avtal.domain.lifecycle import LISTED_STAGES, Phase, StepKey
from nk_avtal.domain.matters import MatterOutcome, MatterState, Track
from nk_avtal.domain.negotiations import (
    Channel,
    Importance,
    IssueStatus,
    NegotiationKind,
    NegotiationState,
)
from nk_avtal.domain.notice_rules import Scope
from nk_avtal.domain.recipients import Told, Withheld
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.statements import Became
from nk_avtal.domain.tokens import Access

KINDS: dict[Kind, LazyString] = {
    Kind.AGREEMENT: _l("Avtal"),
    Kind.ACCORD: _l("Överenskommelse"),
    Kind.COOPERATION: _l("Samverkansavtal"),
    Kind.ADDENDUM: _l("Tilläggsavtal"),
    Kind.GUIDELINE: _l("Riktlinjer"),
    Kind.PRICE_LIST: _l("Prislista"),
    Kind.CHARTER: _l("Förbundsordning eller stadgar"),
    Kind.STRATEGY: _l("Strategi eller plan"),
    Kind.OTHER: _l("Övrigt"),
}
AREAS: dict[Area, LazyString] = {
    Area.EDUCATION: _l("Utbildning"),
    Area.SOCIAL_SERVICES: _l("Socialtjänst"),
    Area.HEALTHCARE: _l("Kommunal hälso- och sjukvård"),
    Area.OTHER: _l("Övrigt"),
}
CONDITIONS: dict[Condition, LazyString] = {
    Condition.ALL: _l("När alla kommuner har antagit"),
    Condition.AT_LEAST: _l("När ett visst antal kommuner har antagit"),
    Condition.SHARE: _l("När kommuner med en viss andel av invånarna har antagit"),
    Condition.BOTH: _l("När ett visst antal kommuner, med en viss andel av invånarna, har antagit"),
    Condition.EACH: _l("För varje kommun när den har antagit"),
}
BASES: dict[Basis, LazyString] = {
    Basis.DECISION: _l("Från beslutet"),
    Basis.LEGAL_FORCE: _l("Från det att beslutet har fått laga kraft"),
}
OUTSIDERS: dict[Outsiders, LazyString] = {
    Outsiders.UNSAID: _l("Står inte i avtalet"),
    Outsiders.STAY_OUTSIDE: _l("De står utanför"),
    Outsiders.MAY_JOIN: _l("De får ansluta sig senare"),
}
COST_KEYS: dict[KeyKind, LazyString] = {
    KeyKind.POPULATION: _l("Efter invånarantal"),
    KeyKind.EQUAL_PART: _l("En fast del lika för alla, resten efter invånarantal"),
    KeyKind.OWN_PART: _l("En egen fast del för var och en, resten efter invånarantal"),
    KeyKind.PERCENT: _l("Egen tabell i procent"),
    KeyKind.AMOUNTS: _l("Egen tabell i kronor"),
}
DEADLINES: dict[DeadlineKind, LazyString] = {
    DeadlineKind.REPLY: _l("Svar på rekommendation"),
    DeadlineKind.MEETING: _l("Planerat möte"),
    DeadlineKind.EXCERPT: _l("Protokollsutdrag"),
    DeadlineKind.START: _l("Sista dag att börja"),
    DeadlineKind.NOTICE: _l("Sista uppsägningsdag"),
    DeadlineKind.OPTION: _l("Option"),
    DeadlineKind.PRICE: _l("Begäran om nytt pris"),
    DeadlineKind.EXIT: _l("Utträde"),
    DeadlineKind.END: _l("Avtalets slut"),
    DeadlineKind.REVIEW: _l("Uppföljning"),
    DeadlineKind.STEP: _l("Nästa steg i en förhandling"),
    DeadlineKind.TARGET: _l("Förhandlingens måldag"),
}
TOLD: dict[Told, LazyString] = {
    Told.RESPONSIBLE: _l("Ansvarig"),
    Told.MANAGER: _l("Chef"),
    Told.GROUP: _l("Gruppen"),
}
WITHHELD: dict[Withheld, LazyString] = {
    Withheld.SETTLED: _l("Skickades inte: fristen var avgjord"),
    Withheld.REPLACED: _l("Drogs tillbaka: fristen eller dagarna har ändrats"),
    Withheld.PAUSED: _l("Skickades inte: påminnelserna vilar"),
    Withheld.NO_RECIPIENT: _l("Skickades inte: ingen mottagare"),
    Withheld.LEFT: _l("Skickades inte: personen har slutat eller bytts ut"),
    Withheld.IN_LETTER: _l("I veckobrevet i stället"),
    Withheld.OVERTAKEN: _l("Skickades inte: en senare påminnelse gick i stället"),
}
BECAME: dict[Became, LazyString] = {
    Became.MISSING: _l("Saknas: ingen påminnelse planerades"),
    Became.FAILED: _l("Gick inte fram"),
    Became.NO_RECIPIENT: _l("Ingen mottagare"),
    Became.LATE: _l("Planerades efter sin dag"),
    Became.WAITING: _l("Väntar på att skickas"),
    Became.SENT: _l("Skickades"),
    Became.IN_LETTER: _l("I veckobrevet"),
    Became.OVERTAKEN: _l("En senare gick i stället"),
    Became.SETTLED: _l("Fristen var avgjord"),
    Became.PAUSED: _l("Påminnelserna vilade"),
    Became.REPLACED: _l("Fristen eller dagarna ändrades"),
}
"""What became of a reminder that an agreement's terms called for."""
OUTCOMES: dict[str, LazyString] = {
    Outcome.ADOPTED.value: _l("Antagit"),
    Outcome.ADOPTED_WITH_ADDITION.value: _l("Antagit med tillägg"),
    Outcome.REFERRED_BACK.value: _l("Återremitterat"),
    Outcome.TABLED.value: _l("Bordlagt"),
    Outcome.DECLINED.value: _l("Avslagit"),
    Outcome.WITHDRAWN.value: _l("Utgått"),
    Outcome.NOTED.value: _l("Lagt till handlingarna"),
    Outcome.PROPOSED.value: _l("Föreslaget till nästa organ"),
}
TRACKS: dict[Track, LazyString] = {
    Track.EDUCATION: _l("Utbildning"),
    Track.SOCIAL_SERVICES: _l("Socialtjänst"),
    Track.HEALTHCARE: _l("Kommunal hälso- och sjukvård"),
    Track.GROWTH: _l("Tillväxt"),
    Track.CULTURE: _l("Kultur"),
    Track.OTHER: _l("Övrigt"),
    Track.BUDGET: _l("Verksamhetsplan och budget"),
    Track.DIRECTION: _l("Inriktning för fyra år"),
}
MATTER_OUTCOMES: dict[MatterOutcome, LazyString] = {
    MatterOutcome.SUPPORTED: _l("Tillstyrkt"),
    MatterOutcome.RECOMMENDED: _l("Rekommenderat"),
    MatterOutcome.DECIDED: _l("Beslutat"),
    MatterOutcome.REFERRED_BACK: _l("Återremiss"),
    MatterOutcome.TABLED: _l("Bordlagt"),
    MatterOutcome.DECLINED: _l("Avstyrkt eller avslaget"),
    MatterOutcome.WITHDRAWN: _l("Utgått"),
}
MATTER_STATES: dict[MatterState, LazyString] = {
    MatterState.AWAITED: _l("Utfall saknas"),
    MatterState.RETURNED: _l("Ska tas upp igen"),
    MatterState.UNPLANNED: _l("Möte saknas"),
    MatterState.PLANNED: _l("Planerat"),
    MatterState.DONE: _l("Klart"),
    MatterState.DECLINED: _l("Avslaget"),
    MatterState.WITHDRAWN: _l("Utgått"),
}
STAGES: dict[Stage, LazyString] = {
    Stage.DRAFT: _l("Utkast"),
    Stage.NEGOTIATION: _l("Förhandling"),
    Stage.PREPARATION: _l("Beredning"),
    Stage.RECOMMENDED: _l("Rekommendation"),
    Stage.DECIDING: _l("Beslut i kommunerna"),
    Stage.CONCLUDED: _l("Gäller"),
    Stage.TERMINATED: _l("Uppsagt"),
    Stage.CANCELLED: _l("Avbrutet"),
}
PHASES: dict[Phase, LazyString] = {
    Phase.NOT_YET: _l("Börjar gälla senare"),
    Phase.IN_FORCE: _l("Gäller"),
    Phase.UNDER_REVIEW: _l("Omprövning"),
    Phase.TERMINATED: _l("Uppsagt"),
    Phase.ENDED: _l("Upphört"),
}
IN_LISTS: dict[Stage | Phase, LazyString] = {one: (PHASES | STAGES)[one] for one in LISTED_STAGES}
STEP_KEYS: dict[StepKey, LazyString] = {
    StepKey.DRAFT: _l("Utkast"),
    StepKey.NEGOTIATION: _l("Förhandling"),
    StepKey.PREPARATION: _l("Beredning"),
    StepKey.RECOMMENDATION: _l("Rekommendation"),
    StepKey.DECISIONS: _l("Beslut i kommunerna"),
    StepKey.IN_FORCE: _l("Gäller"),
    StepKey.REVIEW: _l("Omprövning"),
    StepKey.ENDED: _l("Upphört"),
    StepKey.TERMINATED: _l("Uppsagt"),
    StepKey.CANCELLED: _l("Avbrutet"),
}
STEPS: dict[Step, LazyString] = {
    Step.NEGOTIATE: _l("Börja förhandla"),
    Step.PREPARE: _l("Lämna till beredning"),
    Step.RECOMMEND: _l("Gör en rekommendation"),
    Step.SEND: _l("Skicka rekommendationen"),
    Step.CONCLUDE: _l("Avtalet är ingånget"),
    Step.GIVE_NOTICE: _l("Avtalet är uppsagt"),
    Step.CANCEL: _l("Avbryt arbetet"),
    Step.REOPEN: _l("Ta upp igen"),
}
RELATIONS: dict[Relation, LazyString] = {
    Relation.REPLACES: _l("Ersätter"),
    Relation.UNDER: _l("Hör till"),
    Relation.RELATED: _l("Hänger ihop med"),
}
REVERSE_RELATIONS: dict[Relation, LazyString] = {
    Relation.REPLACES: _l("Ersätts av"),
    Relation.UNDER: _l("Omfattar"),
    Relation.RELATED: _l("Hänger ihop med"),
}
"""The same, read from the second agreement to the first."""
COOPERATIONS: dict[Cooperation, LazyString] = {
    Cooperation.YES: _l("Ja"),
    Cooperation.NO: _l("Nej"),
    Cooperation.UNCLEAR: _l("Oklart"),
}
BODY_KINDS: dict[BodyKind, LazyString] = {
    BodyKind.COUNCIL: _l("Kommunfullmäktige"),
    BodyKind.EXECUTIVE: _l("Kommunstyrelsen"),
    BodyKind.COMMITTEE: _l("En nämnd"),
}

TO_DO = {
    DeadlineKind.NOTICE: _l("Säg upp eller låt förlängas"),
    DeadlineKind.END: _l("Ersätt eller låt upphöra"),
    DeadlineKind.START: _l("Påbörja ärendet inför uppsägning"),
    DeadlineKind.OPTION: _l("Använd optionen eller låt upphöra"),
    DeadlineKind.PRICE: _l("Begär andra priser eller låt dem gälla"),
    DeadlineKind.EXIT: _l("Lämna avtalet eller stanna kvar"),
    DeadlineKind.REVIEW: _l("Följ upp avtalet"),
}
OTHERWISE = {
    DeadlineKind.PRICE: _l("Priserna gäller vidare"),
    DeadlineKind.EXIT: _l("Parten är kvar"),
    DeadlineKind.REVIEW: _l("Ingen uppföljning görs"),
}
ANCHORS = {
    Anchor.TERM: _l("Avtalstidens slut"),
    Anchor.MONTH: _l("Månadsskifte"),
    Anchor.QUARTER: _l("Kvartalsskifte"),
    Anchor.HALFYEAR: _l("Halvårsskifte"),
    Anchor.YEAR: _l("Årsskifte"),
}
COUNTED_FROM = {
    CountedFrom.NOTICE: _l("Dagen för uppsägningen"),
    CountedFrom.NEXT_MONTH: _l("Nästa månadsskifte"),
}
VALID_WHEN = {
    ValidWhen.RECEIVED: _l("Den har kommit fram till motparten"),
    ValidWhen.SENT: _l("Den är avsänd"),
}
SCOPES = {
    Scope.PRICE: _l("Ändring av priser"),
    Scope.EXIT: _l("En part lämnar avtalet"),
    Scope.PARTY: _l("Uppsägning från en viss part"),
}
CONSULTATION_STATUSES: dict[ConsultationStatus, LazyString] = {
    ConsultationStatus.DRAFT: _l("Utkast"),
    ConsultationStatus.SENT: _l("Pågår"),
    ConsultationStatus.CLOSED: _l("Avslutad"),
    ConsultationStatus.WITHDRAWN: _l("Tillbakadragen"),
}
NEGOTIATION_KINDS: dict[NegotiationKind, LazyString] = {
    NegotiationKind.NEW: _l("Nytt avtal"),
    NegotiationKind.RENEWAL: _l("Förlängning"),
    NegotiationKind.RENEGOTIATION: _l("Omförhandling"),
    NegotiationKind.AFTER_NOTICE: _l("Efter uppsägning"),
}
NEGOTIATION_STATES: dict[NegotiationState, LazyString] = {
    NegotiationState.OPEN: _l("Pågår"),
    NegotiationState.AGREED: _l("Överens"),
    NegotiationState.STOPPED: _l("Avbruten"),
}
ISSUE_STATUSES: dict[IssueStatus, LazyString] = {
    IssueStatus.OPEN: _l("Öppet"),
    IssueStatus.NEAR: _l("Nära"),
    IssueStatus.AGREED: _l("Överens"),
    IssueStatus.LIFTED: _l("Lyft till beredning"),
    IssueStatus.WITHDRAWN: _l("Återtaget"),
}
IMPORTANCES: dict[Importance, LazyString] = {
    Importance.HIGH: _l("Avgörande"),
    Importance.NORMAL: _l("Viktigt"),
    Importance.LOW: _l("Kan bytas bort"),
}
CHANNELS: dict[Channel, LazyString] = {
    Channel.MEETING: _l("Möte"),
    Channel.CALL: _l("Samtal"),
    Channel.MAIL: _l("Brev eller e-post"),
    Channel.OTHER: _l("På annat sätt"),
}
ACCESSES: dict[Access, LazyString] = {
    Access.READ: _l("Läsa det som jag får läsa"),
    Access.WRITE: _l("Läsa, och ändra det som jag får ändra"),
}
TOKEN_DAYS: tuple[LazyString, ...] = (_l("30 dagar"), _l("90 dagar"), _l("Ett år"))
