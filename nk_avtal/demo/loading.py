"""Loading the whole demonstration into an empty database."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from nk_avtal.bodies.models import Body
from nk_avtal.db import db
from nk_avtal.demo import accounts, consultations, costs, parties, real
from nk_avtal.demo.days import Calendar
from nk_avtal.demo.examples import Examples
from nk_avtal.demo.matters import Matters
from nk_avtal.demo.negotiations import Negotiations
from nk_avtal.demo.places import Places
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.municipalities.queries import members
from nk_avtal.people.models import Person
from nk_avtal.register import telling


def is_loaded() -> bool:
    """Whether the database holds the demonstration."""
    return bool(db.session.scalar(sa.select(Person.id).where(Person.demo.is_(True)).limit(1)))


def load(today: date) -> None:
    """Add log-ins, real agreements and examples, with the examples' days around `today`.

    Raises RuleBroken when the database already has accounts.
    """
    if db.session.scalar(sa.select(Person.id).limit(1)):
        raise RuleBroken("The database is not empty: the demonstration needs one of its own.")
    db.session.info["actor"] = "Exempeldata"
    towns = {one.name: one for one in members()}
    people = accounts.load()
    real.load()
    examples = Examples(Calendar(today), towns, people)
    board = db.session.scalars(sa.select(Body.id).where(Body.kind == BodyKind.BOARD)).one()
    agreements = examples.agreements()
    Negotiations(Calendar(today), agreements, people).load()
    recommendations = examples.recommendations(agreements, board)
    Places(Calendar(today), recommendations).load()
    db.session.flush()
    Matters(Calendar(today), agreements, recommendations, people).load()
    parties.load(agreements, Calendar(today), people["sekreterare"])
    consultations.load(agreements, towns.values(), Calendar(today), people["forhandlare"])
    costs.load(agreements["hemsjukvard-ansvarsgranser"], today.year, people["chef"])
    telling.note(today)
