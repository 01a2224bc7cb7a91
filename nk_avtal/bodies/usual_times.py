"""How long each municipality says that it usually needs between its bodies."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from nk_avtal.bodies.models import MunicipalTimes
from nk_avtal.db import db
from nk_avtal.domain.usual_times import DAYS, UsualTimes


def said_by(municipality_id: int) -> MunicipalTimes | None:
    """What a municipality has said, if anything."""
    wanted = sa.select(MunicipalTimes).where(MunicipalTimes.municipality_id == municipality_id)
    return db.session.scalars(wanted).first()


def times_of(said: MunicipalTimes | None) -> UsualTimes:
    """What holds for a municipality: the usual where it has said nothing."""
    if said is None:
        return UsualTimes()
    days = {name: getattr(said, name) for name in DAYS}
    stated = {name: number for name, number in days.items() if number is not None}
    return UsualTimes(working_committee=said.working_committee, **stated)


def times_of_all() -> dict[int, UsualTimes]:
    """The same for each municipality that has said something, by its number."""
    found = db.session.scalars(sa.select(MunicipalTimes))
    return {one.municipality_id: times_of(one) for one in found}


def say(
    municipality_id: int, days: Mapping[str, int | None], working_committee: bool
) -> MunicipalTimes:
    """Keep what a municipality says: days by name, None for as usual."""
    said = said_by(municipality_id)
    if said is None:
        said = MunicipalTimes(municipality_id=municipality_id)
        db.session.add(said)
    for name in DAYS:
        setattr(said, name, days.get(name))
    said.working_committee = working_committee
    return said
