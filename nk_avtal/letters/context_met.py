"""The values of a meeting's papers, gathered from what is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from nk_avtal.bodies.models import Meeting
from nk_avtal.domain.letter_parts import LetterSender
from nk_avtal.domain.letters import decision_point, paragraphs_of
from nk_avtal.domain.letters_met import (
    AgendaLetter,
    LetterMatter,
    LetterMeeting,
    LetterResult,
    MinutesLetter,
    has_points,
    opening_of,
)
from nk_avtal.domain.words import kept_together, long_date, weekday_name
from nk_avtal.letters.context import day_of, section_of
from nk_avtal.matters.calling import hand_in_of
from nk_avtal.matters.models import Stop
from nk_avtal.outbox.composing import ASSOCIATION
from nk_avtal.people.models import Person


def agenda(meeting: Meeting, stops: Sequence[Stop], by: Person, today: date) -> AgendaLetter:
    """The values of a föredragningslista."""
    found = [LetterMatter(**_matter(one, number)) for number, one in enumerate(stops, start=1)]
    return AgendaLetter(_sender(by, today), _meeting(meeting), found)


def minutes(meeting: Meeting, stops: Sequence[Stop], by: Person, today: date) -> MinutesLetter:
    """The values of a protokollsutdrag, of the matters that the body has dealt with."""
    found = [_result(one, number) for number, one in enumerate(stops, start=1) if one.outcome]
    return MinutesLetter(_sender(by, today), _meeting(meeting), found)


def _sender(by: Person, today: date) -> LetterSender:
    return LetterSender(ASSOCIATION, by.name, by.email, kept_together(long_date(today)))


def _meeting(meeting: Meeting) -> LetterMeeting:
    return LetterMeeting(
        body=meeting.body.name,
        day=day_of(meeting.held_on),
        weekday=weekday_name(meeting.held_on),
        place=meeting.place,
        hand_in=day_of(hand_in_of(meeting)),
    )


def _matter(stop: Stop, number: int) -> dict[str, Any]:
    matter = stop.matter
    return {
        "number": str(number),
        "title": matter.title,
        "reference": kept_together(matter.reference),
        "presenter": matter.responsible.name if matter.responsible else "",
        "background": [kept_together(text) for text in paragraphs_of(matter.summary)],
        "proposal": [kept_together(decision_point(point)) for point in matter.points],
        "papers": [one.title for one in stop.papers],
    }


def _result(stop: Stop, number: int) -> LetterResult:
    values = _matter(stop, number)
    assert stop.outcome is not None
    return LetterResult(
        **values,
        paragraph=section_of(stop.paragraph),
        opening=opening_of(stop.outcome, stop.body.name, stop.body.kind),
        points=values["proposal"] if has_points(stop.outcome) else [],
        note=kept_together(" ".join(stop.text.split())),
    )
