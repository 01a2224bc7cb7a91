"""A municipality's cell in a list with a column for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nk_avtal.agreements.models import Agreement
from nk_avtal.domain.bodies import NAMES
from nk_avtal.domain.import_cells import line_of
from nk_avtal.domain.phrases import Phrase
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
        if not told.body and "body" in kept:
            self._parts["body"] = line_of(Reader(line, kept).cell("body"))

    def cell(self, key: str) -> Any:
        """A part of the cell, or another column of the row."""
        return self._parts[key] if key in self._parts else super().cell(key)

    def suppose_body(self, agreement: Agreement | None) -> None:
        """Where nothing says which body decided, it is the one that decides on such agreements;
        that is told of."""
        usual = NAMES.get(agreement.decided_by) if agreement and agreement.decided_by else None
        if usual and not self._parts["body"] and self._parts["decided_on"]:
            self._parts["body"] = usual
            remark = Phrase(*_SUPPOSED, {"body": usual})
            self.line.remark(self.places["body"], remark, wrong=False)


_SUPPOSED = (
    "Cellen säger inte vilket organ som beslutade. Den läses som {body}, som beslutar om avtalet"
    " i kommunerna",
    "The cell does not say which body decided. It is read as {body}, which decides on the"
    " agreement in the municipalities",
)
