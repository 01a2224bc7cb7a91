"""The words of the search: what kinds are called, and how they stand in an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from nk_avtal import wording
from nk_avtal.indexing.models import HitKind

KINDS = {
    HitKind.AGREEMENT: _l("Avtal"),
    HitKind.RECOMMENDATION: _l("Rekommendationer"),
    HitKind.DECISION: _l("Beslut"),
    HitKind.MATTER: _l("Ärenden"),
    HitKind.NEGOTIATION: _l("Förhandlingar"),
    HitKind.CONSULTATION: _l("Remisser"),
    HitKind.DOCUMENT: _l("Dokument"),
    HitKind.MUNICIPALITY: _l("Kommuner"),
}
"""What many of a kind are called."""
KIND = {
    HitKind.AGREEMENT: _l("Avtal"),
    HitKind.RECOMMENDATION: _l("Rekommendation"),
    HitKind.DECISION: _l("Beslut"),
    HitKind.REPORTED: _l("Beslut"),
    HitKind.MATTER: _l("Ärende"),
    HitKind.NEGOTIATION: _l("Förhandling"),
    HitKind.CONSULTATION: _l("Remiss"),
    HitKind.DOCUMENT: _l("Dokument"),
    HitKind.MATTER_FILE: _l("Dokument"),
    HitKind.EXCERPT: _l("Dokument"),
    HitKind.REPLY: _l("Yttrande"),
    HitKind.MUNICIPALITY: _l("Kommun"),
}
"""What one of a kind is called."""
IN_ADDRESS = {
    "avtal": HitKind.AGREEMENT,
    "rekommendation": HitKind.RECOMMENDATION,
    "beslut": HitKind.DECISION,
    "arende": HitKind.MATTER,
    "forhandling": HitKind.NEGOTIATION,
    "remiss": HitKind.CONSULTATION,
    "dokument": HitKind.DOCUMENT,
    "kommun": HitKind.MUNICIPALITY,
}
"""The kinds in an address. An unknown one narrows nothing, like any unknown choice."""
STATUSES: dict[HitKind, Mapping[Any, Any]] = {
    HitKind.AGREEMENT: wording.IN_LISTS,
    HitKind.DECISION: wording.OUTCOMES,
    HitKind.CONSULTATION: wording.CONSULTATION_STATUSES,
}
"""The statuses to choose among once such a kind is chosen."""
