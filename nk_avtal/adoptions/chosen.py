"""Which recommendations an address asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nk_avtal.adoptions.matrix import Filter, Show
from nk_avtal.domain.agreements import Area
from nk_avtal.municipalities.models import Municipality

AREA_NAMES = {
    "utbildning": Area.EDUCATION,
    "socialtjanst": Area.SOCIAL_SERVICES,
    "halso-och-sjukvard": Area.HEALTHCARE,
    "ovrigt": Area.OTHER,
}
"""How an area stands in an address."""


def filter_of(asked: Mapping[str, str], members: Sequence[Municipality]) -> Filter:
    """What an address asks for. What is not understood is as if it were not there."""
    show, slug = asked.get("lage", ""), asked.get("kommun", "")
    return Filter(
        show=Show(show) if show in tuple(Show) else Show.ONGOING,
        area=AREA_NAMES.get(asked.get("omrade", "")),
        municipality_id=next((one.id for one in members if one.slug == slug), None),
    )
