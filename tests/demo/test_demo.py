"""The demonstration: facts as their sources have them, examples that live on any day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from nk_avtal.adoptions.models import Decision, ReportedDecision
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.demo import loading
from nk_avtal.demo.days import Calendar
from nk_avtal.demo.rows import rows
from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.entry import Condition
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.recommendations.models import Addressee, Recommendation
from tests import builders


def test_what_is_loaded(app: Flask) -> None:
    """All that only looks at it, since loading takes longer than everything else here."""
    loading.load(builders.TODAY)
    db.session.commit()
    every_real_agreement_names_its_source_and_no_example_has_one()
    what_the_source_does_not_hold_is_not_there()
    parties_beyond_the_members_do_not_count_as_members()
    one_example_applies_by_a_share_of_the_inhabitants_and_named_towns()
    reported_decisions_stand_as_found()
    on_its_own_day_the_examples_are_those_of_the_design()
    a_database_with_accounts_is_refused()


def agreement(title_part: str) -> Agreement:
    wanted = sa.select(Agreement).where(Agreement.title.contains(title_part))
    return db.session.scalars(wanted).one()


def every_real_agreement_names_its_source_and_no_example_has_one() -> None:
    for one in db.session.scalars(sa.select(Agreement)):
        assert bool(one.sources) is not one.made_up


def what_the_source_does_not_hold_is_not_there() -> None:
    home_care = agreement("Kommunalisering av hemsjukvården")
    assert home_care.start_on == date(2013, 2, 1)
    assert home_care.notice_period is None
    assert home_care.end_precision is Precision.UNKNOWN
    assert agreement("medicinskt förbrukningsmaterial").start_precision is Precision.YEAR


def parties_beyond_the_members_do_not_count_as_members() -> None:
    archipelago = agreement("Samverkansavtal Bottenvikens skärgård")
    towns = [one.municipality.name for one in archipelago.parties if one.municipality]
    assert towns == ["Haparanda", "Kalix", "Luleå", "Piteå"]
    assert [one.organisation for one in archipelago.parties if one.organisation] == ["Skellefteå"]


def one_example_applies_by_a_share_of_the_inhabitants_and_named_towns() -> None:
    shelter = agreement("Skyddat boende, gemensamt ramavtal")
    assert (shelter.entry.condition, shelter.entry.share) == (Condition.SHARE, 70)
    named = {one.municipality.name for one in shelter.parties if one.required and one.municipality}
    assert named == {"Boden", "Luleå", "Piteå"}
    adopted = sa.select(Addressee.municipality_id).where(Addressee.outcome == "adopted")
    of_it = adopted.join(Addressee.recommendation).where(Recommendation.slug == "skyddat-boende")
    assert set(db.session.scalars(of_it)), "some have, so that the page has something to tell"


def reported_decisions_stand_as_found() -> None:
    wanted = sa.select(ReportedDecision).where(ReportedDecision.paragraph == "240")
    lulea = db.session.scalars(wanted).one()
    assert (lulea.party, lulea.decided_on, lulea.outcome) == ("Luleå", date(2013, 10, 28), "")


def on_its_own_day_the_examples_are_those_of_the_design() -> None:
    wanted = (
        sa.select(Decision.decided_on)
        .join(Decision.addressee)
        .join(Addressee.recommendation)
        .where(Recommendation.slug == "gymnasieavtal")
        .order_by(Decision.decided_on)
    )
    days = list(db.session.scalars(wanted))
    written = [
        date.fromisoformat(row["day"])
        for row in rows("example_places")
        if row["recommendation"] == "gymnasieavtal" and row["place"] != "planned"
    ]
    assert days == sorted(written)


def a_database_with_accounts_is_refused() -> None:
    with pytest.raises(RuleBroken):
        loading.load(builders.TODAY)


@pytest.mark.parametrize("days", [-400, -1, 0, 1, 6, 7, 200, 1000])
def test_on_any_day_what_has_happened_lies_in_the_past(days: int) -> None:
    today = builders.TODAY + timedelta(days=days)
    calendar = Calendar(today)
    decided = [row["day"] for row in rows("example_places") if row["place"] == "adopted"]
    assert all(calendar.event(day) <= today for day in decided)
    assert calendar.event("2026-11-16").weekday() == date(2026, 11, 16).weekday()
    assert (calendar.term("2027-12-31") + timedelta(days=1)).day == 1
