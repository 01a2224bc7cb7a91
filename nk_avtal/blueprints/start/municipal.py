"""The start page of a municipality: what to do now, what comes, what has been decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from nk_avtal.adoptions.queries import Matter, decided_matters, open_matters
from nk_avtal.bodies.models import Meeting
from nk_avtal.bodies.queries import upcoming_meetings
from nk_avtal.consultations.models import Invited
from nk_avtal.consultations.queries import waiting_for
from nk_avtal.domain.adoptions import Standing
from nk_avtal.municipalities.models import Municipality

NEAR = timedelta(days=14)
"""How near a reply day is when it draws attention (ux 5.4)."""
SHOWN_DECIDED = 10


@dataclass(frozen=True)
class MunicipalStart:
    """What one municipality sees on one day."""

    municipality: Municipality
    today: date
    now: list[Matter]
    coming: list[Matter]
    decided: list[Matter]
    meetings: list[Meeting]
    asked: list[Invited]
    """Its places in the consultations that it has not answered."""

    @property
    def letters(self) -> list[Matter]:
        """The open matters, for each of which there is a ready-filled Word document."""
        return sorted([*self.now, *self.coming], key=lambda one: bool(one.place.fetched_at))

    def is_near(self, matter: Matter) -> bool:
        """Whether the reply day is close, or past."""
        reply_by = matter.recommendation.reply_by
        return reply_by is not None and reply_by <= self.today + NEAR

    def matters_on(self, meeting: Meeting) -> int:
        """How many matters are planned for a meeting."""
        return sum(one.place.planned_on == meeting.held_on for one in self.coming)


def start_of(municipality: Municipality, today: date) -> MunicipalStart:
    """The start page of `municipality`."""
    open_ones = open_matters(municipality, today)
    now = [one for one in open_ones if _asks_for_action(one, today)]
    return MunicipalStart(
        municipality=municipality,
        today=today,
        now=now,
        coming=[one for one in open_ones if one not in now],
        decided=decided_matters(municipality, today, SHOWN_DECIDED),
        meetings=list(upcoming_meetings(municipality.id, today, 5)),
        asked=list(waiting_for(municipality)),
    )


def _asks_for_action(matter: Matter, today: date) -> bool:
    """A meeting that has been, or a reply day that has passed with nothing planned."""
    place = matter.place
    planned_ahead = place.planned_on is not None and place.planned_on >= today
    return place.standing is Standing.MEETING_PASSED or (
        place.standing is Standing.LATE and not planned_ahead
    )
