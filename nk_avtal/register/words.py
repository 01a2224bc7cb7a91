"""The words of the register: what a kind, an area or an outcome is called."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.agreements import Area, Kind
from nk_avtal.register.entries import Validity

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
VALIDITIES: dict[Validity, LazyString] = {
    Validity.IN_FORCE: _l("Gäller"),
    Validity.COMING: _l("Börjar gälla senare"),
    Validity.ENDED: _l("Har upphört"),
}
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
