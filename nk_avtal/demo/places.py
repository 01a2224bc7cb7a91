"""Where each municipality stands in the examples: planned meetings, decisions, fetched letters."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.adoptions.models import Decision
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.demo.days import Calendar
from nk_avtal.demo.rows import rows
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee, Recommendation

ADDITIONS = {
    "Kiruna": "Kommunen förutsätter att restiden för elever norr om Kiruna prövas varje år.",
    "Gällivare": "Kommunen tar inte över ansvaret för provtagning på helger.",
}
PARAGRAPHS = {
    ("hemsjukvard", "Piteå"): "118",
    ("trygghetslarm", "Piteå"): "204",
    ("norrbus", "Piteå"): "87",
}
FETCHED = (
    ("lakarmedverkan", "Piteå", "2026-11-03", "KS 2026-318"),
    ("gymnasieavtal", "Piteå", "2026-11-05", "KS 2026-204"),
)
MUNICIPAL_MEETINGS = (
    ("council", "2026-10-26"),
    ("council", "2026-11-16"),
    ("council", "2026-11-30"),
    ("executive", "2026-12-07"),
    ("council", "2026-12-14"),
)
ASSOCIATION_MEETINGS = (
    ("Kommundirektörsberedningen", "2026-11-27"),
    ("Utbildningsberedningen", "2026-12-03"),
    ("Socialberedningen", "2026-12-09"),
    ("Styrelsen", "2026-12-11"),
    ("Politiska samverkansberedningen", "2026-12-16"),
    ("Socialberedningen", "2027-01-27"),
    ("Utbildningsberedningen", "2027-02-03"),
    ("Kommundirektörsberedningen", "2027-02-05"),
    ("Politiska samverkansberedningen", "2027-02-10"),
    ("Styrelsen", "2027-02-19"),
    ("Förbundsfullmäktige", "2027-04-15"),
    ("Kommundirektörsberedningen", "2026-11-13"),
    ("Styrelsen", "2026-09-25"),
    ("Styrelsen", "2026-06-12"),
    ("Styrelsen", "2026-03-27"),
    ("Socialberedningen", "2026-08-26"),
)


class Places:
    """Puts the examples' municipalities where they stand."""

    def __init__(self, calendar: Calendar, recommendations: dict[str, Recommendation]) -> None:
        self.calendar = calendar
        self.recommendations = recommendations
        self.bodies = list(db.session.scalars(sa.select(Body)))
        self.addressees = {
            (one.slug, place.municipality.name): place
            for one in recommendations.values()
            for place in one.addressees
        }
        clerks = db.session.scalars(sa.select(Person).where(Person.municipality_id.is_not(None)))
        self.clerks = {clerk.municipality_id: clerk for clerk in clerks}

    def load(self) -> None:
        """Add everything, and the meetings on which it happened or will."""
        days: set[tuple[int, date]] = set()
        for number, row in enumerate(rows("example_places")):
            addressee = self.addressees[row["recommendation"], row["municipality"]]
            if row["place"] == "not_concerned":
                addressee.concerned = False
                continue
            body = self._body(addressee)
            day = self.calendar.event(row["day"])
            days.add((body.id, day))
            self._put(addressee, body, day, row, number)
        for slug, name, day_text, reference in FETCHED:
            self._fetched(self.addressees[slug, name], day_text, reference)
        self._meetings(days)

    def _body(self, addressee: Addressee) -> Body:
        kind = addressee.recommendation.suggested_body
        return next(
            body
            for body in self.bodies
            if body.municipality_id == addressee.municipality_id and body.kind is kind
        )

    def _put(
        self, addressee: Addressee, body: Body, day: date, row: dict[str, str], number: int
    ) -> None:
        if row["place"] == "planned":
            addressee.planned_on, addressee.planned_body_id = day, body.id
            return
        outcome = Outcome(row["place"])
        name = row["municipality"]
        invented = str(20 + (day.month * 11 + number) % 190)
        db.session.add(
            Decision(
                addressee=addressee,
                body_kind=body.kind,
                body_id=body.id,
                body_name=body.name,
                decided_on=day,
                paragraph=PARAGRAPHS.get((row["recommendation"], name), invented),
                outcome=outcome,
                addition=ADDITIONS[name] if outcome is Outcome.ADOPTED_WITH_ADDITION else "",
                recorded_at=datetime.combine(day + timedelta(days=1), time(9), clock.zone()),
                recorded_by=self.clerks[addressee.municipality_id],
            )
        )

    def _fetched(self, addressee: Addressee, day: str, reference: str) -> None:
        moment = datetime.combine(self.calendar.event(day), time(10), clock.zone())
        addressee.fetched_at, addressee.reference = moment, reference
        addressee.fetched_by = self.clerks[addressee.municipality_id]

    def _meetings(self, days: set[tuple[int, date]]) -> None:
        for body in self.bodies:
            if body.municipality_id:
                days |= {
                    (body.id, self.calendar.event(day))
                    for kind, day in MUNICIPAL_MEETINGS
                    if body.kind is BodyKind(kind)
                }
            else:
                days |= {
                    (body.id, self.calendar.event(day))
                    for name, day in ASSOCIATION_MEETINGS
                    if name == body.name
                }
        db.session.add_all(Meeting(body_id=body, held_on=day) for body, day in sorted(days))
