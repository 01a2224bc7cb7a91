"""What statuses, places and stances are called, and their signs."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from nk_avtal import wording
from nk_avtal.domain.consultations import ConsultationStatus, Place
from nk_avtal.domain.opinions import Stance

STATUSES = wording.CONSULTATION_STATUSES
IN_ADDRESS = {
    "pagar": ConsultationStatus.SENT,
    "utkast": ConsultationStatus.DRAFT,
    "avslutade": ConsultationStatus.CLOSED,
    "tillbakadragna": ConsultationStatus.WITHDRAWN,
}
"""How a status stands in an address."""

PLACES: dict[Place, LazyString] = {
    Place.ANSWERED: _l("Har svarat"),
    Place.ANSWERED_LATE: _l("Svarade efter sista dagen"),
    Place.WAITING: _l("Har inte svarat"),
    Place.LATE: _l("Försenat"),
    Place.SILENT: _l("Svarade inte"),
}
PLACE_SIGNS = {
    Place.ANSWERED: "adopted",
    Place.ANSWERED_LATE: "adopted",
    Place.WAITING: "waiting",
    Place.LATE: "late",
    Place.SILENT: "not_concerned",
}
STANCES: dict[Stance, LazyString] = {
    Stance.SUPPORTS: _l("Tillstyrker"),
    Stance.SUPPORTS_WITH_CHANGE: _l("Tillstyrker med ändring"),
    Stance.OPPOSES: _l("Avstyrker"),
    Stance.ABSTAINS: _l("Avstår"),
}
STANCE_SIGNS = {
    Stance.SUPPORTS: "adopted",
    Stance.SUPPORTS_WITH_CHANGE: "adopted_with_addition",
    Stance.OPPOSES: "declined",
    Stance.ABSTAINS: "not_concerned",
}
