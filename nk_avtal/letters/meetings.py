"""Making the papers of a meeting of the association's bodies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from nk_avtal.bodies.models import Meeting
from nk_avtal.domain.letters import LetterKind
from nk_avtal.letters import context_met
from nk_avtal.letters.actions import File, make
from nk_avtal.matters.models import Stop
from nk_avtal.people.models import Person


def agenda(
    meeting: Meeting, stops: Sequence[Stop], by: Person, today: date, *, former: bool = False
) -> File:
    """The föredragningslista. Raises TemplateBroken."""
    values = context_met.agenda(meeting, stops, by, today)
    return make(LetterKind.AGENDA, values, _about(meeting), former=former)


def minutes(
    meeting: Meeting, stops: Sequence[Stop], by: Person, today: date, *, former: bool = False
) -> File:
    """The protokollsutdrag of what the body has dealt with. Raises TemplateBroken."""
    values = context_met.minutes(meeting, stops, by, today)
    return make(LetterKind.MINUTES, values, _about(meeting), former=former)


def _about(meeting: Meeting) -> str:
    return f"{meeting.body.slug}-{meeting.held_on.isoformat()}"
