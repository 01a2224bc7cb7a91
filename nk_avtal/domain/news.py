"""What is new among the rows of a list that somebody follows: each row is told of once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

MOST_SHOWN = 10


@dataclass(frozen=True)
class News:
    """The new rows, and those of them that are named; the others are counted."""

    rows: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()

    @property
    def more(self) -> int:
        """How many are not named."""
        return len(self.rows) - len(self.shown)


def news_of(now: Sequence[str], told: Collection[str], most: int = MOST_SHOWN) -> News:
    """What is there now and has never been told of, in the order of `now`. A row that was there,
    went and came back is not new. The last is named rather than counted: "and 1 more" would take
    as much room."""
    rows = tuple(row for row in dict.fromkeys(now) if row not in told)
    return News(rows, rows if len(rows) == most + 1 else rows[:most])
