"""A made-up key for one of the examples: no key of a real agreement is publicly known."""

from __future__ import annotations

from datetime import date

from nk_avtal.agreements.models import Agreement
from nk_avtal.costs.actions import YearCost, set_cost
from nk_avtal.domain.cost_keys import CostKey, KeyKind
from nk_avtal.people.models import Person

COUNTED_ON = date(2025, 12, 31)
KRONA = 100
KEY = CostKey(
    KeyKind.EQUAL_PART, fixed=280_000 * KRONA, floor=40_000 * KRONA, ceiling=300_000 * KRONA
)
TOTALS = (1_190_000 * KRONA, 1_250_000 * KRONA)


def load(agreement: Agreement, this_year: int, by: Person) -> None:
    """Share the cost of this year and the next."""
    for year, total in enumerate(TOTALS, start=this_year):
        set_cost(agreement, year, YearCost(total, KEY, COUNTED_ON, note="Exempel"), by)
