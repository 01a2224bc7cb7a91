"""A municipality's cell in a list with a column for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nk_avtal.domain.written_decisions import Told
from nk_avtal.imports.planning import Line, Reader
from nk_avtal.imports.words import Words


class Parted(Reader):
    """The parts of a municipality's cell, where other readers have columns."""

    def __init__(
        self,
        line: Line,
        places: Mapping[str, int],
        town: str,
        place: int,
        told: Told,
        words: Words,
    ) -> None:
        kept = {key: number for key, number in places.items() if not key.startswith("town:")}
        outcome = words.outcomes.written[told.outcome] if told.outcome else told.rest
        self._parts: dict[str, Any] = {
            "party": town,
            "body": told.body,
            "decided_on": [told.decided_on.isoformat()] if told.decided_on else "",
            "paragraph": told.paragraph,
            "reference": told.reference,
            "outcome": outcome,
            "note": told.rest if told.outcome else "",
        }
        super().__init__(line, kept | dict.fromkeys(self._parts, place))

    def cell(self, key: str) -> Any:
        """A part of the cell, or another column of the row."""
        return self._parts[key] if key in self._parts else super().cell(key)
