"""Rows of one file that may be about the same agreement."""

from __future__ import annotations

from collections.abc import Sequence

from nk_avtal.domain.likeness import Titles
from nk_avtal.domain.phrases import Phrase
from nk_avtal.imports.planning import Line, Verdict

MOST = 1_000
"""New agreements among which it is looked for; more would take longer than anybody waits."""
_COMPARED = 5
"""Titles with which each is compared: those that share most words with it."""


def tell(lines: Sequence[Line], place: int) -> None:
    """Say of each new agreement which earlier row is nearly called so. Two numbers are two
    agreements."""
    new = [line for line in lines if line.verdict is Verdict.NEW]
    if len(new) > MOST:
        return
    titles = Titles((line.values["title"], line) for line in new)
    for line in new:
        for title, other in titles.like(line.values["title"], _COMPARED):
            numbered = line.values.get("number") and other.values.get("number")
            if other.row < line.row and not numbered:
                values = {"row": other.row + 1, "title": title[:80]}
                line.remark(place, Phrase(*_NEARLY, values), wrong=False)
                break


_NEARLY = (
    "Liknar rad {row}, ”{title}”. Är det samma avtal, ta bort en av raderna",
    "Is like row {row}, “{title}”. If it is the same agreement, remove one of the rows",
)
