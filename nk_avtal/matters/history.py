"""What has happened to a matter, in sentences."""

from __future__ import annotations

import sqlalchemy as sa

from nk_avtal.history import queries
from nk_avtal.history.models import Entry
from nk_avtal.history.sentences import Told, told
from nk_avtal.matters.models import Matter

SHOWN = 6


def told_about(matter: Matter, limit: int = SHOWN) -> list[Told]:
    """The newest entries about the matter and what became of its stops, the newest first."""
    stops = [one.id for one in matter.stops]
    about = sa.or_(
        sa.and_(Entry.noun == "matter", Entry.object_id == matter.id),
        sa.and_(Entry.noun == "matter_stop", Entry.object_id.in_(stops), Entry.event == "changed"),
    )
    return told(queries.about(about, limit))
