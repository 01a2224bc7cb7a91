"""Beginning a matter, arranging its way, presenting papers, and recording what a body did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.agreements.actions import take
from nk_avtal.agreements.models import Agreement
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db, one_at_a_time
from nk_avtal.documents.models import DocumentVersion, StoredFile
from nk_avtal.domain.agreements import Stage, Step
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.matters import MatterOutcome, Track, check_outcome, moved
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.slugs import slug_of
from nk_avtal.matters import queries, recommending
from nk_avtal.matters.models import Matter, MatterFile, MatterGoal, Paper, RouteStep, Stop
from nk_avtal.people.models import Person

RESERVED = frozenset({"nytt", "vagar"})
"""Addresses below /arenden that no matter may take."""


@dataclass(frozen=True)
class Content:
    """What is written of a matter."""

    title: str
    reference: str
    track: Track
    summary: str
    proposal: str
    responsible_id: int | None
    goal_ids: frozenset[int]


@dataclass(frozen=True)
class Result:
    """What a body did, as it is recorded."""

    outcome: MatterOutcome
    decided_on: date
    paragraph: str = ""
    text: str = ""


@dataclass(frozen=True)
class Planned:
    """A stop that lies ahead: `stop_id` where it is there already."""

    stop_id: int | None
    body_id: int
    meeting_id: int | None


@dataclass(frozen=True)
class Presented:
    """A paper for a body to read, and of which version of an agreement's document it is."""

    title: str
    file: StoredFile
    version: DocumentVersion | None = None


def begin(content: Content, agreement: Agreement | None) -> Matter:
    """A new matter with the usual way of its track. An agreement that was a draft or negotiated is
    being prepared from now on."""
    one_at_a_time("matter.slug")
    matter = Matter(
        slug=slug_of(content.title, queries.taken_slugs() | RESERVED),
        agreement=agreement,
        made_up=bool(agreement and agreement.made_up),
        created_at=clock.now(),
        stops=[
            Stop(position=place, body=body)
            for place, body in enumerate(queries.route_of(content.track))
        ],
    )
    _write(matter, content)
    db.session.add(matter)
    if agreement and agreement.stage in (Stage.DRAFT, Stage.NEGOTIATION):
        take(agreement, Step.PREPARE)
    return matter


def change(matter: Matter, content: Content) -> None:
    """Change what is written of a matter. Its way stays, also when the track is another."""
    _write(matter, content)
    revise(matter)


def _write(matter: Matter, content: Content) -> None:
    for name in ("title", "reference", "track", "summary", "proposal", "responsible_id"):
        setattr(matter, name, getattr(content, name))
    matter.goal_links = [one for one in matter.goal_links if one.goal_id in content.goal_ids]
    present = {one.goal_id for one in matter.goal_links}
    matter.goal_links += [MatterGoal(goal_id=one) for one in sorted(content.goal_ids - present)]


def revise(matter: Matter) -> None:
    """Count a change of the way or the papers as a change of the matter, so that whoever has an
    older page open is told."""
    matter.version = (matter.version or 0) + 1


def arrange(matter: Matter, plan: Sequence[Planned]) -> None:
    """Let the matter's coming stops be these, in order. What is recorded stays.

    Raises RuleBroken when the matter would come to no body at all.
    """
    done = [one for one in matter.stops if one.outcome is not None]
    left = {one.id: one for one in matter.stops if one.outcome is None}
    if not done and not plan:
        raise RuleBroken(_NO_STOPS, name="stops")
    ahead = []
    for one in plan:
        stop = left.get(one.stop_id or 0) or Stop(body_id=one.body_id)
        ahead.append(stop)
        _place(stop, one.meeting_id)
    matter.stops = [*done, *ahead]
    for place, stop in enumerate(matter.stops):
        if stop.position != place:
            stop.position = place
    revise(matter)


def _place(stop: Stop, meeting_id: int | None) -> None:
    if stop.meeting_id != meeting_id:
        stop.meeting_id = meeting_id
        stop.agenda_position = queries.last_place(meeting_id) + 1 if meeting_id else 0


def schedule(stop: Stop, meeting: Meeting) -> None:
    """Let the body deal with the matter at `meeting`, last on its agenda."""
    _place(stop, meeting.id)
    revise(stop.matter)


