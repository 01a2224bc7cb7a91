"""How the decisions on a recommendation come in, beside how long municipalities usually take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import render_template

from nk_avtal import clock, wording
from nk_avtal.adoptions import facts
from nk_avtal.adoptions.times import days_taken, times
from nk_avtal.blueprints.guard import requires
from nk_avtal.blueprints.recommendations.blueprint import bp
from nk_avtal.domain.adoption_times import Point, curve, slowest
from nk_avtal.domain.adoptions import Standing
from nk_avtal.domain.people import Permission
from nk_avtal.municipalities import queries as municipalities
from nk_avtal.recommendations import queries

WIDTH, HEIGHT = 640, 200


@dataclass(frozen=True)
class Curve:
    """A stepped line in a field of WIDTH by HEIGHT, and the points that it goes through."""

    points: list[Point]
    path: str
    reply_at: float | None
    most: int


def curve_of(
    sent_on: date, reply_by: date | None, days: list[date], most: int, today: date
) -> Curve:
    """The line from the sending until today, or the reply day where that is later."""
    points = curve(sent_on, days, today)
    last = max(today, reply_by or today)
    span = max(1, (last - sent_on).days)

    def x(day: date) -> float:
        return round((day - sent_on).days / span * WIDTH, 1)

    def y(count: int) -> float:
        return round(HEIGHT - count / max(1, most) * HEIGHT, 1)

    steps = [f"M0 {y(0)}"]
    for one in points[1:]:
        steps.append(f"H{x(one.day)}V{y(one.decided)}")
    reply_at = x(reply_by) if reply_by and reply_by >= sent_on else None
    return Curve(points, "".join(steps), reply_at, most)


@bp.get("/<slug>/uppfoljning")
@requires(Permission.READ_ADOPTIONS)
def progress(slug: str) -> str:
    """The curve of one sent recommendation, and the usual times."""
    today = clock.today()
    recommendation = queries.by_slug(slug, drafts=False)
    members = {one.id: one for one in municipalities.members()}
    places = facts.standings_of([recommendation.id], today).get(recommendation.id, {})
    sent_on = clock.day_of(recommendation.sent_at) if recommendation.sent_at else today
    taken = {number: days_taken(place, sent_on) for number, place in places.items()}
    decided = [
        place.decision.decided_on
        for number, place in places.items()
        if taken[number] is not None and place.decision
    ]
    tally = facts.tally_of(places)
    usual = times(today)
    return render_template(
        "recommendations/progress.html",
        recommendation=recommendation,
        rows=[
            (members[number], place, taken[number])
            for number, place in places.items()
            if place.standing is not Standing.NOT_CONCERNED
        ],
        tally=tally,
        curve=curve_of(sent_on, recommendation.reply_by, decided, tally.concerned, today),
        sent_on=sent_on,
        usual=usual,
        bottleneck=slowest(usual.by_body),
        wording=wording,
        width=WIDTH,
        height=HEIGHT,
    )
