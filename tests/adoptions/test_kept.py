"""The copy of where municipalities stand says what the rules say, whatever happens."""

from __future__ import annotations

import random
from datetime import timedelta

import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import make_url

from nk_avtal import clock, migrating
from nk_avtal.adoptions import facts
from nk_avtal.adoptions.models import Decision
from nk_avtal.commands.keeping import recount
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.tallies import remains
from nk_avtal.history.models import Entry
from nk_avtal.recommendations.models import Addressee, Recommendation
from tests import builders
from tests.builders import TODAY

EVENTS = 120


def anything(dice: random.Random, sent: Recommendation) -> None:
    """One thing that may happen to a place: a decision, or that one is changed, undone, annulled
    or gone; or that the municipality is no longer concerned."""
    addressee = dice.choice(sent.addressees)
    known = db.session.scalars(sa.select(Decision)).all()
    decision = dice.choice(known) if known and dice.random() < 0.5 else None
    if dice.random() < 0.1:
        addressee.concerned = not addressee.concerned
    elif decision is None:
        db.session.add(
            Decision(
                addressee_id=addressee.id,
                body_kind=BodyKind.COUNCIL,
                body_name="Kommunfullmäktige",
                decided_on=TODAY - timedelta(days=dice.randint(0, 5)),
                paragraph="1",
                outcome=dice.choice(list(Outcome)),
                addition="Skolskjuts ingår",
                recorded_at=clock.now(),
            )
        )
    else:
        change(dice, decision)
    db.session.flush()


def change(dice: random.Random, decision: Decision) -> None:
    fall = dice.random()
    if fall < 0.3:
        decision.undone_at = None if decision.undone_at else clock.now()
    elif fall < 0.5:
        decision.annulled_on = None if decision.annulled_on else TODAY
    elif fall < 0.6:
        db.session.delete(decision)
    else:
        decision.outcome = dice.choice(list(Outcome))
        decision.decided_on = TODAY - timedelta(days=dice.randint(0, 5))


def history_of_all(seed: int) -> Recommendation:
    """A recommendation to which all sorts of things have happened, without one flush missed."""
    dice = random.Random(seed)
    sent = builders.recommendation(without=("Kiruna", "Pajala"))
    for _ in range(EVENTS):
        anything(dice, sent)
    db.session.commit()
    return sent


def kept() -> dict[int, tuple[object, ...]]:
    wanted = sa.select(
        Addressee.municipality_id, Addressee.outcome, Addressee.decided_on, Addressee.awaited
    )
    return {number: tuple(rest) for number, *rest in db.session.execute(wanted)}


def derived(sent: Recommendation) -> dict[int, tuple[object, ...]]:
    places = facts.standings_of([sent.id], TODAY)[sent.id]
    return {
        number: (
            place.outcome,
            place.decision.decided_on if place.decision else None,
            remains(place.standing),
        )
        for number, place in places.items()
    }


def test_the_copy_is_what_the_rules_say_and_can_be_made_anew(app: Flask) -> None:
    sent = history_of_all(1)
    assert kept() == derived(sent)
    assert len({outcome for outcome, _day, _awaited in kept().values()}) > 4
    db.session.connection().execute(
        sa.update(Addressee.__table__).values(  # type: ignore[arg-type]
            outcome="adopted", decided_on=TODAY, awaited=True
        )
    )
    db.session.commit()
    assert kept() != derived(sent)
    assert "rewritten 14" in app.test_cli_runner().invoke(recount).output
    assert kept() == derived(sent)


def test_an_object_at_hand_knows_and_the_history_does_not_tell(app: Flask) -> None:
    sent = builders.recommendation()
    place = builders.addressee(sent, "Piteå")
    assert place.awaited
    builders.decision(sent, "Piteå")
    assert (place.outcome, place.awaited) == (Outcome.ADOPTED, False)
    told = db.session.scalars(sa.select(Entry).where(Entry.noun == "addressee")).all()
    assert not {name for one in told for name in one.changes} & {"outcome", "awaited"}


def test_a_migrated_database_has_the_same_copy(app: Flask, database_url: str) -> None:
    sent = history_of_all(2)
    before = derived(sent)
    db.session.close()
    db.engine.dispose()
    configuration = migrating.configuration(make_url(database_url))
    migration = ScriptDirectory.from_config(configuration).get_revision("0019")
    assert migration is not None
    command.downgrade(configuration, str(migration.down_revision))
    command.upgrade(configuration, "head")
    assert kept() == before
