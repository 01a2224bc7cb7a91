"""Conditions that were kept before the condition could say more mean the same after."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import command
from flask import Flask
from sqlalchemy import make_url

from nk_avtal import migrating
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.entry import Basis, Condition, Entry
from tests import builders

BEFORE = "0009"


def test_old_conditions_mean_the_same_and_can_go_back(app: Flask, database_url: str) -> None:
    old = {
        "alla": Entry(),
        "tio": Entry(Condition.AT_LEAST, 10),
        "var-och-en": Entry(Condition.EACH),
    }
    for slug, entry in old.items():
        number = entry.at_least if entry.condition.counted else None
        builders.agreement(
            title=slug, slug=slug, entry_condition=entry.condition, entry_at_least=number
        )
    builders.agreement(
        title="ny", slug="ny", entry_condition=Condition.SHARE, entry_share=6000,
        entry_by=Basis.LEGAL_FORCE,
    )  # fmt: skip
    db.session.close()
    db.engine.dispose()
    configuration = migrating.configuration(make_url(database_url))
    command.downgrade(configuration, BEFORE)
    with db.engine.connect() as connection:
        kept = sa.text("SELECT slug, entry_condition, entry_at_least FROM agreement ORDER BY id")
        assert [tuple(row) for row in connection.execute(kept)] == [
            ("alla", "all", None),
            ("tio", "at_least", 10),
            ("var-och-en", "each", None),
            ("ny", "all", None),
        ]
    command.upgrade(configuration, "head")
    found = {one.slug: one.entry for one in db.session.scalars(sa.select(Agreement))}
    assert found == old | {"ny": Entry()}
