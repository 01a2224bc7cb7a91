"""Years for which a cost can be shared, and which of them a page speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

FIRST_YEAR, LAST_YEAR = 2000, 2100


def year_shown(years: Iterable[int], today: date) -> int | None:
    """The year that matters now: the newest up to the next year, which municipalities budget for;
    where all lie later, the first of them."""
    known = sorted(years)
    near = [year for year in known if year <= today.year + 1]
    return near[-1] if near else next(iter(known), None)