def present(stop: Stop, papers: Iterable[Presented]) -> None:
    """The papers that the body has before it. Raises RuleBroken once it has dealt with them."""
    if stop.outcome is not None:
        raise RuleBroken(_DEALT_WITH, name="papers")
    known = {one.file_id: one for one in stop.papers}
    kept = []
    for place, one in enumerate(papers):
        paper = known.get(one.file.id) or Paper(file=one.file, version=one.version)
        paper.position, paper.title = place, one.title
        kept.append(paper)
    stop.papers = kept
    revise(stop.matter)


def add_file(matter: Matter, title: str, file: StoredFile, by: Person) -> MatterFile:
    """A document of the matter's own."""
    made = MatterFile(title=title, file=file, added_at=clock.now(), added_by_id=by.id)
    matter.files.append(made)
    revise(matter)
    return made


def record(
    stop: Stop, result: Result, by: Person, today: date, next_meeting: Meeting | None = None
) -> None:
    """Record what the body did. A matter that it takes up again comes to `next_meeting`, or to one
    that is chosen later; with the board's recommendation a draft is made of it.

    Raises RuleBroken, named after the field.
    """
    matter = stop.matter
    check_outcome(
        matter.stations,
        matter.stops.index(stop),
        result.outcome,
        result.decided_on,
        today,
        of_agreement=matter.agreement_id is not None,
    )
    stop.outcome, stop.decided_on = result.outcome, result.decided_on
    stop.paragraph, stop.text = result.paragraph, result.text
    stop.recorded_at, stop.recorded_by_id = clock.now(), by.id
    if result.outcome.delays:
        _come_again(stop, next_meeting)
    if result.outcome is MatterOutcome.RECOMMENDED:
        recommending.draft(matter, stop)
    revise(matter)


def _come_again(stop: Stop, meeting: Meeting | None) -> None:
    matter = stop.matter
    again = Stop(
        body=stop.body,
        papers=[
            Paper(position=one.position, title=one.title, file=one.file, version=one.version)
            for one in stop.papers
        ],
    )
    if meeting:
        again.meeting, again.agenda_position = meeting, queries.last_place(meeting.id) + 1
    place = matter.stops.index(stop) + 1
    matter.stops.insert(place, again)
    for number, one in enumerate(matter.stops):
        one.position = number


def undo(stop: Stop) -> None:
    """Take back what was recorded, with what it led to. Raises RuleBroken when a later stop has
    been passed, or the recommendation has been sent."""
    matter = stop.matter
    place = matter.stops.index(stop)
    if any(one.outcome is not None for one in matter.stops[place + 1 :]):
        raise RuleBroken(_PASSED_LATER)
    if stop.outcome is MatterOutcome.RECOMMENDED:
        recommending.take_back(matter)
    if stop.outcome is not None and stop.outcome.delays:
        after = matter.stops[place + 1 : place + 2]
        if after and after[0].body_id == stop.body_id:
            matter.stops.remove(after[0])
    stop.outcome = stop.decided_on = stop.recorded_at = stop.recorded_by_id = None
    stop.paragraph = stop.text = ""
    for number, one in enumerate(matter.stops):
        one.position = number
    revise(matter)


def reorder(agenda: Sequence[Stop], stop: Stop, *, up: bool) -> None:
    """Let a matter come one place earlier or later on the agenda."""
    order = moved([one.id for one in agenda], stop.id, up=up)
    for one in agenda:
        place = order.index(one.id) + 1
        if one.agenda_position != place:
            one.agenda_position = place


def set_route(track: Track, bodies: Sequence[Body]) -> None:
    """Another usual way for the matters of a track; those that have begun keep theirs."""
    for old in db.session.scalars(sa.select(RouteStep).where(RouteStep.track == track)):
        db.session.delete(old)
    db.session.flush()
    db.session.add_all(
        RouteStep(track=track, position=place, body=body) for place, body in enumerate(bodies)
    )


_NO_STOPS = Phrase(
    "Välj minst ett organ som ärendet ska till",
    "Choose at least one body that the matter is to come to",
)
_DEALT_WITH = Phrase(
    "Organet har redan behandlat ärendet. Handlingarna står kvar som de var",
    "The body has dealt with the matter. The papers stay as they were",
)
_PASSED_LATER = Phrase(
    "Ärendet har gått vidare. Ångra det senaste utfallet först",
    "The matter has moved on. Undo the latest outcome first",
)
