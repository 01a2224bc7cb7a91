"""Narrowing the register down, from what stands in the address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
    "alla": None,
}


@dataclass(frozen=True)
class Filter:
    """What a reader looks for. An unknown value in the address narrows nothing."""

    words: str = ""
    area: str = ""
    town: str = ""
    state: str = "galler"

    def chosen(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries that fit."""
        return [one for one in entries if self._fits(one)]

    def _fits(self, entry: Entry) -> bool:
        area = AREA_NAMES.get(self.area)
        state = STATE_NAMES.get(self.state, Validity.IN_FORCE)
        return (
            (area is None or area in entry.areas)
            and (state is None or entry.validity is state)
            and (not self.town or self.town in entry.members)
            and all(word in _text(entry) for word in self.words.casefold().split())
        )


def _text(entry: Entry) -> str:
    parts = (entry.title, entry.number, entry.summary, *entry.members, *entry.others)
    return " ".join(parts).casefold()
