"""What choices are called in files: Swedish where they are written, either language where read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from flask_babel import force_locale

from nk_avtal import wording
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.agreements import Area, Kind, Stage
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.entry import Basis, Condition
from nk_avtal.domain.import_cells import folded
from nk_avtal.domain.notice_rules import Scope
from nk_avtal.domain.people import Role

Value = TypeVar("Value", bound=StrEnum)

ALSO: dict[StrEnum, str] = {
    Kind.AGREEMENT: "samarbetsavtal",
    Kind.ACCORD: "överenskommelser",
    Kind.GUIDELINE: "riktlinje",
    Kind.PRICE_LIST: "taxa|avgifter|prislistor",
    Kind.CHARTER: "förbundsordning|stadgar|reglemente",
    Kind.STRATEGY: "strategi|plan|målbild|inriktning|handlingsplan",
    Kind.ADDENDUM: "tillägg|bilaga",
    Kind.OTHER: "annat",
    Area.EDUCATION: "skola|barn och utbildning",
    Area.SOCIAL_SERVICES: "social|socialt|omsorg|äldreomsorg",
    Area.HEALTHCARE: "hälso och sjukvård|hsl|hälsa|vård|sjukvård|hälso",
    Area.OTHER: "annat|kollektivtrafik|miljö|kultur|tillväxt",
    Stage.DRAFT: "förslag",
    Stage.NEGOTIATION: "förhandlas|under förhandling",
    Stage.PREPARATION: "bereds|under beredning|remiss",
    Stage.RECOMMENDED: "rekommenderat|rekommenderas",
    Stage.DECIDING: "beslut pågår|ute för beslut|hos kommunerna",
    Stage.CONCLUDED: "aktivt|aktiv|i kraft|gällande|giltigt|tecknat|påskrivet|klart|avslutat"
    "|upphört|utgått|antaget|löper|löpande|undertecknat|signerat|ja",
    Stage.TERMINATED: "uppsagd|sagts upp|under uppsägning",
    Stage.CANCELLED: "avbruten|makulerat|ej aktuellt",
    BodyKind.COUNCIL: "kf|fullmäktige",
    BodyKind.EXECUTIVE: "ks|kommunstyrelse",
    BodyKind.COMMITTEE: "nämnd|nämnden",
    Scope.PRICE: "priser|pris|prisändring",
    Scope.EXIT: "utträde",
    Scope.PARTY: "uppsägning från en part",
    Condition.ALL: "alla|när alla har antagit",
    Condition.AT_LEAST: "ett visst antal",
    Condition.SHARE: "en viss andel av invånarna",
    Condition.BOTH: "ett visst antal med en viss andel av invånarna",
    Condition.EACH: "var och en|varje kommun för sig",
    Basis.LEGAL_FORCE: "laga kraft",
    Role.CLERK: "handläggare|kommun",
    Role.SECRETARY: "sekreterare",
    Role.ADMIN: "admin",
}
"""What people also call them."""

ROLES: dict[Role, str] = {
    Role.READER: "Läsare",
    Role.CLERK: "Kommunhandläggare",
    Role.NEGOTIATOR: "Förhandlare",
    Role.SECRETARY: "Beredningssekreterare",
    Role.MANAGER: "Chef",
    Role.ADMIN: "Administratör",
}


class Words:
    """The words of one import or export, made once."""

    def __init__(self) -> None:
        self.kinds = _Names(wording.KINDS)
        self.areas = _Names(wording.AREAS)
        self.stages = _Names(wording.STAGES)
        self.anchors = _Names(wording.ANCHORS)
        self.counted_from = _Names(wording.COUNTED_FROM)
        self.valid_when = _Names(wording.VALID_WHEN)
        self.cooperations = _Names(wording.COOPERATIONS)
        self.scopes = _Names(wording.SCOPES)
        self.conditions = _Names(wording.CONDITIONS)
        self.bases = _Names(wording.BASES)
        self.outsiders = _Names(wording.OUTSIDERS)
        self.bodies = _Names(wording.BODY_KINDS)
        self.outcomes = _Names({Outcome(key): name for key, name in wording.OUTCOMES.items()})
        self.roles = _Names(ROLES)


class _Names:
    """What the values of a choice are called: `written` for files, `read` by folded words."""

    def __init__(self, words: Mapping[Any, Any]) -> None:
        with force_locale("sv"):
            self.written: dict[Any, str] = {one: str(name) for one, name in words.items()}
        with force_locale("en"):
            english = {folded(str(name)): one for one, name in words.items()}
        also = {folded(word): one for one in words for word in ALSO.get(one, "").split("|") if word}
        stored = {folded(one.value): one for one in words}
        own = {folded(name): one for one, name in self.written.items()}
        self.read: dict[str, Any] = own | {
            word: one
            for more in (also, english, stored)
            for word, one in more.items()
            if word not in own
        }
