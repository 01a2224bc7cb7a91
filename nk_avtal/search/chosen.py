"""What an address asks of the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from nk_avtal import wording
from nk_avtal.search import words
from nk_avtal.search.queries import Filter

YEARS = 20


def filter_of(asked: Mapping[str, str], today: date) -> Filter:
    """The filter. An unknown choice narrows nothing, and a status needs its kind."""
    kind = words.IN_ADDRESS.get(asked.get("typ", ""))
    statuses = words.STATUSES.get(kind, {}) if kind else {}
    return Filter(
        kind=kind or "",
        area=_among(asked.get("omrade", ""), wording.AREAS),
        year=_among(asked.get("ar", ""), years(today)),
        status=_among(asked.get("lage", ""), statuses),
    )


def years(today: date) -> list[str]:
    """The years to choose from, the latest first."""
    return [str(year) for year in range(today.year + 1, today.year + 1 - YEARS, -1)]


def _among(value: str, known: Iterable[str]) -> str:
    return value if value in tuple(known) else ""
