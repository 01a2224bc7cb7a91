"""What the kinds of document are called, in the order of a matter's way."""

from __future__ import annotations

from flask import abort
from flask_babel import lazy_gettext as _l

from nk_avtal.domain.letters import LetterKind

GROUPS = {
    _l("Till kommunerna"): {
        LetterKind.RECOMMENDATION: _l("Rekommendation"),
        LetterKind.COVER_LETTER: _l("Missiv"),
        LetterKind.CONSULTATION: _l("Remissmissiv"),
    },
    _l("I kommunen"): {
        LetterKind.OFFICIAL_LETTER: _l("Tjänsteskrivelse med förslag till beslut"),
        LetterKind.DECISION_BASIS: _l("Beslutsunderlag med fakta om avtalet"),
        LetterKind.EXCERPT: _l("Protokollsutdrag"),
        LetterKind.COOPERATION_REPORT: _l("Rapport om avtalssamverkan"),
    },
    _l("Till styrelsen och beredningarna"): {
        LetterKind.AGENDA: _l("Föredragningslista"),
        LetterKind.MINUTES: _l("Protokollsutdrag från ett organ"),
        LetterKind.STATUS_REPORT: _l("Lägesrapport till styrelsen"),
        LetterKind.CONSULTATION_REPORT: _l("Remissammanställning"),
    },
    _l("Avtalet"): {
        LetterKind.AGREEMENT_DRAFT: _l("Avtalsutkast"),
        LetterKind.PARTIES_DECISIONS: _l("Bilaga: parternas beslut"),
        LetterKind.PROLONGATION: _l("Förlängning"),
        LetterKind.NOTICE: _l("Uppsägning"),
        LetterKind.NOTICE_CONFIRMATION: _l("Bekräftelse av uppsägning"),
    },
}
KINDS = {kind: name for group in GROUPS.values() for kind, name in group.items()}


def kind_named(text: str) -> LetterKind:
    """The kind that an address names, or 404."""
    try:
        return LetterKind(text)
    except ValueError:
        abort(404)
