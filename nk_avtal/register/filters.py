"""Narrowing the register down, from what stands in the address."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from nk_avtal.register.entries import Entry, Validity

AREA_NAMES = {
    "utbildning": "education",
    "socialtjanst": "social_services",
    "halso-och-sjukvard": "healthcare",
    "ovrigt": "other",
}
STATE_NAMES = {
    "galler": Validity.IN_FORCE,
    "kommer": Validity.COMING,
    "upphort": Validity.ENDED,
}
BY_TITLE = "titel"
_EARLIEST = datetime.min.replace(tzinfo=UTC)
DECIDED_NOW, EVERY = "beslutas", "alla"


@dataclass(frozen=True)
class Filter:
    """What a reader looks for. An unknown value in the address narrows nothing."""

    words: str = ""
    area: str = ""
    town: str = ""
    state: str = "galler"
    order: str = ""

    def chosen(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries that fit, the latest changed first; by title where that is asked for, which
        is how they come."""
        found = [one for one in entries if self._fits(one)]
        if self.order == BY_TITLE:
            return found
        return sorted(found, key=lambda one: one.changed_at or _EARLIEST, reverse=True)

    def _fits(self, entry: Entry) -> bool:
        area = AREA_NAMES.get(self.area)
        return (
            (area is None or area in entry.areas)
            and self._has_state(entry)
            and (not self.town or self.town in entry.members)
            and all(word in _text(entry) for word in _folded(self.words).split())
        )

    def _has_state(self, entry: Entry) -> bool:
        if self.state == EVERY:
            return True
        if self.state == DECIDED_NOW:
            return entry.is_being_decided
        return entry.validity is STATE_NAMES.get(self.state, Validity.IN_FORCE)


def _text(entry: Entry) -> str:
    parts = (entry.title, entry.number, entry.summary, *entry.members, *entry.others)
    return _folded(" ".join(parts))


def _folded(text: str) -> str:
    """Without case, and with å as one letter however it was typed."""
    return unicodedata.normalize("NFC", text).casefold()
