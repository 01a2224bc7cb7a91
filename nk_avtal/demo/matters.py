"""Made-up matters on their way through the bodies, and goals that agreements serve."""

from __future__ import annotations

from datetime import date, datetime, time

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.agreements.goals import AgreementGoal, Goal
from nk_avtal.agreements.models import Agreement
from nk_avtal.bodies.models import Body, BodyRecipient, Meeting
from nk_avtal.db import db
from nk_avtal.demo.accounts import DOMAIN
from nk_avtal.demo.days import Calendar
from nk_avtal.demo.rows import rows
from nk_avtal.domain.matters import MatterOutcome, Track
from nk_avtal.matters.models import Matter, MatterGoal, Paper, Stop
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Recommendation

GOALS = {
    "hemsjukvard-ansvarsgranser": ("A2030-3",),
    "lakarmedverkan": ("A2030-3", "A2030-10"),
    "samverkansavtal-gymnasieutbildning": ("A2030-4",),
    "skyddat-boende-ramavtal": ("A2030-5", "A2030-16"),
}
RECIPIENTS = {
    "Kommundirektörsberedningen": ("kommundirektorer",),
    "Styrelsen": ("styrelsen", "registrator"),
}


class Matters:
    """Adds the matters for one day."""

    def __init__(
        self,
        calendar: Calendar,
        agreements: dict[str, Agreement],
        recommendations: dict[str, Recommendation],
        people: dict[str, Person],
    ) -> None:
        self.calendar = calendar
        self.agreements, self.recommendations, self.people = agreements, recommendations, people
        shared = sa.select(Body).where(Body.municipality_id.is_(None))
        self.bodies = {one.name: one for one in db.session.scalars(shared)}
        self.meetings = {(one.body_id, one.held_on): one for one in db.session.scalars(_MEETINGS)}
        self.goals = {one.code: one.id for one in db.session.scalars(sa.select(Goal))}

    def load(self) -> None:
        """Add everything."""
        db.session.add_all(self._matter(row) for row in rows("example_matters"))
        for slug, codes in GOALS.items():
            links = [AgreementGoal(goal_id=self.goals[code]) for code in codes]
            self.agreements[slug].goal_links = links
        for name, mailboxes in RECIPIENTS.items():
            self.bodies[name].recipients = [
                BodyRecipient(email=f"{one}@{DOMAIN}") for one in mailboxes
            ]

    def _matter(self, row: dict[str, str]) -> Matter:
        agreement = self.agreements.get(row["agreement"])
        stops = [self._stop(text.strip(), agreement) for text in row["stops"].split("|")]
        for place, stop in enumerate(stops):
            stop.position = place
        return Matter(
            slug=row["slug"],
            agreement=agreement,
            title=row["title"],
            reference=row["reference"],
            track=Track(row["track"]),
            summary=agreement.summary if agreement else "",
            proposal=row["proposal"],
            responsible=self.people["forhandlare" if agreement else "sekreterare"],
            recommendation=self.recommendations.get(row["recommendation"]),
            made_up=True,
            created_at=clock.now(),
            stops=stops,
            goal_links=[
                MatterGoal(goal_id=self.goals[code]) for code in row["goals"].split(",") if code
            ],
        )

    def _stop(self, text: str, agreement: Agreement | None) -> Stop:
        """A stop written as its body, day, outcome and §, all but the body where they are known."""
        name = next(
            one for one in sorted(self.bodies, key=len, reverse=True) if text.startswith(one)
        )
        body = self.bodies[name]
        day, outcome, paragraph = [*text[len(name) :].split(), "", "", ""][:3]
        held_on = self.calendar.event(day) if day else None
        stop = Stop(
            body=body,
            meeting=self.meetings.get((body.id, held_on)) if held_on else None,
            papers=_papers(agreement) if day else [],
        )
        if outcome and held_on:
            stop.outcome, stop.decided_on = MatterOutcome(outcome), held_on
            stop.paragraph, stop.recorded_by = paragraph, self.people["sekreterare"]
            stop.recorded_at = _after(held_on)
        return stop


_MEETINGS = sa.select(Meeting).join(Meeting.body).where(Body.municipality_id.is_(None))


def _papers(agreement: Agreement | None) -> list[Paper]:
    """The newest text of the agreement."""
    versions = [
        (document.title, document.versions[-1])
        for document in (agreement.documents if agreement else ())
        if document.versions
    ]
    return [
        Paper(position=0, title=title, file=version.file, version=version)
        for title, version in versions[-1:]
    ]


def _after(day: date) -> datetime:
    return datetime.combine(day, time(16), clock.zone())
